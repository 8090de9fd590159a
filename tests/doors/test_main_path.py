"""From documents to a brief whose every number and sentence leads back to words or rows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from suasion.record import Record

COMMAND = [sys.executable, "-m", "suasion"]


def every_object(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from every_object(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_object(inner)


def test_the_example_gives_a_page_a_file_and_a_reading(example: Any) -> None:
    assert {file.name for file in example.done.files} == {"brief.html", "brief.json"}
    assert all(file.stat().st_size > 10_000 for file in example.done.files)
    assert "Cambodia" in example.done.reading
    assert not [problem for problem in example.done.problems if problem.severity == "error"]


def test_the_page_asks_nobody_and_runs_no_script(example: Any) -> None:
    page = (example.folder / "brief.html").read_text(encoding="utf-8")
    assert "<script" not in page.lower()
    assert "default-src 'none'" in page
    assert 'src="http' not in page


def test_no_sentence_of_the_example_was_refused(example: Any) -> None:
    brief = json.loads((example.folder / "brief.json").read_text(encoding="utf-8"))
    refused = [found for value in every_object(brief) for found in value.get("refused", [])]
    assert refused == []


def test_every_statement_of_the_record_stands_in_its_text(example: Any) -> None:
    with Record.open(example.record, read_only=True) as record:
        statements = record.run(record.statements()).to_pylist()
        texts = {source: record.text(source) for source in {s["source"] for s in statements}}
    assert len(statements) > 100
    assert all(texts[s["source"]][s["start"] : s["end"]] == s["quote"] for s in statements)


def test_every_id_of_a_sentence_can_be_traced_to_words_or_rows(example: Any) -> None:
    brief = json.loads((example.folder / "brief.json").read_text(encoding="utf-8"))
    sentences = [v["id"] for v in every_object(brief) if str(v.get("id", "")).startswith("se-")]
    assert len(sentences) > 20
    with Record.open(example.record, read_only=True) as record:

        @cache  # sentences share what they rest on
        def ends(identity: str) -> frozenset[str]:
            found = record.trace(identity)
            assert found.verified, found.failed
            if identity[:2] in ("st", "ob", "so"):
                return frozenset({identity[:2]})
            return frozenset(end for inner in found.evidence for end in ends(inner))

        for sentence in sentences[:12]:
            assert ends(sentence) & {"st", "ob", "so"}, sentence


def test_no_true_figure_of_the_example_is_called_contradicted(example: Any) -> None:
    brief = json.loads((example.folder / "brief.json").read_text(encoding="utf-8"))
    section = next(section for section in brief["sections"] if section["id"] == "claims")
    tables = {block["columns"][0]: block["rows"] for block in reversed(section["blocks"]) if block["type"] == "table"}
    verdicts = {row[1]["text"]: row[2]["text"] for row in tables["Claim"] if len(row) == 6}
    assert [claim for claim, verdict in verdicts.items() if verdict == "contradicted"] == []
    assert len(verdicts) >= 8


def test_every_id_on_the_page_and_in_the_file_leads_on(example: Any) -> None:
    shown = {
        identity
        for file in example.done.files
        for identity in re.findall(r"\b(?:st|ob|so|es|se)-[0-9a-f]{16}\b", file.read_text(encoding="utf-8"))
    }
    by_kind = {kind: sorted(i for i in shown if i.startswith(kind)) for kind in ("st", "ob", "so", "es", "se")}
    assert all(by_kind.values())
    with Record.open(example.record, read_only=True) as record:
        for identities in by_kind.values():
            for identity in identities[:: len(identities) // 20 + 1]:
                found = record.trace(identity)
                assert found.verified, (identity, found.failed)


def test_a_traced_sentence_is_printed_with_what_it_says(example: Any, run: Callable[..., Any]) -> None:
    brief = json.loads((example.folder / "brief.json").read_text(encoding="utf-8"))
    first = brief["sections"][0]["blocks"][0]
    traced = run("trace", first["id"], "--record", example.record)
    assert f"text: {first['text']}" in traced.out


def test_the_reading_is_one_screen_or_two(example: Any) -> None:
    reading = example.done.reading
    assert len(reading.splitlines()) < 70
    for words in ("Key judgements", "All instruments", "claimed in the documents", "Missing: ", "were checked against"):
        assert words in reading


def test_working_up_again_adds_nothing(example: Any, run: Callable[..., Any]) -> None:
    with Record.open(example.record, read_only=True) as record:
        before = record.head
    again = run("workup", "--out", example.folder)
    with Record.open(example.record, read_only=True) as record:
        assert record.head == before
    assert again.code == 0


def test_the_same_record_gives_the_same_brief_whatever_the_machine_is_set_to(example: Any) -> None:
    settings = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Phnom_Penh", "LC_ALL": "C", "OMP_NUM_THREADS": "1"},
    ]
    arguments = ["brief", "--client", "KHM", "--patrons", "JPN,CHN,USA", "--from", "2015", "--to", "2023"]
    briefs = [
        subprocess.run(
            [*COMMAND, *arguments, "--format", "json", "--record", str(example.record)],
            env={**os.environ, **extra},
            capture_output=True,
            check=True,
        ).stdout
        for extra in settings
    ]
    assert len(briefs[0]) > 10_000
    assert briefs[0] == briefs[1]


def test_what_was_not_known_by_a_date_is_not_used(example: Any, run: Callable[..., Any]) -> None:
    ran = run(
        "assess", "--client", "KHM", "--patrons", "CHN", "--as-of", "2016-12-31", "--format", "json",
        "--from", "2012", "--to", "2016", "--record", example.record,
    )  # fmt: skip
    assert ran.code == 0
    sources = {source["published"] for source in json.loads(ran.out)["sources"] if source["kind"] == "document"}
    assert sources
    assert all(published <= "2016-12-31" for published in sources)


def test_a_brief_as_of_a_day_refuses_nothing_that_was_known_by_then(example: Any, run: Callable[..., Any]) -> None:
    ran = run(
        "brief", "--client", "KHM", "--patrons", "JPN,CHN,USA", "--from", "2012", "--to", "2022",
        "--as-of", "2022-03-31", "--format", "json", "--record", example.record,
    )  # fmt: skip
    assert ran.code == 0
    assert " 0 refused" in ran.err
    assert "In the UN General Assembly" in ran.out


def test_a_rejected_statement_leaves_the_assessment_and_its_history_stays(
    example: Any, run: Callable[..., Any]
) -> None:
    with Record.open(example.record, read_only=True) as record:
        subject = record.run(record.statements()).to_pylist()[0]["id"]
    ran = run(
        "judge", subject, "reject", "--who", "A. Analyst", "--why", "not what the text says", "--record", example.record
    )
    assert ran.code == 0
    with Record.open(example.record, read_only=True) as record:
        assert subject not in record.run(record.statements())["id"].to_pylist()
        assert subject in record.run(record.statements(history=True))["id"].to_pylist()
    traced = run("trace", subject, "--record", example.record)
    assert "A. Analyst" in traced.out
    run("judge", subject, "confirm", "--who", "A. Analyst", "--why", "I misread it", "--record", example.record)
    with Record.open(example.record, read_only=True) as record:
        assert subject in record.run(record.statements())["id"].to_pylist()
