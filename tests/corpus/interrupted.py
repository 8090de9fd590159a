"""A run that says each document that is done, for a test to kill it; arguments: folder, result, workers, program."""

from __future__ import annotations

import sys
from pathlib import Path

from suasion.corpus import Tally, read_many


def say(tally: Tally) -> None:
    print(tally.done, tally.before, flush=True)


if __name__ == "__main__":
    folder, out, workers, child = sys.argv[1:]
    read_many([folder], out=Path(out), workers=int(workers), watch=say, child=Path(child))
