"""The encoder: a sentence with marks through six layers of attention, and the heads that answer from it.

Embeddings are kept apart from the layers, since both sets of weights share them. A sentence is run by itself, never
padded into a batch: int8 layers take their scale from all that they are given at once, so a neighbour would move it.
"""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.read.coder.labels import HEADS
from suasion.read.coder.marks import Marked
from suasion.read.coder.wordpiece import pieces

_CLS: Final = 101
_SEP: Final = 102
MARKS: Final = ("s", "/s", "t", "/t", "v", "/v")  # their numbers, from 1, are unused ones of the vocabulary
LONGEST: Final = 192  # pieces; of a longer sentence the part around the marks is read
_BEFORE: Final = 24


class Pieces(NamedTuple):
    """A marked sentence in pieces; ``where`` holds the places of source, target and trigger, 0 for none."""

    ids: NDArray[np.int64]
    where: NDArray[np.int64]


def to_pieces(marked: Marked) -> Pieces:
    """Return the pieces of a sentence with its marks among them, cut to LONGEST around the marks."""
    spans = {"s": marked.source, "t": marked.target, "v": marked.trigger}
    # At one place a mark closes before another opens.
    cuts = sorted(
        (place, order, name)
        for name, span in spans.items()
        if span
        for place, order, name in ((span[0], 1, name), (span[1], 0, f"/{name}"))
    )
    ids: list[int] = []
    where: dict[str, int] = {}
    for (start, _, name), (end, _, _) in pairwise([(0, 0, ""), *cuts, (len(marked.text), 2, "")]):
        if name:
            where[name] = len(ids)
            ids.append(MARKS.index(name) + 1)
        ids += pieces(marked.text[start:end])
    room = LONGEST - 2
    first = 0
    if len(ids) > room:
        first = min(max(0, min(where.values(), default=0) - _BEFORE), len(ids) - room)
        ids = ids[first : first + room]
    places = [where[n] - first + 1 if n in where and 0 <= where[n] - first < len(ids) else 0 for n in "stv"]
    return Pieces(np.array([_CLS, *ids, _SEP]), np.array(places))


class Encoder:
    """The layers of one set of weights, loaded once; calls do not depend on one another."""

    def __init__(self, name: str) -> None:
        import onnxruntime

        folder = files("suasion.read.coder") / "weights"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the order of sums, and so the last digit, hangs on the threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            (folder / f"{name}.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        with (folder / "embeddings.npz").open("rb") as stream:
            arrays = dict(np.load(stream, allow_pickle=False))
        self._table, self._scale = arrays["table"], arrays["scale"]
        with (folder / f"marks-{name}.npz").open("rb") as stream:
            self._marks = np.load(stream, allow_pickle=False)["marks"]

    def logits(self, marked: Marked) -> dict[str, NDArray[np.float64]]:
        """Return for each question the weight of each answer before normalising, shape (n_answers,)."""
        ids, where = to_pieces(marked)
        embedded = self._table[ids].astype(np.float32) * self._scale[ids, None]
        is_mark = (ids > 0) & (ids <= len(MARKS))
        embedded[is_mark] = self._marks[ids[is_mark]]
        flat = self._session.run(None, {"embedded": embedded[None], "where": where})[0][0].astype(np.float64)
        ends = np.cumsum([len(answers) for answers in HEADS.values()])
        return dict(zip(HEADS, np.split(flat, ends[:-1]), strict=True))
