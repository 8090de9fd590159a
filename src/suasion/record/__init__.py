"""The append-only store of sources, statements, observations and judgements."""

from suasion.record.briefs import KeptBrief
from suasion.record.layout import default_path
from suasion.record.record import Appended, Record
from suasion.record.trace import Decision, Trace

__all__ = ["Appended", "Decision", "KeptBrief", "Record", "Trace", "default_path"]
