"""Results: each shows itself as HTML, and nothing out of a document reaches a page as anything but words."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pandas as pd
import pytest

from suasion import notebook
from suasion.codebook import Problem
from suasion.errors import InputError, UnknownActorError
from suasion.notebook.results import SHOWN
from suasion.panel import create_state_years
from suasion.read import read_text

EVIL = '<script>alert("1")</script>'


def evil(value: Any) -> Any:
    """Return a result with a script in place of each of its texts."""
    if isinstance(value, str):
        return value + EVIL
    if isinstance(value, tuple):
        return tuple(evil(one) for one in value)
    return value


@pytest.mark.parametrize(
    "name", ["leverage", "positions", "flows", "alignment", "hedging", "claims", "missing", "sources"]
)
def test_each_table_of_a_contest_shows_its_rows(case: notebook.OpenContest, name: str) -> None:
    shown = getattr(case, name)
    html = shown._repr_html_()
    assert len(shown) == html.count("<tr>\n    <td") > 0
    assert shown.to_pandas().shape[0] == shown.to_pyarrow().num_rows == len(shown)


def test_leverage_table_has_interval_rank_and_no_zero_for_what_is_not_known(case: notebook.OpenContest) -> None:
    rows = case.leverage.to_pandas()
    china = rows[(rows["patron"] == "CHN") & (rows["instrument"] == "All instruments")].iloc[0]
    assert china["low"] < china["value"] < china["high"]
    assert 0 < china["first"] <= 1
    lacking = rows[rows["state"] == "no data"]
    assert not lacking.empty
    assert lacking["value"].isna().all()
    assert case.leverage._repr_html_().count("no data") == len(lacking)


def test_every_result_of_an_assessment_shows_itself(case: notebook.OpenContest) -> None:
    assessment = case.assess()
    parts = [getattr(assessment, name) for name in assessment.__struct_fields__]
    first = [part[0] for part in parts if isinstance(part, tuple) and part]
    estimate = assessment.leverage[0].leverage
    for result in (assessment, assessment.contest, estimate, assessment.leverage[0].by_instrument[0], *first):
        assert "<table" in result._repr_html_()
    assert f"{estimate.value:,.4g}" in assessment.leverage[0]._repr_html_()


def test_a_scenario_is_asked_of_a_contest_and_its_answer_shows_itself(case: notebook.OpenContest) -> None:
    answer = case.whatif("JPN economic-aid +50% conditional", issue="south-china-sea", assume=["CHN position -0.8"])
    html = answer._repr_html_()
    assert "<svg" in html
    assert "JPN economic-aid +50% conditional" in html
    assert answer.moved.value is not None
    taken = case.what_would_it_take("JPN", issue="south-china-sea", target=0.3, assume=["JPN position 0.8"])
    assert "<table" in taken._repr_html_()


def test_documents_gathered_rows_readings_and_panels_show_themselves(case: notebook.OpenContest) -> None:
    reading = read_text("Japan has donated 1.3 million doses to Cambodia.", doc="a", published="2022-03-28")
    assert "Japan has donated 1.3 million doses" in reading._repr_html_()
    panel = create_state_years(first_year=2000, last_year=2001).filter_actors("KHM")
    assert "of 2 rows" in panel._repr_html_()
    assert "KHM" in panel._repr_html_()
    assert "kappa" in case.measure("kappa")._repr_html_().lower()


@pytest.mark.parametrize("field", ["claims", "positions", "ledger", "contradictions", "missing", "sources"])
def test_a_script_in_a_document_stays_words(case: notebook.OpenContest, field: str) -> None:
    for result in getattr(case.assess(), field)[:3]:
        changed = {name: evil(getattr(result, name)) for name in result.__struct_fields__}
        html = msgspec.structs.replace(result, **changed)._repr_html_()
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_a_script_in_a_title_note_or_quote_of_a_table_stays_words() -> None:
    html = notebook.Shown(
        [{"a": EVIL, EVIL: 1.0}], title=EVIL, subtitle=EVIL, note=EVIL, labels={"a": EVIL, EVIL: EVIL}
    )._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 5
    assert "<script" not in Problem(input=EVIL, reason=EVIL)._repr_html_()  # type: ignore[attr-defined]


def test_brief_is_a_page_within_the_page_where_nothing_runs(case: notebook.OpenContest) -> None:
    html = case.brief()._repr_html_()
    assert re.match(r'<iframe class="suasion-brief" title="[^"<]*" sandbox="" srcdoc="', html)
    inside = html.partition('srcdoc="')[2].partition('"')[0]
    assert "<" not in inside
    assert "Who has leverage over Cambodia" in inside
    assert "about:srcdoc#judgements" in inside, "a link in the brief stays in the brief"
    assert "href=&quot;#" not in inside


def test_the_same_result_has_the_same_html(case: notebook.OpenContest) -> None:
    assert case.leverage._repr_html_() == case.leverage._repr_html_()


def test_no_type_has_a_plain_form_only() -> None:
    assert all(callable(kind._repr_html_) for kind in SHOWN)


def test_a_measure_of_a_contest_is_of_its_patrons_and_years(case: notebook.OpenContest) -> None:
    table = case.measure("s_score").table.to_pandas()
    assert set(table["partner"]) == {"JPN", "CHN", "USA"}
    assert table["year"].between(2015, 2023).all()
    period = case.measure("s-score", by="period", partners=["Japan"]).table
    assert period.num_rows == 1


def test_a_name_that_is_no_states_leaves_no_record_locked(tmp_path: Any) -> None:
    with pytest.raises(UnknownActorError):
        notebook.contest("Kambodia", ["Japan"], record=tmp_path / "r.duckdb")
    notebook.contest("Cambodia", ["Japan"], record=tmp_path / "r.duckdb", first_year=2000, last_year=2001).close()


class TestOwnTable:
    """A table of one's own."""

    SHEET = pd.DataFrame(
        {"who": ["Japan", "China", "Chyna"], "host": "Laos", "when": 2016, "how much": ["1.5", "n/a", "2"]}
    )
    TOLD = {"name": "own", "publisher": "me", "licence": "CC0-1.0", "citation": 'Me, "2016".', "released": "2017-01-01"}  # noqa: RUF012

    def written(self, folder: Any, **changed: Any) -> Any:
        columns = {"actor": "who", "partner": "host", "year": "when", "value": "how much"}
        asked = {"indicator": "fdi-approved", "scale": 1e6, **columns, **self.TOLD, **changed}
        return notebook.write_facts(self.SHEET, folder / "own.csv", **asked)

    def test_figures_missing_ones_and_a_wrong_name_each_keep_their_state(self, tmp_path: Any) -> None:
        with notebook.contest(
            "Laos", ["Japan", "China"], record=tmp_path / "r.duckdb", first_year=2016, last_year=2016
        ) as laos:
            gathered = laos.gather("facts", self.written(tmp_path))
            rows = {row["actor"]: row for row in laos.record.run(laos.record.observations()).to_pylist()}
        assert "'Chyna'" in str(gathered[0].problems[0])
        assert "row 3" in str(gathered[0].problems[0])
        assert (rows["JPN"]["value"], rows["JPN"]["status"]) == (1_500_000.0, "observed")
        assert (rows["CHN"]["value"], rows["CHN"]["status"]) == (None, "missing")

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"value": "amount"}, "no column amount"),
            ({"indicator": "bribes"}, "'bribes' is no indicator"),
            ({"licence": ""}, "Say licence"),
        ],
    )
    def test_what_is_lacking_is_named(self, tmp_path: Any, changed: dict[str, str], message: str) -> None:
        with pytest.raises(InputError, match=message):
            self.written(tmp_path, **changed)
