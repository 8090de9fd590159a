"""The day of publication that stands at the head of a coded document."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date_in(path: Path) -> str | None:
    """Return the first day, or else the first month or year, in the first lines of a text; None where there is none."""
    head = path.read_text(encoding="utf-8")[:400]
    day = re.search(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}) ((?:19|20)\d\d)", head)
    if day:
        return f"{day[3]}-{_MONTHS.index(day[2]) + 1:02d}-{int(day[1]):02d}"
    day = re.search(rf"({'|'.join(_MONTHS)}) (\d{{1,2}}), ((?:19|20)\d\d)", head)
    if day:
        return f"{day[3]}-{_MONTHS.index(day[1]) + 1:02d}-{int(day[2]):02d}"
    month = re.search(rf"({'|'.join(_MONTHS)}) ((?:19|20)\d\d)", head)
    if month:
        return f"{month[2]}-{_MONTHS.index(month[1]) + 1:02d}"
    year = re.search(r"(?:19|20)\d\d", head[:300])
    return year[0] if year else None
