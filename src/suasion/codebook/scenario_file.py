"""Scenarios out of files of TOML or YAML, and back into TOML."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec

from suasion.codebook.scenario import Change, Scenario
from suasion.codebook.scenario_amounts import quoted
from suasion.codebook.scenario_values import FIELDS, make_scenario
from suasion.codebook.scenario_words import parse_change, write_change
from suasion.errors import InputError

LARGEST: Final = 100_000  # bytes; a scenario of a hundred changes has 5,000
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def load_scenario(source: Path | str | bytes, name: str | None = None) -> Scenario:
    """Return the scenario that a file of TOML or YAML holds.

    Parameters
    ----------
    source
        The file's path, or its bytes. At most 100 kB, in UTF-8.
    name
        What the file is called: its ending says the language (``.toml``, ``.yaml``, ``.yml`` or ``.json``, which is
        YAML too). None is the path's own name; bytes without a name are TOML.

    Returns
    -------
    Scenario
        With the codes of its actors and those who act among its patrons (``scenario_rules.with_actors``).

    Raises
    ------
    InputError
        If the file cannot be read, is not what its ending says, has a key that is unknown or stands twice, or does not
        make a sound scenario. The message names the file and the key.

    Examples
    --------
    >>> load_scenario(b"{client: KHM, issue: debt, changes: [CHN loans -20%]}", "mine.yaml").patrons
    ('CHN',)
    """
    data = source if isinstance(source, bytes) else _read(Path(source), name or str(source))
    name = name or ("scenario.toml" if isinstance(source, bytes) else Path(source).name)
    if len(data) > LARGEST:
        raise InputError(f"{name} is larger than {LARGEST // 1000} kB, and no scenario. Give the file of the scenario.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not text in UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    said = _language(name)(text, name)
    return make_scenario(said, name)


def _read(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no such path"
        raise InputError(f"{quoted(name)} cannot be read: {reason}. Give the path of a scenario's file.") from error


def _language(name: str) -> Callable[[str, str], dict[str, Any]]:
    ending = Path(name).suffix.casefold()
    if ending == ".toml":
        return _from_toml
    if ending in (".yaml", ".yml", ".json"):
        from suasion.codebook.scenario_yaml import from_yaml

        return from_yaml
    raise InputError(f"{quoted(name)} ends neither in .toml nor in .yaml. Name it after the language it is in.")


def _from_toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError, and so is a number too long
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a value too deep or too long"
        raise InputError(f"{name} is not TOML: {reason[:200].rstrip('.')}. Correct that line.") from error


def scenario_toml(scenario: Scenario) -> str:
    """Return a scenario as TOML, from which ``load_scenario`` makes the same scenario again.

    Examples
    --------
    >>> print(scenario_toml(make_scenario({"client": "KHM", "issue": "debt", "changes": ["China loans -20%"]})), end="")
    issue = "debt"
    client = "KHM"
    patrons = ["CHN"]
    changes = [
        "China loans -20%",
    ]
    """
    lines = [f"issue = {_string(scenario.issue)}"]
    for key in (
        "client",
        "patrons",
        "changes",
        "assume",
        "target",
        "by",
        "institution",
        "text",
        "from",
        "to",
        "as-of",
        "budgets",
    ):
        value = getattr(scenario, FIELDS[key])
        if value is None or value in ((), {}):
            continue
        if key == "patrons":
            lines.append(f"patrons = [{', '.join(map(_string, value))}]")
        elif key in ("changes", "assume"):
            lines += [f"{key} = [", *(f"    {_string(_as_written(change))}," for change in value), "]"]
        elif key == "budgets":
            lines += ["", "[budgets]", *(f"{_key(code)} = {float(sum_)!r}" for code, sum_ in value.items())]
        else:
            lines.append(f"{key} = {_string(value) if isinstance(value, str) else repr(value)}")
    return "\n".join(lines) + "\n"


def _as_written(change: Change) -> str:
    """Return a person's own words where they mean the change, else the words that do."""
    try:
        if change.written and parse_change(change.written) == change:
            return change.written
    except InputError:
        pass
    return write_change(msgspec.structs.replace(change, written=""))


def _string(text: str) -> str:
    # JSON's escapes are TOML's. It leaves DEL as it is, which TOML does not allow: no text of a sound scenario has one.
    return json.dumps(text, ensure_ascii=False)


def _key(code: str) -> str:
    return code if _BARE.fullmatch(code) else _string(code)
