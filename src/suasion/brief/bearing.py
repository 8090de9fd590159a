"""Whether an entry bears what is said with it: spans, rows and arithmetic read again."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from suasion.brief.estimates import entries_of
from suasion.brief.lookup import Lookup
from suasion.codebook import Estimate, field_of, recompute
from suasion.errors import UnknownEvidenceError

_RELATIVE: Final = 1e-9  # sums in another order differ by rounding only


class Unborne(Exception):  # noqa: N818 - a reason on its way to the list of refusals, never raised to a caller
    """The reason why an entry does not bear what is said with it."""


class Bearing:
    """Reads entries again, each once."""

    def __init__(self, lookup: Lookup, estimates: dict[str, Estimate]) -> None:
        self._lookup = lookup
        self._estimates = estimates
        self._known: dict[str, str | None] = {}
        self.recomputed = 0

    @property
    def entries(self) -> int:
        """How many entries were read."""
        return len(self._known)

    def why_not(self, identity: str) -> str | None:
        """Return why an entry bears nothing; None where it stands."""
        if identity not in self._known:
            self._known[identity] = None  # an estimate cannot rest on itself: ids are hashes of content
            self._known[identity] = self._reason(identity)
        return self._known[identity]

    def estimate(self, identity: str) -> Estimate:
        """Return an estimate of the assessment."""
        if identity not in self._estimates:
            raise Unborne(f"{identity} is no estimate of this assessment")
        return self._estimates[identity]

    def says(self, identity: str, words: str) -> bool:
        """Return whether a statement's quote, or the sentence that it stands in, begins with some words."""
        row = self._lookup.statement(identity)
        return str(row["quote"]).startswith(words) or str(row["sentence"] or "").startswith(words)

    def _reason(self, identity: str) -> str | None:
        try:
            match identity[:3]:
                case "st-":
                    self._statement(identity)
                case "ob-":
                    self._row(identity)
                case "so-":
                    self._lookup.source(identity)
                case "es-":
                    self._arithmetic(self.estimate(identity))
                case _:
                    return f"{identity} is no kind of entry"
        except UnknownEvidenceError:
            return f"{identity} is not in the record"
        except Unborne as reason:
            return str(reason)
        return None

    def _statement(self, identity: str) -> None:
        row = self._lookup.statement(identity)
        text = self._lookup.text(row["source"])
        start, end = row["start"], row["end"]
        if not (0 <= start < end <= len(text)) or text[start:end] != row["quote"]:
            raise Unborne(f"{identity}: its source does not have these words at {start} to {end}")
        if row["quote"] not in (row["sentence"] or "") or row["sentence"] not in text:
            raise Unborne(f"{identity}: its sentence is not in its source")

    def _row(self, identity: str) -> None:
        row = self._lookup.observation(identity)
        if row["status"] != "observed" or row["value"] is None or not math.isfinite(row["value"]):
            raise Unborne(f"{identity}: its row has no value")
        self._lookup.source(row["source"])

    def _arithmetic(self, estimate: Estimate) -> None:
        """Check that all that went into an estimate stands, and that its value follows from it."""
        for identity in entries_of(estimate):
            if reason := self.why_not(identity):
                raise Unborne(reason)
        low, high = estimate.low, estimate.high
        if low is not None and high is not None and low > high:
            raise Unborne(f"{estimate.name}: its interval runs from {low} to {high}")
        if estimate.value is None or estimate.derivation is None:
            return
        terms = estimate.derivation.terms
        references = [reference for ids in terms.values() for reference in ids]
        unnamed = {field_of(reference)[0] for reference in references} - set(entries_of(estimate))
        if any(identity.startswith(("st-", "ob-")) for identity in unnamed):
            raise Unborne(f"{estimate.name}: it is worked out from entries that it does not name as evidence")
        try:
            found = recompute(estimate.derivation, self._values(references, estimate.derivation.operation == "count"))
        except (KeyError, ValueError, IndexError, ZeroDivisionError) as error:
            raise Unborne(f"{estimate.name}: it cannot be worked out again ({error})") from error
        self.recomputed += 1
        if not math.isclose(found, estimate.value, rel_tol=_RELATIVE, abs_tol=1e-12):
            raise Unborne(f"{estimate.name}: the evidence gives {found:.6g}, not {estimate.value:.6g}")

    def _values(self, references: Iterable[str], counting: bool) -> dict[str, float]:
        return {reference: 1.0 if counting else self._value(reference) for reference in references}

    def _value(self, reference: str) -> float:
        """Return the number that a term names: an amount, a value, or the field after "#"."""
        identity, field = field_of(reference)
        if reason := self.why_not(identity):
            raise Unborne(reason)
        if field == "count":
            return 1.0
        if identity.startswith("es-"):
            value = getattr(self.estimate(identity), field or "value")
        elif identity.startswith("st-"):
            value = self._lookup.statement(identity)[field or "amount"]
        else:
            value = self._lookup.observation(identity)[field or "value"]
        if value is None:
            raise Unborne(f"{reference} has no number")
        return float(value)
