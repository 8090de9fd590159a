"""The command line: each command is a function of `service`, its help made from the docstring."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from cyclopts import App, Parameter

from suasion import service
from suasion.codebook import Problem
from suasion.codebook.judgement import Verdict
from suasion.errors import InputError, SuasionError
from suasion.terminal import (
    as_json,
    meter,
    progress,
    progress_done,
    reason_text,
    repair_text,
    show_assessment,
    show_measured,
    show_problem,
    show_problems,
    show_table,
    statements_as,
    table_as,
    trace_text,
    verification_text,
    visible,
    write_result,
)

if TYPE_CHECKING:
    from suasion.assess import Assessment
    from suasion.brief.answers import Answered
    from suasion.codebook.scenario import Scenario
    from suasion.read import Overrides
    from suasion.record import Record

EPILOGUE = """
Begin with `suasion workup`: it makes the brief of the example case in ./out. For your own case:
`suasion workup notes/*.txt https://... --client KHM --patrons JPN,CHN,USA`.

Results go to standard output, progress and problems to standard error. Exit code 0: all done; 1: done, but some
of the input could not be used, or the record needs care; 2: nothing done, and the message says why.
"""

app = App(
    name="suasion",
    help="Influence between states, from evidence: who has leverage over whom, by which means, how surely.",
    help_epilogue=EPILOGUE,
    version_flags=["--version"],
    help_format="markdown",
    result_action="return_value",
)


def _no_option(type_: object, value: str) -> None:
    """Refuse a mistyped option, which would otherwise pass for a document since "-" is one."""
    del type_
    if value.startswith("-") and value != "-":
        raise ValueError(f"Unknown option: {value}. Write ./{value} for a file of that name.")


Input = Annotated[str, Parameter(allow_leading_hyphen=True, validator=_no_option)]
RecordPath = Annotated[
    Path | None,
    Parameter(
        name="--record",
        env_var="SUASION_RECORD",
        help="The record's file; made if it does not exist. Without it, the one in your data folder.",
    ),
]
Client = Annotated[str, Parameter(help="The client: a state's three letters (KHM) or its name.")]
Patrons = Annotated[str, Parameter(help="The patrons, with commas between: JPN,CHN,USA.")]
FirstYear = Annotated[int | None, Parameter(name="--from", help="First year. Without it, nine years before --to.")]
LastYear = Annotated[int | None, Parameter(name="--to", help="Last year. Without it, the last with data.")]
AsOf = Annotated[str | None, Parameter(help="Use only what could be known by this ISO date.")]
Draws = Annotated[int, Parameter(help="Draws for the intervals, a power of two.")]
OutPath = Annotated[Path | None, Parameter(name="--out", help="Write there instead of to standard output.")]
TableFormat = Literal["table", "jsonl", "csv", "parquet"]
AnswerFormat = Literal["table", "json", "csv", "parquet", "svg", "html"]
BriefFormat = Literal["terminal", "summary", "html", "md", "json"]
ExportKind = Literal["statements", "observations", "sources", "judgements", "all"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class About:
    """What you know of the documents; it wins over what is found in them."""

    title: Annotated[str | None, Parameter(help="Title.")] = None
    publisher: Annotated[str | None, Parameter(help="Publisher.")] = None
    author: Annotated[str | None, Parameter(help="Author.")] = None
    date: Annotated[str | None, Parameter(help="Date of publication: ISO date, month or year.")] = None
    language: Annotated[str | None, Parameter(help="Language, two letters.")] = None
    licence: Annotated[str | None, Parameter(help="Licence.")] = None
    reliability: Annotated[
        Literal["A", "B", "C", "D", "E", "F"] | None, Parameter(help="Of the source, A (reliable) to F (unknown).")
    ] = None

    def overrides(self) -> Overrides:
        """Return it as the reading room takes it."""
        from suasion.read import Overrides

        return Overrides(
            title=self.title,
            publisher=self.publisher,
            author=self.author,
            published=self.date,
            language=self.language,
            licence=self.licence,
            reliability=self.reliability,
        )


NOTHING = About()


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class By:
    """Who reads: the rules, or a language model that you run or rent."""

    reader: Annotated[
        Literal["rules", "llm"], Parameter(help="rules, or llm: a language model, each statement checked on the text.")
    ] = "rules"
    llm_url: Annotated[
        str | None, Parameter(help="The model's OpenAI-compatible address; else SUASION_LLM_URL. Key: SUASION_LLM_KEY.")
    ] = None
    llm_model: Annotated[str | None, Parameter(help="The model's name; else SUASION_LLM_MODEL.")] = None
    no_cache: Annotated[bool, Parameter(negative="", help="Ask the language model anew and keep no answer.")] = False

    def language_model(self) -> service.LanguageModel | None:
        """Return it as the service takes it."""
        if self.reader == "rules":
            return None
        return service.LanguageModel(url=self.llm_url, model=self.llm_model, cache=not self.no_cache)


RULES = By()


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Asked:
    """A scenario in flags, in a file, or both: what a flag says holds, and its changes come after the file's."""

    client: Annotated[str | None, Parameter(help="The client: a state's three letters (KHM) or its name.")] = None
    patrons: Annotated[str | None, Parameter(help="The patrons, with commas between: JPN,CHN,USA.")] = None
    issue: Annotated[str | None, Parameter(help="The issue: south-china-sea, human-rights ...")] = None
    change: Annotated[
        list[str] | None,
        Parameter(name="--change", negative="", help="A change, as often as needed: 'JPN economic-aid +50%'."),
    ] = None
    assume: Annotated[
        list[str] | None,
        Parameter(name="--assume", negative="", help="What you know and the record does not: 'CHN position -0.8'."),
    ] = None
    target: Annotated[float | None, Parameter(help="Where the client should come to, -1 to 1; 1: the norm.")] = None
    by: Annotated[str | None, Parameter(help="The patron that is to bring it there.")] = None
    budget: Annotated[
        list[str] | None,
        Parameter(name="--budget", negative="", help="The most a patron may pay a year: 'JPN=500 million USD'."),
    ] = None
    institution: Annotated[str | None, Parameter(help="An organisation whose members decide together: ASEAN.")] = None
    text: Annotated[float | None, Parameter(help="Strength of the text that it decides on, -1 to 1.")] = None
    scenario: Annotated[Path | None, Parameter(help="A file of TOML or YAML that has all this.")] = None
    first_year: FirstYear = None
    last_year: LastYear = None
    as_of: AsOf = None

    def read(self) -> Scenario:
        """Return the scenario that the file and the flags make together."""
        from suasion.codebook.scenario_file import load_scenario, scenario_toml
        from suasion.codebook.scenario_values import make_scenario

        said: dict[str, Any] = tomllib.loads(scenario_toml(load_scenario(self.scenario))) if self.scenario else {}
        flags = {
            "client": self.client, "patrons": self.patrons, "issue": self.issue, "target": self.target, "by": self.by,
            "budgets": _budgets(self.budget or []), "institution": self.institution, "text": self.text,
            "from": self.first_year, "to": self.last_year, "as-of": self.as_of,
        }  # fmt: skip
        said |= {key: value for key, value in flags.items() if value is not None}
        if self.change:
            said["changes"] = [*said.get("changes", []), *self.change]
        if self.assume:
            said["assume"] = [*said.get("assume", []), *self.assume]
        return make_scenario(said)


ASKED = Asked()


def _budgets(said: Sequence[str]) -> dict[str, str] | None:
    """Return each patron's budget out of "JPN=500 million USD"."""
    found: dict[str, str] = {}
    for one in said:
        patron, equals, amount = one.partition("=")
        if not equals or not patron.strip() or not amount.strip():
            raise InputError(f"--budget {one!r}: write PATRON=AMOUNT, for example --budget 'JPN=500 million USD'.")
        if patron.strip() in found:
            raise InputError(f"--budget {one!r}: {patron.strip()} has a budget already. Keep one of the two.")
        found[patron.strip()] = amount.strip()
    return found or None


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    try:
        code = app(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except InputError as error:
        progress_done()
        print(f"suasion: {visible(str(error))}", file=sys.stderr)
        code = 2
    except SuasionError as error:
        progress_done()
        print(f"suasion: {visible(str(error))}", file=sys.stderr)
        code = 1
    except BrokenPipeError:
        # Whoever reads our output has had enough (`| head`): end quietly, and keep Python from flushing again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        print("\nsuasion: stopped. What was recorded before this is kept.", file=sys.stderr)
        code = 130
    raise SystemExit(code if isinstance(code, int) else 0)


def _codes(patrons: str) -> list[str]:
    return [name.strip() for name in patrons.split(",") if name.strip()]


def _code_of(problems: Sequence[Problem]) -> int:
    return 1 if any(problem.severity == "error" for problem in problems) else 0


@app.command
def workup(
    *inputs: Input,
    client: Client = "KHM",
    patrons: Patrons = "JPN,CHN,USA",
    first_year: FirstYear = None,
    last_year: LastYear = None,
    as_of: AsOf = None,
    out: Annotated[Path, Parameter(help="Folder for brief.html, brief.json and the record.")] = Path("out"),
    record: RecordPath = None,
    about: About = NOTHING,
    by: By = RULES,
) -> int:
    """Make a brief from documents: take in, read, assess, verify, write. Without documents: the example case.

    The cited figures that ship with Suasion (on Cambodia) go into the record too; `gather` brings other data.

    Parameters
    ----------
    inputs
        Paths, patterns, folders, http and https addresses, - for standard input.
    """
    done = service.workup(
        inputs,
        client=client,
        patrons=_codes(patrons),
        first_year=first_year,
        last_year=last_year,
        as_of=as_of,
        out=out,
        record_path=record,
        overrides=about.overrides(),
        by=by.language_model(),
        progress=progress,
    )
    show_problems(done.problems)
    write_result(done.reading, None)
    for file in done.files:
        print(f"wrote {file}", file=sys.stderr)
    return _code_of(done.problems)


@app.command
def add(*inputs: Input, record: RecordPath = None, about: About = NOTHING, by: By = RULES) -> int:
    """Take documents into the record and read them. The same document twice is one source; a feed adds what is new.

    Parameters
    ----------
    inputs
        Paths, patterns, folders, http and https addresses, - for standard input. Text, HTML, PDF, DOCX, e-mail, feeds.
    """
    from suasion.record import Record

    _need(inputs, "a document", "suasion add notes/*.txt")
    with Record.open(record) as opened:
        added = service.add(opened, inputs, overrides=about.overrides(), by=by.language_model(), progress=progress)
    show_problems(added.problems)
    rows = [{**msgspec.structs.asdict(d), "new": "yes" if d.new else "already there"} for d in added.documents]
    if rows:
        show_table(rows, ["source", "title", "published", "statements", "new"])
    return _code_of(added.problems) if rows else 2


@app.command
def read(
    *inputs: Input,
    format: Annotated[TableFormat, Parameter(help="Form of the output.")] = "table",
    out: OutPath = None,
    workers: Annotated[
        int | None,
        Parameter(help="For many documents: read in so many processes; with --out, go on after an interruption."),
    ] = None,
    seconds: Annotated[float, Parameter(help="With --workers: how long one document may take.")] = 300.0,
    least: Annotated[
        float | None, Parameter(help="Leave out claims less probable than this, 0 to 1; else the reader's default.")
    ] = None,
    explain: Annotated[bool, Parameter(negative="", help="Say for each statement why it was coded.")] = False,
    about: About = NOTHING,
    by: By = RULES,
) -> int:
    """Print the statements in documents, each with its quote and offsets; nothing is recorded.

    Parameters
    ----------
    inputs
        As for `add`.
    """
    _need(inputs, "a document", "suasion read article.txt --format jsonl")
    if least is not None and not 0 <= least <= 1:
        raise InputError(f"--least {least}: a probability is between 0 and 1.")
    if (explain or least is not None) and (by.reader == "llm" or workers is not None):
        raise InputError("--least and --explain are for the reader by rules in one process. Leave out the other.")
    if explain:
        return _explain(inputs, format, out, least=least, about=about)
    if workers is not None:
        if by.reader == "llm":
            raise InputError("A language model reads one document after another. Leave out --workers.")
        return _read_many(inputs, format, out, workers=workers, seconds=seconds, about=about)
    statements, problems = service.read(
        inputs, overrides=about.overrides(), by=by.language_model(), least=least, progress=progress
    )
    show_problems(problems)
    if format == "table" and out is None:
        columns = ["n", "kind", "plover", "actor", "recipient", "instrument", "issue", "amount", "modality", "quote"]
        show_table([msgspec.structs.asdict(s) for s in statements], columns)
    else:
        _write_bytes(statements_as(statements, "jsonl" if format == "table" else format), out)
    errors = _code_of(problems)
    return 2 if errors and not statements else errors


def _explain(inputs: Sequence[str], format: TableFormat, out: Path | None, *, least: float | None, about: About) -> int:
    """Print why each statement was coded, as text or as a line of JSON each."""
    if format not in {"table", "jsonl"}:
        raise InputError(f"--explain gives text or, with --format jsonl, JSON Lines; not {format}.")
    reasons, problems = service.explain(inputs, overrides=about.overrides(), least=least, progress=progress)
    progress_done()
    show_problems(problems)
    if format == "jsonl":
        write_result("".join(msgspec.json.encode(reason).decode() + "\n" for reason in reasons), out)
    else:
        write_result("\n".join(reason_text(reason) for reason in reasons), out)
    return (1 if reasons else 2) if _code_of(problems) else 0


def _read_many(
    inputs: Sequence[str], format: TableFormat, out: Path | None, *, workers: int, seconds: float, about: About
) -> int:
    """Read in several processes, to a file or by way of one to standard output."""
    if format == "table":
        raise InputError("A table is for few documents. With --workers, add --format parquet, jsonl or csv.")
    errors = 0

    def report(problem: Problem) -> None:
        nonlocal errors
        errors += _code_of([problem])
        show_problem(problem)

    with tempfile.TemporaryDirectory(prefix="suasion-") as scratch:
        with meter() as watch:
            done = service.read_many(
                inputs,
                out=out or Path(scratch) / f"statements.{format}",
                format=format,
                workers=workers,
                seconds=seconds,
                overrides=about.overrides(),
                watch=watch,
                report=report,
            )
        if out is None:
            with done.files[0].open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
    for written in done.files if out else ():
        print(f"wrote {written}", file=sys.stderr)
    print(f"{done.statements:,} statements in {done.tally.done:,} documents", file=sys.stderr)
    return (1 if done.statements else 2) if errors else 0


@app.command
def code(
    table: Annotated[
        Path,
        Parameter(help="Tab-separated, with a column marked_sentence: source in <s>...</s>, target in <t>...</t>."),
    ],
    *,
    out: OutPath = None,
    weights: Annotated[
        Literal["plv", "open"],
        Parameter(help="plv: trained on our sentences and on the training halves of PLV and AW; open: on ours only."),
    ] = "plv",
) -> int:
    """Code marked pairs: for each row, what passes from the source to the target.

    Adds plover (16 types), plv_root (15: YIELD for CONCEDE and RETREAT), quad (1 to 4: verbal and material
    cooperation, verbal and material conflict), binary (0 cooperation, 1 conflict) and the root's probability.
    """
    coded = service.code(table, weights=weights, progress=progress)
    progress_done()
    show_problems(coded.problems)
    write_result(coded.text, out)
    failed = sum(problem.severity == "error" for problem in coded.problems)
    return 2 if failed and failed == coded.rows else _code_of(coded.problems)


@app.command
def gather(
    *names: str,
    paths: Annotated[
        list[Path] | None, Parameter(name="--from", help="The publisher's file, or a folder of them; may be repeated.")
    ] = None,
    offline: Annotated[bool, Parameter(negative="", help="Fetch nothing; take files only.")] = False,
    checksum: Annotated[
        str | None, Parameter(help="What the one file hashes to, as its publisher says: sha256:HEX or md5:HEX.")
    ] = None,
    list_: Annotated[bool, Parameter(name="--list", negative="", help="List the data sets, and what is held.")] = False,
    format: Annotated[TableFormat, Parameter(help="With --list: form of the output.")] = "table",
    out: OutPath = None,
    record: RecordPath = None,
) -> int:
    """Take data sets into the record, from their publishers or from files; with --list, show what there is.

    A data set goes into the record wholly or not at all. Exit code 0: all rows were used, or all but some of which a
    warning says why they are rightly left out; 1: some rows or some of the data sets could not be used, as the problems
    say; 2: nothing was gathered.

    Parameters
    ----------
    names
        As --list shows them; several are gathered one after another. With --from and no name: all that a folder holds.
    """
    from suasion.record import Record

    if list_:
        return _list_datasets(format, out, record)
    wanted = list(names) or service.datasets_in(paths or [])
    _need(wanted, "a data set", "suasion gather --list")
    if checksum and (len(wanted) > 1 or len(paths or []) > 1):
        raise InputError("--checksum is of one file. Gather one data set from one file with it.")
    problems: list[Problem] = []
    with Record.open(record) as opened:
        rows: list[dict[str, Any]] = []
        for name in wanted:
            try:
                gathered = service.gather(
                    opened, name, paths=paths or [], offline=offline, checksum=checksum, progress=progress
                )
            except InputError as error:
                problems.append(Problem(input=name, reason=str(error)))
                continue
            rows.extend(msgspec.structs.asdict(one) for one in gathered)
            problems.extend(problem for one in gathered for problem in one.problems)
    show_problems(problems)
    if rows:
        show_table(rows, ["name", "source", "rows", "new"])
    return _code_of(problems) if rows else 2


def _list_datasets(format: TableFormat, out: Path | None, record: Path | None) -> int:
    """Print the data sets there are, and what the record holds of them, if there is one."""
    from suasion.record import Record, default_path
    from suasion.shelf import shelf_table, shelf_text

    if (record or default_path()).expanduser().exists():
        with Record.open(record, read_only=True) as opened:
            sets = service.datasets(opened)
    else:
        sets = service.datasets()
        print("There is no record yet: nothing is held.", file=sys.stderr)
    if format == "table":
        width = shutil.get_terminal_size((120, 24)).columns
        write_result(shelf_text(sets, min(width, 120)), out)
    else:
        _write_bytes(table_as(shelf_table(sets), format), out)
    return 0


@app.command
def measure(
    name: Annotated[str | None, Parameter(help="The measure, as --list shows it.")] = None,
    /,
    *,
    actor: Annotated[str | None, Parameter(help="The state measured: its three letters; without it, all.")] = None,
    partner: Annotated[str | None, Parameter(help="Its partners, with commas between; without it, all.")] = None,
    years: Annotated[str | None, Parameter(help="Years: 2000-2019, or 2019.")] = None,
    by: Annotated[
        Literal["year", "period", "issue"], Parameter(help="Votes: a row a year, one for all years, or one an issue.")
    ] = "year",
    issue: Annotated[
        str | None, Parameter(help="Ideal points: only roll calls of this issue; others: --by issue.")
    ] = None,
    indicator: Annotated[
        str | None, Parameter(help="The series to work on, with commas between, where a measure takes several.")
    ] = None,
    outcome: Annotated[str | None, Parameter(help="effect: the series in which an effect is looked for.")] = None,
    components: Annotated[
        Path | None, Parameter(help="fbic: work it out again from this file of the publisher's component columns.")
    ] = None,
    plus: Annotated[bool, Parameter(negative="", help="With --components: FBIC+, of 2009 and later.")] = False,
    waterfall: Annotated[
        bool, Parameter(negative="", help="With --components: what each term adds to one --actor, --partner, --years.")
    ] = False,
    weights: Annotated[
        Path | None, Parameter(help="s-score-weighted: a CSV of item (or year) and weight; without it, how divided.")
    ] = None,
    draws: Annotated[int, Parameter(help="Resamples for the intervals; 0 for none.")] = 2048,
    seed: Annotated[int, Parameter(help="Seed of the resampling.")] = 0,
    list_: Annotated[bool, Parameter(name="--list", negative="", help="List the measures.")] = False,
    format: Annotated[TableFormat, Parameter(help="Form of the output.")] = "table",
    out: OutPath = None,
    record: RecordPath = None,
) -> int:
    """Work out a measure of the gathered rows; with --list, show what there is.

    The columns are actor, partner, year, measure, value, low, high (a 90 % interval), n, unit, method and evidence. An
    empty value means that the rows at hand do not tell; a pair without a line was not covered, which is not zero.
    """
    from suasion.measure.vote_weights import read_weights
    from suasion.model.catalogue import Request
    from suasion.record import Record

    if list_:
        rows = [{"name": name, "what": what, "needs": needs} for name, (what, needs) in service.measures().items()]
        show_table(rows, ["name", "what", "needs"])
        return 0
    if name is None:
        raise InputError("Name a measure, for example: suasion measure kappa --actor KHM --partner CHN,JPN,USA")
    if components is not None:
        if name != "fbic":
            raise InputError(f"--components are of fbic, not of {name}.")
        measured = _of_components(components, actor, partner, years, plus=plus, waterfall=waterfall)
    else:
        first, last = _years(years) if years else (None, None)
        wanted = Request(
            actor=actor, partners=tuple(_codes(partner or "")), first_year=first, last_year=last, by=by, issue=issue,
            indicators=tuple(_codes(indicator or "")), outcome=outcome,
            weights=read_weights(weights) if weights else None, draws=draws, seed=seed,
        )  # fmt: skip
        with Record.open(record, read_only=True) as opened:
            measured = service.measure(opened, name, wanted)
    show_problems(measured.problems)
    if format == "table" and out is None:
        show_measured(measured.table)
    else:
        _write_bytes(table_as(measured.table, "csv" if format == "table" else format), out)
    return _code_of(measured.problems)


def _of_components(
    components: Path, actor: str | None, partner: str | None, years: str | None, *, plus: bool, waterfall: bool
) -> service.Measured:
    """Return FBIC of a file of components: every row, or the terms of one."""
    if not waterfall:
        return service.recompute_fbic(components, plus=plus)
    first, last = _years(years) if years else (None, None)
    if actor is None or partner is None or first is None or first != last:
        raise InputError(
            "--waterfall is of one row. Name --actor (who has the capacity), --partner and one of --years."
        )
    return service.explain_fbic(components, actor=actor, partner=partner, year=first, plus=plus)


def _years(said: str) -> tuple[int, int]:
    """Return the first and last year of "2000-2019" or "2019"."""
    first, _, last = said.replace("–", "-").partition("-")
    if not (first.strip().isdigit() and (last.strip() or first).strip().isdigit()):
        raise InputError(f"--years {said}: write 2000-2019, or one year.")
    years = int(first), int(last or first)
    if years[0] > years[1]:
        raise InputError(f"--years {said}: the first year comes after the last.")
    return years


def _assessed(
    record: Record,
    client: str,
    patrons: str,
    years: tuple[int | None, int | None],
    as_of: str | None,
    *,
    draws: int,
    seed: int,
) -> Assessment:
    """Return the assessment of the contest that a person named."""
    first_year, last_year = years
    chosen = service.contest(
        record, client=client, patrons=_codes(patrons), first_year=first_year, last_year=last_year, as_of=as_of
    )
    progress("assessing")
    return service.assess(record, chosen, draws=draws, seed=seed)


@app.command
def assess(
    *,
    client: Client,
    patrons: Patrons,
    first_year: FirstYear = None,
    last_year: LastYear = None,
    as_of: AsOf = None,
    draws: Draws = 2048,
    seed: Annotated[int, Parameter(help="Seed of the draws.")] = 0,
    all_: Annotated[
        bool, Parameter(name="--all", negative="", help="Also every measure that the record bears.")
    ] = False,
    format: Annotated[Literal["table", "json"], Parameter(help="Form of the output.")] = "table",
    out: OutPath = None,
    record: RecordPath = None,
) -> int:
    """Say who has leverage over a client, by which instruments, how much and how surely."""
    from suasion.record import Record

    with Record.open(record, read_only=True) as opened:
        assessment = _assessed(opened, client, patrons, (first_year, last_year), as_of, draws=draws, seed=seed)
        measured = service.toolbox(opened, assessment.contest, draws=draws, seed=seed) if all_ else None
    show_problems(assessment.problems)
    if measured is not None:
        show_problems(measured.problems)
    if format == "json":
        both = {"assessment": assessment, "measured": measured.table.to_pylist()} if measured else assessment
        write_result(as_json(both), out)
    elif out is None:
        show_assessment(assessment, measured.table if measured else None)
    else:
        with io.StringIO() as text, contextlib.redirect_stdout(text):
            show_assessment(assessment, measured.table if measured else None)
            write_result(text.getvalue(), out)
    return _code_of(assessment.problems)


@app.command
def whatif(
    *,
    asked: Asked = ASKED,
    draws: Draws = 2048,
    seed: Annotated[int, Parameter(help="Seed of the draws.")] = 0,
    format: Annotated[AnswerFormat, Parameter(help="Form of the output.")] = "table",
    out: OutPath = None,
    record: RecordPath = None,
) -> int:
    """Say where a client would stand on an issue after some changes, what each moves, and what that rests on.

    With --institution and --text: whether its members agree on the text, and who blocks it. A change names an actor, an
    instrument and what becomes of it: "JPN economic-aid +50%", "CHN loans -20%", "USA sanction lift", "CHN aid tie".
    """
    from suasion.record import Record

    scenario = asked.read()
    with Record.open(record, read_only=True) as opened:
        progress("working out")
        if scenario.institution is not None:
            decided = service.institution(opened, scenario, draws=draws, seed=seed)
            return _answer(decided, decided.problems, format, out)
        found = service.whatif(opened, scenario, draws=draws, seed=seed)
    return _answer(found, found.problems, format, out)


@app.command
def what_would_it_take(
    *,
    asked: Asked = ASKED,
    draws: Draws = 2048,
    seed: Annotated[int, Parameter(help="Seed of the draws.")] = 0,
    format: Annotated[AnswerFormat, Parameter(help="Form of the output.")] = "table",
    out: OutPath = None,
    record: RecordPath = None,
) -> int:
    """Say what a patron would have to offer for a client to reach a target, by one lever or several, and who answers.

    Name the target and by whom: --target 0.3 --by JPN. Amounts stay within the most that the record shows of the kind.
    """
    from suasion.record import Record

    scenario = asked.read()
    with Record.open(record, read_only=True) as opened:
        progress("working out")
        found = service.what_would_it_take(opened, scenario, draws=draws, seed=seed)
    return _answer(found, found.problems, format, out)


def _answer(found: Answered, problems: Sequence[Problem], format: AnswerFormat, out: Path | None) -> int:
    """Print an answer to a scenario in the form that was asked for."""
    from suasion.brief import answers

    show_problems(problems)
    if format == "json":
        write_result(as_json(found), out)
    elif format in ("csv", "parquet"):
        _write_bytes(table_as(answers.long_table(found), "csv" if format == "csv" else "parquet"), out)
    elif format == "table":
        from suasion.terminal.answers import reading_text

        write_result(reading_text(answers.read(found)), out)
    else:
        write_result(answers.to_svg(found) if format == "svg" else answers.to_page(found), out)
    return _code_of(problems)


@app.command
def brief(
    *,
    client: Client,
    patrons: Patrons,
    first_year: FirstYear = None,
    last_year: LastYear = None,
    as_of: AsOf = None,
    draws: Draws = 2048,
    seed: Annotated[int, Parameter(help="Seed of the draws.")] = 0,
    format: Annotated[BriefFormat, Parameter(help="Form of the output.")] = "terminal",
    strict: Annotated[bool, Parameter(negative="", help="Fail at the first sentence without support.")] = False,
    out: OutPath = None,
    record: RecordPath = None,
) -> int:
    """Write the brief of a contest; every sentence and number is read again from its evidence before it is printed."""
    from suasion.brief import render
    from suasion.record import Record

    with Record.open(record) as opened:
        assessment = _assessed(opened, client, patrons, (first_year, last_year), as_of, draws=draws, seed=seed)
        progress("writing and verifying")
        verified = service.brief(opened, assessment, strict=strict)
    show_problems(assessment.problems)
    write_result(render(verified.brief, format), out)
    print(
        f"{verified.sentences} sentences, {verified.supported} supported, {verified.refused} refused; "
        f"{verified.entries:,} entries read again, {verified.recomputed:,} numbers worked out again",
        file=sys.stderr,
    )
    return _code_of(assessment.problems)


@app.command
def trace(
    identity: str,
    /,
    *,
    format: Annotated[Literal["text", "json"], Parameter(help="Form of the output.")] = "text",
    record: RecordPath = None,
) -> int:
    """Go from an id of a brief or table back to the quoted words or the data row, in their context.

    Parameters
    ----------
    identity
        st-... (statement), ob-... (row), so-... (source), ju-... (decision), es-... (number), se-... (sentence).
    """
    from suasion.record import Record

    with Record.open(record, read_only=True) as opened:
        found = service.trace(opened, identity)
    write_result(trace_text(found) if format == "text" else as_json(found), None)
    return 0


@app.command
def judge(
    subject: str,
    verdict: Verdict,
    /,
    *,
    who: Annotated[str, Parameter(env_var="SUASION_WHO", help="Your name.")],
    why: Annotated[str, Parameter(help="Your reason.")],
    set_: Annotated[list[str] | None, Parameter(name="--set", help="A corrected field: FIELD=VALUE.")] = None,
    into: Annotated[str | None, Parameter(help="The entry to merge into, or to part from.")] = None,
    record: RecordPath = None,
) -> int:
    """Confirm, reject, correct, merge or part entries. Nothing is overwritten; the last decision holds.

    Parameters
    ----------
    subject
        The entry's id.
    verdict
        The decision. "correct" needs --set, "merge" and "unmerge" need --into.
    """
    from suasion.record import Record

    with Record.open(record) as opened:
        appended = service.judge(
            opened, subject, verdict, who=who, why=why, changes=dict(_change(text) for text in set_ or []), into=into
        )
    print("recorded" if appended.added else "already recorded")
    return 0


def _change(text: str) -> tuple[str, Any]:
    field, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"--set {text!r} has no '='. Write --set FIELD=VALUE, for example --set actor=CHN.")
    try:
        return field, msgspec.json.decode(value)
    except msgspec.DecodeError:
        return field, value  # plain words need no quotes


@app.command
def verify(*, record: RecordPath = None) -> int:
    """Say whether the record's database, journal, head and kept bytes agree."""
    from suasion.record import Record

    with Record.open(record, read_only=True) as opened:
        verification = service.verify(opened)
    write_result(verification_text(verification), None)
    return 0 if verification.ok else 1


@app.command
def repair(*, record: RecordPath = None) -> int:
    """Restore a damaged record from its journal; what was damaged is set aside, not deleted."""
    done = service.repair(record)
    write_result(repair_text(done), None)
    return 1 if done.lost else 0


@app.command
def export(
    kind: ExportKind,
    /,
    *,
    format: Annotated[Literal["jsonl", "csv", "parquet"], Parameter(help="Form of the output.")] = "jsonl",
    as_of: AsOf = None,
    history: Annotated[bool, Parameter(negative="", help="What was replaced or rejected too.")] = False,
    ids: Annotated[bool, Parameter(negative="", help="Ids and sources of statements too.")] = False,
    guard: Annotated[bool, Parameter(negative="", help="CSV: keep spreadsheets from running cells.")] = False,
    out: OutPath = None,
    record: RecordPath = None,
) -> int:
    """Write what the record holds, in a fixed order.

    Parameters
    ----------
    kind
        statements, observations, sources, judgements, or all.
    """
    from suasion.record import Record

    with Record.open(record, read_only=True) as opened:
        to = out or sys.stdout.buffer
        count = opened.export(kind, to, format, as_of=as_of, history=history, with_ids=ids, guard=guard)
    print(f"{count:,} {kind if kind != 'all' else 'entries'}", file=sys.stderr)
    return 0


def _need(given: Sequence[object], what: str, example: str) -> None:
    if not given:
        raise InputError(f"Name {what}, for example: {example}")


def _write_bytes(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data)
        print(f"wrote {out}", file=sys.stderr)
