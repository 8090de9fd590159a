"""Reasons: why a statement that a model gave is not taken."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Why a statement is refused; the value is what a person reads."""

    FORM = "not of the form asked for"
    QUOTE = "the quote is not in the text word for word"
    SENTENCE = "the quote is more than one sentence, or cut out of none"
    ORDER = "it stands in a paragraph that gives the coder orders"
    TYPE = "an event without a type of act, or a type without an event"
    NOBODY = "it is about no state or organisation"
    ACTOR_WORDS = "the words for an actor are not in its sentence"
    ACTOR_UNKNOWN = "an actor's code is not on the list"
    ACTOR_OTHER = "the words for an actor name another, or nobody with a code"
    ACTOR_POINTS = "the words for an actor point to no place that names it"
    AMOUNT = "the amount is not what the quote says"
    PERIOD = "the words for the time are not in its sentence"
    SOURCE = "the source named is not in the text"
    STANCE = "a stance without an issue"
    TWICE = "it was given twice"
