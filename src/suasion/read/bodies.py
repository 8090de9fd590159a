"""Proper names beside a nation: of people, of bodies a state acts through or that act for themselves, of ships."""

from __future__ import annotations

import re
from typing import Final

from suasion.codebook.naming import NameKind
from suasion.read.wordlists import word_list

_PARTICLE: Final = r"(?:bin|binti|al|Al|van|de|von|der|el|El|ibn|di|da|dos|du|la|le)"
NAME: Final = re.compile(
    rf"(?P<name>[A-Z][\w'’-]*(?:[ -](?:{_PARTICLE}[ -])?(?:[A-Z]\.|[A-Z][\w'’-]+)){{0,3}}(?: (?:Jr|Sr)\b\.?|"
    rf" I{{2,3}}\b| IV\b)?)"
)
# Words that begin with a capital after a title and are no name.
NOT_A_NAME: Final = word_list("not-a-name")
# Proper names of bodies: what a state acts through, and what acts for itself.
_BODY: Final = (
    r"(?:Ministry{of}|Department{of}|Embassy|Consulate(?: General)?|High Commission|Navy|Army|Air Force|"
    r"Armed Forces|Marine Corps|"
    r"Coast Guard|(?:Self-)?Defen[cs]e Forces?|Forces|Police|Military|Guard|Fleet|Government|Cabinet|Parliament|"
    r"Assembly|Senate|"
    r"Congress|Court|Agency|Authority|Administration|Commission|Committee|Council|Bureau|Bank|Eximbank|Treasury|Mission|"
    r"Corporation|Company|Group|Holdings|Enterprise|Corp|Command|Regiment|Battalion|Brigade|Customs|Secretariat|Board|Fund|"
    r"Task Force|Office|Service|Investment|Institute of International Affairs)"
).replace(
    "{of}", r"(?: (?:of|for)(?: the)? [A-Z][\w'’&-]*(?:(?:,| and|,? of| of the|,? &|, and)? [A-Z][\w'’&-]*){0,6})?"
)
_BODY_TAIL: Final = r"(?: (?:of|for|on)(?: the)? [A-Z][\w'’&-]*(?: (?:and |of |for )?[A-Z][\w'’&-]*){0,5})?"
BODY_AFTER: Final = re.compile(
    rf"(?:['’]s)?[ \n\u00a0](?:(?:[A-Z][\w'’.&-]*|of|and|for|the|on)[ \n\u00a0]){{0,7}}?{_BODY}(?![\w-]){_BODY_TAIL}"
)
BODY_BEFORE_OF: Final = re.compile(
    rf"(?<![\w-])(?:[A-Z][\w'’&-]*(?: (?:and|of|for|&))? ){{1,7}}?{_BODY} (?:of|in) (?:the )?$"
)
OWN_ACCOUNT: Final = re.compile(
    r"(?:['’]s)?[ \n\u00a0](?:(?:[A-Z][\w'’.&-]*|of|and|for)[ \n\u00a0]){0,6}?(?:University|College|Times|Post|"
    r"Daily|Herald|Tribune|Journal|"
    r"Review|Institute|Foundation|Association|Party|Museum|Olympics|Games|Cup|Open|Airlines?|Airways|Union|Front|Post|News|Academy|"
    r"School|Society|Network|Forum|Church|League|Studies|Watch|Grand Prix|Festival|Marathon|Cent(?:re|er)|"
    r"Liberation (?:Army|Front)|"
    r"Republican Army|National Front|Resistance|Federation)(?![\w-])(?: (?:of|for|on|"
    r"against)(?: the)? [A-Z][\w'’&-]*(?: (?:and |of )?[A-Z][\w'’&-]*){0,5})?"
)
GLOSS: Final = re.compile(r" ?\((?:the )?[\"“']?(?P<short>[A-Z][A-Za-z0-9&-]{1,11})[\"”']?\)")
SHIP: Final = re.compile(
    r"\b(?P<prefix>JS|JDS|USS|USNS|USCGC|HMS|HMAS|HMCS|HMNZS|INS|BRP|KRI|ROKS|RSS|HTMS|PNS|FGS|ESPS|ITS|UMS|SLNS|BNS|KDB|CNS|RFS|"
    r"HNLMS|HDMS|HSwMS|TCG|CCGS|ICGS|JCG|PLANS)\s(?P<ship>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2})"
)
SHIP_STATES: Final = {
    "JS": "JPN", "JDS": "JPN", "JCG": "JPN", "USS": "USA", "USNS": "USA", "USCGC": "USA", "HMS": "GBR", "HMAS": "AUS",
    "HMCS": "CAN", "CCGS": "CAN", "HMNZS": "NZL", "INS": "IND", "ICGS": "IND", "BRP": "PHL",
    "KRI": "IDN", "ROKS": "KOR", "RSS": "SGP", "HTMS": "THA", "PNS": "PAK", "FGS": "DEU",
    "ESPS": "ESP", "ITS": "ITA", "UMS": "MMR", "SLNS": "LKA",
    "BNS": "BGD", "KDB": "BRN", "CNS": "CHN", "PLANS": "CHN", "RFS": "RUS", "HNLMS": "NLD", "HDMS": "DNK",
    "HSwMS": "SWE", "TCG": "TUR",
}  # fmt: skip


def body_kind(name: str) -> NameKind:
    """Return the kind of body that a proper name after a nation names, by its last words."""
    if re.search(
        r"(?:Navy|Army|Force|Forces|Corps|Guard|Police|Military|Fleet|Command|Regiment|Battalion|Brigade)$", name
    ):
        return "force"
    if re.search(r"(?:Corporation|Company|Group|Holdings|Enterprise|Corp|Investment)$", name):
        return "company"
    if re.search(
        r"Ministry|Department|Embassy|Consulate|Government|Cabinet|Parliament|Assembly|Senate|Congress|Court", name
    ):
        return "ministry"
    return "agency"
