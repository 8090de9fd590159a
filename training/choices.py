"""Fitting of the reader's log-linear choices: of several options, weights by which the coders' own is likeliest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

_RARE: Final = 3  # what is seen in fewer drafts gets no weight
_SMALL: Final = 0.05  # weights below this are left out
_OWN: Final = "rules"


class Offer(NamedTuple):
    """The options of one choice, each as the names of what is seen; the rules' own stands at ``ruled``.

    ``right`` are the options that the coders' row allows, ``tuned`` says whether the rules were developed on the
    document: there their own answers deserve less trust than they seem to, and get a weight apart that is dropped.
    """

    document: str
    options: list[tuple[str, ...]]
    right: list[int]
    ruled: int
    tuned: bool


def fit(offers: Sequence[Offer], penalty: float) -> dict[str, float]:
    """Return the weights by name that make the right options likeliest, small ones preferred (ridge)."""
    counts = Counter(name for offer in offers for name in {n for names in offer.options for n in names})
    place = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= _RARE))}
    tuned = {name: len(place) + i for i, name in enumerate(n for n in place if _OWN in n.split())}
    rows: list[int] = []
    columns: list[int] = []
    group: list[int] = []
    right: list[bool] = []
    for number, offer in enumerate(offers):
        for k, names in enumerate(offer.options):
            where = [place[n] for n in names if n in place]
            if offer.tuned:
                where += [tuned[n] for n in names if n in tuned]
            rows += [len(group)] * len(where)
            columns += where
            group.append(number)
            right.append(k in offer.right)
    size = len(place) + len(tuned)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(group), size))
    belongs, is_right = np.array(group), np.array(right)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        top = np.full(len(offers), -np.inf)
        np.maximum.at(top, belongs, scores)
        lifted = np.exp(scores - top[belongs])
        total = np.bincount(belongs, lifted, len(offers))
        good = np.bincount(belongs, lifted * is_right, len(offers)) + 1e-300
        value = float(-np.log(good / total).sum() + penalty * (weights @ weights) / 2)
        slope = matrix.T @ (lifted / total[belongs] - lifted * is_right / good[belongs]) + penalty * weights
        return value, slope

    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return {name: round(float(found[i]), 2) for name, i in place.items() if abs(found[i]) >= _SMALL}


def chosen(offer: Offer, weights: dict[str, float]) -> int:
    """Return the option that the weights choose."""
    return int(np.argmax([sum(weights.get(name, 0.0) for name in names) for names in offer.options]))


def cross_fitted(offers: Sequence[Offer], penalty: float, folds: int = 5) -> dict[str, dict[str, float]]:
    """Return for each document weights that have not seen it; the documents that rules were tuned on are in all."""
    names = sorted({o.document for o in offers if not o.tuned})
    found: dict[str, dict[str, float]] = {}
    for k in range(folds):
        out = set(names[k::folds])
        weights = fit([o for o in offers if o.document not in out], penalty)
        found |= dict.fromkeys(out, weights)
    return found


def report(offers: Iterable[Offer], apart: dict[str, dict[str, float]], say: Callable[[str], None], what: str) -> None:
    """Print how often the rules and the weights are right where neither has seen the document."""
    seen = [o for o in offers if o.document in apart]
    ruled = sum(o.ruled in o.right for o in seen) / len(seen)
    fitted = sum(chosen(o, apart[o.document]) in o.right for o in seen) / len(seen)
    say(f"{what}: of {len(seen)} in documents not seen {ruled:.3f} right by the rules, {fitted:.3f} by the weights")


def write(weights: dict[str, float], path: Path) -> None:
    """Write weights as JSON, one a line."""
    path.write_text(json.dumps(weights, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
