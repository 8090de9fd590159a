"""An observation: one row of a data set, and the indicators that rows are about."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
import pyarrow as pa

from suasion.codebook.statement import InstrumentName

# What a row says of its value. A pair that has no row at all is a fourth thing: not covered.
Status = Literal["observed", "missing", "not-applicable"]

VOTE_YES: Final = 1
VOTE_ABSTAIN: Final = 2
VOTE_NO: Final = 3
VOTE_ABSENT: Final = 0

OBSERVATION_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),  # "ob-" and 16 hex digits, given by the record; null before
        ("source", pa.string()),  # id of the data set's source
        ("row", pa.string()),  # where the row stands: "row 812", or the publisher's own key
        ("indicator", pa.string()),  # a key of INDICATORS
        ("actor", pa.string()),  # who gives, does or has: ISO 3166 alpha-3 or an organisation's acronym
        ("partner", pa.string()),  # who receives; null for a state's own figure
        ("item", pa.string()),  # a roll call, sanctions case, project; null for plain series
        ("label", pa.string()),  # what a person needs to read to understand the row
        ("first_year", pa.int16()),  # the period, both years included
        ("last_year", pa.int16()),
        ("date", pa.string()),  # ISO date where the row has one
        ("value", pa.float64()),  # null unless status is "observed"
        ("unit", pa.string()),
        ("status", pa.string()),
        ("known", pa.string()),  # ISO date from which the row could be known: the release of its data set
    ]
)


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """What a series of observations counts.

    ``unit`` "USD" is current dollars; "USD-2022" constant dollars of 2022; "flag" is 1 where a thing holds; "level" is
    a publisher's ordered scale. ``additive`` says that values of several years or partners may be added up. ``given``
    says that the partner gets something from the actor, so that shares among all givers mean something.
    """

    name: str
    title: str
    unit: str
    instrument: InstrumentName | None = None
    directed: bool = True
    additive: bool = True
    given: bool = True


_ALL = (
    Indicator(name="oda-net", title="Net official development assistance", unit="USD-2022", instrument="economic-aid"),
    Indicator(name="oda-gross", title="Gross ODA disbursed", unit="USD-2022", instrument="economic-aid"),
    Indicator(name="oda-grants", title="ODA grants", unit="USD-2022", instrument="economic-aid"),
    Indicator(name="oda-loans-gross", title="ODA loans, gross", unit="USD-2022", instrument="economic-loan"),
    Indicator(name="oda-loans-net", title="ODA loans, net", unit="USD-2022", instrument="economic-loan"),
    Indicator(name="oda-humanitarian", title="Humanitarian aid", unit="USD-2022", instrument="economic-aid"),
    Indicator(name="oda-technical", title="Technical cooperation", unit="USD-2022", instrument="economic-aid"),
    Indicator(name="oda-multilateral", title="ODA imputed through multilaterals", unit="USD-2022",
              instrument="economic-aid"),
    Indicator(name="finance-oda", title="Official finance committed, ODA-like", unit="USD-2021",
              instrument="economic-aid"),
    Indicator(name="finance-oof", title="Official finance committed, other (loans near market terms)",
              unit="USD-2021", instrument="economic-loan"),
    Indicator(name="finance-vague", title="Official finance committed, terms unclear", unit="USD-2021",
              instrument="economic-loan"),
    Indicator(name="debt-owed", title="Public external debt owed to the actor", unit="USD",
              instrument="economic-loan", additive=False),
    Indicator(name="arms-transfer", title="Arms transfers", unit="TIV-million", instrument="military"),
    Indicator(name="troops", title="Troops stationed", unit="people", instrument="military", additive=False),
    Indicator(name="alliance-defense", title="Defence pact", unit="flag", instrument="military", additive=False),
    Indicator(name="military-exercise", title="Joint exercise or port call", unit="count", instrument="military"),
    Indicator(name="exports", title="Goods exported to the partner (no partner: to all)", unit="USD",
              instrument="economic-trade"),
    Indicator(name="imports", title="Goods imported from the partner (no partner: from all)", unit="USD",
              instrument="economic-trade"),
    Indicator(name="fdi-stock", title="Direct investment stock held in the partner", unit="USD",
              instrument="economic-investment", additive=False),
    Indicator(name="fdi-approved", title="Direct investment approved by the partner's authority", unit="USD",
              instrument="economic-investment"),
    Indicator(name="vaccine-doses", title="Vaccine doses donated", unit="doses", instrument="health"),
    Indicator(name="visit", title="Visit by head of state or government, or by ministers", unit="count",
              instrument="diplomatic"),
    Indicator(name="visit-military", title="Visit by military delegation", unit="count", instrument="military"),
    Indicator(name="diplomatic-posts", title="Diplomatic posts in the partner", unit="count",
              instrument="diplomatic", additive=False),
    Indicator(name="sanction", title="Sanctions in force", unit="case", instrument="sanction", additive=False),
    Indicator(name="un-vote", title="Vote in the UN General Assembly (1 yes, 2 abstain, 3 no, 0 absent)",
              unit="vote", instrument="normative", directed=False, additive=False),
    Indicator(name="ideal-point", title="Ideal point in UN votes", unit="scale", directed=False, additive=False),
    Indicator(name="igo-shared", title="Shared memberships in international organisations", unit="count",
              instrument="diplomatic", directed=False, additive=False),
    Indicator(name="fbic", title="Formal Bilateral Influence Capacity", unit="index", additive=False),
    Indicator(name="fbic-bandwidth", title="FBIC bandwidth", unit="index", directed=False, additive=False),
    Indicator(name="fbic-dependence", title="FBIC dependence", unit="index", additive=False),
    Indicator(name="cinc", title="Composite capability (CINC)", unit="share", additive=False),
    Indicator(name="gdp", title="Gross domestic product", unit="USD", additive=False),
    Indicator(name="population", title="Population", unit="people", additive=False),
    Indicator(name="exchange-rate", title="Official exchange rate, national currency for a dollar, mean of the year",
              unit="LCU per USD", directed=False, additive=False, given=False),
    Indicator(name="gdp-deflator", title="Price index of gross domestic product, in national currency", unit="index",
              directed=False, additive=False, given=False),
    Indicator(name="events-verbal-cooperation", title="Events, verbal cooperation", unit="count"),
    Indicator(name="events-material-cooperation", title="Events, material cooperation", unit="count"),
    Indicator(name="events-verbal-conflict", title="Events, verbal conflict", unit="count"),
    Indicator(name="events-material-conflict", title="Events, material conflict", unit="count"),
    Indicator(name="system-cow", title="Member of the state system, Correlates of War", unit="flag", additive=False,
              given=False),
    Indicator(name="system-gw", title="Member of the state system, Gleditsch and Ward", unit="flag", additive=False,
              given=False),
    Indicator(name="major-power", title="Major power (Correlates of War)", unit="flag", additive=False, given=False),
    Indicator(name="capital-latitude", title="Latitude of the capital", unit="degrees", additive=False, given=False),
    Indicator(name="capital-longitude", title="Longitude of the capital", unit="degrees", additive=False,
              given=False),
    Indicator(name="contiguity", title="Contiguity (1 by land, 2 to 5 across 12, 24, 150, 400 miles of water, 0 none)",
              unit="level", directed=False, additive=False, given=False),
    Indicator(name="min-distance", title="Least distance between territories", unit="km", directed=False,
              additive=False, given=False),
    Indicator(name="dispute", unit="level",
              title="Militarised dispute: the actor's hostility (1 no act, 2 threat, 3 display, 4 use of force, 5 war)",
              additive=False, given=False),
    Indicator(name="rivalry", title="Strategic rivalry", unit="flag", directed=False, additive=False, given=False),
    Indicator(name="armed-conflict", title="Armed conflict (1 minor, 2 war): of a state at home or beyond its borders",
              unit="level", additive=False, given=False),
    Indicator(name="armed-conflict-interstate", title="Armed conflict between two states (1 minor, 2 war)",
              unit="level", directed=False, additive=False, given=False),
    Indicator(name="armed-conflict-support", title="Troops sent into the partner's armed conflict, on its side",
              unit="flag", instrument="military", additive=False),
    Indicator(name="trade-agreement-signed", title="Trade agreement signed that year", unit="flag", directed=False,
              additive=False, given=False),
    Indicator(name="trade-agreement-force", title="Trade agreement that entered into force that year", unit="flag",
              directed=False, additive=False, given=False),
    Indicator(name="igo-memberships", title="Full memberships in international organisations", unit="count",
              additive=False, given=False),
    Indicator(name="leader", title="Leader in power", unit="flag", additive=False, given=False),
    Indicator(name="leader-background", title="What the leader did before taking power, as coded", unit="level",
              additive=False, given=False),
    Indicator(name="debt-service", title="Debt service paid on public external debt to the partner", unit="USD",
              given=False),
    Indicator(name="debt-interest", title="Average interest on new public external debt", unit="percent",
              additive=False, given=False),
    Indicator(name="debt-maturity", title="Average maturity of new public external debt", unit="years",
              additive=False, given=False),
    Indicator(name="debt-grace", title="Average grace period of new public external debt", unit="years",
              additive=False, given=False),
    Indicator(name="debt-grant-element", title="Average grant element of new public external debt", unit="percent",
              additive=False, given=False),
    Indicator(name="loan-interest", title="Interest on a loan", unit="percent", additive=False, given=False),
    Indicator(name="loan-maturity", title="Maturity of a loan", unit="years", additive=False, given=False),
    Indicator(name="loan-grace", title="Grace period of a loan", unit="years", additive=False, given=False),
    Indicator(name="loan-grant-element", title="Grant element of a loan at a discount of 5 %, by its publisher",
              unit="percent", additive=False, given=False),
    Indicator(name="event-intensity", title="Intensity of an event (Goldstein and successors, -10 to 10)",
              unit="goldstein", additive=False, given=False),
    Indicator(name="media-documents", title="News documents that name the state", unit="count", given=False),
    Indicator(name="media-tone", title="Mean tone of news documents that name the state", unit="tone", additive=False,
              given=False),
    Indicator(name="political-violence", title="Violent and protest events in the state", unit="count", given=False),
    Indicator(name="fatalities", title="People killed in events in the state", unit="people", given=False),
    Indicator(name="democracy-electoral", title="Electoral democracy (V-Dem)", unit="index", additive=False,
              given=False),
    Indicator(name="democracy-liberal", title="Liberal democracy (V-Dem)", unit="index", additive=False, given=False),
    Indicator(name="regime", title="Regime of the world (0 closed autocracy to 3 liberal democracy)", unit="level",
              additive=False, given=False),
    Indicator(name="corruption", title="Political corruption (V-Dem)", unit="index", additive=False, given=False),
    Indicator(name="sanction-listings", title="Persons, firms and vessels of the partner on sanctions lists",
              unit="count", instrument="sanction", additive=False, given=False),
)  # fmt: skip

INDICATORS: Final[dict[str, Indicator]] = {indicator.name: indicator for indicator in _ALL}
