"""Leverage has its four parts, its evidence and its gaps in plain sight."""

from __future__ import annotations

import math

import msgspec
import pytest

from suasion.assess.leverage import leverage
from suasion.codebook import INSTRUMENTS, Contest, recompute
from suasion.model.leverage import GROWTH, REALISED, UNSEEN

YEARS = range(2012, 2022)
KNOWN = 1 - UNSEEN[1]  # the part of all aid and loans that comes from givers with rows
PAID = 118.023 / 110.186 * REALISED[1]  # what a dollar of 2021 that was committed counts in paid dollars of 2022
CONTEST = Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2012, last_year=2021)


def aid(write, **yearly: float) -> None:
    """Write net, gross and granted aid of some donors, the same every year."""
    rows = [
        {"indicator": indicator, "actor": donor, "partner": "KHM", "year": year, "value": amount}
        for donor, amount in yearly.items()
        for indicator in ("oda-net", "oda-gross", "oda-grants")
        for year in YEARS
    ]
    write.rows(*rows, name="aid")


def gdp(write, value: float = 2e10, unit: str = "USD-2022") -> None:
    write.rows(
        *(
            {"indicator": "gdp", "actor": "KHM", "partner": None, "year": y, "value": value, "unit": unit}
            for y in YEARS
        ),
        name="gdp",
    )


def lines(record, contest: Contest = CONTEST, **more) -> dict[tuple[str, str], object]:
    return {(p.patron, i.instrument): i for p in leverage(record, contest, draws=256, **more) for i in p.by_instrument}


def test_parts_multiply_and_each_can_be_worked_out_from_its_rows(write) -> None:
    aid(write, JPN=4e8, USA=1e8, FRA=5e8)
    gdp(write)
    line = lines(write.record)["JPN", "economic-aid"]
    rows = write.record.run(write.record.observations().select("id", "value")).to_pylist()
    values = {row["id"]: row["value"] for row in rows}
    assert line.share.value == pytest.approx(0.4 * KNOWN)
    assert line.stake.value == pytest.approx(math.log1p(100 * 1e9 / KNOWN / 2e10) / math.log1p(25))
    for part in (line.stake, line.share, line.substitutability):
        assert recompute(part.derivation, values) == part.value
        assert set(part.evidence) <= set(values)
    assert line.substitutability.low <= line.substitutability.value <= line.substitutability.high
    assert line.stake.low <= line.stake.value <= line.stake.high
    assert line.share.low < line.share.value < line.share.high
    parts = {part.id: part.value for part in (line.stake, line.share, line.substitutability, line.control)}
    assert recompute(line.leverage.derivation, parts) == line.leverage.value
    product = line.stake.value * line.share.value * (1 - line.substitutability.value) * line.control.value
    assert line.leverage.value == pytest.approx(product)
    assert line.leverage.low <= line.leverage.value <= line.leverage.high


def test_a_patron_without_rows_is_missing_and_never_zero(write) -> None:
    aid(write, JPN=4e8, USA=1e8)
    gdp(write)
    line = lines(write.record)["CHN", "economic-aid"]
    assert line.stake.value is not None  # the stake is the client's
    assert line.share.value is None
    assert line.leverage.value is None
    assert "not a zero" in line.share.note
    assert "aiddata" in line.share.note or "oecd" in line.share.note.lower()
    [china] = [p for p in leverage(write.record, CONTEST, draws=64) if p.patron == "CHN"]
    assert china.leverage.value is None
    assert china.probability_first.value is None


def test_a_giver_of_nothing_has_no_leverage(write) -> None:
    aid(write, JPN=0.0, USA=1e8)
    gdp(write)
    line = lines(write.record)["JPN", "economic-aid"]
    assert line.share.value == 0
    assert line.leverage.value == 0


def test_without_the_clients_product_the_stake_is_missing(write) -> None:
    aid(write, JPN=4e8, USA=1e8)
    line = lines(write.record)["JPN", "economic-aid"]
    assert line.stake.value is None
    assert "gross domestic product" in line.stake.note
    assert line.share.value == pytest.approx(0.8 * KNOWN)
    assert line.leverage.value is None


def test_years_without_a_product_take_the_nearest_at_the_assumed_growth(write) -> None:
    aid(write, JPN=4e8, USA=1e8)
    write.yearly("gdp", "KHM", {2010: 3e10, 2014: 2e10}, partner=None, unit="USD-2022")
    stake = lines(write.record)["JPN", "economic-aid"].stake
    grown = [2e10 * (1 + GROWTH[1]) ** (year - 2014) for year in YEARS if year > 2012]
    grown.append(3e10 * (1 + GROWTH[1]) ** 2)  # 2012 lies as near to 2010 as to 2014: the earlier
    size = sum(grown) / len(YEARS)
    assert stake.value == pytest.approx(math.log1p(100 * 5e8 / KNOWN / size) / math.log1p(25))
    rows = write.record.run(write.record.observations().select("id", "value")).to_pylist()
    assert recompute(stake.derivation, {row["id"]: row["value"] for row in rows}) == stake.value
    assert "9 of 10 years is carried from the nearest (2010 and 2014)" in stake.note


def test_a_product_too_far_away_is_none(write) -> None:
    aid(write, JPN=4e8, USA=1e8)
    write.yearly("gdp", "KHM", {2003: 2e10}, partner=None, unit="USD-2022")
    assert lines(write.record)["JPN", "economic-aid"].stake.value is None
    write.yearly("gdp", "KHM", {2004: 2e10}, partner=None, unit="USD-2022")
    assert lines(write.record)["JPN", "economic-aid"].stake.value is not None


def test_one_lender_is_never_all_lenders(write) -> None:
    write.yearly("finance-oof", "CHN", dict.fromkeys(YEARS, 1e9))
    write.yearly("oda-loans-gross", "JPN", dict.fromkeys(YEARS, 1e3))
    gdp(write)
    line = lines(write.record)["CHN", "economic-loan"]
    assert line.share.value == pytest.approx(KNOWN, abs=1e-4)
    assert line.share.high < 1 - UNSEEN[0] + 1e-9
    assert "assumed" in line.share.method
    assert line.substitutability.value > 0.1


def test_a_single_giver_in_the_record_has_no_share(write) -> None:
    write.yearly("finance-oof", "CHN", dict.fromkeys(YEARS, 1e9))
    gdp(write)
    line = lines(write.record)["CHN", "economic-loan"]
    assert line.share.value is None
    assert "only giver" in line.share.note


def test_dollars_of_different_years_stand_on_one_basis(write) -> None:
    aid(write, JPN=1e8, USA=1e8)
    write.yearly("finance-oda", "CHN", dict.fromkeys(YEARS, 2e8))
    line = lines(write.record)["CHN", "economic-aid"]
    assert line.share.value == pytest.approx(2 * PAID / (2 * PAID + 2) * KNOWN, rel=1e-6)
    assert "commitments" in line.share.note


def test_a_data_set_that_ends_early_is_not_read_as_giving_nothing(write) -> None:
    aid(write, JPN=1e8, USA=1e8)
    write.yearly("finance-oda", "CHN", dict.fromkeys(range(2012, 2017), 2e8))
    line = lines(write.record)["JPN", "economic-aid"]
    assert line.share.value == pytest.approx(1 / (2 + 2 * PAID) * KNOWN, rel=1e-6)
    assert "2012 to 2016" in line.share.note


def test_loans_that_are_part_of_aid_count_once_in_the_total(write) -> None:
    aid(write, JPN=4e8, USA=1e8)
    write.yearly("oda-loans-gross", "JPN", dict.fromkeys(YEARS, 2e8))
    write.yearly("oda-loans-gross", "KOR", dict.fromkeys(YEARS, 1e8))
    gdp(write)
    japan = leverage(write.record, CONTEST, draws=256)[0]
    by_name = {line.instrument: line.leverage.value for line in japan.by_instrument}
    assert by_name["economic-loan"] > 0
    assert japan.leverage.value == pytest.approx(max(by_name["economic-aid"], by_name["economic-loan"]))
    assert "the larger counts" in japan.leverage.note


def test_statements_tell_of_a_tie_and_stand_in_for_no_number(write, tie) -> None:
    write.document(
        "Japan trains deminers. Japan will build a port. Japan denies a base.",
        tie("Japan trains deminers", instrument="military"),
        tie("Japan will build a port", instrument="infrastructure", modality="planned"),
        tie("Japan denies a base", instrument="legal", modality="denied"),
    )
    found = lines(write.record)
    military = found["JPN", "military"]
    assert military.leverage.value is None
    assert len(military.statements) == 1
    assert military.leverage.note == "1 statement says that the tie exists; no data row measures it"
    assert ("JPN", "infrastructure") in found
    assert ("JPN", "legal") not in found  # a denied tie is no tie


def test_arms_have_a_share_and_no_stake(write) -> None:
    write.yearly("arms-transfer", "CHN", {2013: 39.0, 2018: 2.0})
    write.yearly("arms-transfer", "UKR", {2012: 54.0})
    line = lines(write.record)["CHN", "military"]
    assert line.share.value == pytest.approx(41 / 95)
    assert line.stake.value is None
    assert "SIPRI" in line.stake.note


def test_trade_counts_only_years_in_which_the_pair_has_rows(write) -> None:
    for partner in ("JPN", "CHN"):
        for kind in ("exports", "imports"):
            write.yearly(kind, "KHM", {2021: 1e9}, partner=partner)
    for kind in ("exports", "imports"):
        write.yearly(kind, "KHM", {2020: 4e9, 2021: 5e9}, partner=None)
    line = lines(write.record)["JPN", "economic-trade"]
    assert line.share.value == pytest.approx(2e9 / 10e9)
    assert line.indicators == ("exports", "imports")


def test_partners_that_come_to_more_than_the_total_are_the_whole(write) -> None:
    for partner in ("JPN", "CHN"):
        for kind in ("exports", "imports"):
            write.yearly(kind, "KHM", {2021: 3e9}, partner=partner)
    for kind in ("exports", "imports"):
        write.yearly(kind, "KHM", {2021: 4e9}, partner=None)
    assert lines(write.record)["JPN", "economic-trade"].share.value <= 0.5


def test_the_order_of_patrons_and_the_run_change_no_number(write) -> None:
    aid(write, JPN=4e8, USA=1e8, FRA=2e8)
    gdp(write)
    one = leverage(write.record, CONTEST, draws=128, seed=3)
    turned = Contest(client="KHM", patrons=("USA", "CHN", "JPN"), first_year=2012, last_year=2021)
    other = {p.patron: p for p in leverage(write.record, turned, draws=128, seed=3)}
    for patron in one:
        assert msgspec.json.encode(patron.leverage) == msgspec.json.encode(other[patron.patron].leverage)
        assert patron.probability_first.value == other[patron.patron].probability_first.value
    assert [p.patron for p in one] == list(CONTEST.patrons)
    assert sum(p.probability_first.value or 0 for p in one) == pytest.approx(1)


def test_rows_known_later_do_not_count(write) -> None:
    aid(write, JPN=4e8, USA=1e8)
    before = lines(write.record, msgspec.structs.replace(CONTEST, as_of="2022-03-20"))
    write.rows({"indicator": "oda-gross", "actor": "FRA", "partner": "KHM", "year": 2015, "value": 9e9},
               name="late", published="2023-01-01")  # fmt: skip
    after = lines(write.record, msgspec.structs.replace(CONTEST, as_of="2022-03-20"))
    assert msgspec.json.encode(list(before.values())) == msgspec.json.encode(list(after.values()))
    assert lines(write.record)["JPN", "economic-aid"].share.value < after["JPN", "economic-aid"].share.value


def test_control_is_the_codebooks_and_said_to_be_assumed(write) -> None:
    aid(write, JPN=4e8, USA=1e8)
    control = lines(write.record)["JPN", "economic-aid"].control
    assert (control.low, control.value, control.high) == INSTRUMENTS["economic-aid"].control
    assert "assumption" in control.method


def test_a_record_without_rows_says_what_to_gather(write) -> None:
    found = leverage(write.record, CONTEST, draws=64)
    assert [p.leverage.value for p in found] == [None, None, None]
    assert all(p.leverage.note for p in found)


def chances(record, contest: Contest = CONTEST) -> dict[str, float | None]:
    return {p.patron: p.probability_first.value for p in leverage(record, contest, draws=1024)}


def test_ties_without_a_measure_temper_who_comes_first_and_add_nothing_to_the_total(write, tie) -> None:
    aid(write, JPN=4e8, USA=1e7, CHN=1e7)
    gdp(write)
    before = leverage(write.record, CONTEST, draws=1024)
    write.document("China builds a road.", tie("China builds a road", actor="CHN", instrument="infrastructure"))
    after = leverage(write.record, CONTEST, draws=1024)
    assert [p.leverage.value for p in before] == [p.leverage.value for p in after]
    first = {p.patron: p.probability_first for p in after}
    assert first["CHN"].value > before[1].probability_first.value + 0.01
    assert 0.5 < first["JPN"].value < 0.99
    assert "allowance" in first["JPN"].note
    assert "by what is measured alone above 99 %" in first["JPN"].note
    assert sum(one.value for one in first.values()) == pytest.approx(1)


def test_a_known_share_without_a_stake_counts_for_more_than_one_unknown(write) -> None:
    aid(write, JPN=1e8, USA=1e8, CHN=1e8)
    gdp(write)
    write.yearly("arms-transfer", "CHN", dict.fromkeys(YEARS, 90.0))
    write.yearly("arms-transfer", "JPN", dict.fromkeys(YEARS, 5.0))
    found = chances(write.record)
    assert found["CHN"] > found["JPN"] + 0.2
    assert abs(found["JPN"] - found["USA"]) < 0.1


def test_a_patron_known_by_statements_alone_has_a_chance_and_no_value(write, tie) -> None:
    aid(write, JPN=1e8, USA=1e8)
    gdp(write)
    write.document("China lends.", tie("China lends", actor="CHN", instrument="economic-loan"))
    [china] = [p for p in leverage(write.record, CONTEST, draws=256) if p.patron == "CHN"]
    assert china.leverage.value is None
    assert china.probability_first.value > 0.05


def test_a_pact_that_was_looked_for_and_not_found_is_no_tie(write) -> None:
    aid(write, JPN=1e8, USA=1e8)
    gdp(write)
    write.yearly("alliance-defense", "CHN", dict.fromkeys(YEARS, 0.0))
    assert chances(write.record)["CHN"] is None
    write.yearly("alliance-defense", "CHN", {2011: 1.0, 2022: 1.0})
    assert chances(write.record)["CHN"] is None  # out of the contest's years
    write.yearly("troops", "CHN", {2015: 300.0})
    assert chances(write.record)["CHN"] is not None
