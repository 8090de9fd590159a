"""The answer to "what if" as it is read: where the client stands, where it would, by which changes, and how surely."""

from __future__ import annotations

import re

from suasion.assess.scenario.results import Input, Step, WhatIf
from suasion.brief.answers.behind import driver_rows, guard_lines, inputs_rows, narrowing, taken_as_given
from suasion.brief.answers.reading import Grid, Reading, Said
from suasion.brief.answers.words import (
    RESTS,
    amount,
    chance_words,
    lever,
    move,
    move_between,
    on_issue,
    party,
    place,
    place_between,
    poles,
    sentence,
    utility_between,
)
from suasion.brief.case import issue_title, name_of
from suasion.brief.document import Chart, Group, Point
from suasion.brief.prose import capital, plain
from suasion.codebook import Estimate


def read_what_if(found: WhatIf) -> Reading:
    """Return the answer to a scenario as a person reads it.

    Parameters
    ----------
    found
        As `service.whatif` gave it.
    """
    scenario = found.scenario
    client = capital(party(scenario.client))
    first = [Said(words=headline(found), tone="answer")]
    first += [Said(words=words, tone="warning" if warns else "good") for words, warns in guard_lines(found.guard)]
    first += [Said(words=one, tone="warning") for one in _idle(found)]
    if given := taken_as_given(found.scenario):
        first.append(Said(words=given, tone="warning"))
    if found.narrows:
        first.append(Said(words=narrowing(found.narrows)))
    grids = (_steps(found), _payments(found), _others(found), _drivers(found), _inputs(found))
    return Reading(
        title=f"What if: {client} on {on_issue(scenario.issue)}",
        first=tuple(first),
        chart=_line(found),
        grids=tuple(grid for grid in grids if grid.rows),
        foot=f"{found.draws:,} draws, seed {found.seed}. In brackets: 5 and 95 % of the draws.",
    )


def headline(found: WhatIf) -> str:
    """Return the answer in a sentence or two: now, then, by how much, and with what chance the target is reached.

    Parameters
    ----------
    found
        As `service.whatif` gave it.
    """
    scenario = found.scenario
    client = capital(party(scenario.client))
    now = f"{client} stands at {place_between(found.before)} on {on_issue(scenario.issue)}"
    if not scenario.changes:
        words = f"{now}; nothing is changed, and nothing moves."
    else:
        changes = "this change" if len(scenario.changes) == 1 else f"these {len(scenario.changes)} changes"
        words = f"{now} and with {changes} would {_by_how_much(found)}."
    if found.chance is not None and scenario.target is not None:
        words += f" {chance_words(found.chance, place(scenario.target))}"
    return words


def _by_how_much(found: WhatIf) -> str:
    if found.moved.value is None:
        return "move by an amount that is not known"
    if abs(found.moved.value) < 0.0005:
        return f"stay there, at {place_between(found.after)}"
    way = "towards" if found.moved.value > 0 else "away from"
    return f"move by {move_between(found.moved)}, {way} the issue's norm, to {place_between(found.after)}"


def _idle(found: WhatIf) -> list[str]:
    """Return the changes that move nothing and why, for instance aid without conditions."""
    return [
        f"{_written(one)} moves nothing. {sentence(one.note)}"
        for one in found.steps
        if one.note and (one.moves.value or 0.0) == 0.0
    ]


def _line(found: WhatIf) -> Chart:
    """Return the issue's line with the client now and then, the patrons, and what other models say."""
    client = name_of(found.scenario.client) if found.scenario.client else "Members"
    points = [point(f"{client} now", found.before), point(f"{client} then", found.after), *patrons(found)]
    if found.scenario.target is not None:
        points.append(point("Target", Estimate(name="target", value=found.scenario.target, unit="position")))
    others = tuple(point(re.split(r" \(|:", one.title)[0], one.position) for one in found.others)
    groups = [Group(label=issue_title(found.scenario.issue), points=tuple(points), ends=poles_of(found))]
    if others:
        groups.append(Group(label="Other models, after the changes", points=others))
    return Chart(
        title=f"{client} on {on_issue(found.scenario.issue)}, now and with the changes",
        description="The dot is the middle of the draws, the bar their 5 to 95 %.",
        first=-1.0,
        last=1.0,
        groups=tuple(groups),
    )


def patrons(found: WhatIf) -> tuple[Point, ...]:
    """Return where the patrons want the client to stand, as far as the inputs tell."""
    known = {one.key: one.estimate for one in found.inputs}
    named = [(code, known.get(f"position:{code}")) for code in found.scenario.patrons]
    return tuple(point(name_of(code), estimate) for code, estimate in named if estimate is not None)


def poles_of(found: WhatIf) -> tuple[str, str]:
    """Return the words for the two ends of the scenario's issue."""
    return poles(found.scenario.issue)


def point(label: str, estimate: Estimate) -> Point:
    """Return a place on the line with its words."""
    return Point(
        label=label,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        content=plain(place_between(estimate)),
    )


def _steps(found: WhatIf) -> Grid:
    known = {one.key: one for one in found.inputs}
    rows = tuple(
        (
            _written(one),
            f"{_level(one.before)} → {_level(one.after)}",
            move_between(one.moves),
            RESTS[one.rests_on],
        )
        for one in found.steps
    )
    whole = Said(words=f"Together {move(found.moved.value)}; the parts add up to it.", tone="soft")
    return Grid(
        title="What each change moves, and what it rests on",
        columns=("Change", "Level before → after", "Moves it by", "Rests on"),
        rows=rows,
        below=(*(_through(one, known) for one in found.steps), whole) if rows else (),
    )


def _through(one: Step, known: dict[str, Input]) -> Said:
    """Return through which inputs a change works and what each rests on, and what is noted of it."""
    named = [f"{known[key].words} ({RESTS[known[key].rests_on]})" for key in one.inputs if key in known]
    said = f"{_written(one)} works through {'; '.join(named)}." if named else ""
    return Said(words=" ".join(part for part in (said, sentence(one.note)) if part) or f"{_written(one)}.", tone="soft")


def _written(one: Step) -> str:
    return one.change or f"{name_of(one.actor)}: {lever(one.instrument)}"


def _level(estimate: Estimate) -> str:
    return place(estimate.value) if estimate.unit == "position" else amount(estimate.value, estimate.unit)


def _payments(found: WhatIf) -> Grid:
    rows = tuple((name_of(one.patron), utility_between(one.least), utility_between(one.most)) for one in found.payments)
    below = (
        Said(
            words="Where patrons pull the same way only the sum of their payments is fixed, so that each has a range.",
            tone="soft",
        ),
        Said(
            words=f"What the offers leave the client over no patron at all: {utility_between(found.gain)}.", tone="soft"
        ),
        Said(
            words=f"What having all of them is worth to it over the best one alone: {utility_between(found.hedging)}.",
            tone="soft",
        ),
    )
    return Grid(
        title="What their offers cost the patrons, in utility (1: what losing all ties would cost the client)",
        columns=("Patron", "At least", "At most"),
        rows=rows,
        below=below,
    )


def _others(found: WhatIf) -> Grid:
    own = ("Common agency (this answer)", place_between(found.after), "")
    rows = tuple((one.title, place_between(one.position), one.note) for one in found.others)
    return Grid(
        title="What other models say of the same inputs after the changes",
        columns=("Model", "Position", "Beware"),
        rows=(own, *rows) if rows else (),
    )


def _drivers(found: WhatIf) -> Grid:
    return drivers_grid(driver_rows(found.drivers))


def drivers_grid(rows: tuple[tuple[str, ...], ...]) -> Grid:
    """Return the table of what the answer's spread comes from."""
    return Grid(
        title="What the answer's spread comes from (Sobol's indices)",
        columns=("Input", "Alone", "With others", "Rests on"),
        rows=rows,
    )


def _inputs(found: WhatIf) -> Grid:
    return inputs_grid(inputs_rows(found.inputs, found.drivers), len(found.inputs))


def inputs_grid(rows: tuple[tuple[str, ...], ...], whole: int) -> Grid:
    """Return the table of inputs with their evidence, and how many there are in all."""
    more = f"And {whole - len(rows)} that move it less: --format csv or json has them all."
    return Grid(
        title="Inputs, each with its 90 % interval; suasion trace ID leads to the words or the row",
        columns=("Input", "Value", "Rests on", "Evidence"),
        rows=rows,
        below=(Said(words=more, tone="soft"),) if whole > len(rows) else (),
    )
