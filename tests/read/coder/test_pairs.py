"""Marked pairs: the coder answers alike in any order and company, and no sentence stops it."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.codebook.statement import PLOVER
from suasion.errors import DocumentError
from suasion.read.coder import HEADS, PLV_ROOTS, QUADS, Marked, Variant, code_table, coder, iter_codes, parse_marks
from suasion.read.coder.encoder import LONGEST, to_pieces
from suasion.read.coder.wordpiece import pieces

WEIGHTS = files("suasion.read.coder") / "weights"


@pytest.mark.parametrize(
    ("sentence", "root", "quad"),
    [
        ("<s>Lima</s> has condemned <t>the shelling of the port</t>.", "ACCUSE", 3),
        ("<s>Danish police</s> arrested <t>two smugglers</t> near Aarhus on Monday.", "COERCE", 4),
        ("<s>Peru's president</s> met <t>her Chilean counterpart</t> in Arica.", "CONSULT", 1),
        ("<t>Chad</t> was given 300 tents by <s>the Red Crescent</s>.", "AID", 2),
        ("<s>Rebels</s> killed <t>nine soldiers</t> in an ambush.", "ASSAULT", 4),
        ("<s>Teachers</s> marched against <t>the ministry's cuts</t>.", "PROTEST", 4),
        ("<s>Manila</s> refused to receive <t>the envoy</t>.", "REJECT", 3),
    ],
)
@pytest.mark.parametrize("weights", ["open", "plv"])
def test_plain_acts_get_their_root(sentence: str, root: str, quad: int, weights: Variant) -> None:
    coded = next(iter_codes([sentence], weights))
    assert (coded.plv_root, coded.quad, coded.binary) == (root, quad, int(quad > 2))
    assert 0.3 < coded.probability <= 1


def test_who_did_it_hangs_on_the_marks() -> None:
    text = "France expelled two Russian attachés after Moscow had accused Paris of spying."
    first = Marked(text, (0, 6), (20, 37))
    second = Marked(text, (43, 49), (62, 67))
    assert coder("open").code(first).plv_root in {"SANCTION", "COERCE"}
    assert coder("open").code(second).plv_root == "ACCUSE"


@pytest.mark.parametrize("weights", ["open", "plv"])
def test_int8_weights_answer_as_those_they_were_made_from(weights: Variant) -> None:
    rows = json.loads((WEIGHTS / f"parity-{weights}.json").read_text(encoding="utf-8"))
    encoder = coder(weights)._encoder
    cosines = []
    for row in rows:
        spans = [tuple(span) if span else None for span in row["spans"]]
        logits = encoder.logits(Marked(row["text"], *spans))  # type: ignore[arg-type]
        for head in ("root", "plover"):
            e = np.exp(logits[head] - logits[head].max())
            chances, meant = e / e.sum(), np.array(row[head])
            cosines.append(float(chances @ meant / np.linalg.norm(chances) / np.linalg.norm(meant)))
    assert len(rows) >= 20
    assert np.mean(cosines) > 0.99
    assert min(cosines) > 0.9


def test_answers_do_not_hang_on_order_or_company() -> None:
    sentences = [
        "<s>Oslo</s> lent <t>Accra</t> a frigate.",
        "<s>Quito</s> may sue <t>Bogotá</t> over the spill, its minister said on Friday in a long and rambling speech.",
        "<s>Rome</s> thanked <t>Tirana</t>.",
    ]
    forward = list(iter_codes(sentences))
    assert list(iter_codes(sentences[::-1]))[::-1] == forward
    assert [next(iter_codes([sentence])) for sentence in sentences] == forward


@given(st.text(max_size=60), st.text(min_size=1, max_size=30), st.text(max_size=60), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_is_coded_with_a_probability(before: str, source: str, between: str, target: str) -> None:
    text = before + source + between + target
    at = len(before) + len(source) + len(between)
    marked = Marked(text, (len(before), len(before) + len(source)), (at, len(text)))
    coded = coder("plv").code(marked)
    assert coded.plover in PLOVER
    assert coded.plv_root in PLV_ROOTS
    assert coded.plv_root == {"CONCEDE": "YIELD", "RETREAT": "YIELD"}.get(coded.plover, coded.plover)
    assert 0 <= coded.probability <= 1
    for answers in coder("open").probabilities(marked).values():
        assert answers.sum() == pytest.approx(1)


@pytest.mark.parametrize("far", [0, 5_000, 9_990])
def test_a_sentence_of_ten_thousand_words_is_read_around_its_marks(far: int) -> None:
    words = ["slowly"] * 10_000
    words[far : far + 3] = ["Ankara", "bombed", "Idlib"]
    text = " ".join(words)
    start = 7 * far
    read = to_pieces(Marked(text, (start, start + 6), (start + 14, start + 19)))
    assert len(read.ids) <= LONGEST
    assert (read.where[:2] > 0).all()
    assert pieces("bombed")[0] in read.ids
    assert coder("open").code(Marked(text, (start, start + 6), (start + 14, start + 19))).plv_root in PLV_ROOTS


def test_marks_are_read_whatever_their_order() -> None:
    assert parse_marks("by <t>B</t> of <s>A</s>") == Marked("by B of A", (8, 9), (3, 4))
    assert parse_marks("<s>A</s> and <s>C</s> left").source == (0, 1)
    assert parse_marks("<s>A left") == Marked("A left", (0, 6), None)
    assert parse_marks("A left <t>B</t>") == Marked("A left B", None, (7, 8))


def test_a_table_keeps_its_columns_and_rows() -> None:
    table = (
        'id\tmarked_sentence\tplover\n7\t"<s>A</s> bombed ""B"", <t>Idlib</t>"\told\n'
        "8\tLima condemned <t>it</t>\told\n9\ttoo few\n10\t<s></s>\t\n"
    )
    done = code_table(table, name="pairs.tsv")
    lines = done.text.splitlines()
    assert lines[0] == "id\tmarked_sentence\tplover\tplv_root\tquad\tbinary\tprobability"
    assert lines[1].startswith('7\t"<s>A</s> bombed ""B"", <t>Idlib</t>"\tASSAULT\tASSAULT\t4\t1\t0.')
    assert lines[2].startswith("8\tLima condemned <t>it</t>\tACCUSE\t")
    assert lines[3:] == ["9\ttoo few\t\t\t\t\t", "10\t<s></s>\t\t\t\t\t"]
    assert [(p.input, p.severity) for p in done.problems] == [
        ("pairs.tsv, row 2", "warning"),
        ("pairs.tsv, row 3", "error"),
        ("pairs.tsv, row 4", "error"),
    ]


def test_quotes_that_are_no_quoting_are_left_as_they_are() -> None:
    table = 'marked_sentence\tid\n"<s>A</s> thanked <t>B</t>\t1\n<s>C</s> sued <t>D</t>"\t2\n'
    done = code_table(table, name="pairs.tsv")
    assert done.rows == 2
    assert not done.problems
    assert done.text.splitlines()[1].startswith('"<s>A</s> thanked <t>B</t>\t1\tSUPPORT')


def test_a_table_without_the_column_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"pairs\.tsv: no column 'marked_sentence'; it has 'a', 'b'"):
        code_table("a\tb\n1\t2\n", name="pairs.tsv")


def test_every_root_has_a_quad_and_every_question_answers() -> None:
    assert set(QUADS) == set(PLV_ROOTS)
    assert all(len(set(answers)) == len(answers) > 1 for answers in HEADS.values())
