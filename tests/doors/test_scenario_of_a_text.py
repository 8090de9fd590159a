"""The scenario of the text on the South China Sea, asked of the example that ships with the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from suasion.assess.scenario.results import WhatIf, WhatItTakes

ISSUE = ("--client", "KHM", "--issue", "south-china-sea", "--patrons", "JPN,CHN", "--draws", "256", "--format", "json")


def test_three_changes_of_three_patrons_are_answered(example: Any, run: Callable[..., Any]) -> None:
    changes = ("JPN economic-aid +50%", "CHN economic-loan -20%", "USA sanction lift")
    flags = [word for one in changes for word in ("--change", one)]
    ran = run("whatif", *ISSUE, *flags, "--record", example.record)
    assert ran.code == 0, ran.err
    found = msgspec.json.decode(ran.out, type=WhatIf)
    assert [(one.actor, one.change) for one in found.steps] == [(one[:3], one) for one in changes]
    assert sum(one.moves.value or 0.0 for one in found.steps) == pytest.approx(found.moved.value, abs=1e-12)
    assert "moves nothing directly" in found.steps[0].note  # aid without a condition
    assert "no longer pulls" in found.steps[2].note
    assert {one.patron for one in found.payments} == {"JPN", "CHN", "USA"}  # who acts is a patron, named or not
    assert found.guard.noise < 0.02


def test_what_it_takes_of_japan_is_answered_lever_by_lever(example: Any, run: Callable[..., Any]) -> None:
    ran = run("what-would-it-take", *ISSUE, "--target", "0.3", "--by", "JPN", "--record", example.record)
    assert ran.code == 0, ran.err
    found = msgspec.json.decode(ran.out, type=WhatItTakes)
    assert found.offers
    assert {one.patron for one in found.offers} == {"JPN"}
    for one in found.offers:
        assert one.bound.value is not None
        assert one.unit == one.now.unit
