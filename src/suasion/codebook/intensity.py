"""Intensity: how friendly or hostile a kind of event is, on Goldstein's scale from -10 to 10."""

from __future__ import annotations

from typing import Final

from suasion.codebook.statement import Plover

# The four classes in which event data are counted, as the indicators "events-..." name them.
QUADS: Final = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")

# Goldstein (1992, Journal of Conflict Resolution 36: 369-385) weighed WEIS events by a panel of eight; these are the
# weights that were carried over to CAMEO, as GDELT publishes them (CAMEO.goldsteinscale.txt) and ICEWS uses them.
# A root's own weight, then those of its codes of three digits, "010", "011" and on.
_CAMEO: Final[dict[str, tuple[float, tuple[float, ...]]]] = {
    "01": (0.0, (0.0, -0.1, -0.4, 0.4, 0.0, 0.0, -2.0, 0.0, 3.4, 3.4)),
    "02": (3.0, (3.0, 3.4, 3.2, 3.4, -0.3, -0.3, 4.0, 4.0, 4.0)),
    "03": (4.0, (4.0, 5.2, 4.5, 5.2, 7.0, 7.0, 4.0, 5.0, 7.0, 5.0)),
    "04": (1.0, (1.0, 1.0, 1.9, 2.8, 2.5, 5.0, 7.0)),
    "05": (3.5, (3.5, 3.4, 3.5, 3.8, 6.0, 7.0, 7.0, 8.0)),
    "06": (6.0, (6.0, 6.4, 7.4, 7.4, 7.0)),
    "07": (7.0, (7.0, 7.4, 8.3, 7.4, 8.5, 7.0)),
    "08": (5.0, (5.0, 5.0, 5.0, 5.0, 7.0, 7.0, 9.0, 9.0)),
    "09": (-2.0, (-2.0, -2.0, -2.0, -2.0, -2.0)),
    "10": (-5.0, (-5.0, -5.0, -5.0, -5.0, -5.0, -5.0, -5.0, -5.0, -5.0)),
    "11": (-2.0, (-2.0, -2.0, -2.0, -2.0, -2.0, -2.0, -2.0)),
    "12": (-4.0, (-4.0, -4.0, -4.0, -4.0, -4.0, -5.0, -5.0, -5.0, -5.0, -5.0)),
    "13": (-6.0, (-4.4, -5.8, -5.8, -5.8, -5.8, -5.8, -7.0, -7.0, -7.0, -7.0)),
    "14": (-6.5, (-6.5, -6.5, -6.5, -6.5, -7.5, -7.5)),
    "15": (-7.2, (-7.2, -7.2, -7.2, -7.2, -7.2)),
    "16": (-4.0, (-4.0, -4.0, -5.6, -8.0, -7.0, -6.5, -7.0)),
    "17": (-7.0, (-7.0, -9.2, -5.0, -5.0, -5.0, -9.0)),
    "18": (-9.0, (-9.0, -9.0, -9.5, -10.0, -8.0, -8.0, -10.0)),
    "19": (-10.0, (-10.0, -9.5, -9.5, -10.0, -10.0, -10.0, -9.5)),
    "20": (-10.0, (-10.0, -9.5, -10.0, -10.0, -10.0)),
}

# The only codes of four digits that GDELT's list weighs otherwise than their first three.
_FINER: Final = {"0334": 6.0, "0874": 10.0, "1821": -9.0, "1822": -9.0, "1823": -10.0}

# The codes of three digits that count as each PLOVER type (PLOVER manual 0.8, CAMEO2PLOVER, 17 September 2021): whole
# roots, less the codes that the crosswalk moves. Roots 01 and 02 have no counterpart in it.
_ROOTS: Final[dict[Plover, tuple[str, ...]]] = {
    "AGREE": ("03",), "CONSULT": ("04",), "SUPPORT": ("05",), "COOPERATE": ("06",), "AID": ("07",),
    "CONCEDE": ("08",), "REQUEST": ("10",), "ACCUSE": ("09", "11"), "REJECT": ("12",), "THREATEN": ("13",),
    "PROTEST": ("14",), "MOBILIZE": ("15",), "SANCTION": ("16",), "COERCE": ("17",), "ASSAULT": ("18", "19", "20"),
}  # fmt: skip
_MOVED: Final[dict[str, Plover]] = {
    "084": "RETREAT", "085": "RETREAT", "086": "RETREAT", "087": "RETREAT",
    "163": "COERCE", "175": "ASSAULT", "191": "COERCE", "192": "COERCE",
}  # fmt: skip

PLOVER_QUAD: Final[dict[Plover, str]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), QUADS[0]),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), QUADS[1]),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), QUADS[2]),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), QUADS[3]),
}


def _weights() -> dict[str, float]:
    """Return the weight of each root and each code of three digits."""
    found: dict[str, float] = {}
    for root, (own, parts) in _CAMEO.items():
        found[root] = own
        found |= {f"{root}{n}": weight for n, weight in enumerate(parts)}
    return found


CAMEO_WEIGHT: Final = _weights()


def _counterparts() -> dict[Plover, tuple[str, ...]]:
    found: dict[Plover, list[str]] = {}
    for kind, roots in _ROOTS.items():
        for code in (f"{root}{n}" for root in roots for n in range(len(_CAMEO[root][1]))):
            found.setdefault(_MOVED.get(code, kind), []).append(code)
    return {kind: tuple(codes) for kind, codes in found.items()}


PLOVER_CODES: Final = _counterparts()

# Heuristic: PLOVER publishes no weights. Each type has the plain mean of its CAMEO counterparts, so that a type coded
# finely in CAMEO does not weigh by how often its parts occur. docs/methods/events.md says how far the parts lie apart.
PLOVER_WEIGHT: Final[dict[Plover, float]] = {
    kind: round(sum(CAMEO_WEIGHT[code] for code in codes) / len(codes), 2) for kind, codes in PLOVER_CODES.items()
}


def intensity_of(code: str) -> float | None:
    """Return the weight of a CAMEO code or a PLOVER type; None where it is neither.

    Parameters
    ----------
    code
        "042" or "0841", a CAMEO code of two to four digits; or a PLOVER type, in any case.

    Examples
    --------
    >>> intensity_of("19"), intensity_of("0841"), intensity_of("consult"), intensity_of("21")
    (-10.0, 7.0, 3.03, None)
    """
    named = {kind.lower(): weight for kind, weight in PLOVER_WEIGHT.items()}
    return _FINER.get(code, CAMEO_WEIGHT.get(code[:3], named.get(code.lower())))
