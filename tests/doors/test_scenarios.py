"""What if, and what would it take, on the command line: every form of the answer, one clear sentence for bad input."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from suasion.assess.scenario.results import WhatIf, WhatItTakes

ISSUE = ("--client", "KHM", "--issue", "ukraine-war", "--patrons", "JPN,CHN")
CHANGES = ("--change", "JPN economic-aid +50% conditional", "--change", "CHN economic-loan -20%")
QUICK = ("--draws", "256")


def test_what_if_says_first_where_the_client_stands_and_would_and_then_its_guards(
    example: Any, run: Callable[..., Any]
) -> None:
    ran = run("whatif", *ISSUE, *CHANGES, "--target", "0.9", *QUICK, "--record", example.record)
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[0] == "What if: Cambodia on the war in Ukraine"
    assert lines[2].startswith("Cambodia stands at ")
    head = " ".join(ran.out.partition("What each change moves")[0].split())
    assert ") that it would reach +0.90" in head
    assert "ASSUMPTION-DRIVEN." in head or "Evidence-driven." in head
    assert "Steady." in head or "UNSTABLE." in head
    assert "What would narrow this most" in head
    assert max(len(line) for line in lines) <= 100


def test_what_if_as_json_is_the_whole_answer_and_the_same_twice(example: Any, run: Callable[..., Any]) -> None:
    asked = ("whatif", *ISSUE, *CHANGES, *QUICK, "--format", "json", "--record", example.record)
    ran = run(*asked)
    found = msgspec.json.decode(ran.out, type=WhatIf)
    assert [step.change for step in found.steps] == [CHANGES[1], CHANGES[3]]
    assert found.draws == 256
    assert run(*asked).out == ran.out


def test_an_answer_is_a_long_table_in_csv_and_parquet(example: Any, run: Callable[..., Any], tmp_path: Path) -> None:
    asked = ("whatif", *ISSUE, *CHANGES, *QUICK, "--record", example.record)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out)))
    assert list(rows[0]) == ["part", "key", "value", "low", "high", "unit", "rests_on", "evidence"]
    after = next(row for row in rows if row["part"] == "after")
    assert float(after["low"]) <= float(after["value"]) <= float(after["high"])
    position = next(row for row in rows if (row["part"], row["key"]) == ("input", "position:KHM"))
    assert position["evidence"].startswith(("st-", "ob-"))
    out = tmp_path / "deep" / "answer.parquet"
    assert run(*asked, "--format", "parquet", "--out", out).code == 0
    assert pq.read_table(out).num_rows == len(rows)


def test_an_answer_is_a_picture_and_a_page(example: Any, run: Callable[..., Any]) -> None:
    asked = ("whatif", *ISSUE, *CHANGES, *QUICK, "--record", example.record)
    picture = run(*asked, "--format", "svg").out
    assert ET.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    page = run(*asked, "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert "<script" not in page + picture


def test_what_it_would_take_names_every_lever_with_unit_bound_and_both_chances(
    example: Any, run: Callable[..., Any]
) -> None:
    asked = ("what-would-it-take", *ISSUE, "--target", "0.7", "--by", "JPN", *QUICK, "--record", example.record)
    found = msgspec.json.decode(run(*asked, "--format", "json").out, type=WhatItTakes)
    assert found.by == "JPN"
    assert {cost.probability for offer in found.offers for cost in offer.costs} == {0.5, 0.8}
    shown = run(*asked)
    assert shown.code == 0
    assert "What it would take: Japan to move Cambodia to +0.70" in " ".join(shown.out.split())
    assert "Chance 50 %" in shown.out


def test_a_file_and_flags_make_one_scenario_and_the_flags_hold(
    example: Any, run: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'client = "KHM"\nissue = "ukraine-war"\npatrons = ["JPN"]\ntarget = 0.2\nchanges = ["JPN economic-aid +50%"]\n',
        encoding="utf-8",
    )
    ran = run(
        "whatif", "--scenario", file, "--target", "0.6", "--change", "CHN economic-loan -20%", *QUICK,
        "--format", "json", "--record", example.record,
    )  # fmt: skip
    scenario = json.loads(ran.out)["scenario"]
    assert scenario["target"] == 0.6
    assert [change["written"] for change in scenario["changes"]] == ["JPN economic-aid +50%", "CHN economic-loan -20%"]
    assert scenario["patrons"] == ["JPN", "CHN"]


def test_an_institution_says_whether_its_text_passes_and_who_blocks(example: Any, run: Callable[..., Any]) -> None:
    asked = ("whatif", "--institution", "ASEAN", "--issue", "south-china-sea", "--patrons", "CHN,JPN", "--text", "0.5")
    ran = run(*asked, *QUICK, "--record", example.record)
    assert ran.code == 0, ran.err
    words = " ".join(ran.out.split())
    assert "that ASEAN agrees on a text of +0.50 on the South China Sea" in words
    assert "Cambodia" in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 100
    picture = ET.fromstring(run(*asked, *QUICK, "--format", "svg", "--record", example.record).out)
    assert "How surely each member agrees" in [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    rows = list(csv.DictReader(io.StringIO(run(*asked, *QUICK, "--format", "csv", "--record", example.record).out)))
    assert {"after", "member-accepts", "rule", "input"} <= {row["part"] for row in rows}


def test_the_brief_and_the_assessment_of_the_example_say_what_would_move_it(
    example: Any, run: Callable[..., Any]
) -> None:
    brief = json.loads((example.folder / "brief.json").read_text(encoding="utf-8"))
    section = next(one for one in brief["sections"] if one["id"] == "moving")
    told = [block["content"]["text"] for block in section["blocks"] if block["type"] == "sentence"]
    assert any("Half the way to" in words for words in told)
    assert brief["refused"] == []
    ran = run("assess", "--client", "KHM", "--patrons", "JPN,CHN,USA", "--draws", "256", "--record", example.record)
    assert "What would move it: half the way to each patron's stand" in ran.out


BAD = {
    "a position off the scale": (("--change", "KHM position = 3"), "-1 to 1"),
    "a target off the scale": (("--target", "1.5"), "off the scale"),
    "nothing that weighs": (
        ("--change", "KHM salience = 0", "--change", "JPN salience = 0", "--change", "CHN salience = 0"),
        "adds up to nothing",
    ),
    "an unknown instrument": (("--change", "JPN bribes +50%"), "no instrument"),
    "an unknown actor": (("--change", "Atlantis economic-aid +50%"), "Atlantis"),
    "changes that contradict each other": (
        ("--change", "USA sanction lift", "--change", "USA sanction impose"),
        "Keep one of the two",
    ),
    "a change that says nothing": (("--change", "JPN economic-aid"), "does not say what becomes"),
    "a part of nothing": (("--patrons", "MDV", "--change", "MDV economic-aid +50%"), "nothing"),
    "a patron without the means": (
        ("--change", "JPN economic-aid +100 million USD", "--budget", "JPN=1 million USD"),
        "its budget is 1,000,000",
    ),
    "a budget without an amount": (("--budget", "JPN"), "PATRON=AMOUNT"),
    "two budgets of one patron": (("--budget", "JPN=5m USD", "--budget", "JPN=6m USD"), "Keep one of the two"),
    "draws that are none": (("--draws", "0"), "draw"),
    "a file that is not there": (("--scenario", "not-there.toml"), "not-there.toml"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_gets_one_clear_sentence_with_what_to_do(example: Any, run: Callable[..., Any], kind: str) -> None:
    flags, word = BAD[kind]
    base = ISSUE[:4] if "--patrons" in flags else ISSUE
    _refused(run("whatif", *base, *flags, "--record", example.record), word)


BAD_GOALS = {
    "a target beyond every patron's ideal": (("--target", "-1", "--by", "JPN"), "beyond every patron's own position"),
    "no target": (("--by", "JPN"), "--target"),
    "nobody to reach it": (
        (
            "--target",
            "0.4",
        ),
        "--by",
    ),
    "by one who is no patron": (("--target", "0.4", "--by", "VNM"), "VNM"),
}


@pytest.mark.parametrize("kind", BAD_GOALS)
def test_a_goal_that_is_none_gets_one_clear_sentence(example: Any, run: Callable[..., Any], kind: str) -> None:
    flags, word = BAD_GOALS[kind]
    _refused(run("what-would-it-take", *ISSUE, *flags, "--record", example.record), word)


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (("--client", "KHM", "--issue", "bananas", "--patrons", "JPN"), "bananas"),
        (("--client", "KHM", "--patrons", "JPN"), "issue"),
        (("--issue", "debt", "--patrons", "JPN"), "client"),
        (("--client", "KHM", "--issue", "debt"), "patron"),
        (("--institution", "Hansa", "--issue", "debt", "--patrons", "JPN", "--text", "0.2"), "Hansa"),
        (("--institution", "ASEAN", "--issue", "debt", "--patrons", "JPN"), "text"),
        (("--institution", "ASEAN", "--issue", "debt", "--patrons", "JPN", "--text", "2"), "off the scale"),
    ],
)
def test_a_scenario_that_lacks_a_part_says_which(
    example: Any, run: Callable[..., Any], flags: tuple[str, ...], word: str
) -> None:
    _refused(run("whatif", *flags, "--record", example.record), word)


def test_a_patron_of_whom_the_record_has_no_lever_is_said_to_have_none(example: Any, run: Callable[..., Any]) -> None:
    ran = run(
        "what-would-it-take", "--client", "KHM", "--issue", "ukraine-war", "--patrons", "MDV,CHN", "--by", "MDV",
        "--target", "0.6", *QUICK, "--record", example.record,
    )  # fmt: skip
    assert ran.code in (0, 2)
    assert "no lever of the Maldives" in " ".join((ran.out + ran.err).split())


def _refused(ran: Any, word: str) -> None:
    """Check that a run left nothing but one sentence or two that name the fault and say what to do."""
    assert ran.code == 2, ran.out + ran.err
    assert ran.out == ""
    said = [line for line in ran.err.splitlines() if line != "working out"]
    assert len(said) == 1
    assert said[0].startswith("suasion: ")
    assert word in said[0]
    assert said[0].rstrip().endswith(".")
    assert "Traceback" not in ran.err


def test_a_record_with_nothing_on_the_issue_still_answers_and_says_that_it_is_assumed(
    example: Any, run: Callable[..., Any]
) -> None:
    ran = run(
        "whatif", "--client", "KHM", "--issue", "taiwan-strait", "--patrons", "JPN",
        "--change", "JPN economic-aid +50%", *QUICK, "--record", example.record,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "ASSUMPTION-DRIVEN." in ran.out
    assert "not identified" in ran.out + ran.err
