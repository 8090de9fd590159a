"""The assessment as a person reads it, each sentence with its evidence, and the verifier that reads it over."""

from suasion.brief.document import Brief, BriefVerification, Refusal, Section, Sentence
from suasion.brief.lookup import Lookup, RecordLookup
from suasion.brief.render import render
from suasion.brief.verify import verify
from suasion.brief.write import write

__all__ = [
    "Brief",
    "BriefVerification",
    "Lookup",
    "RecordLookup",
    "Refusal",
    "Section",
    "Sentence",
    "render",
    "verify",
    "write",
]
