"""FBIC is the publisher's, step by step, from its own components; what is not known stays so."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.errors import DatasetError, InputError
from suasion.measure.capacity import capacity, recomputed_capacity
from suasion.measure.fbic import fbic, fbic_plus, waterfall
from suasion.measure.fbic_checks import fbic_checks, fbic_problems
from suasion.measure.fbic_columns import Components
from suasion.measure.fbic_file import read_components
from suasion.measure.fbic_releases import RELEASES
from suasion.measure.measured import MEASURE_SCHEMA

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TOLERANCE = 1e-6
# How far a published column may be from what those before it make: the publisher keeps seven digits of each number,
# percentages reach 100.
SEVEN_DIGITS = 4e-6


def shared(name: str) -> pa.Table:
    path = SHARED / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path.name} does not lie in a shared folder beside the project")
    return pq.read_table(path)


def errors(found: pa.Table, published: pa.Table) -> dict[str, float]:
    keys = ["iso3a", "iso3b", "year"]
    typed = published.set_column(published.column_names.index("year"), "year", published["year"].cast(pa.int16()))
    for key in keys[:2]:
        typed = typed.set_column(typed.column_names.index(key), key, published[key].cast(pa.string()))
    columns = found.column_names[3:]
    joined = found.join(typed.select([*keys, *columns]), keys, right_suffix="_published", join_type="inner")
    assert joined.num_rows == found.num_rows == published.num_rows
    return {
        name: pc.max(pc.abs(pc.subtract(joined[name], joined[f"{name}_published"]))).as_py() for name in columns
    } | {f"nulls of {name}": joined[name].null_count - joined[f"{name}_published"].null_count for name in columns}


def test_every_row_of_the_publishers_sample_is_met_in_parquet_and_in_csv(tmp_path: Path) -> None:
    sample = shared("fbic_sample")
    pa.csv.write_csv(sample, tmp_path / "fbic.csv")
    bare = sample.drop_columns(["fbic", "bandwidth", "dependence"])  # nothing to copy from
    for components in (sample, bare, read_components(tmp_path / "fbic.csv")):
        found = errors(fbic(components), sample)
        assert max(found[name] for name in ("fbic", "bandwidth", "dependence")) <= TOLERANCE
        assert all(count == 0 for name, count in found.items() if name.startswith("nulls"))
        found = errors(fbic_plus(components), sample)
        assert max(found[f"{name}_plus"] for name in ("fbic", "bandwidth", "dependence")) <= TOLERANCE
        assert all(count == 0 for name, count in found.items() if name.startswith("nulls"))


@pytest.mark.parametrize("plus", [False, True])
def test_every_step_from_inputs_to_index_gives_the_publishers_own_column(plus: bool) -> None:
    checks = fbic_checks(shared("fbic_sample"), plus=plus).to_pylist()
    assert {check["step"] for check in checks} == {"made", "scaled", "averaged", "logged", "weighted", "index"}
    for check in checks:
        assert check["n"] > 0, check
        assert check["max_abs_error"] <= (TOLERANCE if check["step"] == "index" else SEVEN_DIGITS), check


def test_constants_of_the_release_are_those_that_its_file_carries() -> None:
    sample = shared("fbic_sample")
    for function in (fbic, fbic_plus):
        carried, named = function(sample), function(sample, release="1960-2023")
        assert carried.equals(named)


def test_alliances_are_averaged_over_a_year_and_the_two_before_it() -> None:
    states = shared("fbic_18_states")
    columns = Components(states)
    alone = 0.13 * columns.trailing_mean(columns["norm_allianceindex"], 1960)
    rest = columns["securitybandwidth"] - alone  # what arms add, which is never less than nothing
    rest = rest[~np.isnan(rest)]
    assert len(rest) == 7038
    assert rest.min() > -TOLERANCE
    assert (np.abs(rest) < TOLERANCE).sum() == 3694


def test_shares_of_the_waterfall_are_the_publishers_shares_by_group() -> None:
    sample = shared("fbic_sample")
    rows = [row for row in sample.to_pylist() if row["fbic"] > 0][:40]
    for row in rows:
        steps = waterfall(sample, iso3a=row["iso3a"], iso3b=row["iso3b"], year=row["year"]).to_pylist()
        assert len(steps) == 12
        assert steps[-1]["end"] == pytest.approx(row["fbic"], abs=TOLERANCE)
        for part in ("bandwidth", "dependence"):
            assert sum(s["in_part"] for s in steps if s["part"] == part) == pytest.approx(row[part], abs=TOLERANCE)
        for group in ("aid", "trade", "arms", "diplomacy"):
            share = sum(step["share"] for step in steps if step["group"] == group)
            assert share == pytest.approx(row[f"{group}sharefbic"], abs=TOLERANCE)


def test_columns_that_no_term_can_do_without_are_named() -> None:
    with pytest.raises(DatasetError, match=r"lack norm_igos_ma \(or sharedigoweighted of 3 years in a row\)"):
        fbic(shared("fbic_18_states"))


INPUTS: dict[str, float] = {
    "embassylorainb": 1.0, "embassylorbina": 0.5, "sharedigoweighted": 500.0, "totaltradeawithb": 3e9,
    "armsimportstockbfroma": 40.0, "armsimportstockafromb": 0.0, "foreignaid2011usdatob": 200.0,
    "gdpmer2011usdb": 2e10, "allaidb": 8e8, "alltradeb": 3e10, "milstockb": 400.0, "allarmsimportstockb": 100.0,
    "atopdefense": 0.0, "atopneutral": 0.0, "atopnonagg": 1.0, "atopconsul": 1.0, "atopoffense": 0.0,
    **dict.fromkeys((f"tradeagreement_{k}" for k in ("psa", "eia", "bta", "btaeia", "rta", "cu", "cueia")), 0.0),
    "tradeagreement_rtaeia": 1.0,
}  # fmt: skip


def made(years: tuple[int, ...] = (2010, 2011, 2012), **changes: Any) -> pa.Table:
    """Return inputs of one pair, the same in all years."""
    row = INPUTS | {"iso3a": "CHN", "iso3b": "KHM"} | changes
    return pa.Table.from_pylist([row | {"year": year} for year in years])


def only(table: pa.Table, year: int = 2012) -> dict[str, Any]:
    [row] = [row for row in table.to_pylist() if row["year"] == year]
    return row


def test_inputs_of_three_years_give_what_the_formula_gives() -> None:
    constants = RELEASES["1960-2023"]["fbic"]
    mass = {name: constants.masses["representation"] / m for name, m in constants.masses.items()}
    bandwidth = (
        0.11 * 0.75 + 0.19 * 500 * mass["organisations"] + 0.14 * 8 * mass["trade-agreements"]
        + 0.35 * math.log1p(3000) * mass["trade"] + 0.13 * 6 * mass["alliance"] + 0.08 * math.log1p(40) * mass["arms"]
    ) / 3.1831572  # fmt: skip
    dependence = (
        0.21 * math.log1p(1) + 0.12 * math.log1p(25) + 0.28 * math.log1p(15) + 0.16 * math.log1p(10)
        + 0.10 * math.log1p(10) + 0.13 * math.log1p(40)
    ) / 4.1227694  # fmt: skip
    row = only(fbic(made()))
    assert row["bandwidth"] == pytest.approx(bandwidth, rel=1e-12)
    assert row["dependence"] == pytest.approx(dependence, rel=1e-12)
    assert row["fbic"] == pytest.approx(bandwidth * dependence / 0.58199161, rel=1e-12)


def test_years_without_two_before_them_have_no_index_and_say_so() -> None:
    table = made()
    assert [row["fbic"] is None for row in fbic(table).to_pylist()] == [True, True, False]
    problem = fbic_problems(table)[0]
    assert (problem.place, problem.severity) == ("rows 1, 2", "warning")
    assert "norm_lor_avg_ma is empty" in problem.reason
    assert only(fbic(made((1960,))), 1960)["fbic"] is not None  # the publisher's series begins there


def test_what_is_not_known_is_not_zero_and_a_share_of_nothing_is() -> None:
    known = only(fbic(made()))
    unknown = made(foreignaid2011usdatob=None, aidabgdpb_ma=None, aidaballaidb_ma=None)
    assert only(fbic(unknown))["dependence"] is None
    assert only(fbic(unknown))["bandwidth"] == known["bandwidth"]
    no_aid = only(fbic(made(foreignaid2011usdatob=0.0)))
    assert only(fbic(made(foreignaid2011usdatob=0.0, allaidb=0.0))) == no_aid
    assert 0 < no_aid["fbic"] < known["fbic"]
    # An army without a stock has no share of it to depend on, as the publisher has it.
    assert only(fbic(made(milstockb=0.0)))["dependence"] < known["dependence"]


def test_averages_of_the_file_serve_where_years_are_wanting() -> None:
    deep = waterfall(made(), iso3a="CHN", iso3b="KHM", year=2012).to_pylist()
    columns = dict(zip([term["term"] for term in deep], [term["average"] for term in deep], strict=True))
    averaged = {
        "norm_lor_avg_ma": columns["representation"], "norm_igos_ma": columns["organisations"],
        "norm_tradeagreement_ma": columns["trade-agreements"], "norm_lntotaltrade_ma": columns["trade"],
        "norm_allianceindex_ma": columns["alliance"], "norm_armstotalstock_ma": columns["arms"],
        "aidabgdpb_ma": columns["aid-to-gdp"], "aidaballaidb_ma": columns["aid-share"],
        "totaltradeabgdpb_ma": columns["trade-to-gdp"], "totaltradeaballtradeb_ma": columns["trade-share"],
        "armimportstockabmilstockb_ma": columns["arms-to-stock"],
        "armsimportsstockaballimstockb_ma": columns["arms-share"],
    }  # fmt: skip
    shallow = pa.Table.from_pylist([{"iso3a": "CHN", "iso3b": "KHM", "year": 2012} | averaged])
    assert only(fbic(shallow))["fbic"] == pytest.approx(only(fbic(made()))["fbic"], rel=1e-12)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (made((2012, 2012)), "row 2: CHN over KHM in 2012 stands there before"),
        (made(milstockb="many"), "rows 1, 2, 3: 'many' in column milstockb is no number"),
        (made(iso3b=" "), "rows 1, 2, 3: no iso3b"),
        (made().drop_columns(["year"]), "lack year"),
        (made().append_column("fbicmax", pa.array([0.5, 0.5, 0.6])), "fbicmax is 0.5 in some rows and 0.6 in others"),
    ],
)
def test_bad_components_are_named(table: pa.Table, said: str) -> None:
    with pytest.raises(DatasetError, match=said):
        fbic(table)


def test_a_release_or_row_that_is_not_known_is_named() -> None:
    with pytest.raises(InputError, match="'2018' is no release"):
        fbic(made(), release="2018")
    with pytest.raises(InputError, match="no row of KHM over CHN in 2012"):
        waterfall(made(), iso3a="KHM", iso3b="CHN", year=2012)


def test_an_amount_below_zero_is_a_problem() -> None:
    [problem] = [p for p in fbic_problems(made(foreignaid2011usdatob=-3.0)) if "below 0" in p.reason]
    assert problem.place == "rows 1, 2, 3"
    assert problem.reason.startswith("foreignaid2011usdatob")


def test_files_that_are_no_components_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_components(tmp_path / "absent.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DatasetError, match=r"other\.csv has none of the columns of FBIC"):
        read_components(tmp_path / "other.csv")
    (tmp_path / "twice.csv").write_text("iso3a,iso3b,year,milstockb,milstockb\nCHN,KHM,2012,1,2\n")
    with pytest.raises(DatasetError, match="milstockb twice"):
        read_components(tmp_path / "twice.csv")
    (tmp_path / "cut.parquet").write_bytes(b"PAR1cut")
    with pytest.raises(DatasetError, match="damaged"):
        read_components(tmp_path / "cut.parquet")


def test_capacity_comes_in_the_measure_table_recomputed_and_as_published(observation) -> None:
    recomputed = recomputed_capacity(made(), source="made.csv")
    assert recomputed.schema.equals(MEASURE_SCHEMA)
    assert recomputed.num_rows == 9
    rows = [
        observation("fbic", "CHN", "KHM", 2012, 0.2), observation("fbic-dependence", "KHM", "CHN", 2012, 0.01),
        observation("fbic", "USA", "KHM", 2012, 0.1), observation("fbic", "CHN", "KHM", 2013, 0.3),
    ]  # fmt: skip
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=OBSERVATION_SCHEMA))
    published = capacity(table, actor="KHM", partners=["CHN"], first_year=2012, last_year=2012)
    assert published.schema.equals(MEASURE_SCHEMA)
    assert [(r["actor"], r["partner"], r["measure"], r["value"]) for r in published.to_pylist()] == [
        ("CHN", "KHM", "fbic", 0.2), ("KHM", "CHN", "fbic-dependence", 0.01),
    ]  # fmt: skip
