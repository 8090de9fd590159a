"""Macro-F1 of roots, quads and the binary question, in percent, and how far probabilities can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.read.coder.labels import PLV_ROOTS, QUADS
from training.examples import Example

QUAD_OF = np.array([QUADS[root] for root in PLV_ROOTS])


def macro_f1(said: NDArray[Any], found: NDArray[Any]) -> float:
    """Return the mean over classes of F1, in percent; a class that neither has is left out."""
    scores = []
    for answer in sorted({*said.tolist(), *found.tolist()}):
        right = np.sum((said == answer) & (found == answer))
        scores.append(2 * right / (np.sum(said == answer) + np.sum(found == answer)))
    return 100 * float(np.mean(scores))


def plv_scores(root: NDArray[Any], conflict: NDArray[Any], examples: Sequence[Example]) -> dict[str, float]:
    """Return binary, quad and root macro-F1 from probabilities, shapes (n, 15) and (n, 2)."""
    said = np.array([e.answers["root"] for e in examples])
    quads = np.stack([root[:, quad == QUAD_OF].sum(1) for quad in (1, 2, 3, 4)], 1)
    is_conflict = (0.5 * (quads[:, 2] + quads[:, 3]) + 0.5 * conflict[:, 1]) > 0.5
    return {
        "binary": macro_f1(QUAD_OF[said] > 2, is_conflict),
        "quad": macro_f1(QUAD_OF[said], quads.argmax(1) + 1),
        "root": macro_f1(said, root.argmax(1)),
    }


def at_coverage(probabilities: NDArray[Any], said: NDArray[Any], coverage: float) -> float:
    """Return the accuracy among the share of examples that the coder is surest of."""
    sure = probabilities.max(1)
    kept = np.argsort(-sure, kind="stable")[: max(1, int(coverage * len(said)))]
    return float(np.mean(probabilities.argmax(1)[kept] == said[kept]))


def temperature(logits: NDArray[Any], said: NDArray[Any]) -> float:
    """Return the temperature, 0.5 to 3, that makes the answers most likely (Guo and others 2017)."""
    best = min(np.arange(0.5, 3.01, 0.05), key=lambda t: _loss(logits / t, said))
    return round(float(best), 2)


def _loss(logits: NDArray[Any], said: NDArray[Any]) -> float:
    shifted = logits - logits.max(1, keepdims=True)
    log = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return -float(log[np.arange(len(said)), said].mean())


def softmax(logits: NDArray[Any]) -> NDArray[Any]:
    """Return probabilities along the last axis."""
    e = np.exp(logits - logits.max(-1, keepdims=True))
    scaled: NDArray[Any] = e / e.sum(-1, keepdims=True)
    return scaled
