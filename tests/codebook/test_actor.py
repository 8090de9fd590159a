"""Actors by code, by number and by the names that data sets write."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook.actor import actor, actors, from_cow, from_gw, from_iso2, names, resolve, suggest
from suasion.errors import UnknownActorError

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def test_a_code_gives_the_actor_with_its_numbers() -> None:
    cambodia = actor("KHM")
    assert (cambodia.name, cambodia.kind, cambodia.cow, cambodia.gw, cambodia.iso2) == (
        "Cambodia",
        "state",
        811,
        811,
        "KH",
    )
    assert cambodia.valid_from == "1953-11-09"
    assert cambodia.valid_to is None
    assert actor("SUN").valid_to == "1991-12-25"
    assert actor("ASEAN").kind == "organisation"
    assert actor("HKG").kind == "territory"


def test_a_code_unknown_is_refused_with_the_closest() -> None:
    with pytest.raises(UnknownActorError, match=r"'Kampuchia' is no actor's code\. Closest: 'Kampuchea' \(KHM\)"):
        actor("Kampuchia")


def test_a_name_in_place_of_a_code_is_told_its_code() -> None:
    with pytest.raises(UnknownActorError, match=r"'Cambodia' is a name, not an actor's code\. Its code is KHM"):
        actor("Cambodia")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("China (People's Republic of)", "CHN"),
        ("Chinese Taipei", "TWN"),
        ("Korea", "KOR"),
        ("Korea, North", "PRK"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Lao People's Democratic Republic", "LAO"),
        ("Viet Nam", "VNM"),
        ("Türkiye", "TUR"),
        ("turkiye", "TUR"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote D’Ivoire", "CIV"),
        ("Gambia, The", "GMB"),
        ("The Gambia", "GMB"),
        ("West Bank and Gaza Strip", "PSE"),
        ("St. Vincent & Grenadines", "VCT"),
        ("Saint Vincent", "VCT"),
        ("Congo", "COG"),
        ("DR Congo", "COD"),
        ("Kosovo*", "XKX"),
        ("European Union**", "EU"),
        ("EEC", "EU"),
        ("USA", "USA"),
        ("KHM", "KHM"),
        ("East Germany (GDR)", "DDR"),
        ("Hamas (Palestine)*", None),
        ("Western countries", None),
        ("Balkans", None),
        ("Germany, Denmark", None),
        ("Unknown supplier(s)", None),
        ("Kampuchia", None),
        ("", None),
    ],
)
def test_names_as_publishers_write_them_resolve(written: str, code: str | None) -> None:
    assert resolve(written) == code


def test_a_name_that_passed_on_resolves_by_date() -> None:
    assert [resolve("Russia", on=on) for on in ("1910", "1980-05", "1991-12-25", "1991-12-26", None)] == [
        "RUS", "SUN", "SUN", "RUS", "RUS",
    ]  # fmt: skip
    assert [resolve("Vietnam", on=on) for on in ("1965", "1980")] == ["VDR", "VNM"]


def test_numbers_follow_the_states_that_bore_them() -> None:
    assert [from_cow(365, year) for year in (1900, 1950, 1991, 1992)] == ["RUS", "SUN", "SUN", "RUS"]
    assert [from_cow(345, year) for year in (1950, 2004, 2010)] == ["YUG", "SCG", "SRB"]
    assert [from_cow(255, 1990), from_cow(255, 1900), from_cow(260, 1980), from_cow(265, 1980)] == [
        "DEU",
        "DEU",
        "DEU",
        "DDR",
    ]
    assert [from_cow(678, 1980), from_cow(679, 2000), from_cow(680, 1980), from_gw(678, 2000)] == [
        "YEM",
        "YEM",
        "YMD",
        "YEM",
    ]
    assert [from_gw(816, 1970), from_gw(816, 1990), from_gw(817, 1970), from_gw(340, 2010)] == [
        "VDR",
        "VNM",
        "RVN",
        "SRB",
    ]


def test_a_number_of_one_actor_names_it_before_independence_too() -> None:
    assert from_cow(626, 1990) == "SSD"


def test_a_number_of_no_actor_is_none() -> None:
    assert from_cow(5, 2000) is None
    assert from_gw(-1, 2000) is None


def test_two_letter_codes_include_those_of_former_states() -> None:
    assert [from_iso2(code) for code in ("KH", "TW", "XK", "PS", "SU", "DD", "ZZ", "kh")] == [
        "KHM", "TWN", "XKX", "PSE", "SUN", "DDR", None, None,
    ]  # fmt: skip


def test_names_of_an_actor_include_capital_and_offices() -> None:
    found = {name.name for name in names("KHM")}
    assert {"Cambodia", "Cambodian", "Cambodians", "Phnom Penh", "Hun Sen", "Royal Cambodian Armed Forces"} <= found
    with pytest.raises(UnknownActorError):
        names("XXX")


def test_suggestions_name_each_actor_once() -> None:
    codes = [resolve(name) for name in suggest("Guine")]
    assert len(codes) == len(set(codes)) == 3


@given(st.text(max_size=40))
def test_no_name_makes_resolving_fail(written: str) -> None:
    code = resolve(written)
    assert code is None or actor(code).code == code


def test_every_actor_resolves_by_its_own_name() -> None:
    assert {a.code: resolve(a.name) for a in actors()} == {a.code: a.code for a in actors()}


# What data files call groups, rebels, or places of no state; everything else in them must resolve.
_FILES = (
    ("oecd_dac2a", ("Recipient", "Donor"), ()),
    ("un_votes", ("country",), ()),
    ("china_public_diplomacy", ("receiving_country",), ()),
    ("cow_states", ("statenme",), ()),
    ("gw_states", ("statename",), ()),
    ("lowy_gdi_2019", ("POST COUNTRY",), ("Abkhazia*", "Jerusalem*", "South Ossetia*", "Curaï¿½ao")),
    ("sipri_tiv", ("supplier", "recipient"), ("Biafra", "Katanga", "Libya GNC", "Northern Cyprus", "Unknown")),
    ("gsdb_sanctions", ("sanctioned_state", "sanctioning_state"),
     ("Balkans", "Cyprus (Northern)", "Kimberly", "Western countries", "Terrorist", "ICC Rome", "Paris Agreement",
      "Organization of Eastern Carribean States")),
)  # fmt: skip


@pytest.mark.parametrize(("file", "columns", "no_states"), _FILES)
def test_every_state_of_the_data_files_resolves(
    file: str, columns: tuple[str, ...], no_states: tuple[str, ...]
) -> None:
    path = SHARED / "data" / f"{file}.parquet"
    if not path.exists():
        pytest.skip("the data files for development are not here")
    table = pq.read_table(path, columns=list(columns))
    written = {name for column in columns for name in table.column(column).to_pylist() if name}
    unresolved = sorted(name for name in written if resolve(name) is None)
    # A star marks rebels in SIPRI's list; commas part the members of a group of states in GSDB's.
    groups = ("*", ", ") if file == "gsdb_sanctions" or file == "sipri_tiv" else ("*",)
    left = [n for n in unresolved if not n.startswith(no_states or ("\0",)) and not any(g in n for g in groups)]
    assert left == []


def test_every_number_of_the_finance_file_resolves() -> None:
    path = SHARED / "data" / "aiddata_gcdf3_country_year.parquet"
    if not path.exists():
        pytest.skip("the data files for development are not here")
    table = pq.read_table(path, columns=["ccode", "year"])
    assert all(from_cow(int(row["ccode"]), int(row["year"])) for row in table.to_pylist())
