"""Stands: one party's statements and votes on one issue, as graded answers of a position and what follows from them."""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from suasion.assess.assessment import PositionShift
from suasion.assess.rows import Row
from suasion.codebook import Derivation, Estimate, missing
from suasion.model import stance as model

# How straight one statement tells its actor's stand: 1 for a deed that is asserted. All heuristic, set by us;
# docs/methods/positions.md says why, and `bench.stance` what the intervals are worth.
MODALITY: Final = {
    "asserted": 1.0, "demanded": 0.8, "planned": 0.6, "wanted": 0.6, "alleged": 0.5, "denied": 0.5, "hypothetical": 0.3,
}  # fmt: skip
KIND: Final = {"event": 1.0, "tie": 1.0, "flow": 1.0, "position": 0.8, "want": 0.8, "judgement": 0.4}
# How likely a statement is to be true of its actor at all: by its source, by who says it, by its reading.
RELIABILITY: Final = {"A": 1.0, "B": 0.9, "C": 0.75, "D": 0.5, "E": 0.25, "F": 0.6}
SAID_BY_ANOTHER: Final = 0.8
BEST: Final = 0.98  # no statement is beyond being wrong
DEED_NOISE: Final = 0.6  # deviation of an asserted deed about the position; positions have a deviation of 1
VOTE_NOISE: Final = 0.5  # a deed on the record weighs more than a word read from a text (METHODS 5, x0)
VOTE_RELIABILITY: Final = 0.95  # some votes are about something else: a bargain, a mistake, a paragraph
_METHOD: Final = "posterior mean: statements and votes as graded answers of a position that walks from year to year"
_INTERVAL: Final = "posterior, averaged over half-lives and noise; holds the truth in 86 to 94 of 100 simulations"

Dated = list[tuple[Row, int | None]]


class Stands:
    """What one party said, did and voted on one issue, and where that places it.

    ``told`` and ``votes`` are rows with their years; a row without one counts as of the last year.
    """

    def __init__(
        self, issue: str, party: str, told: Dated, votes: list[tuple[Row, int]], *, last: int, sources: dict[str, Row]
    ) -> None:
        self.name = f"position of {party} on {issue}"
        self.told = [(row, last if year is None else year) for row, year in told]
        self.votes, self.last, self.sources = votes, last, sources
        self.groups = {source: n for n, source in enumerate(sorted({row["source"] or "" for row, _ in told}))}

    def now(self) -> Estimate:
        """Return the position in the last year, with a derivation that works it out again."""
        if self._found is None:
            return missing(self.name, "not identified: no statement and no vote", unit="position")
        return Estimate(
            name=self.name,
            value=float(self._found.value[-1]),
            low=float(self._found.low[-1]),
            high=float(self._found.high[-1]),
            unit="position",
            n=len(self.told) + len(self.votes),
            level=0.9,
            method=_METHOD,
            interval_method=_INTERVAL,
            evidence=(*(row["id"] for row, _ in self.told), *(row["id"] for row, _ in self.votes)),
            derivation=self._derivation(),
            note=f"{len(self.told)} statements from {len(self.groups)} sources, {len(self.votes)} votes",
        )

    def by_year(self) -> tuple[tuple[int, Estimate], ...]:
        """Return the position in each year from the first answer to the last year; later answers tell of it too."""
        if self._found is None:
            return ()
        ids: dict[int, list[str]] = {}
        for row, year in (*self.told, *self.votes):
            ids.setdefault(year, []).append(row["id"])
        found = self._found
        return tuple(
            (year, Estimate(
                name=f"{self.name}, {year}", value=float(found.value[t]), low=float(found.low[t]),
                high=float(found.high[t]), unit="position", n=len(ids.get(year, ())), method=_METHOD,
                interval_method=_INTERVAL, evidence=tuple(ids.get(year, ())),
                note="" if year in ids else "no statement and no vote of this year: from those before and after",
            ))
            for t, year in enumerate(found.years)
        )  # fmt: skip

    def shifts(self) -> tuple[PositionShift, ...]:
        """Return the shift from each year with an answer to the next, and from the first to the last."""
        if self._found is None:
            return ()
        told = [year for year, n in zip(self._found.years, self._found.answers, strict=True) if n]
        pairs = list(pairwise(told))
        pairs += [(told[0], told[-1])] if len(told) > 2 else []
        return tuple(self._shift(*pair) for pair in pairs)

    @property
    def bayes_factor(self) -> float | None:
        """The odds of a position that moves over one that stands still; None where nothing is known."""
        return model.moved_at_all(self._found) if self._found is not None else None

    @cached_property
    def _found(self) -> model.Stance | None:
        said = [(int(row["stance"]), year, *self._spread(row)) for row, year in self.told]
        cast = [(2 - int(row["value"]), year, VOTE_NOISE, VOTE_RELIABILITY, -1) for row, year in self.votes]
        if not said and not cast:
            return None
        answer, year, noise, reliability, group = zip(*said, *cast, strict=True)
        answers = model.Answers(
            answer=np.array(answer, dtype=np.int8), year=np.array(year, dtype=np.int64), noise=np.array(noise),
            reliability=np.array(reliability), group=np.array(group, dtype=np.int64),
        )  # fmt: skip
        return model.stance(answers, last_year=self.last)

    def _spread(self, row: Row) -> tuple[float, float, int]:
        """Return noise, reliability and group of a statement."""
        letter = (self.sources.get(row["source"]) or {}).get("reliability") or "F"
        said = 1.0 if row["attribution"] in ("author", None) else SAID_BY_ANOTHER
        read = 1.0 if row["confirmed"] else float(row["score"] if row["score"] is not None else 0.5)
        noise = DEED_NOISE / math.sqrt(MODALITY[row["modality"]] * KIND[row["kind"]])
        return noise, min(BEST, RELIABILITY[letter] * said * read), self.groups[row["source"] or ""]

    def _derivation(self) -> Derivation:
        constants = {
            "anchor": model.ANCHOR, "slant": model.SLANT, "limit": model.LIMIT, "points": float(model.POINTS),
            "noise-vote": VOTE_NOISE, "trust-vote": VOTE_RELIABILITY,
        }  # fmt: skip
        constants |= {f"half-life:{life:g}": chance for life, chance in model.HALF_LIVES}
        constants |= {f"noise-scale:{scale:g}": chance for scale, chance in model.SCALES}
        for i, (row, year) in enumerate(self.told):
            noise, trust, group = self._spread(row)
            constants |= {f"age-stance-{i}": float(self.last - year), f"noise-stance-{i}": noise}
            constants |= {f"trust-stance-{i}": trust, f"group-stance-{i}": float(group)}
        constants |= {f"age-vote-{i}": float(self.last - year) for i, (_, year) in enumerate(self.votes)}
        return Derivation(
            operation="latent-position",
            terms={
                "stances": tuple(f"{row['id']}#stance" for row, _ in self.told),
                "votes": tuple(row["id"] for row, _ in self.votes),
            },
            constants=constants,
        )

    def _shift(self, first: int, last: int) -> PositionShift:
        assert self._found is not None
        moved = model.shift(self._found, first, last)
        count = Counter(year for _, year in (*self.told, *self.votes))
        ids = tuple(row["id"] for row, year in (*self.told, *self.votes) if year in (first, last))
        about = f"{self.name.removeprefix('position of ')}, {first} to {last}"
        return PositionShift(
            first_year=first,
            last_year=last,
            moved=Estimate(
                name=f"shift of {about}", value=moved.value, low=moved.low, high=moved.high, unit="position",
                n=count[first] + count[last], method="later position less earlier", interval_method=_INTERVAL,
                evidence=ids,
            ),
            rise=Estimate(
                name=f"probability of a rise of {about}", value=moved.rise, unit="probability",
                n=count[first] + count[last], method="posterior chance that the later position is the higher",
                evidence=ids,
            ),
            holds=False,  # until all shifts are known: `suasion.assess.shifts.called`
        )  # fmt: skip
