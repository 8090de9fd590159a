"""Tracing: from any id back to the span, the row or the brief, in its context."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from suasion.codebook import Estimate, Source
from suasion.errors import InputError, UnknownEvidenceError
from suasion.record import Record

LEAD = " ".join(f"Word{i}" for i in range(100)) + ". "
SENTENCE = "An official said Japan gave Cambodia $720 million in aid."
TEXT = LEAD + SENTENCE + " " + LEAD


@pytest.fixture
def traced(record, given):
    """A record with a statement and an observation, and their ids."""
    source, data = given.source(TEXT, title="On aid", publisher="a news agency", address="https://example.org/aid",
                                published="2022-03-20", licence="CC-BY-4.0")  # fmt: skip
    record.append_source(source, data)
    record.append_reading(
        source.id, "rules 1", [given.statement(TEXT, "Japan gave Cambodia", sentence=SENTENCE, amount=7.2e8)]
    )
    dataset, more = given.source(None, name="oda", publisher="OECD", citation="OECD (2024)", licence="CC-BY-4.0")
    record.append_observations(dataset, more, given.rows({"row": "row 812", "value": 3.5}))
    ids = [record.run(view)["id"][0].as_py() for view in (record.statements(), record.observations())]
    return record, source.id, ids[0], ids[1]


def test_a_statement_leads_to_its_span_in_its_context(traced):
    record, source, statement, _ = traced
    found = record.trace(statement)
    assert (found.kind, found.verified, found.failed) == ("statement", True, ())
    assert TEXT[found.start : found.end] == found.quote == "Japan gave Cambodia"
    assert found.before + found.quote + found.after in TEXT
    assert found.before.endswith("Word99. An official said ")
    assert found.after.startswith(" $720 million in aid. Word0 ")
    # About 200 characters on either side of the sentence, cut between words.
    assert 150 < len(found.before) < 250
    assert 150 < len(found.after) < 250
    assert found.before.startswith("Word")
    assert found.after.rpartition(" ")[2] in LEAD.split()
    assert (found.source.title, found.source.publisher, found.source.address) == (
        "On aid", "a news agency", "https://example.org/aid",
    )  # fmt: skip
    assert (found.source.published, found.source.licence, found.source.id) == ("2022-03-20", "CC-BY-4.0", source)
    assert found.source.text is None
    assert found.entry["amount"] == 7.2e8
    assert found.added == "2024-05-06T07:08:09Z"


def test_an_observation_leads_to_its_row_and_publisher(traced):
    record, _, _, observation = traced
    found = record.trace(observation)
    assert (found.kind, found.verified) == ("observation", True)
    assert (found.entry["row"], found.entry["value"], found.entry["actor"]) == ("row 812", 3.5, "JPN")
    assert (found.source.publisher, found.source.citation) == ("OECD", "OECD (2024)")


def test_a_source_and_a_judgement_can_be_traced(traced, given):
    record, source, statement, _ = traced
    record.append_judgement(given.judgement(statement, "correct", changes={"amount": 1}))
    record.append_judgement(given.judgement(source, "confirm"))
    found = record.trace(source)
    assert (found.kind, found.verified, found.entry["title"]) == ("source", True, "On aid")
    assert [d.judgement.verdict for d in found.judgements] == ["confirm"]
    decision = record.trace(statement).judgements[0]
    assert (decision.judgement.verdict, decision.judgement.changes) == ("correct", {"amount": 1})
    judged = record.trace(decision.id)
    assert (judged.kind, judged.verified, judged.evidence) == ("judgement", True, (statement,))
    assert judged.entry["why"] == "read it again"


def test_what_an_entry_was_merged_with_shows_on_both(traced, given):
    record, _, statement, _ = traced
    source, data = given.source("Japan gave.")
    record.append_source(source, data)
    record.append_reading(source.id, "rules 1", [given.statement("Japan gave.", "Japan gave")])
    other = next(r["id"] for r in record.run(record.statements()).to_pylist() if r["id"] != statement)
    record.append_judgement(given.judgement(other, "merge", into=statement))
    assert len(record.trace(statement).judgements) == len(record.trace(other).judgements) == 1
    assert record.trace(other).before == ""
    assert record.trace(other).after == "."


def test_what_a_later_reading_replaced_can_still_be_traced(traced):
    record, source, statement, _ = traced
    record.append_reading(source, "rules 2", [])
    assert record.trace(statement).verified


def test_a_trace_says_when_the_bytes_are_gone(traced):
    record, source, statement, _ = traced
    digest = record.trace(source).source.sha256
    record.path.with_name("record.sources").joinpath(digest[:2], digest).write_bytes(b"other")
    found = record.trace(statement)
    assert (found.verified, found.failed) == (False, ("the source's bytes are gone or changed",))


def test_a_trace_says_when_the_rows_were_tampered_with(traced, given):
    record, source, statement, observation = traced
    record.append_judgement(given.judgement(source, "confirm"))
    judgement = record.trace(source).judgements[0].id
    engine = record._parts.tables.engine
    engine.execute("UPDATE statements SET quote = 'Japan gave Thailand'")
    engine.execute("UPDATE observations SET value = 4")
    engine.execute("UPDATE judgements SET why = 'because'")
    hash_ = "the id is not the hash of the entry"
    assert record.trace(statement).failed == (hash_, "the quote is not at its place in the text")
    assert record.trace(observation).failed == (hash_,)
    assert record.trace(judgement).failed == (hash_,)
    places = {problem.place for problem in record.verify().problems}
    assert "batch 2" in places


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("st-0123456789abcdef", "has no such statement"),
        ("so-0123456789abcdef", "has no such source"),
        ("ju-0123456789abcdef", "has no such judgement"),
        ("es-0123456789abcdef", "none of the 0 briefs kept .* has this estimate"),
        ("st-123", "is no id. An id is st-"),
        ("row 812", "is no id"),
        ("xx-0123456789abcdef", "is no id"),
        ("st-0123456789abcdef\n", "is no id"),
    ],
)
def test_an_unknown_id_says_what_ids_there_are(record, id_, message):
    with pytest.raises(UnknownEvidenceError, match=message):
        record.trace(id_)


def test_sentences_and_numbers_of_kept_briefs_lead_to_their_evidence(traced):
    record, _, statement, observation = traced
    estimate = Estimate(name="share", value=0.26, method="share", evidence=(observation,))
    sentence = {"id": "se-0123456789abcdef", "text": "Japan gives most.", "evidence": [statement, estimate.id]}
    brief = {"sentences": [sentence], "assessment": {"flows": [{"total": msgspec.to_builtins(estimate)}]}}
    kept = record.keep_brief(msgspec.json.encode(brief))
    found = record.trace("se-0123456789abcdef")
    assert (found.kind, found.evidence, found.brief) == ("sentence", (statement, estimate.id), kept)
    assert (found.entry["text"], found.verified) == ("Japan gives most.", True)
    found = record.trace(estimate.id)
    assert (found.kind, found.evidence, found.entry["value"]) == ("estimate", (observation,), 0.26)


def test_an_estimate_that_states_its_id_is_found_by_it(record):
    record.keep_brief(
        b'{"a":[{"id":"es-00000000000000aa","name":1,"value":2,"method":3}],"b":{"name":1,"value":"x","method":3}}'
    )
    assert record.trace("es-00000000000000aa").entry["value"] == 2
    with pytest.raises(UnknownEvidenceError, match="none of the 1 briefs"):
        record.trace("es-00000000000000ab")


def test_a_kept_brief_that_was_changed_is_told(record):
    record.keep_brief(b'{"id":"se-0123456789abcdef"}')
    assert record.verify().ok
    record.briefs()[0].path.write_bytes(b'{"id":"se-0123456789abcdef" }')
    assert record.trace("se-0123456789abcdef").failed == ("the kept brief was changed",)
    assert [p.reason for p in record.verify().problems] == ["the kept brief was changed"]


def test_the_same_brief_is_kept_once(record):
    assert record.briefs() == []
    assert record.keep_brief(b'{"a":1}') == record.keep_brief(b'{"a":1}') != record.keep_brief(b'{"a":2}')
    kept = record.briefs()
    assert len(kept) == 2
    assert {brief.size for brief in kept} == {7}
    assert {brief.path.parent.name for brief in kept} == {"record.briefs"}


@pytest.mark.parametrize("data", [b"not json", b"[1]", b"\xff"])
def test_a_brief_that_is_no_json_object_is_refused(record, data):
    with pytest.raises(InputError, match="JSON"):
        record.keep_brief(data)


texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("é\u0301\r\n\u202e🇰🇭ក្រ\u200b\x00"),
    min_size=1,
    max_size=60,
)


@over(text=texts, data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_quote_of_every_text_is_found_at_its_offsets(shared_record, given, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first = data.draw(st.integers(0, start))
    last = data.draw(st.integers(end, len(text)))
    source, raw = given.source(text)
    shared_record.append_source(source, raw)
    statement = given.statement(text, text[start:end])
    statement = msgspec.structs.replace(statement, start=start, end=end, sentence=text[first:last])
    appended = shared_record.append_reading(source.id, "rules 1", [statement])
    id_ = shared_record._parts.tables.engine.rows(
        "SELECT id FROM statements WHERE source = ? ORDER BY batch DESC LIMIT 1", [source.id]
    )[0][0]
    assert appended.added + appended.already == 1
    found = shared_record.trace(id_)
    assert found.verified
    assert shared_record.text(source.id)[found.start : found.end] == found.quote
    assert found.before + found.quote + found.after in text
    assert isinstance(found.source, Source)


@pytest.fixture(scope="module")
def shared_record(tmp_path_factory):
    with Record.open(tmp_path_factory.mktemp("texts") / "record.duckdb") as opened:
        yield opened
