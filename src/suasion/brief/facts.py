"""What the figures show, and what is assumed: kept apart from what is judged."""

from __future__ import annotations

from suasion.assess.assessment import Alignment, Flow
from suasion.brief.case import Case, instrument_title, join, name_of, said
from suasion.brief.document import Block, Section, Sentence, Table, Text
from suasion.brief.estimates import entries_of
from suasion.brief.judgements import measure_of
from suasion.brief.prose import Prose, plain
from suasion.brief.words import Style, money_of
from suasion.codebook import INDICATORS, INSTRUMENTS, Estimate

_MEASURES = (("agreement", "Alike"), ("s-score", "S"), ("kappa", "Kappa"), ("pi", "Pi"))


def facts(case: Case) -> Section:
    """Return what flows and votes show, each number from rows of data sets."""
    blocks: list[Block] = []
    flows = [one for one in case.assessment.flows if one.total.value is not None or one.share.value is not None]
    if flows:
        blocks += [*_largest(case, flows), _flow_table(flows, case)]
    lacking = [one for one in case.assessment.flows if one.total.value is None and one.share.value is None]
    if lacking:
        prose = Prose()
        prose.cite(*(one.total.id for one in lacking))
        pairs = join(sorted({f"{flow_title(one.indicator, case)} ({name_of(one.patron)})" for one in lacking}))
        blocks.append(prose.sentence(f"Not covered by any row at hand: {prose.name(pairs)}.", "fact"))
    if case.assessment.alignment:
        blocks.append(_alignment_table(case))
        blocks += _warnings(case)
    if not blocks:
        prose = Prose()
        blocks.append(prose.sentence("No figures on these states are at hand.", "fact"))
    return Section(id="facts", title="Facts: what the figures show", blocks=tuple(blocks))


def _largest(case: Case, flows: list[Flow]) -> list[Sentence]:
    """Say for each series who gave most."""
    sentences = []
    for indicator in dict.fromkeys(one.indicator for one in flows):
        given = [one for one in flows if one.indicator == indicator and one.total.value is not None]
        if len(given) < 2:
            continue
        top = max(given, key=lambda one: (one.total.value or 0.0, one.patron))
        if sum(one.total.value == top.total.value for one in given) > 1:
            continue  # no one gave most
        prose = Prose()
        money = money_of(top.total.unit)
        words = f"{_capital(flow_title(indicator, case))}: most with {said(top.patron)}, {prose.n(top.total)}"
        words += f" in {prose.name(money)}" if money else ""
        if top.share.value is not None:
            words += f", {prose.n(top.share, 'percent')} of all recorded"
        words += f", {prose.name(case.period)}"
        words += f" ({_covered(prose, top, case)})" if _covered(Prose(), top, case) else ""
        sentences.append(prose.sentence(f"{words}.", "fact"))
    return sentences


def _covered(prose: Prose, one: Flow, case: Case) -> str:
    """Say how many years have rows, where not all have."""
    length = case.contest.last_year - case.contest.first_year + 1
    acts = one.indicator in INDICATORS and INDICATORS[one.indicator].unit in ("count", "doses", "case")
    if acts or not one.years or len(one.years) >= length:
        return ""
    return f"{prose.count([year.id for year in one.years])} of {prose.name(str(length))} years have rows"


def _flow_table(flows: list[Flow], case: Case) -> Table:
    rows = []
    for one in flows:
        total, share, years = Prose(), Prose(), Prose()
        money = money_of(one.total.unit)
        rows.append(
            (
                plain(f"{name_of(one.patron)}: {flow_title(one.indicator, case)}"),
                total.text(total.n(one.total)),
                plain(money or one.total.unit),
                share.text(share.interval(one.share, "percent")),
                years.text(_covered(years, one, case) or ("all years" if len(one.years) > 1 else "")),
                _rows_of(one.total),
            )
        )
    return Table(
        caption="Flows over the period; share of all parties' flows with its interval; years without a row add nothing",
        columns=("Party and flow", "Total", "Unit", "Share", "Years", "Rows"),
        rows=tuple(rows),
    )


def _rows_of(estimate: Estimate) -> Text:
    prose = Prose()
    rows = [i for i in entries_of(estimate) if i.startswith("ob-")]
    prose.cite(estimate.id)
    return prose.text(prose.count(rows)) if rows else plain("")


def _alignment_table(case: Case) -> Table:
    rows = tuple(_alignment_row(one) for one in case.assessment.alignment)
    return Table(
        caption=f"How alike {case.client} and each patron vote in the UN General Assembly, {case.period}, with 90 % "
        "intervals: "
        "share of like votes; S of Signorino and Ritter; kappa and pi, which take out chance",
        columns=("Patron", *(title for _, title in _MEASURES)),
        rows=rows,
    )


def _alignment_row(one: Alignment) -> tuple[Text, ...]:
    cells = [plain(name_of(one.patron))]
    for name, _ in _MEASURES:
        found = measure_of(one.measures, name)
        prose = Prose()
        style: Style = "percent" if name == "agreement" else "signed"
        cells.append(prose.text(prose.interval(found, style)) if found else plain(""))
    return tuple(cells)


def _warnings(case: Case) -> list[Sentence]:
    sentences = []
    for one in case.assessment.alignment:
        if one.warning:
            prose = Prose()
            prose.cite(*(measure.id for measure in one.measures))
            words = f"For {said(one.patron)} the measures of alignment disagree: {prose.name(one.warning)}"
            sentences.append(prose.sentence(words if words.endswith(".") else words + ".", "fact"))
    return sentences


def assumptions(case: Case) -> Section:
    """Return what is taken as given, each with where it enters."""
    blocks: list[Block] = [
        _said(
            "A state without a row in a data set is not covered; it is never counted as zero. Where an instrument "
            "could not be "
            "measured, it adds nothing to a patron's total, which is then a lower bound."
        ),
        _said(
            "Leverage is what a patron could take away or add, not what it has used: aid without conditions moves "
            "nothing "
            "until someone makes it depend on something."
        ),
        _said(
            "Thin evidence on a position is drawn towards the middle by one statement's worth, and a stand of two "
            "years ago "
            "counts half as much as one of the last year."
        ),
    ]
    used = {
        i.instrument: i.control
        for one in case.assessment.leverage
        for i in one.by_instrument
        if i.control.value is not None
    }
    if used:
        blocks.append(
            Table(
                caption="How far a patron's government can turn an instrument on and off at will, from zero to one, "
                "and why: "
                "set by us, the same for all states",
                columns=("Instrument", "Control", "Because"),
                rows=tuple(_control_row(slug, used[slug]) for slug in sorted(used)),
            )
        )
    return Section(id="assumptions", title="Assumptions", blocks=tuple(blocks))


def _control_row(slug: str, control: Estimate) -> tuple[Text, ...]:
    prose = Prose()
    reason = INSTRUMENTS[slug].control_reason if slug in INSTRUMENTS else ""
    return plain(instrument_title(slug)), prose.text(prose.interval(control, "index")), plain(reason)


def _said(words: str) -> Sentence:
    prose = Prose()
    prose.name(words)
    return prose.sentence(words, "assumption")


def flow_title(indicator: str, case: Case) -> str:
    """Return what a flow is, seen from the client: its exports and imports are its own."""
    if indicator in ("exports", "imports"):
        return f"goods that {case.client} {'sells' if indicator == 'exports' else 'buys'}"
    title = INDICATORS[indicator].title if indicator in INDICATORS else indicator
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
