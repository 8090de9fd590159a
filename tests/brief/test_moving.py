"""The brief's section "what would move it": short, borne by its estimates, with the guards before the answers."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from suasion.assess.assessment import Assessment
from suasion.brief import Sentence, render, verify, write
from suasion.brief.document import Table
from suasion.brief.words import speaks_of_confidence, speaks_of_likelihood
from suasion.codebook import Estimate, missing
from suasion.terminal import show_assessment


@pytest.fixture
def moved(assessment: Assessment, what_it_takes: Any) -> Any:
    """Return a function that puts answers into the assessment."""

    def build(*answers: Any) -> Assessment:
        return msgspec.structs.replace(assessment, moving=answers or (what_it_takes(),))

    return build


def section_of(assessment: Assessment, shelf: Any) -> Any:
    return next((one for one in write(assessment, shelf).sections if one.id == "moving"), None)


def told(assessment: Assessment, shelf: Any) -> list[str]:
    section = section_of(assessment, shelf)
    return [one.content.text for one in section.blocks if isinstance(one, Sentence)]


def test_half_the_way_is_told_with_its_lever_its_amount_and_what_there_is_now(moved: Any, shelf: Any) -> None:
    assert (
        "South China Sea: Cambodia stands at +0.06 (−0.35 to +0.51). Half the way to Japan (+0.78; already there in "
        "27.0 % of the draws) would take aid of $410 million a year (now $156 million a year) in half of the draws; in "
        "four of five, none of its levers is enough."
    ) in told(moved(), shelf)


def test_where_no_lever_is_enough_the_strongest_is_named_with_its_chance(
    moved: Any, shelf: Any, what_it_takes: Any
) -> None:
    weak = tuple(one for one in what_it_takes().offers if one.instrument == "diplomatic")
    words = told(moved(what_it_takes(offers=weak)), shelf)[2]
    assert words.endswith("none of its levers is enough; the strongest, diplomacy, does in 34.0 % of the draws.")
    words = told(moved(what_it_takes(offers=())), shelf)[2]
    assert words.endswith(
        "Half the way to Japan (+0.78; already there in 27.0 % of the draws): none of its levers is enough."
    )


def test_patrons_of_one_issue_share_a_sentence(moved: Any, shelf: Any, what_it_takes: Any) -> None:
    china = what_it_takes(by="CHN", target=-0.33, offers=(), ideal=Estimate(name="ideal", value=-0.71, unit="position"))
    words = [one for one in told(moved(what_it_takes(), china), shelf) if one.startswith("South China Sea")]
    assert len(words) == 1
    assert (
        "Half the way to China (−0.71; already there in 27.0 % of the draws): none of its levers is enough." in words[0]
    )


def test_the_verdict_of_the_guard_stands_before_the_answers(
    moved: Any, shelf: Any, what_it_takes: Any, guard: Any
) -> None:
    words = told(moved(what_it_takes(guard=guard(assumed=True, unstable=True))), shelf)
    assert words[1].startswith("This answer is assumption-driven")
    assert words[2].startswith("This answer is unstable and not to be relied on")
    assert words[3].startswith("South China Sea")
    calm = told(moved(what_it_takes(guard=guard(assumed=False))), shelf)
    assert calm[1].startswith("South China Sea")


def test_only_answers_that_fail_a_guard_are_said_to(moved: Any, shelf: Any, what_it_takes: Any, guard: Any) -> None:
    china = what_it_takes(by="CHN", guard=guard(assumed=False))
    words = told(moved(what_it_takes(), china), shelf)[1]
    assert words.startswith("Of these answers, Japan's on the South China Sea is assumption-driven")


def test_the_datum_that_would_tell_most_is_named_once(moved: Any, shelf: Any, what_it_takes: Any) -> None:
    words = [one for one in told(moved(what_it_takes(), what_it_takes(by="CHN")), shelf) if "narrow" in one]
    assert words == [
        "What would narrow this most (South China Sea): what moving costs Cambodia at home: moves against its own "
        "stand, with what they were given for."
    ]


def test_the_verifier_refuses_nothing_of_the_section_and_reads_its_numbers(moved: Any, shelf: Any) -> None:
    assessment = moved()
    verified = verify(write(assessment, shelf), assessment, shelf.copy(), strict=True)
    assert verified.refused == 0
    assert verified.rows_refused == 0
    kept = next(one for one in verified.brief.sections if one.id == "moving")
    table = next(block for block in kept.blocks if isinstance(block, Table))
    assert [cell.text for cell in table.rows[0]] == [
        "South China Sea, to +0.42: Japan, aid", "$156 million a year", "$2.1 billion a year",
        "$410 million ($380 million to $450 million) a year", "not enough (71.0 %)",
    ]  # fmt: skip


def test_a_number_changed_after_writing_is_refused(moved: Any, shelf: Any, what_it_takes: Any) -> None:
    brief = write(moved(), shelf)
    offer = what_it_takes().offers[0]
    cost = msgspec.structs.replace(offer.costs[0], amount=msgspec.structs.replace(offer.costs[0].amount, value=1e6))
    other = moved(what_it_takes(offers=(msgspec.structs.replace(offer, costs=(cost, offer.costs[1])),)))
    failures = verify(brief, other, shelf.copy()).failures
    assert any(one.text.startswith("South China Sea: Cambodia stands") for one in failures)


def test_an_answer_whose_evidence_is_gone_is_refused(moved: Any, shelf: Any) -> None:
    assessment = moved()
    brief = write(assessment, shelf)
    bare = shelf.copy()
    del bare.entries["st-war"]
    assert any("half the way" in one.text.lower() for one in verify(brief, assessment, bare).failures)


def test_no_sentence_of_the_section_speaks_of_likelihood_or_confidence(moved: Any, shelf: Any) -> None:
    for words in told(moved(), shelf):
        assert not speaks_of_likelihood(words)
        assert not speaks_of_confidence(words)


def test_without_answers_there_is_no_section(
    assessment: Assessment, shelf: Any, moved: Any, what_it_takes: Any
) -> None:
    assert section_of(assessment, shelf) is None
    nowhere = what_it_takes(now=missing("Cambodia now", "no statement"))
    assert section_of(moved(nowhere), shelf) is None


@pytest.mark.parametrize("form", ["html", "md", "terminal", "json"])
def test_every_form_of_the_brief_has_the_section(moved: Any, shelf: Any, form: Any) -> None:
    assessment = moved()
    text = render(verify(write(assessment, shelf), assessment, shelf).brief, form)
    assert "What would move it" in text
    assert "$410 million" in text


def test_the_tables_of_an_assessment_have_what_would_move_it(moved: Any, capsys: pytest.CaptureFixture[str]) -> None:
    show_assessment(moved())
    shown = capsys.readouterr().out
    line = next(line for line in shown.splitlines() if line.startswith("south-china-sea"))
    for word in ("JPN", "+0.42", "economic-aid", "$410 million", "no (71 %)", "assumption-driven"):
        assert word in line
