"""What every description must say, and that the page of all of them says the same."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from suasion import gather
from suasion.codebook import INDICATORS
from suasion.gather.catalogue import page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_data_sets_is_written_from_the_descriptions() -> None:
    written = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert written == page(), "write docs/data.md anew: python -m suasion.gather.catalogue > docs/data.md"


@pytest.mark.parametrize("dataset", gather.known(), ids=lambda dataset: dataset.name)
def test_a_description_is_complete_and_has_its_module(dataset: gather.Dataset) -> None:
    connector = importlib.import_module(f"suasion.gather.{dataset.module}")
    assert callable(connector.fetch)
    assert callable(connector.rows)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", dataset.released)
    assert all([dataset.title, dataset.publisher, dataset.licence, dataset.citation, dataset.coverage, dataset.units])
    assert set(dataset.feeds) <= set(INDICATORS)
    assert dataset.files
    assert all(form.wanted for form in dataset.tables.values())
    assert all(address.startswith("https://") for address in dataset.fetched)


def test_every_module_of_a_data_set_has_its_description() -> None:
    modules = {dataset.module for dataset in gather.known()}
    folder = ROOT / "src" / "suasion" / "gather"
    with_rows = {path.stem for path in folder.glob("*.py") if "\ndef rows(tables" in path.read_text(encoding="utf-8")}
    assert with_rows == modules


def test_no_data_set_claims_a_service_it_has_not_met() -> None:
    assert {dataset.live for dataset in gather.known()} <= {"not met", "nothing to fetch"}
