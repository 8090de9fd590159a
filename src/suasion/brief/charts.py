"""The two pictures, each with its table: patrons by instrument, and parties along each issue."""

from __future__ import annotations

from suasion.assess.assessment import InstrumentLeverage, PatronLeverage, Position
from suasion.brief.case import Case, instrument_title, issue_title, name_of
from suasion.brief.document import Chart, Group, Point, Section, Table, Text
from suasion.brief.prose import Prose, plain
from suasion.brief.words import Style
from suasion.codebook import ISSUES, Estimate


def leverage_picture(case: Case) -> Section:
    """Return the chart of patrons by instrument and its table, the four parts of leverage apart."""
    groups = tuple(_patron_group(one) for one in (*case.ranked(), *case.unranked()))
    last = max((p.high or p.value or 0.0 for group in groups for p in group.points), default=1.0)
    chart = Chart(
        title=f"Leverage over {case.client} by patron and instrument, {case.period}",
        description="Each dot is an estimate from zero (none) to one (full); the bar is its 90 % interval. "
        "The table below has the same numbers.",
        first=0.0,
        last=_round_up(last),
        groups=groups,
    )
    columns = ("Patron and instrument", "Stake", "Share", "Replaceable", "Control", "Leverage", "Interval")
    rows = [row for one in (*case.ranked(), *case.unranked()) for row in _patron_rows(one)]
    table = Table(
        caption="Leverage and its four parts: how much the tie matters, the part of it this patron holds, how easily "
        "others could replace it, how far its government controls it",
        columns=columns,
        rows=tuple(rows),
    )
    return Section(id="leverage", title="Leverage by patron and instrument", blocks=(chart, table))


def issue_picture(case: Case) -> Section:
    """Return the issues as lines with each party's position, and their table."""
    issues = list(dict.fromkeys(one.issue for one in case.assessment.positions))
    groups = tuple(_issue_group(case, issue) for issue in issues)
    chart = Chart(
        title="Where the parties stand on each issue",
        description="Minus one: against the issue's norm; plus one: for it; the bar is the 90 % interval. Thin "
        "evidence is "
        "drawn towards the middle. The table below has the same numbers.",
        first=-1.0,
        last=1.0,
        groups=groups,
    )
    rows = [_issue_row(one) for one in case.assessment.positions]
    table = Table(
        caption="Positions, salience (share of a party's coded statements that are on the issue) and evidence",
        columns=("Issue and party", "Position", "Interval", "Salience", "Statements", "Votes"),
        rows=tuple(rows),
    )
    blocks = (chart, table) if groups else ()
    return Section(id="issues", title="Positions on the issues", blocks=blocks)


def _patron_group(one: PatronLeverage) -> Group:
    points = [_point("All instruments", one.leverage)]
    shown = [i for i in one.by_instrument if i.leverage.value is not None or i.statements]
    points += [_point(instrument_title(i.instrument), i.leverage, i.statements) for i in shown]
    return Group(label=name_of(one.patron), points=tuple(points))


def _point(label: str, estimate: Estimate, statements: tuple[str, ...] = ()) -> Point:
    prose = Prose()
    prose.cite(estimate.id)
    if estimate.value is None:
        prose.cite(*statements)
        words = f"no figures; {prose.count(statements)} in documents" if statements else "no figures"
        return Point(label=label, value=None, low=None, high=None, content=prose.text(words))
    content = prose.text(prose.interval(estimate, "signed" if estimate.unit == "position" else "index"))
    return Point(label=label, value=estimate.value, low=estimate.low, high=estimate.high, content=content)


def _patron_rows(one: PatronLeverage) -> list[tuple[Text, ...]]:
    head = plain(f"{name_of(one.patron)}: all instruments")
    first = (head, *(plain("") for _ in range(4)), _number(one.leverage), _interval(one.leverage))
    return [first, *(_instrument_row(i) for i in one.by_instrument)]


def _instrument_row(one: InstrumentLeverage) -> tuple[Text, ...]:
    label = Prose()
    label.cite(*one.statements)
    head = label.text(f"{name_of(one.patron)}: {instrument_title(one.instrument).lower()}")
    parts = (one.stake, one.share, one.substitutability, one.control, one.leverage)
    return (head, *(_number(part) for part in parts), _interval(one.leverage))


def _number(estimate: Estimate, style: Style = "index") -> Text:
    prose = Prose()
    return prose.text(prose.n(estimate, style))


def _interval(estimate: Estimate, style: Style = "index") -> Text:
    if estimate.low is None or estimate.high is None:
        return plain("")
    prose = Prose()
    return prose.text(f"{prose.n(estimate, style, 'low')} to {prose.n(estimate, style, 'high')}")


def _issue_group(case: Case, issue: str) -> Group:
    placed = [one for one in case.assessment.positions if one.issue == issue]
    ends = (
        (f"against: {ISSUES[issue].against}", f"norm: {ISSUES[issue].norm}") if issue in ISSUES else ("against", "norm")
    )
    return Group(label=issue_title(issue), points=tuple(_position_point(one) for one in placed), ends=ends)


def _position_point(one: Position) -> Point:
    if one.position.value is None:
        prose = Prose()
        prose.cite(one.position.id)
        content = prose.text("not identified")
        return Point(label=name_of(one.party), value=None, low=None, high=None, content=content)
    return _point(name_of(one.party), one.position)


def _issue_row(one: Position) -> tuple[Text, ...]:
    position = _number(one.position, "signed")
    if one.position.value is None:
        prose = Prose()
        prose.cite(one.position.id)
        position = prose.text("not identified")
    salience = Prose()
    statements, votes = Prose(), Prose()
    votes.cite(one.position.id)
    return (
        plain(f"{issue_title(one.issue)}: {name_of(one.party)}"),
        position,
        _interval(one.position, "signed"),
        salience.text(salience.n(one.salience, "percent")),
        statements.text(statements.count(one.statements)),
        votes.text(votes.count(one.votes)),
    )


def _round_up(value: float) -> float:
    """Return the end of an axis that holds a value: a tenth above it, at most one."""
    return min(1.0, (int(value * 10) + 1) / 10)
