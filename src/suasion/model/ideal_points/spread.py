"""The spread: how uncertain each position is, with the questions and all other positions uncertain too."""

from __future__ import annotations

import numpy as np

from suasion.model.ideal_points.assembly import Floats
from suasion.model.ideal_points.roll_calls import Integers
from suasion.model.ideal_points.step import Guess, Step
from suasion.model.ideal_points.walk import Walk


def marginal_variance(guess: Guess, walk: Walk, step: Step) -> Floats:
    """Return the variance of each position, shape (n_positions,).

    Parameters
    ----------
    guess
        Where positions and questions settled.
    walk
        The prior on positions.
    step
        The information about the guess.

    Notes
    -----
    The precision of all positions with questions eliminated is block tridiagonal: states of a session hang together
    by its questions, sessions by the walks. Its inverse's diagonal comes from one pass forward and one back, as in a
    smoother (Rauch, Tung and Striebel 1965). A bridged question counts in each of its sessions with all it was learnt
    from; that its error is the same in all of them is left out, which moves no variance that can be seen in
    simulation.
    """
    inverses: list[Floats] = []
    links: list[tuple[Integers, Integers, Floats]] = []
    assembly = guess.assembly
    for number, (sitting, part) in enumerate(zip(assembly.sittings, guess.expansions, strict=True)):
        here = slice(sitting.first, sitting.last)
        n = sitting.last - sitting.first
        shared = np.moveaxis(part.shared, 0, 2)
        learnt = np.einsum("ncq,cqr->ncr", shared, step.covariance[sitting.questions])
        precision = np.diag(walk.own[here] + step.information[here])
        precision -= learnt.reshape(n, -1) @ shared.reshape(n, -1).T
        if number:
            after = np.flatnonzero(assembly.before[here] >= 0)
            before = assembly.before[here][after] - assembly.sittings[number - 1].first
            link = walk.link[here][after]
            links.append((before, after, link))
            precision[np.ix_(after, after)] -= np.outer(link, link) * inverses[-1][np.ix_(before, before)]
        inverses.append(np.asarray(np.linalg.inv(precision), dtype=np.float64))
    variance = np.empty(len(assembly.state))
    block = inverses[-1]
    variance[assembly.sittings[-1].first :] = np.diag(block)
    for number in range(len(links) - 1, -1, -1):
        before, after, link = links[number]
        gain = inverses[number][:, before] * link
        block = inverses[number] + gain @ block[np.ix_(after, after)] @ gain.T
        variance[assembly.sittings[number].first : assembly.sittings[number].last] = np.diag(block)
    return variance
