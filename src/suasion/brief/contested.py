"""What is claimed, what is said both ways, what else would explain it, and what would change the judgement."""

from __future__ import annotations

from suasion.assess.assessment import ClaimCheck, Contradiction
from suasion.brief.case import Case, instrument_title, name_of, possessive, said
from suasion.brief.document import Block, Section, Sentence, Table, Text
from suasion.brief.facts import flow_title
from suasion.brief.prose import Prose, plain

_VERDICTS = {  # in the order in which a reader wants them
    "contradicted": "contradicted",
    "supported-under-definition": "holds under one definition",
    "supported": "holds",
    "cannot-be-checked": "cannot be checked",
}
_TRIED = 13  # definitions shown of each claim
_CHANGES = 5


def claim_checks(case: Case) -> Section:
    """Return every quantity that documents claim, with the verdict and each definition tried."""
    blocks: list[Block] = []
    order = list(_VERDICTS)
    checks = sorted(case.assessment.claims, key=lambda check: order.index(check.verdict))
    if checks:
        blocks.append(
            Table(
                caption="Figures and ranks in the documents, held against data: a figure agrees within 10 % or the "
                "rounding of its "
                "own digits, a rank must be equal",
                columns=("Claim", "What is claimed", "Verdict", "What data give", "Under which definition", "Gap"),
                rows=tuple(_claim_row(check) for check in checks),
            )
        )
    for check in checks:
        if len(check.tried) > 1:
            blocks.append(_tried(check))
    if not checks:
        blocks.append(Prose().sentence("The documents give no figures about these ties.", "fact"))
    return Section(id="claims", title="Claims checked", blocks=tuple(blocks))


def _claim_row(check: ClaimCheck) -> tuple[Text, ...]:
    quote, found, gap = Prose(), Prose(), Prose()
    under = check.definition or (f"needs {check.needs}" if check.needs else "")
    shown = found.n(check.found) if check.found else "nothing at hand"
    return (
        quote.text(quote.quote(check.statement, check.quote)),
        plain(check.quantity),
        plain(_VERDICTS[check.verdict]),
        found.text(shown),
        plain(under),
        gap.text(_gap(check, gap)),
    )


def _gap(check: ClaimCheck, prose: Prose) -> str:
    """Return the gap in percent; it follows from the two estimates, which are cited."""
    if check.gap is None or check.found is None:
        return ""
    prose.cite(check.found.id, check.claimed.id)
    return prose.name(f"{check.gap:+.0%}".replace("-", "−"))


def _tried(check: ClaimCheck) -> Table:
    """Return the definitions tried on a claim; of one gift, totals are only bounds."""
    bounds = check.quantity.startswith("one gift")
    rows = []
    for one in check.tried[:_TRIED]:
        value = Prose()
        agrees = "a bound" if bounds else "yes" if one.agrees else "no"
        shown = value.text(value.n(one.found))
        rows.append((plain(one.definition), shown, plain(agrees), plain(one.found.note)))
    head = "Totals that one gift cannot exceed" if bounds else "Definitions tried"
    return Table(
        caption=f"{head}: “{check.quote[:80]}” ({check.quantity})",
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
    return Section(id="contradictions", title="Contradictions, side by side", blocks=tuple(blocks))


def _side_by_side(case: Case, one: Contradiction) -> Table:
    rows = []
    for identity in one.statements:
        row = case.statement(identity)
        quote, when = Prose(), row["date"] or row.get("known") or "no date"
        stance = {1: "for the norm", 0: "neither", -1: "against the norm"}.get(row["stance"], "")
        rows.append(
            (
                quote.text(quote.quote(identity, row["quote"])),
                plain(name_of(row["actor"])),
                plain(str(row["attribution"])),
                plain(str(row["modality"])),
                plain(stance),
                plain(str(when)),
            )
        )
    return Table(
        caption=f"{one.topic}: {one.why}",
        columns=("Statement", "Actor", "Says who", "How it is said", "Stance", "Date"),
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
        against = [one for one in check.tried if not one.agrees]
        if check.claimed.unit == "rank" and check.verdict.startswith("supported") and against:
            prose = Prose()
            listed = "; ".join(f"{prose.n(one.found)} by {prose.name(one.definition)}" for one in against[-2:])
            words = f"{_capital(check.quantity)}: so by the most natural definition, but {listed}."
            sentences.append(prose.sentence(words, "judgement"))
    return sentences


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
                f"The order turns if {possessive(said(second.patron))} leverage is at the upper end of its interval "
                f"({prose.n(second.leverage, 'index', 'high')}) and {possessive(said(first.patron))} at the lower end "
                "of its own "
                f"({prose.n(first.leverage, 'index', 'low')})."
            )
        else:
            prose.cite(first.leverage.id, second.leverage.id)
            words = (
                f"Within the intervals the order of {said(first.patron)} and {said(second.patron)} does not turn; "
                "only new data "
                "or another definition would turn it."
            )
        sentences.append(prose.sentence(words, "judgement"))
    telling = [one for one in case.assessment.missing if not one.what.startswith("any figure")]
    for lacking in telling[:_CHANGES]:
        prose = Prose()
        words = f"Figures on {lacking.what} would tell {lacking.settles}."
        sentences.append(prose.sentence(prose.name(words), "judgement"))
    for one in case.assessment.contradictions:
        if "denied" in one.why:
            prose = Prose()
            prose.cite(*one.statements)
            words = f"Proof either way on {prose.name(one.topic)} would settle what is now {prose.name(one.why)}."
            sentences.append(prose.sentence(words, "judgement"))
    if not sentences:
        sentences.append(Prose().sentence("Figures on any one of the ties would change it.", "judgement"))
    return Section(id="change", title="What would change this judgement", blocks=tuple(sentences))


def ledger_lines(case: Case) -> Section:
    """Return the ledger: who wants, asks, offers, promises, delivers, conditions, refuses and threatens what."""
    rows = []
    for one in case.assessment.ledger:
        quote, answer = Prose(), Prose()
        answered = f"{answer.count(one.answered_by)} later" if one.answered_by else ""
        rows.append(
            (
                plain(one.side),
                plain(name_of(one.actor) + (f" to {name_of(one.recipient)}" if one.recipient else "")),
                plain(instrument_title(one.instrument)),
                quote.text(quote.quote(one.statement, one.quote)),
                plain(one.date or ""),
                plain(one.modality if one.attribution == "author" else f"{one.modality}, says {one.attribution}"),
                answer.text(answered),
            )
        )
    table = Table(
        caption="Who wants, asks, offers, promises, delivers, conditions, refuses, threatens and sanctions what, as "
        "documents have it",
        columns=(
            "Side",
            "Who to whom",
            "Instrument",
            "In the document's words",
            "Date",
            "How it is said",
            "Answered by",
        ),
        rows=tuple(rows),
    )
    blocks: tuple[Block, ...] = (table,) if rows else (Prose().sentence("The documents tell of no such move.", "fact"),)
    return Section(id="ledger", title="Ledger of wants, offers, promises and conditions", blocks=blocks)


def _inner(title: str) -> str:
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
