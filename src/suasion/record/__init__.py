"""The append-only store of sources, statements, observations and judgements."""

from suasion.record.briefs import KeptBrief
from suasion.record.layout import default_path
from suasion.record.record import Appended, Record
from suasion.record.repair import Repair
from suasion.record.trace import Decision, Trace
from suasion.record.verification import Verification

__all__ = ["Appended", "Decision", "KeptBrief", "Record", "Repair", "Trace", "Verification", "default_path"]
