"""The hand-coded statements of the example's documents stand where they say and speak the codebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, get_args

import pytest

from suasion.codebook import ISSUES
from suasion.codebook.statement import AmountUnit, InstrumentName, Kind, Modality, Plover
from suasion.example.case import HERE

GOLD: Final = sorted((Path(__file__).resolve().parents[1] / "read" / "gold_example").glob("*.gold.jsonl"))


@pytest.fixture(params=GOLD, ids=[path.name.removesuffix(".gold.jsonl") for path in GOLD])
def coded(request: pytest.FixtureRequest) -> tuple[str, list[dict[str, Any]]]:
    path: Path = request.param
    stem = path.name.removesuffix(".gold.jsonl")
    text = (HERE / "documents" / f"{stem}.txt").read_bytes().decode("utf-8")
    return text, [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_at_least_five_documents_are_coded() -> None:
    assert len(GOLD) >= 5


def test_every_quote_stands_verbatim_where_its_offsets_say(coded: tuple[str, list[dict[str, Any]]]) -> None:
    text, rows = coded
    for row in rows:
        assert text[row["start"] : row["end"]] == row["quote"], row["n"]
        assert row["quote"] in row["sentence"], row["n"]
        assert row["sentence"] in text, row["n"]
        assert "\n" not in row["sentence"], row["n"]
    assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))


def test_every_coded_field_is_in_its_list(coded: tuple[str, list[dict[str, Any]]]) -> None:
    _, rows = coded
    for row in rows:
        assert row["kind"] in get_args(Kind), row["n"]
        assert row["modality"] in get_args(Modality), row["n"]
        assert row["instrument"] in (None, *get_args(InstrumentName)), row["n"]
        assert row["unit"] in (None, *get_args(AmountUnit)), row["n"]
        assert row["issue"] in (None, *ISSUES), row["n"]
        assert row["stance"] in (None, -1, 0, 1), row["n"]
        assert (row["plover"] in get_args(Plover)) == (row["kind"] == "event"), row["n"]
        assert (row["amount"] is None) == (row["unit"] is None), row["n"]
        assert isinstance(row["required"], bool), row["n"]


def test_texts_that_are_named_stand_in_the_sentence(coded: tuple[str, list[dict[str, Any]]]) -> None:
    _, rows = coded
    for row in rows:
        for field in ("actor_text", "recipient_text", "period"):
            assert row[field] is None or row[field] in row["sentence"], (row["n"], field)
