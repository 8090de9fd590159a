"""Small records written for one test, and the first case where its data are at hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from suasion import service
from suasion.codebook import OBSERVATION_SCHEMA, Contest, Source, Statement
from suasion.codebook.scenario import Scenario
from suasion.codebook.scenario_words import parse_change
from suasion.record import Record

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
KHM = Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2012, last_year=2022)


class Writer:
    """Writes documents and rows into a record in a line each."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def document(
        self, text: str, *statements: dict[str, Any], published: str | None = "2022-03-29", **about: Any
    ) -> str:
        """Add a document with statements given by their quote; the id of its source comes back."""
        data = text.encode()
        digest = hashlib.sha256(data).hexdigest()
        source = Source(
            kind="document", name=about.pop("name", "article.txt"), sha256=digest, size=len(data),
            media_type="text/plain", published=published, text=text, **about,
        )  # fmt: skip
        self.record.append_source(source, data)
        self.record.append_reading(source.id, "test", [_statement(text, n, s) for n, s in enumerate(statements)])
        return source.id

    def rows(self, *rows: dict[str, Any], name: str = "facts", published: str = "2022-03-01") -> str:
        """Add rows of one data set; the id of its source comes back."""
        whole = [dict.fromkeys(OBSERVATION_SCHEMA.names) | _row(n, row, published) for n, row in enumerate(rows)]
        data = json.dumps([name, whole]).encode()
        digest = hashlib.sha256(data).hexdigest()
        source = Source(
            kind="dataset", name=name, sha256=digest, size=len(data), media_type="application/json", title=name,
            publisher=f"publisher of {name}", published=published, licence="CC0-1.0", reliability="A",
        )  # fmt: skip
        table = pa.Table.from_pylist([row | {"source": source.id} for row in whole], schema=OBSERVATION_SCHEMA)
        self.record.append_observations(source, data, table)
        return source.id

    def yearly(self, indicator: str, actor: str, values: dict[int, float], partner: str = "KHM", **more: Any) -> None:
        """Add a series of one pair, a row a year."""
        self.rows(
            *({"indicator": indicator, "actor": actor, "partner": partner, "year": year, "value": value, **more}
              for year, value in values.items()),
            name=f"{indicator} {actor} {partner} {more}",
        )  # fmt: skip


def _statement(text: str, n: int, given: dict[str, Any]) -> Statement:
    quote = given["quote"]
    start = text.index(quote)
    first = text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0
    last = text.find(".", start + len(quote))
    sentence = text[first : last + 1 if last >= 0 else len(text)]
    fields = {"kind": "flow", "score": 0.9, "reader": "test"} | given
    return Statement(doc="article", n=n, sentence=sentence, start=start, end=start + len(quote), **fields)


def _row(n: int, row: dict[str, Any], published: str) -> dict[str, Any]:
    from suasion.codebook import INDICATORS

    year = row.pop("year", None) or int((row.get("date") or "0")[:4])
    unit = row.get("unit") or INDICATORS[row["indicator"]].unit
    return {
        "row": f"row {n + 1}", "first_year": year, "last_year": year, "unit": unit, "status": "observed",
        "known": published, **row,
    }  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Writer]:
    """A record to write into."""
    with Record.open(tmp_path / "record.duckdb") as record:
        yield Writer(record)


@pytest.fixture(scope="session")
def first_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The first real case: its statements as coded by hand, with the gathered aid, finance and votes."""
    needed = [SHARED / "cases" / "cambodia-2022.gold.jsonl", SHARED / "data" / "oecd_dac2a.parquet"]
    if not all(path.exists() for path in needed):
        pytest.skip("the first case and its data are not at hand")
    from suasion.gather import read_rows

    path = tmp_path_factory.mktemp("first") / "record.duckdb"
    with Record.open(path) as record:
        text = (SHARED / "cases" / "cambodia-2022.txt").read_text(encoding="utf-8")
        data = text.encode()
        source = Source(
            kind="document", name="cambodia-2022.txt", sha256=hashlib.sha256(data).hexdigest(), size=len(data),
            media_type="text/plain", published="2022-03-29", publisher="an online magazine", text=text,
        )  # fmt: skip
        record.append_source(source, data)
        record.append_reading(source.id, "by hand", _by_hand(needed[0]))
        for name, file in (("oecd-dac2a", "oecd_dac2a"), ("aiddata-gcdf3", "aiddata_gcdf3_country_year")):
            raw = (SHARED / "data" / f"{file}.parquet").read_bytes()
            gathered = read_rows(name, raw, file_name=f"{file}.parquet")
            record.append_observations(gathered.source, gathered.data, gathered.rows)
        yield record


def _by_hand(path: Path) -> list[Statement]:
    coded = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in coded:
        row.pop("required")
        row["amount"] = None if row["amount"] is None else float(row["amount"])
    return [msgspec.convert(row | {"reader": "by hand", "score": 0.9}, Statement) for row in coded]


@pytest.fixture
def contest() -> Contest:
    """Cambodia between Japan, China and the United States."""
    return KHM


@pytest.fixture
def tie() -> Callable[..., dict[str, Any]]:
    """A statement of Japan about Cambodia, to be changed."""

    def build(quote: str, **fields: Any) -> dict[str, Any]:
        return {"quote": quote, "actor": "JPN", "recipient": "KHM", "instrument": "economic-aid"} | fields

    return build


STANDS = (("KHM", -1, 3), ("JPN", 1, 3), ("CHN", -1, 3), ("USA", 1, 3))
AID = {"JPN": 4e8, "CHN": 2e8, "USA": 1e8}
LOANS = {"JPN": 2e8, "CHN": 5e8}
PRODUCT = {"KHM": 2e10, "JPN": 5e12, "CHN": 1.5e13, "USA": 2e13}
SANCTIONS = (("USA", "travel; human rights", 2021),)


def write_courtship(
    write: Writer, *, stands: Any = STANDS, aid: Any = AID, loans: Any = LOANS, product: Any = PRODUCT,
    sanctions: Any = SANCTIONS, times: float = 1.0,
) -> None:  # fmt: skip
    """Write a client that patrons court: aid, loans, product, sanctions and stands; and more aid to a neighbour.

    ``stands`` are an actor, a stance and how many times it was said of the South China Sea; each also spoke once of
    human rights and once of debt, without a stand.
    """
    rows: list[dict[str, Any]] = []
    for year in range(2016, 2022):
        for series, given in (("oda-gross", aid), ("finance-oof", loans)):
            for donor, amount in given.items():
                rows += [
                    {"indicator": series, "actor": donor, "partner": partner, "value": amount * more * times,
                     "year": year, "unit": "USD-2022"}
                    for partner, more in (("KHM", 1.0), ("VNM", 5.0))
                ]  # fmt: skip
        rows += [
            {"indicator": "gdp", "actor": actor, "partner": None, "value": value * times, "year": year,
             "unit": "USD-2022"}
            for actor, value in product.items()
        ]  # fmt: skip
    rows += [
        {"indicator": "sanction", "actor": actor, "partner": "KHM", "value": 1.0, "year": year, "label": label,
         "item": f"case {n}"}
        for n, (actor, label, year) in enumerate(sanctions)
    ]  # fmt: skip
    if rows:
        write.rows(*rows, name="courtship")
    said = [
        (f"{actor} has words {n} on {issue} of stance {stance}", actor, issue, stance)
        for actor, stance, times_said in stands
        for issue, how_many in (("south-china-sea", times_said), ("human-rights", 1), ("debt", 1))
        for n in range(how_many)
    ]
    if said:
        write.document(
            ". ".join(quote for quote, *_ in said) + ".",
            *({"quote": quote, "kind": "position", "actor": actor, "recipient": None, "instrument": None,
               "issue": issue, "stance": stance if issue == "south-china-sea" else 0}
              for quote, actor, issue, stance in said),
        )  # fmt: skip


@pytest.fixture
def courtship() -> Callable[..., None]:
    """Return what writes a client that patrons court into a record."""
    return write_courtship


@pytest.fixture(scope="session")
def courted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record of Cambodia courted by Japan, China and the United States, to be read and not to be written."""
    with Record.open(tmp_path_factory.mktemp("courted") / "record.duckdb") as record:
        write_courtship(Writer(record))
        yield record


def scenario_of(*changes: str, assume: tuple[str, ...] = (), **fields: Any) -> Scenario:
    """Return a scenario of Cambodia on the South China Sea from changes as a person writes them."""
    plain: dict[str, Any] = {
        "issue": "south-china-sea", "client": "KHM", "patrons": ("JPN", "CHN", "USA"), "first_year": 2016,
        "last_year": 2021,
    }  # fmt: skip
    return Scenario(
        changes=tuple(parse_change(one) for one in changes), assumptions=tuple(parse_change(one) for one in assume),
        **(plain | fields),
    )  # fmt: skip


@pytest.fixture
def play(courted: Record) -> Callable[..., Any]:
    """Return what asks what would follow from changes."""

    def ask(*changes: str, record: Record | None = None, draws: int = 256, seed: int = 0, **fields: Any) -> Any:
        return service.whatif(record or courted, scenario_of(*changes, **fields), draws=draws, seed=seed)

    return ask


@pytest.fixture
def take(courted: Record) -> Callable[..., Any]:
    """Return what asks what a move would take."""

    def ask(*changes: str, record: Record | None = None, draws: int = 256, seed: int = 0, **fields: Any) -> Any:
        asked = scenario_of(*changes, **({"by": "JPN", "target": -0.1} | fields))
        return service.what_would_it_take(record or courted, asked, draws=draws, seed=seed)

    return ask
