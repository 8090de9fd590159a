"""Events in the news (POLECAT): one observation an event between two countries, and one for its intensity."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.events import between_states, event_rows, quads
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import mapped
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_LABEL = "{type}, mode {mode}, contexts {contexts}: {one_name} and {other_name}; {source}"


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return events, actor to recipient, in the four classes that PLOVER's types make."""
    for every in tables["events"]:
        whole = every.replace("type", pc.utf8_lower(every["type"]))
        for side in ("one", "other"):
            whole = whole.replace(side, _single(whole[side]))
        sheet = between_states(whole, ("one", "other"), problems)
        number = mapped(sheet, "type", dataset.codes["types"], problems)
        yield from event_rows(
            sheet,
            kind=quads(np.asarray(pc.fill_null(number.cast(pa.int64()), 0).to_numpy(zero_copy_only=False))),
            actor=by_name(sheet, "one", None, dataset, problems),
            partner=by_name(sheet, "other", None, dataset, problems),
            date=sheet["day"],
            item=said(sheet, "polecat-{event}", dataset),
            label=said(sheet, _LABEL, dataset, unknown="none"),
            intensity=sheet["intensity"],
            known=pc.coalesce(sheet["published"], sheet["day"]),
        )


def _single(countries: pa.Array) -> pa.Array:
    """Return countries where one alone stands; "None" and lists become null."""
    several = pc.match_substring_regex(countries, r"[;,|]")
    return pc.if_else(pc.or_(pc.equal(countries, "None"), several), None, countries)
