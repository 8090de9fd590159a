"""Grant element: what part of a loan is a gift, worked out from its terms."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from suasion.errors import InputError

Repayment = Literal["equal-principal", "annuity", "lump-sum"]
Numbers = NDArray[np.float64]


class DiscountRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rate at which payments to come are discounted, and the grant element from which a loan counts as aid.

    ``discount`` and ``least`` are shares: 0.09 is 9 % a year. ``least`` is 0 where the rule has no threshold.
    """

    name: str
    discount: float
    least: float = 0.0


# OECD DAC, High Level Meeting of 16 December 2014: 5 % and 1, 2 or 4 points for the risk of lending to the group, for
# loans from 2018 on; before, 10 % and at least a quarter. IMF and World Bank since October 2013, and AidData: 5 %.
RULES: Final = (
    DiscountRule(name="5 %", discount=0.05),
    DiscountRule(name="DAC to 2017, 10 %", discount=0.10, least=0.25),
    DiscountRule(name="DAC upper middle income, 6 %", discount=0.06, least=0.10),
    DiscountRule(name="DAC lower middle income, 7 %", discount=0.07, least=0.15),
    DiscountRule(name="DAC least developed and low income, 9 %", discount=0.09, least=0.45),
)


def grant_element(
    interest: ArrayLike,
    *,
    grace_years: ArrayLike,
    maturity_years: ArrayLike,
    discount: ArrayLike,
    payments_a_year: int = 2,
    repayment: Repayment = "equal-principal",
) -> Numbers:
    """Return the grant element of loans: the part of the face value that their payments, discounted, fall short of.

    Parameters
    ----------
    interest
        Nominal interest a year, as a share (0.02 is 2 %), at least 0. All terms broadcast; NaN where not known.
    grace_years
        From signature to the first repayment of principal, 0 to ``maturity_years``. Less than one payment period
        counts as one: no principal is due before interest is.
    maturity_years
        From signature to the last repayment, more than 0.
    discount
        Effective rate a year, as a share, more than 0: see `RULES`.
    payments_a_year
        Of interest and principal alike.
    repayment
        "equal-principal" (the DAC's and the World Bank's usual case), "annuity" (equal payments of interest and
        principal), or "lump-sum": all principal at the end, interest throughout.

    Returns
    -------
    numpy.ndarray
        Shares, at most 1 (a grant has no payments); 0 where interest for each period equals the discount for it, below
        0 for a dearer loan. NaN where a term is.

    Raises
    ------
    InputError
        If a term is impossible, such as a grace period longer than the loan.

    Notes
    -----
    With a payments a year, d = (1 + discount)^(1/a) - 1, r = interest / a, g = a * grace - 1 and m = a * maturity:

    element = (1 - r / d) * (1 - ((1 + d)^-g - (1 + d)^-m) / (d * (m - g)))

    for equal principal; the others in the same symbols (OECD DAC, Reporting Directives for the Creditor Reporting
    System, annex on the grant element). A number of payments that is no whole number is interpolated.

    Examples
    --------
    >>> float(grant_element(0.0001, grace_years=10, maturity_years=40, discount=0.10).round(3))
    0.871
    >>> float(grant_element(0.05, grace_years=5, maturity_years=20, discount=0.05, payments_a_year=1).round(3))
    0.0
    """
    rate, grace, maturity, yearly = (
        np.asarray(v, dtype=float) for v in (interest, grace_years, maturity_years, discount)
    )
    _refuse(rate, grace, maturity, yearly, payments_a_year)
    d = np.expm1(np.log1p(yearly) / payments_a_year)
    r = rate / payments_a_year
    before = np.maximum(payments_a_year * grace - 1, 0.0)  # periods in which interest alone is due
    periods = payments_a_year * maturity
    left = np.maximum(periods - before, 1.0)  # a loan repaid within its first period has one payment
    until_then, at_the_end = (1 + d) ** -before, (1 + d) ** -(before + left)
    if repayment == "equal-principal":
        return np.asarray((1 - r / d) * (1 - (until_then - at_the_end) / (d * left)))
    if repayment == "lump-sum":
        return np.asarray((1 - r / d) * (1 - at_the_end))
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(r > 0, r / -np.expm1(-left * np.log1p(r)), 1 / left)
    return np.asarray(1 - r * (1 - until_then) / d - each * (until_then - at_the_end) / d)


def _refuse(rate: Numbers, grace: Numbers, maturity: Numbers, discount: Numbers, payments_a_year: int) -> None:
    wrong = (
        ("interest below 0", rate < 0),
        ("a maturity of 0 years or less", maturity <= 0),
        ("a grace period below 0", grace < 0),
        ("a grace period longer than the loan", grace > maturity),
        ("a discount rate of 0 or less", discount <= 0),
    )
    for what, where in wrong:
        if np.any(where):
            raise InputError(f"{int(np.sum(where))} loans have {what}. Correct their terms or leave them out.")
    if payments_a_year < 1:
        raise InputError(f"{payments_a_year} payments a year are none. Name 1, 2, 4 or 12.")


def grant_equivalent(face: ArrayLike, element: ArrayLike, *, least: float = 0.0) -> Numbers:
    """Return what loans are worth as grants.

    Parameters
    ----------
    face
        Face value, in any currency; of a grant the whole amount.
    element
        As `grant_element` returns it; 1 for grants.
    least
        The grant element below which a loan counts for nothing as aid: `DiscountRule.least`.

    Returns
    -------
    numpy.ndarray
        In the currency of ``face``. A dear loan (element below 0) has a negative worth where ``least`` is 0.

    Examples
    --------
    >>> grant_equivalent([100.0, 100.0, 100.0], [1.0, 0.5, 0.2], least=0.45).tolist()
    [100.0, 50.0, 0.0]
    """
    shares = np.asarray(element, dtype=float)
    counted = np.where((shares < least) & (least > 0), 0.0, shares)
    return np.asarray(np.asarray(face, dtype=float) * counted)


def grant_element_range(
    interest: ArrayLike, *, grace_years: ArrayLike, maturity_years: ArrayLike, discount: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Return the least and the greatest grant element over the repayments that the terms leave open.

    Equal principal and annuity, paid once and twice a year: a table of average terms says neither. It is a range of
    named alternatives, no interval of probability. Parameters as for `grant_element`.
    """
    kinds: tuple[Repayment, ...] = ("equal-principal", "annuity")
    elements = [
        grant_element(
            interest, grace_years=grace_years, maturity_years=maturity_years, discount=discount,
            payments_a_year=often, repayment=kind,
        )
        for kind in kinds
        for often in (1, 2)
    ]  # fmt: skip
    return np.min(elements, axis=0), np.max(elements, axis=0)
