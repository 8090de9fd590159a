"""Changes as people write them, and what contradicts itself."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from suasion.codebook import INSTRUMENTS
from suasion.codebook.scenario import Change
from suasion.codebook.scenario_amounts import UNITS, amount, dollars
from suasion.codebook.scenario_rules import contradictions
from suasion.codebook.scenario_words import parse_change, write_change
from suasion.errors import InputError, UnknownActorError


def meant(text: str) -> Change:
    return msgspec.structs.replace(parse_change(text), written="")


def sentences(message: str) -> int:
    """Count the sentences of a message, what it quotes counting as a word."""
    return len(re.findall(r"[.](?:\s|$)", re.sub(r"'[^']*'|\"[^\"]*\"", "x", message)))


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("JPN economic-aid +50%", Change(actor="JPN", instrument="economic-aid", verb="add", amount=0.5,
                                         relative=True)),
        ("CHN economic-loan -20%", Change(actor="CHN", instrument="economic-loan", verb="add", amount=-0.2,
                                          relative=True)),
        ("USA sanction lift", Change(actor="USA", instrument="sanction", verb="lift")),
        ("USA sanction impose", Change(actor="USA", instrument="sanction", verb="impose")),
        ("JPN economic-aid +100 million USD", Change(actor="JPN", instrument="economic-aid", verb="add", amount=1e8,
                                                     unit="USD")),
        ("JPN economic-aid = 200m USD", Change(actor="JPN", instrument="economic-aid", verb="set", amount=2e8,
                                               unit="USD")),
        ("JPN economic-aid +50% conditional", Change(actor="JPN", instrument="economic-aid", verb="add", amount=0.5,
                                                     relative=True, conditional=True)),
        ("JPN economic-aid tie", Change(actor="JPN", instrument="economic-aid", verb="tie")),
        ("JPN economic-aid untie", Change(actor="JPN", instrument="economic-aid", verb="untie")),
        ("CHN economic-loan stop", Change(actor="CHN", instrument="economic-loan", verb="set", amount=0.0)),
        ("CHN economic-loan lift", Change(actor="CHN", instrument="economic-loan", verb="set", amount=0.0)),
        ("CHN position 0.2", Change(actor="CHN", instrument=None, verb="position", amount=0.2)),
        ("CHN position -0.2", Change(actor="CHN", instrument=None, verb="position", amount=-0.2)),
        ("CHN salience 0.8", Change(actor="CHN", instrument=None, verb="salience", amount=0.8)),
        ("USA military +10 TIV", Change(actor="USA", instrument="military", verb="add", amount=10.0,
                                        unit="TIV-million")),
        ("JPN health +1.3m doses", Change(actor="JPN", instrument="health", verb="add", amount=1.3e6, unit="doses")),
        ("JPN diplomatic +2 visits", Change(actor="JPN", instrument="diplomatic", verb="add", amount=2.0,
                                            unit="visits")),
    ],
)  # fmt: skip
def test_a_change_means_what_it_says(text: str, change: Change) -> None:
    assert meant(text) == change
    assert parse_change(f"  {text} ").written == text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Japan economic-aid +50%", "JPN economic-aid +50%"),
        ("Japan aid +50%", "JPN economic-aid +50%"),
        ("jpn AID +50 percent", "JPN economic-aid +50%"),
        ("Japan's aid up 50 per cent", "JPN economic-aid +50%"),
        ("Japan raises its aid by 50%", "JPN economic-aid +50%"),
        ("JPN economic_aid +50 % unconditional", "JPN economic-aid +50%"),
        ("China: loans −20%", "CHN economic-loan -20%"),
        ("China (People's Republic of) loans – 20%", "CHN economic-loan -20%"),
        ("China cuts loans by 20%", "CHN economic-loan -20%"),
        ("China cuts loans to $200m a year", "CHN economic-loan = 200,000,000 USD"),
        ("the United States lifts its sanctions", "USA sanction lift"),
        ("US sanctions stop", "USA sanction lift"),
        ("Japan doubles aid", "JPN economic-aid +100%"),
        ("JPN economic‑aid +1.5bn USD", "JPN economic-aid +1 500 000 000 dollars per year"),
        ("JPN aid + 100mUSD", "JPN economic-aid +USD 1e8"),
        ("USA military ties +10 million TIV", "USA military +10 TIV"),
        ("CHN position = 0.2", "CHN position to 0.2"),
        ("JPN aid conditional", "JPN economic-aid tie"),
    ],
)
def test_two_ways_of_writing_mean_the_same(text: str, same: str) -> None:
    assert meant(text) == meant(same)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_is_a_lever_by_slug_and_title_and_in_its_units(name: str) -> None:
    for word in (name, INSTRUMENTS[name].title, INSTRUMENTS[name].title.upper(), name.replace("-", " ")):
        for said in ("tie", "untie", *(f"+2.5 {unit}" for unit in UNITS[name])):
            assert meant(f"JPN {word} {said}") == meant(f"JPN {name} {said}")
            assert meant(f"JPN {word} {said}").instrument == name
    said = "lift" if name == "sanction" else "+50%"
    assert meant(f"Japan {INSTRUMENTS[name].title} {said}").instrument == name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty change"),
        ("JPN", "does not name the instrument"),
        ("JPN +50%", "does not name the instrument"),
        ("JPN aid", "does not say what becomes of economic-aid"),
        ("JPN aid raise", "does not say by how much"),
        ("JPN bribery +50%", "'bribery' is no instrument. Write one of diplomatic, normative"),
        ("JPN economic aidd +50%", "'economic aidd' is no instrument; closest are economic-aid"),
        ("JPN aid 50%", "does not say if it is more or less. Write +50% or -50%."),
        ("JPN aid 5m USD", "or = 5m usd for a level"),
        ("JPN aid +100", "has no unit"),
        ("JPN aid -150%", "takes away more than there is"),
        ("JPN aid cut by 101%", "takes away more than there is"),
        ("JPN aid = -5m USD", "is a level below 0"),
        ("JPN aid = 50%", "a level is an amount"),
        ("JPN aid raise -20%", "more and less at once"),
        ("JPN aid cut by +20%", "more and less at once"),
        ("JPN aid +5 EUR", "Give the amount in US dollars"),
        ("JPN aid +5 ¥", "Give the amount in US dollars"),
        ("JPN aid +5 doses", "economic-aid is not counted in doses. Write % or one of USD"),
        ("JPN aid +5 bananas", "'bananas' is no unit"),
        ("JPN aid +$5 doses", "at once"),
        ("JPN aid +1,5m USD", "is no amount"),
        ("JPN aid +1.500.000 USD", "is no"),
        ("JPN aid +1e99 USD", "more than there is of anything"),
        ("JPN military +20000000 TIV", "more than the world trades"),
        ("JPN aid -50% conditional", "cannot be offered on a condition"),
        ("JPN aid stop conditional", "cannot be offered on a condition"),
        ("JPN aid tie conditional", "says the condition twice"),
        ("JPN aid +50% and tie", "each as a change of its own"),
        ("JPN aid impose", "only a sanction is lifted or imposed"),
        ("USA sanction +50%", "a sanction has no percent. Write lift, impose"),
        ("CHN position 1.2", "a position lies from -1 to 1"),
        ("CHN salience -0.1", "a salience lies from 0 to 1"),
        ("CHN position +10%", "set to a plain number from -1 to 1"),
        ("CHN position up 0.3", "set to a plain number from -1 to 1"),
        ("CHN salience 0.5 conditional", "a salience cannot be offered on a condition"),
        ("JPN aid +5\x00%", "cannot be read"),
        ("JPN aid +" + "5" * 300, "longer than 200 characters"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence_that_names_it(text: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_change(text)
    assert says in str(refused.value)
    assert repr(text)[1:30] in str(refused.value)
    assert 1 <= sentences(str(refused.value)) <= 2


def test_an_unknown_actor_is_refused_with_the_closest() -> None:
    with pytest.raises(UnknownActorError, match=r"'Japn aid \+50%': 'Japn' is no state or organisation; closest .*JPN"):
        parse_change("Japn aid +50%")


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(InputError) as refused:
        parse_change("JPN " * 10_000)
    assert len(str(refused.value)) < 400


PIECES = st.sampled_from(
    [
        "JPN", "Japan", "china", "USA's", "United", "States", "economic-aid", "aid", "loans", "military", "ties", "tie",
        "sanction", "sanctions", "lift", "impose", "stop", "position", "salience", "+50%", "-20%", "50", "=", "to",
        "by", "+", "-", "−", "%", "percent", "USD", "$", "m", "bn", "million", "doses", "TIV",
        "a year", "/", "conditional",
        "untie", "raise", "cut", "double", "1e5", "1e999", "1,000", "1,5", ".5", "0.2", "-0.7", "€", "\u00a0", "its",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join)))
@example("JPN aid +" + "9" * 150 + "e999 TIV")
@example("JPN\ud800 aid +50%")
@example("½ aid ²")
def test_any_text_is_a_change_or_is_refused_in_a_sentence_or_two(text: str) -> None:
    try:
        change = parse_change(text)
    except InputError as refused:
        message = str(refused)
        assert repr(" ".join(text.split()))[1:20] in message
        assert 1 <= sentences(message) <= 2, message
    else:
        assert change.instrument is None or change.instrument in INSTRUMENTS


SIZES = st.floats(1e-9, 1e14) | st.integers(0, 10**12).map(float)
CONDITIONS = st.booleans()


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Return any sound change."""
    who = draw(st.sampled_from(["JPN", "CHN", "USA", "KOR", "RUS"]))
    name = draw(st.sampled_from(sorted(INSTRUMENTS)))
    unit = draw(st.sampled_from(UNITS[name]))
    sign = draw(st.sampled_from([1.0, -1.0]))
    size = draw(SIZES)
    kinds = [
        Change(actor=who, instrument=name, verb=draw(st.sampled_from(["tie", "untie"]))),
        Change(actor=who, instrument=None, verb="position", amount=draw(st.floats(-1, 1))),
        Change(actor=who, instrument=None, verb="salience", amount=draw(st.floats(0, 1))),
        Change(actor=who, instrument="sanction", verb=draw(st.sampled_from(["lift", "impose"])),
               conditional=draw(CONDITIONS)),
        Change(actor=who, instrument=name, verb="set", amount=size, unit=unit,
               conditional=size > 0 and draw(CONDITIONS)),
        Change(actor=who, instrument=name, verb="add", amount=sign * size, unit=unit,
               conditional=sign > 0 and draw(CONDITIONS)),
    ]  # fmt: skip
    if name != "sanction":
        part = draw(st.floats(-1, 1e6))
        kinds.append(Change(actor=who, instrument=name, verb="add", amount=part, relative=True,
                            conditional=part >= 0 and draw(CONDITIONS)))  # fmt: skip
    return draw(st.sampled_from(kinds))


@given(changes())
@example(Change(actor="JPN", instrument=None, verb="position", amount=-0.0))
def test_a_change_written_canonically_is_read_back_the_same(change: Change) -> None:
    read = parse_change(write_change(change))
    assert msgspec.structs.replace(read, written="") == change
    assert write_change(read) == write_change(change)


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("JPN economic-aid +50%", "Japan aid +20%", "change the same lever twice"),
        ("JPN economic-aid +50%", "Japan aid +50 percent", "say the same twice"),
        ("USA sanction lift", "US sanctions impose", "contradict each other"),
        ("USA sanction lift", "USA sanction +1 case", "contradict each other"),
        ("JPN aid +50%", "JPN aid stop", "contradict each other"),
        ("JPN aid +50%", "JPN aid = 200m USD", "contradict each other"),
        ("JPN aid tie", "JPN aid untie", "contradict each other"),
        ("JPN aid stop", "JPN aid tie", "contradict each other"),
        ("JPN aid tie", "JPN aid -100%", "contradict each other"),
        ("USA sanction lift", "USA sanction tie", "contradict each other"),
        ("CHN position 0.2", "China position 0.3", "change the same lever twice"),
    ],
)
def test_changes_that_cannot_both_be_made_are_named_as_written(one: str, other: str, says: str) -> None:
    for pair in ([one, other], [other, one]):
        (sentence,) = contradictions([parse_change(text) for text in pair])
        assert f"{pair[0]!r} and {pair[1]!r} {says}. Keep one of the two." == sentence


@pytest.mark.parametrize(
    "texts",
    [
        ["JPN aid +50%", "CHN aid +50%"],
        ["JPN aid +50%", "JPN loans -50%"],
        ["JPN aid +50%", "JPN aid tie"],
        ["CHN position 0.2", "CHN salience 0.2", "JPN position 0.2"],
    ],
)
def test_changes_that_go_together_are_no_contradiction(texts: list[str]) -> None:
    assert contradictions([parse_change(text) for text in texts]) == ()


def test_an_amount_is_read_in_full() -> None:
    assert amount("200,000,000", "x").value == amount("200 000 000", "x").value == amount("0.2bn", "x").value == 2e8
    assert amount("−0.5", "x").sign == "-"
    assert dollars("USD 1.5bn a year", "x") == 1.5e9
    for wrong in ("-5", "5%", "5 doses", "", "much"):
        with pytest.raises(InputError, match=r"^budget of JPN: "):
            dollars(wrong, "budget of JPN")
