"""The laws of leverage: what may never happen, whatever the data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.codebook import Derivation, recompute
from suasion.model.leverage import (
    CAPACITY,
    FLOW_REFERENCE,
    REALISED,
    UNSEEN,
    WILLINGNESS,
    Basis,
    Ties,
    central_parameters,
    components,
    probability_first,
    sampled_parameters,
    union,
)

SUPPLIERS = ("CHN", "JPN", "USA")
YEARS = (2018, 2019, 2020)
amounts = st.floats(0, 1e10).map(lambda x: round(x, 2))
flows = st.lists(st.lists(amounts, min_size=3, max_size=3), min_size=3, max_size=3).map(np.array)


def aid(disbursed: np.ndarray, *, gdp: float = 2e10, committed: np.ndarray | None = None) -> Ties:
    basis = Basis(
        disbursed=disbursed,
        committed=np.zeros_like(disbursed) if committed is None else committed,
        covered=np.ones(3, dtype=bool),
        size=np.full(3, gdp),
        years=YEARS,
    )
    return Ties(instrument="economic-aid", suppliers=SUPPLIERS, bases=(basis,), control=(0.6, 0.75, 0.9))


def draws_of(ties: Ties, patron: str, draws: int = 64) -> np.ndarray:
    parameters = sampled_parameters([ties], SUPPLIERS, draws=draws, seed=1)
    return components(ties, patron, parameters).leverage


@settings(max_examples=60, deadline=None)
@given(flows, st.integers(0, 2), st.integers(0, 2), amounts)
def test_more_aid_never_lowers_the_givers_leverage(given_: np.ndarray, giver: int, year: int, more: float) -> None:
    raised = given_.copy()
    raised[giver, year] += more
    before, after = draws_of(aid(given_), SUPPLIERS[giver]), draws_of(aid(raised), SUPPLIERS[giver])
    assert (after >= before - 1e-12).all()


@settings(max_examples=60, deadline=None)
@given(flows, st.integers(0, 2), amounts)
def test_a_rivals_aid_never_raises_leverage(given_: np.ndarray, year: int, more: float) -> None:
    raised = given_.copy()
    raised[0, year] += more
    assert (draws_of(aid(raised), "JPN") <= draws_of(aid(given_), "JPN") + 1e-12).all()


@settings(max_examples=60, deadline=None)
@given(flows)
def test_leverage_and_its_parts_stay_within_bounds_and_shares_add_up(given_: np.ndarray) -> None:
    ties = aid(given_)
    parameters = sampled_parameters([ties], SUPPLIERS, draws=64, seed=1)
    parts = {patron: components(ties, patron, parameters) for patron in SUPPLIERS}
    for part in parts.values():
        for values in (part.stake, part.share, part.substitutability, part.control, part.leverage):
            assert ((values >= 0) & (values <= 1)).all()
    if given_.sum() > 0:
        assert np.allclose(sum(part.share for part in parts.values()), 1)


@settings(max_examples=30, deadline=None)
@given(flows, st.permutations(range(3)))
def test_the_order_of_patrons_changes_nothing(given_: np.ndarray, order: list[int]) -> None:
    names = tuple(SUPPLIERS[i] for i in order)
    shuffled = replace(aid(given_[order]), suppliers=names)
    one = components(aid(given_), "JPN", sampled_parameters([aid(given_)], SUPPLIERS, draws=64, seed=1))
    other = components(shuffled, "JPN", sampled_parameters([shuffled], names, draws=64, seed=1))
    assert np.allclose(one.leverage, other.leverage)


def test_a_giver_of_nothing_has_no_leverage() -> None:
    ties = aid(np.array([[1e8] * 3, [0.0] * 3, [1e8] * 3]))
    assert (draws_of(ties, "JPN") == 0).all()


def test_full_substitution_kills_leverage_and_a_sole_supplier_cannot_be_replaced() -> None:
    ties = aid(np.array([[9e9] * 3, [1e8] * 3, [9e9] * 3]))
    parameters = sampled_parameters([ties], SUPPLIERS, draws=64, seed=1)
    willing = replace(parameters, willingness=dict.fromkeys(SUPPLIERS, np.ones(64)))
    assert (components(ties, "JPN", willing).leverage == 0).all()
    alone = aid(np.array([[0.0] * 3, [1e8] * 3, [0.0] * 3]))
    assert (components(alone, "JPN", willing).substitutability == 0).all()


def test_missing_stays_missing() -> None:
    ties = aid(np.full((3, 3), 1e8))
    uncovered = replace(ties, bases=(replace(ties.bases[0], covered=np.array([False, True, True])),))
    parameters = sampled_parameters([ties], [*SUPPLIERS, "FRA"], draws=8, seed=1)
    for patron in ("CHN", "FRA"):
        assert np.isnan(components(uncovered, patron, parameters).share).all()
        assert np.isnan(components(uncovered, patron, parameters).leverage).all()
    no_gdp = aid(np.full((3, 3), 1e8), gdp=np.nan)
    part = components(no_gdp, "JPN", parameters)
    assert np.isnan(part.stake).all()
    assert np.isfinite(part.share).all()
    assert np.isnan(part.leverage).all()


def test_a_patron_without_a_series_is_drawn_only_on_bases_that_cover_it() -> None:
    both = aid(np.full((3, 3), 1e8)).bases[0]
    oecd_only = replace(
        both, disbursed=np.array([[0.0] * 3, [1e8] * 3, [1e8] * 3]), covered=np.array([False, True, True])
    )
    ties = replace(aid(np.zeros((3, 3))), bases=(both, oecd_only))
    parameters = sampled_parameters([ties], SUPPLIERS, draws=64, seed=1)
    assert np.allclose(components(ties, "CHN", parameters).share, 1 / 3, atol=1e-6)
    japan = components(ties, "JPN", parameters).share
    assert np.isclose(japan, 1 / 2).any()
    assert np.isclose(japan, 1 / 3).any()


def test_commitments_count_for_at_most_a_disbursed_dollar() -> None:
    zero = np.zeros((3, 3))
    committed = zero.copy()
    committed[0] = 1e8
    disbursed = zero.copy()
    disbursed[1] = 1e8
    ties = aid(disbursed, committed=committed)
    parameters = sampled_parameters([ties], SUPPLIERS, draws=64, seed=1)
    assert (components(ties, "CHN", parameters).share <= 0.5 + 1e-12).all()
    central = components(ties, "CHN", central_parameters([ties], SUPPLIERS)).share
    assert central == pytest.approx(REALISED[1] / (1 + REALISED[1]))


def test_givers_without_rows_hold_a_part_of_what_is_partly_covered() -> None:
    whole = aid(np.array([[0.0] * 3, [3e8] * 3, [1e8] * 3]))
    part = replace(whole, bases=(replace(whole.bases[0], partial=True),))
    parameters = central_parameters([whole], SUPPLIERS)
    one, other = (components(ties, "JPN", parameters) for ties in (whole, part))
    assert one.share == pytest.approx(0.75)
    assert other.share == pytest.approx(0.75 * (1 - UNSEEN[1]))
    assert other.stake > one.stake
    assert other.leverage < one.leverage


def test_a_year_with_another_years_product_has_it_grown() -> None:
    ties = aid(np.full((3, 3), 1e8))
    later = replace(ties, bases=(replace(ties.bases[0], apart=np.array([8.0, 8.0, 8.0])),))
    parameters = sampled_parameters([ties], SUPPLIERS, draws=64, seed=1)
    growing = replace(parameters, growth=np.full(64, 0.05))
    assert (components(later, "JPN", growing).stake < components(ties, "JPN", growing).stake).all()
    still = replace(parameters, growth=np.zeros(64))
    assert np.allclose(components(later, "JPN", still).stake, components(ties, "JPN", still).stake)


@settings(max_examples=30, deadline=None)
@given(flows)
def test_central_parts_are_what_the_verifier_works_out(given_: np.ndarray) -> None:
    ties = aid(given_)
    part = components(ties, "JPN", central_parameters([ties], SUPPLIERS))
    values = {f"{s}{y}": float(given_[i, j]) for i, s in enumerate(SUPPLIERS) for j, y in enumerate(YEARS)} | {
        "gdp": 6e10
    }
    own, whole = tuple(f"JPN{y}" for y in YEARS), tuple(k for k in values if k != "gdp")
    share = Derivation(operation="bounded-share", terms={"part": own, "whole": whole})
    substitutability = Derivation(
        operation="substitutability",
        terms={"part": own, "whole": whole},
        constants={"willingness": WILLINGNESS[1], "capacity": CAPACITY[1]},
    )
    stake = Derivation(
        operation="log-stake",
        terms={"numerator": whole, "denominator": ("gdp",)},
        constants={"years_numerator": 3, "years_denominator": 3, "reference": FLOW_REFERENCE},
    )
    for found, derivation in ((part.share, share), (part.substitutability, substitutability), (part.stake, stake)):
        assert found[0] == pytest.approx(recompute(derivation, values), abs=1e-9)
    product = Derivation(operation="leverage", terms={"values": ("a", "b", "c"), "less": ("d",)})
    parts = {"a": part.stake[0], "b": part.share[0], "c": part.control[0], "d": part.substitutability[0]}
    assert part.leverage[0] == pytest.approx(recompute(product, parts))


def test_the_same_seed_gives_the_same_draws_and_another_seed_others() -> None:
    ties = aid(np.array([[1e8, 2e8, 3e8], [2e8, 1e8, 1e8], [1e7, 1e7, 9e7]]))
    assert (draws_of(ties, "JPN") == draws_of(ties, "JPN")).all()
    other = components(ties, "JPN", sampled_parameters([ties], SUPPLIERS, draws=64, seed=2)).leverage
    assert not np.allclose(other, draws_of(ties, "JPN"))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.integers(0, 5), st.floats(0, 1))
def test_the_union_is_bounded_and_never_falls(parts: list[float], index: int, more: float) -> None:
    groups = [[np.array([x])] for x in parts]
    total = union(groups)[0]
    assert max(parts) - 1e-12 <= total <= 1
    i = index % len(parts)
    groups[i] = [np.array([min(1.0, parts[i] + more)])]
    assert union(groups)[0] >= total - 1e-12


def test_overlapping_instruments_count_once() -> None:
    assert union([[np.array([0.2]), np.array([0.1])]])[0] == pytest.approx(0.2)


def test_chances_of_coming_first_add_up_to_one_and_split_ties() -> None:
    chances = probability_first({"A": np.array([1.0, 0.0, 0.5]), "B": np.array([0.0, 0.0, 1.0])})
    assert chances == {"A": pytest.approx(0.5), "B": pytest.approx(0.5)}


def test_no_chance_is_certain() -> None:
    chances = probability_first({"A": np.ones(64), "B": np.zeros(64)})
    assert 0 < chances["B"] < 0.02
    assert sum(chances.values()) == pytest.approx(1)
