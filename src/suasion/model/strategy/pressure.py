"""Pressure: what a threat, or a sanction in force, pulls at a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def credible_pull(
    salience: Floats, credibility: Floats, client_loss: Floats, sender_loss: Floats, sender_gain: Floats
) -> Floats:
    """Return how steeply a threat pulls the client towards its sender's ideal, shape (...).

    Parameters
    ----------
    salience
        Of the issue for the sender, in [0, 1], shape (...).
    credibility
        Part of its threats of the kind that the sender has carried out, in [0, 1], shape (...).
    client_loss
        What the client loses if the threat is carried out, on the scale of leverage, in [0, 1], shape (...). For a
        sanction in force: what the client loses by it now, and would regain.
    sender_loss
        What carrying it out costs the sender itself, on the same scale, 0 or more, shape (...).
    sender_gain
        What the sender gains if the client moves, on the same scale, shape (...).

    Returns
    -------
    numpy.ndarray
        A pull as those of `Agency`, 0 or more: 0 where the sender would lose more than it could gain, since nobody
        need believe it, and where it would hurt itself more than the client.

    Raises
    ------
    InputError
        If a salience, a credibility or the client's loss lies outside [0, 1], or the sender's loss is below 0.

    Notes
    -----
    Heuristic. th^Z = s rho max(0, client's loss - sender's loss), rho = 0 where sender's loss > sender's gain
    (METHODS 4.5). Both losses come only if the threat is carried out, so rho weighs both. That a threat must pay to be
    believed is Schelling's (1960) and, for sanctions, Eaton and Engers' (1992); that the gap between the two sides'
    losses decides what is conceded is Drezner's (1999). The record holds too few dated threats to measure the error.

    A sanction in force pulls in the same way. It is a promise to lift, and what the sender bears by keeping it up
    is its loss here: a sanction that costs its sender more than a concession is worth will be lifted anyway.

    Examples
    --------
    >>> float(credible_pull(np.array(1.0), np.array(0.5), np.array(0.4), np.array(0.1), np.array(0.2)).round(3))
    0.15
    >>> float(credible_pull(np.array(1.0), np.array(0.5), np.array(0.4), np.array(0.1), np.array(0.05)))
    0.0
    """
    for name, part in (("salience", salience), ("credibility", credibility), ("client's loss", client_loss)):
        if not np.all((np.asarray(part) >= 0) & (np.asarray(part) <= 1)):
            raise InputError(f"The {name} of a threat lies outside 0 to 1. Give it as a part of what there is.")
    if not np.all(np.asarray(sender_loss) >= 0):
        raise InputError("What a threat costs its sender is below 0. A gain from it belongs to the sender's gain.")
    believed = np.where(np.asarray(sender_loss) <= sender_gain, credibility, 0.0)
    pull: Floats = np.asarray(salience) * believed * np.maximum(0.0, np.asarray(client_loss) - sender_loss)
    return pull


def lifted(pull: Floats, part: Floats, conditional: NDArray[np.bool_] | bool) -> Floats:
    """Return what is left of the pull of a sanction in force once some of it is lifted, shape (...).

    Parameters
    ----------
    pull
        Of the sanction as it stands, from `credible_pull`, shape (...).
    part
        Of the sanction that is lifted, in [0, 1], shape (...).
    conditional
        Whether it is lifted only if the client moves, shape (...).

    Returns
    -------
    numpy.ndarray
        All of the pull where lifting is the reward of a move, since that is what the sanction promised all along.
        Where it is lifted for nothing, its pull goes with it, and the client returns towards its own ideal.

    Raises
    ------
    InputError
        If the part lies outside [0, 1].
    """
    if not np.all((np.asarray(part) >= 0) & (np.asarray(part) <= 1)):
        raise InputError("The part of a sanction that is lifted lies outside 0 to 1. Give 1 for all of it.")
    left: Floats = np.asarray(pull) * (1 - np.where(conditional, 0.0, part))
    return left
