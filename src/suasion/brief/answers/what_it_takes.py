"""The answer to "what would it take" as it is read: which offer, how much, with what chance, and who answers it."""

from __future__ import annotations

import math

import msgspec

from suasion.assess.scenario.results import Answer, Cost, LeverSet, Offer, WhatItTakes
from suasion.brief.answers.behind import driver_rows, guard_lines, inputs_rows, narrowing, taken_as_given
from suasion.brief.answers.reading import Grid, Reading, Said
from suasion.brief.answers.what_if import drivers_grid, inputs_grid, point
from suasion.brief.answers.words import (
    amount,
    amount_between,
    bare_between,
    lever,
    on_issue,
    party,
    percent,
    place,
    place_between,
    poles,
    sentence,
    unit_column,
    utility_between,
)
from suasion.brief.case import issue_title, join, name_of, said
from suasion.brief.document import Chart, Group
from suasion.brief.prose import capital
from suasion.codebook import Estimate

_SAID = 3  # levers of which more is said than their row does
_NAMED = 2  # levers named in the first sentence


def read_what_it_takes(found: WhatItTakes) -> Reading:
    """Return what it would take as a person reads it.

    Parameters
    ----------
    found
        As `service.what_would_it_take` gave it.
    """
    client = capital(party(found.scenario.client))
    first = [Said(words=takes_headline(found), tone="answer")]
    if found.says:
        first.append(Said(words=found.says))
    first += [Said(words=words, tone="warning" if warns else "good") for words, warns in guard_lines(found.guard)]
    if given := taken_as_given(found.scenario):
        first.append(Said(words=given, tone="warning"))
    if found.narrows:
        first.append(Said(words=narrowing(found.narrows)))
    grids = (
        _offers(found),
        _sets(found.sets),
        _answers(found.answers),
        drivers_grid(driver_rows(found.drivers)),
        inputs_grid(inputs_rows(found.inputs, found.drivers), len(found.inputs)),
    )
    return Reading(
        title=f"What it would take: {name_of(found.by)} to move {client} to {place(found.target)} on "
        f"{on_issue(found.scenario.issue)}",
        first=tuple(first),
        chart=_line(found),
        grids=tuple(grid for grid in grids if grid.rows),
        foot=f"{found.draws:,} draws, seed {found.seed}. In brackets: 5 and 95 % of the draws.",
    )


def takes_headline(found: WhatItTakes) -> str:
    """Return the answer in a sentence or two: where the client stands, and the least that its strongest levers take.

    Parameters
    ----------
    found
        As `service.what_would_it_take` gave it.
    """
    client, by = capital(party(found.scenario.client)), party(found.by)
    words = f"{client} stands at {place_between(found.now)} on {on_issue(found.scenario.issue)} and is at "
    words += f"{place(found.target)} in {percent(found.already.value)} of the draws as things stand; "
    even = [(one, cost) for one in strongest(found) if (cost := cost_at(one, 0.5)) and cost.amount.value is not None]
    if even:
        parts = [f"{lever(one.instrument)} of {amount_between(cost.amount)}" for one, cost in even[:_NAMED]]
        words += f"{by} could bring it there in half of the draws with {' or '.join(parts)}"
        sure = [
            f"{lever(one.instrument)} of {amount_between(cost.amount)}"
            for one in strongest(found)
            if (cost := cost_at(one, 0.8)) and cost.amount.value is not None
        ]
        words += f"; in four of five with {sure[0]}." if sure else "; in four of five with no lever within its bound."
        return words
    together = [one for one in found.sets if one.feasible]
    if together:
        named = join([f"{lever(name)} of {amount(e.value, e.unit)}" for name, e in together[0].amounts])
        return (
            f"{words}no single lever of {by} within its bound brings it there in half of the draws; "
            f"together, {named} do in {percent(together[0].probability)}."
        )
    return f"{words}nothing that {by} has within its bounds brings it there in half of the draws."


def strongest(found: WhatItTakes) -> list[Offer]:
    """Return the offers, those first that are enough with most certainty at the least part of their bound."""

    def rank(one: Offer) -> tuple[float, float, str]:
        even, sure = cost_at(one, 0.5), cost_at(one, 0.8)
        least = next((c.amount.value for c in (sure, even) if c and c.amount.value is not None), None)
        reached = sum(c is not None and c.amount.value is not None for c in (even, sure))
        part = (least or 0.0) / one.bound.value if one.bound.value else 1.0
        at_bound = (even.at_bound.value or 0.0) if even else 0.0
        return (-reached, part if reached else -at_bound, one.instrument)

    return sorted(found.offers, key=rank)


def cost_at(one: Offer, probability: float) -> Cost | None:
    """Return what an offer costs for a chance of some size."""
    return next((cost for cost in one.costs if abs(cost.probability - probability) < 1e-9), None)


def cost_words(cost: Cost | None) -> str:
    """Return the least amount, or that none within the bound is enough and in how many draws the most is."""
    if cost is None:
        return "not asked"
    if cost.amount.value is None:
        return f"no ({_short_of(cost)})"
    return amount_between(cost.amount)


def _blur(draws: int) -> str:
    """Return how well chances, and so amounts, are known from so many draws: 1.645 standard errors at one half."""
    points = 164.5 * math.sqrt(0.25 / draws)
    return (
        f"A chance of 50 % is known to {points:.1f} points from {draws:,} draws. Where it rises slowly with the "
        "amount, the amount is known much worse: compare another --seed, or take more --draws."
    )


def _bare_cost(cost: Cost | None) -> str:
    return cost_words(cost) if cost is None or cost.amount.value is None else bare_between(cost.amount)


def _short_of(cost: Cost) -> str:
    """Return the chance at the bound, so exactly that it does not seem to be enough."""
    chance = cost.at_bound.value
    rounds_up = chance is not None and round(chance, 2) >= cost.probability
    return f"{100 * chance:.1f} %" if rounds_up and chance is not None else percent(chance)


def _line(found: WhatItTakes) -> Chart:
    client = name_of(found.scenario.client) if found.scenario.client else "Members"
    known = {one.key: one.estimate for one in found.inputs}
    answered = [one for one in found.answers if one.position.value is not None]
    rivals = [(code, known.get(f"position:{code}")) for code in found.scenario.patrons if code != found.by]
    points = [
        point(f"{client} now", found.now),
        point("Target", Estimate(name="target", value=found.target, unit="position")),
        point(name_of(found.by), found.ideal),
        *(point(name_of(code), estimate) for code, estimate in rivals if estimate is not None),
        *(point(f"If {said(one.rival)} answers", one.position) for one in answered),
    ]
    group = Group(label=issue_title(found.scenario.issue), points=tuple(points), ends=poles(found.scenario.issue))
    return Chart(
        title=f"{client} on {on_issue(found.scenario.issue)}, and where {party(found.by)} would have it",
        description="The dot is the middle of the draws, the bar their 5 to 95 %.",
        first=-1.0,
        last=1.0,
        groups=(group,),
    )


def _offers(found: WhatItTakes) -> Grid:
    ranked = strongest(found)
    rows = tuple(
        (
            lever(one.instrument),
            unit_column(one.unit),
            bare_between(msgspec.structs.replace(one.now, low=None)),
            bare_between(msgspec.structs.replace(one.bound, low=None)),
            _bare_cost(cost_at(one, 0.5)),
            _bare_cost(cost_at(one, 0.8)),
        )
        for one in ranked
    )
    below = tuple(
        Said(words=f"{capital(lever(one.instrument))}: {one.says.rstrip('.')}.", tone="soft")
        for one in ranked[:_SAID]
        if one.says
    )
    if any(cost.amount.value is None for one in ranked for cost in one.costs):
        no = "No: the most on record is not enough; it is in the part of the draws in brackets."
        below = (Said(words=no, tone="soft"), *below)
    if found.draws:
        below = (Said(words=_blur(found.draws), tone="soft"), *below)
    return Grid(
        title=f"One lever of {said(found.by)}, all else as it is: offered for this issue alone",
        columns=("Lever", "Unit", "Now", "Most on record", "Chance 50 %", "Chance 80 %"),
        rows=rows,
        below=below,
    )


def _sets(sets: tuple[LeverSet, ...]) -> Grid:
    rows = tuple(
        (
            percent(one.probability),
            ", ".join(f"{lever(name)} {amount_between(e)}" for name, e in one.amounts) if one.feasible else "",
            sentence(one.says),
        )
        for one in sets
    )
    return Grid(
        title="Levers together, the least of each as a part of its bound",
        columns=("For a chance of", "Levers", "Verdict"),
        rows=rows,
    )


def _answers(answers: tuple[Answer, ...]) -> Grid:
    rows = tuple(
        (
            name_of(one.rival),
            utility_between(one.offers) if one.offers.value is not None else "nothing",
            place_between(one.position) if one.position.value is not None else "does not answer",
            name_of(one.drops_out) if one.drops_out else "neither",
            sentence(one.says),
        )
        for one in answers
    )
    return Grid(
        title="The best answer of a rival, who then stands where, and who gives up first",
        columns=("Rival", "Offers", "Client then", "Gives up first", "In words"),
        rows=rows,
    )
