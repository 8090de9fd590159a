"""The verifier refuses what its evidence does not bear, and keeps the rest."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from suasion.assess.assessment import Assessment
from suasion.brief import Brief, BriefVerification, Sentence, verify, write
from suasion.brief.document import Quoted, Section, Shown, Text
from suasion.codebook import Estimate
from suasion.errors import UnsupportedSentenceError


def checked(assessment: Assessment, shelf: Any, other: Any | None = None) -> BriefVerification:
    return verify(write(assessment, shelf), assessment, other or shelf)


def only(assessment: Assessment, shelf: Any, sentence: Sentence) -> BriefVerification:
    brief = Brief(
        title="t",
        subtitle="s",
        sections=(Section(id="judgements", title="j", blocks=(sentence,)),),
        evidence=(),
        sources=(),
    )
    return verify(brief, assessment, shelf)


def test_a_brief_on_whole_evidence_is_supported_throughout(assessment: Assessment, shelf: Any) -> None:
    found = checked(assessment, shelf)
    assert found.failures == ()
    assert found.sentences == found.supported > 15
    assert found.recomputed >= 4


def test_a_tampered_quote_is_refused(assessment: Assessment, shelf: Any) -> None:
    bad = shelf.copy()
    bad.entries["so-doc"]["text"] = bad.entries["so-doc"]["text"].replace("$720", "$721")
    found = checked(assessment, shelf, bad)
    assert any("st-aid" in one.why and "does not have these words" in one.why for one in found.failures)
    kept = msgspec.json.encode(found.brief.sections).decode()
    assert "st-aid" not in kept


def test_a_moved_span_is_refused(assessment: Assessment, shelf: Any) -> None:
    bad = shelf.copy()
    bad.entries["st-aid"]["start"] += 1
    assert any("st-aid" in one.why for one in checked(assessment, shelf, bad).failures)


def test_a_tampered_row_is_refused(assessment: Assessment, shelf: Any) -> None:
    bad = shelf.copy()
    bad.entries["ob-jpn"]["value"] = 301e6
    found = checked(assessment, shelf, bad)
    assert any("aid from Japan" in one.why and "the evidence gives" in one.why for one in found.failures)


def test_a_row_that_is_gone_is_refused(assessment: Assessment, shelf: Any) -> None:
    bad = shelf.copy()
    del bad.entries["ob-chn"]
    assert any("ob-chn is not in the record" in one.why for one in checked(assessment, shelf, bad).failures)


def test_a_row_without_a_value_bears_nothing(assessment: Assessment, shelf: Any) -> None:
    bad = shelf.copy()
    bad.entries["ob-jpn"] |= {"value": None, "status": "missing"}
    assert any("its row has no value" in one.why for one in checked(assessment, shelf, bad).failures)


def test_wrong_arithmetic_is_refused(assessment: Assessment, shelf: Any) -> None:
    flow = assessment.flows[0]
    wrong = msgspec.structs.replace(flow.total, value=9e9)
    bad = msgspec.structs.replace(assessment, flows=(msgspec.structs.replace(flow, total=wrong),))
    found = checked(bad, shelf)
    assert any("the evidence gives 3e+08, not 9e+09" in one.why for one in found.failures)
    assert "$9 billion" not in msgspec.json.encode(found.brief).decode().partition('"refused"')[0]


def test_arithmetic_on_entries_that_are_not_named_is_refused(assessment: Assessment, shelf: Any) -> None:
    flow = assessment.flows[0]
    hidden = msgspec.structs.replace(flow.total, evidence=())
    bad = msgspec.structs.replace(assessment, flows=(msgspec.structs.replace(flow, total=hidden),))
    assert any("does not name as evidence" in one.why for one in checked(bad, shelf).failures)


def test_strict_raises_at_the_first_refusal(assessment: Assessment, shelf: Any) -> None:
    bad = shelf.copy()
    del bad.entries["ob-chn"]
    with pytest.raises(UnsupportedSentenceError, match="ob-chn"):
        verify(write(assessment, shelf), assessment, bad, strict=True)


def test_a_number_that_its_estimate_does_not_give_is_refused(assessment: Assessment, shelf: Any) -> None:
    total = assessment.flows[0].total
    shown = Shown(text="$400 million", style="money", estimate=total.id)
    sentence = Sentence(content=Text(text="Japan gave $400 million.", numbers=(shown,)), nature="fact")
    assert only(assessment, shelf, sentence).failures[0].why == "aid from Japan is not $400 million"


def test_a_number_of_an_estimate_from_elsewhere_is_refused(assessment: Assessment, shelf: Any) -> None:
    foreign = Estimate(name="x", value=0.4, unit="index")
    shown = Shown(text="0.40", style="index", estimate=foreign.id)
    sentence = Sentence(content=Text(text="It is 0.40.", numbers=(shown,)), nature="fact")
    assert "no estimate of this assessment" in only(assessment, shelf, sentence).failures[0].why


def test_a_number_without_evidence_is_refused(assessment: Assessment, shelf: Any) -> None:
    sentence = Sentence(content=Text(text="Japan gave 5 ships."), nature="fact")
    assert only(assessment, shelf, sentence).failures[0].why == "it has a number without evidence"


def test_a_count_must_be_of_what_it_counts(assessment: Assessment, shelf: Any) -> None:
    shown = Shown(text="3", style="count", counted=("st-aid", "st-war"))
    sentence = Sentence(content=Text(text="There are 3 of them.", numbers=(shown,)), nature="fact")
    assert "it counts 3, its evidence 2" in only(assessment, shelf, sentence).failures[0].why


def test_words_that_a_statement_does_not_say_are_refused(assessment: Assessment, shelf: Any) -> None:
    quote = Quoted(text="Japan owns Cambodia", statement="st-aid")
    sentence = Sentence(content=Text(text="It says “Japan owns Cambodia”.", quotes=(quote,)), nature="fact")
    assert "does not say" in only(assessment, shelf, sentence).failures[0].why


def test_likelihood_and_confidence_never_share_a_sentence(assessment: Assessment, shelf: Any) -> None:
    chance = assessment.leverage[0].probability_first
    words = "It is likely that Japan leads, with high confidence."
    sentence = Sentence(
        content=Text(text=words, evidence=(chance.id,)), nature="judgement", likelihood="likely", probability=chance.id
    )
    assert only(assessment, shelf, sentence).failures[0].why == "it has both a likelihood and a confidence"


def test_a_likelihood_must_be_that_of_its_probability(assessment: Assessment, shelf: Any) -> None:
    chance = assessment.leverage[1].probability_first
    sentence = Sentence(
        content=Text(text="It is very likely that China leads.", evidence=(chance.id,)),
        nature="judgement", likelihood="very likely", probability=chance.id,
    )  # fmt: skip
    assert "does not give the word" in only(assessment, shelf, sentence).failures[0].why


def test_a_likelihood_out_of_thin_air_is_refused(assessment: Assessment, shelf: Any) -> None:
    sentence = Sentence(content=Text(text="China will probable win."), nature="judgement")
    assert "without a probability" in only(assessment, shelf, sentence).failures[0].why


def test_a_dot_that_is_not_where_its_words_say_is_refused(assessment: Assessment, shelf: Any) -> None:
    brief = write(assessment, shelf)
    section = next(s for s in brief.sections if s.id == "leverage")
    chart = section.blocks[0]
    group = chart.groups[0]
    moved = msgspec.structs.replace(group.points[0], value=0.99)
    chart = msgspec.structs.replace(chart, groups=(msgspec.structs.replace(group, points=(moved,)),))
    bad = msgspec.structs.replace(brief, sections=(msgspec.structs.replace(section, blocks=(chart,)),))
    assert "is not where its estimate is" in verify(bad, assessment, shelf).failures[0].why


def test_shown_evidence_is_read_anew(assessment: Assessment, shelf: Any) -> None:
    brief = write(assessment, shelf)
    forged = tuple(
        msgspec.structs.replace(one, quote="forged words") if hasattr(one, "quote") else one for one in brief.evidence
    )
    kept = verify(msgspec.structs.replace(brief, evidence=forged), assessment, shelf).brief
    assert not any(getattr(one, "quote", "") == "forged words" for one in kept.evidence)
