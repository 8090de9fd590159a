"""De-duplication: one act reported many times is one event, which keeps the number of its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suasion.codebook.intensity import QUADS
from suasion.errors import InputError
from suasion.measure.event_rows import COLUMNS

if TYPE_CHECKING:
    from ibis.expr.types import Table

_ACT: Final = ("source", "actor", "recipient", "kind")  # what two reports of one act have in common


def deduplicated(events: Table, *, window_days: int = 0) -> Table:
    """Return the events with the reports of one act folded into one row.

    Parameters
    ----------
    events
        Rows with the columns of `suasion.measure.event_rows.COLUMNS`, in any order.
    window_days
        0: the same actor does the same kind of thing to the same recipient once a day, the convention of ICEWS and
        GDELT. n: reports no more than n days after the one before them are of the same act, so that an act reported
        daily for a month is one. A chain has no longest length: a visit a week is one act by a window of 7 days.

    Returns
    -------
    Table
        The same columns. ``day`` is the first report's, ``reports`` their number, ``intensity`` the mean of those that
        have one, ``id`` and ``document`` the least of theirs (of an act's rows, one is as good as another).

    Raises
    ------
    InputError
        If ``window_days`` is negative.

    Notes
    -----
    First a document counts once for the same act, whatever days it gives, with the midpoint of the intensities that
    it gives. Then come the days. Sources stay apart. Laws, held by tests: folding twice is folding once; the order of
    rows is irrelevant; a row repeated changes nothing; there are never more events after than before, nor more for a
    longer window; reports of different documents are neither lost nor added.
    """
    if window_days < 0:
        raise InputError(f"A window of {window_days} days is none. Give 0 for once a day, or the days between reports.")
    reports = _one_a_document(events)
    days = _folded(reports, reports.day)
    acts = days if window_days == 0 else _folded(*_chained(days, window_days))
    whole = acts.mutate(
        intensity=acts.weighted / acts.weighing.nullif(0),
        quad=acts["class"].cases(*enumerate(QUADS)),
    )
    return whole.select(COLUMNS)


def _one_a_document(events: Table) -> Table:
    """Return a row for each document and act."""
    # Classes as numbers: the least of two long strings costs ten times what the least of two numbers does.
    coded = events.mutate({"class": events.quad.cases(*((quad, n) for n, quad in enumerate(QUADS)))})
    reports = coded.group_by(*_ACT, "document").agg(
        {"class": coded["class"].min()},
        id=coded.id.min(),
        # The midpoint, since a mean would count a repeated row and a first row would need an order.
        least=coded.intensity.min(),
        most=coded.intensity.max(),
        day=coded.day.min(),
        reports=coded.reports.max(),
    )
    return reports.mutate(
        weighted=(reports.least + reports.most) / 2 * reports.reports,
        weighing=reports.least.isnull().ifelse(0, reports.reports),
    )


def _chained(days: Table, window_days: int) -> tuple[Table, object]:
    """Return an act's days with the number of their chain, in which none follows another after more than a window."""
    import ibis

    before = days.mutate(before=days.day.lag().over(ibis.window(group_by=_ACT, order_by="day")))
    first = before.before.isnull() | (before.day.delta(before.before, unit="day") > window_days)
    begun = before.mutate(begins=first.cast("int64"))
    so_far = ibis.window(group_by=_ACT, order_by="day", preceding=None, following=0)
    chained = begun.mutate(chain=begun.begins.sum().over(so_far))
    return chained, chained.chain


def _folded(reports: Table, act: object) -> Table:
    """Return one row for the reports of an act: the same sides and kind, and the same day or chain."""
    return reports.group_by(*_ACT, act=act).agg(
        {"class": reports["class"].min()},
        id=reports.id.min(),
        document=reports.document.min(),
        weighted=reports.weighted.sum(),
        weighing=reports.weighing.sum(),
        day=reports.day.min(),
        reports=reports.reports.sum(),
    )
