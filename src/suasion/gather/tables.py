"""Publishers' tables as typed columns under our names."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.errors import DatasetError
from suasion.gather.columns import typed
from suasion.gather.dataset import Column, Dataset, TableForm
from suasion.gather.formats import Raw, raw_tables
from suasion.gather.headers import form_of, lacking, new_columns, place_columns, spread_columns
from suasion.gather.problems import Problems, listed
from suasion.gather.unpack import members


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One table: columns under our names, and where each row stands in the publisher's file.

    ``rows`` counts the rows below the header from 1, shape (n_rows,); ``mark`` goes before the number: "row", or
    the file's name and "row" where several files have the same form. A column that the file lacks is all null;
    ``has`` names those that it has.
    """

    file: str
    mark: str
    data: pa.Table
    rows: NDArray[np.int64]
    has: frozenset[str]

    def __getitem__(self, column: str) -> pa.Array:
        return self.data[column].combine_chunks()

    def array(self, column: str) -> NDArray[Any]:
        """Return a number column as NumPy: integers are 0 and numbers are NaN where nothing stands."""
        values = self[column]
        if pa.types.is_integer(values.type):
            return np.asarray(pc.fill_null(values, 0).to_numpy(zero_copy_only=False))
        return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)

    def replace(self, column: str, values: pa.Array) -> Sheet:
        """Return the sheet with a column of other values, or with one more."""
        if column in self.data.column_names:
            data = self.data.set_column(self.data.column_names.index(column), column, values)
        else:
            data = self.data.append_column(column, values)
        return msgspec.structs.replace(self, data=data, has=self.has | {column})

    def keep(self, mask: NDArray[np.bool_]) -> Sheet:
        """Return the rows where ``mask`` is true."""
        return msgspec.structs.replace(self, data=self.data.filter(pa.array(mask)), rows=self.rows[mask])


def read_tables(data: bytes, *, file_name: str, dataset: Dataset, problems: Problems) -> dict[str, list[Sheet]]:
    """Return a data set's tables by form, in the order of their files.

    Parameters
    ----------
    data
        A table, a workbook, or an archive of them.
    file_name
        As errors and problems name it.
    dataset
        Whose forms to look for.
    problems
        Takes what was odd: files of no known form, new columns, cells that are not what they should be.

    Raises
    ------
    DatasetError
        If no table of a known form is there; the message says which columns were looked for.
    """
    found: dict[str, list[Sheet]] = {}
    strangers: list[tuple[str, list[str]]] = []
    for name, part in members(data, file_name):
        for raw in raw_tables(name, part, dataset):
            form = form_of(raw.header, dataset)
            if form is None:
                strangers.append((raw.file, raw.header))
            else:
                found.setdefault(form, []).append(_readable_sheet(raw, form, dataset, problems))
    if not found:
        raise DatasetError(_nothing(strangers, dataset, file_name))
    for name, header in strangers:
        if header:
            problems.add(
                f"has none of the forms of {dataset.name} and was left out.", input=name, severity="warning",
                remedy="Nothing, if it is a codebook or a note.",
            )  # fmt: skip
    return {form: _marked(several) for form, several in found.items()}


def _marked(several: list[Sheet]) -> list[Sheet]:
    if len(several) == 1:
        return several
    return [msgspec.structs.replace(sheet, mark=f"{sheet.file} row") for sheet in several]


def _nothing(strangers: list[tuple[str, list[str]]], dataset: Dataset, file_name: str) -> str:
    closest = min(
        (
            (lacking(header, form), name, key)
            for name, header in strangers or [(file_name, [])]
            for key, form in dataset.tables.items()
        ),
        key=lambda item: len(item[0]),
    )
    absent, name, key = closest
    header = next((header for file, header in strangers if file == name), [])
    odd = new_columns(header, dataset.tables[key])
    return (
        f"{name} is no table of {dataset.name}: it lacks {', '.join(repr(a) for a in absent)}"
        f"{'' if len(dataset.tables) == 1 else f' of the {key} table'}"
        f"{f', and has {listed(odd)}, which the description does not know' if odd and len(header) > 1 else ''}. "
        f"Take the file from {dataset.page}, or rename its columns."
    )


def _readable_sheet(raw: Raw, form: str, dataset: Dataset, problems: Problems) -> Sheet:
    try:
        return _sheet(raw, dataset.tables[form], dataset, problems)
    except (pa.ArrowException, OSError) as error:
        # Damage inside the file, or columns of a type that no data set has: Arrow's words say where.
        raise DatasetError(f"{raw.file} cannot be read as a table ({error}). Download it again.") from error


def _sheet(raw: Raw, form: TableForm, dataset: Dataset, problems: Problems) -> Sheet:
    places, spread = place_columns(raw.header, form), spread_columns(raw.header, form)
    new = new_columns(raw.header, form)
    if new:
        problems.add(
            f"has {len(new)} columns that the description does not know: {listed(new)}.", input=raw.file,
            severity="warning", remedy="Check whether the meaning of the others has changed.",
        )  # fmt: skip
    columns, rows, skipped = raw.load([*places.values(), *spread])
    problems.add(
        "has more or fewer cells than the header and was left out.", input=raw.file, rows=skipped,
        remedy="If it is the last row, the download was cut short: download it again.",
    )  # fmt: skip
    made = {}
    for ours, column in form.wanted.items():
        if ours in places:
            values = columns[list(places).index(ours)].combine_chunks()
            made[ours] = typed(values, column, missing=dataset.missing, rows=rows, problems=problems, input=raw.file)
        else:
            made[ours] = pa.nulls(len(rows), {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(),
                                              "date": pa.string()}[column.type])  # fmt: skip
    if raw.cut:
        problems.add(f"is {raw.cut}.", input=raw.file, remedy="Fetch the other pages too, and give all with --from.")
    whole = len(rows) > 0 and not (skipped > rows[-1:].max(initial=0)).any()
    if raw.open_end and whole and dataset.live != "nothing to fetch":  # a table typed by hand is no download
        problems.add(
            "is the last, and no line break ends it: if the download was cut short, its last cell may be.",
            input=raw.file, rows=rows[-1:], severity="warning",
            remedy="Compare the row with the publisher's, or download the file again.",
        )  # fmt: skip
    sheet = Sheet(file=raw.file, mark="row", data=pa.table(made), rows=rows, has=frozenset(places))
    if spread:
        years = {raw.header[i]: columns[len(places) + n].combine_chunks() for n, i in enumerate(spread)}
        sheet = _gathered(sheet, years, dataset, problems)
    return _since(sheet, form.since, problems) if form.since else sheet


def _since(sheet: Sheet, first_year: int, problems: Problems) -> Sheet:
    early = (sheet.array("year") < first_year) & np.asarray(pc.is_valid(sheet["year"]))
    problems.add(
        f"rows of years before {first_year} were left out.", input=sheet.file, rows=sheet.rows[early],
        severity="warning",
    )  # fmt: skip
    return sheet.keep(~early)


def _gathered(sheet: Sheet, years: dict[str, pa.Array], dataset: Dataset, problems: Problems) -> Sheet:
    """Return a sheet whose columns of years have become rows."""
    n = len(sheet.rows)
    values = [
        typed(
            cells, Column(type="number", names=(year,)), missing=dataset.missing, rows=sheet.rows, problems=problems,
            input=sheet.file,
        )
        for year, cells in years.items()
    ]  # fmt: skip
    at = np.tile(np.arange(n), len(years))
    data = sheet.data.take(pa.array(at))
    data = data.append_column("year", pa.array(np.repeat([int(year) for year in years], n)))
    data = data.append_column("value", pa.chunked_array(values))
    return msgspec.structs.replace(sheet, data=data, rows=sheet.rows[at], has=sheet.has | {"year", "value"})
