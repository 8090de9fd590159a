"""What the figures show, and what is assumed: kept apart from what is judged."""

from __future__ import annotations

from suasion.assess.assessment import Alignment, Flow
from suasion.brief.case import Case, instrument_title, join, name_of, said
from suasion.brief.document import Block, Section, Sentence, Table, Text
from suasion.brief.prose import Prose, plain
from suasion.brief.words import Style, money_of
from suasion.codebook import INDICATORS, INSTRUMENTS, Estimate

_MEASURES = (("agreement", "Alike"), ("s-score", "S"), ("kappa", "Kappa"), ("pi", "Pi"))


def facts(case: Case) -> Section:
    """Return what flows and votes show, each number from rows of data sets."""
    blocks: list[Block] = []
    flows = [one for one in case.assessment.flows if one.total.value is not None or one.share.value is not None]
    if flows:
        blocks += [*_largest(case, flows), _flow_table(flows)]
    lacking = [one for one in case.assessment.flows if one.total.value is None and one.share.value is None]
    if lacking:
        prose = Prose()
        prose.cite(*(one.total.id for one in lacking))
        pairs = join(sorted({f"{_title(one.indicator)} ({name_of(one.patron)})" for one in lacking}))
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
        prose = Prose()
        money = money_of(top.total.unit)
        words = f"{_title(indicator)}: most from {said(top.patron)}, {prose.n(top.total)}"
        words += f" in {prose.name(money)}" if money else ""
        if top.share.value is not None:
            words += f", {prose.n(top.share, 'percent')} of all such flows to {case.client}"
        sentences.append(prose.sentence(f"{words}, {prose.name(case.period)}.", "fact"))
    return sentences


def _flow_table(flows: list[Flow]) -> Table:
    rows = []
    for one in flows:
        total, share = Prose(), Prose()
        money = money_of(one.total.unit)
        rows.append(
            (
                plain(f"{name_of(one.patron)}: {_title(one.indicator)}"),
                total.text(total.n(one.total)),
                plain(money or one.total.unit),
                share.text(share.interval(one.share, "percent")),
                _rows_of(one.total),
            )
        )
    return Table(
        caption="Flows over the period, and the part of all givers' flows in brackets with its interval",
        columns=("Giver and flow", "Total", "Unit", "Share", "Rows"),
        rows=tuple(rows),
    )


def _rows_of(estimate: Estimate) -> Text:
    prose = Prose()
    rows = [i for i in estimate.evidence if i.startswith("ob-")]
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
        found = next((m for m in one.measures if m.name == name or m.name.startswith(f"{name} ")), None)
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
    for slug in sorted(used):
        prose = Prose()
        words = (
            f"How far governments control {instrument_title(slug).lower()}: taken to be "
            f"{prose.interval(used[slug], 'index')}, since "
            f"{INSTRUMENTS[slug].control_reason}."
        )
        blocks.append(prose.sentence(words, "assumption"))
    return Section(id="assumptions", title="Assumptions", blocks=tuple(blocks))


def _said(words: str) -> Sentence:
    prose = Prose()
    prose.name(words)
    return prose.sentence(words, "assumption")


def _title(indicator: str) -> str:
    return INDICATORS[indicator].title if indicator in INDICATORS else indicator
