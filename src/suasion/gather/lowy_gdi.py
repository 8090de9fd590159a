"""Diplomatic posts (Lowy Global Diplomacy Index): one observation a state and host, how many posts it has there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.gather.codes import by_name
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems
from suasion.gather.rows import observations
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

_TO_ORGANISATIONS: Final = "Permanent Mission"


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return how many posts each state has in each other."""
    for sheet in tables["posts"]:
        posts = sheet.keep(np.asarray(pc.fill_null(pc.not_equal(sheet["kind"], _TO_ORGANISATIONS), False)))
        year = pc.fill_null(posts["year"], int(dataset.codes["years"]["default"]))
        when = np.asarray(year.to_numpy(zero_copy_only=False), dtype=np.int64)
        sender = by_name(posts, "sender", when, dataset, problems)
        host = by_name(posts, "host", when, dataset, problems)
        yield _counted(posts, sender, host, when)


def _counted(posts: Sheet, sender: pa.Array, host: pa.Array, when: NDArray[np.int64]) -> pa.Table:
    keys = list(zip(sender.to_pylist(), host.to_pylist(), when.tolist(), strict=True))
    counts = Counter(keys)
    kinds: dict[tuple[str | None, str | None, int], Counter[str]] = {}
    for key, kind in zip(keys, posts["kind"].to_pylist(), strict=True):
        kinds.setdefault(key, Counter())[kind] += 1
    first = {key: i for i, key in reversed(list(enumerate(keys)))}
    order = sorted(first.values())
    at = pa.array(order, pa.int64())
    pairs = msgspec.structs.replace(posts, data=posts.data.take(at), rows=posts.rows[np.array(order, dtype=np.int64)])
    own = [keys[i] for i in order]
    return observations(
        pairs,
        indicator="diplomatic-posts",
        actor=sender.take(at),
        partner=host.take(at),
        first_year=when[np.array(order, dtype=np.int64)],
        value=pa.array([float(counts[key]) for key in own]),
        label=pa.array(["; ".join(f"{n} {kind}" for kind, n in sorted(kinds[key].items())) for key in own]),
    )
