"""What states give, sell and send one another, and what they produce: trade, aid, arms, product, population."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from suasion.codebook import INDICATORS
from suasion.codebook.prices import COMMON_YEAR
from suasion.errors import InputError
from suasion.panel.attaching import add_pairs, add_states
from suasion.panel.coverage import Absent
from suasion.panel.figures import Column
from suasion.panel.series import DOLLARS, Money

if TYPE_CHECKING:
    from suasion.panel.panel import Panel


def add_trade(
    panel: Panel, *, dollars_of: int | None = None, dataset: str | None = None, observations: Any = None
) -> Panel:
    """Return the panel with exports and imports: with the partner for pairs, with all others for states.

    Parameters
    ----------
    panel
        Of states or of pairs.
    dollars_of
        The year whose dollars are wanted. None is current dollars; rows in constant ones then do not count.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicators "exports" and "imports".

    Returns
    -------
    Panel
        ``exports_usd`` and ``imports_usd`` (``exports_usd_2022`` ...) by the actor's own books, and what each figure
        is (``..._status``); undirected pairs have the partner's books too (``..._back``). The sum of several years is
        no figure of one, and is left out.
    """
    money = Money(of=dollars_of)
    columns = [
        Column(name=f"{indicator}_{money.suffix}", indicator=indicator, combine="sum")
        for indicator in ("exports", "imports")
    ]
    if panel.of_pairs:
        return add_pairs(
            panel,
            columns,
            who="add_trade",
            directed=True,
            money=money,
            dataset=dataset,
            observations=observations,
            spells=False,
        )
    return add_states(
        panel, columns, who="add_trade", money=money, dataset=dataset, observations=observations, spells=False
    )


def add_aid(
    panel: Panel,
    indicator: str = "oda-net",
    *,
    dollars_of: int | None = COMMON_YEAR,
    dataset: str | None = None,
    observations: Any = None,
) -> Panel:
    """Return the panel with aid or official finance, from the actor to the partner.

    Parameters
    ----------
    panel
        Of pairs of states.
    indicator
        "oda-net", "oda-grants", "finance-oda" or another in dollars.
    dollars_of
        The year whose dollars are wanted; None for current dollars.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's.

    Returns
    -------
    Panel
        ``oda_net_usd_2022`` or as the indicator is called, and what the figure is (``..._status``). Net aid is below 0
        where more was paid back than given.
    """
    return add_indicator(
        panel, indicator, dollars_of=dollars_of, dataset=dataset, observations=observations, who="add_aid"
    )


def add_arms(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with arms transfers from the actor to the partner: ``arms_tiv_million``, and ``..._status``.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "arms-transfer".
    absent
        A pair without a row had no known transfer; "zero" takes that for none in the years that the rows cover.
    """
    return add_indicator(
        panel,
        "arms-transfer",
        name="arms_tiv_million",
        dataset=dataset,
        observations=observations,
        absent=absent,
        who="add_arms",
    )


def add_gdp(
    panel: Panel, *, dollars_of: int | None = None, dataset: str | None = None, observations: Any = None
) -> Panel:
    """Return the panel with each state's gross domestic product, ``gdp_usd`` or ``gdp_usd_2022``, and ``..._status``.

    Parameters
    ----------
    panel
        Of states or of pairs, whose columns are ``actor_gdp_usd`` and ``partner_gdp_usd``.
    dollars_of
        The year whose dollars are wanted. None is current dollars; rows in constant ones then do not count.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "gdp".
    """
    return add_indicator(
        panel, "gdp", own=True, dollars_of=dollars_of, dataset=dataset, observations=observations, who="add_gdp"
    )


def add_population(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with each state's population in people: ``population`` (of pairs ``actor_population`` ...).

    Parameters
    ----------
    panel
        Of states or of pairs.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "population".
    """
    return add_indicator(
        panel, "population", own=True, dataset=dataset, observations=observations, who="add_population"
    )


def add_indicator(
    panel: Panel,
    indicator: str,
    *,
    name: str | None = None,
    own: bool = False,
    dollars_of: int | None = None,
    dataset: str | None = None,
    observations: Any = None,
    absent: Absent = "described",
    who: str = "add_indicator",
) -> Panel:
    """Return the panel with any indicator, one figure a state or pair and year.

    Parameters
    ----------
    panel
        Of states or of pairs.
    indicator
        A key of INDICATORS. Rows of an additive one are added up (deliveries, projects), and what stands for several
        years is left out; another has one figure, which holds in each year of its period.
    name
        The column; None for the indicator's name with ``_`` for ``-``, and the dollars if it is money.
    own
        A state's own figure, rather than one of a pair. In a panel of states it always is.
    dollars_of
        For money: the year whose dollars are wanted; None for current dollars.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's.
    absent
        What no row means in a year that the rows cover: "described", zero if the data set's description says that it
        lists all there is; "zero"; or "null".
    who
        What errors call this step.

    Raises
    ------
    InputError
        If there is no such indicator, no row of it, or rows are in several units.
    DatasetError
        If rows say different things of one state or pair and year, and are not to be added up.
    """
    if indicator not in INDICATORS:
        raise InputError(f"{who}: {indicator!r} is no indicator. See suasion.codebook.INDICATORS for those there are.")
    known = INDICATORS[indicator]
    money = Money(of=dollars_of) if known.unit.startswith(DOLLARS) else None
    plain = indicator.replace("-", "_")
    column = Column(
        name=name or (plain if money is None else f"{plain}_{money.suffix}"),
        indicator=indicator,
        combine="sum" if known.additive else "only",
    )
    spells = not known.additive
    if own or not panel.of_pairs:
        return add_states(
            panel,
            [column],
            who=who,
            money=money,
            dataset=dataset,
            observations=observations,
            absent=absent,
            spells=spells,
        )
    return add_pairs(
        panel,
        [column],
        who=who,
        directed=known.directed,
        money=money,
        dataset=dataset,
        observations=observations,
        absent=absent,
        spells=spells,
    )
