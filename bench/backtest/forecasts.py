"""Forecasts: what the strategic model says of an episode from what was known the day before.

Two readings of a client's last stand are run side by side and neither was chosen after seeing scores: "settled" takes
it for the equilibrium under the flows of that day, as `suasion.assess.scenario` does, so that only later changes of
flows move it; "pulled" takes it for the client's own ideal, which its patrons then pull. "alone" has no patrons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from bench.backtest.episodes import BLOCKED, Episode, Stand
from bench.backtest.institution import STEPS, YEARS, agreed, objecting
from bench.backtest.vintage import Rows, Vintage
from suasion.assess.assessment import PatronLeverage, Position
from suasion.assess.issue_votes import bears_on
from suasion.assess.leverage import leverage
from suasion.assess.once import Once
from suasion.assess.positions import positions
from suasion.assess.scenario.flows_moved import Shift
from suasion.assess.scenario.game import Moves
from suasion.assess.scenario.stage import Known, Theatre
from suasion.assess.scenario.ties import Key
from suasion.assess.stands import VOTE_NOISE, VOTE_RELIABILITY
from suasion.assess.supply import Supply, supply
from suasion.codebook import Contest
from suasion.model.sampling import uniform_columns
from suasion.model.stance import ANCHOR
from suasion.model.strategy import best_text, consensus, losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

READINGS: Final = ("settled", "pulled", "alone")
PRODUCT: Final = "institution"  # of texts: as the product puts it; the three above take no text for what failing leaves
ANCHORED: Final = "anchored"  # of texts: as "settled", with what breaking consensus costs (added after a first run)
CLOSEST: Final = "human-rights"  # where a client has no stand on an issue yet, the votes on which it has most
SHARED: Final = 1.0  # deviation of the shock that all members of a consensus feel. Heuristic: as much as one's gains


@dataclass(frozen=True)
class Client:
    """What a client is believed to do: its position under each reading, its weight, what it last did and when.

    Positions and weight have shape (draws,). ``parties`` are the mean stands of client and patrons, ``power`` their
    capability.
    """

    positions: dict[str, Floats]
    weight: Floats
    last: float | None
    parties: dict[str, float]
    power: dict[str, float]


@dataclass(frozen=True)
class Forecast:
    """What is said of one client's part in an episode: draws (n,) of a position by reading, or a chance by reading."""

    episode: Episode
    client: str
    draws: dict[str, Floats] = field(default_factory=dict)
    chance: dict[str, float] = field(default_factory=dict)
    seen: tuple[Client, ...] = ()


class Forecaster:
    """Forecasts on one record, with leverage worked out once for the same flows."""

    def __init__(
        self, rows: Rows, *, draws: int = 512, seed: int = 0, swap: bool = False, institution: bool = True
    ) -> None:
        self.rows, self.draws, self.seed, self.swap, self.institution = rows, draws, seed, swap, institution
        self._about: dict[tuple[str, ...], Rows] = {}
        self._worked: dict[tuple[object, ...], tuple[Supply, tuple[PatronLeverage, ...]]] = {}

    def forecast(self, episode: Episode, stands: list[Stand], last_text: float) -> list[Forecast]:
        """Return a forecast for each client of an episode, or one for all of them where they agree on a text.

        ``stands`` are those known on the day before, ``last_text`` the strength of the last text agreed on.
        """
        seen = {client: self._client(episode, client, stands) for client in episode.clients}
        if episode.kind == "text":
            return [self._text(episode, seen, last_text, stands)]
        if episode.binary:
            return [
                Forecast(episode, client, seen=(one,), chance={
                    reading: float((self._acts(episode, one, reading) * episode.asked > 0).mean())
                    for reading in READINGS
                })
                for client, one in seen.items()
            ]  # fmt: skip
        return [
            Forecast(episode, client, seen=(one,),
                     draws={reading: self._votes(episode, one, reading) for reading in READINGS})
            for client, one in seen.items()
        ]  # fmt: skip

    def _client(self, episode: Episode, client: str, stands: list[Stand]) -> Client:
        patrons = tuple(episode.patrons)
        rows = self._rows(client, patrons)
        now = self._vintage(rows, episode.as_of, stands, patrons)
        if not episode.binary and episode.kind != "text":
            # A declared side stands in only for a patron that has not voted on the issue.
            voted = {
                row["actor"] for row in now.rows if row["indicator"] == "un-vote" and episode.issue in bears_on(row)
            }
            now.stands = [s for s in now.stands if not (s.actor in patrons and s.actor in voted)]
        last, day, issue = _last(now, client, episode.issue)
        year = int(episode.as_of[:4])
        stood = positions(Once(now), Contest(client=client, patrons=patrons, first_year=year - YEARS, last_year=year))
        theatre = self._theatre(now, client, patrons, stood)
        game = theatre.stage(issue).game
        if issue != episode.issue:  # the client's stand is borrowed from the closest issue, the patrons' sides are not
            own = theatre.stage(episode.issue).game.believed
            sides = {f"position:{patron}": own[f"position:{patron}"] for patron in patrons}
            game.believed = {**game.believed, **sides}
        uniform = self._uniform(game.keys)
        played = game.before(uniform)
        x = game.values(uniform)[f"position:{client}"]
        w, pulls = played.agency.weight, played.agency.pulls
        found = {
            "alone": x,
            "pulled": (w * x + (pulls * played.agency.aims).sum(axis=1)) / (w + pulls.sum(axis=1)),
            "settled": x,
        }
        if day is not None:
            flows = self._vintage(rows, day, stands, patrons)
            then = self._theatre(flows, client, patrons, stood)
            before = then.stage(issue).game
            before.believed = {**before.believed, **{k: game.believed[k] for k in game.believed if "position:" in k}}
            moves = Moves(shifts=_shifts(then, theatre))
            found["settled"] = before.after(self._uniform(before.keys), moves).position
        means = np.linspace(0.005, 0.995, 100)
        parties = {who: float(game.believed[f"position:{who}"].belief(means).mean()) for who in (client, *patrons)}
        return Client(found, w, last, parties, {who: _power(now, who) for who in parties})

    def _rows(self, client: str, patrons: tuple[str, ...]) -> Rows:
        key = (client, *patrons)
        if key not in self._about:
            self._about[key] = self.rows.about(client, patrons)
        return self._about[key]

    def _vintage(self, rows: Rows, day: str, stands: list[Stand], patrons: tuple[str, ...]) -> Vintage:
        return Vintage(rows, day, stands, swapped=_turned(patrons) if self.swap else {})

    def _theatre(self, flows: Vintage, client: str, patrons: tuple[str, ...], stood: tuple[Position, ...]) -> Theatre:
        """Return all that is needed for a client's games, with the flows known on a day."""
        year = int(flows.as_of[:4])
        contest = Contest(client=client, patrons=patrons, first_year=year - YEARS, last_year=year)
        record = Once(flows)
        key = (client, patrons, year, flows.signature())
        if key not in self._worked:
            held = supply(record, contest)
            self._worked[key] = held, leverage(record, contest, draws=self.draws, seed=self.seed, held=held)
        held, lines = self._worked[key]
        seen = Known(held=held, leverage=lines, positions=stood, ledger=())
        return Theatre(record, contest, draws=self.draws, seed=self.seed, had=seen)

    def _uniform(self, keys: list[str]) -> dict[str, Floats]:
        """Return a quantity's numbers, the same in all games: two dates and two clients differ by it alone."""
        return uniform_columns(keys, draws=self.draws, seed=self.seed)

    def _acts(self, episode: Episode, one: Client, reading: str) -> Floats:
        """Return on which side of the middle a client acts, -1 or 1, shape (draws,)."""
        heard, by_lot, lot = self._heard(f"{episode.id}:act", one.positions[reading])
        return np.where(by_lot, np.where(lot < 0.5, -1.0, 1.0), np.where(heard > 0, 1.0, -1.0))

    def _votes(self, episode: Episode, one: Client, reading: str) -> Floats:
        """Return votes, 1 yes, 0 abstaining, -1 no, shape (draws,): the answers that `suasion.model.stance` expects."""
        heard, by_lot, lot = self._heard(f"{episode.id}:vote", one.positions[reading])
        vote = np.where(heard > ANCHOR, 1.0, np.where(heard < -ANCHOR, -1.0, 0.0))
        return np.where(by_lot, np.floor(3 * lot) - 1, vote)

    def _heard(self, name: str, position: Floats) -> tuple[Floats, NDArray[np.bool_], Floats]:
        from scipy.special import ndtri

        u = uniform_columns([f"{name}:{what}" for what in ("noise", "trust", "lot")], draws=self.draws, seed=self.seed)
        z = ndtri(np.clip((position + 1) / 2, 1e-6, 1 - 1e-6))
        heard = z + VOTE_NOISE * ndtri(u[f"{name}:noise"])
        return heard, u[f"{name}:trust"] > VOTE_RELIABILITY, u[f"{name}:lot"]

    def _text(self, episode: Episode, seen: dict[str, Client], last: float, stands: list[Stand]) -> Forecast:
        """Return how strong a text members agree on, and how likely one of the last strength is to pass."""
        from scipy.special import ndtri

        u = uniform_columns([f"{episode.id}:lambda", f"{episode.id}:passes"], draws=self.draws, seed=self.seed)
        lam = np.exp(ndtri(u[f"{episode.id}:lambda"]))
        weight = np.stack([one.weight for one in seen.values()], axis=-1)
        q = np.full(self.draws, BLOCKED)
        draws, chance = {}, {}
        cost = objecting(episode.as_of, lam, members=len(seen), shared=SHARED, seed=self.seed)
        for reading in (*READINGS, ANCHORED):
            breaking = cost if reading == ANCHORED else 0.0
            stands_at = READINGS[0] if reading == ANCHORED else reading
            ideal = np.stack([one.positions[stands_at] for one in seen.values()], axis=-1)
            gain = losses(np.full(self.draws, last), ideal, weight) - losses(q, ideal, weight)
            scale = float(gain.std()) or 1.0  # lambda is for payoffs with a deviation of 1 (METHODS 5)
            proposer = int(np.median(ideal, axis=0).argmax())
            found = consensus(gain / scale, lam, shared=SHARED, breaking=breaking)
            chance[reading] = float(found.passes.mean())
            best = best_text(
                ideal, weight / scale, q, lam, proposer=proposer, shared=SHARED, breaking=breaking, steps=STEPS
            )
            draws[reading] = np.where(u[f"{episode.id}:passes"] < best.passes, best.strength, BLOCKED)
        if self.institution:
            patrons = tuple(episode.patrons)
            every = {row["id"]: row for member in episode.clients for row in self._rows(member, patrons).table}
            known = self._vintage(Rows(list(every.values())), episode.as_of, stands, patrons)
            strength, passes = agreed(known, episode, last, draws=self.draws, seed=self.seed)
            chance[PRODUCT] = float(passes.mean())
            # Where nothing passes the last text stands.
            draws[PRODUCT] = np.where(u[f"{episode.id}:passes"] < passes, strength, last)
        return Forecast(episode, "ASEAN", draws, chance, tuple(seen.values()))


def _shifts(then: Theatre, now: Theatre) -> dict[Key, Shift]:
    """Return how each lever moved between two days; one that no row counts on either day is not known to have moved."""
    found = {}
    for key in then.ties.all.keys() & now.ties.all.keys():
        counted = then.ties.all[key].measured and now.ties.all[key].measured
        before, after = then.levels[key].value or 0.0, now.levels[key].value or 0.0
        if (counted and before > 0) or key[1] == "sanction":
            found[key] = Shift(times=after / before) if before > 0 else Shift(plus=after)
    return dict(sorted(found.items()))


def _power(now: Vintage, actor: str) -> float:
    """Return the newest capability known (CINC); 0 where there is none."""
    known = [row for row in now.rows if row["indicator"] == "cinc" and row["actor"] == actor]
    return float(max(known, key=lambda row: (row["last_year"], row["id"]))["value"]) if known else 0.0


def _last(now: Vintage, client: str, issue: str) -> tuple[float | None, str | None, str]:
    """Return what a client last did on an issue, when, and on which issue that is."""
    for about in (issue, CLOSEST):
        acts = [(s.date, float(s.stance)) for s in now.stands if s.actor == client and s.issue == about]
        acts += [
            (row["date"], 2.0 - row["value"]) for row in now.rows
            if row["indicator"] == "un-vote" and row["actor"] == client and row["value"] in (1.0, 2.0, 3.0)
            and about in bears_on(row)
        ]  # fmt: skip
        if acts:
            day = max(date for date, _ in acts)
            return float(np.mean([value for date, value in acts if date == day])), day, about
        if issue not in ("ukraine-war", "human-rights"):
            break
    return None, None, issue


def _turned(patrons: tuple[str, ...]) -> dict[str, str]:
    """Return each patron's place taken by the next: nobody keeps its own flows."""
    return dict(zip(patrons, (*patrons[1:], patrons[0]), strict=True))
