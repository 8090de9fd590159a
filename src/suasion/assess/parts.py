"""Parts: stake, share, substitutability and control of one patron by one instrument, and their product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from suasion.assess import product
from suasion.assess.arithmetic import numbers, terms, worked_out
from suasion.assess.bases import RULES, Counted, Instrument, weighed
from suasion.assess.holdings import publishers
from suasion.assess.naming import join, said
from suasion.assess.supply import DOSE_USD
from suasion.codebook import INDICATORS, INSTRUMENTS, Contest, Derivation, Estimate, missing
from suasion.model import leverage as model

INTERVAL: Final = (
    "90 % of draws (Latin hypercube) over years (Bayesian bootstrap), definitions of the flow, the part of commitments "
    "paid out, givers without rows, growth, the reference of the stake, rivals' willingness and capacity, and control"
)
_TELLS: Final = "statements say that the tie exists; no data row measures it"


class Parts:
    """One patron and instrument: its estimates, and the draws behind them.

    ``reports`` says that the patron has rows in the data sets that the instrument is counted by.
    """

    def __init__(
        self, contest: Contest, patron: str, name: str, instrument: Instrument | None, parameters: model.Parameters,
        *, reports: bool,
    ) -> None:  # fmt: skip
        self.contest, self.patron, self.name, self.instrument = contest, patron, name, instrument
        self.reports = reports
        self.counted = instrument.central(patron) if instrument else None
        self.components = model.components(instrument.ties, patron, parameters) if instrument else None
        self.draws = self.components.leverage if self.components else np.empty(0)
        self.who = f"{said(patron)}, {INSTRUMENTS[name].title.lower()}, {said(contest.client)}"

    def estimates(self, statements: Sequence[str], indicators: Sequence[str]) -> dict[str, Estimate]:
        """Return stake, share, substitutability, control and leverage.

        ``statements`` and ``indicators`` are what tells of the tie: they shape what a missing value says of it.
        """
        parts = {
            "stake": self._stake(),
            "share": self._share(),
            "substitutability": self._substitutability(),
            "control": self._control(),
        }
        return parts | {"leverage": self._leverage(parts, statements if not indicators else ())}

    def known(self, estimates: Mapping[str, Estimate]) -> model.Components:
        """Return the draws of the parts that have an estimate, NaN for those that have none."""
        parts = self.components or model.Components(*(np.array([np.nan]) for _ in range(4)))
        return model.Components(
            **{
                name: getattr(parts, name) if estimates[name].value is not None else np.array([np.nan])
                for name in ("stake", "share", "substitutability", "control")
            }
        )

    def _leverage(self, parts: dict[str, Estimate], statements: Sequence[str]) -> Estimate:
        name = f"leverage: {self.who}"
        lacking = [part for part, estimate in parts.items() if estimate.value is None]
        if lacking and statements:
            told = f"{len(statements)} {_TELLS}" if len(statements) > 1 else f"1 {_TELLS.replace('s say', ' says', 1)}"
            return missing(name, told, unit="leverage")
        if lacking:
            return missing(name, f"without {join(lacking)}: {parts[lacking[0]].note}", unit="leverage")
        derivation = Derivation(
            operation="leverage",
            terms={
                "values": (parts["stake"].id, parts["share"].id, parts["control"].id),
                "less": (parts["substitutability"].id,),
            },
        )
        values = {estimate.id: estimate.value or 0.0 for estimate in parts.values()}
        return worked_out(
            name, derivation, values, unit="leverage", method="stake * share * (1 - substitutability) * control",
            draws=self.draws, interval_method=INTERVAL,
        )  # fmt: skip

    def _stake(self) -> Estimate:
        name = f"stake: {self.who}"
        # The stake is the client's: where this patron has no rows, the basis of all givers serves.
        counted = self.counted or (self.instrument.counted[0] if self.instrument else None)
        if counted is None or self.components is None:
            return missing(name, self._no_rows(), unit="stake")
        if counted.rule.no_stake:
            return missing(name, counted.rule.no_stake, unit="stake")
        if not counted.size:
            note = f"no gross domestic product of {said(self.contest.client)} in {_span(counted)}"
            return missing(name, f"{note}. From: {publishers('gdp')}", unit="stake")
        named, constants = terms(numerator=weighed(counted.whole), denominator=product.weighed(counted.size))
        constants |= _unseen(counted) | {
            "years_numerator": float(len(counted.years)),
            "years_denominator": float(len(counted.size)),
            "reference": counted.basis.reference,
        }
        method = (
            f"ln(1 + 100 x) / ln(1 + 100 r), at most 1; x: {counted.rule.words}, all givers, a year, over GDP; "
            f"r: {counted.basis.reference:g} (assumed)"
        )
        if any(cell.unit == "doses" for cell in counted.whole):
            method += f"; a dose counts as {DOSE_USD:g} dollars (assumed)"
        derivation = Derivation(operation="log-stake", terms=named, constants=constants)
        notes = (_years_note(counted, self.contest), product.note(counted.size))
        return worked_out(
            name, derivation, numbers(counted.whole, [cell for _, cell in counted.size]), unit="stake", method=method,
            note="; ".join(note for note in notes if note), draws=self.components.stake, interval_method=INTERVAL,
        )  # fmt: skip

    def _share(self) -> Estimate:
        name = f"share: {self.who}"
        counted = self.counted
        if counted is None or self.components is None:
            return missing(name, self._no_rows(), unit="share")
        if counted.sole:
            return missing(name, self._sole(), unit="share")
        named, constants = terms(part=weighed(counted.cells[self.patron]), whole=weighed(counted.whole))
        return worked_out(
            name, Derivation(operation="bounded-share", terms=named, constants=constants | _unseen(counted)),
            numbers(counted.whole, counted.cells[self.patron]), unit="share",
            method=f"{counted.rule.words}; part of {len(counted.cells)} givers with rows, in dollars of one year"
            + ("; givers without rows are taken to hold {unseen:.0%} of all (assumed)".format(**_unseen(counted))
               if counted.basis.partial else ""),
            note=self._reservations(counted), draws=self.components.share, interval_method=INTERVAL,
        )  # fmt: skip

    def _substitutability(self) -> Estimate:
        name = f"substitutability: {self.who}"
        counted = self.counted
        if counted is None or self.components is None:
            return missing(name, self._no_rows(), unit="part of a loss")
        if counted.sole:
            return missing(name, self._sole(), unit="part of a loss")
        named, constants = terms(part=weighed(counted.cells[self.patron]), whole=weighed(counted.whole))
        constants |= _unseen(counted)
        assumed = {"willingness": model.WILLINGNESS[1], "capacity": model.CAPACITY[1]}
        return worked_out(
            name, Derivation(operation="substitutability", terms=named, constants=constants | assumed),
            numbers(counted.whole, counted.cells[self.patron]), unit="part of a loss",
            method="what others would make up: at most {willingness:g} of the loss, {capacity:g} of what they give "
            "(both assumed)".format(**assumed),
            draws=self.components.substitutability, interval_method=INTERVAL,
        )  # fmt: skip

    def _control(self) -> Estimate:
        low, central, high = INSTRUMENTS[self.name].control
        derivation = Derivation(operation="product", terms={}, constants={"control": central})
        return Estimate(
            name=f"control: {self.who}", value=central, low=low, high=high, unit="control", derivation=derivation,
            level=1.0, method="assumption of the codebook, the same for all states",
            interval_method="triangular between these ends", note=INSTRUMENTS[self.name].control_reason,
        )  # fmt: skip

    def _no_rows(self) -> str:
        if self.name not in RULES:
            return f"no measure of {INSTRUMENTS[self.name].title.lower()} as a part of a whole is known here"
        series = [name for rule in RULES[self.name] for name in rule.series]
        wanted = next((name for name in series if name in INDICATORS), "exports")
        years = f"{self.contest.first_year} to {self.contest.last_year}"
        if self.reports:
            client = said(self.contest.client)
            return f"{said(self.patron)} reports other flows to {client} in {years}, but none of this kind"
        return f"no row has {said(self.patron)} as a giver in {years}, which is not a zero. From: {publishers(wanted)}"

    def _sole(self) -> str:
        return f"{said(self.patron)} is the only giver with rows: a share of one series says nothing of the others"

    def _reservations(self, counted: Counted) -> str:
        notes = [_years_note(counted, self.contest)]
        if set(counted.cells) <= set(self.contest.patrons) and not any(cell.actor is None for cell in counted.whole):
            notes.append("the record covers the patrons alone, so true shares are smaller")
        if any(cell.series.startswith("finance-") for cell in counted.whole):
            notes.append("China's figures are commitments, the others' disbursements")
        return "; ".join(note for note in notes if note)


def _unseen(counted: Counted) -> dict[str, float]:
    """Return the constant for givers without rows, if whole kinds of them have none."""
    return {"unseen": model.UNSEEN[1]} if counted.basis.partial else {}


def _span(counted: Counted) -> str:
    first, last = counted.years[0], counted.years[-1]
    return f"{first}" if first == last else f"{first} to {last}"


def _years_note(counted: Counted, contest: Contest) -> str:
    if len(counted.years) == contest.last_year - contest.first_year + 1:
        return ""
    return f"only years that all data sets in it cover: {_span(counted)}"
