"""Every form of a brief is whole, the same each time, and safe whatever the words in it."""

from __future__ import annotations

import html.parser
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from suasion.assess.assessment import Assessment
from suasion.brief import render, verify, write
from suasion.brief.safe import safe_href, visible
from suasion.errors import InputError

ATTACKS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "{{ 7*7 }}{% for x in () %}",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "[x](javascript:alert(1))",
    "\u202egnp.exe\u202c",
    "\x1b[31mred\x1b[0m\x07",
    "&lt;script&gt;",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]  # fmt: skip
ADDRESSES = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", " javascript:alert(1)",
             "java\tscript:alert(1)", "//example.org", "file:///etc/passwd", "JaVaScRiPt:alert(1)"]  # fmt: skip


class Tags(html.parser.HTMLParser):
    """Collects elements and attributes as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]


def page(assessment: Assessment, shelf: Any, form: Any = "html") -> str:
    return render(verify(write(assessment, shelf), assessment, shelf).brief, form)


def tags(text: str) -> Tags:
    seen = Tags()
    seen.feed(text)
    return seen


def known_tags(assessment: Assessment, shelf: Any) -> set[str]:
    return tags(page(assessment, shelf)).tags


@pytest.mark.parametrize("words", ATTACKS)
def test_hostile_words_are_only_text(make: Any, assessment: Assessment, shelf: Any, words: str) -> None:
    hostile_shelf, hostile = make(words)
    text = page(hostile, hostile_shelf)
    seen = tags(text)
    assert seen.tags <= known_tags(assessment, shelf)
    assert not any(name.startswith("on") or name in ("src", "srcdoc", "style") for name, _ in seen.attributes)
    assert "<script" not in text
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]", text)


@pytest.mark.parametrize("words", ATTACKS)
def test_hostile_words_are_only_text_in_markdown_and_terminal(make: Any, words: str) -> None:
    hostile_shelf, hostile = make(words)
    markdown = page(hostile, hostile_shelf, "md")
    assert "<script" not in markdown
    assert "<img" not in markdown
    assert not re.search(r"(?<!\\)\]\(javascript:", markdown)
    assert "\x1b" not in page(hostile, hostile_shelf, "terminal")


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_lead_to_the_web_only(make: Any, address: str) -> None:
    hostile_shelf, hostile = make("Plain words", address)
    hrefs = [value for name, value in tags(page(hostile, hostile_shelf)).attributes if name == "href"]
    assert hrefs
    assert all(href.startswith(("#", "https://", "http://")) for href in hrefs)
    assert safe_href(address) is None


def test_a_page_asks_nothing_of_the_world_and_runs_nothing(assessment: Assessment, shelf: Any) -> None:
    text = page(assessment, shelf)
    seen = tags(text)
    assert not {"script", "link", "img", "iframe", "object", "form"} & seen.tags
    policy = next(value for name, value in seen.attributes if name == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in text
    assert "@import" not in text


def test_the_style_is_the_one_that_the_policy_lets_in(assessment: Assessment, shelf: Any) -> None:
    import base64
    import hashlib

    text = page(assessment, shelf)
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"sha256-{digest}" in text.replace("&#43;", "+")


def test_every_link_within_the_page_leads_somewhere_and_ids_are_unique(assessment: Assessment, shelf: Any) -> None:
    seen = tags(page(assessment, shelf))
    targets = {value[1:] for name, value in seen.attributes if name == "href" and value.startswith("#")}
    assert targets <= set(seen.ids)
    assert len(seen.ids) == len(set(seen.ids))


def test_every_chart_has_a_title_a_description_and_a_table(assessment: Assessment, shelf: Any) -> None:
    text = page(assessment, shelf)
    pictures = re.findall(r"<svg.*?</svg>", text, re.S)
    assert len(pictures) == 2
    for picture in pictures:
        assert 'role="img"' in picture
        assert "<title" in picture
        assert "<desc" in picture
    for section in ("leverage", "issues"):
        assert "<table>" in text.partition(f'<section id="{section}"')[2].partition("</section>")[0]


def test_a_page_can_be_read_by_ear_and_without_light(assessment: Assessment, shelf: Any) -> None:
    text = page(assessment, shelf)
    seen = tags(text)
    assert {"main", "nav", "header", "footer", "caption"} <= seen.tags
    assert text.count('scope="col"') > 10
    assert 'lang="en"' in text
    assert 'class="skip"' in text
    for rule in ("prefers-color-scheme:dark", "@media print", "max-width"):
        assert rule in text


def test_numbers_and_sentences_link_to_their_evidence(assessment: Assessment, shelf: Any) -> None:
    text = page(assessment, shelf)
    total = assessment.leverage[0].leverage
    assert f'<a class="n" href="#{total.id}">0.20</a>' in text
    assert f'id="{total.id}"' in text


def test_what_was_refused_is_listed_with_why(assessment: Assessment, shelf: Any) -> None:
    bad = shelf.copy()
    bad.entries["ob-jpn"]["value"] = 1.0
    text = render(verify(write(assessment, shelf), assessment, bad).brief)
    assert "Refused by the verifier" in text
    assert "the evidence gives" in text


def test_an_unverified_brief_says_so(assessment: Assessment, shelf: Any) -> None:
    for form in ("html", "md", "terminal", "summary"):
        assert "This brief has not been verified." in render(write(assessment, shelf), form)  # type: ignore[arg-type]


def test_json_has_every_sentence_and_estimate_with_its_id(assessment: Assessment, shelf: Any) -> None:
    brief = verify(write(assessment, shelf), assessment, shelf).brief
    found = json.loads(render(brief, "json"))
    blocks = [block for section in found["sections"] for block in section["blocks"] if block["type"] == "sentence"]
    assert blocks
    assert all(block["id"].startswith("se-") for block in blocks)
    held = {one["id"]: one for one in found["evidence"]}
    total = assessment.flows[0].total
    assert held[total.id]["evidence"] == ["ob-jpn"]
    assert held[total.id]["value"] == total.value


def test_an_unknown_form_is_named_with_those_there_are(assessment: Assessment, shelf: Any) -> None:
    with pytest.raises(InputError, match="html, md, json, terminal, summary"):
        render(write(assessment, shelf), "pdf")  # type: ignore[arg-type]


def test_off_a_terminal_there_is_no_colour(assessment: Assessment, shelf: Any) -> None:
    assert "\x1b" not in page(assessment, shelf, "terminal")


def test_the_short_reading_is_the_first_screen(assessment: Assessment, shelf: Any) -> None:
    brief = verify(write(assessment, shelf), assessment, shelf).brief
    short, full = render(brief, "summary"), render(brief, "terminal")
    assert len(short) < len(full) / 2
    assert "Key judgements" in short
    assert "All instruments" in short
    assert "Missing: loans and debt." in short
    assert brief.checked
    assert " ".join(brief.checked.split()) in " ".join(short.split())


def test_the_full_reading_has_every_section(assessment: Assessment, shelf: Any) -> None:
    brief = verify(write(assessment, shelf), assessment, shelf).brief
    full = render(brief, "terminal")
    assert all(section.title in full for section in brief.sections)


def test_the_same_assessment_gives_the_same_bytes_whatever_the_hash_seed_and_clock() -> None:
    here = Path(__file__).parent
    program = (
        "import sys, hashlib, importlib.util as u\n"
        f"s = u.spec_from_file_location('c', {str(here / 'conftest.py')!r}); c = u.module_from_spec(s)\n"
        "sys.modules['c'] = c; s.loader.exec_module(c)\n"
        "from suasion.brief import render, verify, write\n"
        "shelf = c.shelf_of(); a = c.assessment_of(shelf)\n"
        "b = verify(write(a, shelf), a, shelf).brief\n"
        "forms = ('html', 'md', 'json', 'terminal', 'summary')\n"
        "print(hashlib.sha256(''.join(render(b, f) for f in forms).encode()).hexdigest())\n"
    )
    seen = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo")):
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
        )  # fmt: skip
        seen.add(done.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("text", ["ភ្នំពេញ\u200bកម្ពុជា", "Häge", "a\u00adb"])
def test_marks_that_scripts_need_stay(text: str) -> None:
    assert visible(text) == text
