"""UN General Assembly roll calls: one observation a vote of a state."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import DatasetError
from suasion.gather.codes import by_cow, by_name
from suasion.gather.dataset import Dataset
from suasion.gather.fetching import fetch
from suasion.gather.problems import Problems, listed
from suasion.gather.rows import mapped, observations
from suasion.gather.tables import Sheet

__all__ = ["fetch", "rows"]

# Before 1985 the source's "resolution" is often a page of the official records (Voeten's codebook, unres).
FIRST_NUMBERED: Final = "1985"
LABEL_LENGTH: Final = 160
# The source goes on calling Serbia's seat Yugoslavia (6,203 roll calls to 2020); the days are the actor list's.
_HEIRS: Final = (("YUG", "2003-02-03", "SCG"), ("SCG", "2006-06-04", "SRB"))
_ADOPTED: Final = re.compile(r"\s*:\s*resolution\s*/\s*adopted by the General Assembly.*$", re.IGNORECASE | re.DOTALL)
_SYMBOLS: Final = (
    (re.compile(r"^(?:A/RES|R)/(\d+/\d+\w*(?:/\w+)*)$"), r"A/RES/\1"),
    (re.compile(r"^(?:A/RES/ES-|ESS/)(\d+/\d+\w*(?:/\w+)*)$"), r"A/RES/ES-\1"),
    (re.compile(r"^(?:A/RES/S-|SS/)(\d+/\d+\w*(?:/\w+)*)$"), r"A/RES/S-\1"),
)


def rows(tables: dict[str, list[Sheet]], dataset: Dataset, problems: Problems) -> Iterable[pa.Table]:
    """Return votes coded 1 yes, 2 abstain, 3 no, 0 absent."""
    if "votes" not in tables:
        raise DatasetError("un-votes has roll calls here, but no votes. Give the votes table too, with --from.")
    calls = _roll_calls(tables, problems)
    for sheet in tables["votes"]:
        yield _votes(sheet, calls, dataset, problems)


def _votes(sheet: Sheet, calls: pa.Table, dataset: Dataset, problems: Problems) -> pa.Table:
    index = pc.index_in(sheet["rcid"], calls["rcid"].combine_chunks())
    lost = np.asarray(pc.is_null(index))
    problems.add(
        f"{int(lost.sum()):,} votes are on roll calls that the roll call table does not have and were left out.",
        input=sheet.file, rows=sheet.rows[lost], remedy="Take both tables from the same release.",
    )  # fmt: skip
    date = calls["date"].combine_chunks().take(index)
    year = pc.fill_null(pc.utf8_slice_codeunits(date, 0, 4), "0").cast(pa.int64())
    years = np.asarray(year.to_numpy(zero_copy_only=False))
    value = mapped(sheet, "vote", _codes(sheet, dataset), problems).cast(pa.float64())
    if "country" in sheet.has:
        actor = by_name(sheet, "country", years, dataset, problems, dates=date)
    else:
        actor = by_cow(sheet, "ccode", years, problems)
    for gone, last_day, heir in _HEIRS:
        late = pc.fill_null(pc.and_(pc.equal(actor, gone), pc.greater(date, last_day)), False)
        actor = pc.if_else(late, heir, actor)
    return observations(
        sheet,
        indicator="un-vote",
        actor=actor,
        item=calls["item"].combine_chunks().take(index),
        label=calls["label"].combine_chunks().take(index),
        date=date,
        first_year=year,
        value=value,
        where=np.asarray(pc.and_(pc.is_valid(value), pc.is_valid(date))),
    )


def _codes(sheet: Sheet, dataset: Dataset) -> dict[str, str]:
    """Return what the file's own codes mean: in a file of words, 8 and 9 of Voeten's own file mean nothing."""
    codes = dataset.codes["votes"]
    words = {word: code for word, code in codes.items() if not word.isdigit()}
    is_worded = pc.any(pc.is_in(sheet["vote"], pa.array(list(words)))).as_py()
    return words if is_worded else codes


def _roll_calls(tables: dict[str, list[Sheet]], problems: Problems) -> pa.Table:
    """Return one row a roll call: rcid, date, item, label."""
    sheets = tables.get("roll_calls") or [s for s in tables["votes"] if {"date", "unres"} <= s.has]
    if not sheets:
        raise DatasetError(
            "un-votes: the votes have no dates and resolutions. Give the roll call table too: "
            "--from VOTES --from ROLL_CALLS, or the folder that holds both."
        )
    issues: dict[int, list[str]] = defaultdict(list)
    for sheet in tables.get("issues", []):
        for rcid, issue in zip(sheet["rcid"].to_pylist(), sheet["issue"].to_pylist(), strict=True):
            issues[rcid].append(issue)
    calls = [call for sheet in sheets for call in _distinct(sheet)]
    undated = [str(call["rcid"]) for call in calls if call["date"] is None]
    if undated:
        problems.add(f"roll calls {listed(undated)} have no date; their votes were left out.", input=sheets[0].file)
    items = _items(calls)
    for call, item in zip(calls, items, strict=True):
        call["item"] = item
    return pa.table(
        {
            "rcid": pa.array([call["rcid"] for call in calls], pa.int64()),
            "date": pa.array([call["date"] for call in calls], pa.string()),
            "item": pa.array(items, pa.string()),
            "label": pa.array([_label(call, issues[call["rcid"]]) for call in calls], pa.string()),
        }
    )


def _distinct(sheet: Sheet) -> list[dict[str, Any]]:
    fields = ("rcid", "date", "unres", "short", "descr", "amend", "para")
    _, first = np.unique(sheet.array("rcid"), return_index=True)
    calls: list[dict[str, Any]] = sheet.data.select(fields).take(pa.array(np.sort(first))).to_pylist()
    return calls


def symbol(said: str | None, date: str | None) -> str | None:
    """Return the UN's symbol of a resolution as the source numbers it, None where the number is none.

    Examples
    --------
    >>> symbol("R/68/262", "2014-03-27"), symbol("ESS/10/2", "1997-04-25"), symbol("R/16/1138", "1961-12-02")
    ('A/RES/68/262', 'A/RES/ES-10/2', None)
    """
    if not said or (date or "") < FIRST_NUMBERED:
        return None
    for pattern, form in _SYMBOLS:
        if pattern.match(said):
            return pattern.sub(form, said)
    return None


def _items(calls: list[dict[str, Any]]) -> list[str]:
    """Return each roll call's item: the resolution's symbol where it is this roll call's alone, else its rcid."""
    symbols = [symbol(call["unres"], call["date"]) for call in calls]
    whole = Counter(s for s, call in zip(symbols, calls, strict=True) if s and not (call["para"] or call["amend"]))
    return [
        s if s and whole[s] == 1 and not (call["para"] or call["amend"]) else f"rcid-{call['rcid']}"
        for s, call in zip(symbols, calls, strict=True)
    ]


def _label(call: dict[str, Any], issues: list[str]) -> str:
    descr, short = call["descr"] or "", call["short"] or ""
    title = _ADOPTED.sub("", descr) if _ADOPTED.search(descr) else short or ("" if _spoken(descr) else descr)
    part = "on a paragraph" if call["para"] else "on an amendment" if call["amend"] else ""
    head = " ".join(title.split())[:LABEL_LENGTH] or "Untitled roll call"
    notes = "; ".join(note for note in (part, _numbered(call)) if note)
    return head + (f" ({notes})" if notes else "") + (f" [{'; '.join(sorted(issues))}]" if issues else "")


def _numbered(call: dict[str, Any]) -> str:
    """Return what the source says of the resolution, where the item does not."""
    said = symbol(call["unres"], call["date"])
    if said is None:
        return f"numbered {call['unres']} in the source" if call["unres"] else ""
    return said if call["item"] != said else ""


def _spoken(descr: str) -> bool:
    """Return whether a description is the meeting's record, in which somebody speaks, and no title."""
    return descr.startswith("The President") or len(descr) > 2 * LABEL_LENGTH
