"""The door to a language model: only where the user said, bounded in time, size and tries, and the key stays inside."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.read.llm.playing import Model, Request, Said
from tests.read.llm.test_model_reading import BASE_ALONE, GIFT, INVASION, TEXT

from suasion import service
from suasion.cli import main
from suasion.codebook import Problem, Statement
from suasion.errors import LanguageModelError
from suasion.gather.answers import Answers, cache_folder
from suasion.gather.language_model import (
    KEY_VARIABLE,
    MODEL_VARIABLE,
    URL_VARIABLE,
    Endpoint,
    Reply,
    complete,
    endpoint,
)
from suasion.read import Overrides
from suasion.record import Record

KEY = "sk-secret-0123456789"
KNOWN = Overrides(published="2022-03-24")


class Clock:
    """A clock that only notes for how long it was to wait."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def ask(to: Endpoint, clock: Clock | None = None) -> Reply:
    said = [{"role": "user", "content": "x"}]
    return complete(
        to, messages=said, schema={"type": "object"}, temperature=0.0, seed=0, max_tokens=10, clock=clock or Clock()
    )


@pytest.fixture
def articles(tmp_path: Path) -> list[str]:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{TEXT}This is article {name}.\n", encoding="utf-8")
    return [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]


def read(articles: list[str], *, cache: bool = True) -> tuple[list[Statement], list[Problem]]:
    return service.read(articles, overrides=KNOWN, by=service.LanguageModel(cache=cache))


# What cannot be used is one clear problem, and the batch goes on


def failing_on_a(bad: Callable[[], Said]) -> Callable[[Request], Said]:
    return lambda request: bad() if "article a" in request.text else Said([GIFT])


UNUSABLE: dict[str, tuple[Callable[[], Said], str]] = {
    "not JSON": (lambda: Said(content="Here are the statements:"), "is not the JSON asked for"),
    "cut JSON": (lambda: Said(content='{"statements": [{"quote": "Jap'), "is not the JSON asked for"),
    "another form": (lambda: Said(content='[{"quote": "Japan"}]'), "is not the JSON asked for"),
    "a list of words": (lambda: Said(content='{"statements": ["Japan gave"]}'), "is not the JSON asked for"),
    "no content": (Said, "is not the JSON asked for"),
    "too many": (lambda: Said([GIFT] * 201), "is not the JSON asked for"),
    "deep": (lambda: Said(content='{"statements":' + "[" * 100_000), "is not the JSON asked for"),
    "refusal": (lambda: Said(refusal="I cannot help with this."), "refuses to answer: 'I cannot help"),
    "filtered": (lambda: Said(content="", finish="content_filter"), "refuses to answer"),
    "no completion": (lambda: Said(raw=b'{"error": "no"}'), "not as an OpenAI-compatible server does"),
    "a page": (lambda: Said(raw=b"<html>hello</html>"), "not as an OpenAI-compatible server does"),
    "no choice": (lambda: Said(raw=b'{"choices": []}'), "without a choice"),
    "broken text": (lambda: Said(raw=b'{"choices": [{"message": {"content": "\xff"}}]}'), "not as an OpenAI"),
    "unauthorised": (lambda: Said([], status=401), "answered 401"),
    "not found": (lambda: Said([], status=404), "ends in /v1"),
    "bad request": (lambda: Said(raw=b'{"error": "context too long"}', status=400), "context too long"),
    "redirect": (lambda: Said([], status=307, headers={"Location": "/elsewhere"}), "Redirects are not followed"),
    "short": (lambda: Said(raw=b"{}", headers={"Content-Length": "50"}), "cannot be asked"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_an_answer_that_cannot_be_used_names_the_endpoint_and_the_batch_goes_on(
    model: Model, articles: list[str], case: str
) -> None:
    bad, said = UNUSABLE[case]
    model.play = failing_on_a(bad)
    found, problems = read(articles)
    assert {s.doc for s in found} == {"b"}
    mine = [p for p in problems if p.severity == "error"]
    assert mine
    assert all(p.input.startswith("a") and model.url in p.reason for p in mine)
    assert any(said in p.reason for p in mine)
    assert {request.path for request in model.requests} == {"/v1/chat/completions"}


def test_an_answer_wrapped_in_other_words_is_not_guessed_at(model: Model, articles: list[str]) -> None:
    model.play = lambda _: Said(content=f"```json\n{json.dumps({'statements': [GIFT]})}\n```")
    assert read(articles)[0] == []


def test_an_answer_that_is_cut_off_even_for_a_sentence_is_a_problem_of_that_sentence(
    model: Model, articles: list[str]
) -> None:
    cut = Said(content='{"statements": [', finish="length")
    model.play = lambda request: Said([GIFT]) if request.text == f"{GIFT['quote']}." else cut
    found, problems = read(articles[:1])
    assert [s.quote for s in found] == [GIFT["quote"]]
    assert [p.place for p in problems] == ["characters 53-106", "characters 107-167", "characters 168-186"]
    assert all("was cut off before its end" in p.reason and model.url in p.reason for p in problems)


def test_a_server_that_is_not_there_is_named(
    articles: list[str], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        monkeypatch.setenv(URL_VARIABLE, url)
        found, problems = read(articles)
    assert found == []
    assert [p.reason.startswith(f"{url}/chat/completions: cannot be asked") for p in problems] == [True, True]
    assert model.requests == []


@pytest.mark.parametrize("sends", ["nothing", "a little"])
def test_a_slow_model_ends_at_its_time(model: Model, sends: str) -> None:
    def never(_: Request) -> Said:
        model.over.wait(30)
        return Said([])

    def drip(_: Request) -> Said:
        return Said(raw=b"{", headers={"Content-Length": "100000"}, hold=True)

    model.play = never if sends == "nothing" else drip
    to = endpoint(timeout_seconds=0.3)
    with pytest.raises(LanguageModelError, match=r"no whole answer within 0\.3 seconds") as error:
        ask(to)
    assert to.address in str(error.value)
    assert len(model.requests) == 1


def test_an_answer_is_taken_up_to_its_size_and_no_further(model: Model) -> None:
    model.play = lambda _: Said(raw=b" " * 2_000)
    with pytest.raises(LanguageModelError, match="more than 1,000 bytes"):
        ask(endpoint(max_bytes=1_000))


# Trying again


def in_turn(answers: list[Said]) -> Callable[[Request], Said]:
    waiting: Iterator[Said] = iter(answers)
    return lambda _: next(waiting)


def busy(**headers: str) -> Said:
    return Said(raw=b"busy", status=429, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_busy_server_is_asked_again_after_as_long_as_it_asks_for(model: Model) -> None:
    dates = {"Date": "Thu, 24 Mar 2022 10:00:00 GMT", "Retry_After": "Thu, 24 Mar 2022 10:00:07 GMT"}
    model.play = in_turn([busy(Retry_After="3"), busy(), busy(Retry_After="nan"), Said([])])
    clock = Clock()
    assert ask(endpoint(), clock).content == '{"statements": []}'
    assert clock.slept == [3, 2, 4]
    model.play = in_turn([busy(**dates), busy(Retry_After="-5"), Said([])])
    clock = Clock()
    ask(endpoint(), clock)
    assert clock.slept == [7, 0]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_server_that_goes_on_failing_is_given_up(model: Model, status: int) -> None:
    model.play = lambda _: Said(raw=b'{"error": {"message": "overloaded"}}', status=status)
    clock = Clock()
    with pytest.raises(LanguageModelError, match=rf"answered {status} .*overloaded.* asked 4 times") as error:
        ask(endpoint(), clock)
    assert model.url in str(error.value)
    assert clock.slept == [1, 2, 4]
    assert len(model.requests) == 4


def test_a_server_that_asks_to_wait_for_long_is_not_waited_for(model: Model) -> None:
    model.play = lambda _: busy(Retry_After="3600")
    clock = Clock()
    with pytest.raises(LanguageModelError, match="asks to wait 3,600 seconds"):
        ask(endpoint(), clock)
    assert clock.slept == []


def test_what_will_not_change_is_not_tried_again(model: Model) -> None:
    model.play = lambda _: Said([], status=401)
    with pytest.raises(LanguageModelError, match=KEY_VARIABLE):
        ask(endpoint())
    assert len(model.requests) == 1


# Where


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.0.10/v1", "http://example.org/v1", "http://10.0.0.1:8080/v1", "http://169.254.169.254/v1",
        "http://localhost.example.org/v1", "http://2130706433/v1", "http://0.0.0.0:1/v1", "ftp://127.0.0.1/v1",
        "file:///etc/passwd", "127.0.0.1:8080/v1", "http://127.0.0.1:0/v1", "http://127.0.0.1:99999/v1",
        "http://127.0.0.1/v1\r\nHost: x", "http://127.0.0.1/a b", "http://[::1/v1", "https:///v1", "nonsense",
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_not_safe_is_refused(url: str) -> None:
    with pytest.raises(LanguageModelError, match=r"no address|unprotected|no web address"):
        endpoint(url, "m", environment={})


@pytest.mark.parametrize("url", [f"https://user:{KEY}@h.example/v1", f"https://h.example/v1?key={KEY}"])
def test_an_address_with_a_secret_in_it_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(LanguageModelError, match="user name or a query") as error:
        endpoint(url, "m", environment={})
    assert KEY not in str(error.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/chat/completions"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1/chat/completions"),
        ("https://10.0.0.5/v1", "https://10.0.0.5/v1/chat/completions"),
        ("https://h.example/v1/chat/completions", "https://h.example/v1/chat/completions"),
    ],
)
def test_the_users_own_address_may_be_private(url: str, address: str) -> None:
    assert endpoint(url, "m", environment={}).address == address


def test_plain_http_stays_within_this_machine_whatever_a_name_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("suasion.gather.language_model.system_resolve", lambda host, port: ["192.168.0.9"])
    with pytest.raises(LanguageModelError, match="does not lead to this machine"):
        ask(endpoint("http://localhost:1/v1", "m", environment={}))


def test_proxies_of_the_environment_are_not_used(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert ask(endpoint()).content == '{"statements": []}'


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, URL_VARIABLE),
        ({URL_VARIABLE: "http://127.0.0.1:1/v1"}, MODEL_VARIABLE),
        ({URL_VARIABLE: "http://127.0.0.1:1/v1", MODEL_VARIABLE: "a\nb"}, "no model's name"),
        ({URL_VARIABLE: "http://127.0.0.1:1/v1", MODEL_VARIABLE: "m", KEY_VARIABLE: f"{KEY}\r\nX: y"}, KEY_VARIABLE),
    ],
)
def test_settings_that_lack_or_cannot_be_are_named(settings: dict[str, str], said: str) -> None:
    with pytest.raises(LanguageModelError, match=said) as error:
        endpoint(environment=settings)
    assert KEY not in str(error.value)


# The key


def test_the_key_is_sent_and_never_shown_or_kept(
    model: Model, articles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    model.play = lambda _: Said([{**GIFT, "attribution": KEY}, GIFT])
    read(articles[:1])
    assert model.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    kept = [path.read_text(encoding="utf-8") for path in cache_folder().iterdir()]
    assert len(kept) == 1
    assert KEY not in kept[0]
    assert KEY not in repr(endpoint())
    model.play = lambda _: Said(raw=f"Incorrect key {KEY}".encode(), status=401)
    _, problems = read(articles[1:])
    assert "Incorrect key ***" in problems[-1].reason
    assert KEY not in str(problems)


def test_without_a_key_none_is_sent(model: Model) -> None:
    ask(endpoint())
    assert "Authorization" not in model.requests[0].headers


# Answers kept


def test_the_same_text_is_asked_about_once(model: Model, articles: list[str]) -> None:
    model.play = lambda _: Said([GIFT])
    first = read(articles)
    assert read(articles) == first
    assert len(model.requests) == 2
    read(articles, cache=False)
    assert len(model.requests) == 4


def test_another_model_or_prompt_is_asked_anew(
    model: Model, articles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(articles)
    monkeypatch.setenv(MODEL_VARIABLE, "another")
    read(articles)
    assert [request.body["model"] for request in model.requests] == ["test-model"] * 2 + ["another"] * 2
    answers = Answers(cache_folder())
    answers.keep("m", {"messages": ["one"]}, "{}")
    assert answers.find("m", {"messages": ["one"]}) == "{}"
    assert answers.find("m", {"messages": ["two"]}) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"form": 1}', b"[" * 100_000, None])
def test_a_damaged_entry_is_asked_anew_and_mended(model: Model, articles: list[str], damage: bytes | None) -> None:
    model.play = lambda _: Said([GIFT])
    read(articles[:1])
    (entry,) = cache_folder().iterdir()
    whole = entry.read_bytes()
    # None: an entry that is well formed and says something else than was answered.
    entry.write_bytes(whole.replace(b"Japan gave", b"China gave") if damage is None else damage)
    assert [s.actor for s in read(articles[:1])[0]] == ["JPN"]
    assert len(model.requests) == 2
    assert entry.read_bytes() == whole


def test_answers_that_cannot_be_used_are_not_kept(model: Model, articles: list[str]) -> None:
    model.play = lambda _: Said(content="no")
    read(articles)
    assert not cache_folder().exists() or list(cache_folder().iterdir()) == []


def test_a_cache_that_cannot_be_written_stops_nothing(
    model: Model, articles: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    model.play = lambda _: Said([GIFT])
    assert len(read(articles)[0]) == 2


# The commands


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    out, err = capfd.readouterr()
    return int(left.value.code or 0), out, err


def test_the_read_command_reads_with_a_model(
    model: Model, articles: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    model.play = lambda _: Said([GIFT, INVASION])
    code, out, err = run(capfd, "read", *articles, "--reader", "llm", "--date", "2022-03-24", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["doc"], row["actor"], row["amount"]) for row in rows] == [("a", "JPN", 5e6), ("b", "JPN", 5e6)]
    assert (code, err.count("the quote is not in the text")) == (0, 2)


def test_the_read_command_says_what_is_not_set(
    articles: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    code, _, err = run(capfd, "read", articles[0], "--reader", "llm")
    assert (code, "--llm-url" in err) == (2, True)
    code, _, err = run(capfd, "read", articles[0], "--reader", "llm", "--workers", "2", "--format", "jsonl")
    assert (code, "Leave out --workers" in err) == (2, True)


def test_a_model_that_fails_leaves_the_records_reading_in_place(
    model: Model, articles: list[str], tmp_path: Path
) -> None:
    with Record.open(tmp_path / "record.duckdb") as record:
        rules = service.add(record, articles[:1], overrides=KNOWN).documents[0]
        model.play = lambda _: Said(content="no")
        failed = service.add(record, articles[:1], overrides=KNOWN, by=service.LanguageModel())
        assert failed.documents[0].statements == rules.statements > 0
        assert failed.problems
        model.play = lambda _: Said([], status=401)
        service.add(record, articles[:1], overrides=KNOWN, by=service.LanguageModel())
        assert record.newest_reading(rules.source)[0].startswith("rules")  # type: ignore[index]
        model.play = lambda _: Said([GIFT, BASE_ALONE])
        read_anew = service.add(record, articles[:1], overrides=KNOWN, by=service.LanguageModel())
        assert read_anew.documents[0].statements == 2
        name, count = record.newest_reading(rules.source)  # type: ignore[misc]
        assert (name.split("/")[:2], count) == (["llm", "test-model"], 2)


# The benchmark


def test_the_probes_see_a_model_that_codes_by_place(
    model: Model, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from bench import llm, reading

    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "a.meta.json").write_text('{"published": "2022-03-24"}', encoding="utf-8")
    row: dict[str, Any] = {"sentence": GIFT["quote"] + ".", "start": 0, "end": 51, "required": True, "stance": None}
    row |= {k: v for k, v in GIFT.items() if k != "probability"} | {"date": "2021", "doc": "a", "n": 1}
    (folder / "a.gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(llm, "PROBED", folder)
    monkeypatch.setattr(reading, "SETS", {folder: "made here"})

    def by_place(request: Request) -> Said:
        """Take the second instrument of the list, whatever it means."""
        given = {field: request.options(field) for field in ("kind", "modality", "unit", "instrument")}
        renamed = "flow" not in given["kind"]
        codes = {"kind": given["kind"][1], "modality": given["modality"][0], "unit": given["unit"][0]}
        own = codes if renamed else {}
        return Said([{**GIFT, **own, "instrument": given["instrument"][1]}])

    model.play = by_place
    assert llm.main() == 0
    printed = capsys.readouterr().out
    assert "1.00     1.00    1.00" in printed  # strict, lenient, quotes
    probes = {line.split()[0]: line.split()[1:] for line in printed.splitlines() if line.startswith("re")}
    assert probes == {"reordered": ["1", "1.00", "1.00"], "renamed": ["1", "0.00", "0.00"]}


def test_the_benchmark_passes_where_no_model_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bench import llm

    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert llm.main() == 0
    assert capsys.readouterr().out.count("\n") == 1
