"""The pictures of a contest by name: ``contest.plot.leverage()`` and so on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from suasion.errors import InputError
from suasion.notebook.picture import Picture

if TYPE_CHECKING:
    from suasion.notebook.front import OpenContest


class Plots:
    """The pictures of one contest, in one style: the same party has the same colour and shape in each."""

    def __init__(self, contest: OpenContest) -> None:
        self._contest = contest

    def leverage(self) -> Picture:
        """Return leverage by instrument and patron with intervals, and how surely each patron comes first."""
        from suasion.notebook.leverage_picture import leverage

        return leverage(self._contest.assess())

    def positions(self) -> Picture:
        """Return where client and patrons stand on each issue, with intervals."""
        from suasion.notebook.positions_picture import positions

        return positions(self._contest.assess())

    def dependence(self, *series: str) -> Picture:
        """Return each patron's share of what the client gets, by year, and of the period with its interval.

        Parameters
        ----------
        series
            Indicators such as "oda-net" or "imports"; none: one an instrument.

        Raises
        ------
        InputError
            If the assessment has no flow of a series named.
        """
        from suasion.notebook import shares
        from suasion.notebook.dependence_picture import dependence

        assessment = self._contest.assess()
        known = list(dict.fromkeys(flow.indicator for flow in assessment.flows))
        strange = [name for name in series if name not in known]
        if strange:
            raise InputError(f"No flow of {', '.join(strange)} is recorded. There is: {', '.join(known) or 'none'}.")
        chosen = series or shares.chosen(assessment)
        return dependence(assessment, shares.by_year(self._contest.record, assessment, chosen))

    def timeline(self) -> Picture:
        """Return statements, events, flows, visits, sanctions and votes over time by patron and instrument."""
        from suasion.notebook.happenings import happenings
        from suasion.notebook.timeline_picture import timeline

        assessment = self._contest.assess()
        return timeline(assessment, happenings(self._contest.record, assessment))

    def measure(self, name: str, **request: Any) -> Picture:
        """Return a measure over the years with its intervals; arguments as for `OpenContest.measure`."""
        return self._contest.measure(name, **request).plot()

    def __dir__(self) -> Sequence[str]:
        return ["leverage", "positions", "dependence", "timeline", "measure"]
