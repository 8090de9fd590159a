"""The reader over Arrow batches: the same rows however documents are cut, and bad ones named in their place."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.read import DOCUMENT_SCHEMA, READING_SCHEMA, batches, read_batches, read_text

TEXTS = [
    "China lent Laos $480 million in 2016.",
    None,
    "Japan denied that it would leave the treaty with Peru. Peru thanked Japan last year.",
    "12 34 56",
    "Vietnam allegedly signed a secret pact with Laos.",
    "Le gouvernement a annoncé un nouveau prêt pour la construction du port.",
    "",
    "The United States sanctioned two Cambodian officials in December 2021.",
]
DOCUMENTS = pa.table(
    {
        "doc": [f"d{n}" for n in range(len(TEXTS))],
        "text": TEXTS,
        "published": ["2017-01-05", None, "2021-03", "garbage", "2022", None, None, "2021-12-10"],
        "language": [None, None, "en", None, None, "fr", None, None],
    },
    schema=DOCUMENT_SCHEMA,
)


def read(*documents: pa.RecordBatch) -> list[dict[str, Any]]:
    table = pa.Table.from_batches(read_batches(documents), schema=READING_SCHEMA)
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


WHOLE = read(*DOCUMENTS.to_batches())


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, len(TEXTS)), max_size=6))
def test_how_documents_are_cut_into_batches_makes_no_difference(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(TEXTS)]
    parts = [DOCUMENTS.slice(a, b - a).combine_chunks() for a, b in itertools.pairwise(edges)]
    assert read(*(batch for part in parts for batch in (part.to_batches() or [empty()]))) == WHOLE


def empty() -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=DOCUMENT_SCHEMA)


def test_how_many_rows_are_given_at_a_time_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_ROWS", 1)
    assert read(*DOCUMENTS.to_batches()) == WHOLE
    assert all(len(batch) <= 3 for batch in read_batches(DOCUMENTS.to_batches()))


def test_rows_are_what_reading_one_by_one_gives() -> None:
    for row in DOCUMENTS.to_pylist():
        if row["text"] is None or row["published"] == "garbage":
            continue
        alone = read_text(row["text"], doc=row["doc"], published=row["published"], language=row["language"])
        rows = [r for r in WHOLE if r["doc"] == row["doc"]]
        kept = [{k: v for k, v in r.items() if k != "problem"} for r in rows if r["problem"] is None]
        assert kept == [msgspec.structs.asdict(statement) for statement in alone.statements]
        problems = [r["problem"] for r in rows if r["problem"] is not None]
        assert problems == [msgspec.structs.asdict(problem) for problem in alone.problems]


def test_bad_documents_are_named_in_their_place() -> None:
    said = {row["doc"]: row["problem"]["reason"] for row in reversed(WHOLE) if row["problem"]}
    assert sorted(said) == ["d1", "d3", "d5", "d6"]
    assert said["d1"] == "There is no text."
    assert said["d3"] == "'garbage' is no date of publication, and was left out."
    order = [row["doc"] for row in WHOLE]
    assert order == sorted(order)
    assert all(row["kind"] is None and row["n"] is None for row in WHOLE if row["problem"])


def test_a_document_without_an_id_is_named_by_its_place_in_the_whole() -> None:
    one = pa.record_batch({"doc": ["a"], "text": ["China lent Laos $480 million in 2016."]})
    nameless = pa.record_batch({"doc": pa.nulls(1, pa.string()), "text": ["China lent Laos money."]})
    assert [row["doc"] for row in read(one, nameless)] == ["a", "document 2"]


def test_a_document_on_which_the_reader_fails_is_named_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    real = batches.read_text

    def failing(text: str, *, doc: str, **more: Any) -> Any:
        if doc == "d2":
            raise ZeroDivisionError("float division by zero")
        if doc == "d4":
            raise MemoryError
        return real(text, doc=doc, **more)

    monkeypatch.setattr(batches, "read_text", failing)
    rows = read(*DOCUMENTS.to_batches())
    said = {row["doc"]: row["problem"]["reason"] for row in rows if row["problem"]}
    assert "ZeroDivisionError" in said["d2"]
    assert "memory" in said["d4"]
    assert [row for row in rows if row["doc"] in ("d0", "d7")] == [row for row in WHOLE if row["doc"] in ("d0", "d7")]


def test_a_text_that_is_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MAX_CHARACTERS", 20)
    [row] = read(pa.record_batch({"doc": ["a"], "text": ["China lent Laos $480 million in 2016."]}))
    assert "at most 20 are read" in row["problem"]["reason"]


@pytest.mark.parametrize("columns", [{"doc": ["a"]}, {"text": ["a"]}, {"id": ["a"], "body": ["b"]}])
def test_a_batch_without_its_columns_says_which(columns: dict[str, list[str]]) -> None:
    with pytest.raises(InputError, match=r"has no column '(doc|text)'; it has: .*Rename"):
        read(pa.record_batch(columns))


def test_dates_numbers_and_long_strings_are_taken_and_other_columns_passed_over() -> None:
    batch = pa.record_batch(
        {
            "text": pa.array(["China lent Laos $480 million last year."], pa.large_string()),
            "published": pa.array([datetime.date(2017, 1, 5)]),
            "doc": pa.array([812]),
            "url": pa.array(["https://example.org"]),
        }
    )
    [row] = read(batch)
    assert (row["doc"], row["kind"], row["date"]) == ("812", "flow", "2016")
