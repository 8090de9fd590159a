"""Fetching, with the network's door replaced."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest

from suasion import gather
from suasion.errors import AddressError, DatasetError
from suasion.gather import downloading
from suasion.gather.unpack import members


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []

    def get(address: str, **_: object) -> SimpleNamespace:
        addresses.append(address)
        return SimpleNamespace(data=f"bytes of {address}".encode(), checksums=())

    door = ModuleType("suasion.gather.web")
    door.get = get  # type: ignore[attr-defined]
    door.PassingError = AddressError  # type: ignore[attr-defined]
    monkeypatch.setattr(downloading, "SPACING_SECONDS", 0.0)
    monkeypatch.setitem(sys.modules, "suasion.gather.web", door)
    monkeypatch.setattr(gather, "web", door, raising=False)
    return addresses


def test_one_file_is_fetched_unchanged(asked: list[str]) -> None:
    assert gather.fetch("oecd-dac2a") == f"bytes of {asked[0]}".encode()
    assert asked == list(gather.describe("oecd-dac2a").fetched)


def test_several_files_are_fetched_and_bundled_each_unchanged(asked: list[str]) -> None:
    addresses = gather.describe("worldbank").fetched
    parts = members(gather.fetch("worldbank"), "worldbank")
    assert [data for _, data in parts] == [f"bytes of {address}".encode() for address in addresses]
    assert asked == list(addresses)


def test_a_data_set_without_a_plain_address_says_where_to_download(asked: list[str]) -> None:
    with pytest.raises(DatasetError, match=r"--from"):
        gather.fetch("sipri-tiv")
    assert asked == []


def test_nothing_is_fetched_when_a_file_is_read(asked: list[str]) -> None:
    gather.read_rows("sipri-tiv", b"supplier,recipient,year,value\nChina,Cambodia,2010,3\n", file_name="a.csv")
    assert asked == []
