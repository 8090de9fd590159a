"""A front for notebooks: a contest with its tables, pictures and brief; every result shows itself as HTML."""

from suasion.notebook.front import MeasuredTable, OpenContest, contest, example
from suasion.notebook.own_table import write_facts
from suasion.notebook.picture import Picture
from suasion.notebook.table import Shown

__all__ = ["MeasuredTable", "OpenContest", "Picture", "Shown", "contest", "example", "write_facts"]
