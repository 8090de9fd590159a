"""Ideal points in UN votes (Bailey, Strezhnev, Voeten): one observation a state and session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suasion.gather.codes import by_cow
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, years
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

FIRST_SESSION: Final = 1945  # session n begins in 1945 + n


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return ideal points; the year is the session plus 1945, the label has session and quantiles."""
    for sheet in tables["sessions"]:
        session = years(sheet, "session")
        when = session + FIRST_SESSION
        yield observations(
            sheet,
            indicator="ideal-point",
            actor=by_cow(sheet, "ccode", when, problems),
            item=pa.array([f"session-{n}" for n in session]),
            label=pa.array(_labels(sheet, session)),
            first_year=when,
            value=sheet["point"],
        )


def _labels(sheet: Sheet, session: NDArray[np.int64]) -> list[str]:
    low, high = sheet.array("low"), sheet.array("high")
    return [
        f"session {n}" + ("" if np.isnan(a) or np.isnan(b) else f"; 5 to 95 per cent quantiles {a:.3f} to {b:.3f}")
        for n, a, b in zip(session, low, high, strict=True)
    ]
