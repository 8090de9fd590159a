"""Views: what was known by a day, judgements applied, newest readings and releases only."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from suasion.codebook import JUDGEMENT_SCHEMA, SOURCE_SCHEMA, STATEMENT_SCHEMA
from suasion.errors import InputError, RecordError, UnknownEvidenceError
from suasion.record import Record

TEXT = "Japan gave Cambodia $720 million in aid over a decade."
change = msgspec.structs.replace


def names(record, view, column="name"):
    return sorted(record.run(view)[column].to_pylist())


def read(record, given, text=TEXT, quotes=("gave Cambodia", "$720 million"), **fields):
    """Append a document and a reading of it, and return the source's id and the statements' by quote."""
    source, data = given.source(text, **fields)
    record.append_source(source, data)
    record.append_reading(source.id, "rules 1", [given.statement(text, q, n=n) for n, q in enumerate(quotes, 1)])
    rows = record.run(record.statements(history=True).filter(lambda t: t.source == source.id)).to_pylist()
    return source.id, {row["quote"]: row["id"] for row in rows}


def test_views_have_the_columns_of_the_codebook(record, given):
    read(record, given)
    extra = ["known", "added", "confirmed"]
    assert record.run(record.sources()).column_names == [*SOURCE_SCHEMA.names, *extra]
    assert record.run(record.statements()).column_names == [*STATEMENT_SCHEMA.names, *extra]
    assert record.run(record.judgements()).column_names == [*JUDGEMENT_SCHEMA.names, "added"]
    for field in STATEMENT_SCHEMA:
        assert record.run(record.statements()).schema.field(field.name).type == field.type


@pytest.mark.parametrize(
    ("published", "known", "the_day_before"),
    [
        ("2022-03-20", "2022-03-20", "2022-03-19"),
        ("2022-03-20T09:30:00+07:00", "2022-03-20", "2022-03-19"),
        ("2024-02", "2024-02-29", "2024-02-28"),
        ("2021", "2021-12-31", "2021-12-30"),
        (None, "2024-05-06", "2024-05-05"),
    ],
)
def test_a_statement_is_known_from_the_last_day_its_date_can_mean(record, given, published, known, the_day_before):
    read(record, given, published=published)
    assert set(record.run(record.statements())["known"].to_pylist()) == {known}
    for view in (record.statements, record.sources):
        assert record.run(view(as_of=known)).num_rows > 0
        assert record.run(view(as_of=the_day_before)).num_rows == 0
        assert record.run(view(as_of=the_day_before, history=True)).num_rows == 0


def test_as_of_takes_a_month_or_a_year_to_its_end(record, given):
    read(record, given, published="2022-03-20")
    assert record.run(record.statements(as_of="2022-03")).num_rows == 2
    assert record.run(record.statements(as_of="2021")).num_rows == 0
    with pytest.raises(InputError, match="as_of '20 March' is no ISO date"):
        record.statements(as_of="20 March")


def test_an_observation_is_known_when_its_row_says_else_when_its_source_is(record, given):
    source, data = given.source(None, name="oda", published="2023")
    rows = given.rows({"row": "row 1", "known": "2020-01-01"}, {"row": "row 2", "actor": "CHN"})
    record.append_observations(source, data, rows)
    known = dict(zip(names(record, record.observations(), "row"), ["2020-01-01", "2023-12-31"], strict=True))
    assert {r["row"]: r["known"] for r in record.run(record.observations()).to_pylist()} == known
    assert names(record, record.observations(as_of="2023-12-30"), "row") == ["row 1"]
    assert names(record, record.observations(as_of="2019"), "row") == []


def test_a_judgement_counts_from_its_moment(record, given):
    _, ids = read(record, given, published="2022-03-20")
    # Half past midnight in Phnom Penh on 2 June is still 1 June in UTC.
    when = "2024-06-02T00:30:00+07:00"
    record.append_judgement(given.judgement(ids["gave Cambodia"], "reject", when=when))
    assert record.run(record.statements(as_of="2024-06-01")).num_rows == 1
    assert record.run(record.statements(as_of="2024-05-31")).num_rows == 2
    assert record.run(record.judgements(as_of="2024-05-31")).num_rows == 0
    assert record.run(record.judgements(as_of="2024-06-01"))["subject"].to_pylist() == [ids["gave Cambodia"]]


def test_rejected_statements_go_and_confirmed_ones_are_marked(record, given):
    _, ids = read(record, given)
    record.append_judgement(given.judgement(ids["gave Cambodia"], "reject"))
    record.append_judgement(given.judgement(ids["$720 million"], "confirm"))
    rows = record.run(record.statements()).to_pylist()
    assert [(r["quote"], r["confirmed"]) for r in rows] == [("$720 million", True)]
    assert record.run(record.statements(history=True)).num_rows == 2


def test_corrected_fields_are_as_corrected_and_null_is_a_value(record, given):
    _, ids = read(record, given)
    subject = ids["$720 million"]
    record.append_judgement(given.judgement(subject, "correct", changes={"amount": 7.2e8, "unit": "USD", "stance": 1}))
    later = "2024-06-02T00:00:00Z"
    record.append_judgement(given.judgement(subject, "correct", changes={"unit": None, "actor": "JPN"}, when=later))
    row = next(r for r in record.run(record.statements()).to_pylist() if r["id"] == subject)
    assert (row["amount"], row["unit"], row["actor"], row["stance"]) == (7.2e8, None, "JPN", 1)
    before = record.run(record.statements(as_of="2024-06-01")).to_pylist()
    assert next(r for r in before if r["id"] == subject)["unit"] == "USD"
    recorded = record.run(record.statements(history=True)).to_pylist()
    assert next(r for r in recorded if r["id"] == subject)["amount"] is None


def test_a_corrected_observation_keeps_its_id(record, given):
    record.append_observations(*given.source(None), given.rows({"value": 1.0}, {"row": "row 2", "actor": "CHN"}))
    subject = next(r["id"] for r in record.run(record.observations()).to_pylist() if r["row"] == "row 1")
    missing = {"value": None, "status": "missing", "first_year": 2019}
    record.append_judgement(given.judgement(subject, "correct", changes=missing))
    row = next(r for r in record.run(record.observations()).to_pylist() if r["id"] == subject)
    assert (row["value"], row["status"], row["first_year"], row["last_year"]) == (None, "missing", 2019, 2020)


def test_a_date_given_to_a_source_moves_what_was_known(record, given):
    source, _ = read(record, given)
    assert record.run(record.statements(as_of="2022")).num_rows == 0
    record.append_judgement(given.judgement(source, "correct", changes={"published": "2022-03"}))
    assert record.run(record.statements())["known"].to_pylist() == ["2022-03-31"] * 2
    # The decision was taken in 2024, so it was not known in 2022 that the text was of 2022.
    assert record.run(record.statements(as_of="2022")).num_rows == 0
    assert names(record, record.sources(as_of="2024-06-01"), "published") == ["2022-03"]


def test_all_of_a_rejected_source_goes_with_it(record, given):
    source, _ = read(record, given)
    other, _ = read(record, given, text="China built the port.", quotes=["built"], name="other.txt")
    record.append_observations(*given.source(None, name="oda"), given.rows({}))
    dataset = next(r["id"] for r in record.run(record.sources()).to_pylist() if r["kind"] == "dataset")
    record.append_judgement(given.judgement(source, "merge", into=other))
    record.append_judgement(given.judgement(dataset, "reject"))
    assert names(record, record.statements(), "quote") == ["built"]
    assert record.run(record.observations()).num_rows == 0
    assert names(record, record.sources()) == ["other.txt"]
    assert record.run(record.observations(history=True)).num_rows == 1


def test_judgements_hold_for_what_a_later_reader_codes_alike(record, given):
    source, ids = read(record, given)
    record.append_judgement(given.judgement(ids["gave Cambodia"], "reject"))
    again = [given.statement(TEXT, q, reader="rules 2") for q in ("gave Cambodia", "$720 million")]
    record.append_reading(source, "rules 2", again)
    assert names(record, record.statements(), "quote") == ["$720 million"]
    history = record.run(record.statements(history=True)).to_pylist()
    assert sorted((r["reader"], r["quote"]) for r in history) == sorted(
        (reader, quote) for reader in ("rules 1", "rules 2") for quote in ids
    )


def test_any_merge_can_be_undone(record, given):
    _, ids = read(record, given)
    one, other = ids["gave Cambodia"], ids["$720 million"]
    record.append_judgement(given.judgement(one, "confirm"))
    record.append_judgement(given.judgement(one, "merge", into=other))
    assert names(record, record.statements(), "quote") == ["$720 million"]
    record.append_judgement(given.judgement(one, "unmerge", into=other, when="2024-06-03T00:00:00Z"))
    rows = {r["id"]: r["confirmed"] for r in record.run(record.statements()).to_pylist()}
    assert rows == {one: True, other: False}


def test_a_later_release_replaces_figure_by_figure(record, given):
    first, data = given.source(None, name="oda", publisher="OECD", published="2022")
    record.append_observations(
        first, data, given.rows({"value": 1.0}, {"row": "row 2", "first_year": 2019, "last_year": 2019, "value": 2.0})
    )
    second, more = given.source(None, name="oda", publisher="OECD", published="2023", title="revised")
    record.append_observations(second, more, given.rows({"row": "a", "value": 3.0}, {"row": "b", "value": 4.0}))
    # The same name at another publisher is another data set.
    third, rest = given.source(None, name="oda", publisher="a ministry", published="2024")
    record.append_observations(third, rest, given.rows({"row": "c", "value": 5.0}))
    assert names(record, record.observations(), "value") == [2.0, 3.0, 4.0, 5.0]
    assert names(record, record.observations(as_of="2022"), "value") == [1.0, 2.0]
    assert names(record, record.observations(as_of="2023"), "value") == [2.0, 3.0, 4.0]
    assert names(record, record.observations(history=True), "value") == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_of_two_releases_of_one_day_the_one_added_later_holds(record, given):
    for number in range(4):
        source, data = given.source(None, name="oda", published="2022", title=str(number))
        record.append_observations(source, data, given.rows({"value": float(number)}))
    assert names(record, record.observations(), "value") == [3.0]


def test_views_join_with_their_sources(record, given):
    read(record, given, publisher="a news agency", reliability="B")
    source = record.sources().select(source="id", publisher="publisher", reliability="reliability")
    rows = record.run(record.statements().inner_join(source, "source")).to_pylist()
    assert {(r["publisher"], r["reliability"]) for r in rows} == {("a news agency", "B")}


def test_views_work_on_a_record_open_for_reading(open_record, given):
    with open_record() as record:
        _, ids = read(record, given)
        record.append_judgement(given.judgement(ids["gave Cambodia"], "reject"))
    with open_record(read_only=True) as record:
        assert names(record, record.statements(), "quote") == ["$720 million"]


def test_an_expression_that_cannot_be_run_is_a_named_error(record):
    expression = record.sources().mutate(year=lambda t: t.name.cast("int64"))
    record.append_source(*_one_source())
    with pytest.raises(RecordError, match="article"):
        record.run(expression)


def _one_source():
    from tests.record.conftest import Given

    return Given.source(TEXT)


def test_no_statement_reaches_outside_the_database(record, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    record.run(record.sources())  # as from here the settings are locked too
    for sql in (
        f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/other.duckdb'",
        "SET enable_external_access = true",
        "SET memory_limit = '1GB'",
        "INSTALL httpfs",
    ):
        with pytest.raises(RecordError):
            record._parts.tables.engine.execute(sql)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("verdict", "fields", "message"),
    [
        ("confirm", {"who": " "}, "who is empty"),
        ("confirm", {"why": ""}, "why is empty"),
        ("confirm", {"when": "last week"}, "no ISO date and time"),
        ("confirm", {"changes": {"amount": 1}}, "changes belong to the verdict 'correct'"),
        ("correct", {}, "Give the corrected fields"),
        ("correct", {"changes": {"quote": "gave"}}, "quote cannot be corrected. Only these can: kind, actor"),
        ("correct", {"changes": {"modality": "maybe"}}, "Invalid enum value 'maybe'"),
        ("correct", {"changes": {"amount": float("nan")}}, "must be finite"),
        ("reject", {"into": "st-0123456789abcdef"}, "no such statement"),
        ("merge", {}, "Name the other entry"),
        ("merge", {"into": "itself"}, "merged with itself"),
        ("merge", {"into": "source"}, "another sort of entry"),
        ("unmerge", {"into": "other"}, "is not merged into"),
        ("condemn", {}, "Invalid enum value 'condemn'"),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(record, given, verdict, fields, message):
    source, ids = read(record, given)
    subject, other = ids["gave Cambodia"], ids["$720 million"]
    named = {"itself": subject, "source": source, "other": other}
    fields = {name: named.get(value, value) if name == "into" else value for name, value in fields.items()}
    with pytest.raises((InputError, UnknownEvidenceError), match=message):
        record.append_judgement(given.judgement(subject, verdict, **fields))
    assert record.count == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": None}, "Correct both"),
        ({"status": "missing"}, "Correct both"),
        ({"indicator": "oda-nett"}, "no such indicator"),
        ({"last_year": 1999}, "ends before it begins"),
        ({"known": "soon"}, "known 'soon' is no ISO date"),
        ({"row": "row 9"}, "row cannot be corrected"),
    ],
)
def test_a_correction_of_an_observation_keeps_to_the_codebook(record, given, changes, message):
    record.append_observations(*given.source(None), given.rows({}))
    subject = record.run(record.observations())["id"][0].as_py()
    with pytest.raises(InputError, match=message):
        record.append_judgement(given.judgement(subject, "correct", changes=changes))


def test_a_judgement_on_what_is_not_there_is_refused(record, given):
    for subject in ("st-0123456789abcdef", "ju-0123456789abcdef", "nonsense"):
        with pytest.raises(UnknownEvidenceError, match=f"{subject}: the record has no such"):
            record.append_judgement(given.judgement(subject, "confirm"))


def test_a_judgement_is_appended_once(record, given):
    source, _ = read(record, given)
    judgement = given.judgement(source, "correct", changes={"title": "A title", "author": "N. N."})
    same = given.judgement(source, "correct", changes={"author": "N. N.", "title": "A title"})
    assert [record.append_judgement(j).added for j in (judgement, same)] == [1, 0]


def test_merges_that_would_close_a_ring_are_refused(record, given):
    _, ids = read(record, given, quotes=("Japan", "gave", "Cambodia"))
    a, b, c = ids["Japan"], ids["gave"], ids["Cambodia"]
    record.append_judgement(given.judgement(a, "merge", into=b))
    record.append_judgement(given.judgement(b, "merge", into=c))
    with pytest.raises(InputError, match="is itself merged into it"):
        record.append_judgement(given.judgement(c, "merge", into=a))
    assert names(record, record.statements(), "quote") == ["Cambodia"]


def test_the_clock_is_the_callers(path, given):
    with Record.open(path, clock=lambda: datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)) as record:
        read(record, given)
        assert record.run(record.statements(as_of="1999-12-31")).num_rows == 2
