"""The first screen: who has leverage, by which instruments, how much, how surely, and where the client leans."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from suasion.assess.assessment import Hedging, PatronLeverage, Position
from suasion.brief.case import Case, instrument_title, issue_title, join, possessive, said, strongest
from suasion.brief.claims import Claimed, claimed_once
from suasion.brief.document import Section, Sentence
from suasion.brief.prose import Prose, capital
from suasion.brief.words import Confidence, it_is, likelihood
from suasion.codebook import ISSUES, Estimate

_NAMED = 2  # instruments named for each patron
_TOLD = 0.005  # leverage below which an instrument is not worth naming: it would be printed as less than 0.01
_DEEP = 0.005  # official finance as a part of GDP below which a lean is a lean on nothing. Heuristic.
_ISSUES = 2  # issues named
_UNCLEAR = 1 / 3  # an interval that reaches beyond this on both sides leaves a position unclear. Heuristic.


def key_judgements(case: Case) -> Section:
    """Return the judgements that answer the question, at most seven, each borne by estimates or entries."""
    ranked = case.ranked()
    if ranked:
        sentences = [_first(case, ranked), _how_much(case, ranked), _by_which(ranked), _how_surely(case)]
    else:
        sentences = [_nothing(case)]
    sentences += [*_leaning(case), *_issues(case), *_claims(case)]
    return Section(id="judgements", title="Key judgements", blocks=tuple(sentences))


def _first(case: Case, ranked: list[PatronLeverage]) -> Sentence:
    top, prose = ranked[0], Prose()
    chance = top.probability_first.value
    prose.cite(top.leverage.id)
    period, name = prose.name(case.period), said(top.patron)
    others = [one for one in (*ranked[1:], *case.unranked()) if one.probability_first.value is not None]
    if chance is None or len(ranked) == 1:
        words = f"{capital(name)} has measurable leverage over {case.client}, {period}."
        if len(case.contest.patrons) > 1:
            words = f"{capital(name)} is the only patron whose leverage over {case.client} could be measured, {period}."
        return prose.sentence(words, "judgement")
    word = likelihood(chance)
    rivals = join([said(one.patron) for one in others])
    if word.endswith("unlikely") or word == "almost no chance":
        words = (
            f"No patron is clearly ahead: {name} has the highest estimate, yet {_lower(it_is(word))} that its leverage "
            f"over {case.client} exceeds that of {rivals}, {period}"
        )
    else:
        words = f"{it_is(word)} that {name} has more leverage over {case.client} than {rivals}, {period}"
    # The chance allows for what has no measure, the totals do not; see `suasion.assess.totals`.
    words += ", room being left for ties that could not be measured." if case.unweighed() else "."
    sentence = prose.sentence(words, "judgement")
    content = msgspec.structs.replace(sentence.content, evidence=(top.leverage.id, top.probability_first.id))
    return msgspec.structs.replace(sentence, content=content, likelihood=word, probability=top.probability_first.id)


def _how_much(case: Case, ranked: list[PatronLeverage]) -> Sentence:
    """Say how much, and what the number means: leverage is linear in the share held, all else at its most."""
    top, prose = ranked[0], Prose()
    level = prose.name(f"{100 * top.leverage.level:.0f} % interval")
    words = f"{capital(possessive(said(top.patron)))} leverage is {prose.n(top.leverage, 'index')}"
    if top.leverage.low is not None and top.leverage.high is not None:
        low, high = prose.n(top.leverage, "index", "low"), prose.n(top.leverage, "index", "high")
        words += f" ({level} {low} to {high})"
    words += (
        f": as much as full command of {prose.n(top.leverage, 'portion')} of something that {case.client} "
        "cannot do without and can get nowhere else."
    )
    if len(ranked) > 1:
        rest = [f"{possessive(said(one.patron))} is {prose.interval(one.leverage, 'index')}" for one in ranked[1:]]
        words += f" {capital(join(rest))}."
    close = [pair for pair in pairwise(ranked) if _overlap(*pair)]
    if close:
        pairs = join([f"{said(one.patron)} and {said(other.patron)}" for one, other in close])
        words += f" Between {pairs} the intervals overlap, so that their order is not settled."
    return prose.sentence(words, "judgement")


def _overlap(ahead: PatronLeverage, behind: PatronLeverage) -> bool:
    low, high = ahead.leverage.low, behind.leverage.high
    return low is not None and high is not None and high > low


def _by_which(ranked: list[PatronLeverage]) -> Sentence:
    prose, parts = Prose(), list[str]()
    for one in ranked:
        strong = [i for i in strongest(one) if (i.leverage.value or 0.0) >= _TOLD] or strongest(one)[:1]
        strong = strong[:_NAMED]
        means = join([f"{instrument_title(i.instrument).lower()} ({prose.n(i.leverage, 'index')})" for i in strong])
        parts.append(f"{possessive(said(one.patron))} {'from' if parts else 'leverage comes chiefly from'} {means}")
    return prose.sentence(f"{capital('; '.join(parts))}.", "judgement")


def _how_surely(case: Case) -> Sentence:
    """Say with what confidence the ranking is held, and what could not be measured at all.

    Heuristic: high if two thirds of the instruments that data or documents show for the patrons could be measured and
    the patron in front leads in four draws of five; low if less than a third could, or it leads in less than half.
    """
    prose = Prose()
    shown = case.ties_shown()
    measured = [i for i in shown if i.leverage.value is not None]
    chance = case.ranked()[0].probability_first
    part = len(measured) / len(shown) if shown else 0.0
    level: Confidence = "moderate"
    if part >= 2 / 3 and (chance.value or 0.0) >= 0.8:
        level = "high"
    elif part < 1 / 3 or (chance.value or 0.0) < 0.5:
        level = "low"
    counted = prose.count([i.leverage.id for i in measured])
    whole = prose.count([i.leverage.id for i in shown])
    words = (
        f"Confidence in this order is {level}: {counted} of the {whole} ties that data or documents show between "
        f"{case.client} and these states could be measured."
    )
    never = case.unmeasured()
    if never:
        listed = join([instrument_title(slug).lower() for slug in never])
        words += f" Not measured for any of them: {listed}; they add nothing to the totals, which are lower bounds."
    if case.unranked():
        names = join([said(one.patron) for one in case.unranked()])
        words += f" For {names} nothing could be measured, which does not mean none."
        prose.cite(*(one.leverage.id for one in case.unranked()))
    return prose.sentence(words, "judgement", confidence=level)


def _nothing(case: Case) -> Sentence:
    prose = Prose()
    prose.cite(*(one.leverage.id for one in case.assessment.leverage))
    words = (
        f"No leverage over {case.client} could be measured for {case.patrons}, {prose.name(case.period)}: "
        "the figures are missing, which does not mean that there is none."
    )
    product = next((one.what for one in case.assessment.missing if one.what.startswith("gross domestic product")), "")
    if product:
        words += f" Above all there is no {prose.name(product)}, against which ties are held."
    return prose.sentence(words, "judgement", confidence="low")


def _leaning(case: Case) -> list[Sentence]:
    """Say to whom the client leans in official finance, and with whom it votes."""
    prose = Prose()
    finance = _finance(case, prose)
    votes = _votes(case, prose, "it" if finance else case.client)
    told = [words for words in (finance, votes) if words]
    return [prose.sentence(" ".join(told), "judgement")] if told else []


def _finance(case: Case, prose: Prose) -> str:
    """Return how the client stands between the two patrons whose finance is largest together."""
    told = [one for one in case.assessment.hedging if one.reading != "not identified"]
    told = [one for one in told if one.balance.value is not None and (one.depth.value or 0.0) >= _DEEP]
    if not told:
        return ""
    widest = max(told, key=lambda one: (one.depth.value or 0.0, one.patrons))
    first, second = (said(patron) for patron in widest.patrons)
    verb = {
        "hedger": f"keeps even and deep ties with {first} and {second}",
        "isolated": f"has only thin ties with {first} and {second}",
    }.get(widest.reading, _leans(widest))
    return (
        f"In official finance {case.client} {verb}: the two come to {prose.n(widest.depth, 'percent')} of its GDP a "
        f"year, at a balance of {prose.n(widest.balance, 'index')} (one: equal; zero: all from one)."
    )


def _leans(one: Hedging) -> str:
    """Return to whom the client leans, as far as the estimate says which tie is the larger."""
    for larger, smaller in (one.patrons, one.patrons[::-1]):
        if one.balance.note.endswith(f"the larger tie is with {said(larger)}"):
            return f"leans to {said(larger)} rather than {said(smaller)}"
    return f"leans to one of {said(one.patrons[0])} and {said(one.patrons[1])}"


def _votes(case: Case, prose: Prose, subject: str) -> str:
    """Return how often the client votes as each patron does."""
    by_patron = [(one.patron, measure_of(one.measures, "agreement")) for one in case.assessment.alignment]
    known = [(patron, found) for patron, found in by_patron if found and found.value is not None]
    if not known:
        return ""
    known.sort(key=lambda item: (-(item[1].value or 0.0), item[0]))
    parts = [f"{said(patron)} on {prose.n(found, 'percent')}" for patron, found in known]
    rest = "".join(f", as {part}" for part in parts[1:])
    years = [year for one in case.assessment.alignment for year, _ in one.years]
    when = f", {prose.name(f'{min(years)} to {max(years)}')}," if years else ""
    return f"In the UN General Assembly{when} {subject} voted as {parts[0]} of roll calls{rest}."


def measure_of(measures: tuple[Estimate, ...], name: str) -> Estimate | None:
    """Return a measure of alignment by its short name."""
    return next((one for one in measures if one.name.partition(":")[0] == name), None)


def is_clear(position: Estimate) -> bool:
    """Return whether a position tells for from against: its interval does not reach far to both sides."""
    if position.value is None or position.low is None or position.high is None:
        return False
    return not (position.low < -_UNCLEAR and position.high > _UNCLEAR)


def _issues(case: Case) -> list[Sentence]:
    """Say where the parties stand on the issues on which the client's own stand is clear and best borne."""
    client = case.contest.client
    own = [one for one in case.assessment.positions if one.party == client and is_clear(one.position)]
    chosen = sorted(own, key=lambda one: (-one.position.n, one.issue))[:_ISSUES]
    if not chosen:
        return []
    prose = Prose()
    return [prose.sentence(" ".join(_line(case, one, prose) for one in chosen), "judgement")]


def _line(case: Case, own: Position, prose: Prose) -> str:
    """Return all parties' positions on one issue, those for its norm first."""
    parties = {case.contest.client, *case.contest.patrons}
    placed = [o for o in case.assessment.positions if o.issue == own.issue and o.party in parties]
    clear = [o for o in placed if is_clear(o.position)]
    listed = []
    for one in sorted(clear, key=lambda o: (-(o.position.value or 0.0), o.party)):
        shown = prose.interval if one.party == own.party else prose.n
        listed.append(f"{said(one.party)} {shown(one.position, 'signed')}")
    words = capital(issue_title(own.issue))
    if own.first_year is not None:
        words += f", stands {prose.name(_years(own))}"
    scale = f"−1 against, +1 for “{ISSUES[own.issue].norm}”" if own.issue in ISSUES else "−1 against, +1 for"
    words += f" ({prose.name(scale)}): {', '.join(listed)}."
    moved = [c for c in case.assessment.contradictions if c.why.startswith("moved") and _touches(c.statements, own)]
    if moved:
        prose.cite(*moved[0].statements)
        words += f" {case.client} {prose.name(moved[0].why.partition(';')[0])}."
    return words


def _years(own: Position) -> str:
    one = own.first_year == own.last_year
    return f"of {own.first_year}" if one else f"of {own.first_year} to {own.last_year}"


def _touches(statements: tuple[str, ...], own: Position) -> bool:
    return bool(set(statements) & set(own.statements))


def _claims(case: Case) -> list[Sentence]:
    """Say how many claims of the documents hold, and which is widest of the mark."""
    claims = claimed_once(case.assessment.claims)
    if not claims:
        return []
    prose = Prose()
    fails = [one for one in claims if one.verdict == "contradicted"]
    holding = [one for one in claims if one.verdict.startswith("supported")]
    things = "figure, rank or vote" if len(claims) == 1 else "figures, ranks and votes"
    words = (
        f"Of {prose.count(_ids(claims))} {things} claimed in the documents, {prose.count(_ids(holding))} "
        f"{'holds' if len(holding) == 1 else 'hold'} against data"
    )
    if fails:
        words += f", {prose.count(_ids(fails))} {'is' if len(fails) == 1 else 'are'} contradicted"
    words += f" and {prose.count(_ids(one for one in claims if one.verdict == 'cannot-be-checked'))} cannot be checked"
    words += "." if fails else "; none is contradicted."
    worst = max(fails, key=lambda one: abs(one.check.gap or 0.0), default=None)
    if worst and worst.check.tried and worst.check.found:
        check, found = worst.check, worst.check.found
        natural = check.tried[0]
        words += (
            f" {'Contradicted' if len(fails) == 1 else 'The widest gap'}: "
            f"{prose.quote(check.statement, check.quote)}, where data give "
            f"{prose.n(natural.found)} ({prose.name(natural.definition)})"
        )
        if check.definition and check.definition != natural.definition:
            words += f", or {prose.n(found)} by the nearest fair reading ({prose.name(check.definition)})"
        words += "."
    return [prose.sentence(words, "judgement")]


def _ids(claims: Iterable[Claimed]) -> list[str]:
    return [one.check.statement for one in claims]


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
