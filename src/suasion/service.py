"""The main path, read top to bottom: add, read, gather, assess, brief, trace, judge, export.

Each function calls one room after another and computes nothing. Commands and other doors are made from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
import pyarrow as pa

from suasion.codebook import Contest, Judgement, Problem, Source, Statement
from suasion.errors import DocumentError, InputError, LanguageModelError

if TYPE_CHECKING:
    from suasion.assess import Assessment
    from suasion.assess.institution import Institution
    from suasion.assess.scenario.results import WhatIf, WhatItTakes
    from suasion.brief import BriefVerification
    from suasion.codebook.judgement import Verdict
    from suasion.codebook.scenario import Scenario
    from suasion.corpus import ReadMany, Tally
    from suasion.gather import Listed
    from suasion.model.catalogue import Request as Wanted
    from suasion.read import Document, Overrides, Reading
    from suasion.read.coder import CodedTable, Variant
    from suasion.read.explaining import Reason
    from suasion.read.llm import Answer, LanguageModelReader, Request
    from suasion.record import Appended, Record, Repair, Trace, Verification

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Report to nobody."""


class AddedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document in the record: its source id and how many statements were read from it."""

    input: str
    source: str
    title: str | None
    published: str | None
    statements: int
    new: bool


class LanguageModel(msgspec.Struct, frozen=True, kw_only=True):
    """A language model that reads instead of the rules; what is None stands in ``SUASION_LLM_URL`` and ``_MODEL``.

    ``cache`` keeps its answers in the user's cache folder, so that the same text is asked about once.
    """

    url: str | None = None
    model: str | None = None
    cache: bool = True


class _Reader(NamedTuple):
    """A reader: its name with its version, and what reads one text."""

    name: str
    read: Callable[..., Reading]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch of documents gave, and what it could not use."""

    documents: tuple[AddedDocument, ...]
    problems: tuple[Problem, ...]


class WorkedUp(msgspec.Struct, frozen=True, kw_only=True):
    """The brief of a case: the files written, a short reading for a terminal, and what could not be used."""

    contest: Contest
    files: tuple[Path, ...]
    reading: str
    problems: tuple[Problem, ...]


class GatheredRows(msgspec.Struct, frozen=True, kw_only=True):
    """A data set in the record: its source id and how many rows are new."""

    name: str
    source: str
    rows: int
    new: int
    problems: tuple[Problem, ...]


class Measured(NamedTuple):
    """A measure's table and what to beware of in it."""

    table: pa.Table
    problems: tuple[Problem, ...]


def add(
    record: Record,
    inputs: Sequence[str],
    *,
    overrides: Overrides | None = None,
    by: LanguageModel | None = None,
    progress: Progress = _silent,
) -> Added:
    """Take documents into the record and read them; what cannot be used becomes a problem and the rest goes on.

    Parameters
    ----------
    record
        An open record.
    inputs
        Paths, patterns, folders, http and https addresses, ``-`` for standard input.
    overrides
        What the caller knows of the documents: title, publisher, date and so on.
    by
        A language model that reads; None is the reader by rules.
    progress
        Called with a line of text before each document.

    Returns
    -------
    Added
        A line for each document, those already there included, and the problems.

    Raises
    ------
    LanguageModelError
        If a language model is to read and none is set.
    """
    reader = _reader(by)
    added: list[AddedDocument] = []
    problems: list[Problem] = []
    for name, document in _documents(inputs, overrides, problems, progress):
        today = datetime.now(UTC).date().isoformat()
        source = msgspec.structs.replace(document.source, accessed=document.source.accessed or today)
        taken = record.append_source(source, document.data)
        done = record.newest_reading(source.id)
        if done is None or done[0] != reader.name:
            progress(f"reading {name}")
            # The text as recorded: an earlier version may have taken it out of the same bytes in another way.
            reading = _read(reader, source, record.text(source.id), problems)
            if reading is not None and not getattr(reading, "unread", 0):
                record.append_reading(source.id, reading.reader, reading.statements)
                done = (reading.reader, len(reading.statements))
        added.append(
            AddedDocument(
                input=name,
                source=source.id,
                title=source.title,
                published=source.published,
                statements=done[1] if done else 0,
                new=taken.added > 0,
            )
        )
    return Added(documents=tuple(added), problems=tuple(problems))


def read(
    inputs: Sequence[str],
    *,
    overrides: Overrides | None = None,
    by: LanguageModel | None = None,
    least: float | None = None,
    progress: Progress = _silent,
) -> tuple[list[Statement], list[Problem]]:
    """Return the statements in documents without recording anything.

    Parameters
    ----------
    inputs
        As for `add`.
    overrides
        As for `add`.
    by
        As for `add`.
    least
        Probability in [0, 1] below which a claim is left out; None is the reader's default. For the reader by rules.
    progress
        As for `add`.

    Raises
    ------
    LanguageModelError
        If a language model is to read and none is set.
    """
    reader = _reader(by)
    if by is None and least is not None:
        reader = reader._replace(read=partial(reader.read, least=least))
    problems: list[Problem] = []
    readings = _readings(reader, inputs, overrides, problems, progress)
    return [statement for reading in readings for statement in reading.statements], problems


def explain(
    inputs: Sequence[str],
    *,
    overrides: Overrides | None = None,
    least: float | None = None,
    progress: Progress = _silent,
) -> tuple[list[Reason], list[Problem]]:
    """Return why each statement in documents was coded: rule, words, the encoder's answers, what moved its probability.

    Parameters
    ----------
    inputs
        As for `add`.
    overrides
        As for `add`.
    least
        As for `read`.
    progress
        As for `add`.
    """
    reader = _reader(None)
    reader = reader._replace(read=partial(reader.read, least=least, explained=True))
    problems: list[Problem] = []
    readings = _readings(reader, inputs, overrides, problems, progress)
    return [reason for reading in readings for reason in reading.reasons], problems


def read_many(
    inputs: Sequence[str],
    *,
    out: Path,
    format: Literal["jsonl", "csv", "parquet"] = "parquet",
    workers: int = 1,
    seconds: float = 300.0,
    overrides: Overrides | None = None,
    watch: Callable[[Tally], None] = lambda _: None,
    report: Callable[[Problem], None] = lambda _: None,
) -> ReadMany:
    """Write the statements in many documents to a file, in several processes, and go on where an earlier run ended.

    Parameters
    ----------
    inputs
        As for `add`.
    out
        A file, or a folder for the statements, the problems and what was read so far.
    format
        Form of the statements.
    workers
        How many processes read.
    seconds
        How long one document may take before it becomes a problem.
    overrides
        As for `add`.
    watch
        Called with the tally after each document.
    report
        Called with each problem at the end, in the order of the documents.

    Raises
    ------
    InputError
        If there is nothing to read, or the result cannot go there.
    OutputError
        If the disk refuses it on the way; what was read is kept.
    """
    from suasion.corpus import read_many as run

    return run(
        inputs,
        out=out,
        format=format,
        workers=workers,
        seconds=seconds,
        overrides=overrides,
        watch=watch,
        report=report,
    )


def _documents(
    inputs: Sequence[str], overrides: Overrides | None, problems: list[Problem], progress: Progress
) -> Iterator[tuple[str, Document]]:
    """Yield each document of the inputs; what is none is added to the problems."""
    from suasion.gather import open_inputs
    from suasion.read import take_in

    for item in open_inputs(inputs):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        progress(f"taking in {item.name}")
        try:
            documents = take_in(
                item.data, name=item.name, address=item.address, media_type=item.media_type, overrides=overrides
            )
        except DocumentError as error:
            problems.append(Problem(input=item.name, reason=str(error).removeprefix(f"{item.name}: ")))
            continue
        for document in documents:
            problems.extend(document.problems)
            yield item.name, document


def _readings(
    reader: _Reader,
    inputs: Sequence[str],
    overrides: Overrides | None,
    problems: list[Problem],
    progress: Progress,
) -> Iterator[Reading]:
    """Yield what is read in each document; what cannot be used is added to the problems."""
    for name, document in _documents(inputs, overrides, problems, progress):
        progress(f"reading {name}")
        reading = _read(reader, document.source, document.source.text or "", problems)
        if reading is not None:
            yield reading


def _read(reader: _Reader, source: Source, text: str, problems: list[Problem]) -> Reading | None:
    """Return the statements of one document's text, None where a language model fails; problems are added."""
    try:
        reading = reader.read(text, doc=Path(source.name).stem, published=source.published, language=source.language)
    except LanguageModelError as error:
        problems.append(Problem(input=source.name, reason=str(error)))
        return None
    problems.extend(reading.problems)
    return reading


def _reader(by: LanguageModel | None) -> _Reader:
    """Return the reader by rules or by a language model."""
    if by is not None:
        model_reader = language_model_reader(by)
        return _Reader(model_reader.name, model_reader.read)
    from suasion.read import read_text, reader_name

    return _Reader(reader_name(), read_text)


def language_model_reader(by: LanguageModel) -> LanguageModelReader:
    """Return the reader by a language model, joined to the only door to it and to the answers kept.

    Raises
    ------
    LanguageModelError
        If none is set, or what is set cannot be used.
    """
    from suasion.gather.answers import Answers, cache_folder
    from suasion.gather.language_model import complete, endpoint
    from suasion.read.llm import Answer, LanguageModelReader, Prompt, entries

    to = endpoint(by.url, by.model)
    answers = Answers(cache_folder() if by.cache else None)

    def ask(request: Request) -> Answer:
        asked = msgspec.to_builtins(request)
        kept = answers.find(to.model, asked)
        if kept is not None and entries(kept) is not None:
            return Answer(content=kept)
        reply = complete(to, **asked)
        if reply.refusal is not None:
            return Answer(content=reply.refusal, ending="refusal")
        if reply.finish_reason == "length":
            return Answer(content=reply.content, ending="length")
        if entries(reply.content) is not None:
            answers.keep(to.model, asked, reply.content)
        return Answer(content=reply.content)

    return LanguageModelReader(to.model, to.address, ask, Prompt.of())


def code(table: Path, *, weights: Variant = "plv", progress: Progress = _silent) -> CodedTable:
    """Return a tab-separated table of marked sentences with the codes of each pair.

    Parameters
    ----------
    table
        Path of the table; its column ``marked_sentence`` has the source in ``<s>..</s>``, the target in ``<t>..</t>``.
    weights
        "plv" or "open": which of the two sets of weights codes.
    progress
        As for `add`.

    Raises
    ------
    DocumentError
        If the table cannot be read, or has no such column.
    """
    from suasion.read.coder import code_table

    try:
        text = table.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DocumentError(f"{table}: {error.strerror or error}. Give the path of a tab-separated table.") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{table}: byte {error.start:,} is no UTF-8. Save the table as UTF-8.") from error
    return code_table(text, name=table.name, weights=weights, progress=progress)


def datasets(record: Record | None = None, *, today: date | None = None) -> list[Listed]:
    """Return the data sets that can be gathered: licence, coverage, what they feed, and what is held of each.

    Parameters
    ----------
    record
        An open record; None lists what there is, nothing of it held.
    today
        Against which is held when a newer release is due; None is today.
    """
    from suasion.gather import listed

    return listed(record.holdings() if record else (), today or datetime.now(UTC).date())


def datasets_in(folders: Sequence[Path]) -> list[str]:
    """Return the names of the data sets that folders hold files of, by their file names."""
    from suasion.gather import held_in

    return sorted({name for folder in folders if folder.is_dir() for name in held_in(folder)})


def gather(
    record: Record,
    name: str,
    *,
    paths: Sequence[Path] = (),
    offline: bool = False,
    checksum: str | None = None,
    progress: Progress = _silent,
) -> list[GatheredRows]:
    """Take a data set into the record, from its publisher or from the publisher's own files.

    Parameters
    ----------
    record
        An open record.
    name
        As `datasets` lists it.
    paths
        The publisher's files, or a folder of them; none fetches from the publisher.
    offline
        Fetch nothing.
    checksum
        What the file hashes to, as the publisher says: "sha256:HEX", "md5:HEX", or the hex digits alone.
    progress
        Called with a line of text before each step.

    Returns
    -------
    list[GatheredRows]
        One entry a source: files that belong together are one, and go into the record wholly or not at all.

    Raises
    ------
    DatasetError
        If the files are not as the description says, have another checksum, or would be fetched ``offline``.
    AddressError
        If the publisher cannot be reached.
    """
    from suasion.gather import DataFile, check_file, fetch, open_files, read_rows

    if paths:
        files = open_files(name, paths)
    else:
        progress(f"fetching {name}")
        files = [DataFile(name=name, data=fetch(name, offline=offline))]
    done = []
    for file in files:
        progress(f"gathering {file.name}")
        if checksum:
            check_file(file.name, file.data, checksum)
        gathered = read_rows(name, file.data, file_name=file.name)
        progress(f"recording {gathered.rows.num_rows:,} rows of {gathered.source.name}")
        appended = record.append_observations(gathered.source, gathered.data, gathered.rows)
        done.append(
            GatheredRows(
                name=gathered.source.name,
                source=gathered.source.id,
                rows=gathered.rows.num_rows,
                new=appended.added,
                problems=gathered.problems,
            )
        )
    return done


def assess(record: Record, contest: Contest, *, draws: int = 2048, seed: int = 0) -> Assessment:
    """Return who has leverage over the client, by which instruments, how much and how surely.

    Parameters
    ----------
    record
        An open record.
    contest
        Client, patrons and period.
    draws
        Draws for the intervals.
    seed
        Their seed; the same seed gives the same numbers.

    Raises
    ------
    InputError
        If there is not one draw.
    """
    from suasion.assess import assess as assess_contest

    _need_draws(draws)
    return assess_contest(record, contest, draws=draws, seed=seed)


def _need_draws(draws: int) -> None:
    if draws < 1:
        raise InputError(f"{draws} draws make no interval. Name a power of two, for example 2048.")


def whatif(record: Record, scenario: Scenario, *, draws: int = 2048, seed: int = 0) -> WhatIf:
    """Return where a client would stand on an issue after some changes, and what each of them moves.

    Parameters
    ----------
    record
        An open record.
    scenario
        Client, patrons, issue and changes, as `suasion.codebook.scenario_words.parse_change` and
        `suasion.codebook.scenario_file.load_scenario` read them. Who makes a change is a patron, named or not.
    draws
        Draws of all inputs, a power of two.
    seed
        Their seed; the same seed gives the same numbers.

    Raises
    ------
    InputError
        If the scenario does not make sense, or a change cannot be made on what the record has.
    """
    from suasion.assess.scenario.whatif import whatif as answer

    _need_draws(draws)
    sound, chosen = _staged(record, scenario)
    return answer(record, chosen, sound, draws=draws, seed=seed)


def what_would_it_take(record: Record, scenario: Scenario, *, draws: int = 2048, seed: int = 0) -> WhatItTakes:
    """Return what a patron would have to offer for a client to reach a target on an issue, and how rivals answer.

    Parameters
    ----------
    record, draws, seed
        As for `whatif`.
    scenario
        With ``target`` and ``by``; its changes count as made already.

    Raises
    ------
    InputError
        If there is no target or nobody to reach it, or it lies beyond what every patron wants.
    """
    from suasion.assess.scenario.takes import what_would_it_take as answer

    _need_draws(draws)
    sound, chosen = _staged(record, scenario)
    return answer(record, chosen, sound, draws=draws, seed=seed)


def institution(record: Record, scenario: Scenario, *, draws: int = 2048, seed: int = 0) -> Institution:
    """Return whether an organisation's members agree on a text, who blocks it, and what it would take to have it not.

    Parameters
    ----------
    record, draws, seed
        As for `whatif`.
    scenario
        With ``institution``, ``text``, ``issue`` and ``patrons``; a change is made towards every member, or towards the
        client if one is named.

    Raises
    ------
    InputError
        If there is no institution, text or patron, or a change cannot be made on what the record has.
    """
    from suasion.assess.institution import institution as answer
    from suasion.codebook.scenario_rules import validated

    _need_draws(draws)
    return answer(record, validated(scenario), draws=draws, seed=seed)


def _staged(record: Record, scenario: Scenario) -> tuple[Scenario, Contest]:
    """Return a scenario that is sound, and its contest."""
    from suasion.codebook.scenario_rules import validated

    sound = validated(scenario)
    if sound.client is None:
        raise InputError("A scenario without a client is of an institution. Name the client, for example --client KHM.")
    if not sound.patrons:
        raise InputError("The scenario has no patrons. Name at least one, for example --patrons JPN,CHN.")
    chosen = contest(
        record, client=sound.client, patrons=sound.patrons, first_year=sound.first_year, last_year=sound.last_year,
        as_of=sound.as_of,
    )  # fmt: skip
    return sound, chosen


def measures() -> dict[str, tuple[str, str]]:
    """Return the measures that can be asked for by name, each with what it is and what it needs."""
    from suasion.assess.tables import CONTESTED, TITLES
    from suasion.model.catalogue import MEASURES

    of_rows = {one.name: (one.title, ", ".join(one.needs)) for one in MEASURES.values()}
    needed = "--actor, --partner, all that is recorded"
    everything = {"all": ("Every measure that the record can bear, one table", needed)}
    return of_rows | {name: (TITLES[name], needed) for name in CONTESTED} | everything


def measure(record: Record, name: str, request: Wanted) -> Measured:
    """Return a measure of the record's rows, with what to beware of.

    Parameters
    ----------
    record
        An open record.
    name
        As `measures` names it; "all" for every measure that the record can bear, of a client and its patrons, over
        the period where a measure can be worked out so. What could not be worked out is then among the problems.
    request
        For whom and when; states by code or name.

    Raises
    ------
    UnknownActorError
        If a name is no actor; the message has the closest.
    InputError
        If there is no such measure, the record has no rows for it, or the request makes no sense for it.
    """
    from suasion.assess.tables import CONTESTED
    from suasion.model.catalogue import beware, named
    from suasion.model.catalogue import measure as work

    if name in CONTESTED:
        return _of_a_contest(record, [name], request)
    coded = msgspec.structs.replace(
        request,
        actor=_code(request.actor) if request.actor else None,
        partners=tuple(_code(partner) for partner in request.partners),
    )
    rows = record.observations()
    if name == "all":
        contested, others = _of_a_contest(record, list(CONTESTED), request), _every(record, coded)
        return Measured(
            table=pa.concat_tables([contested.table, others.table]),
            problems=(*contested.problems, *others.problems),
        )
    wanted = named(name, also=(*CONTESTED, "all"))
    if record.run(rows.filter(rows.indicator.isin(wanted.needs)).limit(1)).num_rows == 0:
        feeding = sorted(d.name for d in datasets() if set(d.feeds) & set(wanted.needs))
        raise InputError(f"The record has no rows for {wanted.name}. Gather {' or '.join(feeding)} first.")
    table = work(rows, wanted.name, coded, record.run)
    return Measured(table=table, problems=beware(rows, wanted.name, coded, record.run))


def toolbox(record: Record, contest: Contest, *, draws: int = 2048, seed: int = 0) -> Measured:
    """Return every measure by name that the record can bear of a contest, beside what `assess` gives.

    What a measure lacks is among the problems.
    """
    from suasion.model.catalogue import Request as Asked

    asked = Asked(
        actor=contest.client, partners=contest.patrons, first_year=contest.first_year, last_year=contest.last_year,
        draws=draws, seed=seed,
    )  # fmt: skip
    return _every(record, asked, contest.as_of)


def _every(record: Record, request: Wanted, as_of: str | None = None) -> Measured:
    from suasion.model.catalogue import every

    table, problems = every(record.observations(as_of), request, record.run)
    return Measured(table=table, problems=tuple(problems))


def _of_a_contest(record: Record, names: Sequence[str], request: Wanted) -> Measured:
    """Return measures that an assessment gives, as one table."""
    from suasion.assess.tables import table_of

    if request.actor is None or not request.partners:
        raise InputError(f"{names[0]} is of a client and its patrons. Name them with --actor and --partner.")
    chosen = contest(
        record, client=request.actor, patrons=request.partners,
        first_year=request.first_year, last_year=request.last_year,
    )  # fmt: skip
    assessed = assess(record, chosen, draws=max(1, request.draws), seed=request.seed)
    return Measured(table=pa.concat_tables([table_of(assessed, name) for name in names]), problems=assessed.problems)


def recompute_fbic(components: Path, *, plus: bool = False) -> Measured:
    """Return FBIC worked out again from a file of the publisher's component columns, CSV or Parquet.

    Raises
    ------
    InputError
        If the file cannot be read or lacks a column, which it then names.
    """
    from suasion.measure.fbic import fbic, fbic_plus
    from suasion.measure.fbic_checks import fbic_problems
    from suasion.measure.fbic_file import read_components

    table = read_components(components)
    worked = (fbic_plus if plus else fbic)(table)
    return Measured(table=worked, problems=tuple(fbic_problems(table, plus=plus, file_name=components.name)))


def explain_fbic(components: Path, *, actor: str, partner: str, year: int, plus: bool = False) -> Measured:
    """Return what each term adds to one FBIC of a file of the publisher's component columns, a row a term.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column or has no such row.
    UnknownActorError
        If a name is no actor.
    """
    from suasion.measure.fbic import waterfall
    from suasion.measure.fbic_file import read_components

    table = read_components(components)
    terms = waterfall(table, iso3a=_code(actor), iso3b=_code(partner), year=year, plus=plus)
    return Measured(table=terms, problems=())


def trace(record: Record, identity: str) -> Trace:
    """Return where an entry, a number or a sentence of a brief comes from.

    Raises
    ------
    UnknownEvidenceError
        If neither the record nor a kept brief has that id.
    """
    return record.trace(identity)


def judge(
    record: Record,
    subject: str,
    verdict: Verdict,
    *,
    who: str,
    why: str,
    changes: Mapping[str, Any] | None = None,
    into: str | None = None,
) -> Appended:
    """Record a person's decision about an entry, at the present time.

    Parameters
    ----------
    record
        A record open for writing.
    subject
        Id of a statement, observation or source.
    verdict
        confirm, reject, correct, merge or unmerge.
    who, why
        The person's name and reason.
    changes
        For "correct": the corrected fields.
    into
        For "merge" the entry that stays, for "unmerge" the one parted from.

    Raises
    ------
    UnknownEvidenceError
        If the subject is not in the record.
    InputError
        If the decision does not make sense: see ``suasion.record.decisions.check_judgement``.
    """
    return record.append_judgement(
        Judgement(
            subject=subject,
            verdict=verdict,
            who=who,
            why=why,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            changes=dict(changes or {}),
            into=into,
        )
    )


def verify(record: Record) -> Verification:
    """Return whether database, journal, head and bytes agree, and where they do not."""
    return record.verify()


def repair(path: Path | None) -> Repair:
    """Set a damaged record aside and restore it from its journal."""
    from suasion.record import Record

    return Record.repair(path)


def brief(record: Record, assessment: Assessment, *, strict: bool = False) -> BriefVerification:
    """Return the brief of an assessment, read over by the verifier, and keep it so that `trace` finds its ids.

    Parameters
    ----------
    record
        The record that was assessed, open for writing.
    assessment
        As `assess` gave it.
    strict
        Raise at the first sentence that its evidence does not bear, instead of leaving it out.

    Raises
    ------
    UnsupportedSentenceError
        If ``strict`` and a sentence was refused.
    """
    from suasion.brief import RecordLookup, render, verify, write

    as_of = assessment.contest.as_of
    draft = write(assessment, RecordLookup(record, as_of))
    # A second lookup, so that the verifier reads every entry again and not what the writer kept.
    verified = verify(draft, assessment, RecordLookup(record, as_of), strict=strict)
    record.keep_brief(render(verified.brief, "json").encode())
    return verified


def contest(
    record: Record,
    *,
    client: str,
    patrons: Sequence[str],
    first_year: int | None = None,
    last_year: int | None = None,
    as_of: str | None = None,
) -> Contest:
    """Return the contest that a person means: names become codes, and a missing period is taken from the data.

    Raises
    ------
    UnknownActorError
        If a name is no actor; the message has the closest.
    ContestError
        If they do not make a contest.
    """
    from suasion.assess import period

    codes = [_code(name) for name in (client, *patrons)]
    if first_year is None or last_year is None:
        first, last = period(record, codes[0], codes[1:], as_of)
        last_year = last if last_year is None else last_year
        first_year = min(first, last_year) if first_year is None else first_year
    return Contest(client=codes[0], patrons=tuple(codes[1:]), first_year=first_year, last_year=last_year, as_of=as_of)


def _code(name: str) -> str:
    """Return the code of a state or organisation by its name or code; an error names the closest."""
    from suasion.codebook.actor import actor, resolve

    return resolve(name) or resolve(name.upper()) or actor(name).code


def workup(
    inputs: Sequence[str] = (),
    *,
    client: str = "KHM",
    patrons: Sequence[str] = ("JPN", "CHN", "USA"),
    first_year: int | None = None,
    last_year: int | None = None,
    as_of: str | None = None,
    out: Path = Path("out"),
    record_path: Path | None = None,
    overrides: Overrides | None = None,
    by: LanguageModel | None = None,
    progress: Progress = _silent,
) -> WorkedUp:
    """Make a brief from documents: take in, read, assess, verify and write it; the main path in one go.

    Parameters
    ----------
    inputs
        As for `add`; none is the example case.
    client, patrons, first_year, last_year, as_of
        As for `contest`; the example has its own period.
    out
        Folder for brief.html and brief.json.
    record_path
        The record; without it, one in ``out``, apart for the example and for a case of the user's own.
    overrides
        As for `add`.
    by
        As for `add`.
    progress
        Called with a line of text before each step.

    Raises
    ------
    InputError
        If no document could be used, or client and patrons do not make a contest.
    """
    from suasion import example
    from suasion.brief import render
    from suasion.record import Record

    case = None if inputs else example.load()
    path = record_path or out / ("case.duckdb" if inputs else "example.duckdb")
    path.parent.mkdir(parents=True, exist_ok=True)
    with Record.open(path) as record:
        if case is None:
            added = add(record, inputs, overrides=overrides, by=by, progress=progress)
            if not added.documents:
                raise InputError("No document could be used: " + " ".join(str(problem) for problem in added.problems))
        else:
            added = add_example(record, by=by, progress=progress)
            first_year = case.contest.first_year if first_year is None else first_year
            last_year = case.contest.last_year if last_year is None else last_year
        facts = gather(record, "facts", paths=example.facts(), progress=progress)
        chosen = contest(
            record, client=client, patrons=patrons, first_year=first_year, last_year=last_year, as_of=as_of
        )
        progress("assessing")
        assessment = assess(record, chosen)
        progress("writing and verifying")
        verified = brief(record, assessment).brief
    out.mkdir(parents=True, exist_ok=True)
    files = (out / "brief.html", out / "brief.json")
    files[0].write_text(render(verified, "html"), encoding="utf-8")
    files[1].write_text(render(verified, "json"), encoding="utf-8")
    problems = (*added.problems, *(problem for rows in facts for problem in rows.problems), *assessment.problems)
    return WorkedUp(contest=chosen, files=files, reading=render(verified, "summary"), problems=problems)


def add_example(record: Record, *, by: LanguageModel | None = None, progress: Progress = _silent) -> Added:
    """Take the example's documents into the record; see `add`."""
    from suasion import example
    from suasion.read import Overrides

    batches = []
    for document in example.load().documents:
        known = Overrides(
            title=document.title,
            publisher=document.publisher,
            published=document.published,
            language=document.language,
            licence=document.licence,
            reliability=document.reliability,
        )
        batches.append(add(record, [str(document.path)], overrides=known, by=by, progress=progress))
    return Added(
        documents=tuple(document for batch in batches for document in batch.documents),
        problems=tuple(problem for batch in batches for problem in batch.problems),
    )
