"""Facts typed from publications: the table, the description beside it, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from suasion import gather
from suasion.errors import DatasetError

HEADER = "indicator,actor,partner,item,label,first_year,last_year,date,value,unit,status"
DESCRIPTION = """
name = "visits"
publisher = "Ministry of Foreign Affairs of Japan"
table = "Press releases"
address = "https://www.mofa.go.jp/"
licence = "facts"
citation = "Ministry of Foreign Affairs of Japan, 20 March 2022"
accessed = "2026-01-02"
released = "2022-03-20"

[expected]
rows = 1
"""
VISIT = "visit,JPN,KHM,,Prime Minister Kishida,2022,2022,2022-03-20,1,count,observed"


def gathered(*lines: str, description: str = DESCRIPTION) -> gather.Gathered:
    data = gather.bundle({"visits.csv": "\n".join([HEADER, *lines]).encode(), "visits.toml": description.encode()})
    return gather.read_rows("facts", data, file_name="visits.zip")


def rows(*lines: str, description: str = DESCRIPTION) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gathered(*lines, description=description).rows.to_pylist()
    return found


def test_a_fact_carries_the_source_that_its_description_names() -> None:
    result = gathered(VISIT)
    assert result.source.name == "visits"
    assert result.source.publisher == "Ministry of Foreign Affairs of Japan"
    assert result.source.title == "Press releases"
    assert result.source.published == "2022-03-20"
    (row,) = result.rows.to_pylist()
    assert (row["row"], row["actor"], row["partner"], row["date"], row["known"]) == (
        "row 1", "JPN", "KHM", "2022-03-20", "2022-03-20",
    )  # fmt: skip
    assert result.problems == ()


def test_a_row_public_on_its_day_is_known_from_then() -> None:
    described = DESCRIPTION.replace("2022-03-20", "2023-12-31").replace("rows = 1", "rows = 2")
    described = described.replace("[expected]", 'known_from = "date"\n[expected]')
    found = rows(VISIT, "visit,JPN,KHM,,Foreign minister,2022,2022,2022-10,1,count,", description=described)
    assert [row["known"] for row in found] == ["2022-03-20", "2023-12-31"]


def test_an_empty_unit_is_the_indicators_and_an_empty_status_follows_the_value() -> None:
    found = rows("gdp,KHM,,,,2021,2021,,27000000000,,", "gdp,PRK,,,,2021,2021,,,,")
    assert [(row["actor"], row["partner"], row["unit"], row["status"]) for row in found] == [
        ("KHM", None, "USD", "observed"), ("PRK", None, "USD", "missing"),
    ]  # fmt: skip


def test_not_applicable_is_kept_apart_from_missing() -> None:
    found = rows("troops,CHN,KHM,,,2021,2021,,,people,not-applicable", "troops,USA,KHM,,,2021,2021,,,people,missing")
    assert [(row["actor"], row["status"], row["value"]) for row in found] == [
        ("CHN", "not-applicable", None), ("USA", "missing", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("teleport,JPN,KHM,,,2022,2022,,1,count,observed", "'teleport'"),
        ("visit,JPN,KHM,,,2022,2022,,1,count,perhaps", "'perhaps'"),
        ("visit,XXX,KHM,,,2022,2022,,1,count,observed", "'XXX'"),
        ("visit,JPN,XXX,,,2022,2022,,1,count,observed", "'XXX'"),
        ("visit,JPN,KHM,,,2022,2022,spring,1,count,observed", "date"),
        ("visit,JPN,KHM,,,2022,2022,,,count,observed", "no value"),
        ("visit,JPN,KHM,,,2022,2022,,4,count,missing", "status is not observed"),
        ("visit,JPN,KHM,,,2022,2020,,1,count,observed", "before the first"),
    ],
)
def test_a_fact_that_cannot_be_is_left_out_and_named(line: str, said: str) -> None:
    result = gathered(VISIT.replace("KHM", "LAO"), line, description=DESCRIPTION.replace("rows = 1", "rows = 2"))
    assert [row["partner"] for row in result.rows.to_pylist()] == ["LAO"]
    assert any(said in str(problem) for problem in result.problems), result.problems


def test_more_rows_than_the_description_expects_are_named() -> None:
    assert any("has 2 rows" in str(p) for p in gathered(VISIT, VISIT.replace("KHM", "LAO")).problems)


def test_facts_without_a_description_are_refused() -> None:
    with pytest.raises(DatasetError, match=r"ending in \.toml"):
        gather.read_rows("facts", f"{HEADER}\n{VISIT}\n".encode(), file_name="visits.csv")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('licence = "facts"', ""), "licence"),
        (('released = "2022-03-20"', 'released = "spring"'), "2022-03-20"),
        (('name = "visits"', "name = "), "TOML"),
        (('name = "visits"', 'name = "visits"\nreliability = "Z"'), "reliability"),
    ],
)
def test_a_description_that_does_not_say_what_it_must_is_refused(change: tuple[str, str], said: str) -> None:
    with pytest.raises(DatasetError, match=said):
        gathered(VISIT, description=DESCRIPTION.replace(*change))


def test_each_table_of_a_folder_is_a_source_of_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"{HEADER}\n{VISIT}\n")
        (tmp_path / f"{name}.toml").write_text(DESCRIPTION.replace('"visits"', f'"{name}"'))
    found = gather.open_files("facts", [tmp_path])
    read = [gather.read_rows("facts", file.data, file_name=file.name) for file in found]
    assert [result.source.name for result in read] == ["one", "two"]
    assert [file.data for file in gather.open_files("facts", [tmp_path / "one.csv"])] == [found[0].data]


def test_the_facts_that_ship_with_the_example_are_read_without_a_problem() -> None:
    folder = Path(__file__).resolve().parents[2] / "src" / "suasion" / "example" / "facts"
    if not folder.is_dir():
        pytest.skip("no example facts")
    for file in gather.open_files("facts", [folder]):
        result = gather.read_rows("facts", file.data, file_name=file.name)
        assert result.problems == (), file.name
