"""Decisions: laws that hold whatever people decide, in whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import Judgement
from suasion.record.decisions import decide

IDS = ("st-a", "st-b", "st-c")


def judgement(subject, verdict, when=1, **fields):
    return Judgement(subject=subject, verdict=verdict, who="w", why="y", when=f"2024-01-{when:02}T00:00:00Z", **fields)


@st.composite
def judgements(draw):
    subject = draw(st.sampled_from(IDS))
    verdict = draw(st.sampled_from(["confirm", "reject", "correct", "merge", "unmerge"]))
    fields = {}
    if verdict in ("merge", "unmerge"):
        fields["into"] = draw(st.sampled_from([i for i in IDS if i != subject]))
    if verdict == "correct":
        fields["changes"] = draw(
            st.dictionaries(st.sampled_from(["actor", "issue"]), st.sampled_from("xy"), min_size=1)
        )
    return judgement(subject, verdict, draw(st.integers(1, 9)), **fields)


histories = st.lists(judgements(), max_size=8)


@given(histories, st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_merge_that_is_undone_might_never_have_been(history, subject, into):
    if subject == into:
        return
    undone = [*history, judgement(subject, "merge", 10, into=into), judgement(subject, "unmerge", 11, into=into)]
    without = [*history, judgement(subject, "unmerge", 11, into=into)]
    assert decide(undone) == decide(without)


@given(histories, st.sampled_from(IDS), st.sampled_from(["confirm", "reject"]))
def test_the_last_decision_about_a_subject_holds(history, subject, verdict):
    decided = decide([*history, judgement(subject, verdict, 10)])
    assert (subject in decided.gone, subject in decided.confirmed) == (verdict == "reject", verdict == "confirm")


@given(histories)
def test_merges_alone_never_make_all_evidence_vanish(history):
    merges = [j for j in history if j.verdict in ("merge", "unmerge")]
    assert decide(merges).gone < set(IDS)


@given(histories, st.randoms(use_true_random=False))
def test_only_moments_count_where_they_differ_not_the_order_of_adding(history, random):
    apart = [judgement(j.subject, j.verdict, n + 1, into=j.into, changes=j.changes) for n, j in enumerate(history)]
    mixed = list(apart)
    random.shuffle(mixed)
    assert decide(mixed) == decide(apart)


@given(histories)
def test_decisions_about_one_subject_leave_another_as_it_is(history):
    mine = [j for j in history if j.subject == "st-a" and j.verdict != "merge"]
    others = [j for j in history if j.subject != "st-a"]
    alone, together = decide(mine), decide([*mine, *others])
    assert ("st-a" in alone.gone, alone.changes.get("st-a")) == ("st-a" in together.gone, together.changes.get("st-a"))


def test_corrections_of_other_fields_add_up():
    later = judgement("st-a", "correct", 2, changes={"actor": "JPN"})
    earlier = judgement("st-a", "correct", 1, changes={"actor": "CHN", "issue": "debt"})
    assert decide([later, earlier]).changes == {"st-a": {"actor": "JPN", "issue": "debt"}}


def test_a_ring_of_merges_keeps_the_one_merged_last():
    decided = decide([judgement("st-a", "merge", 1, into="st-b"), judgement("st-b", "merge", 2, into="st-a")])
    assert decided.gone == {"st-a"}
