"""Codes for a marked pair, from the encoder and the small coder together, with calibrated probabilities."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.codebook.statement import PLOVER
from suasion.read.coder import linear
from suasion.read.coder.encoder import Encoder
from suasion.read.coder.labels import HEADS, PLV_ROOTS, QUADS
from suasion.read.coder.marks import Marked

# "open" is trained on sentences written for this project only; "plv" goes on with the training halves of PLV and AW.
Variant = Literal["open", "plv"]
_IN_QUAD: Final = np.array([[QUADS[root] == quad for root in PLV_ROOTS] for quad in (1, 2, 3, 4)], dtype=float)


class PairCoding(NamedTuple):
    """What passes from a source to a target.

    ``plover`` is one of PLOVER's sixteen roots, ``plv_root`` the same with CONCEDE and RETREAT as YIELD, ``quad`` 1 to
    4 (verbal and material cooperation, verbal and material conflict), ``binary`` 0 for cooperation and 1 for conflict.
    ``probability`` is that of ``plv_root`` being right, in [0, 1].
    """

    plover: str
    plv_root: str
    quad: int
    binary: int
    probability: float


class PairCoder:
    """A set of weights, loaded once; calls do not depend on one another.

    With ``encoder=False``, or where ONNX Runtime is not installed, the small coder answers alone.
    """

    def __init__(self, variant: Variant = "plv", *, encoder: bool = True) -> None:
        self._linear = linear.load(variant)
        self._encoder = _encoder(variant) if encoder else None
        settings = json.loads(
            (files("suasion.read.coder") / "weights" / f"settings-{variant}.json").read_text(encoding="utf-8")
        )
        self._temperature: dict[str, float] = settings["temperature"]
        self._share: dict[str, float] = settings["linear_share"]

    def probabilities(self, marked: Marked, questions: Collection[str] = HEADS) -> dict[str, NDArray[np.float64]]:
        """Return for the questions asked, of `HEADS`, the probability of each answer, shape (n_answers,)."""
        if self._encoder is None:
            return {head: chances for head, chances in self._linear.probabilities(marked).items() if head in questions}
        # The small coder costs a third of the time, and most questions leave it out.
        is_asked = any(self._share.get(head, 0.0) > 0 for head in questions)
        small = self._linear.probabilities(marked) if is_asked else {}
        found = {}
        for head, logits in self._encoder.logits(marked).items():
            if head not in questions:
                continue
            mixed = _softmax(logits)
            if head in small:
                share = self._share.get(head, 0.0)
                mixed = (1 - share) * mixed + share * small[head]
            found[head] = _softmax(np.log(mixed + 1e-9) / self._temperature.get(head, 1.0))
        return found

    def code(self, marked: Marked) -> PairCoding:
        """Return the coding of one pair."""
        found = self.probabilities(marked)
        root = found["root"]
        quads = _IN_QUAD @ root
        conflict = 0.5 * (quads[2] + quads[3]) + 0.5 * found["conflict"][1]
        best = int(root.argmax())
        plv_root = PLV_ROOTS[best]
        plover = plv_root
        if plv_root == "YIELD":
            ours = dict(zip(HEADS["plover"], found["plover"], strict=True))
            plover = max(("CONCEDE", "RETREAT"), key=lambda name: (ours[name], name))
        assert plover in PLOVER
        return PairCoding(plover, plv_root, int(quads.argmax()) + 1, int(conflict > 0.5), round(float(root[best]), 4))


def _encoder(variant: Variant) -> Encoder | None:
    try:
        return Encoder(variant)
    except ImportError:
        return None


@lru_cache(maxsize=2)
def coder(variant: Variant) -> PairCoder:
    """Return the coder of a variant, loaded once in a process."""
    return PairCoder(variant)


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    e = np.exp(logits - logits.max())
    scaled: NDArray[np.float64] = e / e.sum()
    return scaled
