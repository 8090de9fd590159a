"""Sanctions lists by issuer and country of those listed (OpenSanctions): how many stood on them on the file's day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import DatasetError
from suasion.gather.codes import by_table
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations, once
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_SANCTION: Final = "Sanction"
_OWN_COUNTRIES: Final = ("country", "nationality", "jurisdiction", "flag")


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return how many entries of each issuer are of each country."""
    for sheet in tables.get("simple", []):
        issuers = pc.utf8_lower(_first_parts(sheet["programmes"]))
        yield _counted(sheet.replace("issuers", issuers), dataset, problems)
    for sheet in tables.get("entities", []):
        yield _counted(_joined(sheet), dataset, problems)


def _first_parts(programmes: pa.Array) -> pa.Array:
    """Return the issuers of programmes: "EU-MARE;EU-RUS;GB-RUS" gives "EU;EU;GB"."""
    return pc.replace_substring_regex(programmes, r"-[^;]*", "")


def _joined(sheet: Sheet) -> Sheet:
    """Return each entry once for each Sanction that points to it, with the issuer's country and its own countries."""
    said = np.asarray(pc.fill_null(pc.equal(sheet["schema"], _SANCTION), False))
    sanctions, entries = sheet.keep(said), sheet.keep(~said)
    if not len(sanctions.rows):
        raise DatasetError(f"{sheet.file} has no Sanction. Take the file with all entities, or targets.simple.csv.")
    at = pc.index_in(sanctions["target"], entries["id"])
    found = np.asarray(pc.is_valid(at))
    own = pc.binary_join_element_wise(*(pc.fill_null(entries[name], "") for name in _OWN_COUNTRIES), ";")
    data = entries.data.append_column("countries", own).take(at.drop_null())
    data = data.append_column("issuers", sanctions["country"].filter(pa.array(found)))
    return msgspec.structs.replace(entries, data=data, rows=entries.rows[np.asarray(at.drop_null())])


def _counted(sheet: Sheet, dataset: Dataset, problems: Problems) -> pa.Table:
    days = pc.utf8_slice_codeunits(sheet["seen"], 0, 10)
    day = pc.max(pc.if_else(pc.match_substring_regex(days, r"^\d{4}-\d{2}-\d{2}$"), days, None)).as_py()
    if day is None:
        raise DatasetError(f"{sheet.file} does not say when its entries were seen (last_seen). Download it again.")
    pairs = _each(_each(sheet, "issuers"), "countries")
    pairs = pairs.keep(once(pairs, ["id", "issuers", "countries"]))
    placed = np.asarray(pc.and_(pc.is_valid(pairs["issuers"]), pc.is_valid(pairs["countries"])))
    problems.add(
        "entries have no country or no issuer and were left out.", input=sheet.file, rows=pairs.rows[~placed],
        severity="warning",
    )  # fmt: skip
    pairs = pairs.keep(placed)
    when = np.full(len(pairs.rows), int(day[:4]))
    table = pa.table(
        {
            "issuer": by_table(pairs, "issuers", when, dataset, problems, system="iso2"),
            "state": by_table(pairs, "countries", when, dataset, problems, system="iso2"),
            "row": pa.array(pairs.rows),
        }
    )
    sums = table.group_by(["issuer", "state"], use_threads=False).aggregate([([], "count_all"), ("row", "min")])
    return observations(
        msgspec.structs.replace(pairs, data=sums, rows=sums["row_min"].to_numpy()),
        indicator="sanction-listings",
        actor=sums["issuer"].combine_chunks(),
        partner=sums["state"].combine_chunks(),
        first_year=int(day[:4]),
        value=sums["count_all"].combine_chunks().cast(pa.float64()),
        label=f"entries on {day}",
        date=day,
        known=day,
    )


def _each(sheet: Sheet, column: str) -> Sheet:
    """Return a row for each of the words that a cell lists ("ru;ua"), null where it lists none."""
    lists = pc.split_pattern(pc.fill_null(sheet[column], ""), ";")
    at = np.asarray(pc.list_parent_indices(lists).to_numpy(zero_copy_only=False), dtype=np.int64)
    words = pc.utf8_lower(pc.utf8_trim_whitespace(pc.list_flatten(lists)))
    taken = msgspec.structs.replace(sheet, data=sheet.data.take(pa.array(at)), rows=sheet.rows[at])
    taken = taken.replace(column, pc.if_else(pc.equal(words, ""), None, words))
    empty = np.asarray(pc.is_null(taken[column]))
    lists_any = np.zeros(len(sheet.rows), dtype=bool)
    lists_any[at[~empty]] = True
    return taken.keep(~empty | ~lists_any[at])  # an empty word among others says nothing
