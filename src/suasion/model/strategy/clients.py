"""All clients at once: where each settles on each issue, in every draw, and how they then draw one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency, Settlement, settle
from suasion.model.strategy.peers import drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

AT_ONCE: Final = 20_000  # draws: of 12 clients, 3 issues and 3 patrons, what is worked on is then about 110 MB


@dataclass(frozen=True)
class Peers:
    """How members draw one another.

    ``influence`` says how much each client (row) heeds each (column), shape (n_clients, n_clients) or
    (draws, n_issues, n_clients, n_clients), each row summing to 1. ``salience`` is each client's, in [0, 1], shape
    (draws, n_clients, n_issues): what matters to a client it decides by itself.
    """

    influence: Floats
    salience: Floats


@dataclass(frozen=True)
class Clients:
    """Where clients end, shape (draws, n_clients, n_issues), and what each had settled on before heeding its peers."""

    position: Floats
    settlement: Settlement


def settle_clients(game: Agency, peers: Peers | None = None) -> Clients:
    """Return where every client settles on every issue in every draw.

    Parameters
    ----------
    game
        ``ideal`` and ``weight`` of shape (draws, n_clients, n_issues), ``aims`` and ``pulls`` with one more axis for
        the patrons; each may have 1 where it does not differ.
    peers
        Who heeds whom; None for nobody.

    Raises
    ------
    InputError
        As `settle` and `drawn` do, or if the arrays have other axes than these.

    Notes
    -----
    Each client on each issue is a game of its own (METHODS 4.5). Its peers then draw it with the susceptibility
    1 - salience (METHODS 4.7). Payments are those before this step.
    """
    settlement = settle(game)
    if settlement.position.ndim != 3:
        raise InputError("Positions of clients need three axes: draws, clients, issues. Give one of length 1 for each.")
    if peers is None:
        return Clients(position=settlement.position, settlement=settlement)
    first = np.swapaxes(settlement.position, 1, 2)
    open_to = np.swapaxes(np.broadcast_to(1 - peers.salience, settlement.position.shape), 1, 2)
    return Clients(position=np.swapaxes(drawn(first, peers.influence, open_to), 1, 2), settlement=settlement)


def in_parts(
    build: Callable[[int, int], tuple[Agency, Peers | None]], draws: int, *, at_once: int = AT_ONCE
) -> Iterator[Clients]:
    """Yield where clients settle for some draws at a time, so that all of them need not be in memory.

    Parameters
    ----------
    build
        Gives the game and the peers of the draws from the first number up to the second, which is not included.
    draws
        How many in all.
    at_once
        How many at a time.
    """
    for start in range(0, draws, at_once):
        yield settle_clients(*build(start, min(start + at_once, draws)))
