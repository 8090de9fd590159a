"""The optional reader by a language model: pure, no network; whatever it answers is checked against the text."""

from suasion.read.llm.form import Labels, entries, own_labels, probe_labels
from suasion.read.llm.prompt import Prompt, Request
from suasion.read.llm.reader import Answer, Ask, LanguageModelReader, ModelReading

__all__ = [
    "Answer",
    "Ask",
    "Labels",
    "LanguageModelReader",
    "ModelReading",
    "Prompt",
    "Request",
    "entries",
    "own_labels",
    "probe_labels",
]
