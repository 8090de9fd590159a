"""Events in the news (GDELT 2.0): one observation an event between two countries, and one for its intensity."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_code
from suasion.gather.dataset import Dataset
from suasion.gather.events import between_states, event_rows, quads
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_LABEL = "{root} (CAMEO {code}), {mentions} mentions in {sources} sources, {lead}; {address}"


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return events, first actor to second, in GDELT's four classes."""
    for every in tables["events"]:
        whole = every
        for side in ("one", "other"):
            groups = whole[f"{side}_group"].dictionary_encode()
            meant = pa.array([dataset.codes["groups"].get(g) for g in groups.dictionary.to_pylist()], pa.string())
            whole = whole.replace(side, pc.coalesce(whole[side], meant.take(groups.indices)))
        sheet = between_states(whole, ("one", "other"), problems)
        yield from event_rows(
            sheet,
            kind=quads(sheet.array("quad")),
            actor=by_code(sheet, "one", dataset, problems),
            partner=by_code(sheet, "other", dataset, problems),
            date=sheet["day"],
            item=said(sheet, "gdelt-{event}", dataset),
            label=said(sheet, _LABEL, dataset, unknown="unknown"),
            intensity=sheet["intensity"],
            known=sheet["added"],
        )
