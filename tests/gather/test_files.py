"""What files look like, and what can be wrong with them, whichever data set they are of."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion import gather
from suasion.codebook import OBSERVATION_SCHEMA
from suasion.errors import DatasetError

HEADER = "receiving_country,year,government_visits,military_visits"
CAMBODIA = "Cambodia,2010,14,2"


def visits(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


def workbook(*rows: list[str]) -> bytes:
    """A workbook of one sheet: first cells shared strings, the rest numbers or inline text."""
    shared = sorted({row[0] for row in rows})
    cells = []
    for r, row in enumerate(rows, start=1):
        first = f'<c r="A{r}" t="s"><v>{shared.index(row[0])}</v></c>'
        rest = "".join(
            f'<c r="{chr(66 + i)}{r}"><v>{cell}</v></c>'
            if cell.isdigit()
            else f'<c r="{chr(66 + i)}{r}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for i, cell in enumerate(row[1:])
            if cell
        )
        cells.append(f'<row r="{r}">{first}{rest}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", f"<workbook {space}/>")
        strings = "".join(f"<si><t>{text}</t></si>" for text in shared)
        archive.writestr("xl/sharedStrings.xml", f"<sst {space}>{strings}</sst>")
        body = f"<worksheet {space}><sheetData>{''.join(cells)}</sheetData></worksheet>"
        archive.writestr("xl/worksheets/sheet1.xml", body)
    return buffer.getvalue()


def test_csv_parquet_workbook_and_archive_of_a_table_give_the_same_rows() -> None:
    csv = visits(CAMBODIA, "Japan,2011,7,N/A")
    parquet = io.BytesIO()
    whole = pacsv.read_csv(pa.BufferReader(csv), convert_options=pacsv.ConvertOptions(null_values=["N/A"]))
    pq.write_table(whole, parquet)
    forms = {
        "a.csv": csv,
        "a.parquet": parquet.getvalue(),
        "a.xlsx": workbook(HEADER.split(","), CAMBODIA.split(","), ["Japan", "2011", "7", "N/A"]),
        "a.zip": gather.bundle({"inner.csv": csv}),
        "semicolons.csv": csv.replace(b",", b";"),
        "tabs.tab": csv.replace(b",", b"\t"),
        "windows.csv": csv.replace(b"\n", b"\r\n"),
        "marked.csv": b"\xef\xbb\xbf" + csv,
    }
    read = [
        gather.read_rows("china-public-diplomacy", data, file_name=name).rows.drop_columns(["source"])
        for name, data in forms.items()
    ]
    assert read[0].num_rows == 4
    assert all(rows.equals(read[0]) for rows in read)


def test_rows_are_in_the_schema_and_carry_source_and_date_of_release() -> None:
    gathered = gather.read_rows("china-public-diplomacy", visits(CAMBODIA), file_name="a.csv", accessed="2026-01-02")
    assert gathered.rows.schema == OBSERVATION_SCHEMA
    row = gathered.rows.to_pylist()[0]
    assert row["id"] is None
    assert row["source"] == gathered.source.id
    assert row["known"] == gathered.source.published == gather.describe("china-public-diplomacy").released
    assert gathered.source.accessed == "2026-01-02"
    assert gathered.source.kind == "dataset"
    assert gathered.data == visits(CAMBODIA)


def test_a_header_below_notes_is_found_and_rows_count_below_it() -> None:
    data = b"Visits with China\nSource: a table, typed\n\n" + visits(CAMBODIA, "Japan,2010,3,0")
    rows = gather.read_rows("china-public-diplomacy", data, file_name="a.csv").rows
    assert set(rows.filter(pa.compute.equal(rows["partner"], "JPN"))["row"].to_pylist()) == {"row 2"}


def test_a_name_with_accents_is_read_in_the_windows_encoding() -> None:
    lines = "supplier,recipient,year,value\nFrance,Côte d'Ivoire,2000,3"
    rows = gather.read_rows("sipri-tiv", lines.encode("cp1252"), file_name="a.csv").rows.to_pylist()
    assert [row["partner"] for row in rows] == ["CIV"]


def test_a_row_cut_short_is_named_and_the_others_keep_their_numbers() -> None:
    gathered = gather.read_rows(
        "china-public-diplomacy", visits(CAMBODIA, "Japan,20", "Laos,2010,4,1"), file_name="a.csv"
    )
    assert {row["row"] for row in gathered.rows.to_pylist()} == {"row 1", "row 3"}
    assert any("row 2" in str(p) and "cut short" in str(p) for p in gathered.problems)


def test_a_cell_that_is_no_number_is_named_and_missing() -> None:
    gathered = gather.read_rows("china-public-diplomacy", visits("Cambodia,2010,many,2"), file_name="a.csv")
    status = {row["indicator"]: (row["status"], row["value"]) for row in gathered.rows.to_pylist()}
    assert status == {"visit": ("missing", None), "visit-military": ("observed", 2.0)}
    assert any("'many'" in str(p) and "row 1" in str(p) for p in gathered.problems)


def test_empty_cells_are_missing_and_zeros_are_zeros() -> None:
    gathered = gather.read_rows("china-public-diplomacy", visits("Cambodia,2010,0,"), file_name="a.csv")
    status = {row["indicator"]: (row["status"], row["value"]) for row in gathered.rows.to_pylist()}
    assert status == {"visit": ("observed", 0.0), "visit-military": ("missing", None)}


def test_a_new_column_is_named() -> None:
    data = f"{HEADER},visits_by_yacht\n{CAMBODIA},1\n".encode()
    gathered = gather.read_rows("china-public-diplomacy", data, file_name="a.csv")
    assert any("visits_by_yacht" in str(p) for p in gathered.problems)


def test_a_lacking_column_is_named_in_the_error() -> None:
    with pytest.raises(DatasetError, match="government_visits"):
        gather.read_rows("china-public-diplomacy", visits(CAMBODIA).replace(b"government", b"other"), file_name="a.csv")


def test_fewer_rows_than_the_release_has_are_named() -> None:
    gathered = gather.read_rows("china-public-diplomacy", visits(CAMBODIA), file_name="a.csv")
    assert any("has 1 rows" in str(p) and p.severity == "warning" for p in gathered.problems)


def test_a_row_twice_counts_once_and_contradicting_rows_do_not_count() -> None:
    lines = [CAMBODIA, CAMBODIA, "Japan,2010,3,1", "Japan,2010,4,1"]
    gathered = gather.read_rows("china-public-diplomacy", visits(*lines), file_name="a.csv")
    found = {(row["partner"], row["indicator"]): row["row"] for row in gathered.rows.to_pylist()}
    assert found == {("KHM", "visit"): "row 1", ("KHM", "visit-military"): "row 1", ("JPN", "visit-military"): "row 3"}
    said = " ".join(str(p) for p in gathered.problems)
    assert "repeat" in said
    assert "says something else" in said


def test_an_unknown_name_is_left_out_and_counted() -> None:
    gathered = gather.read_rows(
        "china-public-diplomacy", visits(CAMBODIA, "Atlantis,2010,9,9", "Atlantis,2011,9,9"), file_name="a.csv"
    )
    assert {row["partner"] for row in gathered.rows.to_pylist()} == {"KHM"}
    assert any("'Atlantis' (2)" in str(p) and "rows 2, 3" in str(p) for p in gathered.problems)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"PAR1" + b"\x00" * 40, "damaged"),
        (b"PK\x03\x04" + b"\x00" * 40, "damaged"),
        (b"[{]", "damaged"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 20, "gzip"),
        (b"%PDF-1.7 codebook", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 20, "Excel"),
        (bytes(range(256)) * 20, "no table"),
        (HEADER.encode(), "no row"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_table_give_one_clear_error(data: bytes, said: str) -> None:
    with pytest.raises(DatasetError, match=said):
        gather.read_rows("china-public-diplomacy", data, file_name="a.file")


def test_an_archive_that_unpacks_beyond_measure_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0" * 400_000_000)
    with pytest.raises(DatasetError, match="unpacks to"):
        gather.read_rows("china-public-diplomacy", buffer.getvalue(), file_name="bomb.zip")


def test_an_archive_in_an_archive_is_opened_and_no_deeper() -> None:
    inner = gather.bundle({"visits.csv": visits(CAMBODIA)})
    outer = gather.bundle({"readme.txt": b"see inside", "inner.zip": inner})
    assert gather.read_rows("china-public-diplomacy", outer, file_name="outer.zip").rows.num_rows == 2
    with pytest.raises(DatasetError, match="archives in archives"):
        gather.read_rows("china-public-diplomacy", gather.bundle({"a.zip": outer}), file_name="russian doll.zip")


def test_an_encrypted_archive_gives_one_clear_error() -> None:
    data = bytearray(gather.bundle({"visits.csv": visits(CAMBODIA)}))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + flags] |= 1  # the bit that says encrypted
    with pytest.raises(DatasetError, match="cannot be unpacked"):
        gather.read_rows("china-public-diplomacy", bytes(data), file_name="a.zip")


def test_a_workbook_that_names_an_entity_is_refused() -> None:
    book = workbook(HEADER.split(","), CAMBODIA.split(","))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + text
            new.writestr(entry.filename, text)
    with pytest.raises(DatasetError, match="damaged workbook"):
        gather.read_rows("china-public-diplomacy", buffer.getvalue(), file_name="a.xlsx")


@given(st.dictionaries(st.sampled_from(["a.csv", "b.csv", "c.toml"]), st.binary(max_size=50), min_size=1))
def test_a_bundle_depends_on_names_and_contents_alone(files: dict[str, bytes]) -> None:
    assert gather.bundle(files) == gather.bundle(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(gather.bundle(files))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


CELLS = st.lists(st.tuples(st.integers(1816, 2100), st.integers(0, 99) | st.none()), unique_by=lambda cell: cell[0])


@given(CELLS.filter(bool))
def test_every_row_of_a_known_state_gives_a_row(cells: list[tuple[int, int | None]]) -> None:
    lines = [f"Japan,{year},{'' if n is None else n},1" for year, n in cells]
    rows = gather.read_rows("china-public-diplomacy", visits(*lines), file_name="a.csv").rows.to_pylist()
    found = {row["first_year"]: row["value"] for row in rows if row["indicator"] == "visit"}
    assert found == dict(cells)


def test_a_folder_gives_a_data_sets_own_files_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "china_public_diplomacy.csv").write_bytes(visits(CAMBODIA))
    (tmp_path / "letters.csv").write_text("a,b\n1,2\n")
    (found,) = gather.open_files("china-public-diplomacy", [tmp_path])
    assert found.name == "china_public_diplomacy.csv"
    assert gather.held_in(tmp_path) == ["china-public-diplomacy"]


def test_a_set_that_needs_another_sets_file_takes_it_from_the_folder_but_is_not_held_by_it(tmp_path: Path) -> None:
    (tmp_path / "archigos.csv").write_text("obsid\n")
    assert gather.held_in(tmp_path) == ["archigos"]
    (tmp_path / "LEAD.csv").write_text("obsid\n")
    assert gather.held_in(tmp_path) == ["archigos", "lead"]
    (both,) = gather.open_files("lead", [tmp_path])
    with zipfile.ZipFile(io.BytesIO(both.data)) as archive:
        assert archive.namelist() == ["LEAD.csv", "archigos.csv"]


def test_a_folder_without_the_files_and_a_path_that_is_not_there_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no file of un-votes"):
        gather.open_files("un-votes", [tmp_path])
    with pytest.raises(DatasetError, match="no such file"):
        gather.open_files("un-votes", [tmp_path / "votes.csv"])


def test_an_unknown_data_set_is_an_error_that_lists_those_known() -> None:
    with pytest.raises(DatasetError, match="un-votes"):
        gather.describe("un-boats")


def test_a_data_set_is_known_by_the_name_of_its_file() -> None:
    assert gather.describe("fbic_18_states").name == "fbic"
    assert gather.describe("un_votes").name == "un-votes"


SMALL = {
    "china-public-diplomacy": visits(CAMBODIA, "Japan,2011,7,1"),
    "sipri-tiv": b"supplier,recipient,year,value\nChina,Cambodia,2010,3\nRussia,Laos,2011,\n",
    "fbic": b"iso3a,iso3b,year,fbic,bandwidth,dependence\nCHN,VNM,2023,0.2,0.7,0.3\n",
    "cow-nmc": b"ccode,year,cinc,tpop\n811,2016,0.001,15762\n",
    "cow-contdir": b"ccode1,ccode2,conttype,stdate,enddate\n811,800,1,1953-11-01,2016-12-01\n",
    "gw-states": b"gwcode,stateabb,statename,startdate,enddate\n345,YUG,Yugoslavia,1918-12-01,2006-06-04\n",
    "opensanctions": b'{"id": "a", "schema": "Person", "last_seen": "2026-09-15", "properties": {"country": ["kh"]}}\n'
    b'{"id": "b", "schema": "Sanction", "last_seen": "2026-09-15", "properties": {"entity": ["a"], "country": ["us"]}}',
}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A small file of a data set with some of its bytes cut out, doubled, or replaced."""
    name = draw(st.sampled_from(sorted(SMALL)))
    data = SMALL[name]
    for _ in range(draw(st.integers(1, 4))):
        at, end = sorted(draw(st.tuples(st.integers(0, len(data)), st.integers(0, len(data)))))
        data = data[:at] + draw(st.sampled_from([b"", data[at:end] * 2, draw(st.binary(max_size=9))])) + data[end:]
    return name, data


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_damaged_bytes_give_rows_or_one_clear_error(case: tuple[str, bytes]) -> None:
    name, data = case
    try:
        gathered = gather.read_rows(name, data, file_name="damaged.csv")
    except DatasetError:
        return
    assert gathered.rows.schema == OBSERVATION_SCHEMA
    assert all(row["actor"] and row["first_year"] <= row["last_year"] for row in gathered.rows.to_pylist())


def test_a_year_that_cannot_be_is_left_out_and_named() -> None:
    gathered = gather.read_rows(
        "china-public-diplomacy", visits(CAMBODIA, "Japan,20110,7,1", "Laos,,7,1"), file_name="a.csv"
    )
    assert {row["partner"] for row in gathered.rows.to_pylist()} == {"KHM"}
    assert any("years that cannot be" in str(p) and "row 2" in str(p) for p in gathered.problems)


def test_years_outside_the_release_are_named() -> None:
    gathered = gather.read_rows("china-public-diplomacy", visits(CAMBODIA, "Japan,2024,7,1"), file_name="a.csv")
    assert any("runs from 2010 to 2024" in str(p) for p in gathered.problems)
