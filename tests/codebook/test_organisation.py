"""Memberships hold on the days on which they held, and every organisation has a rule."""

from __future__ import annotations

import pytest

from suasion.codebook.actor import actors
from suasion.codebook.organisation import (
    decision_rule,
    meetings,
    meetings_by,
    members,
    memberships,
    organisations,
)
from suasion.errors import InputError

ASEAN_1999 = ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM")


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("1967-08-08", ("IDN", "MYS", "PHL", "SGP", "THA")),
        ("1999-04-29", tuple(code for code in ASEAN_1999 if code != "KHM")),
        ("1999-04-30", ASEAN_1999),
        ("2012-07-13", ASEAN_1999),
        ("2025-10-25", ASEAN_1999),
        ("2025-10-26", tuple(sorted((*ASEAN_1999, "TLS")))),
    ],
)
def test_asean_has_the_members_of_the_day(date: str, found: tuple[str, ...]) -> None:
    assert members("ASEAN", date) == found


@pytest.mark.parametrize(
    ("organisation", "date", "number"),
    [("EU", "1972-12-31", 6), ("EU", "1973-01-01", 9), ("EU", "2013-07-01", 28), ("EU", "2020-02-01", 27),
     ("NATO", "1949-08-24", 12), ("NATO", "2024-03-07", 32), ("G7", "2022", 7), ("QUAD", "2022", 4), ("GCC", "1990", 6),
     ("SCO", "2024-07-04", 10), ("UNSC", "1960", 5), ("UNSC", "2022", 5)],
)  # fmt: skip
def test_organisations_have_as_many_members_as_is_known(organisation: str, date: str, number: int) -> None:
    assert len(members(organisation, date)) == number


def test_chinas_seat_is_held_by_one_government_at_a_time() -> None:
    assert "TWN" in members("UNSC", "1971-10-24")
    assert "CHN" not in members("UNSC", "1971-10-24")
    assert "CHN" in members("UNSC", "1971-10-25")


def test_every_member_is_an_actor_that_exists_for_all_of_its_membership() -> None:
    known = {one.code: one for one in actors()}
    for one in memberships():
        state = known[one.member]
        assert (state.valid_from or "") <= one.valid_from
        assert (one.valid_to or "9999") <= (state.valid_to or "9999")
        assert one.valid_from <= (one.valid_to or "9999")
        assert one.source


def test_every_organisation_with_members_has_a_rule_and_is_an_actor() -> None:
    assert tuple(sorted({one.organisation for one in memberships()})) == organisations()
    # The Security Council is a part of the United Nations, and no actor of its own in the list.
    assert set(organisations()) - {one.code for one in actors()} == {"UNSC"}
    for organisation in organisations():
        rule = decision_rule(organisation)
        assert 0.5 < rule.quota <= 1
        assert rule.basis


def test_an_unknown_organisation_names_the_closest() -> None:
    with pytest.raises(InputError, match="Closest: ASEAN"):
        members("Asaen", "2012")


def test_a_date_before_the_first_member_says_from_when_on() -> None:
    with pytest.raises(InputError, match="from 2017-11-12 on"):
        members("QUAD", "2010")
    with pytest.raises(InputError, match="is no date"):
        members("ASEAN", "July 2012")


@pytest.mark.parametrize(
    ("date", "known", "failed"),
    [("1967-08-09", 0, 0), ("1967", 1, 0), ("2012-07-12", 44, 0), ("2012-07-13", 45, 1), ("2016-06-13", 48, 1),
     ("2024-07", 56, 1), ("2024", 57, 1)],
)  # fmt: skip
def test_a_meeting_counts_once_its_outcome_was_known(date: str, known: int, failed: int) -> None:
    """A meeting of which the year alone is held counts from the end of that year."""
    found = meetings_by("ASEAN", date)
    assert (len(found), sum(not one.agreed for one in found)) == (known, failed)


def test_meetings_are_of_organisations_that_are_held_one_a_date_and_in_order() -> None:
    for organisation in organisations():
        dates = [one.date for one in meetings() if one.organisation == organisation]
        assert dates == sorted(set(dates))
    assert {one.organisation for one in meetings()} <= set(organisations())
    assert all(one.source for one in meetings())
    with pytest.raises(InputError, match="is no date"):
        meetings_by("ASEAN", "July 2012")
