"""The instruments: the means by which a patron tries to move a client."""

from __future__ import annotations

from typing import Final, get_args

import msgspec

from suasion.codebook.statement import InstrumentName


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """One instrument.

    ``control`` is how far a patron's government can turn it on and off at will: low, central and high
    in [0, 1]. Heuristic: set by us from who decides (a ministry, a state bank, firms), the same for all
    states, and shown as an assumption wherever it is used.
    """

    name: InstrumentName
    title: str
    control: tuple[float, float, float]
    control_reason: str


_ALL = (
    Instrument(name="diplomatic", title="Diplomacy", control=(0.8, 0.9, 1.0),
               control_reason="visits and statements are the government's own acts"),
    Instrument(name="normative", title="Norms", control=(0.4, 0.6, 0.8),
               control_reason="a government chooses its stand, not how others weigh it"),
    Instrument(name="military", title="Military ties", control=(0.8, 0.9, 1.0),
               control_reason="forces and arms exports are under the government's orders or licence"),
    Instrument(name="economic-aid", title="Aid", control=(0.6, 0.75, 0.9),
               control_reason="budgeted by the government, slowed by commitments and parliament"),
    Instrument(name="economic-loan", title="Loans", control=(0.5, 0.7, 0.85),
               control_reason="state banks lend on instruction, signed loans bind both sides"),
    Instrument(name="economic-trade", title="Trade", control=(0.15, 0.3, 0.5),
               control_reason="firms trade; a government sets tariffs, preferences and border checks"),
    Instrument(name="economic-investment", title="Investment", control=(0.1, 0.3, 0.5),
               control_reason="firms invest; a government steers state firms and guarantees"),
    Instrument(name="labour", title="Labour", control=(0.4, 0.6, 0.8),
               control_reason="visas are the government's, jobs are firms'"),
    Instrument(name="health", title="Health", control=(0.6, 0.8, 0.95),
               control_reason="donations are the government's; stocks and makers limit them"),
    Instrument(name="infrastructure", title="Infrastructure", control=(0.4, 0.6, 0.8),
               control_reason="financed by state lenders, built over years, hard to take back once built"),
    Instrument(name="sanction", title="Sanctions", control=(0.8, 0.9, 1.0),
               control_reason="imposed and lifted by order"),
    Instrument(name="legal", title="Law", control=(0.1, 0.25, 0.5),
               control_reason="courts and tribunals decide on their own"),
    Instrument(name="domestic", title="Domestic politics", control=(0.05, 0.2, 0.4),
               control_reason="home politics answer to the client more than to any patron"),
    Instrument(name="symbolic", title="Symbols", control=(0.7, 0.85, 1.0),
               control_reason="anniversaries and honours are the government's to give"),
)  # fmt: skip

INSTRUMENTS: Final[dict[str, Instrument]] = {instrument.name: instrument for instrument in _ALL}

assert tuple(INSTRUMENTS) == get_args(InstrumentName)  # one list, two forms: fails at import when they part
