"""Laws of leverage on a whole record: weights, series left out, what drives it, and what is filled."""

from __future__ import annotations

import msgspec
import pytest

from suasion.assess.leverage import leverage
from suasion.assess.tables import table_of
from suasion.codebook import Contest, recompute

YEARS = range(2015, 2018)
PATRONS = ("JPN", "CHN", "USA")
# Several clients in one record, alike but for one thing each.
BASE = {"JPN": 4e8, "CHN": 2e8, "USA": 1e8}
CLIENTS = {
    "KHM": (BASE, 1.0),
    "LAO": (BASE | {"CHN": 3e8}, 1.0),  # China gives more
    "VNM": (BASE, 1e3),  # all money, GDP too, in a currency worth a thousandth
}


def fill(write) -> None:
    """Write aid, loans and GDP of each client."""
    rows = []
    for client, (given, times) in CLIENTS.items():
        for year in YEARS:
            for donor, amount in given.items():
                rows.append({"indicator": "oda-gross", "actor": donor, "partner": client, "value": amount * times,
                             "year": year})  # fmt: skip
                rows.append({"indicator": "vaccine-doses", "actor": donor, "partner": client, "value": 1e5 * times,
                             "year": year})  # fmt: skip
            rows.append({"indicator": "gdp", "actor": client, "partner": None, "value": 2e10 * times, "year": year,
                         "unit": "USD-2022"})  # fmt: skip
    write.rows(*rows, name="all")


def of(write, client: str, patrons: tuple[str, ...] = PATRONS) -> dict:
    contest = Contest(client=client, patrons=patrons, first_year=2015, last_year=2017)
    return {one.patron: one for one in leverage(write.record, contest, draws=128)}


def numbers(one) -> tuple:
    """Return every number of a patron, without names."""
    totals = [(e.value, e.low, e.high) for e in (one.leverage, one.weighted)]
    chances = [one.probability_first.value, one.weighted_first.value]
    drivers = [(c.instrument, c.adds.value, c.variance, c.holds_down) for c in one.contributions]
    without = [(w.series, w.leverage.value, w.probability_first.value, w.leader, w.flips) for w in one.left_out]
    return totals, chances, drivers, without


def test_more_aid_raises_the_givers_leverage_and_no_rivals_by_either_total(write) -> None:
    fill(write)
    before, after = of(write, "KHM"), of(write, "LAO")
    for total in ("leverage", "weighted"):
        less, more = ({patron: getattr(one, total).value for patron, one in found.items()} for found in (before, after))
        assert more["CHN"] > less["CHN"]
        assert more["JPN"] <= less["JPN"]
        assert more["USA"] <= less["USA"]
    assert after["CHN"].weighted_first.value >= before["CHN"].weighted_first.value


def test_neither_currency_nor_the_order_of_patrons_changes_a_number(write) -> None:
    fill(write)
    base, scaled = of(write, "KHM"), of(write, "VNM")
    turned = of(write, "KHM", ("USA", "JPN", "CHN"))
    for patron in PATRONS:
        assert msgspec.json.encode(numbers(turned[patron])) == msgspec.json.encode(numbers(base[patron]))
        assert scaled[patron].leverage.value == pytest.approx(base[patron].leverage.value, rel=1e-9)
        assert scaled[patron].weighted.value == pytest.approx(base[patron].weighted.value, rel=1e-9)


def test_what_drives_a_total_adds_up_to_it_and_weights_can_be_worked_out_again(write) -> None:
    fill(write)
    for one in of(write, "KHM").values():
        assert sum(c.adds.value for c in one.contributions) == pytest.approx(one.leverage.value)
        assert sum(v for c in one.contributions for v in c.variance.values()) == pytest.approx(1)
        assert one.contributions[0].adds.value == max(c.adds.value for c in one.contributions)
        values = {line.leverage.id: line.leverage.value for line in one.by_instrument}
        assert recompute(one.weighted.derivation, values) == one.weighted.value
        assert one.weighted.low < one.weighted.value < one.weighted.high
    assert sum(one.weighted_first.value for one in of(write, "KHM").values()) == pytest.approx(1)


def test_a_series_left_out_can_turn_the_order_and_says_so(write) -> None:
    rows = [{"indicator": "vaccine-doses", "actor": donor, "partner": "KHM", "value": doses, "year": 2016}
            for donor, doses in (("JPN", 1e6), ("CHN", 9e7))]  # fmt: skip
    rows += [{"indicator": "oda-gross", "actor": donor, "partner": "KHM", "value": amount, "year": 2016}
             for donor, amount in (("JPN", 3e8), ("CHN", 1e8))]  # fmt: skip
    rows.append({"indicator": "gdp", "actor": "KHM", "partner": None, "value": 2e10, "year": 2016, "unit": "USD-2022"})
    write.rows(*rows, name="all")
    found = of(write, "KHM")
    china = {without.series: without for without in found["CHN"].left_out}
    assert set(china) == {"oda-gross", "vaccine-doses"}
    assert china["vaccine-doses"].leader == "JPN"
    assert china["vaccine-doses"].flips
    assert not china["oda-gross"].flips
    assert china["vaccine-doses"].probability_first.value < 0.5 < china["oda-gross"].probability_first.value
    assert found["USA"].left_out[0].leverage.value is None  # without a row there is nothing, with or without a series
    assert found["USA"].weighted.value is None
    assert found["USA"].contributions == ()
    flags = {line.instrument: line.imputed for line in found["CHN"].by_instrument}
    assert "a dose counted as 10 dollars" in flags["health"]
    assert "givers without rows taken to hold 30%" in flags["economic-aid"]


def test_the_table_has_what_drives_it_and_what_is_left_out(write) -> None:
    from suasion.assess import assess

    fill(write)
    contest = Contest(client="KHM", patrons=PATRONS, first_year=2015, last_year=2017)
    rows = table_of(assess(write.record, contest, draws=32), "leverage").to_pylist()
    names = {row["measure"].partition(" [")[0] for row in rows}
    assert {
        "leverage, mean over instruments",
        "part of total",
        "part of variance",
        "leverage without",
        "imputed",
    } <= names
    hedged = {row["measure"] for row in table_of(assess(write.record, contest, draws=32), "hedging").to_pylist()}
    assert "line from China to the United States" in hedged
