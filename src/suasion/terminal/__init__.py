"""What the command line prints: tables, progress and problems, plain where nobody looks at a terminal."""

from suasion.terminal.assessment import number, show_assessment
from suasion.terminal.files import as_json, statements_as, table_as, write_result
from suasion.terminal.plain import visible
from suasion.terminal.standard_error import meter, progress, progress_done, show_problem, show_problems
from suasion.terminal.tables import show_measured, show_table
from suasion.terminal.texts import reason_text, repair_text, trace_text, verification_text

__all__ = [
    "as_json",
    "meter",
    "number",
    "progress",
    "progress_done",
    "reason_text",
    "repair_text",
    "show_assessment",
    "show_measured",
    "show_problem",
    "show_problems",
    "show_table",
    "statements_as",
    "table_as",
    "trace_text",
    "verification_text",
    "visible",
    "write_result",
]
