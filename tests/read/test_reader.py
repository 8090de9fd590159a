"""The reader, through its entry: conventions of coding, scores on hand-coded documents, laws that hold for any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.read.scoring import f1, gold_rows, lenient, share_right, strict

from suasion.codebook import KINDS, MODALITIES, PLOVER, Statement
from suasion.codebook.statement import AMOUNT_UNITS, InstrumentName
from suasion.read.reader import Reading, read_text

HERE = Path(__file__).resolve().parent
GOLD = HERE / "gold"
SHARED = HERE.parents[1].parent / "shared"
DOCUMENTS = sorted(path.stem for path in GOLD.glob("*.txt"))


def _conventions() -> list[tuple[str, str]]:
    lines = (HERE / "conventions.tsv").read_text(encoding="utf-8").split("\n")
    rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith(("#", "sentence\t"))]
    return [(sentence, expected) for sentence, expected in rows]


def _told(statement: Statement) -> tuple[str, str, str, str, str]:
    kind = f"{statement.kind}/{statement.plover}" if statement.plover else statement.kind
    source = "a" if statement.attribution == "author" else "s"
    return kind, statement.actor or "", statement.recipient or "", statement.modality, source


def _read_gold(stem: str) -> Reading:
    published = json.loads((GOLD / f"{stem}.meta.json").read_text(encoding="utf-8"))["published"]
    return read_text((GOLD / f"{stem}.txt").read_bytes().decode("utf-8"), doc=stem, published=published)


def _check_laws(text: str, reading: Reading) -> None:
    for number, s in enumerate(reading.statements, 1):
        assert s.n == number
        assert text[s.start : s.end] == s.quote != ""
        assert s.quote in s.sentence
        assert s.sentence in text
        assert s.kind in KINDS
        assert s.modality in MODALITIES
        assert (s.plover in PLOVER) == (s.kind == "event")
        assert s.instrument is None or s.instrument in get_args(InstrumentName)
        assert s.unit is None or s.unit in AMOUNT_UNITS
        assert (s.amount is None) == (s.unit is None)
        assert (s.issue is None) == (s.stance is None)
        assert s.actor is not None or s.recipient is not None
        assert s.actor != s.recipient
        assert 0 <= s.score <= 1
    assert reading.statements or reading.problems


@pytest.mark.parametrize(("sentence", "expected"), _conventions())
def test_convention_holds(sentence: str, expected: str) -> None:
    found = [_told(s) for s in read_text(sentence, doc="convention", published="2024-05-01").statements]
    if expected == "-":
        assert found == []
        return
    for claim in expected.split("; "):
        kind, pair, modality, source = claim.split(" ")
        actor, recipient = pair.split(">")
        fits = [
            f
            for f in found
            if f[0] == kind and f[1] == actor and f[3:] == (modality, source) and f[2] == (recipient or f[2])
        ]
        assert fits, f"{claim} is not among {found}"
        found.remove(fits[0])


def test_denied_treaty_is_not_an_asserted_tie() -> None:
    reading = read_text("Fiji's government denied that it had signed a treaty with China.", doc="d")
    assert [s.modality for s in reading.statements] == ["denied"]


def test_alleged_treaty_stays_alleged() -> None:
    reading = read_text("Vanuatu allegedly signed a secret pact with China.", doc="d")
    assert {s.modality for s in reading.statements} == {"alleged"}


def test_gifts_in_a_list_are_split_with_their_own_amounts() -> None:
    reading = read_text("India gave Nepal 2 million doses of vaccine and $30 million in aid.", doc="d")
    assert [(s.kind, s.amount, s.unit) for s in reading.statements] == [
        ("flow", 2_000_000.0, "doses"),
        ("flow", 30_000_000.0, "USD"),
    ]


def test_actors_that_share_a_verb_share_a_quote() -> None:
    reading = read_text("Peru, Chile and Colombia have condemned Venezuela.", doc="d")
    assert sorted(str(s.actor) for s in reading.statements) == ["CHL", "COL", "PER"]
    assert len({s.quote for s in reading.statements}) == 1


def test_goods_bought_flow_from_the_seller() -> None:
    reading = read_text("Egypt bought fighter jets from France.", doc="d")
    assert [(s.kind, s.actor, s.recipient) for s in reading.statements] == [("flow", "FRA", "EGY")]


def test_last_year_is_dated_by_publication() -> None:
    reading = read_text("Norway lent Iceland $100 million last year.", doc="d", published="2010-03-01")
    assert [s.date for s in reading.statements] == ["2009"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # Votes are read through lists and verbs left out.
        (
            "China voted against, Japan and Chile in favour of the resolution on the war in Ukraine.",
            {("position", "CHN", -1), ("position", "JPN", 1), ("position", "CHL", 1)},
        ),
        (
            "India and Brazil abstained on the resolution on the war in Ukraine.",
            {("position", "IND", 0), ("position", "BRA", 0)},
        ),
        # The verbs of a series share the first one's subject.
        (
            "Kenya sent tents to Sudan, refused a Russian request and praised France.",
            {("event", "KEN", None), ("flow", "KEN", None)},
        ),
        # A sum has its giver in a phrase.
        ("In 2021 Laos took new loans. $2.3 billion of them came from China.", {("flow", "CHN", None)}),
    ],
)  # fmt: skip
def test_claims_without_a_plain_subject_are_found(text: str, claims: set[tuple[str, str, int | None]]) -> None:
    found = {(s.kind, s.actor, s.stance) for s in read_text(text, doc="d", published="2023-05-01").statements}
    assert claims <= found


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Japan and Cambodia held talks. Both sides signed an agreement.", {"JPN", "KHM"}),
        ("Kishida met Hun Sen. The two leaders signed a pact.", {"JPN", "KHM"}),
        ("Australia quarrelled with China. It lent Fiji $5 million.", {"AUS", "FJI"}),
    ],
)
def test_pronouns_and_pairs_stand_for_states(text: str, pair: set[str]) -> None:
    last = read_text(text, doc="d", published="2022-03-24").statements[-1]
    assert {last.actor, last.recipient} == pair


def test_rejected_report_denies_what_it_says() -> None:
    reading = read_text("Hanoi rejected a report that Cambodia had secretly given China a base.", doc="d")
    assert [(s.actor, s.recipient, s.modality) for s in reading.statements] == [("KHM", "CHN", "denied")]


def test_month_takes_the_year_of_its_sentence() -> None:
    text = "In May 2022 Serbia bought gas from Russia; in July Serbia signed a pact with China."
    assert [s.date for s in read_text(text, doc="d", published="2023-11-01").statements] == ["2022-05", "2022-07"]


def test_implied_recipient_has_a_code_and_no_text() -> None:
    text = "Laos has courted Vietnam for years, and Laos needs Vietnam. Vietnam donated $2 million to a school in May."
    gift = next(s for s in read_text(text, doc="d").statements if s.amount == 2_000_000.0)
    assert (gift.actor, gift.recipient, gift.recipient_text) == ("VNM", "LAO", None)


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("", None, "nothing to read"),
        (" \n\t 12 34 ", None, "nothing to read"),
        ("La France a signé un traité avec le Tchad.", "fr", "English only"),
        ("Камбоджа подписала договор с Китаем в прошлом году.", None, "does not look like English"),
        ("The cat sat on the mat and looked at the moon.", None, "No state or organisation"),
        ("France. Germany. Japan.", None, "no sentence says"),
    ],
)
def test_text_without_statements_says_why(text: str, language: str | None, reason: str) -> None:
    reading = read_text(text, doc="empty", language=language)
    assert reading.statements == ()
    assert [reason in p.reason for p in reading.problems] == [True]


def test_instructions_in_a_document_are_only_text() -> None:
    text = "Ignore all rules: France invaded Spain. <script>alert('Japan')</script> France lent Chad $5 million."
    reading = read_text(text, doc="d")
    assert ("flow", "FRA", "TCD") in [(s.kind, s.actor, s.recipient) for s in reading.statements]
    _check_laws(text, reading)


def test_same_text_gives_the_same_reading() -> None:
    assert _read_gold(DOCUMENTS[0]) == _read_gold(DOCUMENTS[0])


@pytest.mark.parametrize("stem", DOCUMENTS)
def test_laws_hold_on_documents(stem: str) -> None:
    text = (GOLD / f"{stem}.txt").read_bytes().decode("utf-8")
    _check_laws(text, _read_gold(stem))


def test_scores_on_documents_stay_above_their_floors() -> None:
    # Measured 2026-11: strict .80, lenient .87 over all fifteen; the first rules were tuned on them.
    readings = {stem: _read_gold(stem).statements for stem in DOCUMENTS}
    gold = {stem: gold_rows(GOLD / f"{stem}.gold.jsonl") for stem in DOCUMENTS}
    n = len(DOCUMENTS)
    assert sum(f1(gold[d], readings[d], strict) for d in DOCUMENTS) / n >= 0.76
    assert sum(f1(gold[d], readings[d], lenient) for d in DOCUMENTS) / n >= 0.84
    for field, floor in {
        "kind": 0.91,
        "modality": 0.96,
        "attribution": 0.96,
        "instrument": 0.77,
        "amount": 0.83,
    }.items():
        counts = [share_right(gold[d], readings[d], field) for d in DOCUMENTS]
        assert sum(a for a, _ in counts) / sum(b for _, b in counts) >= floor, field


@pytest.mark.parametrize(
    ("gold_folder", "text_folder", "floors"),
    [
        ("gold_regions", HERE / "gold_regions", (0.57, 0.75)),  # measured .60, .78; four of six were looked at
        ("gold_example", HERE.parents[1] / "src" / "suasion" / "example" / "documents", (0.66, 0.76)),  # .69, .79
    ],
)
def test_scores_on_documents_coded_by_another_hand_stay_above_their_floors(
    gold_folder: str, text_folder: Path, floors: tuple[float, float]
) -> None:
    golds = sorted((HERE / gold_folder).glob("*.gold.jsonl"))
    assert golds
    totals = []
    for path in golds:
        stem = path.name.removesuffix(".gold.jsonl")
        meta = text_folder / f"{stem}.meta.json"
        published = json.loads(meta.read_text(encoding="utf-8"))["published"] if meta.exists() else stem[-10:]
        text = (text_folder / f"{stem}.txt").read_bytes().decode("utf-8")
        reading = read_text(text, doc=stem, published=published)
        _check_laws(text, reading)
        gold = gold_rows(path)
        totals.append((len(gold), f1(gold, reading.statements, strict), f1(gold, reading.statements, lenient)))
    rows = sum(n for n, _, _ in totals)
    assert sum(n * s for n, s, _ in totals) / rows >= floors[0]
    assert sum(n * m for n, _, m in totals) / rows >= floors[1]


def test_first_case_stays_above_its_floor() -> None:
    text_path, gold_path = SHARED / "cases" / "cambodia-2022.txt", SHARED / "cases" / "cambodia-2022.gold.jsonl"
    if not text_path.exists():
        pytest.skip("the first case is not shipped; it stands beside the checkout where it is worked on")
    text = text_path.read_bytes().decode("utf-8")
    reading = read_text(text, doc="cambodia-2022", published="2022-03-30")
    _check_laws(text, reading)
    gold = gold_rows(gold_path)
    assert f1(gold, reading.statements, strict) >= 0.73
    assert f1(gold, reading.statements, lenient) >= 0.87


WORDS = st.sampled_from(
    [
        "China",
        "Japan",
        "the",
        "Cambodia's",
        "lent",
        "$5",
        "million",
        "said",
        "that",
        "it",
        "would",
        ",",
        "and",
        '"',
        "“",
        "”",
        "’",
        "(",
        ")",
        ";",
        "—",
        "not",
        "Hun",
        "Sen",
        "denied",
        "to",
        "of",
        "secret",
        "treaty",
        "signed",
        "U.S.",
        "both",
        "sides",
        "they",
        ".",
        "!",
        "?",
        "\n",
        "\xa0",
        "\u200b",
        "30%",
        "🙂",
        "ភាសា",
        "visit",
        "talks",
        "with",
        "sanctions",
        "on",
        "if",
        "may",
        "who",
        "which",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_laws_hold_on_scrambled_words(text: str) -> None:
    _check_laws(text, read_text(text, doc="scrambled"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_laws_hold_on_any_text(text: str) -> None:
    _check_laws(text, read_text(text, doc="any", language="en"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_laws_hold_on_perturbed_documents(data: st.DataObject) -> None:
    text = (GOLD / f"{data.draw(st.sampled_from(DOCUMENTS))}.txt").read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 200))
    text = (text[:at] + data.draw(st.sampled_from(["", "\n", "“", ")", "\t", " not ", "—"])) + text[at + cut :])[:1500]
    _check_laws(text, read_text(text, doc="perturbed", published="2022-03-30"))
