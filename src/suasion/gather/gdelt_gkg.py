"""How much the news names each country, and in what tone (GDELT's knowledge graph), by quarter of an hour."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_table
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, once
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

# A place is "type#name#country#region#latitude#longitude#feature" (codebook V2.1, V1LOCATIONS).
_COUNTRY = r"^\d#[^#]*#(?P<country>[A-Z]{2})(?:#|$)"
_STAMP = r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})\d{6}$"


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return documents and their mean tone, by country and quarter of an hour."""
    for every in tables["documents"]:
        named = _named(every)
        counted = named.keep(once(named, ["record", "country"]))
        year = np.zeros(len(counted.rows), dtype=np.int64)  # FIPS codes of 2015 on have one bearer each
        state = by_table(counted, "country", year, dataset, problems, system="fips")
        yield from _summed(counted, state)


def _named(sheet: Sheet) -> Sheet:
    """Return a row for each place that a document names, with its country."""
    places = pc.split_pattern(pc.fill_null(sheet["places"], ""), ";")
    at = np.asarray(pc.list_parent_indices(places).to_numpy(zero_copy_only=False), dtype=np.int64)
    country = pc.struct_field(pc.extract_regex(pc.list_flatten(places), _COUNTRY), "country")
    data = sheet.data.take(pa.array(at)).append_column("country", country)
    named = msgspec.structs.replace(sheet, data=data, rows=sheet.rows[at])
    return named.keep(np.asarray(pc.is_valid(country)))


def _summed(sheet: Sheet, state: pa.Array) -> Iterable[pa.Table]:
    tone = pc.list_element(pc.split_pattern(pc.fill_null(sheet["tone"], ""), ","), 0)
    tone = pc.if_else(pc.match_substring_regex(tone, r"^-?\d+(\.\d+)?$"), tone, None).cast(pa.float64())
    rows = pa.table({"state": state, "stamp": sheet["stamp"], "tone": tone, "row": pa.array(sheet.rows)})
    sums = rows.group_by(["state", "stamp"], use_threads=False).aggregate(
        [("tone", "mean"), ([], "count_all"), ("row", "min")]
    )
    stamp = pc.extract_regex(sums["stamp"].combine_chunks(), _STAMP)
    day = pc.binary_join_element_wise(*(pc.struct_field(stamp, part) for part in ("year", "month", "day")), "-")
    batches = msgspec.structs.replace(sheet, data=sums, rows=sums["row_min"].to_numpy())
    for indicator, value in (("media-documents", sums["count_all"]), ("media-tone", sums["tone_mean"])):
        yield observations(
            batches,
            indicator=indicator,
            actor=sums["state"].combine_chunks(),
            first_year=pc.fill_null(pc.utf8_slice_codeunits(day, 0, 4), "0").cast(pa.int64()),
            value=value.combine_chunks().cast(pa.float64()),
            item=pc.binary_join_element_wise("gkg", sums["stamp"].combine_chunks(), "-"),
            label="documents that name a place in the state",
            date=day,
        )
