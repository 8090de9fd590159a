"""`suasion gather`: what there is and what is held, exit codes, checksums, and no network but where it is asked for."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from suasion import service
from suasion.record import Record

Run = Callable[..., Any]

ARMS = "supplier,recipient,year,value\nChina,Cambodia,2010,3\nRussia,Laos,2011,2\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "case.duckdb"


@pytest.fixture
def arms(tmp_path: Path) -> Path:
    """A file in the form of SIPRI's, made for the test."""
    path = tmp_path / "arms.csv"
    path.write_text(ARMS)
    return path


def listed(run: Run, record: Path) -> dict[str, dict[str, Any]]:
    """The data sets by name as JSON Lines say them, each source of one set in turn taking the place of the last."""
    ran = run("gather", "--list", "--format", "jsonl", "--record", record)
    assert ran.code == 0
    return {entry["name"]: entry for entry in map(json.loads, ran.out.splitlines())}


def test_without_a_record_all_is_known_and_nothing_held(run: Run, record: Path) -> None:
    ran = run("gather", "--list", "--record", record)
    assert ran.code == 0
    assert "no record yet" in ran.err
    assert "un-votes               not held" in ran.out
    assert " data sets, 0 held, 0 of them stale" in ran.out
    assert not record.exists()


def test_what_is_held_is_listed_with_rows_release_day_and_hash(run: Run, record: Path, arms: Path) -> None:
    run("gather", "sipri-tiv", "--from", arms, "--record", record)
    held = listed(run, record)["sipri-tiv"]
    assert (held["rows"], held["first_year"], held["last_year"]) == (2, 2010, 2011)
    assert held["sha256"] == hashlib.sha256(ARMS.encode()).hexdigest()
    assert (held["held_version"], held["held_released"]) == ("transfers 1950 to 2021", "2022-12-31")
    assert held["gathered"] >= "2026"
    assert held["licence"]
    assert held["feeds"] == "arms-transfer"
    assert listed(run, record)["un-votes"]["status"] == "not held"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_list_is_wider_than_the_terminal(
    run: Run, record: Path, arms: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    run("gather", "sipri-tiv", "--from", arms, "--record", record)
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("gather", "--list", "--record", record).out.splitlines()
    assert max(len(line) for line in lines) <= max(width, 78)
    assert any("SIPRI terms" in line for line in lines)


def test_a_list_in_csv_has_a_column_a_field(run: Run, record: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("gather", "--list", "--format", "csv", "--record", record).out)))
    assert {"name", "status", "why", "rows", "licence", "feeds", "sha256"} <= rows[0].keys()
    assert {row["status"] for row in rows} == {"not held"}


def test_a_set_is_stale_once_its_publisher_should_have_renewed_it(record: Path, arms: Path) -> None:
    with Record.open(record) as opened:
        service.gather(opened, "sipri-tiv", paths=[arms])
        on = {day: standing(opened, "sipri-tiv", day) for day in ("2023-06-01", "2024-01-02")}
    assert on["2023-06-01"] == ("held", "")
    assert on["2024-01-02"] == ("stale", "renewed each year, and what is held is of 2022-12-31")


def standing(opened: Record, name: str, day: str) -> tuple[str, str]:
    sets = service.datasets(opened, today=date.fromisoformat(day))
    (one,) = [one for one in sets if one.name == name]
    return one.status, one.why


def test_rows_that_became_known_after_the_release_count_for_its_age(record: Path, tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    votes.write_text("rcid,country,vote,date,unres,short\n1,Japan,yes,2026-01-05,R/80/1,A test\n")
    with Record.open(record) as opened:
        service.gather(opened, "un-votes", paths=[votes])
        assert standing(opened, "un-votes", "2026-11-24") == ("held", "")
        assert standing(opened, "un-votes", "2027-11-24")[0] == "stale"


def test_a_set_of_which_the_description_has_a_later_release_is_stale(
    record: Path, arms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import msgspec

    from suasion import gather
    from suasion.gather import dataset

    with Record.open(record) as opened:
        service.gather(opened, "sipri-tiv", paths=[arms])
        newer = msgspec.structs.replace(gather.describe("sipri-tiv"), released="2023-03-13", version="1950 to 2022")
        found = dataset._all() | {"sipri-tiv": newer}
        monkeypatch.setattr(dataset, "_all", lambda: found)
        assert standing(opened, "sipri-tiv", "2023-06-01") == (
            "stale", "the description is of the release of 2023-03-13",
        )  # fmt: skip


def test_an_earlier_file_of_a_set_is_listed_as_that(record: Path, arms: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(ARMS + "France,Laos,2012,5\n")
    with Record.open(record) as opened:
        service.gather(opened, "sipri-tiv", paths=[arms])
        service.gather(opened, "sipri-tiv", paths=[more])
        sets = [one for one in service.datasets(opened, today=date(2023, 1, 1)) if one.name == "sipri-tiv"]
    assert [(one.status, one.rows) for one in sets] == [("held", 3), ("earlier", 2)]


def test_rows_rightly_left_out_end_in_0_and_rows_that_could_not_be_used_in_1(
    run: Run, record: Path, tmp_path: Path
) -> None:
    group, broken = tmp_path / "group.csv", tmp_path / "broken.csv"
    group.write_text(ARMS + "Unknown supplier(s),Laos,2011,2\n")
    broken.write_text(ARMS + "France,Laos,2012,-5\n")
    ran = run("gather", "sipri-tiv", "--from", group, "--record", record)
    assert (ran.code, "warning:" in ran.err) == (0, True)
    ran = run("gather", "sipri-tiv", "--from", broken, "--record", record)
    assert (ran.code, "problem: broken.csv" in ran.err) == (1, True)


def test_one_set_of_several_that_fails_ends_in_1_and_all_that_fail_in_2(run: Run, record: Path, arms: Path) -> None:
    ran = run("gather", "sipri-tiv", "us-troops", "--from", arms, "--record", record)
    assert ran.code == 1
    assert "us-troops" in ran.err
    assert listed(run, record)["sipri-tiv"]["rows"] == 2
    assert run("gather", "us-troops", "--from", arms, "--record", record).code == 2


def test_a_file_is_held_against_the_checksum_that_a_person_gives(run: Run, record: Path, arms: Path) -> None:
    right = hashlib.md5(ARMS.encode(), usedforsecurity=False).hexdigest()
    ran = run("gather", "sipri-tiv", "--from", arms, "--checksum", "md5:" + "0" * 32, "--record", record)
    assert ran.code == 2
    assert f"arms.csv: its md5 is {right}" in ran.err
    assert listed(run, record)["sipri-tiv"]["status"] == "not held"
    assert run("gather", "sipri-tiv", "--from", arms, "--checksum", right, "--record", record).code == 0
    ran = run("gather", "sipri-tiv", "--from", arms, "--checksum", "soon", "--record", record)
    assert (ran.code, "is no checksum" in ran.err) == (2, True)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every opening of a socket, and every question to a name server, fail the test."""

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, opened)


@pytest.mark.usefixtures("no_network")
def test_offline_opens_no_socket_and_says_what_to_bring(run: Run, record: Path, arms: Path) -> None:
    ran = run("gather", "oecd-dac2a", "--offline", "--record", record)
    assert ran.code == 2
    assert "is not fetched offline" in ran.err
    assert "https://sdmx.oecd.org" in ran.err
    assert run("gather", "sipri-tiv", "--from", arms, "--offline", "--record", record).code == 0


@pytest.mark.usefixtures("no_network")
def test_nothing_but_fetching_and_an_address_opens_a_socket(
    run: Run, record: Path, arms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Japan lent Cambodia $5 million in March 2021. Cambodia thanked Japan.\n")
    monkeypatch.setenv("SUASION_OFFLINE", "0")
    at = ("--record", record)
    for command in (
        ("gather", "--list", *at), ("gather", "sipri-tiv", "--from", arms, *at), ("add", note, *at),
        ("read", note, "--format", "jsonl"), ("verify", *at), ("export", "sources", "--out", tmp_path / "s.jsonl", *at),
        ("assess", "--client", "KHM", "--patrons", "CHN", "--from", "2010", "--to", "2011", *at),
    ):  # fmt: skip
        ran = run(*command)
        assert ran.code in (0, 1), (command, ran.err)
        assert "a socket was opened" not in ran.err
    monkeypatch.setenv("SUASION_OFFLINE", "1")
    ran = run("add", "http://publisher.example/", *at)
    assert (ran.code, "SUASION_OFFLINE is set" in ran.err) == (2, True)
