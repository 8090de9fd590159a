"""Daily events of 2014 between named actors (ICEWS14, as forecasting benchmarks split it): those of two countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.events import between_states, event_rows, quads
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems, listed
from suasion.gather.series import said
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_COUNTRY: Final = r"\((?P<country>[^()]+)\)$"  # Police_(Australia); a name without it is a country, or a person


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return events, subject to object, in the four classes that CAMEO's roots make."""
    for every in tables["events"]:
        kind = _kind(every, dataset, problems)
        sheet = every.keep(np.asarray(pc.is_valid(kind))).replace("kind", kind.drop_null())
        for column in ("subject", "object"):
            sheet = sheet.replace(f"{column}_country", _country(sheet[column]))
        years = np.asarray(
            pc.fill_null(pc.utf8_slice_codeunits(sheet["day"], 0, 4).cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
        )
        for column in ("subject", "object"):
            code = by_name(sheet, f"{column}_country", years, dataset, problems, dates=sheet["day"])
            sheet = sheet.replace(f"{column}_code", code)
        both = between_states(sheet, ("subject_code", "object_code"), problems)
        yield from event_rows(
            both,
            kind=both["kind"],
            actor=both["subject_code"],
            partner=both["object_code"],
            date=both["day"],
            item=said(both, "icews14-{subject_id}-{relation_id}-{object_id}-{day}", dataset),
            label=said(both, "{relation}: {subject} and {object}", dataset),
            intensity=pa.nulls(len(both.rows), pa.float64()),
        )


def _country(names: pa.Array) -> pa.Array:
    """Return the country that a name ends with in brackets, else the name, which may be a country's."""
    words = names.dictionary_encode()
    spaced = pc.replace_substring(words.dictionary, "_", " ")
    inside = pc.struct_field(pc.extract_regex(spaced, _COUNTRY), "country")
    return pc.coalesce(inside, spaced).take(words.indices)


def _kind(sheet: Sheet, dataset: Dataset, problems: Problems) -> pa.Array:
    """Return each event's class by the first words of its relation, null where they are none of CAMEO's."""
    beginnings = dataset.codes["relations"]
    words = sheet["relation"].dictionary_encode()
    numbers = [_quad(str(word), beginnings) for word in words.dictionary.to_pylist()]
    number = pa.array(numbers, pa.int64()).take(words.indices)
    strange = np.asarray(pc.fill_null(pc.equal(number, 0), True))
    problems.add(
        f"relations {listed(map(str, sheet['relation'].filter(pa.array(strange)).to_pylist()))} are none of CAMEO's; "
        "their events were left out.", input=sheet.file, rows=sheet.rows[strange],
        remedy="Look them up in the CAMEO manual.",
    )  # fmt: skip
    return quads(np.asarray(pc.fill_null(number, 0).to_numpy(zero_copy_only=False)))


def _quad(relation: str, beginnings: dict[str, str]) -> int:
    """Return the class, 1 to 4, of the longest beginning that a relation has, 0 where it has none."""
    fits = [words for words in beginnings if relation.casefold().startswith(words.casefold())]
    return int(beginnings[max(fits, key=len)]) if fits else 0
