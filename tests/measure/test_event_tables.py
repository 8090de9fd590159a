"""Events by name: published counts come back as published, named pairs have their zeros, and answers are found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from suasion.measure.event_reciprocity import answering, balance_interval
from suasion.measure.event_table import event_counts, event_intensity, garwood


def by_measure(found: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {(r["actor"], r["partner"], r["year"], r["measure"]): r for r in found.to_pylist()}


def test_garwoods_interval_is_the_tabled_one() -> None:
    low, high = garwood(np.array([0, 1, 5]))
    assert low == pytest.approx([0, 0.0513, 1.9701], abs=1e-4)
    assert high == pytest.approx([2.9957, 4.7439, 10.5130], abs=1e-4)


def test_published_counts_and_coded_events_are_counted_by_source(table: Any, observation: Any) -> None:
    coded = {"item": "g-1", "date": "2014-03-01", "label": "told (CAMEO 042)", "source": "so-2"}
    made = [
        observation("events-verbal-cooperation", "CHN", "KHM", 2014, 7.0),
        observation("events-verbal-conflict", "USA", "LAO", 2015, 3.0),
        observation("events-verbal-cooperation", "CHN", "KHM", 2014, 1.0, **coded),
        observation("event-intensity", "CHN", "KHM", 2014, 1.9, **coded),
    ]
    asked = {"first_year": 2014, "last_year": 2015, "actor": "KHM", "partners": ("CHN",)}
    found = by_measure(event_counts(table(made), **asked))
    assert found["CHN", "KHM", 2014, "events [all; so-1]"]["value"] == 7
    assert found["CHN", "KHM", 2014, "events [all; so-2]"]["value"] == 1
    assert found["CHN", "KHM", 2015, "events [all; so-1]"]["value"] == 0
    assert ("CHN", "KHM", 2015, "events [all; so-2]") not in found
    weighed = by_measure(event_intensity(table(made), **asked))
    assert weighed["CHN", "KHM", 2014, "event-intensity [mean]"]["value"] == 1.9
    assert weighed["KHM", "CHN", 2014, "event-intensity [mean]"]["value"] is None


def test_a_partner_that_answers_a_month_later_is_found_and_a_stranger_is_not() -> None:
    rng = np.random.default_rng(3)
    done, noise = rng.normal(size=(2, 121))
    answered = np.r_[0, done[:-1]] + 0.5 * noise
    value, low, high = answering(done[:-1], answered[1:])
    assert low < value < high
    assert low > 0.5
    _, low, high = answering(done, rng.normal(size=121))
    assert low < 0 < high


def test_balance_is_one_for_equals_and_nothing_for_none() -> None:
    assert balance_interval(10, 10)[0] == 1
    assert balance_interval(5, 0)[0] == 0
    assert np.isnan(balance_interval(0, 0)).all()
