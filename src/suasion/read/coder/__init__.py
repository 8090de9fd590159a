"""Coding of one marked pair in a sentence: who does what to whom, with a probability for each answer."""

from suasion.read.coder.labels import HEADS, PLV_ROOTS, QUADS
from suasion.read.coder.marks import Marked, parse_marks
from suasion.read.coder.pairs import PairCoder, PairCoding, Variant, coder
from suasion.read.coder.table import CodedTable, code_table, iter_codes

__all__ = [
    "HEADS",
    "PLV_ROOTS",
    "QUADS",
    "CodedTable",
    "Marked",
    "PairCoder",
    "PairCoding",
    "Variant",
    "code_table",
    "coder",
    "iter_codes",
    "parse_marks",
]
