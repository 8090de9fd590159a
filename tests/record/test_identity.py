"""Ids of observations are what their note says, worked out here without an engine."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.record.engine import Engine
from suasion.record.identity import CONTENT, observation_ids, rows_digest

words = st.none() | st.text(max_size=8) | st.sampled_from([";", "-", "1:a", "", "\x00", "'"])
rows = st.fixed_dictionaries(
    {
        name: st.none() | st.floats()
        if name == "value"
        else st.none() | st.integers(-(2**15), 2**15 - 1)
        if name.endswith("_year")
        else words
        for name in CONTENT
    }
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    opened = Engine(tmp_path_factory.mktemp("ids") / "ids.duckdb")
    yield opened
    opened.close()


def by_hand(row: dict[str, Any]) -> str:
    parts = []
    for name in CONTENT:
        value = row[name]
        if value is not None and name == "value":
            value = struct.unpack("<q", struct.pack("<d", value))[0]
        text = "" if value is None else str(value)
        parts.append("-" if value is None else f"{len(text.encode())}:{text}")
    return "ob-" + hashlib.sha256(";".join(parts).encode()).hexdigest()[:16]


@given(found=st.lists(rows, max_size=5))
@settings(max_examples=80, deadline=None)
def test_an_id_is_the_hash_of_all_other_columns(engine, found):
    table = pa.Table.from_pylist(found, schema=OBSERVATION_SCHEMA)
    assert observation_ids(engine, table).to_pylist() == [by_hand(row) for row in found]


def test_ids_do_not_depend_on_how_the_table_is_cut(engine):
    found = [{"row": f"row {i}", "value": None if i % 3 else i / 7} for i in range(20)]
    whole = pa.Table.from_pylist(found, schema=OBSERVATION_SCHEMA)
    parts = pa.concat_tables([whole.slice(0, 3), whole.slice(3, 0), whole.slice(3)])
    assert observation_ids(engine, parts) == observation_ids(engine, whole)
    assert observation_ids(engine, whole.slice(5, 4)) == observation_ids(engine, whole).slice(5, 4)


def test_the_digest_does_not_depend_on_the_order_of_rows(engine):
    ids = observation_ids(engine, pa.Table.from_pylist([{"row": str(i)} for i in range(50)], schema=OBSERVATION_SCHEMA))
    assert rows_digest(ids) == rows_digest(pa.array(ids.to_pylist()[::-1])) != rows_digest(ids.slice(1))
