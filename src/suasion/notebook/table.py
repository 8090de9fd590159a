"""A table as a notebook shows it: great_tables' form in the house's style, with the rows behind it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

_FIGURE: Final = re.compile(r"[-−]?[\d,]+(\.\d+)?(e[-+]?\d+)?")  # a number already in words
NO_DATA: Final = "no data"
_SMALL: Final = 0.01  # below it, two decimals show nothing


class Shown:
    """Rows with a title, a note of where they are from, and how their columns are to be read.

    Parameters
    ----------
    rows
        Dicts with the same keys, in the order in which they are shown.
    title, subtitle, note
        What is seen; its period and interval; its sources and reservations.
    labels
        Columns to what their heads say; those not named are not shown. None: all, by their names.
    groups
        The column whose values head groups of rows.
    numbers
        Columns of numbers to their decimals.
    percents
        Columns of shares, shown in percent.
    missing
        Columns to what is said where they have no value; "no data" for those not named. Never a zero.
    """

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        *,
        title: str,
        subtitle: str = "",
        note: str = "",
        labels: Mapping[str, str] | None = None,
        groups: str | None = None,
        numbers: Mapping[str, int] | None = None,
        percents: Sequence[str] = (),
        missing: Mapping[str, str] | None = None,
    ) -> None:
        self.rows = [dict(row) for row in rows]
        self.title, self.subtitle, self.note = title, subtitle, note
        self.labels = dict(labels) if labels is not None else {name: name for row in self.rows[:1] for name in row}
        self.groups, self.numbers, self.percents, self.missing = (
            groups,
            dict(numbers or {}),
            percents,
            dict(missing or {}),
        )

    @classmethod
    def of_rows(cls, rows: Sequence[Mapping[str, Any]], *, title: str, note: str = "") -> Shown:
        """Return a table of all columns, numbers with the decimals that they need."""
        names = [name for row in rows[:1] for name in row]
        numeric = {name for name in names if any(isinstance(row[name], float) for row in rows)}
        numbers = {name: decimals([row[name] for row in rows]) for name in names if name in numeric}
        return cls(rows, title=title, note=note, numbers=numbers)

    def to_pandas(self) -> Any:
        """Return the rows as a pandas data frame, all columns and numbers unrounded."""
        import pandas as pd

        return pd.DataFrame(self.rows)

    def to_pyarrow(self) -> pa.Table:
        """Return the rows as an Arrow table, all columns and numbers unrounded."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.rows)

    @property
    def gt(self) -> Any:
        """The great_tables object, to be changed further."""
        import great_tables as gt
        import pandas as pd

        groups = [self.groups] if self.groups else []
        shown = [name for name in self.labels if name not in groups]
        # Whole numbers beside gaps stay whole: an object column is shown as it is.
        frame = pd.DataFrame([{name: row.get(name) for name in (*groups, *shown)} for row in self.rows], dtype=object)
        if not self.rows:
            frame = pd.DataFrame({name: pd.Series(dtype=object) for name in (*groups, *shown)})
        for name in (*self.numbers, *self.percents):
            if name in frame:
                frame[name] = frame[name].astype(float)
        said = repr((self.title, self.subtitle, self.note, self.rows))
        identity = f"t{hashlib.sha256(said.encode()).hexdigest()[:12]}"  # the same table has the same id in each run
        table = gt.GT(frame, groupname_col=self.groups, id=identity).tab_header(self.title, self.subtitle or None)
        table = table.cols_label({name: self.labels[name] for name in shown})
        for name, places in self.numbers.items():
            if name in shown:
                table = table.fmt_number(name, decimals=places)
        if any(name in shown for name in self.percents):
            table = table.fmt_percent([name for name in self.percents if name in shown], decimals=0)
        table = table.cols_align("left", [name for name in shown if self._is_text(name)])
        for name in shown:
            table = table.sub_missing(name, missing_text=self.missing.get(name, NO_DATA))
        if not any(self.labels.values()):
            table = table.tab_options(column_labels_hidden=True)
        return _styled(table.tab_source_note(self.note) if self.note else table, identity)

    def _is_text(self, name: str) -> bool:
        said = [row.get(name) for row in self.rows]
        return not all(one is None or isinstance(one, int | float) or _FIGURE.fullmatch(str(one)) for one in said)

    def _repr_html_(self) -> str:
        return str(self.gt.as_raw_html())

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"{self.title}: {len(self.rows)} rows"


def decimals(values: Sequence[float | None]) -> int:
    """Return how many decimals numbers need: none for large ones, two for an index, three where all are small.

    Examples
    --------
    >>> decimals([1500000.0, None]), decimals([0.25, -1.0]), decimals([0.004, 0.002])
    (0, 2, 3)
    """
    known = [abs(value) for value in values if value is not None]
    largest = max(known, default=0.0)
    if largest >= 1000 or all(value == int(value) for value in known):
        return 0
    return 3 if largest < _SMALL else 2


def _styled(table: Any, identity: str) -> Any:
    """Return a table in the page's own colours, so that it can be read where the page is dark."""
    parts = ", ".join(f"#{identity} {part}" for part in ("table", "thead", "tbody", "tfoot", "tr", "th", "td"))
    css = (
        f"{parts} {{color: inherit !important; background-color: transparent !important; "
        "border-color: rgb(128 128 128 / .4) !important}\n"
        f"#{identity} .gt_title {{font-weight: 600 !important}}\n"
        f"#{identity} .gt_subtitle, #{identity} .gt_sourcenote {{opacity: .8}}\n"
        f"#{identity} .gt_row {{font-variant-numeric: tabular-nums; vertical-align: top}}\n"
        f"#{identity} .gt_sourcenote {{white-space: normal; max-width: 46rem}}"
    )
    return table.opt_css(css).tab_options(
        table_font_names=["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"],
        table_font_size="14px",
        table_margin_left="0px",
        heading_align="left",
        heading_title_font_size="16px",
        heading_title_font_weight="600",
        heading_subtitle_font_size="13px",
        data_row_padding="4px",
        row_group_font_weight="600",
        source_notes_font_size="12px",
        table_border_top_style="none",
        heading_border_bottom_style="none",
    )
