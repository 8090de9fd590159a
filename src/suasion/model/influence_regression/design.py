"""The design: for each pair and year, the controls and what each kind of influence would add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from scipy import sparse

from suasion.errors import InputError
from suasion.model.influence_regression.network import Network, last_year, years_before

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ITSELF: Final = "itself"  # a state's weight on its own past: the identity


class Design(msgspec.Struct, frozen=True, kw_only=True):
    """Rows (year, actor, recipient), actor and recipient different.

    ``outcome`` (n_rows,); ``fixed`` (n_rows, n_fixed), sparse, 0 and 1 for the constants of each year and of each
    actor and recipient but the first, as ``fixed_names`` ("year 2013", "actor KHM", "recipient KHM"); ``controls``
    (n_rows, n_controls); ``exposure`` (n_senders, n_receivers, n_rows): entry (p, q) is (W_p X V_q') of the row, X the
    log acts of the year before. ``row_year``, ``row_actor`` and ``row_recipient`` are positions in ``years`` and
    ``actors``. ``senders`` and ``receivers`` name the weights, the first of each is `ITSELF`.
    """

    actors: tuple[str, ...]
    years: tuple[int, ...]
    outcome: Floats
    fixed: Any
    fixed_names: tuple[str, ...]
    controls: Floats
    control_names: tuple[str, ...]
    exposure: Floats
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    row_year: Ints
    row_actor: Ints
    row_recipient: Ints

    def rows(self, kept: NDArray[np.bool_]) -> Design:
        """Return the design with only some of its rows, by a mask of shape (n_rows,)."""
        return msgspec.structs.replace(
            self,
            outcome=self.outcome[kept],
            fixed=self.fixed[kept],
            controls=self.controls[kept],
            exposure=self.exposure[:, :, kept],
            row_year=self.row_year[kept],
            row_actor=self.row_actor[kept],
            row_recipient=self.row_recipient[kept],
        )

    def without_influence(self) -> Design:
        """Return the design in which a state follows nobody but itself."""
        return msgspec.structs.replace(
            self, exposure=self.exposure[:1, :1], senders=self.senders[:1], receivers=self.receivers[:1]
        )


def design(
    network: Network,
    senders: Mapping[str, Floats],
    receivers: Mapping[str, Floats] | None = None,
    *,
    level: bool = True,
    constants: bool = True,
) -> Design:
    """Return the rows of the network's second year and later, with controls and exposures.

    Parameters
    ----------
    network
        Counts of acts.
    senders
        Weights of influence by name, each of shape (n_actors, n_actors) or (n_years - 1, n_actors, n_actors): entry
        (i, k) is how much of what k did counts for i. Weights of a year must be known the year before.
    receivers
        The same for recipients: entry (j, l) is how much acts toward l count for acts toward j. None for none.
    level
        Whether the long-run level of each exposure stands among the controls, so that influence is read off changes
        from it; see Notes.
    constants
        Whether each actor and each recipient has a constant of its own. Rows of one that never acts, or is never
        acted upon, are then left out: its constant is minus infinity, and it says nothing of whom it follows.

    Raises
    ------
    InputError
        If a weight has the wrong shape or takes the name "itself".

    Notes
    -----
    Beside the constants, controls from earlier years: what the recipient did to the actor ("answer"); what
    others did to the recipient in the mean ("common"); what the actor did to others in the mean ("activity"); and of
    all these and of the actor's own acts the long-run level, log(1 + mean acts a year so far), as Mundlak (1978) puts
    a unit's mean beside its changes. With ``level`` also each exposure's level, which takes away what likeness alone
    explains: states close to each other deal with the same third states year after year. What that is worth,
    bench/influence.py measures.
    """
    lag, so_far = last_year(network), years_before(network)
    weights = {ITSELF: np.eye(len(network.actors)), **_checked(senders, network)}
    others = {ITSELF: np.eye(len(network.actors)), **_checked(receivers or {}, network)}
    exposure = np.array([[w @ lag @ np.swapaxes(v, -1, -2) for v in others.values()] for w in weights.values()])
    named = _controls(lag, so_far)
    if level:
        named |= {f"level of {name}": w @ so_far for name, w in list(weights.items())[1:]}
        named |= {
            f"level of targets by {name}": so_far @ np.swapaxes(v, -1, -2) for name, v in list(others.items())[1:]
        }
    outcome = network.counts[1:]
    kept = np.isfinite(outcome) & np.isfinite(network.counts[:-1]) & ~np.eye(len(network.actors), dtype=bool)
    if constants:
        kept = _active(outcome, kept)
    year, actor, recipient = np.nonzero(kept)
    groups: dict[str, tuple[Ints, Sequence[object]]] = {"year": (year, network.years[1:])}
    if constants:
        groups |= {"actor": (actor, network.actors), "recipient": (recipient, network.actors)}
    fixed, fixed_names = _fixed(groups)
    return Design(
        actors=network.actors,
        years=network.years[1:],
        outcome=outcome[kept],
        fixed=fixed,
        fixed_names=fixed_names,
        controls=np.column_stack([values[kept] for values in named.values()]),
        control_names=tuple(named),
        exposure=exposure[:, :, kept],
        senders=tuple(weights),
        receivers=tuple(others),
        row_year=year,
        row_actor=actor,
        row_recipient=recipient,
    )


def _active(outcome: Floats, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the cells left when years, actors and recipients without any act are left out, until none is left."""
    while True:
        acts = np.where(kept, outcome, 0.0)
        some = (
            (acts.sum(axis=(1, 2)) > 0)[:, None, None]
            & (acts.sum(axis=(0, 2)) > 0)[None, :, None]
            & (acts.sum(axis=(0, 1)) > 0)[None, None, :]
        )
        if (kept & some).sum() == kept.sum():
            break
        kept &= some
    if not kept.any():
        raise InputError("there is no act between these states in these years. Take others, or another kind of act.")
    return kept


def _fixed(groups: Mapping[str, tuple[Ints, Sequence[object]]]) -> tuple[Any, tuple[str, ...]]:
    """Return a column of 0 and 1 for each member of each group that occurs, without the first of all but the first."""
    columns: list[Any] = []
    names: list[str] = []
    for kind, (group, labels) in groups.items():
        members, place = np.unique(group, return_inverse=True)
        one = sparse.csr_array((np.ones(len(group)), (np.arange(len(group)), place)))
        first = 1 if columns else 0
        columns.append(one[:, first:])
        names.extend(f"{kind} {labels[member]}" for member in members[first:].tolist())
    return sparse.hstack(columns, format="csr"), tuple(names)


def _controls(lag: Floats, so_far: Floats) -> dict[str, Floats]:
    """Return the controls that do not hang on weights, by name, each of the shape of ``lag``."""
    found = {"answer": np.swapaxes(lag, 1, 2), "common": mean_of_others(lag), "activity": mean_of_own(lag)}
    return {
        **found,
        "level of itself": so_far,
        "level of answer": np.swapaxes(so_far, 1, 2),
        "level of common": mean_of_others(so_far),
        "level of activity": mean_of_own(so_far),
    }


def mean_of_others(known: Floats) -> Floats:
    """Return what others than i did to j in the mean, by year, i and j, same shape."""
    total = known.sum(axis=1, keepdims=True)
    mean: Floats = (total - known) / (known.shape[1] - 2)
    return mean


def mean_of_own(known: Floats) -> Floats:
    """Return what i did to others than j in the mean, by year, i and j, same shape."""
    return np.swapaxes(mean_of_others(np.swapaxes(known, 1, 2)), 1, 2)


def _checked(weights: Mapping[str, Floats], network: Network) -> dict[str, Floats]:
    n_years, n = len(network.years) - 1, len(network.actors)
    for name, weight in weights.items():
        if weight.shape not in {(n, n), (n_years, n, n)}:
            raise InputError(
                f"the weights {name!r} have the shape {weight.shape}. Give {(n, n)}, or {(n_years, n, n)} for one "
                "square a year from the second on."
            )
        if name == ITSELF or not np.isfinite(weight).all():
            raise InputError(f"the weights {name!r} are taken or not finite. Name them otherwise, and leave no gap.")
    return dict(weights)
