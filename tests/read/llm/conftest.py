"""A model on this machine for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.read.llm.playing import Model

from suasion.gather.language_model import KEY_VARIABLE, MODEL_VARIABLE, URL_VARIABLE


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    """Return a model on 127.0.0.1 that the settings of the environment name, with a cache folder of its own."""
    playing = Model()
    monkeypatch.setenv(URL_VARIABLE, playing.url)
    monkeypatch.setenv(MODEL_VARIABLE, "test-model")
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    yield playing
    playing.close()
