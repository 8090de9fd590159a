"""Answers to "what if" and "what would it take" as a person or a program reads them."""

from suasion.brief.answers.institution import institution_headline, read_institution
from suasion.brief.answers.page import to_page
from suasion.brief.answers.read import Answered, read
from suasion.brief.answers.reading import Grid, Reading, Said
from suasion.brief.answers.rows import long_table
from suasion.brief.answers.svg import to_svg
from suasion.brief.answers.what_if import headline, read_what_if
from suasion.brief.answers.what_it_takes import read_what_it_takes, takes_headline

__all__ = [
    "Answered",
    "Grid",
    "Reading",
    "Said",
    "headline",
    "institution_headline",
    "long_table",
    "read",
    "read_institution",
    "read_what_if",
    "read_what_it_takes",
    "takes_headline",
    "to_page",
    "to_svg",
]
