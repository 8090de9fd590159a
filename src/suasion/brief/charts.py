"""The two pictures, each with its table: patrons by instrument, and parties along each issue."""

from __future__ import annotations

from suasion.assess.assessment import InstrumentLeverage, PatronLeverage, Position
from suasion.brief.case import Case, instrument_title, issue_title, name_of, strongest
from suasion.brief.document import Block, Chart, Group, Point, Section, Table, Text
from suasion.brief.facts import flow_short
from suasion.brief.judgements import is_clear
from suasion.brief.prose import Prose, capital, plain
from suasion.brief.words import Style
from suasion.codebook import INSTRUMENTS, ISSUES, Estimate


def leverage_picture(case: Case) -> Section:
    """Return the chart of patrons by instrument, its table with the four parts apart, and what is not in it."""
    patrons = (*case.ranked(), *case.unranked())
    groups = tuple(_patron_group(one) for one in patrons)
    last = max((p.high or p.value or 0.0 for group in groups for p in group.points), default=1.0)
    chart = Chart(
        title=f"Leverage over {case.client} by patron and instrument, {case.period}",
        description="Zero: none. One: full command of something that the client cannot do without and can get nowhere "
        "else. The dot is the estimate, the bar its 90 % interval. The table below has the same numbers.",
        first=0.0,
        last=_round_up(last),
        groups=groups,
    )
    table = Table(
        caption="Leverage = stake × share × (1 − replaceable) × control. Stake: how much the tie matters to the "
        "client. Share: the part of it that this patron holds. Replaceable: how much of it others could stand in for. "
        "Control: how far the patron's government can turn it on and off",
        columns=("Patron and instrument", "Stake", "Share", "Replaceable", "Control", "Leverage and interval"),
        rows=tuple(row for one in patrons for row in _patron_rows(one)),
    )
    blocks: tuple[Block, ...] = (chart, table, *_unmeasured(case))
    return Section(id="leverage", title="Leverage by patron and instrument", blocks=blocks)


def issue_picture(case: Case) -> Section:
    """Return the issues as lines with each party's position, and their table."""
    groups = tuple(group for issue in _issues(case) if (group := _issue_group(case, issue)).points)
    chart = Chart(
        title=f"Where the parties stand on each issue, {case.stands_period}",
        description="Plus one and minus one are the ends named under each issue. The bar is the 90 % interval. "
        "Thin evidence is drawn towards the middle; where it tells no side, there is no dot. The table below has the "
        "same numbers.",
        first=-1.0,
        last=1.0,
        groups=groups,
    )
    told = [one for one in case.assessment.positions if one.statements or one.votes]
    rows = [_issue_row(one) for issue in _issues(case) for one in told if one.issue == issue]
    table = Table(
        caption="Positions and what they rest on. Salience: the share of a party's coded statements on any issue that "
        "are on this one",
        columns=("Issue and party", "Position and interval", "Salience", "Statements", "Votes"),
        rows=tuple(rows),
    )
    blocks: tuple[Block, ...] = (*((chart,) if groups else ()), *((table,) if rows else ()))
    return Section(id="issues", title="Positions on the issues", blocks=blocks)


def _patron_group(one: PatronLeverage) -> Group:
    points = [_point("All instruments", one.leverage)]
    points += [_point(instrument_title(i.instrument), i.leverage) for i in strongest(one)]
    lacking = [i for i in one.by_instrument if i.leverage.value is None and (i.statements or i.indicators)]
    if lacking:
        prose = Prose()
        words = f"{prose.count([i.leverage.id for i in lacking])} more, not measured"
        points.append(Point(label="Other ties", value=None, low=None, high=None, content=prose.text(words)))
    return Group(label=name_of(one.patron), points=tuple(points))


def _point(label: str, estimate: Estimate) -> Point:
    prose = Prose()
    prose.cite(estimate.id)
    if estimate.value is None:
        return Point(label=label, value=None, low=None, high=None, content=prose.text("not measured"))
    content = prose.text(prose.interval(estimate, "signed" if estimate.unit == "position" else "index"))
    return Point(label=label, value=estimate.value, low=estimate.low, high=estimate.high, content=content)


def _patron_rows(one: PatronLeverage) -> list[tuple[Text, ...]]:
    head = plain(f"{name_of(one.patron)}: all instruments")
    first = (head, *(plain("") for _ in range(4)), _number(one.leverage))
    return [first, *(_instrument_row(i) for i in strongest(one))]


def _instrument_row(one: InstrumentLeverage) -> tuple[Text, ...]:
    label = Prose()
    label.cite(*one.statements)
    head = label.text(f"{name_of(one.patron)}: {instrument_title(one.instrument).lower()}")
    parts = (one.stake, one.share, one.substitutability, one.control)
    return (head, *(_bare(part) for part in parts), _number(one.leverage))


def _bare(estimate: Estimate) -> Text:
    prose = Prose()
    return prose.text(prose.n(estimate, "index"))


def _number(estimate: Estimate, style: Style = "index") -> Text:
    prose = Prose()
    return prose.text(prose.interval(estimate, style))


def _unmeasured(case: Case) -> list[Table]:
    """Return the ties that are shown and for which no leverage could be worked out, with what is known of them."""
    lacking = [i for i in case.ties_shown() if i.leverage.value is None]
    patrons = [one.patron for one in (*case.ranked(), *case.unranked())]
    rows = []
    for slug in (slug for slug in INSTRUMENTS if any(i.instrument == slug for i in lacking)):
        by_patron = {i.patron: i for i in lacking if i.instrument == slug}
        cells = [_known_of(case, by_patron.get(patron)) for patron in patrons]
        rows.append((plain(instrument_title(slug)), *cells, plain(_why(next(iter(by_patron.values()))))))
    if not rows:
        return []
    caption = "Not measured as leverage: what documents and data show of these ties, and why no number follows"
    return [Table(caption=caption, columns=("Tie", *(name_of(p) for p in patrons), "Why not"), rows=tuple(rows))]


def _known_of(case: Case, tie: InstrumentLeverage | None) -> Text:
    """Return in words what is at hand on a tie: figures counted, and statements that tell of it."""
    prose = Prose()
    if tie is None:
        return prose.text("")
    parts = []
    for flow in case.assessment.flows:
        if flow.patron == tie.patron and flow.indicator in tie.indicators and flow.total.value:
            parts.append(f"{flow_short(flow.indicator, case)}: {prose.n(flow.total)}")
    if tie.statements:
        parts.append(f"{prose.count(tie.statements)} statement{'s' if len(tie.statements) > 1 else ''}")
        prose.cite(*tie.statements)
    return prose.text("; ".join(parts))


def _why(tie: InstrumentLeverage) -> str:
    note = tie.stake.note or tie.leverage.note
    if tie.stake.value is not None:
        note = tie.leverage.note
    return capital(note.partition(". From:")[0]) if note else ""


def _issues(case: Case) -> list[str]:
    """Return the issues on which a party's stand is clear, those with most evidence first; then the others."""
    issues = list(dict.fromkeys(one.issue for one in case.assessment.positions))
    clear = {one.issue for one in case.assessment.positions if is_clear(one.position)}
    weight = {i: sum(one.position.n for one in case.assessment.positions if one.issue == i) for i in issues}
    return sorted(issues, key=lambda issue: (issue not in clear, -weight[issue], issue))


def _issue_group(case: Case, issue: str) -> Group:
    """Return the parties of an issue on which anything is known of at least one."""
    placed = [one for one in case.assessment.positions if one.issue == issue]
    known = [one for one in placed if is_clear(one.position)]
    ends = (f"−1: {ISSUES[issue].against}", f"+1: {ISSUES[issue].norm}") if issue in ISSUES else ("against", "for")
    points = tuple(_position_point(one) for one in placed) if known else ()
    return Group(label=issue_title(issue), points=points, ends=ends)


def _position_point(one: Position) -> Point:
    if is_clear(one.position):
        return _point(name_of(one.party), one.position)
    prose = Prose()
    prose.cite(one.position.id)
    words = prose.text("not identified" if one.position.value is None else "too little to tell a side")
    return Point(label=name_of(one.party), value=None, low=None, high=None, content=words)


def _issue_row(one: Position) -> tuple[Text, ...]:
    position = _number(one.position, "signed")
    if not is_clear(one.position):
        prose = Prose()
        prose.cite(one.position.id)
        position = prose.text("not identified" if one.position.value is None else "too little to tell a side")
    salience, statements, votes = Prose(), Prose(), Prose()
    votes.cite(one.position.id)
    return (
        plain(f"{issue_title(one.issue)}: {name_of(one.party)}"),
        position,
        # Without a statement of its own the number is that of the prior, which tells nothing of this party.
        salience.text(salience.n(one.salience, "percent")) if one.statements else plain(""),
        statements.text(statements.count(one.statements)),
        votes.text(votes.count(one.votes)),
    )


def _round_up(value: float) -> float:
    """Return the end of an axis that holds a value: a tenth above it, at most one."""
    return min(1.0, (int(value * 10) + 1) / 10)
