"""The whole assessment: the same every time, and every number can be worked out from the record."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from suasion.assess import assess
from suasion.codebook import Contest, Estimate, recompute

CONTEST = Contest(client="KHM", patrons=("JPN", "CHN"), first_year=2012, last_year=2021)


def estimates(thing: Any) -> dict[str, Estimate]:
    if isinstance(thing, Estimate):
        return {thing.id: thing}
    if isinstance(thing, msgspec.Struct):
        return estimates([getattr(thing, name) for name in thing.__struct_fields__])
    if isinstance(thing, (tuple, list)):
        return {key: value for item in thing for key, value in estimates(item).items()}
    return {}


def test_the_first_case_gives_the_same_bytes_twice(first_case) -> None:
    one, other = (msgspec.json.encode(assess(first_case, CONTEST, draws=128)) for _ in range(2))
    assert one == other


def test_every_number_follows_from_the_entries_it_names(first_case) -> None:
    found = estimates(assess(first_case, CONTEST, draws=64))
    rows = first_case.run(first_case.observations().select("id", "value")).to_pylist()
    values = {row["id"]: row["value"] for row in rows} | {i: e.value for i, e in found.items()}
    worked = 0
    for estimate in found.values():
        if estimate.value is None or estimate.derivation is None:
            continue
        ids = [i for some in estimate.derivation.terms.values() for i in some]
        if any(i.startswith("st-") for i in ids):
            continue  # statements are tested where their numbers are made
        known = {i: 1.0 if i.endswith("#count") else values[i] for i in ids}
        assert math.isclose(recompute(estimate.derivation, known), estimate.value, rel_tol=1e-12), estimate.name
        worked += 1
    assert worked > 100


def test_missing_values_say_what_is_lacking(first_case) -> None:
    for estimate in estimates(assess(first_case, CONTEST, draws=64)).values():
        assert estimate.value is not None or estimate.note, estimate.name


def test_rows_set_aside_for_another_source_are_a_problem_in_the_report(write) -> None:
    write.rows(
        *(
            {"indicator": "oda-net", "actor": donor, "partner": "KHM", "year": 2015, "value": 1e8}
            for donor in ("JPN", "FRA")
        ),
        name="full",
    )
    write.rows({"indicator": "oda-net", "actor": "JPN", "partner": "KHM", "year": 2015, "value": 2e8}, name="typed")
    found = assess(write.record, CONTEST, draws=32)
    [problem] = found.problems
    assert problem.input == "typed"
    assert problem.severity == "warning"
    [flow] = [flow for flow in found.flows if flow.patron == "JPN"]
    assert flow.total.value == 1e8


def test_an_empty_record_is_assessed_and_says_so(write) -> None:
    found = assess(write.record, CONTEST, draws=16)
    assert all(patron.leverage.value is None for patron in found.leverage)
    assert found.missing
