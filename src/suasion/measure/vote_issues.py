"""The issues that roll calls are about, as their labels name them."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import InputError


def issues_in_labels(votes: pa.Table) -> dict[str, frozenset[str]]:
    """Return the items of each issue that labels name: "Title [Colonialism; Human rights]".

    Raises
    ------
    InputError
        If no label names one.
    """
    distinct = votes.select(["item", "label"]).group_by(["item", "label"]).aggregate([])
    named = pc.extract_regex(distinct["label"], r" \[(?P<issues>[^\[\]]+)\]$")
    found: dict[str, set[str]] = defaultdict(set)
    for item, said in zip(distinct["item"].to_pylist(), named.to_pylist(), strict=True):
        for issue in said["issues"].split("; ") if said else ():
            found[issue].add(item)
    if not found:
        raise InputError(
            "no roll call's label names an issue. Gather un-votes with the publisher's table of issues, or name the "
            "items of each issue."
        )
    return {issue: frozenset(items) for issue, items in found.items()}
