"""Pictures: valid Vega-Lite with every row, intervals where there are any, and words where there is no value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pytest

from suasion import notebook
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA
from suasion.notebook import style
from suasion.notebook.measure_picture import measured

NAMES = ("leverage", "positions", "dependence", "timeline")


@pytest.fixture(scope="module")
def pictures(case: notebook.OpenContest) -> dict[str, notebook.Picture]:
    return {name: getattr(case.plot, name)() for name in NAMES}


@pytest.fixture(scope="module")
def specs(pictures: dict[str, notebook.Picture]) -> dict[str, dict[str, Any]]:
    return {name: picture.chart.to_dict() for name, picture in pictures.items()}


def views(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every view of a chart that draws something."""
    if "mark" in spec:
        yield spec
    for key in ("layer", "vconcat", "hconcat"):
        for part in spec.get(key, ()):
            yield from views(part)


def marks(spec: dict[str, Any]) -> set[str]:
    return {view["mark"]["type"] for view in views(spec)}


def values(spec: Any) -> Iterator[dict[str, Any]]:
    """Yield all rows that travel in a chart, wherever they stand in it."""
    if isinstance(spec, dict):
        if isinstance(spec.get("datasets"), dict):
            for rows in spec["datasets"].values():
                yield from rows
        if isinstance(spec.get("data"), dict):
            yield from spec["data"].get("values", ())
        for key, part in spec.items():
            if key not in ("datasets", "data"):
                yield from values(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from values(part)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
def test_picture_is_valid_and_says_what_it_shows(pictures: dict[str, notebook.Picture], name: str, width: int) -> None:
    spec = pictures[name].at(width).to_dict(validate=True)
    assert "Cambodia" in spec["description"] or "Japan" in spec["description"]
    assert spec["title"]["text"]
    subtitle = " ".join(spec["title"]["subtitle"])
    assert "2023" in subtitle
    assert "data sets" in subtitle


@pytest.mark.parametrize("name", ["leverage", "positions", "dependence"])
def test_each_estimate_with_an_interval_is_drawn_with_it(
    pictures: dict[str, notebook.Picture], specs: dict[str, dict[str, Any]], name: str
) -> None:
    spec = specs[name]
    assert "rule" in marks(spec)
    drawn = {row["id"]: row for row in values(spec) if row.get("id")}
    of_interval = [row for row in pictures[name].rows if row["low"] is not None]
    assert of_interval
    assert all(drawn[row["id"]]["low"] == row["low"] <= row["value"] <= row["high"] for row in of_interval)


def test_leverage_shows_every_patron_and_instrument_and_names_what_it_cannot_measure(
    case: notebook.OpenContest, specs: dict[str, dict[str, Any]]
) -> None:
    wanted = {one.leverage.id for one in case.assess().leverage}
    wanted |= {tie.leverage.id for one in case.assess().leverage for tie in one.by_instrument}
    shown = list(values(specs["leverage"]))
    found = {row["id"] for row in shown if "id" in row}
    found |= {identity for row in shown if "estimates" in row for identity in row["estimates"].split(", ")}
    assert found == wanted
    lacking = [row for row in shown if row.get("state") == "no data"]
    assert lacking
    assert all(row["value"] is None and "no measure" in row["said"] for row in lacking)


def test_leverage_says_beside_each_patron_how_often_it_comes_first(pictures: dict[str, notebook.Picture]) -> None:
    whole = [row for row in pictures["leverage"].rows if row["instrument"] == "All instruments"]
    assert sum(row["first"] for row in whole) == pytest.approx(1.0)
    assert all(re.search(r"first in \d+ %$", row["said"]) for row in whole)


def test_positions_lose_no_party_and_call_a_missing_one_no_data(
    case: notebook.OpenContest, pictures: dict[str, notebook.Picture]
) -> None:
    rows = pictures["positions"].rows
    assert {row["id"] for row in rows} == {one.position.id for one in case.assess().positions}
    missing = [row for row in rows if row["value"] is None]
    assert missing
    assert {row["said"] for row in missing} == {"no data"}


def test_yearly_shares_keep_the_rules_of_the_periods_and_gaps_are_no_zeros(
    pictures: dict[str, notebook.Picture],
    specs: dict[str, dict[str, Any]],
) -> None:
    rows = [row for row in pictures["dependence"].rows if row["indicator"] == "oda-net" and row["year"]]
    japan = {row["year"]: row["value"] for row in rows if row["name"] == "Japan"}
    assert sorted(japan) == list(range(2015, 2024))
    assert japan[2023] is None, "the data end in 2022"
    assert all(0 < share < 1 for year, share in japan.items() if year < 2023)
    china = [row for row in rows if row["name"] == "China"]
    assert {row["value"] for row in china} == {None}
    lines = [view for view in views(specs["dependence"]) if view["mark"]["type"] == "line"]
    assert lines
    assert {view["mark"]["invalid"] for view in lines} == {"break-paths-show-path-domains"}


def test_a_series_that_is_not_recorded_is_named(case: notebook.OpenContest) -> None:
    with pytest.raises(InputError, match=r"No flow of oda-nett is recorded. There is: .*oda-net"):
        case.plot.dependence("oda-nett")


def test_timeline_counts_every_entry_once(case: notebook.OpenContest, pictures: dict[str, notebook.Picture]) -> None:
    rows = [row for row in pictures["timeline"].rows if row["kind"] == "data row"]
    table = case.record.observations()
    pairs = (table.partner == "KHM") & table.actor.isin(["JPN", "CHN", "USA"])
    pairs |= (table.actor == "KHM") & table.partner.isin(["JPN", "CHN", "USA"])
    touching = (table.first_year <= 2023) & (table.last_year >= 2015) & (table.status == "observed")
    kept = case.record.run(table.filter(pairs & touching & ~table.indicator.isin(["ideal-point"])))
    assert sum(row["n"] for row in rows) == kept.num_rows
    statements = [row for row in pictures["timeline"].rows if row["kind"] == "statement"]
    assert {"denied", "asserted"} <= {row["state"] for row in statements}
    assert all(row["start"] <= row["middle"] <= row["end"] for row in pictures["timeline"].rows)


def test_a_party_has_one_colour_and_one_shape_in_every_picture(specs: dict[str, dict[str, Any]]) -> None:
    found: dict[str, set[str]] = {}
    for name in ("leverage", "positions", "dependence"):
        for view in views(specs[name]):
            for channel in ("color", "shape"):
                scale = view["encoding"].get(channel, {}).get("scale")
                if scale:
                    for party, look in zip(scale["domain"], scale["range"], strict=True):
                        found.setdefault(f"{party} {channel}", set()).add(look)
    assert all(len(looks) == 1 for looks in found.values())
    assert len(set.union(*(found[f"{party} color"] for party in ("Japan", "China", "United States")))) == 3


def test_picture_is_shown_without_a_network_or_script(case: notebook.OpenContest) -> None:
    html = case.plot.measure("kappa")._repr_html_()
    assert html.count("<svg") == 2, "one for a wide and one for a narrow column"
    assert "<script" not in html
    assert not re.findall(r'(?:src|href)="https?:', html)
    for drawn in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        ElementTree.fromstring(drawn)
    assert 'role="img"' in html


def test_words_of_a_source_stay_words_in_a_picture() -> None:
    evil = '</text><script>alert("1")</script>'
    row = {"actor": "KHM", "partner": evil, "year": 2000, "measure": evil, "value": 0.5, "low": 0.4, "high": 0.6,
           "n": 3, "unit": "index", "method": evil, "evidence": evil}  # fmt: skip
    html = measured(pa.Table.from_pylist([row], schema=MEASURE_SCHEMA), title=evil)._repr_html_()
    assert "<script" not in html
    assert "&lt;script" in html


def test_a_year_without_a_row_breaks_the_line_of_a_measure() -> None:
    row = {"actor": "KHM", "partner": "JPN", "measure": "kappa", "value": 0.5, "low": 0.4, "high": 0.6, "n": 3,
           "unit": "index", "method": "", "evidence": ""}  # fmt: skip
    table = pa.Table.from_pylist([row | {"year": year} for year in (2000, 2001, 2003)], schema=MEASURE_SCHEMA)
    picture = measured(table)
    assert len(picture.rows) == 3
    shown = {row["year"]: row["value"] for row in values(picture.chart.to_dict())}
    assert shown == {2000: 0.5, 2001: 0.5, 2002: None, 2003: 0.5}


def test_picture_is_saved_in_the_forms_that_it_says(case: notebook.OpenContest, tmp_path: Any) -> None:
    picture = case.plot.measure("kappa", by="period")
    assert picture.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in picture.save(tmp_path / "a.svg").read_text()
    with pytest.raises(InputError, match=r"no picture ends in '\.gif'"):
        picture.save(tmp_path / "a.gif")


def test_front_end_that_draws_nothing_gets_the_rows(
    case: notebook.OpenContest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suasion.notebook.picture._can_draw", lambda: False)
    html = case.plot.leverage()._repr_html_()
    assert "<svg" not in html
    assert "<table" in html
    assert "China" in html
