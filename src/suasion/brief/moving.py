"""What would move it: for each issue and patron, the least that half the way to the patron's stand would take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from suasion.assess.scenario.results import Offer, WhatItTakes
from suasion.brief.answers.behind import narrowing
from suasion.brief.answers.what_it_takes import cost_at, strongest
from suasion.brief.answers.words import lever, on_issue, place, style_of_lever, unit_words
from suasion.brief.case import Case, issue_title, join, name_of, possessive, said
from suasion.brief.document import Block, Section, Sentence, Table, Text
from suasion.brief.prose import Prose, capital, plain
from suasion.codebook import Estimate

_LEVERS = 2  # of each patron in the table, its strongest


def moving(case: Case) -> Section:
    """Return what would move the client on each issue, by whom, and how far this rests on assumptions."""
    told = [one for one in case.assessment.moving if one.now.value is not None]
    blocks: list[Block] = []
    if told:
        blocks += [_reading(case), *_guards(told)]
        blocks += [_issue(case, issue, told) for issue in dict.fromkeys(one.scenario.issue for one in told)]
        blocks += [*_tables(told), *_tells_most(told)]
    return Section(id="moving", title="What would move it", blocks=tuple(blocks))


def _reading(case: Case) -> Sentence:
    words = (
        f"Asked is what would bring {case.client} half the way from where it stands to where a patron stands, all else "
        "as it is: one lever at a time, offered for this issue alone, and at most what the record shows of its kind. "
        "Where it stands now is taken for the balance of all that pulls at it; aid without a condition moves nothing. "
        "Where the chance rises slowly with an amount, the amount is known much worse than its digits say."
    )
    return Prose().sentence(words, "assumption")


def _issue(case: Case, issue: str, told: Sequence[WhatItTakes]) -> Sentence:
    """Say for each patron what half the way would take, by the lever that is enough at the least of its bound."""
    prose = Prose()
    asked = [one for one in told if one.scenario.issue == issue]
    words = f"{issue_title(issue)}: {case.client} stands at {prose.interval(asked[0].now, 'signed')}. "
    words += " ".join(f"{capital(_way(prose, one))}." for one in asked)
    return prose.sentence(words, "judgement")


def _way(prose: Prose, one: WhatItTakes) -> str:
    """Return what half the way to one patron takes, as a clause."""
    there = f"half the way to {said(one.by)} ({prose.n(one.ideal, 'signed')}; already there in "
    there += f"{prose.n(one.already, 'percent')} of the draws)"
    ranked = strongest(one)
    enough = [offer for offer in ranked if _least(offer, 0.5) is not None]
    if not enough:
        return f"{there}: {_none_is_enough(prose, ranked)}"
    first = enough[0]
    words = f"{there} would take {_of(prose, first, 0.5)} (now {_amount(prose, first.now, first.unit)}) in half "
    words += "of the draws"
    if _least(first, 0.8) is None:
        return f"{words}; in four of five, none of its levers is enough"
    return f"{words}, and {_of(prose, first, 0.8)} in four of five"


def _none_is_enough(prose: Prose, ranked: Sequence[Offer]) -> str:
    best = next((one for one in ranked if (cost := cost_at(one, 0.5)) and cost.at_bound.value is not None), None)
    cost = cost_at(best, 0.5) if best else None
    if best is None or cost is None:
        return "none of its levers is enough"
    chance = prose.n(cost.at_bound, "percent")
    return f"none of its levers is enough; the strongest, {lever(best.instrument)}, does in {chance} of the draws"


def _of(prose: Prose, one: Offer, probability: float) -> str:
    cost = _least(one, probability)
    assert cost is not None
    return f"{lever(one.instrument)} of {_amount(prose, cost, one.unit)}"


def _least(one: Offer, probability: float) -> Estimate | None:
    """Return the least amount that is enough; None where the bound is not."""
    cost = cost_at(one, probability)
    return cost.amount if cost is not None and cost.amount.value is not None else None


def _amount(prose: Prose, estimate: Estimate, unit: str) -> str:
    words = prose.n(estimate, style_of_lever(unit, estimate.value))
    return f"{words} {unit_words(unit, estimate.value)}".rstrip() if estimate.value is not None else words


def _guards(told: Sequence[WhatItTakes]) -> list[Sentence]:
    """Say before all else which of the answers come from assumptions, and which do not hold still."""
    assumed = [one for one in told if one.guard.label == "assumption-driven"]
    unstable = [one for one in told if one.guard.unstable]
    found = []
    if assumed:
        words = (
            f"{_which(assumed, told)} assumption-driven: priors alone give the same within a tenth, or half or more of "
            "its variance comes from inputs of which the record tells nothing or hardly anything. It says what the "
            "assumptions imply, not what the record shows."
        )
        found.append(_warning(words, assumed))
    if unstable:
        noise = "noise of a hundredth in all inputs moves the answer by more than a fiftieth of the scale"
        found.append(_warning(f"{_which(unstable, told)} unstable and not to be relied on: {noise}.", unstable))
    return found


def _warning(words: str, about: Iterable[WhatItTakes]) -> Sentence:
    prose = Prose()
    prose.cite(*(one.guard.prior_only.id for one in about))
    return prose.sentence(words, "judgement")


def _which(some: Sequence[WhatItTakes], told: Sequence[WhatItTakes]) -> str:
    if len(some) == len(told):
        return "All that is said here is" if len(told) > 1 else "This answer is"
    pairs = join([f"{possessive(said(one.by))} on {on_issue(one.scenario.issue)}" for one in some])
    return f"Of these answers, {pairs} {'is' if len(some) == 1 else 'are'}"


def _tables(told: Sequence[WhatItTakes]) -> list[Table]:
    enough = [(one, [offer for offer in strongest(one) if _least(offer, 0.5) is not None]) for one in told]
    rows = tuple(_row(one, offer) for one, offers in enough for offer in offers[:_LEVERS])
    if not rows:
        return []
    caption = (
        "The levers that are enough, at most two of a patron: what there is now, the most on record, and the least "
        "that takes the client half the way in half of the draws and in four of five, with its interval. Where none "
        "does in four of five: the part of the draws in which the most on record does"
    )
    columns = ("Issue, patron and lever", "Now", "Most on record", "In half of the draws", "In four of five")
    return [Table(caption=caption, columns=columns, rows=rows)]


def _row(one: WhatItTakes, offer: Offer) -> tuple[Text, ...]:
    target = place(one.target)
    head = f"{issue_title(one.scenario.issue)}, to {target}: {name_of(one.by)}, {lever(offer.instrument)}"
    levels = []
    for level in (offer.now, offer.bound):
        prose = Prose()
        levels.append(prose.text(_amount(prose, level, offer.unit)))
    return (plain(head), *levels, _cost(offer, 0.5), _cost(offer, 0.8))


def _cost(offer: Offer, probability: float) -> Text:
    prose, cost = Prose(), cost_at(offer, probability)
    if cost is None:
        return plain("")
    if cost.amount.value is None:
        prose.cite(cost.amount.id)
        return prose.text(f"not enough ({prose.n(cost.at_bound, 'percent')})")
    words = prose.interval(cost.amount, style_of_lever(offer.unit, cost.amount.value))
    return prose.text(f"{words} {unit_words(offer.unit, cost.amount.value)}".rstrip())


def _tells_most(told: Sequence[WhatItTakes]) -> list[Sentence]:
    """Say which missing datum would narrow the answers most, each once with the issues that it is of."""
    by_datum: dict[str, dict[str, None]] = {}
    for one in told:
        if one.narrows:
            by_datum.setdefault(narrowing(one.narrows), {})[issue_title(one.scenario.issue)] = None
    sentences = []
    for datum, issues in by_datum.items():
        prose = Prose()
        every = len(issues) == len({one.scenario.issue for one in told}) > 1
        words = datum.replace(":", f" ({'every issue' if every else join(list(issues))}):", 1)
        sentences.append(prose.sentence(prose.name(words), "judgement"))
    return sentences
