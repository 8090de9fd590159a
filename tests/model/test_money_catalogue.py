"""Money by name: what a request asks for is what comes back, and what it cannot mean is refused."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
import pytest

from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA, on_its_own_engine
from suasion.model.catalogue.money import MEASURES
from suasion.model.catalogue.request import Request

NAMED = {measure.name: measure for measure in MEASURES}


def row(indicator: str, actor: str, partner: str | None, value: float, year: int = 2015) -> dict[str, Any]:
    return {
        "id": f"ob-{indicator}-{actor}-{year}", "source": "so-1", "row": None, "indicator": indicator, "actor": actor,
        "partner": partner, "item": None, "label": None, "first_year": year, "last_year": year, "date": None,
        "value": value, "unit": INDICATORS[indicator].unit, "status": "observed", "known": "2024-01-01",
    }  # fmt: skip


ROWS = [
    row("oda-gross", "JPN", "KHM", 100e6), row("oda-grants", "JPN", "KHM", 60e6), row("oda-gross", "USA", "KHM", 300e6),
    row("oda-loans-gross", "JPN", "KHM", 40e6), row("oda-gross", "JPN", "KHM", 50e6, 2016),
    row("finance-oda", "CHN", "KHM", 70e6), row("finance-oof", "CHN", "KHM", 30e6),
    row("finance-vague", "CHN", "KHM", 0.0),
    row("debt-interest", "JPN", "KHM", 0.01), row("debt-grace", "JPN", "KHM", 10),
    row("debt-maturity", "JPN", "KHM", 40),
]  # fmt: skip


def asked(name: str, **request: Any) -> dict[Any, Any]:
    """What comes back, by giver, year and measure."""
    table = ibis.memtable(pa.Table.from_pylist(ROWS, schema=OBSERVATION_SCHEMA))
    table = table.filter(table.indicator.isin(NAMED[name].needs))
    found = NAMED[name].work(table, Request(actor="KHM", **request), on_its_own_engine)
    assert found.schema == MEASURE_SCHEMA
    return {(r["partner"], r["year"], r["measure"]): r["value"] for r in found.to_pylist()}


def test_aid_comes_by_kind_year_and_giver_and_finance_with_its_sum() -> None:
    aid = asked("aid", partners=("JPN",))
    assert aid["JPN", 2015, "aid [oda-gross]"] == 100e6
    assert aid["JPN", 2016, "aid [oda-gross]"] == 50e6
    assert aid[None, 2015, "aid [oda-gross]"] == 400e6
    assert {giver for giver, *_ in aid} == {"JPN", None}
    finance = asked("finance", by="period")
    assert finance["CHN", None, "finance [all]"] == pytest.approx(100e6 * 118.023 / 110.186)


def test_money_is_added_only_where_it_is_named_and_counts_once() -> None:
    both = asked("money", indicators=("oda-grants", "oda-loans-gross"), first_year=2015, last_year=2015)
    assert both["JPN", 2015, "money [sum]"] == both[None, 2015, "money [sum]"] == 100e6
    assert ("JPN", 2015, "money [sum]") not in asked("money", indicators=("oda-grants",))
    with pytest.raises(InputError, match="a part of oda-gross"):
        asked("money", indicators=("oda-gross", "oda-grants"))
    with pytest.raises(InputError, match="not the same step"):
        asked("money", indicators=("oda-gross", "finance-oda"))
    with pytest.raises(InputError, match="--indicator"):
        asked("money")


def test_current_dollars_are_of_each_year_and_what_is_no_aid_is_refused() -> None:
    found = asked("aid-current", indicators=("oda-gross",), partners=("JPN",))
    assert found["JPN", 2015, "aid-current [oda-gross]"] == pytest.approx(100e6 * 97.316 / 118.023)
    with pytest.raises(InputError, match="finance-oda is none of aid"):
        asked("aid", indicators=("finance-oda",))


def test_loans_have_elements_and_equivalents_by_rule() -> None:
    elements = asked("grant-element")
    worth = asked("grant-equivalent", partners=("JPN",), last_year=2015)
    for rule in ("5 %", "DAC to 2017, 10 %"):
        element = elements["JPN", 2015, f"grant-element [{rule}]"]
        assert 0 < element < 1
        assert worth["JPN", 2015, f"grant-equivalent [{rule}]"] == pytest.approx(60e6 + 40e6 * element)
