"""An effect is found where there is one, seldom where there is none, and "cannot tell" is an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion import gather
from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA, on_its_own_engine
from suasion.model.catalogue import Request
from suasion.model.catalogue.effect import MEASURES
from suasion.model.effect import Dyads, Effect, effect, estimate, vote_shift
from suasion.model.effect.event_study import contrast, dyadic_error

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
CATALOGUE = {one.name: one.work for one in MEASURES}
YEARS = 20


def made_up(
    seed: int,
    *,
    size: float = 0.0,
    events: int = 20,
    clients: int = 60,
    patrons: int = 1,
    trend: float = 0.0,
    years: int = YEARS,
) -> Dyads:
    """Return dyads of serially correlated outcomes (.6) with common years, events on staggered dates."""
    rng = np.random.default_rng(seed)
    noise = np.empty((clients, patrons, years))
    noise[..., 0] = rng.normal(size=noise.shape[:2])
    for year in range(1, years):
        noise[..., year] = 0.6 * noise[..., year - 1] + 0.8 * rng.normal(size=noise.shape[:2])
    outcome = noise + 2 * rng.normal(size=(clients, patrons, 1)) + rng.normal(size=(1, patrons, years))
    outcome += 0.5 * rng.normal(size=(clients, 1, years))
    event = np.zeros(outcome.shape, dtype=bool)
    since = np.arange(years)
    for patron in range(patrons):
        whose = rng.choice(clients, events // patrons, replace=False)
        for client, year in zip(whose, rng.integers(6, years - 4, len(whose)), strict=True):
            event[client, patron, year] = True
            outcome[client, patron] += size * (since >= year) + trend * (since - year)
    return Dyads(
        clients=tuple(f"C{n:03}" for n in range(clients)), patrons=tuple(f"P{n}" for n in range(patrons)),
        years=tuple(range(2000, 2000 + years)), outcome=outcome, event=event, known=np.ones_like(event),
    )  # fmt: skip


def answers(count: int, **how: Any) -> list[int | None]:
    return [estimate(made_up(seed, **how), seed=seed, draws=199).verdict.answer for seed in range(count)]


def test_no_effect_is_seldom_called_a_move_and_never_rejected_much_above_the_level() -> None:
    found = [estimate(made_up(seed), seed=seed, draws=199) for seed in range(120)]
    assert np.mean([one.verdict.answer in {1, -1} for one in found]) <= 0.05
    assert np.mean([one.p_clients <= 0.1 for one in found]) <= 0.1 + 2 * (0.09 / 120) ** 0.5
    assert np.mean([one.low > 0 or one.high < 0 for one in found]) <= 0.1 + 2 * (0.09 / 120) ** 0.5


def test_no_effect_with_many_events_is_called_one_and_not_cannot_tell() -> None:
    assert np.mean([one == 0 for one in answers(20, events=60, clients=150)]) >= 0.7


@pytest.mark.parametrize("sign", [1, -1])
def test_a_large_effect_is_found_with_its_sign(sign: int) -> None:
    found = answers(30, size=2.0 * sign, events=30, clients=90)
    assert np.mean([one == sign for one in found]) >= 0.75
    assert -sign not in found
    assert 0 not in found


def test_intervals_hold_the_effect() -> None:
    found = [estimate(made_up(seed, size=1.0), seed=seed, draws=199) for seed in range(60)]
    assert 0.8 <= np.mean([one.low <= 1 <= one.high for one in found]) <= 0.99
    assert abs(np.mean([one.value for one in found]) - 1) < 0.1


def test_power_that_is_promised_is_kept() -> None:
    found = [estimate(made_up(seed, size=0.5), smallest=0.5, seed=seed, draws=199) for seed in range(120)]
    assert abs(np.mean([one.p_clients <= 0.1 for one in found]) - np.mean([one.power for one in found])) < 0.12


def test_dyads_that_were_on_the_move_before_are_no_effect() -> None:
    found = answers(30, trend=0.5)
    assert np.mean([one is None for one in found]) >= 0.9


def test_two_events_cannot_tell_and_say_so() -> None:
    said = estimate(made_up(3, size=5.0, events=2)).verdict
    assert said.answer is None
    assert "2 events" in said.why


def test_patrons_that_act_in_the_same_year_on_one_client_are_one_event() -> None:
    dyads = made_up(1, patrons=6, events=0)
    event, outcome = dyads.event.copy(), dyads.outcome.copy()
    event[0, :, 10] = True
    outcome[0, :, 10:] += 5
    said = estimate(msgspec.structs.replace(dyads, event=event, outcome=outcome)).verdict
    assert said.answer is None
    assert "1 event " in said.why


def test_names_change_nothing() -> None:
    dyads = made_up(5, size=1.0, patrons=2)
    order = np.random.default_rng(0).permutation(len(dyads.clients))
    other = Dyads(
        clients=tuple(f"X{n}" for n in range(len(order))), patrons=("Z", "A"), years=dyads.years,
        outcome=dyads.outcome[order], event=dyads.event[order], known=dyads.known[order],
    )  # fmt: skip
    same(estimate(dyads, seed=7), estimate(other, seed=7))


@settings(max_examples=10, deadline=None)
@given(st.floats(-50, 50), st.integers(0, 100))
def test_a_constant_added_to_all_outcomes_changes_nothing(constant: float, seed: int) -> None:
    dyads = made_up(seed, size=0.7)
    moved = msgspec.structs.replace(dyads, outcome=dyads.outcome + constant)
    same(estimate(dyads, draws=99), estimate(moved, draws=99))


def same(one: Effect, other: Effect) -> None:
    for name in ("value", "low", "high", "error", "smallest", "power", "p_clients", "p_dates", "p_trend", "beyond"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-9, nan_ok=True), name
    assert one.verdict.answer == other.verdict.answer


def test_a_year_common_to_a_patrons_dyads_changes_nothing() -> None:
    dyads = made_up(2, size=1.0)
    shock = np.random.default_rng(9).normal(size=(1, 1, YEARS)) * 10
    moved = msgspec.structs.replace(dyads, outcome=dyads.outcome + shock)
    assert estimate(dyads).value == pytest.approx(estimate(moved).value)


def test_clients_treated_before_do_not_serve_as_comparisons() -> None:
    """An effect that grows by the year makes two-way fixed effects wrong (Goodman-Bacon 2021), not the stacks."""
    from linearmodels.panel import PanelOLS

    rng = np.random.default_rng(0)
    clients = 40
    outcome = 0.1 * rng.normal(size=(clients, 1, YEARS))
    event = np.zeros(outcome.shape, dtype=bool)
    since = np.arange(YEARS)
    for client in range(30):
        year = 5 + client % 3 * 5
        event[client, 0, year] = True
        outcome[client, 0] += np.maximum(since - year, 0)
    dyads = Dyads(
        clients=tuple(f"C{n:02}" for n in range(clients)), patrons=("P",), years=tuple(range(2000, 2000 + YEARS)),
        outcome=outcome, event=event, known=np.ones_like(event),
    )  # fmt: skip
    assert estimate(dyads).value == pytest.approx(1.5, abs=0.1)  # the mean of 0, 1, 2 and 3
    treated = np.maximum.accumulate(event, axis=2).astype(float).ravel()
    index = pd.MultiIndex.from_product([range(clients), range(YEARS)])
    frame = pd.DataFrame({"y": outcome.ravel(), "d": treated}, index=index)
    naive = PanelOLS(frame.y, frame.d, entity_effects=True, time_effects=True).fit().params["d"]
    truth = outcome[treated.reshape(outcome.shape) > 0].mean()
    assert naive < 0.7 * truth


def test_one_stack_is_the_textbook_difference_in_differences_and_its_clustered_error() -> None:
    from linearmodels.panel import PanelOLS

    rng = np.random.default_rng(4)
    moved, treated = rng.normal(size=40), np.arange(40) < 15
    weights = np.where(treated, 1 / 15, -1 / 25)[:, None]
    value, n = contrast(weights, moved[:, None])
    error = dyadic_error(weights, moved[:, None], np.arange(40), np.array([99]))
    index = pd.MultiIndex.from_product([range(40), [0, 1]])
    long = pd.DataFrame(
        {
            "y": np.column_stack([np.zeros(40), moved]).ravel(),
            "d": np.column_stack([np.zeros(40), treated]).ravel(),
        },
        index=index,
    )
    fitted = PanelOLS(long.y, long.d, entity_effects=True, time_effects=True).fit(
        cov_type="clustered", cluster_entity=True, debiased=False, auto_df=False, count_effects=False
    )
    assert n == 15
    assert value == pytest.approx(fitted.params["d"])
    assert error == pytest.approx(fitted.std_errors["d"], rel=0.06)  # corrections for a small sample differ


def test_the_dyadic_error_is_that_of_all_pairs_of_dyads_that_share_a_member() -> None:
    rng = np.random.default_rng(8)
    states = np.arange(6)
    weights, moved = rng.normal(size=(6, 4)), rng.normal(size=(6, 4))
    patron = np.array([0, 1, 2, 2])
    weights[patron, np.arange(4)] = 0  # no dyad with itself
    found = dyadic_error(weights, moved, states, patron)
    treated, control = weights > 0, weights < 0
    level = np.where(control, moved, 0).sum(axis=0) / np.maximum(control.sum(axis=0), 1)
    effect, n = contrast(weights, moved)
    residual = np.where(treated, moved - level - effect, np.where(control, moved - level, 0))
    score = weights * residual * (n / (n - 1)) ** 0.5
    cells = [({int(i), int(patron[k])}, score[i, k]) for i in states for k in range(4)]
    total = sum(a * b for one, a in cells for other, b in cells if one & other)
    by_client = (score.sum(axis=1) ** 2).sum()
    assert found == pytest.approx(max(total, by_client) ** 0.5)


def test_one_client_is_held_against_others_that_moved_as_it_did() -> None:
    """A drift that some clients share and most do not is no effect once the twin shares it."""
    rng = np.random.default_rng(1)
    years = 60
    drift = np.cumsum(rng.normal(size=years))
    load = np.where(np.arange(50) < 12, 1.0, 0.0)
    outcome = (load[:, None] * drift + 0.2 * rng.normal(size=(50, years)))[:, None]
    event = np.zeros(outcome.shape, dtype=bool)
    event[0, 0, [12, 22, 32, 42, 52]] = True
    dyads = Dyads(
        clients=tuple(f"C{n:02}" for n in range(50)), patrons=("P",), years=tuple(range(1980, 1980 + years)),
        outcome=outcome, event=event, known=np.ones_like(event),
    )  # fmt: skip
    found = estimate(dyads, clients=["C00"])
    moved = outcome[0, 0] - outcome[12:, 0].mean(axis=0)
    plain = np.mean([moved[y : y + 4].mean() - moved[y - 3 : y].mean() for y in (12, 22, 32, 42, 52)])
    assert abs(found.value) < min(0.3, abs(plain) / 2)
    assert found.n_clients == 1


def test_an_earlier_effect_does_not_spoil_the_twin_of_the_next_event() -> None:
    """A twin fitted to the years of an earlier effect is low before the event, and comes back after it."""
    plain, years = made_up(4, events=0, years=60), np.arange(60)
    outcome, event = plain.outcome.copy(), plain.event.copy()
    for year in (10, 20, 30, 40, 50):
        event[0, 0, year] = True
        outcome[0, 0] += 5.0 * ((years >= year) & (years < year + 4))
    with_effect = msgspec.structs.replace(plain, outcome=outcome, event=event, lasting=False)
    without = msgspec.structs.replace(plain, event=event, lasting=False)
    assert estimate(with_effect).value - estimate(without).value == pytest.approx(5.0, abs=0.1)


def rows(*given: tuple[str, str, str | None, int, float], **more: Any) -> list[dict[str, Any]]:
    """Return rows of OBSERVATION_SCHEMA from indicator, actor, partner, year and value."""
    return [
        dict.fromkeys(OBSERVATION_SCHEMA.names)
        | {"id": f"ob-{n}-{indicator}-{actor}-{partner}-{year}", "source": f"so-{indicator}", "indicator": indicator,
           "actor": actor, "partner": partner, "first_year": year, "last_year": year, "value": value,
           "unit": INDICATORS[indicator].unit, "status": "observed", "known": "2024-01-01"}
        | more
        for n, (indicator, actor, partner, year, value) in enumerate(given)
    ]  # fmt: skip


def observed(*groups: list[dict[str, Any]]) -> Any:
    return ibis.memtable(pa.Table.from_pylist([row for group in groups for row in group], schema=OBSERVATION_SCHEMA))


def ask(observations: Any, name: str = "effect", **request: Any) -> dict[str, dict[str, Any]]:
    table = CATALOGUE[name](observations, Request(draws=199, **request), on_its_own_engine)
    assert table.schema == MEASURE_SCHEMA
    return {row["measure"]: row for row in table.to_pylist()}


def as_rows(dyads: Dyads) -> list[dict[str, Any]]:
    """Return outcomes as counts of events of clients towards the patron, and its sanctions as cases."""
    counts = np.expm1(dyads.outcome - dyads.outcome.min())
    whole = [
        ("events-material-cooperation", client, "P0", year, float(counts[c, 0, y]))
        for c, client in enumerate(dyads.clients)
        for y, year in enumerate(dyads.years)
    ]
    cases = [("sanction", "P0", dyads.clients[c], dyads.years[y], 1.0) for c, _, y in np.argwhere(dyads.event)]
    # The list's first and last year bound what is known: two cases between states that have no outcome.
    ends = [("sanction", "P0", "ZZZ", year, 1.0) for year in (1990, 2030)]
    return rows(*whole) + rows(*cases, *ends)


def test_rows_of_a_record_give_what_arrays_give() -> None:
    dyads = made_up(11, size=1.5)
    found = ask(
        observed(as_rows(dyads)), partners=("P0",), indicators=("sanction",), outcome="events-material-cooperation"
    )
    direct = estimate(msgspec.structs.replace(dyads, lasting=False), draws=199)
    assert found["effect"]["value"] == pytest.approx(direct.value)
    assert found["effect"]["n"] == direct.n_events == 20
    assert found["p [placebo clients]"]["value"] == pytest.approx(direct.p_clients)
    assert found["verdict"]["value"] == direct.verdict.answer == 1
    assert found["verdict"]["method"].startswith("moved towards")
    assert {f"effect [year {t:+d}]" for t in (-3, -2, 0, 1, 2, 3)} <= set(found)


def test_without_a_partner_only_states_that_act_in_the_rows_are_patrons() -> None:
    dyads = made_up(11, size=1.5)
    table = CATALOGUE["effect"](
        observed(as_rows(dyads)),
        Request(indicators=("sanction",), outcome="events-material-cooperation", draws=99),
        on_its_own_engine,
    )
    assert set(table["partner"].to_pylist()) == {"P0"}


def flows(first: float, later: float, *, clients: int = 12, surging: int = 6) -> Any:
    """Return aid to clients, the first of which get more from 2008 on, and events of clients towards the giver."""
    aid = [
        ("oda-gross", "JPN", f"C{c:02}", year, later if c < surging and year >= 2008 else first)
        for c in range(clients)
        for year in range(2000, 2016)
    ]
    counts = [
        ("events-material-cooperation", f"C{c:02}", "JPN", year, float((7 * c + 3 * year) % 5))
        for c in range(clients)
        for year in range(2000, 2016)
    ]
    return observed(rows(*aid), rows(*counts))


@pytest.mark.parametrize(("later", "events"), [(15.0, 6), (14.0, 0), (10.0, 0)])
def test_aid_is_an_event_when_it_is_half_again_its_mean_of_three_years(later: float, events: int) -> None:
    found = ask(flows(10.0, later), indicators=("oda-gross",), outcome="events-material-cooperation", partners=("JPN",))
    assert found["effect"]["n"] == events


def test_visits_count_both_ways_and_a_year_without_one_is_a_year_without_one() -> None:
    days = [
        ("visit", "KHM", "JPN", 2002, 1.0), ("visit", "KHM", "JPN", 2010, 1.0), ("visit", "JPN", "KHM", 2018, 1.0)
    ]  # fmt: skip
    counts = [
        ("events-verbal-cooperation", f"C{c:02}" if c else "KHM", "JPN", year, float((7 * c + year) % 5))
        for c in range(12)
        for year in range(2000, 2019)
    ]
    found = ask(
        observed(rows(*days, item="visit-1"), rows(*counts)),
        indicators=("visit",), outcome="events-verbal-cooperation", actor="KHM", partners=("JPN",),
    )  # fmt: skip
    assert found["effect"]["n"] == 1  # 2010: before 2005 the three quiet years are not known, and 2018 is the last year
    assert "KHM 2010" in found["effect"]["evidence"]
    assert found["verdict"]["value"] is None
    assert "whether the comparisons had it too is not recorded" in found["effect"]["method"]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({"indicators": ("visit", "oda-gross")}, "one cause at a time"),
        ({"indicators": ("gdp",)}, "no cause"),
        ({"outcome": "happiness"}, "no outcome"),
        ({"indicators": ("leader",)}, "Name the patrons"),
        ({"indicators": ("oda-gross",), "outcome": "kappa"}, "Gather UN votes"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_out(request_: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        ask(flows(10.0, 15.0), **({"outcome": "events-material-cooperation"} | request_))


def test_shapes_that_do_not_fit_are_refused() -> None:
    dyads = made_up(1)
    with pytest.raises(InputError, match="event has shape"):
        msgspec.structs.replace(dyads, event=dyads.event[:5])
    with pytest.raises(InputError, match="not among the dyads"):
        estimate(dyads, clients=["KHM"])


def real(name: str, *files: str) -> pa.Table:
    """Return rows of a real data set, or skip the test."""
    paths = [SHARED / f"{file}.parquet" for file in files]
    if not all(path.exists() for path in paths):
        pytest.skip("the data sets do not lie in a shared folder beside the project")
    (file,) = gather.open_files(name, paths)
    return gather.read_rows(name, file.data, file_name=file.name).rows


def of_2014(folder: Path) -> pa.Table:
    """Return the votes on 68/262, cut out of the whole files to save time."""
    paths = [SHARED / "un_votes.parquet", SHARED / "un_roll_calls.parquet"]
    if not all(path.exists() for path in paths):
        pytest.skip("the UN votes do not lie in a shared folder beside the project")
    call = pq.read_table(paths[1], filters=[("unres", "=", "R/68/262")])
    cut = pq.read_table(paths[0], filters=[("rcid", "=", call["rcid"][0].as_py())])
    for path, table in zip(paths, (cut, call), strict=True):
        pq.write_table(table, folder / path.name)
    (file,) = gather.open_files("un-votes", [folder / path.name for path in paths])
    return gather.read_rows("un-votes", file.data, file_name=file.name).rows


def test_cambodias_vote_on_ukraine_moved_as_most_abstainers_did(tmp_path: Path) -> None:
    votes, aid = of_2014(tmp_path), real("oecd-dac2a", "oecd_dac2a")
    (file,) = gather.open_files("facts", [ROOT / "docs" / "methods" / "facts" / "un-votes-es-11-1.csv"])
    later = gather.read_rows("facts", file.data, file_name=file.name).rows
    found = ask(
        ibis.memtable(pa.concat_tables([votes, later, aid.filter(pc.equal(aid["actor"], "JPN"))])), "vote-shift",
        indicators=("68/262", "ES-11/1", "oda-gross"), actor="KHM", partners=("JPN",),
    )  # fmt: skip
    assert found["shift"]["value"] == 1
    assert (found["shift [abstain to yes]"]["n"], found["base rate"]["n"]) == (54, 53)
    assert found["base rate"]["value"] == pytest.approx(31 / 53)
    assert found["association [oda-gross]"]["value"] < 0  # those that got more aid from Japan moved less
    assert found["verdict"]["value"] is None
    assert "58% of the states" in found["verdict"]["method"]


@pytest.mark.slow
def test_sanctions_of_the_united_states_are_followed_by_a_little_less_agreement() -> None:
    rows = pa.concat_tables([real("un-votes", "un_votes", "un_roll_calls"), real("gsdb-sanctions", "gsdb_sanctions")])
    table = effect(
        ibis.memtable(rows), cause="sanction", first_year=1990, last_year=2019, patrons=["USA"], draws=499,
        run=on_its_own_engine,
    )  # fmt: skip
    found = {row["measure"]: row for row in table.to_pylist()}
    assert found["effect"]["high"] < 0
    assert found["effect"]["value"] > -found["smallest effect of interest"]["value"]
    assert found["verdict"]["value"] in {0, None}


def votes(first: dict[str, float], second: dict[str, float]) -> Any:
    return observed(
        rows(*[("un-vote", state, None, 2014, vote) for state, vote in first.items()], item="A/RES/68/262"),
        rows(*[("un-vote", state, None, 2022, vote) for state, vote in second.items()], item="A/RES/ES-11/1"),
        rows(*[("oda-gross", "JPN", state, 2018, float(n)) for n, state in enumerate(first)]),
    )


def test_a_rare_move_that_goes_with_aid_is_called_an_association() -> None:
    states = [f"S{n:02}" for n in range(30)]
    found = ask(
        votes(dict.fromkeys(states, 2.0), {s: 1.0 if n >= 28 else 2.0 for n, s in enumerate(states)}), "vote-shift",
        indicators=("68/262", "ES-11/1", "oda-gross"), actor="S29", partners=("JPN",),
    )  # fmt: skip
    assert found["base rate"]["value"] == pytest.approx(1 / 29)
    assert found["p [oda-gross]"]["value"] <= 0.1
    assert found["verdict"]["value"] == 1
    assert "association only" in found["verdict"]["method"]


def test_nothing_is_rare_among_a_handful_of_states() -> None:
    first, second = dict.fromkeys(("KHM", "LAO", "THA"), 2.0), {"KHM": 1.0, "LAO": 2.0, "THA": 2.0}
    found = ask(votes(first, second), "vote-shift", indicators=("68/262", "ES-11/1"), actor="KHM")
    assert (found["base rate"]["value"], found["base rate"]["n"]) == (0, 2)
    assert found["verdict"]["value"] is None
    assert "only 2 other states" in found["verdict"]["method"]


def test_absence_is_no_vote_and_no_move() -> None:
    first, second = {"KHM": 2.0, "LAO": 0.0, "THA": 2.0}, {"KHM": 2.0, "LAO": 2.0, "THA": 0.0}
    found = ask(votes(first, second), "vote-shift", indicators=("68/262", "ES-11/1"), actor="KHM")
    assert found["shift [abstain to abstain]"]["n"] == 1
    assert found["verdict"]["value"] == 0
    with pytest.raises(InputError, match="LAO did not vote"):
        ask(votes(first, second), "vote-shift", indicators=("68/262", "ES-11/1"), actor="LAO")


def test_aid_that_came_after_the_second_vote_does_not_count() -> None:
    states = [f"S{n:02}" for n in range(15)]
    late = observed(
        rows(*[("un-vote", s, None, 2014, 2.0) for s in states], item="A/RES/68/262"),
        rows(*[("un-vote", s, None, 2022, 1.0) for s in states], item="A/RES/ES-11/1", date="2022-03-02"),
        rows(*[("visit", "JPN", s, 2022, 1.0) for s in states], item="v", date="2022-03-20"),
    )
    table = vote_shift(late, "68/262", "ES-11/1", actor="S00", patrons=["JPN"], causes=["visit"], run=on_its_own_engine)
    (held,) = [row for row in table.to_pylist() if row["measure"] == "association [visit]"]
    assert held["n"] == 0
