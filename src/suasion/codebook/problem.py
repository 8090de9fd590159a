"""A problem: what a batch could not use, and why."""

from __future__ import annotations

from typing import Literal

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One bad item of a batch; the rest of the batch went on.

    ``severity`` "error": the item gave nothing. "warning": it was used, with this reservation.
    """

    input: str
    place: str | None = None
    reason: str
    remedy: str | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = f"{self.input}, {self.place}" if self.place else self.input
        return f"{where}: {self.reason}" + (f" {self.remedy}" if self.remedy else "")
