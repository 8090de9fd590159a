"""How answers to scenarios look: the answer first, the guards where no one can miss them, nothing lost, all escaped."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html import unescape
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.assess.scenario.results import Guard, WhatIf, WhatItTakes
from suasion.brief.answers import headline, read_what_if, read_what_it_takes, takes_headline
from suasion.brief.answers.behind import guard_lines
from suasion.brief.answers.page import to_page
from suasion.brief.answers.rows import COLUMNS, long_table
from suasion.brief.answers.svg import to_svg
from suasion.brief.answers.words import amount, move, percent
from suasion.brief.words import LIKELIHOODS, speaks_of_confidence
from suasion.codebook import Estimate, missing
from suasion.codebook.scenario import Change, Scenario
from suasion.terminal import as_json
from suasion.terminal.answers import reading_text

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script>&"\x1b[2J\u202e'


def words_of(picture: str) -> str:
    return " ".join(text.text or "" for text in ET.fromstring(picture).iter(f"{SVG}text"))


def test_the_first_line_says_now_then_by_how_much_and_how_likely_the_target_is(what_if: Any) -> None:
    assert headline(what_if()) == (
        "Cambodia stands at +0.06 (−0.35 to +0.51) on the South China Sea and with these 2 changes would move by "
        "−0.042 (−0.13 to −0.001), away from the issue's norm, to +0.02 (−0.38 to +0.49). It is very unlikely (17 %) "
        "that it would reach +0.30."
    )


def test_a_scenario_without_changes_says_that_nothing_moves(what_if: Any) -> None:
    empty = Scenario(issue="south-china-sea", client="KHM", patrons=("JPN",))
    still = Estimate(name="moved", value=0.0, low=0.0, high=0.0, unit="position")
    told = headline(what_if(scenario=empty, chance=None, moved=still, steps=()))
    assert told.endswith("nothing is changed, and nothing moves.")


def test_a_change_that_moves_nothing_is_said_with_its_reason_before_the_tables(what_if: Any) -> None:
    text = reading_text(read_what_if(what_if()))
    told = "JPN economic-aid +50% moves nothing. Aid without a condition moves nothing directly."
    assert text.index(told) < text.index("What each change moves")


@pytest.mark.parametrize(("assumed", "unstable"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_guards_stand_before_every_table_and_warn_only_where_there_is_cause(
    what_if: Any, what_it_takes: Any, guard: Any, assumed: bool, unstable: bool
) -> None:
    verdict = guard(assumed=assumed, unstable=unstable)
    for text in (
        reading_text(read_what_if(what_if(guard=verdict))),
        reading_text(read_what_it_takes(what_it_takes(guard=verdict))),
    ):
        head = text.partition("South China Sea   −1")[0]
        assert ("ASSUMPTION-DRIVEN." in head) == assumed
        assert ("UNSTABLE." in head) == unstable
    picture = words_of(to_svg(what_if(guard=verdict)))
    assert ("ASSUMPTION-DRIVEN." in picture) == assumed
    assert ("UNSTABLE." in picture) == unstable


def test_an_unstable_answer_says_how_far_noise_moves_it() -> None:
    alone = Estimate(name="prior", value=0.1, low=-0.4, high=0.5, unit="position")
    lines = guard_lines(Guard(prior_only=alone, label="evidence-driven", noise=0.031, unstable=True))
    assert [warns for _, warns in lines] == [False, True]
    assert "moves the answer by 3.1 % of the scale" in lines[1][0]


def test_no_line_of_an_answer_is_wider_than_a_hundred_columns(what_if: Any, what_it_takes: Any) -> None:
    for text in (reading_text(read_what_if(what_if())), reading_text(read_what_it_takes(what_it_takes()))):
        assert max(len(line) for line in text.splitlines()) <= 100


def test_what_a_person_takes_as_given_is_said_before_the_tables(what_if: Any, what_it_takes: Any) -> None:
    given = (Change(actor="CHN", instrument=None, verb="position", amount=-0.8, written="CHN position -0.8"),)
    asked = msgspec.structs.replace(what_if().scenario, assumptions=given)
    for reading in (read_what_if(what_if(scenario=asked)), read_what_it_takes(what_it_takes(scenario=asked))):
        told = [one for one in reading.first if one.words.startswith("Taken as given")]
        assert [(one.words, one.tone) for one in told] == [
            ("Taken as given by who asks, not from the record: CHN position -0.8.", "warning")
        ]


def test_other_models_stand_beside_the_answer_with_their_warning(what_if: Any) -> None:
    grid = next(one for one in read_what_if(what_if()).grids if one.title.startswith("What other models"))
    assert grid.rows[0][0] == "Common agency (this answer)"
    assert grid.rows[2][2].startswith("One percent of noise moves this model")


def test_what_it_takes_names_the_lever_that_is_enough_and_that_four_in_five_is_out_of_reach(what_it_takes: Any) -> None:
    assert takes_headline(what_it_takes()) == (
        "Cambodia stands at +0.06 (−0.35 to +0.51) on the South China Sea and is at +0.42 in 27 % of the draws as "
        "things stand; Japan could bring it there in half of the draws with aid of $410 million a year ($380 million "
        "to $450 million); in four of five with no lever within its bound."
    )


def test_a_lever_that_is_not_enough_shows_the_chance_at_its_bound(what_it_takes: Any) -> None:
    offers = next(one for one in read_what_it_takes(what_it_takes()).grids if one.title.startswith("One lever"))
    assert offers.rows[0] == (
        "aid", "2022 $ a year", "$156 million", "$2.1 billion", "$410 million ($380 million to $450 million)",
        "no (71 %)",
    )  # fmt: skip
    assert offers.rows[1] == ("diplomacy", "visits a year", "1.20", "6", "no (34 %)", "no (34 %)")


def test_amounts_are_said_to_be_as_blurred_as_the_draws_leave_them(what_it_takes: Any) -> None:
    words = " ".join(reading_text(read_what_it_takes(what_it_takes(draws=2048))).split())
    assert "A chance of 50 % is known to 1.8 points from 2,048 draws." in words  # 1.645 x sqrt(.25 / 2048)


def test_where_nothing_is_enough_the_levers_together_are_told_and_else_that_nothing_is(what_it_takes: Any) -> None:
    found = what_it_takes()
    weak = tuple(one for one in found.offers if one.instrument == "diplomatic")
    assert "together, aid of $900 million a year and diplomacy of 4 visits a year do in 80 %" in takes_headline(
        what_it_takes(offers=weak)
    )
    assert "nothing that Japan has within its bounds brings it there" in takes_headline(
        what_it_takes(offers=weak, sets=())
    )


def test_the_answer_of_a_rival_and_who_gives_up_first_are_told(what_it_takes: Any) -> None:
    grid = next(one for one in read_what_it_takes(what_it_takes()).grids if one.title.startswith("The best answer"))
    assert grid.rows[0][0] == "China"
    assert grid.rows[0][3] == "Japan"


def test_a_quantity_without_a_value_is_never_printed_as_zero(what_if: Any, what_it_takes: Any) -> None:
    lost = missing("moved", "no tie is measured", unit="position")
    text = reading_text(read_what_if(what_if(moved=lost, after=lost)))
    assert "would move by an amount that is not known" in " ".join(text.split())
    gone = msgspec.structs.replace(what_it_takes().offers[0], now=lost, bound=lost)
    assert "not known" in reading_text(read_what_it_takes(what_it_takes(offers=(gone,))))
    assert "nothing of the kind is on record" in words_of(to_svg(what_it_takes(offers=(gone,))))


def test_json_holds_all_of_an_answer(what_if: Any, what_it_takes: Any) -> None:
    assert msgspec.json.decode(as_json(what_if()), type=WhatIf) == what_if()
    assert msgspec.json.decode(as_json(what_it_takes()), type=WhatItTakes) == what_it_takes()


def test_the_long_table_has_every_number_with_interval_unit_and_evidence(what_if: Any, what_it_takes: Any) -> None:
    table = long_table(what_if())
    assert tuple(table.column_names) == COLUMNS
    rows = {(row["part"], row["key"]): row for row in table.to_pylist()}
    assert rows["after", ""]["low"] == -0.38
    assert rows["input", "leverage:JPN:economic-aid"]["evidence"] == "ob-jpn"
    assert rows["input", "cost:KHM"]["rests_on"] == "prior"
    assert rows["step-after", "1:JPN economic-aid +50%"]["unit"] == "USD-2022 a year"
    told = {(row["part"], row["key"]): row for row in long_table(what_it_takes()).to_pylist()}
    assert told["offer-cost", "JPN:economic-aid:0.5"]["value"] == 410e6
    assert told["offer-cost", "JPN:economic-aid:0.8"]["value"] is None
    assert told["offer-chance-at-bound", "JPN:economic-aid:0.8"]["value"] == 0.71


def test_the_picture_has_now_then_the_patrons_the_target_and_other_models(what_if: Any) -> None:
    picture = to_svg(what_if())
    told = words_of(picture)
    ends = ("−1: claims are settled by power", "+1: restraint and peaceful", "target +0.30")
    for word in (*ends, "Cambodia now", "Cambodia then", "Japan", "China", "Compromise"):
        assert word in told
    kinds = [mark.get("class") for mark in ET.fromstring(picture).iter() if mark.tag in (f"{SVG}circle", f"{SVG}path")]
    assert kinds == ["d-now", "d-then", "d-patron", "d-patron", "d-model", "d-model"]


def test_marks_stand_in_the_order_of_their_values_and_within_the_picture(what_if: Any) -> None:
    root = ET.fromstring(to_svg(what_if()))
    place = {mark.get("class"): float(mark.get("cx") or 0) for mark in root.iter(f"{SVG}circle")}
    assert place["d-then"] < place["d-now"]
    height = float(root.get("height") or 0)
    assert all(float(text.get("y") or 0) <= height for text in root.iter(f"{SVG}text"))
    for line in root.iter(f"{SVG}line"):
        assert all(0 <= float(line.get(end) or 0) <= 736 for end in ("x1", "x2"))


def test_the_bars_of_moves_have_a_scale_of_their_own_and_their_words_stay_within_the_picture(what_if: Any) -> None:
    small = Estimate(name="moves", value=0.0001, low=-0.0012, high=0.0034, unit="position")
    steps = tuple(msgspec.structs.replace(one, moves=small) for one in what_if().steps)
    root = ET.fromstring(to_svg(what_if(steps=steps, moved=small)))
    told = {text.text: text for text in root.iter(f"{SVG}text")}
    assert {"−0.01", "0", "+0.01"} <= set(told)
    assert "<0.001 (−0.001 to +0.003)" in told
    right = [text.text or "" for text in root.iter(f"{SVG}text") if float(text.get("x") or 0) > 550]
    assert max(len(words) for words in right if "model" not in words) <= 29


def test_no_script_of_an_input_reaches_the_picture_and_no_control_character_the_terminal(what_if: Any) -> None:
    found = what_if()
    steps = tuple(msgspec.structs.replace(one, change=HOSTILE, note=HOSTILE) for one in found.steps)
    others = tuple(msgspec.structs.replace(one, title=HOSTILE, note=HOSTILE) for one in found.others)
    scenario = msgspec.structs.replace(found.scenario, issue=HOSTILE)
    bad = what_if(steps=steps, others=others, scenario=scenario, narrows=HOSTILE)
    picture = to_svg(bad)
    assert "<script" not in picture
    assert {one.tag for one in ET.fromstring(picture).iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "style", "rect", "line", "circle", "path", "text")
    }
    text = reading_text(read_what_if(bad))
    assert not {"\x1b", "\u202e"} & set(text + picture)


def test_no_sentence_of_an_answer_has_both_a_likelihood_and_a_confidence(what_if: Any) -> None:
    told = [one.words for one in read_what_if(what_if()).first]
    assert not any(speaks_of_confidence(words) for words in told)


@given(st.floats(0, 1))
def test_the_word_for_the_chance_of_the_target_is_the_one_of_its_band(chance: float) -> None:
    from suasion.brief.answers.words import chance_words

    told = chance_words(Estimate(name="chance", value=chance), "+0.30")
    assert next(word for bound, word in LIKELIHOODS if chance < bound) in told


@given(st.floats(-1, 1))
def test_a_move_is_printed_with_its_sign_and_never_as_nothing_unless_it_is(value: float) -> None:
    told = move(value)
    assert (told == "0") == (value == 0.0)
    if abs(value) < 0.0005:
        assert told in ("0", "<0.001")
    else:
        assert told.startswith("+" if value > 0 else "−")


@given(st.floats(0, 1))
def test_a_chance_is_printed_as_sure_only_where_it_is(value: float) -> None:
    assert (percent(value) == "0 %") == (value == 0.0)
    assert (percent(value) == "100 %") == (value == 1.0)


def test_an_amount_of_one_is_not_many() -> None:
    assert amount(1.0, "cases") == "1 case"
    assert amount(1.0, "visits a year") == "1 visit a year"


def test_a_page_has_the_words_once_the_picture_and_every_table_and_allows_no_script(what_it_takes: Any) -> None:
    found = what_it_takes()
    page = unescape(to_page(found))
    assert page.count(takes_headline(found)) == 2  # in words, and for those who do not see the picture
    for grid in read_what_it_takes(found).grids:
        assert f">{grid.title}<" in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert 'class="answer"' in page


def test_no_words_of_an_input_become_markup_of_a_page(what_it_takes: Any) -> None:
    offers = tuple(msgspec.structs.replace(one, says=HOSTILE) for one in what_it_takes().offers)
    page = to_page(what_it_takes(offers=offers, says=HOSTILE, narrows=HOSTILE))
    assert "<script" not in page
    assert "\x1b" not in page
