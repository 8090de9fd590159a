"""An estimate: a number a person sees, with its interval, unit, method, evidence and arithmetic."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from suasion.codebook.identity import content_id
from suasion.codebook.latent import latent_position


class Derivation(msgspec.Struct, frozen=True, kw_only=True):
    """How a value follows from its evidence, so that it can be worked out again.

    ``operation`` is a key of OPERATIONS. ``terms`` maps each of its inputs to ids of statements (their
    amount), observations (their value) or other estimates (their value). ``<id>#<field>`` names another
    number of an entry: ``#stance`` or ``#score`` of a statement, and ``#count``, which is 1 for any entry.
    ``constants`` are plain numbers.
    """

    operation: str
    terms: dict[str, tuple[str, ...]]
    constants: dict[str, float] = {}


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A number with all that is needed to defend it.

    ``value`` None means that the data to work it out are missing; ``note`` then says which. ``low`` and
    ``high`` bound it at ``level`` (0.9: a 90 % interval); ``interval_method`` says how they were made.
    ``evidence`` is every statement, observation and estimate that went in, in a fixed order.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    n: int = 0
    level: float = 0.9
    method: str = ""
    interval_method: str = ""
    evidence: tuple[str, ...] = ()
    derivation: Derivation | None = None
    note: str = ""

    @property
    def id(self) -> str:
        """The content id, ``es-`` and 16 hex digits."""
        return content_id("es", msgspec.to_builtins(self))


def missing(name: str, note: str, *, unit: str = "", method: str = "") -> Estimate:
    """Return an estimate without a value, saying which data it lacks."""
    return Estimate(name=name, value=None, unit=unit, method=method, note=note)


def field_of(reference: str) -> tuple[str, str | None]:
    """Return the id and the field that a term of a derivation names, None for the entry's own number.

    Examples
    --------
    >>> field_of("st-0123456789abcdef#stance")
    ('st-0123456789abcdef', 'stance')
    >>> field_of("ob-0123456789abcdef")
    ('ob-0123456789abcdef', None)
    """
    identity, _, field = reference.partition("#")
    return identity, field or None


Terms = Mapping[str, Sequence[float]]
Constants = Mapping[str, float]


def _share(t: Terms, c: Constants) -> float:
    whole = math.fsum(t["whole"])
    return math.fsum(t["part"]) / whole if whole else math.nan


def _ratio(t: Terms, c: Constants) -> float:
    below = math.fsum(t["denominator"])
    return math.fsum(t["numerator"]) / below if below else math.nan


def _agreement(t: Terms, c: Constants) -> float:
    pairs = list(zip(t["one"], t["other"], strict=True))
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else math.nan


def _disagreement(t: Terms) -> float:
    pairs = list(zip(t["one"], t["other"], strict=True))
    return math.fsum(abs(a - b) for a, b in pairs) / len(pairs) if pairs else math.nan


def _s_score(t: Terms, c: Constants) -> float:
    return 1 - 2 * _disagreement(t) / 2  # largest distance between votes coded 1, 2, 3 is 2


def _expected(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the mean distance between a vote drawn from each: disagreement by chance."""
    p, q = Counter(one), Counter(other)
    total = math.fsum(n * m * abs(a - b) for a, n in p.items() for b, m in q.items())
    return total / (len(one) * len(other)) if one and other else math.nan


def _kappa(t: Terms, c: Constants) -> float:
    expected = _expected(t["one"], t["other"])
    return 1 - _disagreement(t) / expected if expected else math.nan


def _pi(t: Terms, c: Constants) -> float:
    pooled = [*t["one"], *t["other"]]
    expected = _expected(pooled, pooled)
    return 1 - _disagreement(t) / expected if expected else math.nan


def _product(t: Terms, c: Constants) -> float:
    factors = [*(x for values in t.values() for x in values), *c.values()]
    return math.prod(factors) if factors else math.nan


def _weighted_mean(t: Terms, c: Constants) -> float:
    total = math.fsum(t["weights"])
    return math.fsum(w * x for w, x in zip(t["weights"], t["values"], strict=True)) / total if total else math.nan


def _position(t: Terms, c: Constants) -> float:
    """Return the mean of stances in [-1, 1] and votes (1 yes, 2 abstain, 3 no), weighted and drawn towards 0."""
    stances, votes = t.get("stances", ()), t.get("votes", ())
    weighed = [(c.get(f"weight-stance-{i}", 1.0), x) for i, x in enumerate(stances)]
    weighed += [(c.get(f"weight-vote-{i}", 1.0), 2.0 - x) for i, x in enumerate(votes)]
    total = math.fsum(w for w, _ in weighed) + c.get("prior", 1.0)
    return math.fsum(w * x for w, x in weighed) / total if total else math.nan


def _shrunk_share(t: Terms, c: Constants) -> float:
    """Return the share of a count in a whole, with ``prior`` added to each of ``categories`` equal parts."""
    prior = c.get("prior", 1.0)
    total = len(t["whole"]) + prior * c.get("categories", 1.0)
    return (len(t["part"]) + prior) / total if total else math.nan


def _converted(t: Terms, c: Constants, stem: str) -> float:
    """Return the sum of `stem` and of every `stem:unit`, each unit times its constant: one price basis for all."""
    parts = [(name.partition(":")[2], values) for name, values in t.items() if name.partition(":")[0] == stem]
    return math.fsum(math.fsum(values) * c.get(unit, 1.0) for unit, values in parts)


def _rank(t: Terms, c: Constants) -> float:
    """Return 1 + how many of the other terms add up to more than "of"."""
    stems = {name.partition(":")[0] for name in t} - {"of"}
    own = _converted(t, c, "of")
    return 1.0 + sum(_converted(t, c, stem) > own for stem in stems)


def _converted_share(t: Terms, c: Constants) -> float:
    whole = _converted(t, c, "whole")
    return _converted(t, c, "part") / whole if whole else math.nan


def _all_of(t: Terms, c: Constants, stem: str) -> float:
    """Return the sum of `stem`, raised where constant ``unseen`` says which part of it has no rows."""
    return _converted(t, c, stem) / (1 - c.get("unseen", 0.0))


def _bounded_share(t: Terms, c: Constants) -> float:
    """Return part over whole within [0, 1]; a giver that takes back more than it gives has no share."""
    part = _converted(t, c, "part")
    return 0.0 if part <= 0 else min(1.0, part / max(part, _all_of(t, c, "whole")))


def _annual_ratio(t: Terms, c: Constants) -> float:
    """Return numerator a year over denominator a year."""
    below = _converted(t, c, "denominator") / c.get("years_denominator", 1.0)
    return _all_of(t, c, "numerator") / c.get("years_numerator", 1.0) / below if below else math.nan


def _log_stake(t: Terms, c: Constants) -> float:
    ratio = max(0.0, _annual_ratio(t, c))
    return min(1.0, math.log1p(100 * ratio) / math.log1p(100 * c.get("reference", 1.0)))


def _substitutability(t: Terms, c: Constants) -> float:
    """Return the part of a loss that others would and could make up."""
    own = _converted(t, c, "part")
    if own <= 0:
        return 1.0
    others = max(0.0, _all_of(t, c, "whole") - own)
    return min(1.0, c.get("willingness", 1.0), c.get("capacity", 1.0) * others / own)


def _balance(t: Terms, c: Constants) -> float:
    one, other = _converted(t, c, "one"), _converted(t, c, "other")
    return 1 - abs(one - other) / (one + other) if one + other > 0 else math.nan


OPERATIONS: Final[dict[str, Callable[[Terms, Constants], float]]] = {
    "sum": lambda t, c: math.fsum(t["values"]) * c.get("scale", 1.0),
    "mean": lambda t, c: math.fsum(t["values"]) / len(t["values"]) if t["values"] else math.nan,
    "count": lambda t, c: float(len(t["values"])),
    "value": lambda t, c: t["values"][0],
    "share": _share,
    "ratio": _ratio,
    "difference": lambda t, c: math.fsum(t["values"]) - math.fsum(t["less"]),
    "herfindahl": lambda t, c: math.fsum(x * x for x in t["shares"]),
    "product": _product,
    "one-minus": lambda t, c: 1 - math.fsum(t["values"]),
    "maximum": lambda t, c: max(t["values"]),
    "weighted-mean": _weighted_mean,
    "rank": _rank,
    "position": _position,
    "latent-position": latent_position,
    "shrunk-share": _shrunk_share,
    # Alignment of votes coded 1 yes, 2 abstain, 3 no, absences dropped: METHODS 1.3.
    "agreement": _agreement,
    "s-score": _s_score,
    "kappa": _kappa,
    "pi": _pi,
    # Sums over several units: term "part:USD-2021" counts times the constant "USD-2021", term "part" as it is.
    "converted-sum": lambda t, c: _converted(t, c, "values") * c.get("scale", 1.0),
    "converted-share": _converted_share,
    "bounded-share": _bounded_share,
    "annual-ratio": _annual_ratio,
    # Leverage: docs/methods/leverage.md. Constant "unseen": the part of the whole held by givers without rows.
    "log-stake": _log_stake,
    "substitutability": _substitutability,
    "leverage": lambda t, c: math.prod(t["values"]) * math.prod(1 - x for x in t["less"]),
    "noisy-or": lambda t, c: 1 - math.prod(1 - x for x in t["values"]),
    "balance": _balance,
}  # fmt: skip


def recompute(derivation: Derivation, values: Mapping[str, float]) -> float:
    """Return the value that a derivation gives.

    Parameters
    ----------
    derivation
        Operation and terms.
    values
        The number of each id named in the terms.

    Raises
    ------
    KeyError
        If an id has no number, or the operation is unknown.

    Examples
    --------
    >>> recompute(Derivation(operation="share", terms={"part": ("a",), "whole": ("a", "b")}), {"a": 1.0, "b": 3.0})
    0.25
    """
    terms = {name: [values[i] for i in ids] for name, ids in derivation.terms.items()}
    return OPERATIONS[derivation.operation](terms, derivation.constants)
