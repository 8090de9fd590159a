"""The page that lists all data sets, written from their descriptions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from suasion.codebook import INDICATORS
from suasion.gather.dataset import Dataset, known

_HEAD: Final = """# Data

Each data set below is read from the publisher's own file, or from the same columns in Parquet:
`suasion gather NAME --from FILE` (or a folder, or several files). Without `--from` the file is fetched from the
publisher. None is shipped with Suasion; the terms are the publishers'.

This page is written from the descriptions in `src/suasion/gather/*.toml` by `suasion.gather.catalogue.page`.

Nothing is filled in. A cell that stands empty, or holds the publisher's sign for "no figure", gives a row whose status
is missing; a zero stays a zero; a pair without a row is not covered. Names and codes that are no actor at their date,
cells that are no number, new columns, counts out of range and rows that contradict each other are named as problems.

## What there is and what you hold

`suasion gather --list` shows every data set: held, stale or not held, how many rows, of which release, gathered on
which day, the hash of the file, what it feeds and its licence. `--format csv`, `jsonl` or `parquet` has all of it and
a line for each earlier release too.

A set is stale if the description is of a later release than the file that you gathered, or if the publisher renews it
each day, week, month or year ("Renewed" below) and that time has passed since the release, or since the newest row
became known where rows have their own dates. This is worked out from the descriptions; nobody is asked.

## Fetching

A busy server is asked up to five times, when it says (Retry-After) or after 2, 4, 8 and 16 seconds; one that asks for
more than two minutes is left. Two requests to one host are a second apart at least. A download that broke off goes on
where it was, in the same run or the next, if the server says that the file is still the same. The checksum that a
server names is checked; `--checksum sha256:HEX` (or md5) checks the one that the publisher prints. Only public
addresses are opened, after redirects too. `--offline` fetches nothing, and with `SUASION_OFFLINE=1` no command opens
an address.

## What is wrong with a file, and what you see

A problem names the file, the row, what is wrong and what to do. A *problem* says that something could not be used, and
the command ends with 1; a *warning* says that all was used, or rightly left out, and alone it ends with 0. A file that
is refused ends with 2. A data set goes into the record in one transaction: a refused file, or a crash in the middle,
leaves the record as it was. Where some rows are left out, the others are recorded.

| what is wrong | what you see | rows recorded | ends with |
| --- | --- | --- | --- |
| a year outside the release | warning: runs from 2010 to 2051, with the rows | all | 0 |
| a year that cannot be | problem: years that cannot be, with the rows | the others | 1 |
| columns renamed | refused: which columns it lacks, and which it has that are not known | none | 2 |
| a new column | warning: the column's name | all | 0 |
| a truncated CSV, in a row | problem: the row has more or fewer cells than the header | the others | 1 |
| a truncated CSV, in the last cell | warning: no line break ends the last row | all | 0 |
| a truncated CSV, after a row | warning: how many rows it has and the release has | all | 0 |
| a truncated zip | refused: a damaged or cut-off archive | none | 2 |
| a truncated gz | refused: a gzip file that was cut off | none | 2 |
| a truncated parquet | refused: a damaged or half-downloaded Parquet file | none | 2 |
| a truncated JSON | refused: damaged or half-downloaded JSON | none | 2 |
| a truncated xlsx | refused: a damaged or cut-off archive | none | 2 |
| a vote code 8 among words | problem: the code is none that the description knows | the others | 1 |
| a dyad twice, alike | warning: the row repeats an earlier one | once | 0 |
| a dyad twice, otherwise | problem: both rows; neither counts | the others | 1 |
| a negative flow | problem: the value is outside what the indicator can be | the others | 1 |
| a negative flow that can be | nothing: net aid, and aid less refunds, may be below 0 | all | 0 |
| a currency missing | problem: rows in no currency that is named | the others | 1 |
| a state that had ended | problem: the state and the year | the others | 1 |
| an unknown name | warning: the name, how often, and the rows; groups of states are rightly left out | the others | 0 |
| a number out of range | problem: the value is outside what the indicator can be | the others | 1 |
| a cell that is no number | problem: the cell; its row is missing, not zero | all | 1 |
| another data set | refused: which columns it lacks | none | 2 |
| a web page | refused: a web page, not the data | none | 2 |
| an empty file | refused: empty | none | 2 |

In Voeten's own file of votes, which is all numbers, 8 is the code of absence and 9 of a state that was no member.
Numbers and names of states are read at their date: 811 and Cambodia are KHM though one list abbreviates it CAM, and
CAM means Cameroon in another; 816 and 817 are the two Viet Nams and, since 1976, one; so with Yemen, Germany, Sudan
and Serbia.

What one state says it sent and the other says it got is compared where a set has both books, which is trade (imf-imts,
un-comtrade). Gaps of more than twice, from ten million dollars on, are one warning for the whole file with the five
largest, and both figures stay. No set here has the receiver's book of aid or of visits. Debt owed is the debtor's
report and finance committed the lender's, but one is a stock and the other promises, so their gap is no error of
either.

## What each indicator is fed by
"""

_LIVE: Final = {"not met": "not met: written from documentation and tested on files"}


def page() -> str:
    """Return the page as Markdown (docs/data.md)."""
    return "\n".join([_HEAD, *_overview(), *(line for dataset in known() for line in _section(dataset))])


def _overview() -> Iterator[str]:
    yield "| indicator | what it counts | unit | from |"
    yield "| --- | --- | --- | --- |"
    for indicator in INDICATORS.values():
        sources = [d.name for d in known() if indicator.name in d.feeds]
        listed = ", ".join(f"[{name}](#{name})" for name in sources) or "no data set yet; cited facts"
        yield f"| `{indicator.name}` | {indicator.title} | {indicator.unit} | {listed} |"
    yield ""


def _section(dataset: Dataset) -> Iterator[str]:
    yield f"## {dataset.name}"
    yield ""
    yield f"{dataset.title}{f' ({dataset.version})' if dataset.version else ''}. {dataset.publisher}."
    yield ""
    for what, said in (
        ("Feeds", ", ".join(f"`{name}`" for name in dataset.feeds) or "any indicator"),
        ("Covers", dataset.coverage),
        ("Units", dataset.units),
        ("Licence", dataset.licence),
        ("Citation", dataset.citation),
        ("Publisher's page", f"<{dataset.page}>" if dataset.page.startswith("http") else dataset.page),
        ("Fetched from", ", ".join(f"<{address}>" for address in dataset.fetched) or "no plain address: use `--from`"),
        ("Renewed", f"each {dataset.renewed}" if dataset.renewed else "not, or the publisher does not say"),
        ("Live service", _LIVE.get(dataset.live, dataset.live)),
        ("Known from", _known(dataset)),
        ("Reliability of the source", dataset.reliability),
    ):  # fmt: skip
        yield f"- {what}: {said}"
    yield ""
    if dataset.notes:
        yield dataset.notes
        yield ""


def _known(dataset: Dataset) -> str:
    if dataset.name == "facts":
        return dataset.released_basis
    own = "each row's own date; else " if dataset.known_from == "date" else ""
    return f"{own}{dataset.released} ({dataset.released_basis})"


if __name__ == "__main__":
    sys.stdout.write(page())
