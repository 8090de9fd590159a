"""Sphinx settings: the documentation is Markdown, its examples are run by the tests."""

from __future__ import annotations

project = "Suasion"
author = "The Suasion founders"
project_copyright = "2026, the Suasion founders"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "notebooks/data"]
# Notebooks are MyST pages that name a kernel (docs/notebooks). They are run when the pages are built, each time, beside
# their data; an error in one is an error of the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_in_temp = False
nb_execution_timeout = 300
nb_execution_show_tb = True
nb_merge_streams = True
# A picture comes as SVG, which the pages take, and as Vega-Lite for JupyterLab, which they pass over.
suppress_warnings = ["mystnb.unknown_mime_type"]
html_theme = "furo"
html_title = "Suasion"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
