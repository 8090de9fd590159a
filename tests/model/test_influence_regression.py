"""Influence regression: known weights are found again, nobody followed is seldom called followed, and laws hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from suasion import gather
from suasion.codebook import OBSERVATION_SCHEMA
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA, on_its_own_engine
from suasion.model.catalogue.influence import MEASURES
from suasion.model.catalogue.request import Request
from suasion.model.influence_regression import (
    ANSWER,
    Design,
    Network,
    acts,
    covariance,
    design,
    fit,
    forecast,
    influence,
    lead_lag,
    leads,
    resampled,
    row_shares,
)
from suasion.model.influence_regression.fitting import response_of
from suasion.model.influence_regression.likelihood import Likelihood
from suasion.model.influence_regression.slopes import Slopes, predictor

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FILE = SHARED / "icews_dyad_year.parquet"
VERBAL = "events-verbal-cooperation"


def made_up(
    seed: int, *, n: int = 16, years: int = 10, follow: float = 0.0, targets: float = 0.0, itself: float = 0.4
) -> tuple[Network, dict[str, Any]]:
    """Return acts drawn from the model with overdispersed counts, and the ties: each follows its four nearest."""
    rng = np.random.default_rng(seed)
    where = rng.normal(size=(n, 2))
    far = np.linalg.norm(where[:, None] - where[None], axis=-1)
    near = row_shares((far <= np.sort(far, axis=1)[:, [4]]).astype(float))
    sender, receiver = itself * np.eye(n) + follow * near, np.eye(n) + targets * near
    base = -0.1 + rng.normal(0, 0.5, n)[:, None] + rng.normal(0, 0.5, n)
    counts = [rng.poisson(np.exp(base)).astype(float)]
    for _ in range(years + 5):
        np.fill_diagonal(counts[-1], 0)
        mean = np.exp(base + sender @ np.log1p(counts[-1]) @ receiver.T) * rng.gamma(4, 1 / 4, (n, n))
        counts.append(rng.poisson(mean).astype(float))
    names = tuple(f"S{i:02}" for i in range(n))
    network = Network(actors=names, years=tuple(range(2000, 2000 + years)), counts=np.array(counts[-years:]))
    return network, {"near": near}


def design_of(seed: int = 1, **how: Any) -> Design:
    network, ties = made_up(seed, follow=0.3, targets=0.2)
    return design(network, ties, ties, **how)


def test_without_influence_the_fit_is_a_poisson_regression_as_statsmodels_has_it() -> None:
    import statsmodels.api as sm

    rows = design_of().without_influence()
    found = fit(rows)
    columns = np.concatenate([rows.fixed.toarray(), rows.controls, rows.exposure[0].T], axis=1)
    peer = sm.GLM(rows.outcome, columns, family=sm.families.Poisson()).fit(tol=1e-12)
    assert np.abs(found.free - peer.params).max() < 1e-6
    assert found.log_likelihood == pytest.approx(peer.llf, abs=1e-6)


def test_the_errors_of_that_regression_are_the_robust_ones_of_statsmodels() -> None:
    import statsmodels.api as sm

    rows = design_of().without_influence()
    columns = np.concatenate([rows.fixed.toarray(), rows.controls, rows.exposure[0].T], axis=1)
    peer = sm.GLM(rows.outcome, columns, family=sm.families.Poisson()).fit(cov_type="HC0", tol=1e-12)
    ours = np.sqrt(np.diag(covariance(rows, fit(rows), "row")))
    assert ours == pytest.approx(peer.bse[rows.fixed.shape[1] :], rel=1e-5)


@pytest.mark.parametrize("family", ["poisson", "negative-binomial", "gaussian"])
def test_the_gradient_is_that_of_the_likelihood_and_vanishes_at_the_fit(family: Any) -> None:
    rows = design_of()
    found = fit(rows, family)
    likelihood = Likelihood(family, found.dispersion)
    response, once = response_of(rows, family), np.ones_like(rows.outcome)

    def height(free: Any) -> float:
        return likelihood.height(response, predictor(rows, free), once)

    free = found.free + 0.01
    exact = Slopes.at(rows, free).dense().T @ likelihood.derivatives(response, predictor(rows, free))[0]
    step = 1e-5 * np.eye(len(free))
    numeric = np.array([(height(free + one) - height(free - one)) / 2e-5 for one in step])
    assert exact == pytest.approx(numeric, rel=1e-4, abs=1e-3)
    settled = Slopes.at(rows, found.free).dense().T @ likelihood.derivatives(response, predictor(rows, found.free))[0]
    assert np.abs(settled).max() < 1e-2 * np.abs(exact).max()
    assert all(height(found.free) >= height(found.free + 0.05 * one / 1e-5) for one in step)


def test_known_weights_are_found_again_and_their_intervals_hold_them() -> None:
    truth = np.array([0.4, 0.4, 0.3])
    found, held = [], []
    for seed in range(12):
        network, ties = made_up(seed, n=20, years=12, follow=0.4, targets=0.3)
        rows = design(network, ties, ties)
        fitted = fit(rows, "negative-binomial")
        error = np.sqrt(np.diag(covariance(rows, fitted))[-3:])
        found.append(fitted.free[-3:])
        held.append(np.abs(fitted.free[-3:] - truth) < 1.645 * error)
    # Of 12 sets the mean errs by a third of one set's error, and 90 % intervals miss more than 4 in one of 200 runs.
    assert np.mean(found, axis=0) == pytest.approx(truth, abs=0.15)
    assert np.mean(found, axis=0)[1] == pytest.approx(0.4, abs=0.06)
    assert (np.sum(held, axis=0) >= 8).all()


def test_nobody_followed_is_called_followed_as_often_as_chance_allows() -> None:
    network, _ = made_up(3, n=24)
    n = len(network.actors)
    p = np.concatenate([lead_lag(network, j, [i for i in range(n) if i != j]).p for j in range(0, n, 2)])
    assert np.isfinite(p).mean() > 0.95
    # 276 tests, some of them alike: 10 % give or take 2 of their standard errors, doubled.
    assert 0.03 < np.mean(p < 0.1) < 0.17
    assert np.histogram(p, 4, (0, 1))[0].min() > 0.15 * len(p)


def test_a_state_that_follows_another_is_told_pair_by_pair() -> None:
    rng = np.random.default_rng(5)
    n, years = 20, 13
    counts = [rng.poisson(3, (n, n)).astype(float)]
    for _ in range(years - 1):
        mean = np.full((n, n), 3.0)
        mean[1] = np.exp(0.2 + 0.6 * np.log1p(counts[-1][0]))  # the second state follows the first
        mean[2] = np.exp(0.2 + 0.6 * np.log1p(counts[-1][:, 2]))  # the third answers in kind
        counts.append(rng.poisson(mean).astype(float))
    network = Network(actors=tuple(map(str, range(n))), years=tuple(range(2000, 2000 + years)), counts=np.array(counts))
    led = lead_lag(network, 1, [0, 3, ANSWER])
    assert led.low[0] < 0.6 < led.high[0]
    assert led.p[0] < 0.001
    assert led.p[1] > 0.01
    answered = lead_lag(network, 2, [0, ANSWER])
    assert answered.low[1] < 0.6 < answered.high[1]
    assert answered.p[1] < 0.001


def test_long_run_levels_keep_likeness_from_passing_for_influence() -> None:
    """States near each other deal with the same third states year after year, and nobody follows anybody."""
    with_levels, without = [], []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        n = 24
        where = rng.normal(size=(n, 2))
        far = np.linalg.norm(where[:, None] - where[None], axis=-1)
        near = row_shares((far <= np.sort(far, axis=1)[:, [4]]).astype(float))
        counts = rng.poisson(np.exp(3 * np.exp(-far) - 1), (12, n, n)).astype(float)
        network = Network(actors=tuple(map(str, range(n))), years=tuple(range(2000, 2012)), counts=counts)
        for level, kept in ((True, with_levels), (False, without)):
            rows = design(network, {"near": near}, level=level)
            fitted = fit(rows)
            kept.append(fitted.alpha[1] / np.sqrt(covariance(rows, fitted)[-1, -1]))
    assert abs(np.mean(with_levels)) < 1.2
    assert np.mean(without) > 2


def test_naming_states_in_another_order_changes_nothing_but_the_order() -> None:
    network, ties = made_up(7, follow=0.3)
    order = np.random.default_rng(0).permutation(len(network.actors))
    turned = network.of([network.actors[i] for i in order])
    one = design(network, ties)
    other = design(turned, {"near": ties["near"][order[:, None], order]})
    first, second = fit(one, "negative-binomial"), fit(other, "negative-binomial")
    assert second.alpha == pytest.approx(first.alpha, rel=1e-4, abs=1e-6)
    assert np.diag(covariance(other, second)) == pytest.approx(np.diag(covariance(one, first)), rel=1e-3)
    place = order.tolist().index
    led = lead_lag(network, 3, [5, 6])
    again = lead_lag(turned, place(3), [place(5), place(6)])
    assert again.value == pytest.approx(led.value, rel=1e-6)
    assert again.low == pytest.approx(led.low, rel=1e-6)


def test_a_bootstrap_of_states_is_about_as_wide_as_the_robust_interval_and_the_same_each_time() -> None:
    rows = design_of(2)
    found = fit(rows)
    drawn = resampled(rows, found, "state", draws=40, seed=1)
    assert np.array_equal(drawn, resampled(rows, found, "state", draws=40, seed=1))
    ratio = drawn[:, -2].std() / np.sqrt(covariance(rows, found)[-2, -2])
    assert 0.5 < ratio < 2


def test_influence_that_is_there_makes_the_next_year_less_surprising() -> None:
    network, ties = made_up(11, n=24, years=12, follow=0.5)
    seen = forecast(network, ties)
    mean, low, _ = seen.gain("influence", over="no influence")
    assert seen.year == 2011
    assert low > 0
    assert mean == pytest.approx(float(np.mean(seen.log_score["influence"] - seen.log_score["no influence"])))
    assert seen.deviance("influence") < seen.deviance("own past") < seen.deviance("last year")


def test_a_forecast_does_not_look_at_the_year_it_is_made_for() -> None:
    network, ties = made_up(11)
    changed = network.counts.copy()
    changed[-1, 0, 1:] += 5
    other = forecast(Network(actors=network.actors, years=network.years, counts=changed), ties)
    assert np.array_equal(other.mean["influence"], forecast(network, ties).mean["influence"])


def test_a_silent_state_a_gap_and_a_negative_count_are_handled_or_named() -> None:
    network, ties = made_up(13)
    counts = network.counts.copy()
    counts[:, 2, :] = 0  # one that never acts has no constant
    rows = design(Network(actors=network.actors, years=network.years, counts=counts), ties)
    assert 2 not in rows.row_actor
    assert np.isfinite(fit(rows).free).all()
    counts = network.counts.copy()
    counts[4, 1, 2] = np.nan
    rows = design(Network(actors=network.actors, years=network.years, counts=counts), ties)
    assert len(rows.outcome) == len(design(network, ties).outcome) - 2  # neither that year's row nor the next one's
    counts[4, 1, 2] = -1
    with pytest.raises(InputError, match="negative"):
        Network(actors=network.actors, years=network.years, counts=counts)
    with pytest.raises(InputError, match="gap"):
        Network(actors=network.actors, years=(1999, *network.years[1:]), counts=network.counts)
    with pytest.raises(InputError, match="told apart"):
        fit(design(network, {**ties, "again": ties["near"]}))
    with pytest.raises(InputError, match="shape"):
        design(network, {"near": ties["near"][:3]})


def rows_of(network: Network, *, zeros: bool = True) -> pa.Table:
    """Return a network as observations of verbal cooperation."""
    year, one, other = (
        np.nonzero(~np.eye(len(network.actors), dtype=bool) & (network.counts >= 0))
        if zeros
        else np.nonzero(network.counts > 0)
    )
    n = len(year)
    given = {
        "source": ["so-1"] * n,
        "indicator": [VERBAL] * n,
        "actor": [network.actors[i] for i in one],
        "partner": [network.actors[i] for i in other],
        "first_year": [network.years[t] for t in year],
        "last_year": [network.years[t] for t in year],
        "value": network.counts[year, one, other],
        "unit": ["count"] * n,
        "status": ["observed"] * n,
    }
    empty = {name: pa.nulls(n, OBSERVATION_SCHEMA.field(name).type) for name in OBSERVATION_SCHEMA.names}
    filled = {name: pa.array(values).cast(OBSERVATION_SCHEMA.field(name).type) for name, values in given.items()}
    return pa.table(empty | filled, schema=OBSERVATION_SCHEMA)


def test_rows_of_observations_become_the_network_they_came_from() -> None:
    network, _ = made_up(1)
    found = acts(ibis.memtable(rows_of(network)), first_year=1900, last_year=2100, run=on_its_own_engine)
    assert found.actors == network.actors
    assert found.unwritten == 0
    off = ~np.eye(len(network.actors), dtype=bool)
    assert np.array_equal(found.networks[VERBAL].counts[:, off], network.counts[:, off])
    part = acts(ibis.memtable(rows_of(network, zeros=False)), first_year=1900, last_year=2100, run=on_its_own_engine)
    assert np.array_equal(part.networks[VERBAL].counts[:, off], network.counts[:, off])
    assert part.unwritten == int((network.counts[:, off] == 0).sum())


def test_influence_comes_as_a_measure_table_for_the_state_asked_for() -> None:
    network, _ = made_up(1, follow=0.3)
    observations = ibis.memtable(rows_of(network, zeros=False))
    table = influence(observations, actor="S03", first_year=1900, last_year=2100)
    assert table.schema.equals(MEASURE_SCHEMA)
    assert table.num_rows == 2 * (len(network.actors) - 1)
    assert set(table["measure"].to_pylist()) == {"influence [verbal-cooperation]"}
    assert all("S03" in pair for pair in zip(table["actor"].to_pylist(), table["partner"].to_pylist(), strict=True))
    assert pc.all(pc.less_equal(table["low"], table["value"])).as_py()
    assert all("without a row count as no act" in method for method in table["method"].to_pylist())
    assert table.equals(influence(observations, actor="S03", first_year=1900, last_year=2100))
    led = leads(observations, actor="S03", partners=["S04"], first_year=1900, last_year=2100)
    assert [(row["actor"], row["partner"], row["measure"].split(" [")[0]) for row in led.to_pylist()] == [
        ("S03", "S04", "lead-lag"),
        ("S03", None, "lead-lag answer"),
        ("S04", "S03", "lead-lag"),
    ]


def test_the_catalogue_says_what_it_cannot_use() -> None:
    network, _ = made_up(1)
    observations = ibis.memtable(rows_of(network))
    by_name = {one.name: one for one in MEASURES}
    for name, request, wrong in (
        ("influence", Request(by="issue"), "kinds, not issues"),
        ("influence", Request(indicators=("gdp",)), "gdp cannot be used"),
        ("lead-lag", Request(indicators=("exports",)), "exports cannot be used"),
        ("lead-lag", Request(actor="KHM"), "no event names KHM"),
        ("influence", Request(first_year=1950, last_year=1960), "no events"),
        ("influence", Request(indicators=("events-material-conflict",)), "no rows of events-material-conflict"),
        ("influence", Request(indicators=("exports",)), "exports has no rows"),
    ):
        with pytest.raises(InputError, match=wrong):
            by_name[name].work(observations, request, on_its_own_engine)


def test_further_ties_come_from_the_record_and_are_those_of_the_year_before() -> None:
    network, ties = made_up(1, n=12, follow=0.3)
    exports = rows_of(
        Network(actors=network.actors, years=network.years, counts=np.tile(ties["near"] * 100, (10, 1, 1)))
    )
    exports = exports.set_column(
        exports.schema.get_field_index("indicator"), "indicator", pa.array(["exports"] * len(exports))
    )
    both = ibis.memtable(pa.concat_tables([rows_of(network), exports]))
    (measure,) = (one for one in MEASURES if one.name == "influence")
    table = measure.work(both, Request(actor="S03", indicators=("exports",)), on_its_own_engine)
    assert all(", exports " in method for method in table["method"].to_pylist())


@pytest.mark.skipif(not FILE.exists(), reason="the ICEWS dyad-years do not lie in a shared folder beside the project")
def test_icews_dyad_years_give_every_pair_a_row_and_states_answer_each_other() -> None:
    (file,) = gather.open_files("icews-dyad-year", [FILE])
    rows = gather.read_rows("icews-dyad-year", file.data, file_name=file.name).rows
    found = acts(ibis.memtable(rows), first_year=2002, last_year=2014, also=["KHM"], most=25, run=on_its_own_engine)
    assert found.unwritten == 0
    assert {"KHM", "USA", "CHN"} <= set(found.actors)
    design_ = design(found.networks[VERBAL], found.ties())
    fitted = fit(design_, "negative-binomial")
    answer = design_.control_names.index("answer")
    error = np.sqrt(covariance(design_, fitted)[answer, answer])
    assert fitted.theta[answer] > 2 * error
