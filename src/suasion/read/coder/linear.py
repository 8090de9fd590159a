"""The small coder: words around the marks, hashed, and one linear layer for each question.

It stands in where the encoder cannot run, and beside it corrects it: it errs elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from suasion.read.coder.marks import Marked

BINS: Final = 1 << 16
_WORD: Final = re.compile(r"\w+|[^\w\s]")
_NEAR: Final = 4
_MOST_WORDS: Final = 400  # of a sentence, so that a hostile one cannot hold the coder up


class Linear(NamedTuple):
    """Weights in eighths of a byte's range: ``weights[head]`` is int8, shape (BINS, n_answers)."""

    idf: NDArray[np.float32]
    weights: dict[str, NDArray[np.int8]]
    scale: dict[str, NDArray[np.float32]]
    bias: dict[str, NDArray[np.float32]]

    def probabilities(self, marked: Marked) -> dict[str, NDArray[np.float64]]:
        """Return for each question the probability of each answer, shape (n_answers,)."""
        at, values = vector(marked, self.idf)
        found = {}
        for head, weights in self.weights.items():
            logits = values @ weights[at].astype(np.float64) * self.scale[head] + self.bias[head]
            e = np.exp(logits - logits.max())
            found[head] = e / e.sum()
        return found


def load(name: str) -> Linear:
    """Return the weights named, from the package."""
    with (files("suasion.read.coder") / "weights" / f"linear-{name}.npz").open("rb") as stream:
        arrays = dict(np.load(stream, allow_pickle=False))
    heads = [key.removeprefix("w_") for key in arrays if key.startswith("w_")]
    return Linear(
        arrays["idf"].astype(np.float32),
        {head: arrays[f"w_{head}"] for head in heads},
        {head: arrays[f"s_{head}"] for head in heads},
        {head: arrays[f"b_{head}"] for head in heads},
    )


def vector(marked: Marked, idf: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the bins of a pair's features and their weights, of length 1 in all."""
    bins, counts = np.unique([crc32(f.encode()) % BINS for f in features(marked)], return_counts=True)
    values = (1 + np.log(counts)) * idf[bins]
    return bins, values / max(float(np.linalg.norm(values)), 1e-9)


def features(marked: Marked) -> Iterator[str]:
    """Yield what the small coder sees: runs of words with the spans blanked, parts of words, words near marks."""
    words = _blanked(marked)
    for n in (1, 2, 3):
        for i in range(len(words) - n + 1):
            yield f"{n}:" + " ".join(words[i : i + n])
    for word in words:
        if word.isupper():
            continue
        padded = f"<{word}>"
        for n in (3, 4, 5):
            for i in range(len(padded) - n + 1):
                yield f"c:{padded[i : i + n]}"
    at = {word: i for i, word in enumerate(words) if word in {"SRC", "TGT", "TRG"}}
    for mark, i in at.items():
        for step in range(-_NEAR, _NEAR + 1):
            if step and 0 <= i + step < len(words):
                yield f"{mark}{step}:{words[i + step]}"
                yield f"{mark}{'+' if step > 0 else '-'}:{words[i + step]}"
    if "SRC" in at and "TGT" in at:
        low, high = sorted((at["SRC"], at["TGT"]))
        order = "ST" if at["SRC"] < at["TGT"] else "TS"
        for word in words[low + 1 : high]:
            yield f"{order}:{word}"


def _blanked(marked: Marked) -> list[str]:
    """Return the words of the sentence, SRC and TGT in the place of the spans and TRG before the words of the act."""
    marks = [(marked.source, "SRC", True), (marked.target, "TGT", True), (marked.trigger, "TRG", False)]
    words: list[str] = []
    last = 0
    for span, name, blanked in sorted((m for m in marks if m[0]), key=lambda m: m[0] or (0, 0)):
        if span is None:
            continue
        words += _lower(marked.text[last : max(last, span[0])])
        words.append(name)
        last = max(last, span[1]) if blanked else max(last, span[0])
    return (words + _lower(marked.text[last:]))[:_MOST_WORDS]


def _lower(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
