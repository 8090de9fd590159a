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
