"""Dyads: what a client did and what was done to it, by client, patron and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class Dyads(msgspec.Struct, frozen=True, kw_only=True):
    """Directed dyads of clients and patrons over some years.

    ``outcome`` has shape (n_clients, n_patrons, n_years), NaN where there is none; more is nearer to the patron.
    ``event`` is True in the years in which the cause set in, ``known`` where it is known whether it did, both of the
    same shape. A state may stand on both sides. ``lasting`` says that what the cause does may last or grow: then a
    dyad's first event alone counts, and it serves as no comparison from then on. Causes that come again and again, such
    as visits, leave no such dyads; without ``lasting``, what they do is taken to be over after three years.
    """

    clients: tuple[str, ...]
    patrons: tuple[str, ...]
    years: tuple[int, ...]
    outcome: Floats
    event: Flags
    known: Flags
    lasting: bool = True

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit the names.

        Raises
        ------
        InputError
            If a shape is wrong, or the years have gaps.
        """
        shape = (len(self.clients), len(self.patrons), len(self.years))
        for name in ("outcome", "event", "known"):
            if getattr(self, name).shape != shape:
                raise InputError(
                    f"{name} has shape {getattr(self, name).shape}. Give {shape}: clients, patrons, years."
                )
        if tuple(range(self.years[0], self.years[0] + len(self.years))) != self.years:
            raise InputError("the years have gaps. Give every year from first to last; an outcome may be NaN.")
