"""Statements that cannot all hold: denials, figures that differ, corrections, and stands that turned."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from suasion.assess.alike import overlap, same_matter
from suasion.assess.assessment import Contradiction
from suasion.assess.claims_grammar import TOLERANCE
from suasion.assess.naming import amount_in_words, join, said
from suasion.assess.positions import last_stand_year
from suasion.assess.rows import Evidence, Row, document_texts, source_rows, statement_rows, surely_read, year_of
from suasion.assess.windows import windows
from suasion.codebook import INSTRUMENTS, ISSUES, Contest

_CORRECTS: Final = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)?|erratum|errata|misstated|wrongly|mistaken(?:ly)?|in error|erroneous(?:ly)?|"
    r"an earlier (?:version|report|figure)|should have (?:read|been|said))\b",
    re.I,
)
_SCALES: Final = {
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
_BASE: Final = re.compile(r"\b(?:(?:naval|military|foreign) base|base at|about a base|Ream)\b", re.I)
_BEFORE: Final = re.compile(r"\b(?:in the past|formerly|previously|used to|once|earlier)\b", re.I)
# "not $600 million", "rather than 25 percent": a figure that a correction takes back.
_WRONG: Final = re.compile(
    r"\b(?:not|rather than|instead of)\s+(?:about\s+|nearly\s+)?(?:US)?\$?\s*(\d[\d,]*(?:\.\d+)?)\s*"
    r"(thousand|million|billion|trillion|mn|bn|k|m)?\b",
    re.I,
)
ONE_SIDED: Final = "denied by"
"""How the reason begins where something is denied that no document here states: nothing is contradicted by it."""
_NEAR: Final = 300  # characters between a correction and the statement that stands for it. Heuristic.
_ALIKE: Final = 0.3  # Jaccard overlap of the words of two quotes from which they tell of one thing. Heuristic.
_SAID: Final = ("asserted", "alleged")


def contradictions(record: Evidence, contest: Contest) -> tuple[Contradiction, ...]:
    """Return groups of statements about the contest's parties that cannot all hold.

    Heuristic, by four tests: something denied and stated of the same pair on the same issue (or, without an issue,
    by the same instrument) and in part with the same words; two figures, told by two, for one flow and one period that
    differ by more than 10 %; a figure and the sentence that corrects it; one party for and against an issue's norm in
    the period. Stands of different years are reported as moved, since both can have held. What is denied on an issue is
    shown even where no document states it: whoever denies a thing answers someone. What its reader holds for
    less likely right than wrong is left out.

    Parameters
    ----------
    record
        Statements and sources; only what was known by ``contest.as_of`` is used.
    contest
        Statements with the client or a patron on either side are compared.

    Returns
    -------
    tuple of Contradiction
        By test, then by place in the documents. ``why`` says what each side holds.
    """
    parties = {contest.client, *contest.patrons}
    sources = source_rows(record, contest.as_of)
    published = {key: row["published"] for key, row in sources.items()}
    last = last_stand_year(contest, (row["published"] for row in sources.values() if row["kind"] == "document"))
    stated = statement_rows(record, contest.as_of)
    told_of = [row for row in stated if parties & {row["actor"], row["recipient"]}]
    rows = [row for row in told_of if surely_read(row)]
    corrected = list(_corrections(told_of, document_texts(record, contest.as_of), published))
    told = {frozenset(one.statements) for one in corrected}
    figures = [one for one in _figures(rows, published) if not any(set(one.statements) <= group for group in told)]
    return (*_denials(rows), *corrected, *figures, *_turns(rows, published, contest, last))


def _denials(rows: list[Row]) -> Iterator[Contradiction]:
    by_topic: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        topic = _topic(row)
        if topic and row["modality"] in (*_SAID, "denied") and row["kind"] in ("event", "tie", "flow"):
            by_topic[topic].append(row)
    for topic, group in sorted(by_topic.items()):
        denied = _surest([row for row in group if row["modality"] == "denied"])
        for pair in dict.fromkeys(_pair_of(row) for row in denied):
            noes = [row for row in denied if _pair_of(row) == pair]
            held = [row for row in group if row["modality"] != "denied" and any(_contrary(row, no) for no in noes)]
            if not held and topic in ISSUES:
                yield Contradiction(
                    topic=_about(topic, pair),
                    statements=tuple(row["id"] for row in _once(noes)),
                    why=f"{ONE_SIDED} {_sayers(noes)}; no document here says it in its own voice",
                )
            noes = [no for no in noes if any(_contrary(row, no) for row in held)]
            if held:
                stated = any(row["modality"] == "asserted" for row in held)
                yield Contradiction(
                    topic=_about(topic, pair),
                    statements=tuple(row["id"] for row in _once((*held, *noes))),
                    why=f"{'stated' if stated else 'alleged'}, and denied by {_sayers(noes)}",
                )


def _about(topic: str, pair: frozenset[str]) -> str:
    return f"{_title(topic)}: {join(sorted(said(code) for code in pair))}"


def _topic(row: Row) -> str | None:
    """Return the issue of a statement, "foreign-bases" where its words speak of one, else its instrument."""
    if row["issue"]:
        return str(row["issue"])
    return "foreign-bases" if _BASE.search(str(row["quote"])) else row["instrument"]


def _pair_of(row: Row) -> frozenset[str]:
    return frozenset(code for code in (row["actor"], row["recipient"]) if code)


def _contrary(row: Row, denied: Row) -> bool:
    """Return whether a statement says what another denies.

    They are about the same two, or about one of them where the statement names no other; and their stances differ,
    or, where one has none, the statement tells of something given or agreed, in part with the denial's own words.
    """
    pair, other = _pair_of(row), _pair_of(denied)
    if not pair or not (pair == other or (len(pair) == 1 and pair < other)):
        return False
    if row["stance"] is not None and denied["stance"] is not None:
        return bool(row["stance"] != denied["stance"])
    if row["kind"] == "event" and row["plover"] not in ("AGREE", "AID", "CONCEDE", "COOPERATE", "MOBILIZE"):
        return False
    if None not in (row["amount"], denied["amount"]) and row["amount"] != denied["amount"]:
        return False
    return same_matter(row, denied) if _topic(denied) in ISSUES else overlap(row, denied) >= _ALIKE


def _once(rows: Iterable[Row]) -> list[Row]:
    """Return statements without those read from the same words of the same actor."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        seen.setdefault((row["source"], row["start"], row["end"], row["actor"], row["stance"], row["amount"]), row)
    return list(seen.values())


def _surest(rows: list[Row]) -> list[Row]:
    """Return of readings of the same words with different recipients the surest one."""
    best: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row["source"], row["start"], row["end"], row["actor"])
        if key not in best or (row["score"] or 0.0) > (best[key]["score"] or 0.0):
            best[key] = row
    return list(best.values())


def _sayers(rows: list[Row]) -> str:
    """Return who says so: the actors where the text speaks for itself, else those quoted."""
    actors = {said(row["actor"]) for row in rows if row["attribution"] in ("author", None)}
    return join(sorted(actors or {str(row["attribution"]) for row in rows}))


def _figures(rows: list[Row], published: dict[str, str | None]) -> Iterator[Contradiction]:
    """Yield figures for one flow, unit and period that differ."""
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["amount"] is None or row["unit"] == "other" or row["modality"] not in (*_SAID, "planned"):
            continue
        year = year_of(published.get(row["source"])) or year_of(row["known"])
        when = windows(row["period"], published=year, date=row["date"]) if year else None
        years = str(when.readings[0]) if when and not when.loose else None
        pair = frozenset((row["actor"], row["recipient"]))
        groups[pair, row["instrument"], row["unit"], row["unit"] == "years" or years].append(row)
    for group in sorted(groups.values(), key=lambda found: found[0]["id"]):
        for kin in _kin(group):
            amounts = sorted({row["amount"] for row in kin})
            sayers = {(row["source"], row["attribution"]) for row in kin}  # one text that names two sums means two
            if len(amounts) > 1 and len(sayers) > 1 and amounts[-1] - amounts[0] > TOLERANCE * amounts[0]:
                yield Contradiction(
                    topic=f"{_title(kin[0]['instrument'])}: {_pair(kin[0])}",
                    statements=tuple(row["id"] for row in kin),
                    why="figures for one flow and period differ: "
                    + join([amount_in_words(amount, kin[0]["unit"]) for amount in amounts]),
                )


def _kin(group: list[Row]) -> list[list[Row]]:
    """Return the rows that tell of one thing together: from different texts, or alike in their words."""
    kin: list[list[Row]] = []
    for row in group:
        for found in kin:
            if any(overlap(row, other) >= _ALIKE for other in found):
                found.append(row)
                break
        else:
            kin.append([row])
    return kin


def _corrections(rows: list[Row], texts: dict[str, str], published: dict[str, str | None]) -> Iterator[Contradiction]:
    """Yield a figure with what stands beside the sentence that calls it wrong, in a text not older than it."""
    for source, text in sorted(texts.items(), key=lambda item: (published.get(item[0]) or "", item[0])):
        if not _CORRECTS.search(text):
            continue
        own = [row for row in rows if row["source"] == source]
        for match in _WRONG.finditer(text):
            wrong = float(match[1].replace(",", "")) * _SCALES.get((match[2] or "").lower(), 1.0)
            earlier = [
                row
                for row in rows
                if row["source"] != source
                and row["amount"] == wrong
                and (published.get(row["source"]) or "") <= (published.get(source) or "9999")
            ]
            near = sorted(own, key=lambda row: (abs(row["start"] - match.start()), row["id"]))[:1]
            if earlier and near and abs(near[0]["start"] - match.start()) <= _NEAR:
                yield Contradiction(
                    topic=f"{_title(earlier[0]['instrument'])}: {_pair(earlier[0])}",
                    statements=tuple(row["id"] for row in _once((*earlier, *near))),
                    why=f"the figure of {amount_in_words(wrong, earlier[0]['unit'])} was corrected on "
                    f"{published.get(source) or 'an unknown date'}",
                )


def _turns(rows: list[Row], published: dict[str, str | None], contest: Contest, last: int) -> Iterator[Contradiction]:
    """Yield parties that stand on both sides of an issue in the period."""
    stands: dict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
    for row in rows:
        year = year_of(row["date"])
        if year is None and (told := year_of(published.get(row["source"])) or year_of(row["known"])):
            year = told - 1 if _BEFORE.search(f"{row['period'] or ''} {row['sentence'] or ''}") else told
        counts = row["kind"] != "judgement" and row["modality"] in ("asserted", "planned", "demanded")
        stands_by = bool(row["issue"]) and row["stance"] in (-1, 1)
        ours = row["actor"] in {contest.client, *contest.patrons}
        if counts and stands_by and ours and year and contest.first_year <= year <= last:
            stands[row["actor"], row["issue"]].append((year, row))
    for (party, issue), found in sorted(stands.items()):
        sides = {stance: [(year, row) for year, row in found if row["stance"] == stance] for stance in (1, -1)}
        if not sides[1] or not sides[-1]:
            continue
        yield Contradiction(
            topic=f"{_title(issue)}: {said(party)}",
            statements=tuple(row["id"] for row in _once(row for _, row in sorted(found, key=_by_year))),
            why=_turn(sides),
        )


def _by_year(item: tuple[int, Row]) -> tuple[int, str, int]:
    return item[0], item[1]["source"], item[1]["start"]


def _turn(sides: dict[int, list[tuple[int, Row]]]) -> str:
    years = {stance: sorted(year for year, _ in found) for stance, found in sides.items()}
    for before, after in ((1, -1), (-1, 1)):
        if years[before][-1] < years[after][0]:
            words = {1: "for", -1: "against"}
            return (
                f"moved: {words[before]} the norm before {years[after][0]}, {words[after]} it from then on; "
                "both may have held in their time"
            )
    return "for and against the issue's norm at the same time"


def _pair(row: Row) -> str:
    return f"{said(row['actor'])} and {said(row['recipient'])}"


def _title(topic: str | None) -> str:
    if topic in ISSUES:
        return ISSUES[topic].title
    return INSTRUMENTS[topic].title if topic in INSTRUMENTS else (topic or "Unnamed")
