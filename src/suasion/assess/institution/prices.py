"""Prices: what each patron would have to promise each member for a text that it would rather block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from suasion.assess.institution.results import Price
from suasion.assess.institution.seats import PAID_BY, Seated, evidence_of
from suasion.assess.institution.vote import Vote
from suasion.assess.naming import said
from suasion.assess.scenario.draws import INTERVAL, chance
from suasion.assess.scenario.flows_moved import Shift
from suasion.assess.scenario.game import Moves
from suasion.assess.scenario.stage import Stage
from suasion.codebook import Estimate, missing
from suasion.model.strategy import Agency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS: Final = np.array([0.0, 1 / 64, 1 / 16, 1 / 4, 1 / 2, 1.0])  # of the bound
_LEAST: Final = 20  # draws below which no distribution is told


def prices(
    seated: Seated, vote: Vote, moves: Mapping[str, Moves], uniform: Mapping[str, Floats], first: Sequence[str]
) -> tuple[Price, ...]:
    """Return the price of some members to each patron.

    Parameters
    ----------
    seated, vote
        The room after the changes.
    moves
        The changes, by member.
    uniform
        The numbers behind the room.
    first
        Members in the order in which their prices are told.

    Notes
    -----
    An offer for this text alone counts with the patron's credibility rho and nothing else, so that a rise of leverage
    R is worth rho R ((q - a)^2 - (t - a)^2) to the member. The price is the R at which it neither gains nor loses, over
    the draws in which it would lose and the patron wants the text: no one else has reason to pay. In the lever's unit
    the member's whole game is played with more and more of it, up to the most that the record shows of the kind.
    """
    return tuple(
        _price(seated, vote, moves.get(member, Moves()), uniform, (member, patron))
        for member in first
        for patron in seated.stages[member].contest.patrons
    )


def _price(seated: Seated, vote: Vote, moves: Moves, uniform: Mapping[str, Floats], pair: tuple[str, str]) -> Price:
    member, patron = pair
    i, j = seated.members.index(member), seated.patrons.index(patron)
    stage = seated.stages[member]
    aim = vote.room.aims[:, i, j]
    nearer = (vote.reversion - aim) ** 2 - (vote.text - aim) ** 2
    lost = np.maximum(0.0, -vote.gain[:, i]) * vote.unit
    name = seated.named(member, f"credibility:{patron}")
    rho = stage.game.believed[f"credibility:{patron}"].belief(uniform[name])
    asked = (lost > 0) & (nearer > 0)
    rise = lost[asked] / np.maximum(rho * nearer, 1e-300)[asked]
    whom = f"{said(patron)} to {said(member)}"
    ids = evidence_of(stage.game.believed.values())
    price = Price(
        patron=patron,
        member=member,
        prefers=chance(f"{said(patron)} wants the text", nearer > 0, method="its ideal is nearer to the text"),
        leverage=_quantiles(f"rise of leverage that makes the text as good as none, {whom}", rise, "leverage", ids),
        enough=chance(f"it has as much to give, {whom}", rise <= 1, method="a rise of no more than 1", evidence=ids)
        if rise.size
        else missing(f"it has as much to give, {whom}", "in no draw does it lose while the patron wants the text"),
    )
    return _in_its_unit(price, _paid(seated, stage, (vote, moves, uniform), pair), asked, stage, ids)


def _paid(
    seated: Seated, stage: Stage, room: tuple[Vote, Moves, Mapping[str, Floats]], pair: tuple[str, str]
) -> Floats:
    """Return how much of the lever makes each draw even, shape (draws,); infinity where the bound is not enough."""
    vote, moves, uniform = room
    member, patron = pair
    key = (patron, PAID_BY)
    bound = stage.bound(key).value or 0.0
    own = {name: uniform[seated.named(member, name)] for name in stage.game.believed}
    amounts = bound * _STEPS
    gains = []
    for amount in amounts:
        shift = moves.shifts.get(key, Shift()).then(Shift(plus=float(amount)))
        more = replace(moves, shifts={**moves.shifts, key: shift}, offered=moves.offered | {key})
        gains.append(_gain(stage.game.after(own, more).agency, vote))
    # More of the lever never pays the member less where the patron wants the text; rounding aside.
    rising = np.maximum.accumulate(np.stack(gains), axis=0)
    over = np.argmax(rising >= 0, axis=0)
    reached, low = (rising >= 0).any(axis=0), np.maximum(over - 1, 0)
    draw = np.arange(rising.shape[1])
    below, above = rising[low, draw], rising[over, draw]
    part = np.divide(-below, above - below, out=np.zeros_like(below), where=above > below)
    between = amounts[low] + np.clip(part, 0.0, 1.0) * (amounts[over] - amounts[low])
    return np.where(reached, between, np.inf)


def _gain(game: Agency, vote: Vote) -> Floats:
    """Return what one member gains by the text, in utility."""
    own: Floats = game.weight * ((vote.reversion - game.ideal) ** 2 - (vote.text - game.ideal) ** 2)
    paid = (game.pulls * ((vote.reversion - game.aims) ** 2 - (vote.text - game.aims) ** 2)).sum(axis=-1)
    whole: Floats = own + paid
    return whole


def _in_its_unit(price: Price, amounts: Floats, asked: NDArray[np.bool_], stage: Stage, ids: tuple[str, ...]) -> Price:
    key = (price.patron, PAID_BY)
    bound, unit = stage.bound(key), stage.game.levels[key].unit
    name = f"more aid a year that makes the text as good as none, {said(price.patron)} to {said(price.member)}"
    if bound.value is None:
        why = f"nothing bounds it: {bound.note}"
        return msgspec.structs.replace(
            price, instrument=PAID_BY, amount=missing(name, why, unit=unit), within=missing(f"{name}: within", why)
        )
    within = (
        chance(f"{name}: within the bound", np.isfinite(amounts[asked]), method="it is enough", evidence=ids)
        if asked.any()
        else missing(f"{name}: within the bound", "in no draw does it lose while the patron wants the text")
    )
    limit = f"bound {bound.value:,.3g}: {bound.method}"
    amount = _quantiles(name, amounts[asked], unit, ids, note=limit)
    return msgspec.structs.replace(price, instrument=PAID_BY, amount=amount, within=within)


def _quantiles(name: str, values: Floats, unit: str, ids: tuple[str, ...], note: str = "") -> Estimate:
    """Return the median with 5 and 95 % of the draws that ask for a price; none where the median is out of reach."""
    where = f"over {len(values)} draws in which the member loses and the patron wants the text"
    if len(values) < _LEAST:
        return missing(name, f"fewer than {_LEAST} draws in which the member loses and the patron wants the text",
                       unit=unit)  # fmt: skip
    low, middle, high = (float(x) for x in np.quantile(values, [0.05, 0.5, 0.95], method="inverted_cdf"))
    if not np.isfinite(middle):
        return missing(name, f"no amount within the bound is enough in most draws; {note}", unit=unit, method=where)
    top = high if np.isfinite(high) else None
    more = f"{note}; 5 % at {low:,.3g}, 95 % beyond the bound" if top is None else note
    return Estimate(
        name=name, value=middle, low=low if top is not None else None, high=top, unit=unit, n=len(ids),
        method=f"median {where}", interval_method=INTERVAL if top is not None else "", evidence=ids, note=more,
    )  # fmt: skip
