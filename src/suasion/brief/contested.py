"""What is claimed, what is said both ways, what else would explain it, and what would change the judgement."""

from __future__ import annotations

import re
from typing import Final

from suasion.assess.assessment import ClaimCheck, Contradiction, DefinitionTried
from suasion.assess.claims import FOR_COMPARISON
from suasion.brief.case import Case, name_of, possessive, said
from suasion.brief.claims import Claimed, claimed_once
from suasion.brief.document import Block, Section, Sentence, Table, Text
from suasion.brief.facts import flow_title
from suasion.brief.prose import Prose, capital, plain
from suasion.brief.sayings import how_said, saying
from suasion.brief.wording import shorten

_YEARS: Final = re.compile(r"\d{4}(?: to \d{4})?$")

_VERDICTS = {  # in the order in which a reader wants them
    "contradicted": "contradicted",
    "supported-under-definition": "holds, but not as most would read it",
    "supported": "holds",
    "cannot-be-checked": "cannot be checked",
}
_TRIED = 13  # definitions shown of each claim
_CHANGES = 5


def claim_checks(case: Case) -> Section:
    """Return every quantity that documents claim, once each, with the verdict; then the definitions tried on it."""
    blocks: list[Block] = []
    order = list(_VERDICTS)
    claims = sorted(claimed_once(case.assessment.claims), key=lambda one: order.index(one.verdict))
    checked = [one for one in claims if one.verdict != "cannot-be-checked"]
    if checked:
        blocks.append(
            Table(
                caption="Figures, ranks and votes in the documents, held against data under the definitions that a "
                "fair reader would try. A figure agrees within 10 % or the rounding of its own digits; a rank or vote "
                "must be equal",
                columns=("Claim", "What is claimed", "Verdict", "What data give", "Under which definition", "Gap"),
                rows=tuple(_claim_row(one, case) for one in checked),
            )
        )
    unchecked = [one for one in claims if one.verdict == "cannot-be-checked"]
    if unchecked:
        blocks.append(
            Table(
                caption="Claims that cannot be checked with what is at hand, and what would settle them",
                columns=("Claim", "What is claimed", "What would settle it"),
                rows=tuple((*_claim_of(one, case), plain(capital(one.check.needs))) for one in unchecked),
            )
        )
    blocks += [_tried(one.check, case) for one in checked if len(one.check.tried) > 1]
    if not claims:
        blocks.append(Prose().sentence("The documents give no figures about these ties.", "fact"))
    return Section(id="claims", title="Claims checked", blocks=tuple(blocks))


def _claim_of(one: Claimed, case: Case) -> tuple[Text, Text]:
    """Return a claim in the document's words, with how often it is made, and in ours."""
    quote = Prose()
    words = saying(quote, case, one.check.statement)
    others = [i for i in one.statements if i != one.check.statement]
    if others:
        words += f" and {quote.count(others)} more like it"
        quote.cite(*others)
    quantity = Prose()
    told = quantity.name(capital(one.check.quantity))
    if one.check.claimed.unit not in ("rank", "years"):  # these say their number in words
        told += f": {quantity.n(one.check.claimed)}"
    return quote.text(words), quantity.text(told)


def _claim_row(one: Claimed, case: Case) -> tuple[Text, ...]:
    found, gap, check = Prose(), Prose(), one.check
    return (
        *_claim_of(one, case),
        _verdict(check),
        found.text(found.n(check.found) if check.found else ""),
        plain(check.definition or ""),
        gap.text(_gap(check, gap)),
    )


def _verdict(check: ClaimCheck) -> Text:
    """Return the verdict in words; of a claim that holds, under how many of the definitions tried."""
    prose, words = Prose(), _VERDICTS[check.verdict]
    fair = [one for one in check.tried if not one.definition.startswith(FOR_COMPARISON)]
    agreeing = [one.found.id for one in fair if one.agrees]
    if check.verdict == "supported" and len(agreeing) < len(fair):
        tried = prose.count([one.found.id for one in fair])
        words += f" as most would read it, and under {prose.count(agreeing)} of {tried} definitions"
    return prose.text(words)


def _gap(check: ClaimCheck, prose: Prose) -> str:
    """Return the gap in percent; it follows from the two estimates, which are cited."""
    if check.gap is None or check.found is None:
        return ""
    prose.cite(check.found.id, check.claimed.id)
    percent = f"{abs(check.gap):.0%}".replace("%", " %")
    return prose.name("none" if percent == "0 %" else f"{percent} {'more' if check.gap > 0 else 'less'} than claimed")


def _tried(check: ClaimCheck, case: Case) -> Table:
    """Return the definitions tried on a claim."""
    rows = []
    for one in check.tried[:_TRIED]:
        value = Prose()
        shown = value.text(value.n(one.found))
        rows.append((plain(one.definition), shown, plain("yes" if one.agrees else "no"), plain(one.found.note)))
    return Table(
        caption=f"Definitions tried on “{shorten(check.quote, 80)}” ({check.quantity})",
        columns=("Definition", "What data give", "Agrees", "Note"),
        rows=tuple(rows),
    )


def both_ways(case: Case) -> Section:
    """Return contradictions side by side."""
    blocks: list[Block] = []
    for one in case.assessment.contradictions:
        blocks.append(_side_by_side(case, one))
    if not blocks:
        blocks.append(Prose().sentence("No two statements were found that cannot both hold.", "fact"))
    return Section(id="contradictions", title="Contradictions and changes of stand, side by side", blocks=tuple(blocks))


def _side_by_side(case: Case, one: Contradiction) -> Table:
    rows = []
    for identity in one.statements:
        row = case.statement(identity)
        quote, known = Prose(), row.get("known")
        when = row["date"] or (f"in a text of {known}" if known else "no date")
        stance = {1: "for the norm", 0: "neither", -1: "against the norm"}.get(row["stance"], "")
        rows.append(
            (
                quote.text(saying(quote, case, identity)),
                plain(name_of(row["actor"])),
                plain(how_said(row["modality"], row["attribution"])),
                plain(stance),
                plain(str(when)),
            )
        )
    return Table(
        caption=f"{one.topic}: {one.why}",
        columns=("Statement", "Actor", "How it is said", "Stance", "Date"),
        rows=tuple(rows),
    )


def alternatives(case: Case) -> Section:
    """Return what else would explain the picture: other definitions under which another patron leads."""
    sentences: list[Sentence] = [*_other_leaders(case), *_claims_that_turn(case)]
    for words in (
        "A client may side with a patron because it wants the same, not because it is paid: likeness of votes does "
        "not show "
        "which came first, the tie or the stand.",
        "A patron may give most where it has least influence, to gain some: a large flow can follow weakness as well "
        "as make "
        "strength.",
    ):
        prose = Prose()
        sentences.append(prose.sentence(words, "judgement"))
    return Section(id="alternatives", title="Alternatives: what else would explain this", blocks=tuple(sentences))


_ALONE = (
    "oda-net", "finance-oda", "finance-oof", "debt-owed", "exports", "imports", "fdi-stock", "arms-transfer",
    "vaccine-doses",
)  # fmt: skip


def _other_leaders(case: Case) -> list[Sentence]:
    """Say by which single series another patron than the first leads."""
    ranked = case.ranked()
    if not ranked:
        return []
    first = ranked[0].patron
    sentences = []
    for indicator in _ALONE:
        given = [o for o in case.assessment.flows if o.indicator == indicator and o.total.value is not None]
        top = max(given, key=lambda one: (one.total.value or 0.0, one.patron), default=None)
        if top is None or top.patron == first:
            continue
        own = next((one for one in given if one.patron == first), None)
        prose = Prose()
        words = f"By {flow_title(indicator, case)} alone {said(top.patron)} would lead, with {prose.n(top.total)}"
        if own:
            words += f" against {possessive(said(first))} {prose.n(own.total)}."
        else:
            words += f"; for {said(first)} that series has no rows, so it cannot compare the two."
        sentences.append(prose.sentence(words, "judgement"))
    return sentences


def _claims_that_turn(case: Case) -> list[Sentence]:
    """Name the supported ranks that do not hold under every definition."""
    sentences = []
    for check in case.assessment.claims:
        against = [one for one in check.tried if not one.agrees and not one.definition.startswith(FOR_COMPARISON)]
        if check.claimed.unit == "rank" and check.verdict.startswith("supported") and against:
            prose = Prose()
            listed = "; ".join(f"{prose.n(one.found)} by {prose.name(one.definition)}" for one in _telling(against))
            words = f"{capital(check.quantity)}: so by the most natural definition, but {listed}."
            sentences.append(prose.sentence(words, "judgement"))
    return sentences


def _telling(against: list[DefinitionTried]) -> list[DefinitionTried]:
    """Return of the definitions that disagree at most two, of different series or wholes."""
    kinds: dict[str, DefinitionTried] = {}
    for one in against:
        kinds.setdefault(_YEARS.sub("", one.definition), one)
    return list(kinds.values())[:2]


def changes(case: Case) -> Section:
    """Return what would change the judgement."""
    sentences: list[Sentence] = []
    ranked = case.ranked()
    if len(ranked) > 1:
        first, second = ranked[0], ranked[1]
        low, high = first.leverage.low, second.leverage.high
        prose = Prose()
        if low is not None and high is not None and high > low:
            words = (
                f"The order at the top turns if {possessive(said(second.patron))} leverage is at the upper end of its "
                f"interval ({prose.n(second.leverage, 'index', 'high')}) and {possessive(said(first.patron))} at the "
                f"lower end of its own ({prose.n(first.leverage, 'index', 'low')})."
            )
        else:
            prose.cite(first.leverage.id, second.leverage.id)
            words = (
                f"Within the intervals {said(first.patron)} stays ahead of {said(second.patron)}; only new data or "
                "another definition would turn the order."
            )
        sentences.append(prose.sentence(words, "judgement"))
    telling = [one for one in case.assessment.missing if not one.what.startswith("any figure")]
    for lacking in telling[:_CHANGES]:
        prose = Prose()
        words = f"Figures on {lacking.what}, would tell {lacking.settles}."
        sentences.append(prose.sentence(prose.name(words), "judgement"))
    for one in case.assessment.contradictions:
        if "denied" in one.why:
            prose = Prose()
            prose.cite(*one.statements)
            about, _, who = one.topic.partition(": ")
            words = (
                f"Proof either way would settle what is now {prose.name(one.why.partition(';')[0])}: "
                f"{prose.name(about.lower())}, "
                f"{prose.name(who)}."
            )
            sentences.append(prose.sentence(words, "judgement"))
    if not sentences:
        sentences.append(Prose().sentence("Figures on any one of the ties would change it.", "judgement"))
    return Section(id="change", title="What would change this judgement", blocks=tuple(sentences))
