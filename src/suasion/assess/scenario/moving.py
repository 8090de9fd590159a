"""What would move it: for the issues that the record tells most of, what half the way to each patron would take."""

from __future__ import annotations

from typing import Final

from suasion.assess.assessment import Position
from suasion.assess.rows import Evidence
from suasion.assess.scenario.results import WhatItTakes
from suasion.assess.scenario.stage import Known, Theatre
from suasion.assess.scenario.takes import takes
from suasion.codebook import Contest
from suasion.codebook.scenario import Scenario
from suasion.errors import InputError

MOST: Final = 3  # issues, those on which the client said, did and voted most
NEAR: Final = 0.1  # of positions: closer than this two parties stand alike, and nobody needs to move


def moving(record: Evidence, contest: Contest, had: Known, *, draws: int, seed: int) -> tuple[WhatItTakes, ...]:
    """Return what it would take for each patron to bring the client half the way from where it stands to its own stand.

    Parameters
    ----------
    record
        The same as ``had`` was worked out from.
    contest
        Client, patrons and years.
    had
        Supply, leverage, positions and ledger.
    draws, seed
        Of all inputs.

    Returns
    -------
    tuple of WhatItTakes
        For at most three issues, and of each the patrons whose stand is told and differs from the client's.
    """
    placed = {(one.issue, one.party): one for one in had.positions if one.position.value is not None}
    issues = sorted(
        {issue for issue, party in placed if party == contest.client and _others(placed, issue, contest)},
        key=lambda issue: (-placed[issue, contest.client].position.n, issue),
    )[:MOST]
    if not issues:
        return ()
    theatre = Theatre(record, contest, draws=draws, seed=seed, had=had)
    found = []
    for issue in issues:
        now = placed[issue, contest.client].position.value or 0.0
        for patron in _others(placed, issue, contest):
            ideal = placed[issue, patron].position.value or 0.0
            if abs(ideal - now) < NEAR:
                continue
            asked = Scenario(
                issue=issue, client=contest.client, patrons=contest.patrons, by=patron,
                target=round((now + ideal) / 2, 2),
            )  # fmt: skip
            try:
                found.append(takes(theatre, asked, whole=False))
            except InputError:
                continue  # no patron wants the client so far: there is nothing that would be paid for
    return tuple(found)


def _others(placed: dict[tuple[str, str], Position], issue: str, contest: Contest) -> list[str]:
    """Return the patrons whose stand on an issue is told."""
    return [patron for patron in contest.patrons if (issue, patron) in placed]
