"""Files of a data set on disk: from a file, several files, or a folder that holds them among others."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from suasion.errors import DatasetError
from suasion.gather.dataset import Dataset, describe, known
from suasion.gather.unpack import bundle


class DataFile(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a data set, ready for `read_rows`, with the name that problems will call them by."""

    name: str
    data: bytes


def open_files(name: str, paths: Sequence[str | Path]) -> list[DataFile]:
    """Return a data set's bytes from paths.

    Parameters
    ----------
    name
        The data set.
    paths
        Files or folders. Out of a folder come the files that the description says are this data set's.

    Returns
    -------
    list[DataFile]
        One source each. Files that belong together (votes and roll calls) are bundled into one; files that are
        sources of their own (each table of cited facts, with its description) stay apart.

    Raises
    ------
    DatasetError
        If a path is not there or cannot be read, or a folder holds no file of the data set.
    """
    dataset = describe(name)
    found = sorted(set(_files(dataset, paths)))
    if not found:
        raise DatasetError(f"No path was given for {dataset.name}. Give its file or folder with --from.")
    groups = _pairs(found) if dataset.name == "facts" else [found]
    return [_file(dataset, group) for group in groups]


def held_in(folder: str | Path) -> list[str]:
    """Return the names of the data sets that a folder holds files of, by their file names."""
    names = [entry.name for entry in Path(folder).iterdir() if entry.is_file()]
    return [d.name for d in known() if d.name != "facts" and any(_is_of(d, name) for name in names)]


def _files(dataset: Dataset, paths: Sequence[str | Path]) -> Iterator[Path]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = [entry for entry in path.iterdir() if entry.is_file() and _is_of(dataset, entry.name)]
            if not inside:
                raise DatasetError(
                    f"{path} holds no file of {dataset.name} ({', '.join(dataset.files)}). Name the file."
                )
            yield from inside
            yield from (entry for entry in path.iterdir() if entry.is_file() and _fits(entry.name, dataset.beside))
        elif path.is_file():
            yield path
        else:
            raise DatasetError(f"{path}: no such file. Check the path given for {dataset.name}.")


def _is_of(dataset: Dataset, file_name: str) -> bool:
    return _fits(file_name, dataset.files)


def _fits(file_name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatch(file_name.casefold(), pattern.casefold()) for pattern in patterns)


def _pairs(found: Sequence[Path]) -> list[list[Path]]:
    """Return each table of facts with its description beside it."""
    tables = sorted({path.with_suffix(".csv") for path in found})
    return [[path for path in (table, table.with_suffix(".toml")) if path.is_file()] for table in tables]


def _file(dataset: Dataset, group: Sequence[Path]) -> DataFile:
    try:
        parts = {path.name: path.read_bytes() for path in group}
    except OSError as error:
        raise DatasetError(f"{error.filename} cannot be read ({error.strerror}). Check its permissions.") from error
    if len(parts) == 1:
        ((name, data),) = parts.items()
        return DataFile(name=name, data=data)
    name = f"{group[0].stem if dataset.name == 'facts' else dataset.name}.zip"
    return DataFile(name=name, data=bundle(parts))
