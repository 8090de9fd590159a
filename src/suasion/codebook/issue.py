"""The issues: questions on which actors hold positions between two named poles."""

from __future__ import annotations

from typing import Final

import msgspec


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One issue. A stance or position of 1 is the norm, -1 its opposite pole."""

    slug: str
    title: str
    norm: str
    against: str


_ALL = (
    Issue(slug="ukraine-war", title="War in Ukraine", norm="Ukraine's sovereignty; Russia stops and withdraws",
          against="Russia's war is backed or excused"),
    Issue(slug="south-china-sea", title="South China Sea", norm="restraint and peaceful settlement by law",
          against="claims are settled by power"),
    Issue(slug="freedom-of-navigation", title="Freedom of navigation",
          norm="complete freedom of navigation and overflight", against="passage is the coastal state's to grant"),
    Issue(slug="law-of-the-sea", title="Law of the sea", norm="UNCLOS and its rulings hold",
          against="UNCLOS rulings are void"),
    Issue(slug="foreign-bases", title="Foreign bases",
          norm="no foreign base or permanent force, and pacts in the open",
          against="a foreign force is based, or a pact is kept secret"),
    Issue(slug="human-rights", title="Human rights", norm="respected, abuses investigated",
          against="violated, or criticism is interference"),
    Issue(slug="elections", title="Elections", norm="free and fair", against="rigged, or rivals are barred"),
    Issue(slug="sovereignty", title="Sovereignty", norm="states decide for themselves",
          against="a state is told what to do"),
    Issue(slug="indo-pacific-order", title="Indo-Pacific order", norm="free, open, rules-based",
          against="spheres of influence"),
    Issue(slug="taiwan-strait", title="Taiwan Strait", norm="peace and the status quo",
          against="the status quo is changed by force"),
    Issue(slug="asean-centrality", title="ASEAN centrality", norm="ASEAN at the centre",
          against="great powers decide around ASEAN"),
    Issue(slug="debt", title="Debt", norm="lending is sustainable and disclosed, no trap",
          against="lending is hidden or creates dependence"),
)  # fmt: skip

ISSUES: Final[dict[str, Issue]] = {issue.slug: issue for issue in _ALL}
