"""Scenarios out of files and flags, what is unsound about them, and writing them back."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import INSTRUMENTS, ISSUES
from suasion.codebook.scenario import Scenario
from suasion.codebook.scenario_file import LARGEST, load_scenario, scenario_toml
from suasion.codebook.scenario_rules import validated
from suasion.codebook.scenario_values import FIELDS, make_scenario
from suasion.codebook.scenario_words import parse_change
from suasion.errors import InputError, UnknownActorError

TOML = b"""\
client = "KHM"
issue = "south-china-sea"
patrons = ["Japan", "CHN"]
changes = [
    "JPN economic-aid +50%",
    {actor = "China", instrument = "loans", change = "-20%"},
    "USA sanction lift",
    {actor = "CHN", instrument = "salience", change = 0.8},
]
target = 0.3
by = "JPN"
from = 2012
to = 2022
as-of = 2022-03-31

[budgets]
JPN = "200m USD"
CHN = 1e9
"""

YAML = b"""\
# what would move Cambodia
client: Cambodia
issue: South China Sea
patrons: JPN, CHN
changes:
  - JPN economic-aid +50%
  - {actor: China, instrument: loans, change: -20%}
  - USA sanction lift
  - actor: CHN
    instrument: salience
    change: 0.8
target: 0.3
by: Japan
from: 2012
to: 2022
as-of: 2022-03-31
budgets:
  JPN: 200m USD
  CHN: 1e9
"""


def sentences(message: str) -> int:
    """Count the sentences of a message, what it quotes counting as a word."""
    return len(re.findall(r"[.](?:\s|$)", re.sub(r"'[^']*'|\"[^\"]*\"", "x", message)))


def refusal(make: Callable[[], Scenario]) -> str:
    """Return why no scenario can be made, or nothing if one can."""
    try:
        make()
    except InputError as error:
        return str(error)
    return ""


def test_a_scenario_of_toml_holds_what_the_file_says() -> None:
    scenario = load_scenario(TOML, "mine.toml")
    assert (scenario.client, scenario.issue) == ("KHM", "south-china-sea")
    assert scenario.patrons == ("JPN", "CHN", "USA")
    assert [(c.actor, c.instrument, c.verb, c.amount) for c in scenario.changes] == [
        ("JPN", "economic-aid", "add", 0.5),
        ("CHN", "economic-loan", "add", -0.2),
        ("USA", "sanction", "lift", None),
        ("CHN", None, "salience", 0.8),
    ]
    assert (scenario.target, scenario.by, scenario.budgets) == (0.3, "JPN", {"JPN": 2e8, "CHN": 1e9})
    assert (scenario.first_year, scenario.last_year, scenario.as_of) == (2012, 2022, "2022-03-31")


def test_the_same_scenario_in_yaml_is_the_same() -> None:
    assert load_scenario(YAML, "mine.yaml") == load_scenario(TOML, "mine.toml")
    assert load_scenario(YAML.replace(b"\n", b"\r\n"), "mine.YML") == load_scenario(TOML, "mine.toml")


def test_a_path_is_read_and_its_ending_says_the_language(tmp_path: Path) -> None:
    for name, data in (("a.toml", TOML), ("a.yml", b"\xef\xbb\xbf" + YAML)):
        (tmp_path / name).write_bytes(data)
        assert load_scenario(tmp_path / name) == load_scenario(str(tmp_path / name)) == load_scenario(TOML)
    (tmp_path / "a.txt").write_bytes(TOML)
    with pytest.raises(InputError, match=r"'a\.txt' ends neither in \.toml nor in \.yaml"):
        load_scenario(tmp_path / "a.txt")
    for missing in (tmp_path / "none.toml", tmp_path, "a\0b.toml"):
        with pytest.raises(InputError, match="cannot be read: "):
            load_scenario(missing)


def test_flags_make_the_same_scenario_as_a_file() -> None:
    flags = {
        "client": "KHM",
        "issue": "south-china-sea",
        "patrons": ["JPN", "CHN"],
        "changes": ["JPN economic-aid +50%", "CHN economic-loan -20%", "USA sanction lift"],
        "target": None,
        "by": None,
    }
    scenario = make_scenario(flags)
    assert scenario.patrons == ("JPN", "CHN", "USA")
    assert scenario.target is None
    assert load_scenario(scenario_toml(scenario).encode()) == scenario


def test_who_acts_is_a_patron_and_a_member_of_an_institution_is_not() -> None:
    base: dict[str, Any] = {"client": "KHM", "issue": "debt", "patrons": "JPN"}
    assert make_scenario(base | {"changes": ["USA sanction lift", "CHN position 0.2"]}).patrons == ("JPN", "USA", "CHN")
    assert make_scenario(base | {"changes": ["KHM salience 0.2"]}).patrons == ("JPN",)
    assert make_scenario(base | {"institution": "ASEAN", "changes": ["IDN salience 0.9"]}).patrons == ("JPN",)
    assert make_scenario({"institution": "ASEAN", "issue": "debt", "text": 0.5}).patrons == ()
    assert make_scenario({"client": "KHM", "issue": "debt", "target": 0.3, "by": "JPN"}).patrons == ("JPN",)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("issue", "south-chinna-sea", "'south-chinna-sea' is no issue; the closest is south-china-sea."),
        ("issue", "zzz", "those that are known are ukraine-war, south-china-sea"),
        ("issue", None, "names no issue"),
        ("target", 1.5, "target 1.5 is off the scale"),
        ("target", float("nan"), "target nan is off the scale"),
        ("target", "high", "mine, target is 'high', which is no number"),
        ("target", True, "mine, target is 'True', which is no number"),
        ("target", 10**400, "mine, target is a number too large"),
        ("client", "JPN", "JPN is the client and cannot be its own patron"),
        ("client", None, "no client and no institution"),
        ("client", "Kampuchia", "mine, client: 'Kampuchia' is no state or organisation; closest"),
        ("client", False, "mine, client is 'False', which is no text. Write it in quotes."),
        ("patrons", ["JPN", "Japan"], "JPN stands twice among the patrons"),
        ("patrons", [], "KHM has no patrons"),
        ("patrons", 3, "which is no list of actors"),
        ("by", "USA", "by USA is not among the patrons (JPN, CHN)"),
        ("text", 0.5, "text 0.5 is given without an institution"),
        ("institution", "IDN", "institution 'IDN' is no organisation"),
        ("budgets", {"USA": 1e6}, "The budget of USA is of somebody who is no patron (JPN, CHN)"),
        ("budgets", {"JPN": -1}, "The budget of JPN is -1 US dollars"),
        ("budgets", {"JPN": "5 EUR"}, "mine, budgets, JPN: 'eur' is not the money"),
        ("budgets", {"JPN": 1, "Japan": 2}, "JPN has two budgets"),
        ("budgets", 5, "which is no table"),
        ("from", 2030, "from 2030 to 2022 is no period"),
        ("from", 2012.5, "which is no year"),
        ("from", 1700, "from 1700 is no year"),
        ("as-of", "2022-02-30", "as-of '2022-02-30' is no ISO date"),
        ("as-of", "spring", "as-of 'spring' is no ISO date"),
        ("changes", ["JPN bribery +50%"], "mine, changes, number 1: 'JPN bribery +50%': 'bribery' is no instrument"),
        ("changes", ["JPN aid +5%", "JPN aid -5%"], "'JPN aid +5%' and 'JPN aid -5%' change the same lever twice"),
        ("changes", ["KHM aid +5%"], "KHM is the client"),
        ("changes", [5], "mine, changes, number 1 is '5', which is no change"),
        ("changes", [{"actor": "JPN"}], "mine, changes, number 1 lacks instrument"),
        ("changes", [{"actor": "JPN", "instrument": "aid", "chnage": "+5%"}], "The closest is change."),
        ("changes", [{"actor": "JPN", "instrument": "aid", "change": "+5%", "conditional": 1}], "Write true or false"),
        ("client", {"a": [1]}, "which is no text"),
    ],
)  # fmt: skip
def test_what_is_unsound_is_refused_in_a_sentence_with_the_key(key: str, value: object, says: str) -> None:
    sound = {"client": "KHM", "issue": "debt", "patrons": ["JPN", "CHN"], "from": 2012, "to": 2022}
    make_scenario(sound)
    with pytest.raises(InputError) as refused:
        make_scenario(sound | {key: value}, "mine")
    assert says in str(refused.value)
    assert str(refused.value).startswith("mine")
    assert 1 <= sentences(str(refused.value)) <= 2


def test_an_unknown_actor_stays_an_unknown_actor() -> None:
    with pytest.raises(UnknownActorError, match=r"^scenario, changes, number 1: 'Japn aid"):
        make_scenario({"client": "KHM", "issue": "debt", "changes": ["Japn aid +5%"]})
    with pytest.raises(InputError, match=r"'Cambodia' is a name, not an actor's code\. Give the code, KHM"):
        validated(Scenario(issue="debt", client="Cambodia", patrons=("JPN",)))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.toml", b"client = ", r"a.toml is not TOML: Invalid value \(at end of document"),
        ("a.toml", b'client = "KHM"\nclient = "LAO"', "a.toml is not TOML: Cannot overwrite a value"),
        ("a.toml", b"x = " + b"[" * 50_000, "a.toml is not TOML: a value too deep or too long"),
        ("a.toml", b"from = " + b"9" * 5_000, "a.toml is not TOML: a value too deep or too long"),
        ("a.toml", b"cleint = 1", r"a.toml: 'cleint' is no key of a scenario\. The closest is client\."),
        ("a.toml", b"zzz = 1", r"Keys are client, patrons, issue"),
        ("a.toml", b'"issue" = 3', "a.toml, issue is '3', which is no text"),
        ("a.toml", b"\xff\xfe", "a.toml is not text in UTF-8"),
        ("a.toml", b"#" * (LARGEST + 1), "a.toml is larger than 100 kB"),
        ("a.yaml", b"a: [1", "a.yaml, line 1 is not YAML"),
        ("a.yaml", b"client: &x KHM\nby: *x", "a.yaml, line 1 has an anchor or alias"),
        ("a.yaml", b"client: *x", "a.yaml, line 1 has an anchor or alias"),
        ("a.yaml", b"client: !!python/object/apply:os.getcwd []", r"a.yaml, line 1 has a tag \(!\)"),
        ("a.yaml", b"client: ! KHM", r"a.yaml, line 1 has a tag \(!\)"),
        ("a.yaml", b"client: KHM\nclient: LAO", "a.yaml, line 2: 'client' stands twice"),
        ("a.yaml", b"budgets:\n  JPN: 1\n  JPN: 2", "a.yaml, line 3: 'JPN' stands twice"),
        ("a.yaml", b"? [a]\n: 1", "a.yaml, line 1 has a key that is no word"),
        ("a.yaml", b"x: " + b"[" * 50_000, "a.yaml, line 1 is nested too deeply"),
        ("a.yaml", b"a: 1\n---\na: 2", "a.yaml, line 2 is not YAML"),
        ("a.yaml", b"- KHM", "a.yaml holds no table of keys"),
        ("a.yaml", b"", "a.yaml holds no table of keys"),
        ("a.yaml", b"client: \x01", "a.yaml is not YAML: it holds characters"),
        ("a.yaml", b"<<: {client: KHM}", "'<<' is no key of a scenario"),
        ("a.yaml", b"issue: debt\nclient: no", "a.yaml, client is 'False', which is no text. Write it in quotes"),
        ("a.yaml", b"issue: debt\nclient: KHM\nas-of: 2022-13-45", "as-of '2022-13-45' is no ISO date"),
        ("a.yaml", b"issue: debt\nclient: KHM\nfrom: " + b"9" * 5_000, "which is no year"),
        ("a.json", b'{"issue": 3}', "a.json, issue is '3', which is no text"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_a_sentence_that_names_it(name: str, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as refused:
        load_scenario(data, name)
    assert len(str(refused.value)) < 500
    assert 1 <= sentences(str(refused.value)) <= 2


ACTORS = ["JPN", "CHN", "USA", "KOR", "AUS"]
SIZE = st.floats(0, 1e12)
SCALE = st.floats(-1, 1)
SAID = st.sampled_from(
    [
        "+50%",
        "−20 %",
        "tie",
        "untie",
        "stop",
        "+3.7% conditional",
        "doubled",
        "halves",
        "+1 statement",
        "= 7 statements",
    ]
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Return a sound scenario."""
    levers = draw(
        st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(sorted(INSTRUMENTS))), unique=True, max_size=5)
    )
    written = [
        f"{who} {name} {'lift' if name == 'sanction' else draw(SAID.filter(lambda said: said != 'doubled'))}"
        for who, name in levers
    ]
    written += [f"{who}  position {draw(SCALE)!r}" for who in draw(st.sets(st.sampled_from(ACTORS)))]
    patrons = tuple(draw(st.lists(st.sampled_from(ACTORS), unique=True, min_size=1)))
    years = sorted(draw(st.lists(st.integers(1816, 2030), min_size=2, max_size=2)))
    institution = draw(st.none() | st.just("ASEAN"))
    return validated(
        Scenario(
            issue=draw(st.sampled_from(sorted(ISSUES))),
            client="KHM",
            patrons=patrons,
            changes=tuple(map(parse_change, written)),
            target=draw(st.none() | SCALE),
            by=draw(st.none() | st.sampled_from(patrons)),
            budgets=draw(st.dictionaries(st.sampled_from(patrons), SIZE)),
            institution=institution,
            text=draw(st.none() | SCALE) if institution else None,
            first_year=draw(st.none() | st.just(years[0])),
            last_year=draw(st.none() | st.just(years[1])),
            as_of=draw(st.none() | st.sampled_from(["2022", "2022-03", "2022-03-31"])),
        )
    )


@given(scenarios())
def test_a_scenario_written_is_read_back_the_same(scenario: Scenario) -> None:
    assert load_scenario(scenario_toml(scenario).encode()) == scenario


def test_a_change_made_by_hand_is_written_in_words_that_mean_it() -> None:
    change = msgspec.structs.replace(parse_change("JPN aid +50%"), written="JPN aid +20%")
    scenario = validated(Scenario(issue="debt", client="KHM", changes=(change,)))
    assert '"JPN economic-aid +50%"' in scenario_toml(scenario)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["KHM", "debt", "1m"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(max_size=8), PLAIN, max_size=6))
def test_any_values_make_a_scenario_or_are_refused(said: dict[str, Any]) -> None:
    message = refusal(lambda: make_scenario(said | {"issue": said.get("issue", "debt")}, "mine"))
    assert not message or message.startswith("mine")
    assert len(message) < 600


@given(
    st.sampled_from(["a.toml", "a.yaml"]),
    st.binary(max_size=60)
    | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.tuples(st.sampled_from([TOML, YAML]), st.integers(0, 450), st.binary(max_size=3)).map(
        lambda cut: cut[0][: cut[1]] + cut[2] + cut[0][cut[1] + 1 :]
    ),
)
def test_any_bytes_are_a_scenario_or_are_refused(name: str, data: bytes) -> None:
    message = refusal(lambda: load_scenario(data, name))
    assert not message or message.startswith(name)


def test_yaml_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, suasion.codebook.scenario_file; print([name in sys.modules for name in ('yaml', 'rapidfuzz')])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[False, False]"
