"""Mentions of actors: the right code at the right date, none where none is meant, and offsets that always fit."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.codebook.naming import all_names, offices
from suasion.read.mentions import Mention, find_mentions

SET = Path(__file__).with_name("mentions_300.tsv")
ON = "2022-03-24"
# What these mean is the reader's to say (test_reader.py); they are no mentions.
_PRONOUN = re.compile(
    r"(?i:it|its|he|they|each other|both sides|the (?:two |three )?(?:countries|leaders|country|bloc))"
)


def _marked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a sentence without its marks, and where the marked mentions are."""
    plain, spans, at = "", [], 0
    for match in re.finditer(r"\[\[(.*?)\]\]", sentence):
        plain += sentence[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        at = match.end()
    return plain + sentence[at:], spans


def _codes(plain: str, span: tuple[int, int], date: str, want: list[str]) -> list[str] | None:
    """Return the codes given to a stretch by the mention that covers it; None for a pronoun, which is no mention."""
    found = find_mentions(plain, on=date)
    start, end = span
    over = [m for m in found if (m.start <= start and end <= m.end) or (want and m.start < end and start < m.end)]
    if over:
        return [over[0].code] if over[0].code else []
    return None if want and _PRONOUN.fullmatch(plain[start:end]) else []


def test_three_hundred_mentions_with_dates_get_the_right_code() -> None:
    """Bar: 97 %. The first run on this set, before anything was changed for it, had 303 of 307 (98.7 %)."""
    right, wrong = 0, []
    for line in SET.read_text(encoding="utf-8").splitlines()[1:]:
        date, sentence, codes = line.split("\t")
        plain, spans = _marked(sentence)
        for span, wanted in zip(spans, codes.split(";"), strict=True):
            want = [] if wanted == "-" else wanted.split("|")
            got = _codes(plain, span, date, want)
            if got is None:
                continue
            if got == want:
                right += 1
            else:
                wrong.append((date, sentence, want, got))
    accuracy = right / (right + len(wrong))
    print(f"{right} of {right + len(wrong)} mentions right: {accuracy:.1%}")
    for row in wrong:
        print("  wrong:", *row)
    assert right + len(wrong) >= 290
    assert accuracy >= 0.97


def _found(text: str, on: str | None = ON) -> dict[str, str | None]:
    return {m.text: m.code for m in find_mentions(text, on=on)}


def test_a_nation_its_office_and_the_name_are_one_mention() -> None:
    (mention,) = find_mentions("Cambodian Prime Minister Hun Sen spoke.", on=ON)
    assert (mention.text, mention.code, mention.kind, mention.head_name) == (
        "Cambodian Prime Minister Hun Sen", "KHM", "leader", "Hun Sen",
    )  # fmt: skip


def test_a_possessive_is_no_part_of_a_mention() -> None:
    text = "Japan’s plea and Cambodia's answer, the Philippines' vote"
    assert _found(text) == {"Japan": "JPN", "Cambodia": "KHM", "the Philippines": "PHL"}


def test_of_two_people_with_one_name_the_date_decides() -> None:
    for on, head in (("1975-05-05", "Ferdinand Marcos"), ("2023-05-05", "Ferdinand Marcos Jr.")):
        (mention,) = find_mentions("President Ferdinand Marcos agreed.", on=on)
        assert (mention.code, mention.head_name) == ("PHL", head)


def test_an_unresolved_mention_says_why() -> None:
    for text, on, reason in (
        ("Fumio Kishida ran policy.", "2019-06-10", "Fumio Kishida held no office on 2019-06-10"),
        ("Sam Rainsy wrote.", ON, "opposition of KHM stands for no state"),
        ("The former Japanese prime minister left.", ON, "a former office-holder of JPN stands for no state"),
        ("Chinese analysts agreed.", ON, "neither government nor force of CHN"),
        ("Congo signed.", ON, "Congo may be COD or COG, and the text does not say which"),
        ("Shots fell in Kashmir.", ON, "claimed by several states"),
        ("The kingdom changed.", ON, "no kingdom is named before it"),
        ("Georgia votes.", ON, "Georgia may be the country or the US state, and the text does not say which"),
    ):
        (mention,) = find_mentions(text, on=on)
        assert mention.code is None
        assert mention.reason is not None
        assert reason in mention.reason


def test_a_resolved_mention_has_no_reason_and_an_unresolved_one_always() -> None:
    text = SET.read_text(encoding="utf-8")
    assert all((m.code is None) == (m.reason is not None) for m in find_mentions(text, on=ON))


def test_opposition_keeps_the_state_it_belongs_to() -> None:
    (mention,) = find_mentions("Mu Sochua was tried.", on=ON)
    assert (mention.code, mention.state, mention.kind) == (None, "KHM", "opposition")


def test_a_past_leader_is_flagged() -> None:
    (mention,) = find_mentions("Duterte was promised railways.", on="2023-12-15")
    assert (mention.code, mention.via) == ("PHL", "past")


def test_a_surname_counts_only_after_its_introduction() -> None:
    text = "Wong spoke. Foreign Minister Penny Wong met Sogavare. Wong then left."
    assert [(m.text, m.code) for m in find_mentions(text, on="2022-06-17")] == [
        ("Foreign Minister Penny Wong", "AUS"), ("Sogavare", "SLB"), ("Wong", "AUS"),
    ]  # fmt: skip


def test_an_unknown_person_takes_the_nation_beside_the_office() -> None:
    text = (
        "Laotian Deputy Premier Bounthong Keosavath met Lim Chea Vutha, the Cambodian envoy. Keosavath and Vutha left."
    )
    assert _found(text) == {
        "Laotian Deputy Premier Bounthong Keosavath": "LAO", "Lim Chea Vutha": "KHM", "the Cambodian envoy": "KHM",
        "Keosavath": "LAO", "Vutha": "KHM",
    }  # fmt: skip


def test_an_acronym_stands_for_what_introduced_it() -> None:
    text = "The Rural Roads Authority of Cambodia (RRAC) bid. Later the RRAC lost."
    assert _found(text) == {"The Rural Roads Authority of Cambodia (RRAC)": "KHM", "RRAC": "KHM"}


def test_seas_papers_and_foods_are_no_states() -> None:
    text = (
        "South China Sea, East China Sea, Indo-Pacific, Indian Ocean, American University, French fries, the "
        "Washington Post, Paris Agreement, Latin American states, Michael Jordan, UN Charter, Turkey sandwiches, "
        "King Abdullah Airport"
    )
    assert find_mentions(text, on=ON) == []


def test_us_is_a_state_only_in_capitals() -> None:
    assert _found("They asked us. The US replied. LET US GO.") == {"US": "USA"}


def test_headlines_in_capitals_are_read() -> None:
    assert _found("JAPAN AND CAMBODIA SIGN PACT") == {"JAPAN": "JPN", "CAMBODIA": "KHM"}


def test_names_are_read_in_the_order_and_capitals_of_readouts() -> None:
    text = "KISHIDA Fumio, Hayashi Yoshimasa and Samdech Techo HUN SEN met WANG Yi."
    assert list(_found(text).values()) == ["JPN", "JPN", "KHM", "CHN"]


def test_a_military_base_is_no_military() -> None:
    assert _found("Chinese military base, the Chinese military") == {"Chinese": "CHN", "the Chinese military": "CHN"}


def test_no_date_leaves_open_whom_a_name_means() -> None:
    assert _found("Antonio Guterres agreed.", None) == {"Antonio Guterres": None}
    assert _found("UN Secretary-General Antonio Guterres agreed.", None) == {
        "UN Secretary-General Antonio Guterres": "UN"
    }


def test_every_country_name_and_every_office_holder_is_found() -> None:
    for name in all_names():
        if name.kind == "country" and not name.needs and not name.valid_to and name.name != "Georgia":
            assert find_mentions(f"They met {name.name} again.", on=ON)[0].code == name.code, name
    for office in offices():
        found = find_mentions(f"They met {office.name} again.", on=office.valid_from or ON)
        assert found[0].code in {office.code, None}, office
        assert found[0].head_name, office


def _check(text: str, mentions: list[Mention]) -> None:
    reached = 0
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text != ""
        assert reached <= mention.start < mention.end
        reached = mention.end


_PIECES = st.sampled_from(
    ["Japan", "the", " ", "’s", "'s", "Prime Minister", "Hun Sen", "former", "of", ", ", "(", "ABC", ")", "Cambodian",
     "navy", "\n", "U.S.", "US", "\u00a0", "Ministry of Foreign Affairs", "and", "Kishida", "South China Sea", "-",
     "Mr.", "İ", "ß", "Wang", "."]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map(" ".join), st.lists(_PIECES, max_size=30).map("".join)))
@settings(max_examples=400, deadline=None)
def test_offsets_fit_any_text(text: str) -> None:
    _check(text, find_mentions(text, on=ON))


@given(st.lists(_PIECES, max_size=20).map(" ".join), st.text(alphabet=" \n.x", max_size=20))
@settings(deadline=None)
def test_words_after_a_text_do_not_undo_its_first_mention(text: str, after: str) -> None:
    first = find_mentions(text, on=ON)[:1]
    again = find_mentions(text + "\n\n" + after, on=ON)[:1]
    assert [m.start for m in first] == [m.start for m in again]


def test_a_megabyte_is_read_in_a_second() -> None:
    sentences = [_marked(line.split("\t")[1])[0] for line in SET.read_text(encoding="utf-8").splitlines()[1:]]
    filler = "The talks were long and the room was warm, but nobody wished to be the first to leave the table. "
    text = " ".join(f"{sentence} {filler}" for sentence in sentences)
    text = (text * (1_000_000 // len(text) + 1))[:1_000_000]
    find_mentions("Japan")
    spent = []
    for _ in range(3):
        start = time.process_time()
        find_mentions(text, on=ON)
        spent.append(time.process_time() - start)
    assert min(spent) < 1.0


@pytest.mark.parametrize(
    "text", ["", " ", "(" * 5000, "the " * 5000, "Japan" * 3000, "Hun " * 3000, "of the " * 3000 + "Japan"]
)
def test_odd_texts_are_read_without_harm(text: str) -> None:
    _check(text, find_mentions(text, on="no date"))
