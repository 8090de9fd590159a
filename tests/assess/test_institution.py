"""An organisation's members decide on a text as the record tells of them, and the answer says what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.assess.conftest import Writer

from suasion.assess.institution import Seated, convene, institution
from suasion.assess.institution.peers import peers
from suasion.brief.answers import institution_headline
from suasion.codebook.scenario import Change, Scenario
from suasion.errors import InputError
from suasion.record import Record

DRAWS = 256
ISSUE = "south-china-sea"
ASKED = Scenario(
    issue=ISSUE, institution="ASEAN", text=0.5, patrons=("JPN", "CHN"), first_year=2012, last_year=2021,
    as_of="2022-12-31",
)  # fmt: skip
LEVERS = (
    Change(actor="JPN", instrument="economic-aid", verb="add", amount=5e8, conditional=True),
    Change(actor="CHN", instrument="economic-loan", verb="tie"),
)


def change(actor: str, instrument: str | None, verb: Any, amount: float | None = None, **more: Any) -> Change:
    return Change(
        actor=actor, instrument=instrument, verb=verb, amount=amount, written=f"{actor} {instrument} {verb}", **more
    )


def _write(writer: Writer) -> None:
    """The Philippines is for the text and Cambodia against it, year after year; of all others nothing is told."""
    for year in range(2014, 2022):
        stand = {"kind": "position", "issue": ISSUE, "attribution": "author", "date": str(year)}
        told = (
            ("PHL", "Manila asked for the ruling to be named", 1), ("KHM", "Phnom Penh refused to name it", -1),
            ("CHN", "Beijing rejected the ruling", -1), ("JPN", "Tokyo called for law at sea", 1),
        )  # fmt: skip
        stands = [{"quote": quote, "actor": actor, "stance": stance} | stand for actor, quote, stance in told]
        text = f"In {year}: " + ". ".join(quote for _, quote, _ in told) + "."
        writer.document(text, *stands, published=f"{year}-12-01", name=f"{year}.txt", reliability="A")
    for actor, amount in (("JPN", 3e8), ("USA", 1e8)):
        for partner in ("KHM", "LAO", "PHL"):
            writer.yearly("oda-gross", actor, dict.fromkeys(range(2012, 2022), amount), partner=partner)
    writer.yearly("oda-gross", "JPN", dict.fromkeys(range(2012, 2022), 4e9), partner="VNM")  # the bound of all others
    for partner in ("KHM", "LAO"):
        writer.yearly("finance-oof", "CHN", dict.fromkeys(range(2012, 2022), 600000000.0), partner=partner)
    rows = [
        {"indicator": "gdp", "actor": client, "partner": None, "year": year, "value": 2e10, "unit": "USD-2022"}
        for client in ("KHM", "LAO", "PHL", "VNM")
        for year in range(2012, 2022)
    ]
    writer.rows(*rows, name="gdp")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record.open(tmp_path_factory.mktemp("room") / "record.duckdb") as record:
        _write(Writer(record))
        yield record


@pytest.fixture(scope="module")
def room(record: Record) -> Seated:
    return convene(record, msgspec.structs.replace(ASKED, changes=LEVERS), draws=DRAWS, seed=1)


def answer(record: Record, room: Seated, *changes: Change, **more: Any) -> Any:
    fields = {key: more.pop(key) for key in ("text", "client", "assumptions") if key in more}
    return institution(record, msgspec.structs.replace(ASKED, changes=changes, **fields), room=room, **more)


def seat(found: Any, member: str) -> Any:
    return next(one for one in found.seats if one.member == member)


def test_who_is_against_the_text_blocks_it_alone_most_often(record: Record, room: Seated) -> None:
    found = answer(record, room)
    assert found.members == ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM")
    assert found.seats[0].member == "KHM"
    idle = answer(record, room, text=0.0)  # the reversion point is 0, so that nobody gains or loses
    assert seat(found, "PHL").accepts.value > seat(idle, "PHL").accepts.value
    assert seat(found, "KHM").accepts.value < seat(idle, "KHM").accepts.value
    assert seat(found, "PHL").gain.value > 0 > seat(found, "KHM").gain.value
    assert "Cambodia" in found.says
    assert found.rule.kind == "consensus"


def test_a_member_of_whom_nothing_is_told_is_not_identified_and_not_in_the_middle(record: Record, room: Seated) -> None:
    found = answer(record, room)
    unknown = [one for one in found.seats if one.member not in ("PHL", "KHM")]
    assert len(unknown) == 8
    for one in unknown:
        assert one.rests_on == "prior"
        assert "not identified" in one.rests
        assert (one.position.low, one.position.high) == pytest.approx((-0.9, 0.9))
    assert "8 of 10 members' positions are not identified" in found.says


def test_without_changes_nothing_moves(record: Record, room: Seated) -> None:
    found = answer(record, room)
    assert found.moved.value == 0
    assert found.before.value == found.after.value


def test_an_offer_for_the_text_alone_makes_its_recipient_likelier_to_agree_and_nobody_else(
    record: Record, room: Seated
) -> None:
    offer = change("JPN", "economic-aid", "add", 1e9, conditional=True)
    before, after = answer(record, room, client="KHM"), answer(record, room, offer, client="KHM")
    assert seat(after, "KHM").accepts.value > seat(before, "KHM").accepts.value + 0.0005
    assert seat(after, "KHM").paid.value > seat(before, "KHM").paid.value
    assert seat(after, "LAO").accepts.value == pytest.approx(seat(before, "LAO").accepts.value)
    assert after.after.value > after.before.value


def test_loans_tied_to_the_issue_by_who_is_against_it_make_blocking_likelier(record: Record, room: Seated) -> None:
    before, after = answer(record, room), answer(record, room, change("CHN", "economic-loan", "tie"))
    for member in ("KHM", "LAO"):
        assert seat(after, member).accepts.value < seat(before, member).accepts.value
    # Brunei gets no loan, so that there is nothing to tie.
    assert after.after.value < after.before.value


def test_aid_without_a_condition_moves_next_to_nothing(record: Record, room: Seated) -> None:
    found = answer(record, room, change("JPN", "economic-aid", "add", 1e9), client="KHM")
    offered = answer(record, room, change("JPN", "economic-aid", "add", 1e9, conditional=True), client="KHM")
    assert abs(found.moved.value) < 0.25 * offered.moved.value


def test_every_other_rule_is_easier_than_consensus_and_in_its_order(record: Record, room: Seated) -> None:
    chances = {name: one.value for name, one in answer(record, room).rules}
    names = ["nobody objects", "at most one objects", "at most two object", "two thirds agree", "more than half agree"]
    assert [chances[name] for name in names] == sorted(chances[name] for name in names)
    assert chances["nobody objects"] < chances["members may stand aside"]
    assert chances["nobody objects, answers independent"] < chances["nobody objects"]


def test_a_text_that_changes_nothing_passes_with_the_base_rate(record: Record, room: Seated) -> None:
    found, idle = answer(record, room), answer(record, room, text=0.0)
    # The reversion point is 0: that text changes nothing for anyone.
    assert dict(found.rules)["it changes nothing for anyone"].value == pytest.approx(idle.after.value)
    assert idle.after.value == pytest.approx(found.base_rate.value, abs=1e-3)  # up to the error of 256 draws
    assert idle.against_base.value == pytest.approx(0, abs=1e-9)
    assert found.against_base.value == pytest.approx(found.after.value - idle.after.value, abs=1e-9)
    assert found.against_base.value < -0.01
    assert "Read the difference: every level rests on the base rate" in found.says
    below = f"is {-100 * found.against_base.value:.1f} points below its base rate: {100 * found.after.value:.0f} %"
    assert below in institution_headline(found)
    assert "is that of its base rate: 96 %" in institution_headline(idle)


def test_the_base_rate_is_of_meetings_known_by_the_day_and_is_shown_among_the_inputs(
    record: Record, room: Seated
) -> None:
    shown = {one.key: one for one in answer(record, room).inputs}["base-rate"]
    # Known by the end of 2022: 55 meetings of foreign ministers, all but the 45th of 2012 with a communique.
    assert (shown.estimate.value, shown.estimate.n) == (pytest.approx(55 / 57), 55)
    assert "54 of 55 meetings from 1967 to 2022" in shown.estimate.note
    assert "96.5 % (91.8 to 99.4 %)" in answer(record, room).says


def test_an_institution_whose_texts_are_not_coded_has_no_base_rate_and_says_so(record: Record) -> None:
    asked = msgspec.structs.replace(ASKED, institution="QUAD", patrons=("CHN", "KOR"))
    found = institution(record, asked, draws=64, seed=3)
    assert (found.base_rate.low, found.base_rate.high) == pytest.approx((0.05, 0.95))
    assert "is not identified, and each is taken for as likely" in found.says
    assert "its base rate, which is not identified, so that the level is not known" in institution_headline(found)
    assert {one.key: one for one in found.inputs}["base-rate"].rests_on == "prior"


def test_what_is_known_of_a_patron_or_of_a_members_cost_is_taken_as_given(record: Record, room: Seated) -> None:
    known = (change("JPN", None, "credibility", 0.9), change("KHM", None, "cost", 0.5))
    found = answer(record, room, assumptions=known)
    assert "cost at home: given by who asks" in seat(found, "KHM").rests
    assert "cost at home: not identified" in seat(found, "PHL").rests
    given = [one for one in found.inputs if one.rests_on == "given"]
    assert {one.estimate.value for one in given} == {0.9, 0.5}
    assert sum(one.estimate.value == 0.9 for one in given) == len(room.members)  # Japan's word, towards each of them
    assert sum(one.estimate.value == 0.5 for one in given) == 1
    with pytest.raises(InputError, match="a cost is of one of"):
        answer(record, room, assumptions=(change("JPN", None, "cost", 0.5),))


def test_members_that_care_for_nothing_else_are_not_drawn_by_their_peers(record: Record, room: Seated) -> None:
    firm = tuple(change(member, None, "salience", 1.0) for member in room.members)
    found = answer(record, room, assumptions=firm)
    drawn = dict(found.rules)["nobody objects, members draw one another first"]
    assert drawn.value == pytest.approx(found.after.value, abs=1e-12)
    texts = {one.name: one for one in found.others}
    mean, theirs = texts["weighted-mean"], texts["members-draw-one-another-first"]
    assert theirs.position.value == pytest.approx(mean.position.value, abs=1e-12)
    assert dict(answer(record, room).rules)["nobody objects, members draw one another first"].value > found.after.value
    # The record has no shared memberships.
    assert "each heeds all others alike" in theirs.note


def test_peers_are_weighed_by_the_memberships_that_they_share_in_the_last_year_known(tmp_path: Any) -> None:
    with Record.open(tmp_path / "record.duckdb") as shared:
        rows = [
            {"indicator": "igo-shared", "actor": one, "partner": other, "year": year, "value": value, "unit": "count"}
            for one, other, year, value in (
                ("AUS", "IND", 2013, 99.0), ("AUS", "IND", 2014, 30.0), ("AUS", "JPN", 2014, 60.0),
                ("AUS", "USA", 2014, 30.0), ("AUS", "JPN", 2022, 1.0),
            )
        ]  # fmt: skip
        Writer(shared).rows(*rows, name="igos")
        found = peers(shared, ("AUS", "IND", "JPN", "USA"), 2021, None)
        later = peers(shared, ("AUS", "IND", "JPN", "USA"), 2010, None)
    assert found.influence[0] == pytest.approx([0, 0.25, 0.5, 0.25])
    # Three pairs have no row: they count as the mean of the others, 40, and not as nothing.
    assert found.influence[1] == pytest.approx([30 / 110, 0, 40 / 110, 40 / 110])
    assert len(found.told.estimate.evidence) == 3
    assert "in 2014; 3 pairs without a row count as the mean" in found.note
    assert later.told.rests_on == "prior"
    assert later.influence[0] == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])


def test_a_patron_that_does_not_want_the_text_has_no_price(record: Record, room: Seated) -> None:
    prices = {(one.patron, one.member): one for one in answer(record, room, client="PHL").prices}
    assert prices["CHN", "KHM"].prefers.value < 0.2 < 0.8 < prices["JPN", "KHM"].prefers.value
    japan = prices["JPN", "KHM"]
    assert japan.leverage.low < japan.leverage.value < japan.leverage.high
    assert japan.instrument == "economic-aid"
    assert japan.amount is not None
    assert japan.within is not None
    assert japan.amount.unit == "USD-2022 a year"
    # The Philippines, which wants the text, hardly ever has to be paid for it.
    assert prices["JPN", "PHL"].leverage.value is None
    assert "fewer than 20 draws" in prices["JPN", "PHL"].leverage.note


def test_what_a_price_buys_makes_the_member_even(record: Record, room: Seated) -> None:
    near = {"client": "KHM", "text": 0.2, "assumptions": (change("KHM", None, "position", 0.05),)}
    before = answer(record, room, **near)
    price = next(one for one in before.prices if (one.patron, one.member) == ("JPN", "KHM"))
    assert "position: given by who asks" in seat(before, "KHM").rests
    assert "loses in 100% of draws" in seat(before, "KHM").loses.note
    after = answer(record, room, change("JPN", "economic-aid", "add", price.amount.value, conditional=True), **near)
    lost = [float(seat(one, "KHM").loses.note.split()[3].rstrip("%")) for one in (before, after)]
    # It loses in half as many of the draws in which the patron has reason to pay; where it has none, nothing is gained.
    asked = float(price.amount.method.split()[2]) / DRAWS * 100
    assert lost[0] - lost[1] == pytest.approx(asked / 2, abs=0.1 * asked)


def test_a_weaker_text_pays_an_unsure_proposer_better(record: Record, room: Seated) -> None:
    found = answer(record, room, proposer="PHL")
    assert found.best is not None
    assert 0 < found.best.strength.value < seat(found, "PHL").position.value
    assert answer(record, room).best is None


def test_a_position_that_is_set_is_said_to_be_set(record: Record, room: Seated) -> None:
    found = answer(record, room, change("LAO", None, "position", -0.8))
    assert seat(found, "LAO").position.value < -0.5
    assert "given by who asks" in seat(found, "LAO").rests
    assert "7 of 10 members' positions are not identified, and 1 given by who asks" in found.says


def test_the_guards_say_what_comes_from_the_record(record: Record, room: Seated) -> None:
    found = answer(record, room)
    assert found.guard.label in ("assumption-driven", "evidence-driven")
    assert 0 < found.guard.noise < 0.02
    assert not found.guard.unstable
    assert found.guard.label in found.says
    assert "responsiveness" in {one.key for one in found.parts}
    assert found.narrows.startswith("Known for sure, one input")
    told = {one.estimate.id for one in found.inputs if "record" in one.rests_on}
    assert set(found.after.evidence) == told


def test_the_same_seed_gives_the_same_bytes_and_no_patron_courts_itself(record: Record) -> None:
    asked = msgspec.structs.replace(ASKED, institution="QUAD", client="JPN", patrons=("JPN", "CHN"))
    once, again = (institution(record, asked, draws=64, seed=3) for _ in range(2))
    assert msgspec.json.encode(once) == msgspec.json.encode(again)
    assert once.members == ("AUS", "IND", "JPN", "USA")
    assert [one.patron for one in once.prices if one.member == "JPN"] == ["CHN"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"institution": None}, "names no institution"),
        ({"institution": "ASEAM"}, "Closest: ASEAN"),
        ({"patrons": ()}, "names no patrons"),
        ({"text": None}, "has no text"),
        ({"text": 1.5}, "off the scale"),
        ({"text": float("nan")}, "off the scale"),
        ({"client": "JPN"}, "is no member of ASEAN then"),
        ({"changes": (change("FRA", "economic-aid", "add", 1.0),)}, "FRA is no patron here"),
        ({"changes": (change("FRA", None, "position", 1.0),)}, "neither a patron nor a member"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(record: Record, room: Seated, fields: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        institution(record, msgspec.structs.replace(ASKED, **fields), room=room)


def test_a_proposer_must_be_a_member_and_a_shock_a_number(record: Record, room: Seated) -> None:
    with pytest.raises(InputError, match="JPN is no member and cannot propose"):
        answer(record, room, proposer="JPN")
    with pytest.raises(InputError, match="is no deviation"):
        answer(record, room, shared=float("inf"))
    with pytest.raises(InputError, match="reversion point of 2 is off the scale"):
        answer(record, room, reversion=2.0)


def test_a_part_of_nothing_is_a_problem_where_all_members_are_meant(record: Record, room: Seated) -> None:
    more = change("JPN", "economic-aid", "add", 0.5, relative=True)
    found = answer(record, room, more)
    assert {one.place for one in found.problems} == {"BRN", "IDN", "MMR", "MYS", "SGP", "THA"}
    with pytest.raises(InputError, match="a part of nothing"):
        answer(record, room, more, client="BRN")


def test_a_record_without_rows_asks_for_the_years(tmp_path: Any) -> None:
    with Record.open(tmp_path / "record.duckdb") as empty, pytest.raises(InputError, match="name the years"):
        institution(empty, msgspec.structs.replace(ASKED, first_year=None, last_year=None))
