"""Episodes: dated decisions with who pulled which way and what was decided; and public stands taken before them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

Kind = Literal["vote", "council-vote", "text", "recognition", "base", "sanctions-relief"]

FOLDER: Final = Path(__file__).parent / "episodes"
ASEAN: Final = ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM")
BLOCKED: Final = -1.0  # the strength of a text that failed: none at all
# The 42nd communique (Phuket, July 2009) reaffirmed the Declaration on Conduct and voiced no concern. It is before the
# first episode and gives "no change" something to start from.
FIRST_TEXT: Final = 0.0


@dataclass(frozen=True)
class Episode:
    """One decision.

    ``asked`` is the side of the issue that was asked for, 1 or -1. ``before`` is the client's side until then where it
    is typed (recognition, base, sanctions-relief). ``patrons`` have their declared sides, -1, 0 or 1. ``outcomes`` are
    positions by client for votes (empty: in the record), 1 or 0 by client for what was done or not, and under "ASEAN"
    the strength of a text.
    """

    id: str
    kind: Kind
    date: str
    issue: str
    asked: int
    before: int | None
    clients: tuple[str, ...]
    patrons: dict[str, int]
    outcomes: dict[str, float]
    item: str | None
    words: str
    source: str
    checked: str

    @property
    def as_of(self) -> str:
        """Return the day before."""
        return (date.fromisoformat(self.date) - timedelta(days=1)).isoformat()

    @property
    def binary(self) -> bool:
        """Whether something was done or not, rather than a position taken."""
        return self.kind in ("recognition", "base", "sanctions-relief")


@dataclass(frozen=True)
class Stand:
    """A public stand: who, on which issue, on which day, which side."""

    actor: str
    issue: str
    date: str
    stance: int


def read_episodes(folder: Path = FOLDER) -> list[Episode]:
    """Return all episodes by date."""
    return sorted((_episode(row) for row in _rows(folder / "episodes.tsv")), key=lambda e: (e.date, e.id))


def read_stands(folder: Path = FOLDER) -> list[Stand]:
    """Return the stands that are typed one by one."""
    return [Stand(r["actor"], r["issue"], r["date"], int(r["stance"])) for r in _rows(folder / "stands.tsv")]


def stands_before(episode: Episode, typed: list[Stand], episodes: list[Episode]) -> list[Stand]:
    """Return the stands known on the day before an episode, other than votes in the General Assembly.

    What stood until then (a recognition, a base refused or granted, a sanctioned course) and what the patrons had
    declared counts as one deed at the end of each of the three years before: a rule, not a reading. Votes in the Human
    Rights Council count from the day after.
    """
    found = [stand for stand in typed if stand.issue == episode.issue and stand.date < episode.as_of]
    for earlier in episodes:
        if earlier.kind == "council-vote" and earlier.issue == episode.issue and earlier.date < episode.as_of:
            found += [Stand(c, earlier.issue, earlier.date, int(x)) for c, x in earlier.outcomes.items()]
    standing: dict[str, int] = dict(episode.patrons)
    if episode.before is not None:
        standing |= dict.fromkeys(episode.clients, episode.before)
    year = int(episode.as_of[:4])
    found += [Stand(a, episode.issue, f"{year - n}-12-31", x) for a, x in standing.items() for n in (3, 2, 1)]
    return found


def _episode(row: dict[str, str]) -> Episode:
    outcome, kind = row["outcome"], row["kind"]
    clients = ASEAN if row["clients"] == "ASEAN" else tuple(row["clients"].split())
    outcomes: dict[str, float] = {}
    item = None
    if kind == "vote":
        item = outcome
    elif kind == "council-vote":
        outcomes = {pair.split(":")[0]: float(pair.split(":")[1]) for pair in outcome.split()}
    elif kind == "text":
        outcomes = {"ASEAN": BLOCKED if outcome == "block" else float(outcome)}
    else:
        outcomes = dict.fromkeys(clients, float(outcome))
    return Episode(
        id=row["id"], kind=kind, date=row["date"], issue=row["issue"], asked=int(row["asked"]),  # type: ignore[arg-type]
        before=int(row["before"]) if row["before"] else None, clients=clients,
        patrons={pair.split(":")[0]: int(pair.split(":")[1]) for pair in row["patrons"].split()},
        outcomes=outcomes, item=item, words=row["words"], source=row["source"], checked=row["checked"],
    )  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
