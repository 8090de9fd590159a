"""What a brief says first, and what it never says."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.assess.assessment import Assessment
from suasion.brief import Sentence, write
from suasion.brief.document import Shown, Text
from suasion.brief.judgements import is_clear
from suasion.brief.wording import pieces
from suasion.brief.words import LIKELIHOODS, likelihood, number, speaks_of_confidence, speaks_of_likelihood
from suasion.codebook import Estimate, missing


def sentences(assessment: Assessment, shelf: Any, section: str | None = None) -> list[Sentence]:
    brief = write(assessment, shelf)
    chosen = [s for s in brief.sections if section in (None, s.id)]
    return [block for s in chosen for block in s.blocks if isinstance(block, Sentence)]


def test_the_first_sentence_says_who_with_which_likelihood(assessment: Assessment, shelf: Any) -> None:
    first = sentences(assessment, shelf)[0]
    assert first.content.text == (
        "It is likely that Japan has more leverage over Cambodia than China, 2012 to 2022, room being left for ties "
        "that could not be measured."
    )
    assert first.likelihood == "likely"
    assert first.probability == assessment.leverage[0].probability_first.id


def test_the_first_screen_says_how_much_by_which_means_and_how_surely(assessment: Assessment, shelf: Any) -> None:
    told = [one.content.text for one in sentences(assessment, shelf, "judgements")]
    assert told[1].startswith("Japan's leverage is 0.20 (90 % interval 0.10 to 0.30): as much as full command of 20 %")
    assert told[1].endswith("Between Japan and China the intervals overlap, so that their order is not settled.")
    assert told[2].startswith("Japan's leverage comes chiefly from aid (0.20);")
    assert told[3].startswith("Confidence in this order is")
    assert len(told) <= 7


def test_a_patron_without_figures_is_not_said_to_be_behind(assessment: Assessment, shelf: Any) -> None:
    one, other = assessment.leverage
    gone = msgspec.structs.replace(other, leverage=missing("leverage of CHN", "no rows"))
    told = sentences(msgspec.structs.replace(assessment, leverage=(one, gone)), shelf, "judgements")
    assert told[0].content.text == (
        "Japan is the only patron whose leverage over Cambodia could be measured, 2012 to 2022."
    )
    assert told[0].likelihood is None


def test_instruments_of_no_weight_and_leans_on_nothing_are_not_told(assessment: Assessment, shelf: Any) -> None:
    one, other = assessment.leverage
    tie = other.by_instrument[0]
    small = msgspec.structs.replace(tie, leverage=msgspec.structs.replace(tie.leverage, value=0.001, low=0.0))
    aid = msgspec.structs.replace(small, instrument="health")
    told = sentences(
        msgspec.structs.replace(
            assessment,
            leverage=(one, msgspec.structs.replace(other, by_instrument=(tie, aid))),
            hedging=tuple(
                msgspec.structs.replace(h, depth=Estimate(name="depth", value=0.0004, unit="share of GDP"))
                for h in assessment.hedging
            ),
        ),
        shelf,
        "judgements",
    )
    assert "China's from aid (0.10)." in told[2].content.text
    assert not any("leans to" in o.content.text for o in told)
    assert number(0.001, "index") == "<0.01"
    assert number(0.0, "index") == "0.00"


def test_a_position_that_may_be_for_or_against_is_not_placed() -> None:
    place = Estimate(name="position", value=0.12, low=-0.49, high=0.69, unit="position")
    assert not is_clear(place)
    assert is_clear(msgspec.structs.replace(place, low=-0.2))
    assert not is_clear(missing("position", "not identified"))


def test_a_patron_without_figures_still_counts_among_the_rivals(assessment: Assessment, shelf: Any) -> None:
    one, other = assessment.leverage
    third = msgspec.structs.replace(
        other,
        patron="USA",
        leverage=missing("leverage of USA", "no rows"),
        probability_first=Estimate(name="chance that USA is first", value=0.1, unit="probability"),
    )
    told = sentences(msgspec.structs.replace(assessment, leverage=(one, other, third)), shelf, "judgements")
    assert "more leverage over Cambodia than China and the United States" in told[0].content.text


def test_no_sentence_has_both_a_likelihood_and_a_confidence(assessment: Assessment, shelf: Any) -> None:
    for one in sentences(assessment, shelf):
        assert not (one.likelihood and one.confidence)
        assert not (speaks_of_likelihood(one.content.text) and speaks_of_confidence(one.content.text))


def test_missing_is_said_and_is_not_zero(assessment: Assessment, shelf: Any) -> None:
    none = tuple(
        msgspec.structs.replace(one, leverage=missing(f"leverage of {one.patron}", "no rows"))
        for one in assessment.leverage
    )
    told = sentences(msgspec.structs.replace(assessment, leverage=none), shelf, "judgements")
    assert told[0].content.text.startswith("No leverage over Cambodia could be measured")
    assert told[0].confidence == "low"
    assert not any(re.search(r"\bis 0\.00\b", one.content.text) for one in told)


def test_a_patron_that_could_not_be_measured_is_named(assessment: Assessment, shelf: Any) -> None:
    one, other = assessment.leverage
    gone = msgspec.structs.replace(other, leverage=missing("leverage of CHN", "no rows"))
    told = sentences(msgspec.structs.replace(assessment, leverage=(one, gone)), shelf, "judgements")
    assert any("For China nothing could be measured, which does not mean none." in o.content.text for o in told)


def test_an_unidentified_position_is_not_a_dot(assessment: Assessment, shelf: Any) -> None:
    chart = next(s for s in write(assessment, shelf).sections if s.id == "issues").blocks[0]
    points = {point.label: point for group in chart.groups for point in group.points}  # type: ignore[union-attr]
    assert points["China"].value is None
    assert points["China"].content.text == "not identified"


def test_facts_assumptions_and_judgements_stand_apart(assessment: Assessment, shelf: Any) -> None:
    by_section = {
        section.id: {b.nature for b in section.blocks if isinstance(b, Sentence)}
        for section in write(assessment, shelf).sections
    }
    assert by_section["judgements"] == {"judgement"}
    assert by_section["facts"] == {"fact"}
    assert by_section["assumptions"] == {"assumption"}


def test_every_part_that_an_analyst_expects_is_there(assessment: Assessment, shelf: Any) -> None:
    assert [section.id for section in write(assessment, shelf).sections] == [
        "judgements", "leverage", "facts", "assumptions", "issues", "ledger", "claims", "contradictions",
        "alternatives", "change", "missing", "sources", "method",
    ]  # fmt: skip


@given(st.floats(0, 1))
def test_every_probability_has_one_word(chance: float) -> None:
    assert likelihood(chance) in [word for _, word in LIKELIHOODS]


@given(st.floats(0, 1), st.floats(0, 1))
def test_words_rise_with_the_probability(one: float, other: float) -> None:
    order = [word for _, word in LIKELIHOODS]
    low, high = sorted((one, other))
    assert order.index(likelihood(low)) <= order.index(likelihood(high))


@given(st.floats(-1e15, 1e15))
@pytest.mark.parametrize("style", ["index", "signed", "percent", "money", "count", "number", "gap"])
def test_a_number_is_never_printed_empty_or_with_a_hyphen(style: Any, value: float) -> None:
    text = number(value, style)
    assert text
    assert not {"-", "e"} & set(text.replace(" billion", "").replace(" million", "").replace(" trillion", ""))


def test_numbers_alike_lead_each_to_its_own_evidence() -> None:
    numbers = tuple(
        Shown(text=text, style="count", estimate=identity)
        for text, identity in (("3", "es-a"), ("7", "es-b"), ("3", "es-c"))
    )
    content = Text(text="Of 3 in 2023 and 13.3 %, 7 hold and 3 do not.", numbers=numbers)
    assert pieces(content) == [
        ("Of ", None), ("3", "es-a"), (" in 2023 and 13.3 %, ", None), ("7", "es-b"), (" hold and ", None),
        ("3", "es-c"), (" do not.", None),
    ]  # fmt: skip
