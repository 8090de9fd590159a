"""Bad data files: each case of the table in docs/data.md, through the service and the command line.

A case gives a file in a publisher's form, made for the test, and says what a person reads, how the command ends, and
what is in the record after it. A set that was gathered before stays as it was.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from suasion import service
from suasion.errors import DatasetError
from suasion.record import Record

Run = Callable[..., Any]

DOCS = Path(__file__).resolve().parents[2] / "docs" / "data.md"
ARMS = "supplier,recipient,year,value\n"
TRADE = "ccode,year,imports,exports\n"
VISITS = "receiving_country,year,government_visits,military_visits\n"
VOTES = "rcid,country,vote,date,unres,short\n"
DAC = (
    "DONOR,Donor,RECIPIENT,Recipient,MEASURE,Measure,UNIT_MEASURE,PRICE_BASE,Price base,TIME_PERIOD,OBS_VALUE,"
    "BASE_PER,UNIT_MULT\n"
)


class Case(NamedTuple):
    """A file that is wrong, and what comes of it: what is said (a pattern), the exit code, the rows recorded."""

    dataset: str
    file: str
    data: bytes
    said: str
    code: int
    rows: dict[tuple[str, str | None, int], float | None]


def arms(*lines: str) -> bytes:
    return (ARMS + "".join(f"{line}\n" for line in lines)).encode()


def aid(value: str, currency: str = "USD", year: int = 2021) -> str:
    return f"JPN,Japan,KHM,Cambodia,206,ODA,{currency},V,Current prices,{year},{value},,6\n"


def packed(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("arms.csv", data)
    return buffer.getvalue()


def parquet(data: bytes) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pacsv.read_csv(pa.BufferReader(data)), sink)
    return sink.getvalue()


def workbook(data: bytes) -> bytes:
    rows = [line.split(",") for line in data.decode().splitlines()]
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", f"<workbook {space}/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>")
    return buffer.getvalue()


WHOLE = arms("China,Cambodia,2010,3", "Russia,Laos,2011,2")
FIRST = {("CHN", "KHM", 2010): 3.0}
BOTH = FIRST | {("RUS", "LAO", 2011): 2.0}
NOTHING: dict[tuple[str, str | None, int], float | None] = {}

CASES = {
    "a year outside the release": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3", "Russia,Laos,2051,2"),
        r"runs from 2010 to 2051.*row 2.*Check the release", 0, FIRST | {("RUS", "LAO", 2051): 2.0},
    ),
    "a year that cannot be": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3", "Russia,Laos,20110,2"),
        r"years that cannot be.*row 2.*Correct the rows", 1, FIRST,
    ),
    "columns renamed": Case(
        "sipri-tiv", "a.csv", WHOLE.replace(b"recipient", b"importer"),
        r"lacks 'recipient' of .*, and has 'importer' \(1\), which the description does not know.*rename its columns",
        2, NOTHING,
    ),
    "a new column": Case(
        "sipri-tiv", "a.csv", b"supplier,recipient,year,value,rank\nChina,Cambodia,2010,3,1\n",
        r"has 1 columns that the description does not know: 'rank'.*Check whether", 0, FIRST,
    ),
    "a truncated CSV, in a row": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3") + b"Russia,La",
        r"row 2: has more or fewer cells than the header.*download it again", 1, FIRST,
    ),
    "a truncated CSV, in the last cell": Case(
        "sipri-tiv", "a.csv", WHOLE[:-1], r"row 2: is the last, and no line break ends it.*Compare the row", 0, BOTH,
    ),
    "a truncated CSV, after a row": Case(
        "sipri-tiv", "a.csv", WHOLE, r"has 2 rows, and Arms Transfers Database.*download it again", 0, BOTH,
    ),
    "a truncated zip": Case("sipri-tiv", "a.zip", packed(WHOLE)[:-30], r"damaged or cut-off archive.*Download", 2,
                            NOTHING),
    "a truncated gz": Case("sipri-tiv", "a.csv.gz", gzip.compress(WHOLE)[:-9], r"gzip file.*cut off.*Download it", 2,
                           NOTHING),
    "a truncated parquet": Case("sipri-tiv", "a.parquet", parquet(WHOLE)[:-9], r"half-downloaded Parquet.*Download", 2,
                                NOTHING),
    "a truncated JSON": Case("sipri-tiv", "a.json", b'[{"supplier": "China", "r', r"half-downloaded JSON.*Download", 2,
                             NOTHING),
    "a truncated xlsx": Case("sipri-tiv", "a.xlsx", workbook(WHOLE)[:-30], r"damaged or cut-off.*Download", 2, NOTHING),
    "a vote code 8 among words": Case(
        "un-votes", "v.csv",
        (VOTES + "1,Japan,yes,2015-01-05,R/69/1,A test\n1,China,8,2015-01-05,R/69/1,A test\n").encode(),
        r"row 2: vote: '8' \(1\) is none that the description knows.*codebook", 1, {("JPN", None, 2015): 1.0},
    ),
    "a dyad twice, alike": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3", "China,Cambodia,2010,3"),
        r"1 rows repeat an earlier one and count once, for example row 2", 0, FIRST,
    ),
    "a dyad twice, otherwise": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3", "Russia,Laos,2011,2", "Russia,Laos,2011,5"),
        r"says something else of the same thing and were left out, for example row 2.*row 3.*Correct", 1, FIRST,
    ),
    "a negative flow": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3", "Russia,Laos,2011,-2"),
        r"arms-transfer outside 0 to .*row 2.*Correct", 1, FIRST,
    ),
    "a negative flow that can be": Case(
        "oecd-dac2a", "d.csv", (DAC + aid("-12.5")).encode(), r"has 1 rows", 0, {("JPN", "KHM", 2021): -12.5e6},
    ),
    "a currency missing": Case(
        "oecd-dac2a", "d.csv", (DAC + aid("120.5") + aid("9", currency="", year=2020)).encode(),
        r"row 2: rows are in another currency than dollars, or in none.*Take the table in US dollars", 1,
        {("JPN", "KHM", 2021): 120.5e6},
    ),
    "a state that had ended": Case(
        "cow-trade-state-year", "t.csv", (TRADE + "811,2008,1,13\n265,2008,12,13\n").encode(),
        r"an actor that had ended before that year.*row 2: .*DDR 2008.*Correct", 1, {("KHM", None, 2008): 13e6},
    ),
    "an unknown name": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3", "Atlantis,Laos,2011,2"),
        r"row 2: supplier: 1 names or codes are no actor at their date: 'Atlantis'.*correct the name", 0, FIRST,
    ),
    "a number out of range": Case(
        "cow-contdir", "c.csv", b"ccode1,ccode2,conttype,stdate,enddate\n811,800,1,1953-11-01,2016-12-01\n"
        b"811,812,9,1953-11-01,2016-12-01\n",
        r"contiguity outside 0 to 5.*row 2.*Correct", 1, {("KHM", "THA", 1953): 1.0},
    ),
    "a cell that is no number": Case(
        "sipri-tiv", "a.csv", arms("China,Cambodia,2010,3", "Russia,Laos,2011,many"),
        r"row 2: column value: 'many' \(1\) is no number; taken as missing. Correct the cells", 1,
        FIRST | {("RUS", "LAO", 2011): None},
    ),
    "another data set": Case(
        "sipri-tiv", "t.csv", (TRADE + "811,2008,1,13\n").encode(), r"is no table of sipri-tiv: it lacks", 2, NOTHING,
    ),
    "a web page": Case("sipri-tiv", "a.csv", b"<!doctype html><html>Sign in</html>", r"is a web page, not the data", 2,
                       NOTHING),
    "an empty file": Case("sipri-tiv", "a.csv", b"", r"is empty. Download it again", 2, NOTHING),
}  # fmt: skip


def taken(record: Record) -> dict[tuple[str, str | None, int], float | None]:
    """The rows of the sets in the record but the one that was there before, and imports, which the cases leave."""
    rows = record.run(record.observations()).to_pylist()
    return {
        (row["actor"], row["partner"], row["first_year"]): row["value"]
        for row in rows
        if row["indicator"] not in ("troops", "imports")
    }


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A record with a set in it, which no bad file may touch."""
    path, file = tmp_path / "case.duckdb", tmp_path / "troops.csv"
    file.write_text("iso3c,ccode,countryname,year,troops\nJPN,740,Japan,2010,36000\n")
    with Record.open(path) as record:
        try:
            service.gather(record, "us-troops", paths=[file])
        except DatasetError as error:  # pragma: no cover - the form of the file is the description's
            pytest.fail(str(error))
    return path


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_named_with_place_and_repair_and_nothing_else_changes(
    name: str, held: Path, tmp_path: Path, run: Run
) -> None:
    case = CASES[name]
    file = tmp_path / case.file
    file.write_bytes(case.data)
    with Record.open(held, read_only=True) as record:
        before = record.count, record.head, record.run(record.observations()).num_rows
    ran = run("gather", case.dataset, "--from", file, "--record", held)
    assert re.search(case.said, ran.err.replace("\n", " ")), ran.err
    assert case.file in ran.err
    assert (ran.code, "Traceback" in ran.err) == (case.code, False)
    with Record.open(held, read_only=True) as record:
        assert taken(record) == case.rows
        assert record.verify().ok
        if not case.rows:
            assert (record.count, record.head, record.run(record.observations()).num_rows) == before


@pytest.mark.parametrize("name", CASES)
def test_the_service_says_the_same_of_a_bad_file(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    file = tmp_path / case.file
    file.write_bytes(case.data)
    with Record.open(tmp_path / "case.duckdb") as record:
        if case.code == 2:
            with pytest.raises(DatasetError, match=case.said):
                service.gather(record, case.dataset, paths=[file])
            assert record.count == 0
            return
        (gathered,) = service.gather(record, case.dataset, paths=[file])
        said = " ".join(str(problem) for problem in gathered.problems)
        assert re.search(case.said, said), said
        assert any(problem.severity == "error" for problem in gathered.problems) == (case.code == 1)


def test_the_table_of_bad_files_has_every_case() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## What is wrong with a file, and what you see", 1)[1]
    table = re.findall(r"^\| ([^|]+?) \|", section.split("\n## ", 1)[0], re.MULTILINE)
    assert table[2:] == list(CASES)


STATES = [
    # Each: the set, its number or name for the state, the year, and which state that is; None where it is none then.
    ("cow-trade-state-year", "811", 1980, "KHM"), ("cow-trade-state-year", "471", 1980, "CMR"),
    ("cow-trade-state-year", "816", 1970, "VDR"), ("cow-trade-state-year", "816", 1980, "VNM"),
    ("cow-trade-state-year", "817", 1970, "RVN"), ("cow-trade-state-year", "817", 1980, None),
    ("cow-trade-state-year", "678", 1980, "YEM"), ("cow-trade-state-year", "680", 1980, "YMD"),
    ("cow-trade-state-year", "679", 1995, "YEM"), ("cow-trade-state-year", "680", 1995, None),
    ("cow-trade-state-year", "260", 1980, "DEU"), ("cow-trade-state-year", "265", 1980, "DDR"),
    ("cow-trade-state-year", "255", 1995, "DEU"), ("cow-trade-state-year", "265", 1995, None),
    ("cow-trade-state-year", "625", 2000, "SDN"), ("cow-trade-state-year", "626", 2012, "SSD"),
    ("cow-trade-state-year", "345", 1990, "YUG"), ("cow-trade-state-year", "345", 2010, "SRB"),
    ("sipri-tiv", "Cambodia", 1980, "KHM"), ("sipri-tiv", "Cameroon", 1980, "CMR"),
    ("sipri-tiv", "South Vietnam", 1970, "RVN"), ("sipri-tiv", "South Vietnam", 1990, None),
    ("sipri-tiv", "South Yemen", 1980, "YMD"), ("sipri-tiv", "East Germany (GDR)", 1980, "DDR"),
    ("sipri-tiv", "South Sudan", 2012, "SSD"), ("sipri-tiv", "Serbia", 2010, "SRB"),
    ("sipri-tiv", "Yugoslavia", 1980, "YUG"),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "name", "year", "code"), STATES)
def test_a_state_is_the_one_that_bore_the_name_or_number_that_year(
    dataset: str, name: str, year: int, code: str | None
) -> None:
    from suasion import gather

    if dataset == "sipri-tiv":
        data, place = arms("China,India,1990,1", f"{name},India,{year},1"), "supplier"
    else:
        data, place = (TRADE + f"740,1985,1,1\n{name},{year},1,1\n").encode(), "ccode"
    found = gather.read_rows(dataset, data, file_name="a.csv")
    actors = {row["actor"] for row in found.rows.to_pylist() if row["row"] == "row 2"}
    assert actors == ({code} if code else set())
    if code is None:
        assert any("row 2" in str(problem) for problem in found.problems), place


def test_killed_while_a_large_set_is_appended_the_record_has_all_of_it_or_nothing(held: Path, tmp_path: Path) -> None:
    file = tmp_path / "arms.csv"
    givers = ("China", "Japan", "India", "Brazil", "Canada", "France", "Sweden", "Norway", "Spain", "Italy", "Egypt")
    takers = ["Laos", "Chile", "Peru", "Cuba", "Mali", "Niger", "Chad", "Togo", "Kenya", "Ghana", "Nepal", "Iraq"]
    places = [f"{a},{b}" for a in givers for b in (*takers, *givers) if a != b]
    pairs = [f"{place},{year},{n}\n" for year in range(1970, 2022) for n, place in enumerate(places, start=1)]
    file.write_text(ARMS + "".join(pairs))
    command = [sys.executable, "-m", "suasion", "gather", "sipri-tiv", "--from", str(file), "--record", str(held)]
    for wait in (0.0, 0.03, 0.1):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            for line in process.stderr:
                if line.startswith("recording"):
                    break
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        with Record.open(held, wait_seconds=10.0) as record:
            rows = record.run(record.observations()).num_rows
            sources = {source["name"] for source in record.holdings()}
            assert (rows, sources) in ((1, {"us-troops"}), (1 + len(pairs), {"us-troops", "sipri-tiv"}))
            assert record.verify().ok
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    with Record.open(held, read_only=True) as record:
        assert record.run(record.observations()).num_rows == 1 + len(pairs)
    assert json.loads(held.with_suffix(".head.json").read_text().splitlines()[0])
