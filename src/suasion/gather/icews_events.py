"""Events in the news (ICEWS): one observation an event between two countries, and one for its intensity."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.events import between_states, event_rows, quad_of_cameo
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems, listed
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_LABEL = "{text} (CAMEO {code}): {one_name} and {other_name}; {publisher}"


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return events, source to target, in the four classes that CAMEO's roots make."""
    for every in tables["events"]:
        sheet = between_states(every, ("one", "other"), problems)
        code = _with_noughts(sheet["code"])
        kind = quad_of_cameo(code)
        strange = np.asarray(pc.is_null(kind))
        problems.add(
            f"CAMEO codes {listed(map(str, sheet['code'].filter(pa.array(strange)).to_pylist()))} are none; their "
            f"events were left out.", input=sheet.file, rows=sheet.rows[strange],
            remedy="Look them up in the CAMEO manual.",
        )  # fmt: skip
        years = np.asarray(
            pc.fill_null(pc.utf8_slice_codeunits(sheet["day"], 0, 4), "0")
            .cast(pa.int64())
            .to_numpy(zero_copy_only=False)
        )
        yield from event_rows(
            sheet,
            kind=kind,
            actor=by_name(sheet, "one", years, dataset, problems, dates=sheet["day"]),
            partner=by_name(sheet, "other", years, dataset, problems, dates=sheet["day"]),
            date=sheet["day"],
            item=said(sheet, "icews-{event}-{day}", dataset),
            label=said(sheet, _LABEL, dataset, unknown="unknown"),
            intensity=sheet["intensity"],
        )


def _with_noughts(codes: pa.Array) -> pa.Array:
    """Return codes with the noughts of their roots, where the file was written with codes as numbers.

    No root is above 20, so 42 and 841 have lost one; 12 may be 012 or root 12, and is the first where no code of the
    file begins with a nought and some must have lost theirs.
    """
    root = pc.if_else(pc.match_substring_regex(codes, r"^\d{2,3}$"), pc.utf8_slice_codeunits(codes, 0, 2), None)
    must = pc.fill_null(pc.greater(root.cast(pa.int64()), 20), False)
    kept = pc.any(pc.starts_with(codes, "0")).as_py()
    if kept or not pc.any(must).as_py():
        return codes
    short = pc.fill_null(pc.match_substring_regex(codes, r"^\d{1,2}$"), False)
    return pc.if_else(pc.or_(must, short), pc.binary_join_element_wise("0", codes, ""), codes)
