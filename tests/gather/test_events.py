"""Event data and news volume. Rows are made up for the test in the publishers' forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suasion import gather

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

GDELT = {name: i for i, name in enumerate(gather.describe("gdelt-events").tables["events"].header)}
GKG = {name: i for i, name in enumerate(gather.describe("gdelt-gkg").tables["documents"].header)}


def line(columns: dict[str, int], **cells: str) -> str:
    """One line of a file without header: all cells empty but those named; ``.`` in a name is ``__`` here."""
    row = [""] * len(columns)
    for name, cell in cells.items():
        row[columns[name.replace("__", ".")]] = cell
    return "\t".join(row)


def gdelt(event: str, one: str, other: str, **cells: str) -> str:
    usual = {
        "GlobalEventID": event, "Day": "20220301", "Actor1CountryCode": one, "Actor2CountryCode": other,
        "IsRootEvent": "1", "EventCode": "042", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.9",
        "NumMentions": "10", "NumSources": "2", "DATEADDED": "20220302081500", "SOURCEURL": "https://a.example/\"x",
    }  # fmt: skip
    return line(GDELT, **(usual | cells))


def test_gdelts_files_have_no_header_and_61_columns(table: Table, read: Read) -> None:
    assert len(GDELT) == 61
    rows = read("gdelt-events", table(gdelt("1", "JPN", "KHM")), "20220302081500.export.CSV")
    counted, weighed = rows
    assert (counted["indicator"], counted["actor"], counted["partner"]) == ("events-verbal-cooperation", "JPN", "KHM")
    assert (counted["value"], counted["date"], counted["known"]) == (1.0, "2022-03-01", "2022-03-02")
    assert counted["item"] == "gdelt-1"
    assert counted["label"] == (
        'consultation (CAMEO 042), 10 mentions in 2 sources, in a lead paragraph; https://a.example/"x'
    )
    assert (weighed["indicator"], weighed["value"], weighed["unit"]) == ("event-intensity", 1.9, "goldstein")


def test_events_at_home_and_of_nobodys_country_are_counted_and_left_out(
    table: Table, read: Read, problems: Problems
) -> None:
    data = table(gdelt("1", "JPN", "KHM"), gdelt("2", "KHM", "KHM"), gdelt("3", "", "KHM"))
    assert {row["item"] for row in read("gdelt-events", data)} == {"gdelt-1"}
    assert any("2 of 3 events are not between two countries" in text for text in problems("gdelt-events", data))


def test_cameos_own_codes_and_organisations_are_read_and_regions_are_named(
    table: Table, read: Read, problems: Problems
) -> None:
    data = table(
        gdelt("1", "ROM", "TMP"), gdelt("2", "", "KHM", Actor1KnownGroupCode="UNO"), gdelt("3", "SEA", "KHM"),
    )  # fmt: skip
    found = {(row["actor"], row["partner"]) for row in read("gdelt-events", data)}
    assert found == {("ROU", "TLS"), ("UN", "KHM")}
    assert any("'SEA' (1)" in text for text in problems("gdelt-events", data))


def test_an_intensity_beyond_the_scale_is_left_out_and_named(table: Table, problems: Problems) -> None:
    said = problems("gdelt-events", table(gdelt("1", "JPN", "KHM", GoldsteinScale="19")))
    assert any("event-intensity outside -10 to 10" in text for text in said)


def test_several_files_of_gdelt_are_read_together(table: Table, read: Read) -> None:
    data = gather.bundle(
        {f"{n}.export.CSV": table(gdelt(str(n), "JPN", "KHM"), gdelt(f"{n}0", "KHM", "JPN")) for n in (1, 2)}
    )
    assert {row["item"] for row in read("gdelt-events", data)} == {"gdelt-1", "gdelt-10", "gdelt-2", "gdelt-20"}


def test_news_documents_are_counted_once_for_each_country_they_name(table: Table, read: Read) -> None:
    place = "4#Phnom Penh, Phnum Pénh, Cambodia#CB#CB11#11.55#104.917#-1044909"
    assert len(GKG) == 27
    data = table(
        line(GKG, GKGRECORDID="20220301081500-0", V2__1DATE="20220301081500",
             V1LOCATIONS=f"{place};1#Japan#JA#JA#36#138#JA;{place}", V1__5TONE="-2,1,3,4,5,6,300"),
        line(GKG, GKGRECORDID="20220301081500-1", V2__1DATE="20220301081500", V1LOCATIONS=place,
             V1__5TONE="4,1,3,4,5,6,300"),
        line(GKG, GKGRECORDID="20220301081500-2", V2__1DATE="20220301081500", V1__5TONE="0,0,0,0,0,0,9"),
    )  # fmt: skip
    rows = read("gdelt-gkg", data, "20220301081500.gkg.csv")
    found = {(row["actor"], row["indicator"]): row["value"] for row in rows}
    assert found == {
        ("KHM", "media-documents"): 2.0, ("KHM", "media-tone"): 1.0,
        ("JPN", "media-documents"): 1.0, ("JPN", "media-tone"): -2.0,
    }  # fmt: skip
    assert {(row["date"], row["item"], row["known"]) for row in rows} == {
        ("2022-03-01", "gkg-20220301081500", "2022-03-01")
    }


POLECAT_HEADER = (
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
    "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,"
    "Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,"
    "Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,"
    "Feature Type,Source,Publication Date,Story People,Story Organizations,Story Locations,Language,Version"
)
POLECAT = POLECAT_HEADER.split(",")


def polecat(**cells: str) -> str:
    row = dict.fromkeys(POLECAT, "") | {
        "Event ID": "20220301-1-2", "Event Date": "2022-03-01", "Event Type": "CONSULT", "Event Mode": "visit",
        "Intensity": "4.0", "Contexts": "military", "Actor Name": 'Fumio "K" Kishida', "Actor Country": "JPN",
        "Recipient Name": "Hun Sen", "Recipient Country": "KHM", "Source": "A Paper", "Publication Date": "2022-03-03",
    } | {name.replace("_", " "): cell for name, cell in cells.items()}  # fmt: skip
    return "\t".join(row.values())


def test_polecats_types_make_four_classes_and_its_stories_say_when_it_was_known(table: Table, read: Read) -> None:
    types = {"CONSULT": "verbal-cooperation", "AID": "material-cooperation", "ACCUSE": "verbal-conflict",
             "SANCTION": "material-conflict"}  # fmt: skip
    lines = [polecat(Event_Type=word, Event_ID=word) for word in types]
    rows = read("polecat", table("\t".join(POLECAT), *lines), "ngecEvents.txt")
    counted = {row["item"]: row["indicator"] for row in rows if row["indicator"] != "event-intensity"}
    assert counted == {f"polecat-{word}": f"events-{quad}" for word, quad in types.items()}
    assert {(row["date"], row["known"]) for row in rows} == {("2022-03-01", "2022-03-03")}
    assert rows[0]["label"] == 'consult, mode visit, contexts military: Fumio "K" Kishida and Hun Sen; A Paper'


def test_polecats_lists_of_countries_and_unknown_types_are_named(table: Table, problems: Problems) -> None:
    lines = [polecat(), polecat(Actor_Country="JPN;CHN"), polecat(Event_Type="DANCE"), polecat(Actor_Country="None")]
    said = problems("polecat", table("\t".join(POLECAT), *lines), "ngecEvents.txt")
    assert any("2 of 4 events are not between two countries" in text for text in said)
    assert any("'dance' (1)" in text for text in said)


ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t"
    "Country\tLatitude\tLongitude"
)


def icews(event: str, code: str, one: str = "Japan", other: str = "Cambodia", day: str = "2012-04-01") -> str:
    return f"{event}\t{day}\tA\tGov\t{one}\tMake a visit\t{code}\t1.9\tB\tGov\t{other}\t9\t1\tAP\t\t\t\tX\t1\t2"


def quads(rows: Rows) -> list[str]:
    return [row["indicator"].removeprefix("events-") for row in rows if row["indicator"] != "event-intensity"]


def test_icews_codes_make_four_classes(table: Table, read: Read) -> None:
    data = table(ICEWS, icews("1", "042"), icews("2", "07"), icews("3", "12"), icews("4", "190"))
    rows = read("icews-events", data, "events.2012.tab")
    assert quads(rows) == ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]
    assert rows[0]["label"] == "Make a visit (CAMEO 042): A and B; AP"
    assert (rows[0]["known"], rows[0]["item"]) == ("2012-04-01", "icews-1-2012-04-01")


def test_codes_that_lost_their_noughts_in_a_file_get_them_back(table: Table, read: Read) -> None:
    data = table(ICEWS, icews("1", "42"), icews("2", "841"), icews("3", "12"), icews("4", "190"))
    assert quads(read("icews-events", data)) == [
        "verbal-cooperation", "material-cooperation", "verbal-cooperation", "material-conflict",
    ]  # fmt: skip


def test_icews_states_are_those_of_the_day(table: Table, read: Read, problems: Problems) -> None:
    data = table(ICEWS, icews("1", "042", "Serbia", day="2012-04-01"), icews("1", "042", "Atlantis"),
                 icews("2", "999"))  # fmt: skip
    assert {row["actor"] for row in read("icews-events", data)} == {"SRB"}
    said = problems("icews-events", data)
    assert any("'Atlantis' (1)" in text for text in said)
    assert any("CAMEO codes '999' (1) are none" in text for text in said)
