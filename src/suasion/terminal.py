"""What the command line prints: tables, progress and problems, plain where nobody looks at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from suasion.codebook import EXPORT_FIELDS, STATEMENT_SCHEMA, Estimate, Statement

if TYPE_CHECKING:
    import pyarrow as pa

    from suasion.assess import Assessment
    from suasion.codebook import Problem
    from suasion.corpus import Tally
    from suasion.read.explaining import Reason
    from suasion.record import Repair, Trace, Verification


def progress(line: str) -> None:
    """Say on standard error what is being done; on a terminal each line replaces the last."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{visible(line)}", end="", file=sys.stderr, flush=True)
    else:
        print(visible(line), file=sys.stderr, flush=True)


@contextmanager
def meter() -> Iterator[Callable[[Tally], None]]:
    """Yield what shows how far a run over many documents is, on standard error: a bar, or a line for each hundred."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    def said(tally: Tally) -> str:
        before = f", {tally.before:,} of them before" if tally.before else ""
        return f"{tally.statements:,} statements, {tally.errors:,} problems{before}"

    if not sys.stderr.isatty():

        def line(tally: Tally) -> None:
            if tally.done % 100 == 0 or tally.done == tally.total:
                progress(f"{tally.done:,} of {tally.total:,} documents: {said(tally)}")

        yield line
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading the models", total=None)

        def move(tally: Tally) -> None:
            text = f"{said(tally)}; {visible(tally.name)}"
            bar.update(task, completed=tally.done, total=tally.total, description=text)

        yield move


def progress_done() -> None:
    """Clear the line of progress."""
    if sys.stderr.isatty():
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def visible(text: str) -> str:
    """Return text with control and bidirectional characters made visible: a terminal obeys them otherwise.

    Examples
    --------
    >>> visible("a" + chr(27) + "[2Jb")
    'a\\\\x1b[2Jb'
    """
    return "".join(c if _is_plain(c) else c.encode("unicode_escape").decode() for c in text)


def _is_plain(character: str) -> bool:
    point = ord(character)
    is_control = point < 32 or 0x7F <= point < 0xA0
    is_bidirectional = 0x200E <= point <= 0x200F or 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069
    return not (is_control or is_bidirectional)


def show_problems(problems: Sequence[Problem]) -> None:
    """Print each problem on a line of its own on standard error."""
    progress_done()
    for problem in problems:
        show_problem(problem)


def show_problem(problem: Problem) -> None:
    """Print one problem on standard error, above the bar where `meter` shows one."""
    mark = "warning" if problem.severity == "warning" else "problem"
    print(f"{mark}: {visible(str(problem))}", file=sys.stderr)


def show_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str | None = None) -> None:
    """Print rows as a table on standard output.

    Parameters
    ----------
    rows
        A mapping each, by column.
    columns
        Which to show, in order.
    title
        Printed above.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(_cell(row.get(column)))) for column in columns))
    # Piped output is not cut at eighty columns: the next program wants whole cells.
    Console(width=None if sys.stdout.isatty() else 200, soft_wrap=False).print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def write_result(text: str, out: Path | None) -> None:
    """Write a result to a file, or to standard output without one."""
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    print(f"wrote {out}", file=sys.stderr)


def reason_text(reason: Reason) -> str:
    """Return why a statement was coded, for a person to check."""
    lines = [
        f'{reason.n}. "{visible(reason.quote)}"  probability {reason.score:.2f}',
        f"   rule {reason.rule}, frame {reason.frame}: {visible(reason.path)}",
        f"   read as {visible(reason.marked)}",
    ]
    for question, answers in reason.answers.items():
        lines.append(f"   {question}: " + ", ".join(f"{name} {chance:.2f}" for name, chance in answers.items()))
    if reason.ruled:
        lines.append("   rules alone: " + ", ".join(f"{field} {value or '-'}" for field, value in reason.ruled.items()))
    moved = [f"{name} {value:+.2f}" for name, value in reason.moved.items()]
    lines.append("   moved by " + ", ".join(moved[:6]))
    return "\n".join(lines) + "\n"


def as_json(value: object) -> str:
    """Return a value of ours as JSON for people and programs."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def statements_as(statements: Sequence[Statement], form: Literal["jsonl", "csv", "parquet"]) -> bytes:
    """Return statements in the export schema, as bytes of a file of that form."""
    if form == "jsonl":
        return b"".join(msgspec.json.encode(statement) + b"\n" for statement in statements)
    import pyarrow as pa

    schema = pa.schema([STATEMENT_SCHEMA.field(name) for name in EXPORT_FIELDS])
    return table_as(pa.Table.from_pylist([msgspec.structs.asdict(s) for s in statements], schema=schema), form)


def table_as(table: pa.Table, form: Literal["jsonl", "csv", "parquet"]) -> bytes:
    """Return a table as bytes of a file of that form."""
    import io

    from suasion.record.export import write

    sink = io.BytesIO()
    write(table, sink, form)
    return sink.getvalue()


def show_measured(table: pa.Table, title: str | None = None) -> None:
    """Print a measure table without what is too long for a terminal: of the methods, only why there is no value."""
    columns = [name for name in table.column_names if name not in {"method", "evidence"}]
    rows = table.to_pylist()
    unsaid = "value" in columns and "method" in table.column_names
    why = [{"why": row["method"] if unsaid and row["value"] is None else None} for row in rows]
    some = ["why"] if any(one["why"] for one in why) else []
    show_table([row | one for row, one in zip(rows, why, strict=True)], [*columns, *some], title=title)


def show_assessment(assessment: Assessment, measured: pa.Table | None = None) -> None:
    """Print an assessment's numbers as tables: leverage by patron and instrument, alignment, positions.

    ``measured`` are other measures of the contest, as a measure table.
    """
    contest = assessment.contest
    period = f"{contest.first_year} to {contest.last_year}"
    show_table(
        [
            {
                "patron": patron.patron,
                "instrument": line.instrument,
                "stake": number(line.stake),
                "share": number(line.share),
                "substitutability": number(line.substitutability),
                "control": number(line.control),
                "leverage": number(line.leverage),
                "id": line.leverage.id,
            }
            for patron in assessment.leverage
            for line in patron.by_instrument
        ],
        ["patron", "instrument", "stake", "share", "substitutability", "control", "leverage", "id"],
        title=f"Leverage over {contest.client}, {period}",
    )
    show_table(
        [
            {"patron": p.patron, "leverage": number(p.leverage), "first": number(p.probability_first)}
            for p in assessment.leverage
        ],
        ["patron", "leverage", "first"],
        title="All instruments together; first: probability of the highest",
    )
    show_table(
        [
            # An estimate's name begins with its measure: "kappa: Cambodia and China, 2012 to 2022".
            {"patron": line.patron, **{m.name.split(":")[0]: number(m) for m in line.measures}}
            for line in assessment.alignment
        ],
        ["patron", *dict.fromkeys(m.name.split(":")[0] for line in assessment.alignment for m in line.measures)],
        title="Alignment in UN votes",
    )
    for line in assessment.alignment:
        if line.warning:
            print(f"{line.patron}: {line.warning}")
    show_table(
        [
            {"issue": p.issue, "party": p.party, "position": number(p.position), "salience": number(p.salience)}
            for p in assessment.positions
        ],
        ["issue", "party", "position", "salience"],
        title="Positions, 1 being the issue's norm",
    )
    if measured is not None:
        _show_compared(measured, contest.patrons)


def _show_compared(measured: pa.Table, patrons: Sequence[str]) -> None:
    """Print measures of the whole period a line each and a column a patron: those that two patrons have.

    Those of a third state, "refilled by [aid: AUS]", are too many to look over, and stay with `suasion measure`.
    """
    lines: dict[str, dict[str, str]] = {}
    for row in measured.to_pylist():
        said = row["year"] is None and row["partner"] in patrons and row["value"] is not None
        if said and ": " not in row["measure"]:
            lines.setdefault(row["measure"], {})[row["partner"]] = _interval(row["value"], row["low"], row["high"])
    least = min(2, len(patrons))
    show_table(
        [{"measure": name} | found for name, found in lines.items() if len(found) >= least],
        ["measure", *patrons],
        title="Every measure that the record bears for two patrons; suasion measure all has them whole",
    )


def _interval(value: float, low: float | None, high: float | None) -> str:
    return f"{value:.3g}" if low is None or high is None else f"{value:.3g} [{low:.3g}, {high:.3g}]"


def number(estimate: Estimate) -> str:
    """Return an estimate as value and interval; one without a value says so."""
    if estimate.value is None:
        return "no data"
    return _interval(estimate.value, estimate.low, estimate.high)


def trace_text(found: Trace) -> str:
    """Return a trace as a person reads it: the words or the row, where they stand, and whether all agrees."""
    lines = [f"{found.kind} {found.id}" + (f", recorded {found.added}" if found.added else "")]
    if found.quote is not None:
        lines += [
            "",
            f"...{found.before}>>> {found.quote} <<<{found.after}...",
            f"characters {found.start} to {found.end}",
        ]
    # Of a source the text is long, of a sentence the parts of its content follow as evidence.
    hidden = "content" if found.kind == "sentence" else "text"
    lines += ["", *(f"{key}: {value}" for key, value in found.entry.items() if value is not None and key != hidden)]
    if found.source is not None:
        fields = (
            "title",
            "publisher",
            "author",
            "published",
            "address",
            "licence",
            "citation",
            "reliability",
            "sha256",
        )
        known = ((name, getattr(found.source, name)) for name in fields)
        lines += ["", f"source {found.source.id}", *(f"{name}: {value}" for name, value in known if value is not None)]
    for decision in found.judgements:
        made = decision.judgement
        what = ", ".join(f"{field}={'nothing' if value is None else value}" for field, value in made.changes.items())
        what = " ".join(part for part in (made.verdict, what, made.into) if part)
        lines.append(f"{what} by {made.who}, {made.when}: {made.why} ({decision.id})")
    if found.evidence:
        lines += ["", f"rests on {len(found.evidence)} entries:", *found.evidence]
    lines += ["", "looked up again: all agrees" if found.verified else f"DOES NOT AGREE: {'; '.join(found.failed)}"]
    return "\n".join(visible(part) for line in lines for part in line.split("\n"))


def verification_text(found: Verification) -> str:
    """Return what a verification counted and what is wrong."""
    counted = (
        f"{found.sources:,} sources, {found.statements:,} statements, {found.observations:,} observations and "
        f"{found.judgements:,} judgements in {found.batches:,} batches; head {found.head}"
    )
    return "\n".join([counted, *([visible(str(problem)) for problem in found.problems] or ["all agrees"])])


def repair_text(done: Repair) -> str:
    """Return what a repair did."""
    lines = [f"{done.path}: {done.batches:,} batches; head {done.head}"]
    lines += [f"restored: {text}" for text in done.restored]
    lines += [f"LOST: {text}" for text in done.lost]
    lines += [f"set aside: {path}" for path in done.set_aside]
    return "\n".join(lines if len(lines) > 1 else [*lines, "nothing was damaged"])
