"""Quantities that documents claim are held against data, under the definitions a fair reader would try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from suasion.assess.claims import claims
from suasion.codebook import Contest, recompute
from suasion.record import Record

Tie = Callable[..., dict[str, Any]]
DECADE = range(2012, 2022)


def test_a_quarter_of_bilateral_aid_is_supported(first_case: Record, contest: Contest) -> None:
    check = next(c for c in claims(first_case, contest) if c.claimed.unit == "share")
    assert check.verdict == "supported"
    assert check.definition == "net ODA, against bilateral donors, constant 2022 dollars, 2012 to 2021"
    assert check.found is not None
    assert check.found.value == pytest.approx(0.259, abs=0.0005)


def test_720_million_over_the_decade_is_contradicted(first_case: Record, contest: Contest) -> None:
    check = next(c for c in claims(first_case, contest) if c.claimed.value == 720e6)
    assert check.verdict == "contradicted"
    tried = {one.definition: one.found.value for one in check.tried}
    assert tried["net ODA, constant 2022 dollars, 2012 to 2021"] == pytest.approx(1563e6, abs=1e6)
    assert tried["grants alone, constant 2022 dollars, 2012 to 2021"] == pytest.approx(881e6, abs=1e6)
    assert check.gap == pytest.approx(881.31 / 720 - 1, abs=1e-4)


def test_loans_that_happen_to_come_near_do_not_rescue_a_claim_of_aid(first_case: Record, contest: Contest) -> None:
    check = next(c for c in claims(first_case, contest) if c.claimed.value == 720e6)
    near = [one for one in check.tried if "loans alone" in one.definition]
    assert any(abs((one.found.value or 0) - 720e6) < 72e6 for one in near)
    assert not any(one.agrees for one in near)


def test_the_top_bilateral_donor_is_not_the_largest_financier(first_case: Record, contest: Contest) -> None:
    check = next(c for c in claims(first_case, contest) if c.claimed.unit == "rank" and "donor" in c.quantity)
    assert check.verdict == "supported"
    ahead = [one for one in check.tried if "China's aid-like commitments" in one.definition]
    assert [one.found.value for one in ahead] == [2.0]
    assert ahead[0].found.note == "ahead of it: China"


@pytest.mark.parametrize("words", ["1.3 million doses", "30 years", "70th year", "largest investor"])
def test_what_no_data_could_know_is_named(first_case: Record, contest: Contest, words: str) -> None:
    check = next(c for c in claims(first_case, contest) if words in c.quote)
    assert check.verdict == "cannot-be-checked"
    assert check.found is None
    assert check.needs


def test_every_figure_found_follows_from_its_rows(first_case: Record, contest: Contest) -> None:
    rows = first_case.observations()
    checked = 0
    for check in claims(first_case, contest):
        for one in check.tried:
            ids = list(one.found.evidence)
            held = first_case.run(rows.filter(rows.id.isin(ids)).select("id", "value")).to_pylist()
            assert one.found.derivation is not None
            again = recompute(one.found.derivation, {row["id"]: row["value"] for row in held})
            assert again == pytest.approx(one.found.value, rel=1e-9)
            checked += 1
    assert checked > 30


def test_doses_are_checked_once_rows_of_doses_are_at_hand(write: Any, tie: Tie, contest: Contest) -> None:
    write.document("Japan gave 1.3 million doses.", tie("gave 1.3 million doses", amount=1.3e6, unit="doses"))
    assert claims(write.record, contest)[0].verdict == "cannot-be-checked"
    write.rows({"indicator": "vaccine-doses", "actor": "JPN", "partner": "KHM", "year": 2021, "value": 1.3e6})
    assert claims(write.record, contest)[0].verdict == "supported"


def test_a_year_without_a_row_is_not_taken_for_zero(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $100 million in aid over the past decade."
    write.document(text, tie("$100 million in aid", amount=100e6, unit="USD", period="over the past decade"))
    write.yearly("oda-net", "JPN", dict.fromkeys(range(2012, 2015), 100e6 / 3))
    check = claims(write.record, contest)[0]
    assert check.verdict == "cannot-be-checked"
    assert check.tried == ()


def test_one_gift_is_not_contradicted_by_a_larger_total(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $2 million for demining in 2021."
    write.document(text, tie("gave $2 million for demining", amount=2e6, unit="USD", date="2021"))
    write.yearly("oda-net", "JPN", {2020: 90e6, 2021: 100e6, 2022: 100e6})
    assert claims(write.record, contest)[0].verdict == "cannot-be-checked"


def test_one_gift_larger_than_all_aid_is_contradicted(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $900 million for demining in 2021."
    write.document(text, tie("gave $900 million for demining", amount=900e6, unit="USD", date="2021"))
    write.yearly("oda-net", "JPN", {2020: 90e6, 2021: 100e6, 2022: 100e6})
    assert claims(write.record, contest)[0].verdict == "contradicted"


def test_a_plan_is_no_claim_of_what_was_paid(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan will give $100 million in aid in 2021."
    write.document(text, tie("give $100 million in aid", amount=100e6, unit="USD", date="2021", modality="planned"))
    write.yearly("oda-net", "JPN", {2021: 100e6})
    check = claims(write.record, contest)[0]
    assert check.verdict == "cannot-be-checked"
    assert "plan" in check.needs


def test_denied_figures_are_not_checked(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan denies that it gave $100 million in aid in 2021."
    write.document(text, tie("gave $100 million in aid", amount=100e6, unit="USD", date="2021", modality="denied"))
    assert claims(write.record, contest) == ()


def test_support_under_another_definition_is_named(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $50 million in aid in 2021."
    write.document(text, tie("$50 million in aid", amount=50e6, unit="USD", date="2021"))
    write.yearly("oda-net", "JPN", {2021: 100e6})
    write.yearly("oda-grants", "JPN", {2021: 51e6})
    check = claims(write.record, contest)[0]
    assert check.verdict == "supported-under-definition"
    assert check.definition == "grants alone, constant 2022 dollars, 2021"


def test_a_figure_held_by_two_data_sets_is_counted_once(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $100 million in aid in 2021."
    write.document(text, tie("$100 million in aid", amount=100e6, unit="USD", date="2021"))
    row = {"indicator": "oda-net", "actor": "JPN", "partner": "KHM", "year": 2021, "value": 100e6}
    write.rows(dict(row), name="one")
    write.rows(dict(row), name="other")
    check = claims(write.record, contest)[0]
    assert check.found is not None
    assert check.found.value == 100e6


def test_current_dollars_are_tried_where_they_are_held(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $80 million in aid in 2021."
    write.document(text, tie("$80 million in aid", amount=80e6, unit="USD", date="2021"))
    write.yearly("oda-net", "JPN", {2021: 100e6})
    write.yearly("oda-net", "JPN", {2021: 80e6}, unit="USD")
    check = claims(write.record, contest)[0]
    assert check.verdict == "supported-under-definition"
    assert check.definition == "net ODA, current dollars, 2021"


def test_only_what_was_known_by_the_date_is_used(write: Any, tie: Tie) -> None:
    text = "Japan gave $100 million in aid in 2021."
    write.document(text, tie("$100 million in aid", amount=100e6, unit="USD", date="2021"))
    write.rows(
        {"indicator": "oda-net", "actor": "JPN", "partner": "KHM", "year": 2021, "value": 100e6}, published="2023-12-01"
    )
    early = Contest(client="KHM", patrons=("JPN",), first_year=2012, last_year=2022, as_of="2022-06-30")
    late = Contest(client="KHM", patrons=("JPN",), first_year=2012, last_year=2022)
    assert claims(write.record, early)[0].verdict == "cannot-be-checked"
    assert claims(write.record, late)[0].verdict == "supported"


def test_the_wording_of_the_line_before_dates_a_share(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave most over the past decade. Its aid is 50 percent of assistance to Cambodia."
    write.document(
        text,
        tie("Japan gave most", period="over the past decade"),
        tie("50 percent of assistance", amount=50.0, unit="percent", actor_text="Its"),
    )
    write.yearly("oda-net", "JPN", dict.fromkeys(DECADE, 10e6))
    write.yearly("oda-net", "USA", dict.fromkeys(DECADE, 10e6))
    check = claims(write.record, contest)[0]
    assert check.verdict == "supported"
    assert (check.definition or "").endswith("2012 to 2021")


def test_a_percentage_of_growth_is_no_share(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan's aid rose by 50 percent in 2021."
    write.document(text, tie("aid rose by 50 percent", amount=50.0, unit="percent", date="2021"))
    write.yearly("oda-net", "JPN", {2021: 10e6})
    check = claims(write.record, contest)[0]
    assert check.verdict == "cannot-be-checked"


def test_the_largest_trading_partner_is_ranked_by_both_directions(write: Any, tie: Tie, contest: Contest) -> None:
    text = "China is the largest trading partner of Cambodia."
    write.document(
        text, tie("the largest trading partner", actor="CHN", kind="tie", instrument="economic-trade", date="2021")
    )
    for partner, sold, bought in (("CHN", 1e9, 9e9), ("USA", 6e9, 1e9)):
        write.yearly("exports", "KHM", {2021: sold}, partner=partner)
        write.yearly("imports", "KHM", {2021: bought}, partner=partner)
    assert claims(write.record, contest)[0].verdict == "supported"


def test_one_of_the_largest_need_not_be_first(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan is one of the largest donors to Cambodia."
    write.document(text, tie("one of the largest donors", kind="tie", date="2021"))
    write.yearly("oda-net", "USA", {2021: 20e6})
    write.yearly("oda-net", "JPN", {2021: 10e6})
    assert claims(write.record, contest)[0].verdict == "supported"


def test_a_claimed_vote_is_held_against_the_roll_call(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Cambodia abstained on resolution ES-11/1 on Ukraine."
    write.document(
        text,
        tie("abstained on resolution ES-11/1", actor="KHM", recipient=None, kind="position", instrument="normative"),
    )
    assert claims(write.record, contest)[0].verdict == "cannot-be-checked"
    write.rows({"indicator": "un-vote", "actor": "KHM", "item": "A/RES/ES-11/1", "date": "2022-03-02", "value": 1.0})
    check = claims(write.record, contest)[0]
    assert check.verdict == "contradicted"
    assert check.tried[0].found.note == "yes"


VOTES = (
    {"indicator": "un-vote", "actor": "CHN", "item": "A/RES/ES-11/5", "date": "2022-11-14", "value": 3.0},
    {"indicator": "un-vote", "actor": "CHN", "item": "A/RES/ES-11/6", "date": "2023-02-23", "value": 2.0},
)


def chinese(quote: str, **fields: Any) -> dict[str, Any]:
    return {"quote": quote, "kind": "event", "actor": "CHN", "issue": "ukraine-war", "instrument": "normative"} | fields


@pytest.mark.parametrize(
    ("text", "quote", "verdict"),
    [
        ("On 14 November 2022, when it came to damages, China voted against.", "China voted against", "supported"),
        ("On 14 November 2022, when it came to damages, China abstained.", "China abstained", "contradicted"),
        ("The vote on ES-11/5 came first. China voted against.", "China voted against", "supported"),
        # The vote named before may not be the one that is meant: no contradiction follows from it.
        ("The vote on ES-11/5 came first. China abstained.", "China abstained", "cannot-be-checked"),
        ("In the vote on Ukraine China abstained.", "China abstained", "supported"),
        ("In the vote on Ukraine China voted against.", "China voted against", "cannot-be-checked"),
    ],
)
def test_a_vote_is_only_contradicted_where_its_roll_call_is_named(
    write: Any, contest: Contest, text: str, quote: str, verdict: str
) -> None:
    write.document(text, chinese(quote), published="2023-02-24")
    write.rows(*(dict(vote) for vote in VOTES))
    assert claims(write.record, contest)[0].verdict == verdict


def test_a_vote_of_an_earlier_year_is_not_the_one_named_before(write: Any, contest: Contest) -> None:
    text = "Cambodia voted for ES-11/1 on 2 March 2022. In 2014 Cambodia had abstained on Crimea."
    quote = "Cambodia had abstained"
    write.document(text, chinese(quote, actor="KHM", date="2014"), published="2022-03-03")
    cast = (("A/RES/68/262", "2014-03-27", 2.0), ("A/RES/ES-11/1", "2022-03-02", 1.0))
    write.rows(*({"indicator": "un-vote", "actor": "KHM", "item": i, "date": d, "value": v} for i, d, v in cast))
    check = claims(write.record, contest)[0]
    assert (check.verdict, check.quantity) == ("supported", "Cambodia's vote on resolution 68/262")


def test_what_is_more_likely_misread_is_not_called_contradicted(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $100 million in aid in 2021."
    write.document(text, tie("$100 million in aid", amount=100e6, unit="USD", date="2021", score=0.35))
    write.yearly("oda-net", "JPN", {2020: 10e6, 2021: 10e6, 2022: 10e6})
    check = claims(write.record, contest)[0]
    assert check.verdict == "cannot-be-checked"
    assert check.found is None
    assert "not sure enough" in check.needs


def test_a_share_without_years_is_not_called_contradicted(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gives 90 percent of aid."
    write.document(text, tie("90 percent of aid", amount=90.0, unit="percent"))
    for donor in ("JPN", "USA"):
        write.yearly("oda-net", donor, dict.fromkeys(DECADE, 10e6))
    check = claims(write.record, contest)[0]
    assert (check.verdict, check.needs) == ("cannot-be-checked", "the years meant: the sentence names none")


def test_a_rank_among_rich_democracies_is_taken_among_them(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan is the largest donor among rich democracies."
    write.document(text, tie("the largest donor among rich democracies", kind="tie", date="2021"))
    for donor, value in (("JPN", 10e6), ("USA", 5e6), ("IND", 20e6)):
        write.yearly("oda-net", donor, {2021: value})
    check = claims(write.record, contest)[0]
    assert check.verdict == "supported"
    assert "DAC members only" in (check.definition or "")


def test_more_than_binds_its_own_number_only(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $100 million in aid in 2021, and sent more than 30 envoys."
    write.document(text, tie("gave $100 million in aid", amount=100e6, unit="USD", date="2021"))
    write.yearly("oda-net", "JPN", {2020: 120e6, 2021: 120e6, 2022: 120e6})
    assert claims(write.record, contest)[0].verdict == "contradicted"  # 20 % off; "more than" would let it pass


def test_what_a_firm_builds_is_not_called_aid(write: Any, tie: Tie, contest: Contest) -> None:
    text = "A Chinese firm spent $2 billion on the expressway."
    given = {"actor": "CHN", "instrument": "infrastructure", "amount": 2e9, "unit": "USD"}
    write.document(text, tie("spent $2 billion on the expressway", **given))
    assert claims(write.record, contest)[0].quantity == "money from China to Cambodia, not said to be aid or loan"


@pytest.mark.parametrize(
    ("text", "quote", "fields", "quantity"),
    [
        ("The United States took 39.9 percent of Cambodia's exports in 2022.",
         "took 39.9 percent of Cambodia's exports",
         {"amount": 39.9, "unit": "percent"}, "the United States' share of Cambodia's exports"),
        ("The United States took $9 billion of Cambodian goods in 2022.", "took $9 billion of Cambodian goods",
         {"amount": 9e9, "unit": "USD", "actor_text": "Cambodian"}, "goods sold by Cambodia to the United States"),
        ("The United States bought goods for $9 billion in 2022.", "The United States bought goods for $9 billion",
         {"amount": 9e9, "unit": "USD"}, "goods sold by Cambodia to the United States"),
    ],
)  # fmt: skip
def test_who_buys_is_told_by_the_words_and_not_by_the_order_of_the_pair(
    write: Any, tie: Tie, contest: Contest, text: str, quote: str, fields: dict[str, Any], quantity: str
) -> None:
    pair = {"actor": "KHM", "recipient": "USA", "actor_text": "Cambodia", "recipient_text": "The United States"}
    write.document(text, tie(quote, instrument="economic-trade", date="2022", **pair | fields))
    write.yearly("exports", "KHM", {2022: 9e9}, partner="USA")
    write.yearly("exports", "KHM", {2022: 9e9 / 0.399 - 9e9}, partner="CHN")
    write.yearly("imports", "KHM", {2022: 1e8}, partner="USA")
    check = claims(write.record, contest)[0]
    assert (check.quantity, check.verdict) == (quantity, "supported")


def test_goods_that_go_either_way_are_not_called_contradicted(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Goods worth $9 billion went between Cambodia and China in 2022."
    write.document(
        text,
        tie("Goods worth $9 billion", actor="CHN", instrument="economic-trade", amount=9e9, unit="USD", date="2022"),
    )
    write.yearly("exports", "KHM", {2022: 1e9}, partner="CHN")
    write.yearly("imports", "KHM", {2022: 1e9}, partner="CHN")
    check = claims(write.record, contest)[0]
    assert (check.verdict, check.needs) == (
        "cannot-be-checked",
        "which way the goods go: the sentence does not say who sells",
    )


def test_a_total_of_the_client_is_no_claim_about_a_patron(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Cambodia's debt stood at $10 billion in 2022. About 67 percent of the debt is owed to governments."
    write.document(
        text,
        tie("debt stood at $10 billion", actor="CHN", instrument="economic-loan", amount=10e9, unit="USD", date="2022"),
        tie("67 percent of the debt", actor="CHN", instrument="economic-loan", amount=67.0, unit="percent"),
    )
    write.yearly("debt-owed", "CHN", {2022: 4e9})
    assert claims(write.record, contest) == ()


def test_a_sum_without_years_takes_those_of_the_sentence_that_its_pronoun_follows(
    write: Any, tie: Tie, contest: Contest
) -> None:
    text = "Japan was the largest donor in the ten years from 2012 to 2021. It gave $100 million in aid."
    write.document(
        text,
        tie("Japan was the largest donor", kind="judgement", recipient=None, period="from 2012 to 2021"),
        tie("gave $100 million in aid", amount=100e6, unit="USD", actor_text="It"),
    )
    write.yearly("oda-net", "JPN", dict.fromkeys(DECADE, 10e6))
    check = next(one for one in claims(write.record, contest) if one.claimed.unit == "USD")
    assert (check.verdict, check.definition) == ("supported", "net ODA, constant 2022 dollars, 2012 to 2021")


def test_goods_are_held_against_the_direction_that_the_words_give(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Cambodia imported goods for $10 billion from China in 2021."
    given = {"actor": "CHN", "actor_text": "China", "recipient_text": "Cambodia", "instrument": "economic-trade"}
    write.document(
        text, tie("imported goods for $10 billion from China", amount=10e9, unit="USD", date="2021", **given)
    )
    write.yearly("imports", "KHM", {2021: 9.7e9}, partner="CHN")
    write.yearly("exports", "KHM", {2021: 1.5e9}, partner="CHN")
    check = claims(write.record, contest)[0]
    assert check.verdict == "supported"
    assert check.quantity == "goods sold by China to Cambodia"


def test_what_firms_spend_on_a_road_is_not_bounded_by_aid(write: Any, tie: Tie, contest: Contest) -> None:
    text = "A Chinese firm spent $2 billion on the road in 2021."
    write.document(text, tie("spent $2 billion on the road", actor="CHN", amount=2e9, unit="USD", date="2021"))
    write.yearly("finance-oda", "CHN", {2021: 100e6})
    assert claims(write.record, contest)[0].verdict == "cannot-be-checked"


def test_the_shipped_facts_bear_out_the_quarter_and_the_rank(write: Any, tie: Tie, contest: Contest) -> None:
    from suasion.example import facts
    from suasion.gather import open_files, read_rows

    for path in facts():
        if path.stem in ("oecd-aid", "aiddata-finance"):
            for file in open_files("facts", [path]):
                gathered = read_rows("facts", file.data, file_name=file.name)
                write.record.append_observations(gathered.source, gathered.data, gathered.rows)
    text = "In the past decade Japan was the largest donor of bilateral aid. It gave 25 percent of the aid to Cambodia."
    write.document(
        text,
        tie("the largest donor of bilateral aid", kind="tie", period="In the past decade"),
        tie("gave 25 percent of the aid", amount=25.0, unit="percent", actor_text="It"),
    )
    rank, quarter = claims(write.record, contest)
    assert (rank.verdict, quarter.verdict) == ("supported", "supported")
    assert quarter.found is not None
    assert quarter.found.value == pytest.approx(0.259, abs=0.0005)


def test_a_document_without_a_date_has_no_past_decade(write: Any, tie: Tie, contest: Contest) -> None:
    text = "Japan gave $100 million in aid over the past decade. It gave $10 million in aid in 2021."
    write.document(
        text,
        tie("$100 million in aid", amount=100e6, unit="USD", period="over the past decade"),
        tie("$10 million in aid", amount=10e6, unit="USD", period="in 2021", actor_text="It"),
        published=None,
    )
    write.yearly("oda-net", "JPN", dict.fromkeys(DECADE, 10e6))
    decade, year = claims(write.record, contest)
    assert decade.verdict == "cannot-be-checked"
    assert decade.needs == "the document's date: without it “past decade” has no years"
    assert year.verdict == "supported"
