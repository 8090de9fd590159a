"""What is missing is said, with where it may be had; sources are listed with what they hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suasion.assess.gaps import missing, sources
from suasion.codebook import Contest

Tie = Callable[..., dict[str, Any]]


def test_a_party_without_rows_is_missing_and_one_with_rows_is_not(write: Any, contest: Contest) -> None:
    write.yearly("oda-net", "JPN", {2021: 10e6})
    aid = next(one for one in missing(write.record, contest) if one.what.startswith("aid given"))
    assert "Japan" not in aid.what
    assert "China and the United States" in aid.what
    assert "suasion gather" in aid.where


def test_rows_outside_the_period_do_not_count_as_held(write: Any, contest: Contest) -> None:
    write.yearly("oda-net", "JPN", {1999: 10e6})
    assert "Japan" in next(one for one in missing(write.record, contest) if one.what.startswith("aid given")).what


def test_a_list_of_sanctions_covers_those_who_are_not_on_it(write: Any, contest: Contest) -> None:
    assert any(one.what.startswith("sanctions") for one in missing(write.record, contest))
    write.yearly("sanction", "USA", {2021: 1.0}, partner="MMR")
    assert not any(one.what.startswith("sanctions") for one in missing(write.record, contest))


def test_ties_that_no_series_measures_are_named_if_documents_tell_of_them(
    write: Any, tie: Tie, contest: Contest
) -> None:
    write.document("Japan opens its doors to workers.", tie("opens its doors", instrument="labour"))
    told = [one.what for one in missing(write.record, contest) if one.what.startswith("any figure")]
    assert told == ["any figure on labour, of which 1 statement tells"]


def test_sources_are_counted_by_what_they_say_of_the_parties(write: Any, tie: Tie, contest: Contest) -> None:
    write.document(
        "Japan gave aid. India voted.", tie("Japan gave aid"), tie("India voted", actor="IND", recipient="RUS")
    )
    write.yearly("oda-net", "JPN", {2020: 10e6, 2021: 10e6})
    write.yearly("oda-net", "JPN", {2020: 10e6}, partner="VNM")
    assert [(note.kind, note.entries) for note in sources(write.record, contest)] == [("document", 1), ("dataset", 2)]
