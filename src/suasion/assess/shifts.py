"""Shifts called: which of all the shifts of an assessment may be spoken of, many having been looked at."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from suasion.assess.assessment import Position
from suasion.model.stance import FALSE, holding


def called(positions: Sequence[Position]) -> tuple[Position, ...]:
    """Return positions with those shifts marked that hold, all parties and issues taken together."""
    every = [one for position in positions for one in position.shifts]
    holds = iter(holding([one.rise.value or 0.0 for one in every]))
    note = f"one of {len(every)} shifts looked at; of those that hold, at most {FALSE:.0%} are expected to be wrong"
    return tuple(
        msgspec.structs.replace(
            position,
            shifts=tuple(
                msgspec.structs.replace(one, holds=next(holds), rise=msgspec.structs.replace(one.rise, note=note))
                for one in position.shifts
            ),
        )
        for position in positions
    )
