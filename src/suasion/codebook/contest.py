"""A contest: a client, its patrons, the period and the issues; the unit that is assessed."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from suasion.errors import ContestError

_ISO3: Final = re.compile(r"[A-Z]{3}")
FIRST_YEAR: Final = 1816  # first year of the COW state system


class Contest(msgspec.Struct, frozen=True, kw_only=True):
    """Who is assessed against whom, and when.

    ``as_of`` is an ISO date: only what could be known by then is used; None is everything recorded.
    An empty ``issues`` means all that the record has positions on.
    """

    client: str
    patrons: tuple[str, ...]
    first_year: int
    last_year: int
    as_of: str | None = None
    issues: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for code in (self.client, *self.patrons):
            if not _ISO3.fullmatch(code):
                raise ContestError(f"{code!r} is no ISO 3166 alpha-3 code. Write three capitals, for example KHM.")
        if not self.patrons:
            raise ContestError(f"{self.client} has no patrons. Name at least one, for example --patrons JPN,CHN.")
        if self.client in self.patrons:
            raise ContestError(f"{self.client} cannot be its own patron. Take it out of --patrons.")
        if len(set(self.patrons)) < len(self.patrons):
            raise ContestError(f"A patron stands twice in {','.join(self.patrons)}. Name each once.")
        if not FIRST_YEAR <= self.first_year <= self.last_year:
            raise ContestError(
                f"{self.first_year} to {self.last_year} is no period from {FIRST_YEAR} on. Put the earlier year first."
            )
