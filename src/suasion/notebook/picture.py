"""A picture: drawn by Altair for a wide and a narrow column, and shown without any network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from suasion.errors import InputError
from suasion.notebook import style
from suasion.notebook.table import Shown

Row = dict[str, Any]

# Where a page is dark, what is ink here takes the page's own colour; the parties' colours show on both.
_CSS: Final = f"""\
.suasion-picture{{container-type:inline-size;margin:.8rem 0}}
.suasion-picture svg{{display:block;max-width:100%;height:auto;overflow:visible}}
.suasion-picture .narrow{{display:none}}
@container (max-width:{style.BREAK}px){{.suasion-picture .wide{{display:none}}}}
@container (max-width:{style.BREAK}px){{.suasion-picture .narrow{{display:block}}}}
.suasion-picture [fill="{style.INK}"]{{fill:currentColor}}
.suasion-picture [fill="{style.SOFT}"]{{fill:currentColor;opacity:.72}}
.suasion-picture [stroke="{style.INK}"]{{stroke:currentColor}}
.suasion-picture [stroke="{style.SOFT}"]{{stroke:currentColor;stroke-opacity:.6}}
.suasion-picture [stroke="{style.LINE}"]{{stroke:currentColor;stroke-opacity:.2}}
.suasion-picture [fill="#ffffff"]{{fill:transparent}}"""


class Picture:
    """A picture, the rows that it shows, and what it says to those who cannot see it.

    ``chart`` is the Altair chart, to be changed or laid out with others; ``rows`` are the rows behind its marks.
    """

    def __init__(self, draw: Callable[[int], Any], *, rows: Sequence[Row], description: str, name: str) -> None:
        self._draw = draw
        self.rows = list(rows)
        self.description = description
        self.name = name

    @property
    def chart(self) -> Any:
        """The Altair chart, as wide as a notebook's column."""
        return self.at(style.WIDE)

    def at(self, width: int) -> Any:
        """Return the Altair chart at a width in pixels."""
        return self._draw(width).properties(description=self.description).configure(**style.config())

    @property
    def table(self) -> Shown:
        """The rows behind the marks as a table: the same for those who would rather read it."""
        return Shown.of_rows(self.rows, title=self.name, note=self.description)

    def save(self, path: str | Path, *, width: int = style.WIDE) -> Path:
        """Write the picture to a file: .svg, .png, .pdf, .html or .json (Vega-Lite); return its path.

        Raises
        ------
        InputError
            If the file's ending is none of these, or drawing needs vl-convert-python and it is not installed.
        """
        path = Path(path)
        if path.suffix not in (".svg", ".png", ".pdf", ".html", ".json"):
            raise InputError(f"{path}: no picture ends in {path.suffix!r}. Write .svg, .png, .pdf, .html or .json.")
        if path.suffix != ".json" and not _can_draw():
            raise InputError(f"{path}: drawing a picture needs vl-convert-python. Install it, or save it as .json.")
        inline = {"inline": True} if path.suffix == ".html" else {}
        scale = {"scale_factor": 2} if path.suffix == ".png" else {}
        self.at(width).save(str(path), **inline, **scale)
        return path

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        chart = self.chart.to_dict()
        major = chart["$schema"].rpartition("/")[2].partition(".")[0]
        return {
            f"application/vnd.vegalite.{major}+json": chart,
            "text/html": self._repr_html_(),
            "text/plain": f"{self.name}: {self.description}",
        }

    def _repr_html_(self) -> str:
        told = escape(self.description, quote=True)
        if not _can_draw():  # the same numbers, where nothing draws them
            return self.table._repr_html_()
        drawn = "".join(
            f'<div class="{kind}" role="img" aria-label="{told}">{svg(self.at(w))}</div>'
            for kind, w in (("wide", style.WIDE), ("narrow", style.NARROW))
        )
        return f'<figure class="suasion-picture"><style>{_CSS}</style>{drawn}</figure>'


def svg(chart: Any) -> str:
    """Return a chart as SVG, drawn here and now."""
    import vl_convert

    spec = chart.to_dict()
    spec["config"]["aria"] = False  # the picture as a whole is described; a label on each mark would triple its size
    return str(vl_convert.vegalite_to_svg(spec))


def _can_draw() -> bool:
    from importlib.util import find_spec

    return find_spec("vl_convert") is not None
