"""A panel names all that went into it, and takes as complete only what its description says is."""

from __future__ import annotations

import pyarrow as pa
import pytest

from suasion import gather
from suasion.codebook import Source
from suasion.errors import InputError
from suasion.panel import create_dyad_years, create_state_years
from suasion.panel.coverage import COMPLETE
from suasion.record import Record

YEARS = {"first_year": 2000, "last_year": 2003}


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_set_taken_as_complete_says_so_in_its_description(name) -> None:
    complete, described = COMPLETE[name], gather.describe(name)
    assert set(complete.indicators) <= set(described.feeds)
    assert f"{complete.first_year} to {complete.last_year}" in described.coverage
    says = described.notes + (gather.describe("cow-mid-dyads").notes if "As cow-mid-dyads" in described.notes else "")
    assert "without a row" in says


def test_the_references_are_those_of_what_went_in(table, row, source, capsys) -> None:
    rows = [row("cinc", "KHM", None, 2000, 0.1), row("gdp", "KHM", None, 2000, 1.0, source="so-2")]
    panel = create_state_years(observations=table(rows), sources=source("cow-nmc"), **YEARS)
    panel.add_capabilities().cite()
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 2
    assert printed[0].startswith("Correlates of War Project. 2017. State System Membership List")
    assert printed[1] == "Authors of cow-nmc."
    told = panel.add_gdp(dollars_of=2022).cited()
    assert told[1].startswith("so-2: a source that the panel was not given")
    assert "implicit price deflator" in told[2]


def test_sources_may_be_the_objects_that_gathering_gives(table, row) -> None:
    given = Source(
        kind="dataset", name="cow-nmc", sha256="ab" * 32, size=1, media_type="text/csv", citation="Singer and others."
    )
    rows = table([row("cinc", "KHM", None, 2000, 0.1, source=given.id)])
    panel = create_state_years(observations=rows, sources=iter([given]), **YEARS).add_capabilities()
    assert panel.cited()[1:] == ("Singer and others.",)


def test_a_source_that_gave_no_row_of_these_years_is_not_cited(table, row, source) -> None:
    rows = [row("cinc", "KHM", None, 2000, 0.1), row("cinc", "KHM", None, 1950, 0.1, source="so-2")]
    sources = pa.concat_tables([source("new"), source("old", "so-2")])
    panel = create_state_years(observations=table(rows), sources=sources, **YEARS).add_capabilities()
    assert panel.cited()[1:] == ("Authors of new.",)


def test_observations_must_be_in_the_schema() -> None:
    with pytest.raises(InputError, match="the observations lack the columns id, source"):
        create_state_years(observations=pa.table({"actor": ["KHM"]}), **YEARS)
    with pytest.raises(InputError, match="a str is no table"):
        create_state_years(observations="observations.csv", **YEARS)


def test_a_panel_draws_on_a_record_and_joins_what_it_holds(tmp_path) -> None:
    table = b"ccode,year,cinc,tpop\n811,2000,0.002,12000\n710,2000,0.16,1260000\n812,2000,-9,5000\n"
    gathered = gather.read_rows("cow-nmc", table, file_name="NMC.csv")
    with Record.open(tmp_path / "case.duckdb") as record:
        record.append_observations(gathered.source, gathered.data, gathered.rows)
        panel = create_dyad_years(
            directed=True, observations=record.observations(), sources=record.sources(), run=record.run, **YEARS
        )
        told = panel.filter_client("KHM").add_capabilities().add_population().filter_years(2000, 2000)
        rows = {row["actor"]: row for row in told.to_pyarrow().to_pylist()}
        assert (rows["CHN"]["actor_cinc"], rows["CHN"]["partner_cinc"]) == (0.16, 0.002)
        assert (rows["LAO"]["actor_cinc"], rows["LAO"]["actor_cinc_status"]) == (None, "missing")
        assert rows["LAO"]["actor_population"] == 5e6
        assert (rows["THA"]["actor_cinc"], rows["THA"]["actor_cinc_status"]) == (None, "not-covered")
        assert told.cited()[1] == gathered.source.citation
