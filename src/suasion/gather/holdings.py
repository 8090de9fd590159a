"""What is known of each data set beside what is held of it: held, stale, an earlier release, or not held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal

import msgspec

from suasion.gather.dataset import Dataset, known

Status = Literal["held", "stale", "earlier", "not held"]
_DAYS: Final = {"day": 1, "week": 7, "month": 31, "year": 366}


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A data set, and one source of it in the record if there is one.

    ``status`` is "held", "stale" (``why`` says how it is known that there is a newer release), "earlier" (a newer
    source of the set is held too; what the newer one does not give still counts), or "not held". ``version`` and
    ``released`` are the description's, ``held_version`` and ``held_released`` the source's. ``rows``, ``first_year``
    and ``last_year`` are of the source's rows; ``gathered`` is the day on which it went into the record, ``sha256``
    the hash of its bytes. ``live`` says whether fetching has met the publisher's service.
    """

    name: str
    title: str
    status: Status
    why: str = ""
    publisher: str
    version: str
    released: str
    renewed: str
    coverage: str
    feeds: tuple[str, ...]
    licence: str
    live: str
    source: str | None = None
    rows: int | None = None
    held_version: str | None = None
    held_released: str | None = None
    gathered: str | None = None
    sha256: str | None = None
    first_year: int | None = None
    last_year: int | None = None


def listed(held: Iterable[Mapping[str, Any]], today: date) -> list[Listed]:
    """Return all data sets by name, each once, or once for each source of it that is held, the newest first.

    Parameters
    ----------
    held
        The data sets' sources in a record, as `suasion.record.Record.holdings` gives them, in the order of gathering.
    today
        Against which is held when a newer release is due.

    Notes
    -----
    A source is stale if the description is of a later release (its date is later, or its version is another one), or
    if a newer release is due: where the description says that the publisher renews the set each day, week, month or
    year, once that time has passed since the source's release or since its newest row became known, whichever is
    later. Whether the publisher has kept to it is not looked up. A set that the publisher has closed, or of which the
    description does not say, is never due.
    """
    # The place decides between two that were gathered in the same second.
    placed = sorted(enumerate(held), key=lambda one: (one[1]["published"] or "", one[1]["added"], one[0]), reverse=True)
    sources = [source for _, source in placed]
    described = known()
    found = [one for dataset in described for one in _of(dataset, sources, today)]
    names = {dataset.name for dataset in described}
    # A user's own table of facts has its name in its own description, which its source keeps in part.
    own = [_own(source) for source in sources if source["name"] not in names]
    return sorted(found + own, key=lambda one: one.name)


def _of(dataset: Dataset, sources: list[Mapping[str, Any]], today: date) -> list[Listed]:
    bare = Listed(
        name=dataset.name, title=dataset.title, status="not held", publisher=dataset.publisher,
        version=dataset.version, released=dataset.released, renewed=dataset.renewed, coverage=dataset.coverage,
        feeds=dataset.feeds, licence=dataset.licence, live=dataset.live,
    )  # fmt: skip
    ours = [source for source in sources if source["name"] == dataset.name]
    if not ours:
        return [bare]
    why = _why_stale(dataset, ours[0], today)
    newest = msgspec.structs.replace(_with(bare, ours[0]), status="stale" if why else "held", why=why)
    earlier = [msgspec.structs.replace(_with(bare, source), status="earlier") for source in ours[1:]]
    return [newest, *earlier]


def _own(source: Mapping[str, Any]) -> Listed:
    bare = Listed(
        name=source["name"], title=source["title"] or source["name"], status="held",
        publisher=source["publisher"] or "", version="", released=source["published"] or "", renewed="",
        coverage="", feeds=(), licence=source["licence"] or "", live="",
    )  # fmt: skip
    return _with(bare, source)


def _with(bare: Listed, source: Mapping[str, Any]) -> Listed:
    return msgspec.structs.replace(
        bare, source=source["id"], rows=source["rows"], held_version=_version(bare.title, source["title"]),
        held_released=source["published"], gathered=source["added"][:10], sha256=source["sha256"],
        first_year=source["first_year"], last_year=source["last_year"],
    )  # fmt: skip


def _version(title: str, said: str | None) -> str:
    """Return the version that a source's title ends with."""
    return (said or "").removeprefix(title).removeprefix(", ")


def _why_stale(dataset: Dataset, source: Mapping[str, Any], today: date) -> str:
    """Return how it is known that there is a newer release, "" where it is not."""
    published = source["published"] or ""
    if published < dataset.released:
        return f"the description is of the release of {dataset.released}"
    if _version(dataset.title, source["title"]) != dataset.version:
        return f"the description is of {dataset.version or 'no version'}"
    newest = max(published, source["last_known"] or "")
    if not dataset.renewed or date.fromisoformat(newest) + timedelta(days=_DAYS[dataset.renewed]) >= today:
        return ""
    return f"renewed each {dataset.renewed}, and what is held is of {newest}"
