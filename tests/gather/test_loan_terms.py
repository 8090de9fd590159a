"""Loans of AidData's projects keep their terms. The rows are made up for the test in the publisher's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

HEAD = (
    "AidData Record ID,Recommended For Aggregates,Recipient ISO-3,Commitment Year,Flow Class,Title,"
    "Adjusted Amount (Constant USD 2021) ,Maturity,Interest Rate,Grace Period,Grant Element (IMF)"
)


def test_a_loan_has_its_terms_and_a_grant_has_none(table: Table, read: Read) -> None:
    data = table(
        HEAD, "101,Yes,KHM,2010,OOF-like,A dam,400,10,4.8,3,0.7535", "102,Yes,KHM,2010,ODA-like,A gift,7,,,,",
        "103,No,KHM,2010,OOF-like,The dam again,400,10,4.8,3,0.7535",
    )  # fmt: skip
    rows = read("aiddata-gcdf3", data)
    assert {(row["indicator"], row["item"]): (row["value"], row["unit"]) for row in rows} == {
        ("finance-oof", "gcdf-101"): (400.0, "USD-2021"), ("finance-oda", "gcdf-102"): (7.0, "USD-2021"),
        ("loan-interest", "gcdf-101"): (4.8, "percent"), ("loan-maturity", "gcdf-101"): (10.0, "years"),
        ("loan-grace", "gcdf-101"): (3.0, "years"), ("loan-grant-element", "gcdf-101"): (0.7535, "percent"),
    }  # fmt: skip
    assert {(row["actor"], row["partner"], row["first_year"]) for row in rows} == {("CHN", "KHM", 2010)}


def test_interest_that_looks_like_shares_is_named(table: Table, problems: Problems) -> None:
    def said(rate: float) -> list[str]:
        lines = [f"{n},Yes,KHM,2010,OOF-like,A dam,400,10,{rate},3," for n in range(20)]
        return [text for text in problems("aiddata-gcdf3", table(HEAD, *lines)) if "look like shares" in text]

    assert len(said(0.048)) == 1
    assert said(4.8) == []
