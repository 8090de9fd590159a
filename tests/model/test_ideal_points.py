"""Ideal points: known positions are found again, intervals hold them, and the published points come out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion import gather
from suasion.codebook import OBSERVATION_SCHEMA
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA
from suasion.model.ideal_points import ideal_points
from suasion.model.ideal_points.assembly import Sitting
from suasion.model.ideal_points.content import bridged, question
from suasion.model.ideal_points.response import expansion
from suasion.model.ideal_points.roll_calls import sessions

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FIRST = 1986  # year of the first made-up session


def rows_of(**columns: Any) -> pa.Table:
    """Return votes in OBSERVATION_SCHEMA."""
    n = len(columns["actor"])
    usual = {"source": ["so-1"] * n, "indicator": ["un-vote"] * n, "status": ["observed"] * n, "unit": ["vote"] * n}
    given = {name: pa.array(values) for name, values in (usual | columns).items()}
    empty = {name: pa.nulls(n, OBSERVATION_SCHEMA.field(name).type) for name in OBSERVATION_SCHEMA.names}
    return pa.table(empty | given).select(OBSERVATION_SCHEMA.names).cast(OBSERVATION_SCHEMA)


def made_up(
    seed: int, *, states: int = 60, n_sessions: int = 8, calls: int = 40, slopes: float = 1.6
) -> tuple[pa.Table, dict[tuple[str, int], float]]:
    """Return votes drawn from the model, a third of the questions put every year, and where states stand."""
    rng = np.random.default_rng(seed)
    names = ["USA", *(f"S{i:02}" for i in range(1, states))]
    theta = np.empty((n_sessions, states))
    theta[0] = rng.normal(size=states)
    for session in range(1, n_sessions):
        theta[session] = 0.6 * theta[session - 1] + 0.8 * rng.normal(size=states)
    farthest = int(np.argmax(theta.mean(axis=0)))
    theta[:, [0, farthest]] = theta[:, [farthest, 0]]  # so that the reference clearly stands on its side
    returning = calls // 3
    first_time = n_sessions * calls
    asked = np.arange(first_time).reshape(n_sessions, calls)
    asked[:, :returning] = first_time + np.arange(returning)
    slope, middle = slopes * rng.normal(size=first_time + returning), rng.normal(size=first_time + returning)
    gap = rng.gamma(3, 0.5, size=first_time + returning)
    session, call, state = (x.ravel() for x in np.indices((n_sessions, calls, states)))
    put = asked[session, call]
    agreed = slope[put] * theta[session, state] + rng.logistic(size=len(put)) - middle[put]
    value = np.where(agreed > gap[put] / 2, 1.0, np.where(agreed > -gap[put] / 2, 2.0, 3.0))
    joined = np.where(rng.random(states) < 0.3, rng.integers(0, n_sessions - 1, states), 0)
    joined[0] = 0
    kept = (session >= joined[state]) & (rng.random(len(put)) > 0.1)
    year = (FIRST + session[kept]).astype("int16")
    table = rows_of(
        actor=[names[i] for i in state[kept]],
        item=[f"rc-{s}-{c}" for s, c in zip(session[kept], call[kept], strict=True)],
        label=[f"Question of matter {_word(q)} [{'Trade' if q % 2 else 'Peace'}]" for q in put[kept].tolist()],
        first_year=year,
        last_year=year,
        date=[f"{y}-11-01" for y in year],
        value=value[kept],
    )
    where = {(names[i], FIRST + t): float(theta[t, i]) for t in range(n_sessions) for i in range(states)}
    return table, where


def _word(number: int) -> str:
    """Return a number in letters: titles that differ in digits alone are one question."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def points(table: pa.Table, **how: Any) -> pa.Table:
    return ideal_points(ibis.memtable(table), **how)


def test_intervals_hold_nine_in_ten_of_the_positions_that_votes_were_drawn_from() -> None:
    held = []
    for seed in range(3):
        table, where = made_up(seed)
        found = points(table).to_pylist()
        true = np.array([where[row["actor"], row["year"]] for row in found])
        true = (true - true.mean()) / true.std()
        low, high = (np.array([row[bound] for row in found]) for bound in ("low", "high"))
        assert np.corrcoef(true, [row["value"] for row in found])[0, 1] > 0.93
        held.append(np.mean((low <= true) & (true <= high)))
    assert 0.86 <= np.mean(held) <= 0.94, held


def test_published_points_come_out_within_every_session() -> None:
    """Bailey, Strezhnev and Voeten 2017, file of April 2020, odd sessions."""
    votes = [SHARED / f"un_{name}.parquet" for name in ("votes", "roll_calls", "roll_call_issues")]
    published = SHARED / "unga_idealpoints_odd_sessions.parquet"
    if not all(path.exists() for path in (*votes, published)):
        pytest.skip("the votes and the published points do not lie in a shared folder beside the project")
    rows, known = (_gathered(name, paths) for name, paths in (("un-votes", votes), ("unga-idealpoints", [published])))
    start = time.perf_counter()
    found = points(rows)
    assert time.perf_counter() - start < 60
    value = {(row["actor"], row["year"]): row["value"] for row in found.to_pylist()}
    correlation = {}
    for year in sorted(set(known["first_year"].to_pylist())):
        pairs = [
            (value[row["actor"], year], row["value"])
            for row in known.filter(pc.equal(known["first_year"], year)).to_pylist()
            if (row["actor"], year) in value
        ]
        correlation[year] = np.corrcoef(np.array(pairs).T)[0, 1]
    assert len(correlation) == 36
    assert np.median(list(correlation.values())) >= 0.99
    assert min(correlation.values()) >= 0.98, min(correlation, key=correlation.__getitem__)


def _gathered(name: str, paths: list[Path]) -> pa.Table:
    (file,) = gather.open_files(name, paths)
    return gather.read_rows(name, file.data, file_name=file.name).rows


def test_the_table_is_a_measure_table_of_one_scale() -> None:
    found = points(made_up(0)[0])
    assert found.schema == MEASURE_SCHEMA
    value = found["value"].to_numpy()
    assert value.mean() == pytest.approx(0, abs=1e-9)
    assert value.std() == pytest.approx(1)
    keys = list(zip(found["actor"].to_pylist(), found["year"].to_pylist(), strict=True))
    assert keys == sorted(set(keys))
    usa = [row for row in found.to_pylist() if row["actor"] == "USA"]
    assert np.mean([row["value"] for row in usa]) > 0
    assert all(row["low"] < row["value"] < row["high"] for row in found.to_pylist())
    assert usa[0]["evidence"] == f"so-1: un-vote of USA in session {FIRST - 1945}"


@settings(max_examples=3, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random: Any) -> None:
    table = made_up(1, states=12, n_sessions=3, calls=15)[0]
    shuffled = list(range(table.num_rows))
    random.shuffle(shuffled)
    one, other = points(table), points(table.take(shuffled))
    assert other.drop_columns(["value", "low", "high"]) == one.drop_columns(["value", "low", "high"])
    np.testing.assert_allclose(other["value"].to_numpy(), one["value"].to_numpy(), atol=1e-9)


def test_states_that_vote_alike_stand_alike() -> None:
    table = made_up(2, states=12, n_sessions=3, calls=15)[0]
    twin = table.filter(pc.equal(table["actor"], "S03"))
    twin = twin.set_column(twin.schema.get_field_index("actor"), "actor", pa.array(["TWN"] * twin.num_rows))
    found = points(pa.concat_tables([table, twin]))
    one, other = (found.filter(pc.equal(found["actor"], name))["value"].to_numpy() for name in ("S03", "TWN"))
    np.testing.assert_allclose(one, other, atol=1e-6)


def test_a_state_without_a_vote_in_a_session_has_no_row_there() -> None:
    table = made_up(3, states=12, n_sessions=3, calls=15)[0]
    gone = pc.and_(pc.equal(table["actor"], "S04"), pc.equal(table["first_year"], FIRST + 1))
    absent = pc.if_else(gone, 0.0, table["value"])
    table = table.set_column(table.schema.get_field_index("value"), "value", absent)
    found = points(table, actor="S04")
    assert FIRST + 1 not in found["year"].to_pylist()
    assert FIRST + 2 in found["year"].to_pylist()


def test_what_is_asked_for_does_not_move_a_point() -> None:
    table = made_up(4, states=12, n_sessions=3, calls=15)[0]
    whole = {(row["actor"], row["year"]): row for row in points(table).to_pylist()}
    asked = points(table, actor=["USA", "S05"], first_year=FIRST + 1, last_year=FIRST + 2).to_pylist()
    assert [(row["actor"], row["year"]) for row in asked] == [
        (actor, FIRST + year) for actor in ("S05", "USA") for year in (1, 2)
    ]
    assert all(row == whole[row["actor"], row["year"]] for row in asked)


def test_an_issue_has_points_of_its_own_roll_calls() -> None:
    table = made_up(5, states=20, n_sessions=3, calls=40)[0]
    trade = points(table, issue="Trade")
    assert set(trade["measure"].to_pylist()) == {"ideal-point [Trade]"}
    assert sum(trade["n"].to_pylist()) < table.num_rows
    labels = table["label"].to_pylist()
    items = {item for item, label in zip(table["item"].to_pylist(), labels, strict=True) if "[Trade]" in label}
    assert points(table, items=items)["value"] == trade["value"]
    with pytest.raises(InputError, match=r"issue Fish\. They name Peace, Trade"):
        points(table, issue="Fish")


def test_parts_count_from_1985_on_only_where_they_are_asked_for() -> None:
    table = made_up(6, states=12, n_sessions=2, calls=15)[0]
    parts = pc.starts_with(table["item"], "rc-1-1")
    label = pc.if_else(parts, "Matter (on a paragraph; A/RES/42/9)", table["label"])
    table = table.set_column(table.schema.get_field_index("label"), "label", label)
    cast = {all_parts: sum(points(table, parts=all_parts)["n"].to_pylist()) for all_parts in (False, True)}
    assert cast[True] == table.num_rows
    assert cast[False] == table.num_rows - sum(parts.to_pylist())


def test_a_vote_is_of_the_session_that_its_resolution_or_its_date_names() -> None:
    calls = [
        ("A/RES/68/262", "Territorial integrity of Ukraine", "2014-03-27", 68),
        ("rcid-1", "KOREA (numbered R/7/300B in the source)", "1952-12-05", 7),
        ("rcid-2", "Untitled", "1967-02-01", 21),  # no number: before September, so of the session before
        ("rcid-3", "Untitled", "1967-09-20", 22),
        ("rcid-4", "Untitled (numbered R/677/46 in the source)", "2012-12-03", 67),  # a slip: the date decides
        ("rcid-5", "JERUSALEM, STATUS (numbered ESS/5/102 in the source)", "1967-07-02", 22),
        ("A/RES/64/296", None, "2010-09-07", 64),  # after 1 September, and still of the session before
        ("rcid-6", None, None, 55),
    ]
    items, labels, dates, expected = (list(column) for column in zip(*calls, strict=True))
    years = np.array([int(date[:4]) if date else 2000 for date in dates])
    assert sessions(items, labels, dates, years).tolist() == expected


def test_a_title_that_returns_is_the_same_question() -> None:
    assert question("JERUSALEM, UNIVERSITY OF [Palestinian conflict]") == question(
        "University of Jerusalem (A/RES/50/1)"
    )
    assert question("Budget of the year 1996 : resolution / adopted by") == question("Budget of the year 1998")
    labels = [
        "Follow-up to the Programme of Action", "Follow-up to the Programme of Action [Human rights]",
        "The law of the sea treaty", "The law of the sea treaty", "The law of the sea treaty",
        "KOREA", "KOREA",
        "Use of mercenaries abroad (on a paragraph; A/RES/60/1)", "Use of mercenaries abroad",
    ]  # fmt: skip
    when = np.array([60, 61, 60, 60, 61, 60, 61, 60, 61])
    same = bridged(labels, when)
    assert same[0] == same[1]
    # Twice in session 60: which of the two returns cannot be told. Too short to be a question. A part is not its whole.
    assert len(set(same[1:].tolist())) == 8


def test_two_votes_of_a_state_on_one_roll_call_are_refused_and_a_repeated_row_counts_once() -> None:
    table = made_up(7, states=12, n_sessions=2, calls=15)[0]
    first = table.slice(0, 1)
    n = sum(points(pa.concat_tables([table, first]))["n"].to_pylist())
    assert n == table.num_rows
    other = 1.0 if first["value"][0].as_py() == 3.0 else 3.0
    changed = first.set_column(first.schema.get_field_index("value"), "value", pa.array([other]))
    with pytest.raises(InputError, match="two different votes on rc-0-0 in 1986"):
        points(pa.concat_tables([table, changed]))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"reference": "ATL"}, "ATL casts no vote here"),
        ({"persistence": 1.0}, "persistence 1 is no share"),
        ({"items": ["rc-none"]}, "no vote on the roll calls named"),
    ],
)
def test_what_cannot_be_estimated_says_why(how: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        points(made_up(8, states=12, n_sessions=2, calls=15)[0], **how)


def test_a_record_without_votes_says_what_to_gather() -> None:
    with pytest.raises(InputError, match="Gather un-votes"):
        points(made_up(8, states=12, n_sessions=2, calls=15)[0].slice(0, 0))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.5, 3.0, 40.0]))
def test_the_likelihood_rises_as_its_gradient_says_and_keeps_its_digits_far_out(seed: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    votes = rng.integers(-1, 3, (5, 4))
    no, abstain, yes = ((votes == vote).astype(float) for vote in range(3))
    sitting = Sitting(
        first=0, last=5, questions=np.arange(4), no=no, abstain=abstain, yes=yes, cast=no + abstain + yes
    )  # fmt: skip
    theta, cut = rng.normal(0, spread, 5), rng.normal(0, 2, 4)
    asked = np.stack([cut - rng.gamma(1, 1, 4) - 0.01, cut, rng.normal(0, 1, 4)], axis=1)
    at = expansion(sitting, theta, asked)
    assert all(np.isfinite(part).all() for part in (at.lower, at.upper, at.slope, at.question_information))
    assert (at.position_information >= 0).all()
    assert (np.linalg.eigvalsh(at.question_information) > -1e-9 * np.abs(at.question_information).max()).all()
    if spread > 10:  # there a difference of likelihoods says little of their slope
        return

    def likelihood(everything: np.ndarray) -> float:
        return expansion(sitting, everything[:5], everything[5:].reshape(4, 3)).log_likelihood

    here = np.concatenate([theta, asked.ravel()])
    steps = 1e-6 * np.eye(len(here))
    slopes = [(likelihood(here + step) - likelihood(here - step)) / 2e-6 for step in steps]
    np.testing.assert_allclose(np.concatenate([at.by_position, at.by_question.ravel()]), slopes, atol=1e-5, rtol=1e-5)
