"""The period to assess where the caller names none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from suasion.errors import ContestError

if TYPE_CHECKING:
    from suasion.record import Record

YEARS: Final = 10  # a decade: long enough to average lumpy loans, short enough to be one foreign policy


def period(record: Record, client: str, patrons: Sequence[str], as_of: str | None = None) -> tuple[int, int]:
    """Return first and last year of the ten years that end with the latest data between client and patrons.

    Parameters
    ----------
    record
        An open record.
    client, patrons
        Their codes.
    as_of
        Only what could be known by this ISO date counts.

    Raises
    ------
    ContestError
        If the record has neither a row nor a dated document.
    """
    rows = record.observations(as_of)
    of_client = rows.filter(
        ((rows.partner == client) & rows.actor.isin(list(patrons)))
        | ((rows.actor == client) & rows.partner.isin(list(patrons)))
    )
    last = record.run(of_client.aggregate(last=of_client.last_year.max())).to_pylist()[0]["last"]
    if last is None:
        statements = record.statements(as_of)
        newest = record.run(statements.aggregate(last=statements.known.max())).to_pylist()[0]["last"]
        if newest is None:
            raise ContestError(
                f"The record has nothing on {client} and {', '.join(patrons)} to take a period from. "
                "Add documents, gather data, or name the years with --from and --to."
            )
        last = int(str(newest)[:4])
    return int(last) - YEARS + 1, int(last)
