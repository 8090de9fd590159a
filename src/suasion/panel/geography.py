"""Where states lie: contiguity, and the distance between territories and between capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from suasion.panel.attaching import add_pairs, add_states, needs_pairs
from suasion.panel.coverage import Absent
from suasion.panel.figures import STATUS, Column
from suasion.panel.joining import free

if TYPE_CHECKING:
    from suasion.panel.panel import Panel

EARTH_RADIUS_KM: Final = 6371.0088  # mean radius of the GRS 80 ellipsoid, (2a + b) / 3 (Moritz 2000)
_PLACES: Final = ("_latitude", "_longitude")


def add_contiguity(
    panel: Panel, *, dataset: str | None = None, observations: Any = None, absent: Absent = "described"
) -> Panel:
    """Return the panel with how two states touch: ``contiguity``, and ``contiguity_status``.

    1 is by land or river, 2 to 5 across at most 12, 24, 150 and 400 miles of water, 0 none of these (Correlates of
    War). Where it changed within a year, the closest counts.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "contiguity".
    absent
        What no row means in a year that the rows cover; see `suasion.panel.add_indicator`.
    """
    column = Column(name="contiguity", indicator="contiguity", combine="nearest")
    return add_pairs(
        panel, [column], who="add_contiguity", directed=False, dataset=dataset, observations=observations, absent=absent
    )


def add_minimum_distance(panel: Panel, *, dataset: str | None = None, observations: Any = None) -> Panel:
    """Return the panel with the least distance between two territories: ``min_distance_km``, and ``..._status``.

    Parameters
    ----------
    panel
        Of pairs of states.
    dataset
        The name of the data set to take; None for all that have it, each series from one of them.
    observations
        Rows to use in place of the panel's, with the indicator "min-distance". A zero is a common border.
    """
    column = Column(name="min_distance_km", indicator="min-distance")
    return add_pairs(
        panel, [column], who="add_minimum_distance", directed=False, dataset=dataset, observations=observations
    )


def add_capital_distance(panel: Panel, *, observations: Any = None, dataset: str | None = None) -> Panel:
    """Return the panel with the distance between two capitals: ``capital_distance_km``.

    Parameters
    ----------
    panel
        Of pairs of states.
    observations
        Rows to use in place of the panel's, with the indicators "capital-latitude" and "capital-longitude" in degrees.
    dataset
        The name of the data set to take, where several have capitals: "cow-capitals" or "gw-capitals".

    Returns
    -------
    Panel
        Null where a capital's place is not known. In a year in which a capital moved, the new one counts.

    Notes
    -----
    The great circle on a sphere, by the haversine formula (Sinnott 1984): within 0.6 % of the ellipsoid's distance.
    """
    who, name = "add_capital_distance", "capital_distance_km"
    needs_pairs(panel, who)
    free(panel.columns, [name], who=who)
    columns = [Column(name=place, indicator=f"capital-{place.removeprefix('_')}", combine="last") for place in _PLACES]
    placed = add_states(panel, columns, who=who, observations=observations, dataset=dataset)
    helpers = [f"{side}_{place}{end}" for side in panel.sides for place in _PLACES for end in ("", STATUS)]
    return placed.deriving(name, _great_circle, who=who, hiding=helpers)


def _great_circle(table: Any) -> Any:
    (lat, lon), (other_lat, other_lon) = (
        [table[f"{side}_{place}"].radians() for place in _PLACES] for side in ("actor", "partner")
    )
    chord = ((other_lat - lat) / 2).sin() ** 2 + lat.cos() * other_lat.cos() * ((other_lon - lon) / 2).sin() ** 2
    # Rounding may carry the chord of two ends of the earth just above 1.
    return 2 * EARTH_RADIUS_KM * chord.clip(upper=1.0).sqrt().asin()
