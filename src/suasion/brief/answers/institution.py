"""The answer of an institution as it is read: whether a text passes, who blocks it, and what would have it not."""

from __future__ import annotations

from suasion.assess.institution.results import Institution, Part, Price, Seat
from suasion.assess.scenario.results import Driver
from suasion.brief.answers.behind import guard_lines, inputs_rows, taken_as_given
from suasion.brief.answers.reading import Grid, Reading, Said
from suasion.brief.answers.what_if import inputs_grid, point
from suasion.brief.answers.words import (
    RESTS,
    amount_between,
    lever,
    on_issue,
    percent,
    percent_between,
    place,
    place_between,
    poles,
    sentence,
    utility_between,
)
from suasion.brief.case import issue_title, join, name_of
from suasion.brief.document import Chart, Group
from suasion.codebook import Estimate

_SAID = 3  # members of whom it is said what their line rests on
_SAME = 0.0005  # a difference of chances that rounds to no tenth of a point


def read_institution(found: Institution) -> Reading:
    """Return the answer of an institution as a person reads it.

    Parameters
    ----------
    found
        As the service gave it.
    """
    first = [Said(words=institution_headline(found), tone="answer")]
    if found.says:
        first.append(Said(words=found.says))
    first += [Said(words=words, tone="warning" if warns else "good") for words, warns in guard_lines(found.guard)]
    first.append(Said(words=f"What stands if nothing is agreed: {place(found.reversion)}, {found.reversion_note}"))
    if given := taken_as_given(found.scenario):
        first.append(Said(words=given, tone="warning"))
    if found.narrows:
        first.append(Said(words=found.narrows))
    weighed = [
        Driver(key=one.key, words=one.words, first=one.part, total=one.part, rests_on=one.rests_on)
        for one in found.parts
    ]
    grids = (
        _seats(found.seats),
        _prices(found),
        _rules(found.rules),
        _others(found),
        _parts(found.parts),
        inputs_grid(inputs_rows(found.inputs, weighed), len(found.inputs)),
    )
    return Reading(
        title=f"What if: {found.organisation} on {on_issue(found.scenario.issue)}",
        first=tuple(first),
        chart=_line(found),
        grids=tuple(grid for grid in grids if grid.rows),
        foot=f"{found.draws:,} draws, seed {found.seed}. In brackets: 5 and 95 % of the draws.",
    )


def institution_headline(found: Institution) -> str:
    """Return the answer in a sentence: what the text changes, from which base rate, and what the changes move.

    Parameters
    ----------
    found
        As the service gave it.
    """
    what = f"that {found.organisation} agrees on a text of {place(found.text)} on {on_issue(found.scenario.issue)}"
    change, base = found.against_base.value, found.base_rate
    if found.after.value is None or change is None:
        return f"It cannot be told {what}: {found.after.note or 'no draw tells'}."
    words = f"The chance {what} is {_away(change)} its base rate"
    if base.n:
        words += f": {percent(found.after.value)}, where one that changes nothing for anyone passes with "
        words += percent(base.value)
    else:
        words += ", which is not identified, so that the level is not known"
    if found.scenario.changes and found.moved.value is not None:
        words += f"; the changes move it by {_points(found.moved.value)}"
    return f"{words}."


def _points(change: float) -> str:
    return f"{100 * change:+.1f} points".replace("-", "−")


def _finely(chance: Estimate) -> str:
    return "not known" if chance.value is None else f"{100 * chance.value:.1f} %"


def _away(change: float) -> str:
    """Return how far a chance lies from the base rate."""
    if abs(change) < _SAME:
        return "that of"
    return f"{100 * abs(change):.1f} points {'below' if change < 0 else 'above'}"


def _line(found: Institution) -> Chart:
    points = [point("Text", Estimate(name="text", value=found.text, unit="position"))]
    points.append(point("If nothing is agreed", Estimate(name="stays", value=found.reversion, unit="position")))
    points += [point(name_of(seat.member), seat.position) for seat in found.seats]
    ends = poles(found.scenario.issue)
    groups = [Group(label=issue_title(found.scenario.issue), points=tuple(points), ends=ends)]
    if found.others:
        others = tuple(point(one.title, one.position) for one in found.others)
        groups.append(Group(label="Where other models put the text", points=others))
    return Chart(
        title=f"{found.organisation} on {on_issue(found.scenario.issue)}",
        description="The dot is the middle of the draws, the bar their 5 to 95 %.",
        first=-1.0,
        last=1.0,
        groups=tuple(groups),
    )


def _seats(seats: tuple[Seat, ...]) -> Grid:
    # Where consensus nearly always comes about each blocks alone in under 1 %: its part of these cases tells more.
    alone = sum(one.blocks_alone.value or 0.0 for one in seats) or 1.0
    rows = tuple(
        (
            name_of(one.member),
            _finely(one.accepts),
            percent((one.blocks_alone.value or 0.0) / alone),
            _finely(one.without),
            utility_between(one.loses) if one.loses.value is not None else "nothing",
            RESTS[one.rests_on],
        )
        for one in seats
    )
    return Grid(
        title="The members, and the part of each in the cases in which one blocks alone",
        columns=("Member", "Agrees", "Sole blocks", "Passes without it", "Loses", "Position rests on"),
        rows=rows,
        below=tuple(
            Said(words=sentence(f"{name_of(one.member)}: {one.rests}"), tone="soft")
            for one in seats[:_SAID]
            if one.rests
        ),
    )


def _prices(found: Institution) -> Grid:
    counted = [one for one in found.prices if one.amount is not None]
    uncounted = join(list(dict.fromkeys(name_of(one.member) for one in found.prices if one.amount is None)))
    rows = tuple(_price(one) for one in counted)
    none = (Said(words=f"No lever towards {uncounted} is counted in rows.", tone="soft"),) if uncounted else ()
    below = (
        *none,
        Said(words=f"All that members lose by it, in deviations: {utility_between(found.blocking)}.", tone="soft"),
        Said(words=f"The chance once each that loses is even: {percent_between(found.bought)}.", tone="soft"),
    )
    return Grid(
        title="What a patron would have to promise a member for the text alone",
        columns=("Patron", "Member", "Wants the text", "By", "More than now", "Within its bound"),
        rows=rows,
        below=below if rows else (),
    )


def _price(one: Price) -> tuple[str, ...]:
    dear = "not known"
    if one.amount is not None:
        dear = "not within the bound" if one.amount.value is None else amount_between(one.amount)
    within = percent(one.within.value) if one.within else ""
    by = lever(one.instrument) if one.instrument else ""
    return name_of(one.patron), name_of(one.member), percent(one.prefers.value), by, dear, within


def _rules(rules: tuple[tuple[str, Estimate], ...]) -> Grid:
    rows = tuple((name, percent_between(chance)) for name, chance in rules)
    return Grid(
        title="The chance under other rules and assumptions; in brackets that of single draws",
        columns=("The text passes if", "Chance"),
        rows=rows,
    )


def _others(found: Institution) -> Grid:
    rows = tuple((one.title, place_between(one.position), one.note) for one in found.others)
    return Grid(title="Where other models put the text", columns=("Model", "Text", "Beware"), rows=rows)


def _parts(parts: tuple[Part, ...]) -> Grid:
    rows = tuple((one.words, percent(max(0.0, one.part)), RESTS[one.rests_on]) for one in parts)
    return Grid(
        title="What the spread of what the text changes comes from, each input alone",
        columns=("Input", "Part", "Rests on"),
        rows=rows,
    )
