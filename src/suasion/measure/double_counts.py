"""Double counts: which figures of money hold the same dollars, so that adding them counts these twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from suasion.errors import InputError

# What a figure says of money: promised, paid, owed, or paid back.
STAGES: Final = {
    "oda-net": "disbursed", "oda-gross": "disbursed", "oda-grants": "disbursed", "oda-loans-gross": "disbursed",
    "oda-loans-net": "disbursed", "oda-humanitarian": "disbursed", "oda-technical": "disbursed",
    "oda-multilateral": "disbursed", "finance-oda": "committed", "finance-oof": "committed",
    "finance-vague": "committed", "debt-owed": "owed", "debt-service": "paid back", "fdi-stock": "invested stock",
    "fdi-approved": "approved",
}  # fmt: skip

# The OECD's identities in DAC2a: gross = grants + loans (equity among them); net = gross - repayments. Humanitarian
# aid and technical cooperation say what aid is for, and cut across the forms: mostly grants, some loans.
PARTS: Final = {
    "oda-gross": ("oda-grants", "oda-loans-gross", "oda-humanitarian", "oda-technical"),
    "oda-net": ("oda-grants", "oda-loans-net"),
}
_SAME: Final = {
    frozenset({"oda-gross", "oda-net"}): "net aid is gross aid less repayments: the same money",
    frozenset({"oda-loans-gross", "oda-loans-net"}): "net loans are gross loans less repayments: the same money",
    frozenset({"oda-net", "oda-loans-gross"}): "the same loans are in net aid, less repayments",
    frozenset({"oda-gross", "oda-loans-net"}): "the same loans are in gross aid, before repayments",
}
_PURPOSES: Final = ("oda-humanitarian", "oda-technical")
_FORMS: Final = ("oda-grants", "oda-loans-gross", "oda-loans-net", "oda-net")


def overlap(one: str, other: str) -> str | None:
    """Return why two indicators of money cannot be added, None where they can.

    Parameters
    ----------
    one, other
        Keys of `STAGES`; the order does not matter.

    Raises
    ------
    InputError
        If one is no indicator of money.

    Notes
    -----
    Aid imputed through multilaterals is the giver's payments into their core budgets: beside bilateral aid, not in it.
    It is in what the multilaterals themselves pay out; adding a giver's imputed aid to theirs counts it twice.

    Examples
    --------
    >>> overlap("oda-grants", "oda-gross")
    'oda-grants is a part of oda-gross'
    >>> overlap("finance-oda", "finance-oof") is None
    True
    """
    for name in (one, other):
        if name not in STAGES:
            raise InputError(f"{name!r} is no figure of money that can be added. Choose among {', '.join(STAGES)}.")
    if one == other:
        return f"{one} stands twice"
    first, second = sorted((one, other))
    if STAGES[first] != STAGES[second]:
        return f"{first} is {STAGES[first]} and {second} {STAGES[second]}: not the same step of the same money"
    for whole, part in ((first, second), (second, first)):
        if part in PARTS.get(whole, ()):
            return f"{part} is a part of {whole}"
    if (first in _PURPOSES and second in (*_PURPOSES, *_FORMS)) or (second in _PURPOSES and first in _FORMS):
        return f"{first} and {second} are two cuts of the same aid"
    return _SAME.get(frozenset({first, second}))


def refuse_double_counts(indicators: Sequence[str]) -> None:
    """Refuse to add indicators that hold the same dollars.

    Raises
    ------
    InputError
        With every pair that cannot be added and why.
    """
    reasons = [reason for pair in combinations(indicators, 2) if (reason := overlap(*pair))]
    if reasons:
        raise InputError(
            f"Adding {', '.join(indicators)} counts money twice or mixes what differs: {'; '.join(reasons)}. "
            "Ask for them apart, or for one of each pair."
        )


def counted_once(indicators: Sequence[str]) -> tuple[str, ...]:
    """Return the indicators without those that are a part of another one named, in their order.

    Raises
    ------
    InputError
        If what is left still cannot be added: then no choice among them is ours to make.

    Examples
    --------
    >>> counted_once(["oda-gross", "oda-grants", "oda-humanitarian", "oda-multilateral"])
    ('oda-gross', 'oda-multilateral')
    """
    named = dict.fromkeys(indicators)
    parts = {part for whole in named for part in PARTS.get(whole, ())}
    left = tuple(name for name in named if name not in parts)
    refuse_double_counts(left)
    return left
