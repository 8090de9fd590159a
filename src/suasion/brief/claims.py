"""Claims once each, however many documents make them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from suasion.assess.assessment import ClaimCheck, Verdict


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """One claim: its first check, and all statements that make it."""

    check: ClaimCheck
    statements: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether data bear it out."""
        return self.check.verdict


def claimed_once(checks: Sequence[ClaimCheck]) -> list[Claimed]:
    """Return each claim once: what is claimed, how much, and what data give are the same.

    Parameters
    ----------
    checks
        As `suasion.assess.claims` gives them; their order is kept.
    """
    alike: dict[tuple[object, ...], list[ClaimCheck]] = {}
    for check in checks:
        found = check.found.id if check.found else None
        key = (check.quantity, check.claimed.value, check.claimed.unit, check.verdict, found)
        alike.setdefault(key, []).append(check)
    return [
        # The fullest wording stands for all: "is the largest investor" alone does not say of whom.
        Claimed(check=max(same, key=lambda check: len(check.quote)), statements=tuple(one.statement for one in same))
        for same in alike.values()
    ]
