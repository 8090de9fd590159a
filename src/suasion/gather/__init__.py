"""Data sets to observations, and the only network door."""

from suasion.gather.checksums import check_file
from suasion.gather.dataset import Dataset, describe, known
from suasion.gather.holdings import Listed, listed
from suasion.gather.inputs import Input, count_inputs, open_inputs
from suasion.gather.reading import Gathered, fetch, read_rows
from suasion.gather.taking import DataFile, held_in, open_files
from suasion.gather.unpack import bundle

__all__ = [
    "DataFile",
    "Dataset",
    "Gathered",
    "Input",
    "Listed",
    "bundle",
    "check_file",
    "count_inputs",
    "describe",
    "fetch",
    "held_in",
    "known",
    "listed",
    "open_files",
    "open_inputs",
    "read_rows",
]
