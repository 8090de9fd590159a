"""The words: types, code lists, units and schemas that every room speaks."""

from suasion.codebook.contest import Contest
from suasion.codebook.estimate import OPERATIONS, Derivation, Estimate, field_of, missing, recompute
from suasion.codebook.identity import content_id
from suasion.codebook.instrument import INSTRUMENTS, Instrument
from suasion.codebook.issue import ISSUES, Issue
from suasion.codebook.judgement import JUDGEMENT_SCHEMA, Judgement
from suasion.codebook.observation import INDICATORS, OBSERVATION_SCHEMA, Indicator
from suasion.codebook.problem import Problem
from suasion.codebook.source import SOURCE_SCHEMA, Source
from suasion.codebook.statement import (
    AMOUNT_UNITS,
    EXPORT_FIELDS,
    KINDS,
    MODALITIES,
    PLOVER,
    STATEMENT_SCHEMA,
    Statement,
)

__all__ = [
    "AMOUNT_UNITS",
    "EXPORT_FIELDS",
    "INDICATORS",
    "INSTRUMENTS",
    "ISSUES",
    "JUDGEMENT_SCHEMA",
    "KINDS",
    "MODALITIES",
    "OBSERVATION_SCHEMA",
    "OPERATIONS",
    "PLOVER",
    "SOURCE_SCHEMA",
    "STATEMENT_SCHEMA",
    "Contest",
    "Derivation",
    "Estimate",
    "Indicator",
    "Instrument",
    "Issue",
    "Judgement",
    "Problem",
    "Source",
    "Statement",
    "content_id",
    "field_of",
    "missing",
    "recompute",
]
