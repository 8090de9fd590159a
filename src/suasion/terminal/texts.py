"""What a command found, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suasion.terminal.plain import visible

if TYPE_CHECKING:
    from suasion.read.explaining import Reason
    from suasion.record import Repair, Trace, Verification


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
