"""Means: whether a patron can pay for what a scenario has it do."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.assess.naming import said
from suasion.assess.scenario.changes import after
from suasion.assess.scenario.levers import budgeted
from suasion.assess.scenario.ties import Key
from suasion.codebook import Estimate
from suasion.codebook.scenario import Scenario
from suasion.errors import InputError


def check_means(scenario: Scenario, levels: Mapping[Key, Estimate]) -> None:
    """Raise if the changes have a patron give more than its budget.

    Raises
    ------
    InputError
        If what it pays a year itself, after the changes, rises by more than its budget.
    """
    for patron, budget in scenario.budgets.items():
        rise = sum(
            after(one, levels[one.actor, one.instrument]) - (levels[one.actor, one.instrument].value or 0.0)
            for one in scenario.changes
            if one.actor == patron and one.instrument and budgeted(one.instrument, levels[one.actor, one.instrument])
        )
        if rise > budget:
            raise InputError(
                f"The changes have {said(patron)} give {rise:,.0f} dollars a year more, and its budget is "
                f"{budget:,.0f}. Lower them, or raise the budget."
            )
