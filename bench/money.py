"""Whether the OECD's figures of aid are the sum of their parts, for every giver, recipient and year; and what it costs.

Run as ``python -m bench.money``, or ``python -m bench.money FILE`` for a DAC2a file of your own. Without one it takes
the file in a shared folder beside the project; there being none, it says so and does nothing. A file with the totals
of the DAC or the G7 has these held against the sums of their members; a file without says that it has none.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion import gather
from suasion.measure.money import AID, money
from suasion.measure.money_problems import money_problems

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "oecd_dac2a.parquet"
YEARS = {"first_year": 1960, "last_year": 2100}
MOST_OFF = 1e-3  # of the cells, those whose parts do not add up
AIM_SECONDS = 10.0


def gross_and_parts(rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Return gross aid, and grants and gross loans together, in dollars, for each giver, recipient, year and price."""
    keys = ["actor", "partner", "first_year", "unit"]
    kinds = ("oda-gross", "oda-grants", "oda-loans-gross")
    taken = rows.filter(pc.is_in(rows["indicator"], pa.array(kinds)))
    columns = {
        kind: pc.if_else(pc.equal(taken["indicator"], kind), pc.fill_null(taken["value"], 0.0), 0.0) for kind in kinds
    }
    table = taken.select(keys)
    for kind, column in columns.items():
        table = table.append_column(kind, column)
    sums = table.group_by(keys).aggregate([(kind, "sum") for kind in kinds])
    gross, grants, loans = (sums[f"{kind}_sum"].to_numpy() for kind in kinds)
    return gross, grants + loans


def main(path: Path = SHARED) -> int:
    if not path.exists():
        print(f"{path.name} does not lie in a shared folder beside the project: nothing was measured")
        return 0
    read = gather.read_rows("oecd-dac2a", path.read_bytes(), file_name=path.name)
    gross, parts = gross_and_parts(read.rows)
    gap = np.abs(gross - parts)
    off = gap > 15_000.01  # three figures, each rounded to 0.01 million
    print(f"gross aid against grants and loans: {len(gap):,} cells, {off.sum()} beyond rounding")
    print(
        f"largest gap {gap.max() / 1e6:.2f} million; of all dollars {abs(gross.sum() - parts.sum()) / gross.sum():.1e}"
    )
    totals = [str(problem) for problem in read.problems if "the total of" in problem.reason]
    named = [str(problem) for problem in read.problems if "Countries, Total" in problem.reason]
    print("\n".join(totals) if totals else "group totals: " + ("all fit" if named else "none in this file"))
    table = ibis.memtable(read.rows.set_column(0, "id", pa.array([f"ob-{n}" for n in range(len(read.rows))])))
    table = table.mutate(source=ibis.literal("so-dac"))
    for problem in money_problems(table, **YEARS):
        print(problem)
    start = time.perf_counter()
    measured = money(table, AID, **YEARS)
    seconds = time.perf_counter() - start
    print(f"aid of all givers, recipients, years and kinds: {measured.num_rows:,} rows in {seconds:.1f} s, aim 10")
    return int(off.mean() > MOST_OFF or seconds > AIM_SECONDS)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
