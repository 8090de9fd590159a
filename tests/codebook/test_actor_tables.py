"""The tables of actors hold no impossible date, no two holders of one office at once, and no unknown code."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise

from suasion.codebook.actor import actors
from suasion.codebook.naming import all_names, offices, table

_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
# Offices that one person holds at a time; a handover may overlap by the days that sources differ by.
_SINGLE = ("prime minister", "president", "king", "foreign minister", "secretary-general", "vice president")
_SLACK_DAYS = 10
# Presidents contested, or acting beside an absent one.
_SHARED = {("YEM", "president"), ("CIV", "president"), ("KWT", "emir")}


def _first(written: str) -> date:
    parts = [int(part) for part in written.split("-")] if written else [1, 1, 1]
    return date(*[*parts, 1, 1][:3])


def _last(written: str) -> date:
    if not written:
        return date(9999, 12, 31)
    parts = [int(part) for part in written.split("-")]
    return date(*(parts + [12, 28][len(parts) - 1 :])[:3])


def _spans() -> list[tuple[str, str, str]]:
    spans = [(a.code, a.valid_from or "", a.valid_to or "") for a in actors()]
    spans += [(n.name, n.valid_from, n.valid_to) for n in all_names()]
    spans += [(o.name, o.valid_from, o.valid_to) for o in offices()]
    return spans + [(row[2], row[3], row[4]) for row in table("state_codes.tsv")]


def test_dates_are_days_months_or_years_of_the_calendar() -> None:
    for name, *ends in _spans():
        for end in ends:
            assert end == "" or _ISO.fullmatch(end), (name, end)
            assert _first(end) <= _last(end)


def test_no_period_ends_before_it_begins() -> None:
    assert [span for span in _spans() if _first(span[1]) > _last(span[2])] == []


def test_no_period_begins_in_the_far_future_or_before_1800() -> None:
    assert [s for s in _spans() if s[1] and not 1800 <= _first(s[1]).year <= 2030] == []


def test_every_code_in_the_tables_is_an_actors() -> None:
    codes = {a.code for a in actors()} | {None}
    assert [n for n in all_names() if n.code not in codes or n.state not in codes] == []
    assert [o for o in offices() if o.code not in codes or o.state not in codes] == []
    assert [row for row in table("state_codes.tsv") if row[2] not in codes] == []


def test_every_row_names_its_source() -> None:
    for name in ("actors.tsv", "names.tsv", "people.tsv", "state_codes.tsv"):
        assert all(len(row[-1]) > 3 for row in table(name)), name


def test_no_person_holds_one_office_twice_at_once() -> None:
    terms = defaultdict(list)
    for o in offices():
        terms[o.name, o.state, o.role, o.kind].append((_first(o.valid_from), _last(o.valid_to)))
    for key, spans in terms.items():
        ordered = sorted(spans)
        assert all(a[1] < b[0] for a, b in pairwise(ordered)), key


def test_no_two_people_hold_one_single_office_at_once() -> None:
    terms = defaultdict(list)
    for o in offices():
        if o.role in _SINGLE and (o.code, o.role) not in _SHARED:
            terms[o.code, o.role].append((_first(o.valid_from), _last(o.valid_to), o.name))
    clashes = []
    for key, spans in terms.items():
        ordered = sorted(spans)
        for i, (_, end, name) in enumerate(ordered):
            for begin, _, other in ordered[i + 1 :]:
                if name != other and (end - begin).days > _SLACK_DAYS:
                    clashes.append((*key, name, other, end, begin))
    assert clashes == []


def test_a_name_of_two_actors_at_once_says_how_it_is_told_apart() -> None:
    rows = defaultdict(list)
    for n in all_names():
        if n.kind not in {"label", "blocked"}:
            rows[n.name].append(n)
    clashes = []
    for name, meanings in rows.items():
        for i, a in enumerate(meanings):
            for b in meanings[i + 1 :]:
                overlap = _first(a.valid_from) <= _last(b.valid_to) and _first(b.valid_from) <= _last(a.valid_to)
                if (
                    a.code != b.code
                    and overlap
                    and not ({a.needs, b.needs} <= {"either", "default", "state", "prefix"})
                ):
                    clashes.append((name, a.code, b.code))
    assert clashes == []


def test_no_name_stands_twice_in_the_table() -> None:
    rows = [(n.name, n.code, n.kind, n.valid_from) for n in all_names()]
    assert len(rows) == len(set(rows))


def test_every_state_has_a_name_an_adjective_and_a_capital() -> None:
    kinds = defaultdict(set)
    for n in all_names():
        if n.code:
            kinds[n.code].add(n.kind)
    # City states are called by their capital; a few have no adjective of their own in English.
    lacking = {
        a.code
        for a in actors()
        if a.kind == "state" and a.iso2 and not {"country", "adjective", "capital"} <= kinds[a.code]
    }
    assert lacking <= {"SGP", "MCO", "SMR", "VAT", "COG", "DMA", "SCG", "YUG", "LUX", "NZL"}
