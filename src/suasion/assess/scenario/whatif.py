"""What if: where the client would stand after some changes, and which of them moves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.assess.naming import said
from suasion.assess.rows import Evidence
from suasion.assess.scenario.changes import keys, moves
from suasion.assess.scenario.draws import chance, estimate
from suasion.assess.scenario.game import Game
from suasion.assess.scenario.guards import drivers, guard, moved, narrows
from suasion.assess.scenario.means import check_means
from suasion.assess.scenario.others import others
from suasion.assess.scenario.results import OtherModel, Payment, WhatIf
from suasion.assess.scenario.stage import Known, Stage, Theatre
from suasion.assess.scenario.steps import steps
from suasion.codebook import Contest, Estimate, Problem
from suasion.codebook.scenario import Change, Scenario
from suasion.model.strategy.agency import Agency, settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_MOVED: Final = "position after the changes less position now, draw by draw"


def whatif(
    record: Evidence, contest: Contest, scenario: Scenario, *, draws: int = 2048, seed: int = 0,
    had: Known | None = None,
) -> WhatIf:  # fmt: skip
    """Return where a client would stand on an issue after some changes.

    Parameters
    ----------
    record
        Observations and statements; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years of the scenario.
    scenario
        Issue, changes, and a target if there is one.
    draws
        Of all inputs, a power of two.
    seed
        Of the draws; the same seed gives the same answer to the byte.
    had
        What an assessment has worked out already.

    Raises
    ------
    InputError
        If a change cannot be made on what the record has.

    Notes
    -----
    Common agency whose present equilibrium is the observed position: METHODS 4.1 to 4.11, docs/methods/strategy.md.
    """
    changes = scenario.changes
    theatre = Theatre(record, contest, draws=draws, seed=seed, also=keys(changes), had=had)
    stage = theatre.stage(scenario.issue, scenario.assumptions)
    check_means(scenario, theatre.levels)
    game, u = stage.game, stage.uniform
    chosen = moves(changes, game.levels)
    before, after = game.before(u), game.after(u, chosen)
    evidence = tuple(dict.fromkeys(i for one in game.believed.values() for i in one.estimate.evidence))
    found = drivers(stage, _asked(stage, scenario, changes))
    who = f"{said(contest.client)} on {scenario.issue}"
    return WhatIf(
        scenario=scenario,
        before=estimate(
            f"position of {who} now", before.position, unit="position", method=stage.known_by,
            evidence=game.believed[f"position:{contest.client}"].estimate.evidence,
        ),
        after=estimate(
            f"position of {who} after the changes", after.position, unit="position", method="common agency",
            evidence=evidence,
        ),
        moved=estimate(f"shift of {who}", after.position - before.position, unit="position", method=_MOVED,
                       evidence=evidence),
        chance=_chance(scenario, before.position, after.position, who),
        steps=steps(stage, changes),
        payments=_payments(game, after.agency),
        gain=estimate(
            f"what its patrons' offers leave {said(contest.client)}", settle(after.agency).gain, unit="utility",
            method="payments less what moving costs it; 1 is what losing all ties would cost",
            note="with three patrons or more a lower bound: of several settlements the one in which they pay least"
            if len(game.patrons) > 2 else "",
        ),
        hedging=_hedging(contest.client, after.agency),
        others=(
            _by_loss(record, theatre, scenario),
            *others(game, game.values(u), after, chosen),
        ),
        drivers=found,
        narrows=narrows(stage, found),
        guard=guard(stage, chosen),
        inputs=tuple(one.told for one in game.believed.values()),
        problems=_problems(stage, scenario),
        draws=draws,
        seed=seed,
    )  # fmt: skip


def _by_loss(record: Evidence, theatre: Theatre, scenario: Scenario) -> OtherModel:
    """Return the same game with leverage as the loss of a composite of suppliers."""
    again = Theatre(
        record, theatre.contest, draws=theatre.draws, seed=theatre.seed, also=keys(scenario.changes),
        had=theatre.known, form="loss",
    ).stage(scenario.issue, scenario.assumptions)  # fmt: skip
    position = again.game.after(again.uniform, moves(scenario.changes, again.game.levels)).position
    title = "Common agency by loss: leverage as the loss of a composite of suppliers"
    return OtherModel(
        name="agency-by-loss", title=title,
        position=estimate(f"position of {theatre.contest.client}: {title}", position, unit="position", method=title),
        note="elasticity of substitution between suppliers 2, drawn from 1.1 to 5 (assumed)",
    )  # fmt: skip


def reached(position: Floats, target: float, now: float) -> NDArray[np.bool_]:
    """Return in which draws a target is reached or passed; it is passed on the far side from where the client is."""
    return position >= target if target >= now else position <= target


def _asked(stage: Stage, scenario: Scenario, changes: Sequence[Change]) -> Callable[[Mapping[str, Floats]], Floats]:
    """Return what is asked as a function of the uniform numbers: the shift, or whether the target is reached."""
    chosen = moves(changes, stage.game.levels)
    if scenario.target is None:
        return lambda u: moved(stage, chosen, u)
    target, now = scenario.target, float(np.median(stage.game.before(stage.uniform).position))
    return lambda u: reached(stage.game.after(u, chosen).position, target, now).astype(np.float64)


def _chance(scenario: Scenario, before: Floats, after: Floats, who: str) -> Estimate | None:
    if scenario.target is None:
        return None
    now = float(np.median(before))
    at_present = reached(before, scenario.target, now).mean()
    found = chance(
        f"probability that {who} reaches {scenario.target:g}", reached(after, scenario.target, now),
        method="its position after the changes is at the target or past it",
    )  # fmt: skip
    return msgspec.structs.replace(found, note=f"{100 * at_present:.0f} % of draws are there without any change")


def _payments(game: Game, agency: Agency) -> tuple[Payment, ...]:
    found = settle(agency)
    method = "the least for which no set of patrons would rather be done without (Bernheim and Whinston 1986)"
    return tuple(
        Payment(
            patron=patron,
            least=estimate(f"least that {said(patron)} pays", found.least[:, j], unit="utility", method=method),
            most=estimate(f"most that {said(patron)} pays", found.most[:, j], unit="utility", method=method),
        )
        for j, patron in enumerate(game.patrons)
    )


def _hedging(client: str, agency: Agency) -> Estimate:
    from suasion.model.strategy.hedging_value import option_value

    return estimate(
        f"what having all patrons is worth to {said(client)} over the best one alone", option_value(agency),
        unit="utility", method="gain with all less the largest gain with one",
    )  # fmt: skip


def _problems(stage: Stage, scenario: Scenario) -> tuple[Problem, ...]:
    """Return what a reader must know before the answer."""
    found = []
    placed = stage.game.believed[f"position:{stage.contest.client}"]
    if placed.rests_on == "prior":
        found.append(
            Problem(
                input=stage.contest.client, place=scenario.issue, severity="warning",
                reason="Where the client stands on this issue is not identified: the record has no statement and no "
                "vote of it.",
                remedy="Add documents that tell, or take the shift and not the position.",
            )
        )  # fmt: skip
    return tuple(found)
