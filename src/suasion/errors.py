"""Every error that Suasion raises on purpose.

SuasionError
├── InputError (ValueError)            what was given cannot be used
│   ├── UnknownActorError              no actor of that name at that date
│   ├── ContestError                   client, patrons and period do not make a contest
│   ├── DocumentError                  a document cannot be taken in
│   ├── DatasetError                   a data set's file is not as described
│   ├── AddressError                   an address that may not or cannot be fetched
│   └── LanguageModelError             a language model's endpoint is not set, may not be asked or does not answer
├── RecordError (RuntimeError)         the record cannot be used as it stands
│   ├── RecordLockedError              another process holds it
│   ├── RecordDamagedError             database, journal and head disagree
│   └── UnknownEvidenceError (KeyError) no entry with that id
├── OutputError (RuntimeError)         what was made cannot be written
└── UnsupportedSentenceError (ValueError)  a sentence or number whose evidence does not bear it

The class says what kind, the message says which input, what is wrong and what to do.
"""

from __future__ import annotations


class SuasionError(Exception):
    """Base of all errors that Suasion raises on purpose."""


class InputError(SuasionError, ValueError):
    """What was given cannot be used."""


class UnknownActorError(InputError):
    """No actor of that name or code at that date."""


class ContestError(InputError):
    """Client, patrons and period do not make a contest."""


class DocumentError(InputError):
    """A document cannot be taken in."""


class DatasetError(InputError):
    """A data set's file is not as its description says."""


class AddressError(InputError):
    """An address may not or cannot be fetched."""


class LanguageModelError(InputError):
    """A language model's endpoint is not set, may not be asked or does not answer."""


class RecordError(SuasionError, RuntimeError):
    """The record cannot be used as it stands."""


class RecordLockedError(RecordError):
    """Another process holds the record."""


class RecordDamagedError(RecordError):
    """Database, journal and head disagree, or one of them is damaged."""


class UnknownEvidenceError(RecordError, KeyError):
    """No entry of the record has that id."""

    def __str__(self) -> str:
        # KeyError would print the repr of the message.
        return str(self.args[0]) if self.args else ""


class OutputError(SuasionError, RuntimeError):
    """What was made cannot be written."""


class UnsupportedSentenceError(SuasionError, ValueError):
    """A sentence or number whose evidence does not bear it."""
