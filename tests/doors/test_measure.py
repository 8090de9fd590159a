"""`suasion measure`: a measure by its name, from a record or from the publisher's components."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
_ON_VOTES = ("agreement", "s-score", "kappa", "pi", "ideal-point")


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record of the recorded votes of the General Assembly."""
    if not SHARED.exists():
        pytest.skip("the votes are not shipped; they stand beside the checkout where it is worked on")
    from suasion import service
    from suasion.record import Record

    path = tmp_path_factory.mktemp("votes") / "votes.duckdb"
    with Record.open(path) as record:
        files = [SHARED / f"un_{part}.parquet" for part in ("votes", "roll_calls", "roll_call_issues")]
        service.gather(record, "un-votes", paths=files)
    return path


def test_the_list_names_each_measure_and_the_rows_it_needs(run: Callable[..., Any]) -> None:
    listed = run("measure", "--list").out
    assert all(name in listed for name in (*_ON_VOTES, "fbic"))
    assert "un-vote" in listed


def test_published_similarity_is_met_to_three_decimals(run: Callable[..., Any], votes: Path) -> None:
    asked = (
        "--actor",
        "KHM",
        "--partner",
        "CHN,Japan,USA",
        "--years",
        "2018-2019",
        "--format",
        "csv",
        "--record",
        votes,
    )
    rows = list(csv.DictReader(run("measure", "kappa", *asked).out.splitlines()))
    found = {(row["partner"], int(row["year"])): (round(float(row["value"]), 3), int(row["n"])) for row in rows}
    assert found == {
        ("CHN", 2018): (0.554, 91), ("CHN", 2019): (0.613, 86), ("JPN", 2018): (-0.097, 93),
        ("JPN", 2019): (-0.076, 88), ("USA", 2018): (-0.149, 93), ("USA", 2019): (-0.131, 88),
    }  # fmt: skip
    assert all(float(row["low"]) <= float(row["value"]) <= float(row["high"]) for row in rows)
    assert all(row["evidence"] for row in rows)


def test_one_name_of_a_measure_does_not_depend_on_the_form(run: Callable[..., Any], votes: Path) -> None:
    asked = ("--actor", "KHM", "--partner", "CHN", "--years", "2019", "--draws", "0", "--record", votes)
    lines = run("measure", "s_score", *asked, "--format", "jsonl").out.splitlines()
    (row,) = [json.loads(line) for line in lines]
    assert (row["measure"], row["year"], round(row["value"], 3), row["low"]) == ("s-score", 2019, 0.860, None)


def test_fbic_is_recomputed_from_the_publishers_components(run: Callable[..., Any]) -> None:
    components = SHARED / "fbic_sample.parquet"
    if not components.exists():
        pytest.skip("the sample is not shipped; it stands beside the checkout where it is worked on")
    import pyarrow.parquet as pq

    rows = list(csv.DictReader(run("measure", "fbic", "--components", components, "--format", "csv").out.splitlines()))
    assert list(rows[0]) == ["iso3a", "iso3b", "year", "fbic", "bandwidth", "dependence"]
    given = {(r["iso3a"], r["iso3b"], r["year"]): r for r in pq.read_table(components).to_pylist()}
    assert len(rows) == len(given)
    for row in rows:
        published = given[row["iso3a"], row["iso3b"], int(row["year"])]
        for name in ("fbic", "bandwidth", "dependence"):
            if published[name] is not None:
                assert abs(float(row[name]) - published[name]) <= 1e-6


def test_what_is_measured_of_a_contest_is_what_the_assessment_says(run: Callable[..., Any], example: Any) -> None:
    asked = ("--actor", "KHM", "--partner", "CHN,JPN,USA", "--years", "2015-2023", "--record", example.record)
    rows = list(csv.DictReader(run("measure", "leverage", *asked, "--format", "csv").out.splitlines()))
    told = {row["partner"]: row for row in rows if row["measure"] == "leverage"}
    assert set(told) == {"CHN", "JPN", "USA"}
    contest = ("--client", "KHM", "--patrons", "CHN,JPN,USA", "--from", "2015", "--to", "2023")
    assessment = json.loads(run("assess", *contest, "--format", "json", "--record", example.record).out)
    assessed = {one["patron"]: one["leverage"] for one in assessment["leverage"]}
    for patron, row in told.items():
        assert float(row["value"]) == pytest.approx(assessed[patron]["value"])
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"])
    for name in ("hedging", "stance"):
        table = run("measure", name, *asked, "--format", "csv").out
        assert len(table.splitlines()) > 3


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("leverage", "--actor", "KHM"), "Name them with --actor and --partner"),
        (("hedgin", "--actor", "KHM"), "Did you mean 'hedging'?"),
        (("kapa",), "Did you mean 'kappa'?"),
        (("kappa", "--years", "2019-2000"), "the first year comes after the last"),
        (("kappa", "--years", "lately"), "write 2000-2019"),
        (("kappa", "--components", "x.csv"), "--components are of fbic"),
        (("kappa", "--actor", "Cambodja"), "Cambod"),
        ((), "Name a measure"),
    ],
)
def test_a_request_that_makes_no_sense_is_named(
    run: Callable[..., Any], tmp_path: Path, asked: tuple[str, ...], said: str
) -> None:
    from suasion.record import Record

    Record.open(tmp_path / "empty.duckdb").close()
    done = run("measure", *asked, "--record", tmp_path / "empty.duckdb")
    assert done.code == 2
    assert said in done.err


def test_a_record_without_the_rows_says_what_to_gather(run: Callable[..., Any], tmp_path: Path) -> None:
    from suasion.record import Record

    Record.open(tmp_path / "empty.duckdb").close()
    done = run("measure", "kappa", "--actor", "KHM", "--record", tmp_path / "empty.duckdb")
    assert done.code == 2
    assert "un-votes" in done.err


def test_one_score_is_taken_apart_into_terms_that_add_up_to_it(run: Callable[..., Any]) -> None:
    components = SHARED / "fbic_sample.parquet"
    if not components.exists():
        pytest.skip("the sample is not shipped; it stands beside the checkout where it is worked on")
    one = ("fbic", "--components", components, "--format", "csv")
    whole = {(r["iso3a"], r["iso3b"], r["year"]): r for r in csv.DictReader(run("measure", *one).out.splitlines())}
    asked = ("--waterfall", "--actor", "USA", "--partner", "Greece", "--years", "1976")
    terms = list(csv.DictReader(run("measure", *one, *asked).out.splitlines()))
    assert len(terms) == 12
    index = float(whole["USA", "GRC", "1976"]["fbic"])
    assert sum(float(term["contribution"]) for term in terms) == pytest.approx(index, abs=1e-9)
    assert float(terms[-1]["end"]) == pytest.approx(index, abs=1e-9)
    refused = run("measure", *one, "--waterfall", "--actor", "USA").err
    assert "--partner" in refused


def test_equal_weights_leave_s_as_it_is_and_unequal_ones_do_not(
    run: Callable[..., Any], votes: Path, tmp_path: Path
) -> None:
    pair = ("--actor", "KHM", "--partner", "JPN", "--draws", "0", "--format", "csv", "--record", votes)

    def asked(name: str, *more: object) -> float:
        (row,) = csv.DictReader(
            run("measure", name, *pair, *more, "--by", "period", "--years", "2015-2016").out.splitlines()
        )
        return float(row["value"])

    def file(first: float, second: float) -> Path:
        made = tmp_path / f"{first}-{second}.csv"
        made.write_text(f"year,weight\n2015,{first}\n2016,{second}\n")
        return made

    plain = asked("s-score")
    assert asked("s-score-weighted", "--weights", file(3, 3)) == pytest.approx(plain)
    assert asked("s-score-weighted", "--weights", file(0, 1)) != pytest.approx(plain, abs=1e-3)
    # A unanimous roll call says nothing: without them two states that often part look less alike.
    assert asked("s-score-weighted") < plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("item,weight\n68/262,-1\n", "row 2"),
        ("item,weight\n68/262,1\n68/262,2\n", "row 3"),
        ("roll_call,weight\n1,1\n", "item (or year)"),
        ("year,weight\n2015,heavy\n", "row 2"),
    ],
)
def test_a_file_of_weights_is_refused_by_its_row(run: Callable[..., Any], tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "weights.csv"
    file.write_text(text)
    refused = run("measure", "s-score-weighted", "--actor", "KHM", "--weights", file).err
    assert said in refused
    assert "weights.csv" in refused


def test_all_measures_come_in_one_table_and_what_is_lacking_is_said(run: Callable[..., Any], votes: Path) -> None:
    asked = ("--actor", "KHM", "--partner", "CHN,JPN", "--years", "2018-2019", "--draws", "16")
    ran = run("measure", "all", *asked, "--format", "csv", "--record", votes)
    rows = list(csv.DictReader(ran.out.splitlines()))
    assert {"kappa", "s-score-weighted", "ideal-point", "leverage"} <= {row["measure"] for row in rows}
    assert [row["value"] for row in rows if row["measure"] == "kappa" and row["year"]] == []  # the period, not years
    assert "fbic: no rows of fbic" in ran.err
    alone = run("measure", "kappa", *asked, "--by", "period", "--format", "csv", "--record", votes).out
    assert [r for r in rows if r["measure"] == "kappa"] == list(csv.DictReader(alone.splitlines()))


def test_an_assessment_can_be_printed_with_every_measure(run: Callable[..., Any], example: Any) -> None:
    asked = ("assess", "--client", "KHM", "--patrons", "JPN,CHN", "--draws", "16", "--record", example.record)
    with_all, without = run(*asked, "--all"), run(*asked)
    assert with_all.out.startswith(without.out.rstrip("\n"))
    assert "Every measure" in with_all.out
    assert with_all.code == without.code == 0


def test_a_pair_whose_s_and_kappa_differ_in_sign_is_named_whichever_is_asked(
    run: Callable[..., Any], votes: Path
) -> None:
    pair = ("--actor", "KHM", "--partner", "JPN", "--years", "2018", "--draws", "0", "--record", votes)
    for name in ("s-score", "kappa", "agreement"):
        assert "KHM and JPN: S and kappa differ in sign in 2018" in run("measure", name, *pair).err


def test_a_measure_without_a_value_says_why_in_the_table(run: Callable[..., Any], example: Any) -> None:
    asked = ("--actor", "khm", "--partner", "JPN", "--indicator", "visit", "--draws", "16", "--record", example.record)
    printed = run("measure", "effect", *asked).out
    assert "why" in printed.splitlines()[0]
    assert "cannot tell" in printed
