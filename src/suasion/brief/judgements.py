"""The first screen: who has leverage, by which instruments, how much, how surely."""

from __future__ import annotations

import msgspec

from suasion.assess.assessment import PatronLeverage, Position
from suasion.brief.case import Case, instrument_title, issue_title, join, possessive, said, strongest
from suasion.brief.document import Section, Sentence
from suasion.brief.prose import Prose
from suasion.brief.words import Confidence, it_is, likelihood
from suasion.codebook import Estimate

_NAMED = 2  # instruments named in a key judgement
_ISSUES = 3  # issues named in a key judgement


def key_judgements(case: Case) -> Section:
    """Return the judgements that answer the question, each borne by estimates or entries."""
    sentences: list[Sentence] = []
    ranked = case.ranked()
    if ranked:
        sentences += [_first(case, ranked), _how_much(case, ranked), *_by_which(case, ranked), _how_surely(case)]
    else:
        sentences.append(_nothing(case))
    sentences += [*_alignment(case), *_hedging(case), *_issues(case), *_claims(case)]
    return Section(id="judgements", title="Key judgements", blocks=tuple(sentences))


def _first(case: Case, ranked: list[PatronLeverage]) -> Sentence:
    top, prose = ranked[0], Prose()
    chance = top.probability_first.value
    prose.cite(top.leverage.id)
    period = prose.name(case.period)
    if chance is None or len(case.contest.patrons) == 1:
        words = f"{said(top.patron)} has measurable leverage over {case.client}, {period}."
        return prose.sentence(_capital(words), "judgement")
    word = likelihood(chance)
    rivals = join([said(one) for one in case.contest.patrons if one != top.patron])
    words = f"{it_is(word)} that {said(top.patron)} has more leverage over {case.client} than {rivals} ({period})."
    sentence = prose.sentence(words, "judgement")
    content = msgspec.structs.replace(sentence.content, evidence=(top.leverage.id, top.probability_first.id))
    return msgspec.structs.replace(sentence, content=content, likelihood=word, probability=top.probability_first.id)


def _how_much(case: Case, ranked: list[PatronLeverage]) -> Sentence:
    prose = Prose()
    parts = [f"{possessive(said(one.patron))} is {prose.interval(one.leverage, 'index')}" for one in ranked]
    level = prose.name(f"{100 * ranked[0].leverage.level:.0f} % interval")
    words = f"On a scale from none to full (zero to one), {join(parts)}; in brackets the {level}."
    if case.unranked():
        names = join([said(one.patron) for one in case.unranked()])
        words += f" For {names} nothing could be measured, which does not mean none."
        prose.cite(*(one.leverage.id for one in case.unranked()))
    return prose.sentence(words, "judgement")


def _by_which(case: Case, ranked: list[PatronLeverage]) -> list[Sentence]:
    sentences = []
    for one in ranked:
        strong = strongest(one)[:_NAMED]
        if not strong:
            continue
        prose = Prose()
        means = [f"{instrument_title(i.instrument).lower()} ({prose.n(i.leverage, 'index')})" for i in strong]
        words = f"{possessive(said(one.patron))} works chiefly through {join(means)}."
        told = [i for i in one.by_instrument if i.leverage.value is None and i.statements]
        if told:
            count = prose.count([i.leverage.id for i in told])
            words += f" Of its other means that documents tell of, {count} could not be measured."
            prose.cite(*(s for i in told for s in i.statements))
        sentences.append(prose.sentence(_capital(words), "judgement"))
    return sentences


def _how_surely(case: Case) -> Sentence:
    """Say with what confidence the ranking is held.

    Heuristic: high if two thirds of the instruments that data or documents show for the patrons could be measured and
    the patron in front leads in four draws of five; low if less than a third could, or it leads in less than half.
    """
    prose = Prose()
    shown = [
        i for one in case.assessment.leverage for i in one.by_instrument if i.leverage.value is not None or i.statements
    ]
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
        f"Confidence in this order is {level}: of {whole} ties that data or documents show between {case.client} and "
        f"these states, {counted} could be measured."
    )
    return prose.sentence(words, "judgement", confidence=level)


def _nothing(case: Case) -> Sentence:
    prose = Prose()
    prose.cite(*(one.leverage.id for one in case.assessment.leverage))
    words = (
        f"No leverage over {case.client} could be measured for {case.patrons}, {prose.name(case.period)}: "
        "the figures are missing, which does not mean that there is none."
    )
    return prose.sentence(words, "judgement", confidence="low")


def _alignment(case: Case) -> list[Sentence]:
    """Say with whom the client votes, by Scott's pi."""
    by_pi = [(one.patron, pi) for one in case.assessment.alignment if (pi := measure_of(one.measures, "pi"))]
    known = sorted((pi.value, patron, pi) for patron, pi in by_pi if pi.value is not None)
    if not known:
        return []
    prose = Prose()
    _, closest, high = known[-1]
    words = f"In the UN General Assembly {case.client} votes most like {said(closest)} ({prose.n(high, 'signed')})"
    if len(known) > 1:
        _, farthest, low = known[0]
        words += f" and least like {said(farthest)} ({prose.n(low, 'signed')})"
    words += "; zero is what chance would give, one is always alike."
    return [prose.sentence(words, "judgement")]


def measure_of(measures: tuple[Estimate, ...], name: str) -> Estimate | None:
    """Return a measure of alignment by its short name."""
    return next((one for one in measures if one.name.partition(":")[0] == name), None)


def _hedging(case: Case) -> list[Sentence]:
    sentences = []
    for one in case.assessment.hedging[:1]:
        if one.balance.value is None:
            continue
        prose = Prose()
        pair = join([said(patron) for patron in one.patrons])
        words = (
            f"Between {pair}, {case.client} is best described as {one.reading}: its ties to the two stand at "
            f"{prose.n(one.balance, 'index')} where one is equal weight"
        )
        if one.depth.value is not None:
            words += f", and come to {prose.n(one.depth, 'percent')} of its yearly product"
        sentences.append(prose.sentence(words + ".", "judgement"))
    return sentences


def _issues(case: Case) -> list[Sentence]:
    """Say where the client stands on the issues it has spoken or voted on most."""
    client = case.contest.client
    placed = [one for one in case.assessment.positions if one.party == client and one.position.value is not None]
    chosen = sorted(placed, key=lambda one: (-one.position.n, one.issue))[:_ISSUES]
    sentences = []
    for own in chosen:
        prose = Prose()
        others = [o for o in case.assessment.positions if o.issue == own.issue and o.party in case.contest.patrons]
        known = [o for o in others if o.position.value is not None]
        words = f"On {_topic(own.issue)} {case.client} stands at {prose.interval(own.position, 'signed')}"
        if known:
            words += ", " + join([f"{said(o.party)} at {prose.n(o.position, 'signed')}" for o in known])
        words += " (plus one: for the norm; minus one: against)."
        moved = [c for c in case.assessment.contradictions if c.why.startswith("moved") and _touches(c.statements, own)]
        if moved:
            words += f" It {moved[0].why.partition(';')[0]}."
            prose = _with(prose, moved[0].statements, moved[0].why)
        sentences.append(prose.sentence(words, "judgement"))
    return sentences


def _with(prose: Prose, statements: tuple[str, ...], why: str) -> Prose:
    prose.cite(*statements)
    prose.name(why.partition(";")[0])
    return prose


def _touches(statements: tuple[str, ...], own: Position) -> bool:
    return bool(set(statements) & set(own.statements))


def _claims(case: Case) -> list[Sentence]:
    checks = case.assessment.claims
    if not checks:
        return []
    prose = Prose()
    holds = [c.statement for c in checks if c.verdict.startswith("supported")]
    fails = [c for c in checks if c.verdict == "contradicted"]
    words = (
        f"Of {prose.count([c.statement for c in checks])} figures and ranks in the documents, {prose.count(holds)} "
        "are borne "
        f"out by data, {prose.count([c.statement for c in fails])} contradicted, and "
        f"{prose.count([c.statement for c in checks if c.verdict == 'cannot-be-checked'])} cannot be checked."
    )
    sentences = [prose.sentence(words, "judgement")]
    worst = max((c for c in fails if c.gap is not None and c.found), key=lambda c: abs(c.gap or 0.0), default=None)
    if worst and worst.tried:
        told = Prose()
        natural = worst.tried[0]
        words = (
            f"The widest gap: {told.quote(worst.statement, worst.quote)}, where data give {told.n(natural.found)} "
            f"({told.name(natural.definition)})"
        )
        if worst.found and worst.definition and worst.definition != natural.definition:
            words += f", or {told.n(worst.found)} by the nearest fair reading ({told.name(worst.definition)})"
        words += "."
        sentences.append(told.sentence(words, "judgement"))
    return sentences


def _topic(issue: str) -> str:
    title = issue_title(issue)
    return f"the {title[0].lower() + title[1:]}" if title.startswith(("War ", "Indo-")) else _inner(title)


def _inner(title: str) -> str:
    words = title.split()
    proper = len(words) > 1 and all(word[0].isupper() for word in words)
    return f"the {title}" if proper else title[0].lower() + title[1:] if not title.isupper() else title


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
