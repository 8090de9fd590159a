"""Who "I", "we" and "our two countries" are: the speaker of a speech, a briefing, an opinion or an interview."""

from __future__ import annotations

from suasion.read.reader import read_text


def _told(text: str) -> set[tuple[str, str | None, str | None]]:
    reading = read_text(text, doc="speech", published="2024-03-01")
    return {(s.plover or s.kind, s.actor, s.recipient) for s in reading.statements}


def test_a_president_speaking_is_his_state() -> None:
    text = "Speech of the President of Kenya to Parliament\nNairobi, 1 March 2024\n\nI thank Germany for its support."
    assert ("SUPPORT", "KEN", "DEU") in _told(text)


def test_we_in_a_speech_is_the_speakers_state() -> None:
    text = "Address of the Prime Minister of Fiji\nSuva, 1 March 2024\n\nLast week we signed a treaty with Japan."
    assert ("AGREE", "FJI", "JPN") in _told(text)


def test_our_two_countries_are_the_speakers_and_the_one_spoken_of() -> None:
    text = (
        "Address of the President of Ghana to Parliament\nAccra, 1 March 2024\n\n"
        "In January I travelled to India. Our two countries agreed to build a railway."
    )
    assert {("CONSULT", "GHA", "IND"), ("AGREE", "GHA", "IND"), ("AGREE", "IND", "GHA")} <= _told(text)


def test_an_envoy_who_writes_speaks_for_the_state_that_sent_him() -> None:
    text = (
        "Opinion: a friendship of equals\nThe writer is France’s ambassador to Chile\n\n"
        "We support an open market. Russia has offered wheat. I reject the accusation of the Kremlin."
    )
    told = _told(text)
    assert ("REJECT", "FRA", "RUS") in told
    assert any(actor == "RUS" and recipient == "CHL" for _, actor, recipient in told)


def test_a_labelled_spokesperson_speaks_for_the_ministry_and_the_label_is_no_part_of_the_sentence() -> None:
    text = (
        "Transcript: briefing by the spokesperson of the Ministry of Foreign Affairs of Norway\nOslo, 1 May 2024"
        "\n\nSPOKESPERSON: We condemn the attack by Russia.\n\nQUESTION: Have you asked Sweden for help?\n\n"
        "SPOKESPERSON: No. We have asked Finland to send doctors."
    )
    assert {("ACCUSE", "NOR", "RUS"), ("REQUEST", "NOR", "FIN")} <= _told(text)
    sentences = {s.sentence for s in read_text(text, doc="briefing").statements}
    assert "We have asked Finland to send doctors." in sentences


def test_a_news_report_has_no_voice_of_its_own() -> None:
    told = _told("Kenya and Germany sign a pact\nNairobi, 1 March 2024\n\nWe thank Japan for its support.")
    assert not any(actor == "KEN" and recipient == "JPN" for _, actor, recipient in told)


def test_an_envoy_of_a_union_of_states_speaks_for_the_union() -> None:
    text = (
        "Opinion: one road\nThe author is the European Union’s ambassador to Chile\n\nWe condemn the attack by Russia."
    )
    assert ("ACCUSE", "EU", "RUS") in _told(text)
