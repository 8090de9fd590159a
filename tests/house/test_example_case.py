"""The example case keeps its promises: real facts, own words, figures that add up to the published check values."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import pytest

from suasion.codebook import INDICATORS
from suasion.example.case import ExampleDocument, facts, load

ROOT: Final = Path(__file__).resolve().parents[2]
SHARED: Final = ROOT.parent / "shared"
TABLES: Final = facts()
DOCUMENTS: Final = load().documents
COLUMNS: Final = [
    "indicator", "actor", "partner", "item", "label", "first_year", "last_year", "date", "value", "unit", "status",
]  # fmt: skip
DESCRIBED: Final = [
    "name", "publisher", "table", "address", "version", "licence", "citation", "accessed", "released", "coverage",
    "units", "notes",
]  # fmt: skip
VOICES: Final = {
    "news analysis", "government's readout", "joint statement", "sanctions notice", "government's denial",
    "think-tank note", "wire report", "correction",
}  # fmt: skip

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    path = next(table for table in TABLES if table.stem == name)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"<[^>]*>", " ", text).lower())


@pytest.fixture(params=TABLES, ids=[table.stem for table in TABLES])
def table(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(params=DOCUMENTS, ids=[document.file for document in DOCUMENTS])
def document(request: pytest.FixtureRequest) -> ExampleDocument:
    one: ExampleDocument = request.param
    return one


# The figures


def test_every_table_has_a_full_description_and_the_rows_it_says(table: Path) -> None:
    said = tomllib.loads(table.with_suffix(".toml").read_text(encoding="utf-8"))
    assert [key for key in DESCRIBED if not said.get(key)] == []
    assert said["name"] == table.stem
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", said["released"])
    assert said["expected"]["rows"] == len(rows_of(table.stem))


def test_every_row_speaks_the_codebook(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        for row in reader:
            at = f"{table.name}, row {reader.line_num}"
            assert row["unit"] == INDICATORS[row["indicator"]].unit, at
            assert row["status"] in ("observed", "missing", "not-applicable"), at
            assert (row["value"] != "") == (row["status"] == "observed"), at
            assert row["label"], at
            assert 2000 <= int(row["first_year"]) <= int(row["last_year"]) <= 2023, at
            assert re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", row["date"]), at
            assert row["date"][:4] in ("", row["first_year"]), at
            assert row["actor"] != row["partner"], at


def test_every_actor_of_the_figures_is_on_the_actor_list() -> None:
    from suasion.codebook import actor

    codes = {row[side] for one in TABLES for row in rows_of(one.stem) for side in ("actor", "partner")} - {""}
    assert {code: actor.actor(code).code for code in codes} == {code: code for code in codes}


def test_no_figure_stands_twice() -> None:
    keys = Counter(
        tuple(row[c] for c in ("indicator", "actor", "partner", "item", "first_year", "last_year"))
        for one in TABLES
        for row in rows_of(one.stem)
    )
    assert [key for key, times in keys.items() if times > 1] == []


def test_tables_hold_a_few_thousand_rows_of_every_kind_that_the_example_needs() -> None:
    rows = [row for one in TABLES for row in rows_of(one.stem)]
    assert 3000 < len(rows) < 6000
    assert {row["indicator"] for row in rows} >= {
        "oda-net", "oda-gross", "oda-grants", "oda-loans-gross", "oda-loans-net", "finance-oda", "finance-oof",
        "finance-vague", "un-vote", "visit", "sanction", "arms-transfer", "cinc", "gdp", "exports", "imports",
    }  # fmt: skip


def aid(indicator: str) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for row in rows_of("oecd-aid"):
        if row["indicator"] == indicator and 2012 <= int(row["first_year"]) <= 2021 and row["status"] == "observed":
            total[row["actor"]] += float(row["value"])
    return total


def test_japan_gave_a_quarter_of_bilateral_aid_over_the_decade() -> None:
    net = aid("oda-net")
    assert net["JPN"] == pytest.approx(1563e6, abs=0.5e6)
    assert net["JPN"] / sum(net.values()) == pytest.approx(0.259, abs=0.0005)
    assert max(net, key=lambda donor: net[donor]) == "JPN"
    assert aid("oda-grants")["JPN"] == pytest.approx(881e6, abs=0.5e6)


def test_china_is_missing_from_the_aid_table_and_not_zero() -> None:
    china = [row for row in rows_of("oecd-aid") if row["actor"] == "CHN"]
    assert {row["status"] for row in china} == {"missing"}
    assert {row["value"] for row in china} == {""}


# METHODS 1.3: calendar year, pair, number of shared votes, share alike.
AGREEMENT: Final = [
    (2015, "CHN", 74, 0.838), (2015, "JPN", 75, 0.533), (2015, "USA", 75, 0.173),
    (2018, "CHN", 91, 0.868), (2018, "JPN", 93, 0.570), (2018, "USA", 93, 0.108),
    (2019, "CHN", 86, 0.895), (2019, "JPN", 88, 0.557), (2019, "USA", 88, 0.125),
]  # fmt: skip


@pytest.mark.parametrize(("year", "other", "shared", "alike"), AGREEMENT)
def test_votes_agree_as_often_as_published(year: int, other: str, shared: int, alike: float) -> None:
    votes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows_of("un-votes"):
        if int(row["first_year"]) == year and row["value"] != "0":
            votes[row["item"]][row["actor"]] = row["value"]
    pairs = [(cast["KHM"], cast[other]) for cast in votes.values() if {"KHM", other} <= set(cast)]
    assert len(pairs) == shared
    assert sum(a == b for a, b in pairs) / len(pairs) == pytest.approx(alike, abs=0.0005)


def test_cambodia_moved_on_ukraine_between_2014_and_2022() -> None:
    votes = {
        (row["item"], row["actor"]): row["value"] for name in ("un-votes", "un-votes-ukraine") for row in rows_of(name)
    }
    assert votes["A/RES/68/262", "KHM"] == "2"
    assert votes["A/RES/ES-11/1", "KHM"] == "1"
    assert votes["A/RES/ES-11/3", "KHM"] == "2"
    assert votes["A/RES/ES-11/1", "CHN"] == "2"


def test_every_roll_call_has_all_four_states() -> None:
    for name in ("un-votes", "un-votes-ukraine"):
        seen = defaultdict(set)
        for row in rows_of(name):
            seen[row["item"]].add(row["actor"])
        assert {frozenset(states) for states in seen.values()} == {frozenset({"KHM", "CHN", "JPN", "USA"})}


# The documents


def test_example_is_the_contest_of_cambodia_and_three_patrons() -> None:
    contest = load().contest
    assert (contest.client, contest.patrons) == ("KHM", ("JPN", "CHN", "USA"))
    assert (contest.first_year, contest.last_year) == (2015, 2023)


def test_document_is_short_says_it_is_ours_and_is_dated(document: ExampleDocument) -> None:
    text = document.path.read_text(encoding="utf-8")
    assert 200 <= len(words(text)) <= 900
    assert "Written for the Suasion project" in text[-1200:]
    assert "facts checked against" in text[-1200:]
    assert re.fullmatch(r"20(1[5-9]|2[0-3])-\d{2}-\d{2}", document.published)
    assert document.published in document.file
    assert document.licence in ("CC0-1.0", "CC-BY-4.0")
    assert document.reliability in "ABCDEF"


def test_documents_come_in_the_voices_and_formats_that_an_analyst_meets() -> None:
    voices = {re.sub(r".*\(voice: (.*)\)", r"\1", document.publisher) for document in DOCUMENTS}
    assert voices >= VOICES
    assert {document.path.suffix for document in DOCUMENTS} >= {".txt", ".html", ".eml", ".xml"}


def test_every_document_in_the_folder_is_in_the_case_and_in_the_list_of_facts() -> None:
    folder = ROOT / "src" / "suasion" / "example" / "documents"
    listed = (folder / "FACTS.md").read_text(encoding="utf-8")
    files = {path.name for path in folder.iterdir() if path.suffix != ".md"}
    assert files == {document.file for document in DOCUMENTS}
    assert set(re.findall(r"^## (\S+)$", listed, re.M)) == files


def test_correction_contradicts_the_figure_of_the_wire_report() -> None:
    text = {document.file.split("-")[0]: document.path.read_text(encoding="utf-8") for document in DOCUMENTS}
    assert "$600 million" in text["wire"]
    assert "$538 million" not in text["wire"]
    assert "$538 million, not $600 million" in text["correction"]


@pytest.mark.skipif(not (SHARED / "cases").exists(), reason="the first case is not beside this checkout")
def test_no_document_shares_eight_words_in_a_row_with_the_first_case() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        said = words(text)
        return {tuple(said[i : i + 8]) for i in range(len(said) - 7)}

    first = runs((SHARED / "cases" / "cambodia-2022.txt").read_text(encoding="utf-8"))
    assert len(first) > 500
    shared = {document.file: runs(document.path.read_text(encoding="utf-8")) & first for document in DOCUMENTS}
    assert {file: same for file, same in shared.items() if same} == {}
