"""What is missing, which sources there are, and how the numbers were made."""

from __future__ import annotations

from collections import Counter, defaultdict

from suasion.brief.case import Case
from suasion.brief.document import Block, Section, Table
from suasion.brief.prose import Prose, plain

RELIABILITY = {
    "A": "A: reliable", "B": "B: usually reliable", "C": "C: fairly reliable", "D": "D: not usually reliable",
    "E": "E: unreliable", "F": "F: cannot be judged",
}  # fmt: skip
CREDIBILITY = {
    1: "1: confirmed", 2: "2: probably true", 3: "3: possibly true", 4: "4: doubtful", 5: "5: improbable",
    6: "6: cannot be judged",
}  # fmt: skip


def missing(case: Case) -> Section:
    """Return what is not at hand, what it would settle, and where it may be had."""
    rows = tuple((plain(one.what), plain(one.settles), plain(one.where)) for one in case.assessment.missing)
    columns = ("What is missing", "What it would settle", "Where it may be had")
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(caption="Missing means not known; it is counted as zero nowhere", columns=columns, rows=rows)
        )
    if case.assessment.problems:
        blocks.append(
            Table(
                caption="Reservations: what was at hand and not used, and why",
                columns=("Source", "What", "Why"),
                rows=tuple(
                    (plain(one.input), plain(one.place or ""), plain(f"{one.reason} {one.remedy or ''}".strip()))
                    for one in case.assessment.problems
                ),
            )
        )
    if not blocks:
        blocks.append(Prose().sentence("Nothing that this assessment asks for is missing.", "fact"))
    return Section(id="missing", title="What is missing", blocks=tuple(blocks))


def sources(case: Case) -> Section:
    """Return the sources with their reliability, and apart from it the credibility of their items."""
    grades: dict[str, Counter[int]] = defaultdict(Counter)
    for one in case.assessment.credibility:
        grades[case.statement(one.statement)["source"]][one.grade] += 1
    rows = []
    for note in case.assessment.sources:
        prose = Prose()
        prose.cite(note.source)
        graded = ", ".join(f"{count} of grade {grade}" for grade, count in sorted(grades[note.source].items()))
        rows.append(
            (
                prose.text(prose.name(note.title)),
                plain(note.publisher or "not known"),
                plain(note.published or "not known"),
                plain(RELIABILITY.get(note.reliability, note.reliability)),
                plain(graded or ("rows of data" if note.kind == "dataset" else "")),
                plain(f"{note.entries:,}"),
                plain(note.licence or "not stated"),
            )
        )
    table = Table(
        caption="Reliability (A to F) is of the source; credibility (1 to 6) is of each item in it",
        columns=("Source", "Publisher", "Date", "Reliability", "Credibility of items", "Entries used", "Licence"),
        rows=tuple(rows),
    )
    key = Prose()
    words = "Grades of items are " + "; ".join(CREDIBILITY.values()) + "."
    blocks: tuple[Block, ...] = (
        (table, key.sentence(key.name(words), "fact"))
        if rows
        else (Prose().sentence("No source tells of these states.", "fact"),)
    )
    return Section(id="sources", title="Sources", blocks=blocks)


_METHODS = (
    "Leverage by one instrument is stake × share × (1 − how much others could replace) × control, each from zero to "
    "one; over all instruments it is one minus the product of what each leaves. A number of 0.2 is what a patron has "
    "that holds a fifth of something on which the client wholly depends, that no other could replace, and that its "
    "government commands in full. Intervals come from drawing all uncertain inputs together.",
    "The chance that a patron comes first is the part of these draws in which it does, ties without a measure being "
    "allowed for by what they might add. Words for chances are those of ICD 203: "
    "almost no chance below 5 %, very unlikely to 20, unlikely to 45, roughly even to 55, likely to 80, very likely "
    "to 95, "
    "almost certain above.",
    "Alignment in votes takes yes, abstention and no; absences are left out. Kappa and pi take out agreement by "
    "chance; where "
    "the measures differ in sign, none is to be read alone.",
    "Positions are weighted means of coded stances and of votes on resolutions whose text fixes what a yes means. "
    "Weights are "
    "set by rule, from how a thing is said, by whom, in which source, how surely the sentence was read, and when.",
    "A claim is tried under net, gross and grants, over the years its words may mean, and against several wholes. "
    "What is said of one gift or purpose is never held contradicted by a larger total, nor is anything whose reading "
    "is in doubt.",
    "Reliability of a source and credibility of an item follow the Admiralty scales. A lone source is at best "
    "possibly true.",
    "Every sentence was checked before printing: quotes against the source's text, rows against the data, and sums, "
    "shares, ranks "
    "and means worked out again. What failed is listed, not printed.",
)


_MOVING = (
    "What would move a client is a game of patrons who pay or press it on one issue and know of each other (common "
    "agency with quadratic losses: Bernheim and Whinston, 1986). The client's place is the mean of its own ideal and "
    "its patrons' stands, each weighted by salience, credibility, leverage and the part of the tie that is conditional "
    "on the issue. What no entry of the record tells is drawn from a wide prior and called not identified."
)


def method(case: Case) -> Section:
    """Return how the numbers were made, in a few sentences."""
    blocks = []
    for words in (*_METHODS[:-1], *((_MOVING,) if case.assessment.moving else ()), _METHODS[-1]):
        prose = Prose()
        blocks.append(prose.sentence(prose.name(words), "fact"))
    known = case.contest.as_of
    prose = Prose()
    cut = (
        f"only what could be known by {known} is used"
        if known
        else "everything recorded is used, whenever it became known"
    )
    blocks.append(prose.sentence(prose.name(f"Date of knowledge: {cut}."), "fact"))
    return Section(id="method", title="How the numbers were made", blocks=tuple(blocks))
