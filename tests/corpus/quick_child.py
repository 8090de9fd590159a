"""A reading process without models: each line of a document is a statement, or an order to misbehave."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

from suasion.codebook import Problem
from suasion.corpus.child import main
from suasion.corpus.parcel import Job, Outcome, outcome
from suasion.read.batches import in_schema, problem_row


def answer(job: Job) -> Outcome:
    doc = Path(job.name).stem
    rows = []
    for n, line in enumerate(job.data.decode().splitlines(), 1):
        order, _, rest = line.partition(" ")
        if order == "hang":
            Path(rest or os.devnull).write_text(str(os.getpid()), encoding="ascii")
            threading.Event().wait()
        elif order == "die" or (order == "die-once" and not Path(rest).exists()):
            if rest:
                Path(rest).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        elif order == "leave":
            os._exit(3)
        elif order == "print":
            print(rest, flush=True)  # must not be taken for an answer
        elif order == "bad":
            rows.append(problem_row(doc, Problem(input=job.name, reason=rest)))
        rows.append({"doc": doc, "n": n, "kind": "event", "quote": line, "sentence": line, "reader": str(os.getpid())})
    for row in rows:
        row.pop("reader", None)
    return outcome([in_schema(rows)])


if __name__ == "__main__":
    main(answer, lambda: None)
