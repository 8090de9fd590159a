"""A grant is all grant, a loan at the discount rate is none, and softer terms never give less."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.measure.grant_equivalent import (
    RULES,
    Repayment,
    grant_element,
    grant_element_range,
    grant_equivalent,
)

SHARE = st.floats(0.0, 0.2).map(lambda share: round(share, 6))
RATE = st.floats(0.01, 0.15)
TERMS = st.tuples(st.floats(0.0, 15.0), st.floats(0.5, 35.0)).map(lambda t: (t[0], t[0] + t[1]))
KINDS = st.sampled_from(["equal-principal", "annuity", "lump-sum"])


def payment_by_payment(
    interest: float, grace: int, maturity: int, discount: float, often: int, kind: Repayment
) -> float:
    """The definition itself: face value less the payments, each discounted from the day that it is due."""
    first, last = max(grace * often, 1), maturity * often
    r, left, present = interest / often, 1.0, 0.0
    terms = last - first + 1
    level = r / (1 - (1 + r) ** -terms) if r else 1 / terms
    for period in range(1, last + 1):
        principal = {
            "equal-principal": 1 / terms if period >= first else 0.0,
            "annuity": level - left * r if period >= first else 0.0,
            "lump-sum": 1.0 if period == last else 0.0,
        }[kind]
        present += (left * r + principal) / (1 + discount) ** (period / often)
        left -= principal
    assert left == pytest.approx(0, abs=1e-9)
    return 1 - present


@given(SHARE, st.integers(0, 12), st.integers(1, 30), RATE, st.sampled_from([1, 2, 4]), KINDS)
def test_the_closed_form_is_the_sum_of_discounted_payments(
    interest: float, grace: int, years_left: int, discount: float, often: int, kind: Repayment
) -> None:
    said = grant_element(
        interest, grace_years=grace, maturity_years=grace + years_left, discount=discount, payments_a_year=often,
        repayment=kind,
    )  # fmt: skip
    assert float(said) == pytest.approx(
        payment_by_payment(interest, grace, grace + years_left, discount, often, kind), abs=1e-9
    )


@given(RATE, TERMS, st.sampled_from([1, 2, 12]), KINDS)
def test_a_loan_that_charges_the_discount_has_no_grant_element(
    discount: float, terms: tuple[float, float], often: int, kind: Repayment
) -> None:
    each_period = often * ((1 + discount) ** (1 / often) - 1)
    element = grant_element(
        each_period, grace_years=terms[0], maturity_years=terms[1], discount=discount, payments_a_year=often,
        repayment=kind,
    )  # fmt: skip
    assert abs(float(element)) < 1e-9


@given(SHARE, st.floats(0.0, 0.05), TERMS, st.floats(0.0, 5.0), st.floats(0.0, 5.0), RATE, KINDS)
def test_less_interest_never_gives_less_and_more_time_never_gives_less_while_it_is_cheap(
    interest: float, more: float, terms: tuple[float, float], longer: float, later: float, discount: float,
    kind: Repayment,
) -> None:  # fmt: skip
    grace, maturity = terms

    def element(rate: float, g: float, m: float) -> float:
        return float(grant_element(rate, grace_years=g, maturity_years=m, discount=discount, repayment=kind))

    now = element(interest, grace, maturity)
    assert now <= 1
    assert element(interest + more, grace, maturity) <= now + 1e-9
    cheap = interest < 2 * ((1 + discount) ** 0.5 - 1)
    for softer in (
        element(interest, grace, maturity + longer),
        element(interest, min(grace + later, maturity), maturity),
    ):
        assert softer >= now - 1e-9 if cheap else softer <= now + 1e-9


# Loan details on the pages of AidData's projects 95376 (GCDF 3.0, "OECD Grant-Equiv", lower middle income) and 1157
# (GCDF 2.0, 10 %, cut to three digits).
@pytest.mark.parametrize(
    ("interest", "grace", "maturity", "discount", "percent"),
    [(0.048, 3, 10, 0.07, 10.5544), (0.0, 10, 20, 0.10, 75.051)],
)
def test_published_grant_elements_come_out(
    interest: float, grace: float, maturity: float, discount: float, percent: float
) -> None:
    element = grant_element(interest, grace_years=grace, maturity_years=maturity, discount=discount)
    assert 100 * float(element) == pytest.approx(percent, abs=7e-4)


def test_a_bullet_without_interest_is_the_discount_factor() -> None:
    element = grant_element(0.0, grace_years=10, maturity_years=10, discount=0.05, repayment="lump-sum")
    assert float(element) == pytest.approx(1 - 1.05**-10)


def test_a_higher_discount_makes_the_same_loan_softer() -> None:
    elements = [float(grant_element(0.01, grace_years=10, maturity_years=40, discount=r.discount)) for r in RULES]
    by_rate = sorted(zip([rule.discount for rule in RULES], elements, strict=True))
    assert [element for _, element in by_rate] == sorted(elements)
    assert all(0 < element < 1 for element in elements)


def test_terms_not_known_give_no_element_and_impossible_terms_are_refused() -> None:
    assert np.isnan(grant_element([np.nan, 0.02], grace_years=5, maturity_years=20, discount=0.05)).tolist() == [
        True,
        False,
    ]
    for terms in ((5.0, 4.0), (-1.0, 4.0), (0.0, 0.0)):
        with pytest.raises(InputError):
            grant_element(0.02, grace_years=terms[0], maturity_years=terms[1], discount=0.05)
    with pytest.raises(InputError, match="interest below 0"):
        grant_element(-0.01, grace_years=1, maturity_years=4, discount=0.05)
    with pytest.raises(InputError, match="discount"):
        grant_element(0.01, grace_years=1, maturity_years=4, discount=0)
    with pytest.raises(InputError, match="payments a year"):
        grant_element(0.01, grace_years=1, maturity_years=4, discount=0.05, payments_a_year=0)


def test_below_the_threshold_a_loan_is_no_aid_and_a_dear_loan_takes() -> None:
    assert grant_equivalent([10.0, 10.0], [0.44, 0.46], least=0.45).tolist() == [0.0, pytest.approx(4.6)]
    assert float(grant_equivalent(10.0, -0.1)) == pytest.approx(-1.0)
    assert float(grant_equivalent(10.0, 1.0, least=0.45)) == 10.0


def test_the_range_spans_what_the_terms_leave_open() -> None:
    low, high = grant_element_range(0.02, grace_years=5, maturity_years=20, discount=0.05)
    value = float(grant_element(0.02, grace_years=5, maturity_years=20, discount=0.05))
    assert float(low) <= value <= float(high)
    assert 0 < float(high - low) < 0.05
