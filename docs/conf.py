"""Sphinx settings: the documentation is Markdown, its examples are run by the tests."""

from __future__ import annotations

project = "Suasion"
author = "The Suasion founders"
project_copyright = "2026, the Suasion founders"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Suasion"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
