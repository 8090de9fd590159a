"""How many documents an hour the reading processes take in, what memory each needs, and that the bytes are the same.

The bound is on processor time and not on the clock, so that a busy machine gives the same verdict; the clock is
printed beside it.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from suasion.corpus import ReadMany, read_many
from suasion.example import load

ARTICLES_AN_HOUR = 3_000  # the bar is 4,000 on a quiet machine; a busy one takes a quarter of it
MEGABYTES = 1_200  # of one process
COPIES = 8


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="suasion-bench-") as scratch:
        folder = Path(scratch) / "articles"
        folder.mkdir()
        words = documents = 0
        for document in load().documents:
            if document.path.suffix != ".txt":
                continue
            data = document.path.read_bytes()
            for copy in range(COPIES):
                (folder / f"{document.path.stem}-{copy}.txt").write_bytes(data)
                words += len(data.split())
                documents += 1
        print(f"{documents} documents, {words:,} words")
        runs = [_run(folder, Path(scratch) / f"{workers}.parquet", workers, words) for workers in (1, 2)]
        same = len({run.files[0].read_bytes() for run in runs}) == 1
    rate = min(_rate(run, words) for run in runs)
    peak = max(run.tally.peak_bytes for run in runs) / 1e6
    print(f"{rate:,.0f} articles of 1,000 words an hour a core at least, bound {ARTICLES_AN_HOUR:,}")
    print(f"peak memory of a process {peak:,.0f} MB, bound {MEGABYTES:,} MB; same bytes for one and two: {same}")
    return int(rate < ARTICLES_AN_HOUR or peak > MEGABYTES or not same)


def _run(folder: Path, out: Path, workers: int, words: int) -> ReadMany:
    began, spent = time.perf_counter(), time.process_time()
    run = read_many([str(folder)], out=out, workers=workers)
    clock, own = time.perf_counter() - began, time.process_time() - spent
    print(
        f"workers {workers}: {run.statements:,} statements, {_rate(run, words):,.0f} articles an hour a core, "
        f"{words / clock * 3.6:,.0f} an hour by the clock with the models loaded in {clock:.1f} s; "
        f"{own / run.tally.done * 1000:.0f} ms a document for dealing out and writing; "
        f"{run.tally.peak_bytes / 1e6:,.0f} MB a process"
    )
    return run


def _rate(run: ReadMany, words: int) -> float:
    """Return articles of 1,000 words in an hour of processor time."""
    return words / 1000 / run.tally.seconds * 3600
