"""Bringing a data set's bytes from its publisher, unchanged."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from suasion.errors import DatasetError
from suasion.gather.dataset import Dataset
from suasion.gather.unpack import READABLE, bundle


def fetch(dataset: Dataset) -> bytes:
    """Return the publisher's file as it is; several files are bundled, each unchanged.

    Raises
    ------
    DatasetError
        If the publisher has no plain address for it.
    AddressError
        If an address cannot be fetched.
    """
    if not dataset.fetched:
        raise DatasetError(
            f"{dataset.name} has no address that can be fetched without a person. Download it from {dataset.page} "
            f"and give the file with --from."
        )
    from suasion.gather.downloading import download  # the network is loaded only when something is fetched

    parts = [download(address) for address in dataset.fetched]
    if len(parts) == 1:
        return parts[0]
    names = [
        f"{i:02d}-{_name(address, part)}" for i, (address, part) in enumerate(zip(dataset.fetched, parts, strict=True))
    ]
    return bundle(dict(zip(names, parts, strict=True)))


def _name(address: str, data: bytes) -> str:
    """Return a file name for what an address gave, with an ending that says what it is."""
    name = PurePosixPath(urlsplit(address).path).name or "data"
    if PurePosixPath(name).suffix.lower() in READABLE:
        return name
    return name + (".json" if data.lstrip()[:1] in (b"[", b"{") else ".csv")
