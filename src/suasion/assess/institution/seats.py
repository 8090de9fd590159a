"""Seats: each member of an institution as a client of its patrons, with all that is believed of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.institution.base import BASE_RATE
from suasion.assess.institution.peers import Peers, peers
from suasion.assess.ledger import ledger
from suasion.assess.leverage import leverage
from suasion.assess.once import Once
from suasion.assess.positions import positions
from suasion.assess.rows import Evidence
from suasion.assess.scenario.changes import keys
from suasion.assess.scenario.game import Game, Moves, View
from suasion.assess.scenario.inputs import Quantity, quantities
from suasion.assess.scenario.stage import Known, Stage, Theatre
from suasion.assess.supply import supply
from suasion.codebook import Contest
from suasion.codebook.scenario import Change
from suasion.model.sampling import uniform_columns
from suasion.model.strategy import Agency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PAID_BY: Final = "economic-aid"  # the lever in which prices are told: a government's own money, counted in dollars
_UNBOUNDED: Final = ("cost:", "responsiveness")  # all others but positions are parts, in [0, 1]
_OF_THE_PARTY: Final = ("position", "salience")  # the same towards every member; all else is between two


@dataclass(frozen=True)
class Period:
    """The years that are assessed, the day up to which the record may be used, and the patrons."""

    first_year: int
    last_year: int
    as_of: str | None
    patrons: tuple[str, ...]


@dataclass(frozen=True)
class Seated:
    """All members with their games, and the uniform numbers behind every answer.

    A patron that is itself a member is no patron of its own: it has no pull on itself.
    """

    members: tuple[str, ...]
    patrons: tuple[str, ...]
    stages: Mapping[str, Stage]
    peers: Peers
    date: str  # at which members are counted
    draws: int
    seed: int

    def named(self, member: str, key: str) -> str:
        """Return the name of an input in the whole room: a party's own, or between it and one member."""
        return key if key.partition(":")[0] in _OF_THE_PARTY else f"{key}>{member}"

    def quantities(self) -> dict[str, Quantity]:
        """Return every input of the room by its name, members in their order."""
        return {
            self.named(member, key): one
            for member, stage in self.stages.items()
            for key, one in stage.game.believed.items()
        }  # fmt: skip

    def uniform(self) -> dict[str, Floats]:
        """Return a column of uniform numbers for each input of the room and the base rate, shape (draws,).

        By name (`suasion.model.sampling.uniform_columns`), so that the order of the members makes no difference and a
        member more changes nothing of the others.
        """
        return uniform_columns([*self.quantities(), BASE_RATE], draws=self.draws, seed=self.seed)

    def play(
        self, moves: Mapping[str, Moves], view: View = "belief", *, noise: float = 0.0,
        uniform: Mapping[str, Floats] | None = None,
    ) -> list[Agency]:  # fmt: skip
        """Return each member's game in every draw, its patrons in the order of the room.

        Parameters
        ----------
        moves
            By member; one that is not named has none.
        view
            "prior" takes every input as it is believed to be before any evidence.
        noise
            Standard deviation of what is added to every input, as a part of it (of the scale, for positions).
        uniform
            From `uniform`, where it was drawn before.
        """
        drawn = uniform if uniform is not None else self.uniform()
        found = []
        for member, stage in self.stages.items():
            game = stage.game
            own = {key: drawn[self.named(member, key)] for key in game.believed}
            values = game.values(own, view)
            if noise:
                values = {
                    key: jittered(self.named(member, key), x, noise, draws=self.draws, seed=self.seed)
                    for key, x in values.items()
                }
            agency = game.after(own, moves.get(member, Moves()), view, values=values).agency
            found.append(self._padded(game, agency))
        return found

    def _padded(self, game: Game, agency: Agency) -> Agency:
        """Return a game with a column for every patron of the room; one that is the member itself pulls nothing."""
        if game.patrons == self.patrons:
            return agency
        place = [self.patrons.index(patron) for patron in game.patrons]
        aims, pulls = np.zeros((2, len(agency.pulls), len(self.patrons)))
        aims[:, place], pulls[:, place] = agency.aims, agency.pulls
        return Agency(ideal=agency.ideal, weight=agency.weight, aims=aims, pulls=pulls)


def seated(
    record: Evidence, members: tuple[str, ...], issue: str, period: Period, *, date: str,
    changes: Sequence[Change] = (), draws: int, seed: int,
) -> Seated:  # fmt: skip
    """Return every member of an institution as a client of the patrons.

    Parameters
    ----------
    record
        Sources, statements and observations; only what was known by the period's day is used.
    members
        Codes.
    issue
        What the text is about.
    period
        Years, day and patrons.
    date
        At which members were counted.
    changes
        Their levers are there even where the record has nothing of the kind.
    draws, seed
        Of the uniform numbers.

    Notes
    -----
    Positions and salience are placed together, members and patrons alike; leverage is worked out member by member.
    """
    record = Once(record)
    parties = tuple(dict.fromkeys((*members, *period.patrons)))
    placed = positions(record, _contest(parties[0], parties[1:], period))
    stages = {}
    for member in members:
        patrons = tuple(patron for patron in period.patrons if patron != member)
        contest = _contest(member, patrons, period)
        held = supply(record, contest)
        had = Known(
            held=held, leverage=leverage(record, contest, draws=draws, seed=seed, held=held), positions=placed,
            ledger=ledger(record, contest),
        )  # fmt: skip
        also = [*((p, PAID_BY) for p in patrons), *(key for key in keys(changes) if key[0] in patrons)]
        theatre = Theatre(record, contest, draws=draws, seed=seed, also=also, had=had)
        believed = quantities(
            member, patrons, issue, positions=placed, ledger=had.ledger, ties=theatre.ties
        )  # fmt: skip
        game = Game(member, patrons, believed, theatre.ties, theatre.levels)
        stages[member] = Stage(contest, issue, game, {}, theatre.bounds, draws, seed)
    heed = peers(record, members, period.last_year, period.as_of)
    return Seated(members, period.patrons, stages, heed, date, draws, seed)


def evidence_of(quantities: Iterable[Quantity]) -> tuple[str, ...]:
    """Return the ids of the estimates that rest on the record, wholly or in part."""
    told = ("record", "record and prior")
    return tuple(dict.fromkeys(one.estimate.id for one in quantities if one.rests_on in told))


def jittered(name: str, values: Floats, noise: float, *, draws: int, seed: int) -> Floats:
    """Return the draws of an input with noise, a part of each; a position's is a part of the scale.

    Parameters
    ----------
    name
        Of the input in the whole room; it says of which kind it is.
    values
        Shape (draws,).
    noise
        Its standard deviation.
    draws, seed
        Of the noise.
    """
    from scipy.special import ndtri

    column = f"noise:{name}"
    shift: Floats = noise * ndtri(uniform_columns([column], draws=draws, seed=seed)[column])
    if name.startswith("position:"):
        return np.clip(values + 2 * shift, -1.0, 1.0)
    shaken: Floats = np.maximum(0.0, values * (1 + shift))
    return shaken if name.startswith(_UNBOUNDED) else np.minimum(1.0, shaken)


def _contest(client: str, patrons: tuple[str, ...], period: Period) -> Contest:
    return Contest(
        client=client, patrons=patrons, first_year=period.first_year, last_year=period.last_year, as_of=period.as_of
    )
