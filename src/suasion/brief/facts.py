"""What the figures show, and what is assumed: kept apart from what is judged."""

from __future__ import annotations

from suasion.assess.assessment import Alignment, Flow
from suasion.brief.case import Case, instrument_title, join, name_of, said
from suasion.brief.document import Block, Section, Sentence, Table, Text
from suasion.brief.estimates import entries_of
from suasion.brief.judgements import measure_of
from suasion.brief.prose import Prose, capital, plain
from suasion.brief.words import Style, unit_in_words
from suasion.codebook import INDICATORS, INSTRUMENTS, Estimate

_MEASURES = (("agreement", "Alike"), ("s-score", "S"), ("kappa", "Kappa"), ("pi", "Pi"))


# Series of which a sentence is told, in this order; the table has all.
_TOLD = (
    "oda-net", "oda-grants", "finance-oda", "finance-oof", "debt-owed", "exports", "imports", "fdi-stock",
    "fdi-approved", "arms-transfer", "vaccine-doses", "visit", "military-exercise", "sanction",
)  # fmt: skip
_SHORT = {
    "visit": "visits", "visit-military": "military visits", "military-exercise": "exercises and port calls",
    "arms-transfer": "arms, SIPRI volume in millions", "diplomatic-posts": "missions", "sanction": "cases in force",
    "troops": "troops, a year", "debt-owed": "public debt owed to it",
}  # fmt: skip


def facts(case: Case) -> Section:
    """Return what flows and votes show, each number from rows of data sets."""
    blocks: list[Block] = []
    flows = [one for one in case.assessment.flows if one.total.value is not None or one.share.value is not None]
    if flows:
        blocks += [*_largest(case, flows), *_flow_tables(flows, case)]
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
    """Say of each series who has most, who follows, and of whom it has no rows."""
    sentences = []
    for indicator in _TOLD:
        given = [one for one in flows if one.indicator == indicator and one.total.value]
        if not given:
            continue
        given.sort(key=lambda one: (-(one.total.value or 0.0), one.patron))
        prose = Prose()
        unit = unit_in_words(given[0].total.unit)
        words = f"{capital(flow_title(indicator, case))}, {prose.name(case.period)}"
        covered = _covered(prose, given[0], case)
        words += f" ({covered})" if covered else ""
        words += ", mean of the years with rows" if _is_stock(indicator) else ""
        words += f", in {prose.name(unit)}" if unit and not _is_act(indicator) else ""
        words += ": " + ", ".join(f"{said(one.patron)} {prose.n(one.total)}" for one in given)
        top = given[0]
        if top.share.value is not None and len(given) > 1:
            words += f". {capital(said(top.patron))} has {prose.n(top.share, 'percent')} of {_whole(top)}"
        absent = [patron for patron in case.contest.patrons if patron not in {one.patron for one in given}]
        if absent and len(given) > 1 and not _is_act(indicator):
            words += f". No rows for {join([said(patron) for patron in absent])}, which is not a zero"
        sentences.append(prose.sentence(f"{words}.", "fact"))
    return sentences


def _whole(flow: Flow) -> str:
    """Return of what a share is: the patrons together where the record has no one else."""
    alone = flow.share.note.startswith("the record covers the patrons alone")
    return "what these states together have" if alone else "what all recorded parties have"


def _is_stock(indicator: str) -> bool:
    return indicator in INDICATORS and not INDICATORS[indicator].additive and not _is_act(indicator)


def _is_act(indicator: str) -> bool:
    return indicator in INDICATORS and INDICATORS[indicator].unit in ("count", "doses", "case")


def _covered(prose: Prose, one: Flow, case: Case) -> str:
    """Say how many years have rows, where not all have."""
    length = case.contest.last_year - case.contest.first_year + 1
    if _is_act(one.indicator) or not one.years or len(one.years) >= length:
        return ""
    years = [entries_of(year)[0] for year in one.years]  # a row for each year that has any
    return f"rows for {prose.count(years)} of {prose.name(str(length))} years"


def _flow_tables(flows: list[Flow], case: Case) -> list[Table]:
    """Return money and goods, and apart from them acts that are counted, whose shares bear no interval."""
    tables = []
    for acts in (False, True):
        rows = [_flow_row(one, case) for one in flows if _is_act(one.indicator) == acts]
        if rows:
            caption = (
                "Acts counted over the period, as far as they are recorded"
                if acts
                else "Flows over the period, and the share of all parties' flows with its 90 % interval; years without "
                "a row add nothing, and stocks are the mean of the years with rows"
            )
            names = (
                "Act and party|Number|Share|Rows" if acts else "Flow and party|Total|Unit|Share|Years with rows|Rows"
            )
            tables.append(Table(caption=caption, columns=tuple(names.split("|")), rows=tuple(rows)))
    return tables


def _flow_row(one: Flow, case: Case) -> tuple[Text, ...]:
    acts = _is_act(one.indicator)
    total, share, years = Prose(), Prose(), Prose()
    shown = "not worked out"
    if one.share.value is not None:
        shown = share.n(one.share, "percent") if acts else share.interval(one.share, "percent")
    head = plain(f"{capital(flow_title(one.indicator, case))}: {name_of(one.patron)}")
    number, part, rows = total.text(total.n(one.total)), share.text(shown), _rows_of(one.total)
    if acts:
        return head, number, part, rows
    covered = years.text(_covered(years, one, case).removeprefix("rows for ") or ("all" if one.years else ""))
    return head, number, plain(unit_in_words(one.total.unit)), part, covered, rows


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
        alike, s_score, pi = (measure_of(one.measures, name) for name in ("agreement", "s-score", "pi"))
        if not (one.warning and alike and s_score and pi) or None in (alike.value, s_score.value, pi.value):
            continue
        prose = Prose()
        words = (
            f"For {said(one.patron)} the measures differ in sign: the two vote alike on {prose.n(alike, 'percent')} of "
            f"roll calls (S {prose.n(s_score, 'signed')}), which is "
            f"{'less' if (pi.value or 0.0) < 0 else 'more'} than two states with their voting habits would by chance "
            f"(pi {prose.n(pi, 'signed')}). Neither is to be read alone."
        )
        sentences.append(prose.sentence(words, "fact"))
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
    if indicator == "debt-owed":
        return f"public debt of {case.client} owed abroad"
    title = INDICATORS[indicator].title if indicator in INDICATORS else indicator
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def flow_short(indicator: str, case: Case) -> str:
    """Return what a flow is in a word or two."""
    return _SHORT.get(indicator) or flow_title(indicator, case)
