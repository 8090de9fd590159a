"""Offices, forces, firms and institutions as text names them: what may stand beside a nation and speak for it.

"Cambodian" + "senior military officials", "Japan's" + "foreign minister", "prime minister" + "of Malaysia".
"""

from __future__ import annotations

import re
from typing import Final

from suasion.codebook.naming import NameKind

_PORTFOLIO: Final = (
    r"(?:foreign|external affairs|defen[cs]e|finance|interior|home|internal affairs|trade|commerce|economy|economic|energy|"
    r"health|justice|education|transport|infrastructure|agriculture|labou?r|environment|tourism|industry|information|culture|"
    r"planning|development|digital|communications|police|security|public security|state security|mines|power|petroleum|"
    r"water|immigration|cabinet|treasury|fisheries|science|religious affairs|women's affairs|climate|oil|investment|"
    r"foreign affairs|foreign trade|national security|works|public works|land)"
)
_LIST: Final = rf"{_PORTFOLIO}(?:(?:,| and|,? &) {_PORTFOLIO})*"
_RANK: Final = r"(?:(?:first |second )?(?:deputy|vice|assistant|under|permanent|parliamentary|chief|senior|state|executive)[ -])*"
# "of Foreign Affairs and International Cooperation", "for Defence": a portfolio as a title writes it.
_OF: Final = (
    r"(?: (?:of|for)(?: the)? (?:[A-Z][\w'’&-]*)(?:(?:,| and|,? of| of the| &|, and)? [A-Z][\w'’&-]*){0,6}| (?:of|for) (?:the )?"
    + _LIST
    + r"(?: affairs| relations| cooperation)?)?"
)

_LEADER: Final = (
    rf"{_RANK}(?:acting |interim |caretaker |transitional )?(?:prime[ -]ministers?|premiers?|presidents?|chancellor)|"
    r"heads? of (?:state|government)|king|queen|emperor|empress|sultan|emir|amir|crown prince|prince|princess|monarch|"
    r"supreme leader|paramount leader|top leader|leaders|leader|leadership|ruler|strongman|state counsell?or|"
    r"(?:party |communist party )?general secretary|party chief|first lady|dictator|junta|PM|taoiseach|royal family"
)
_MINISTER: Final = (
    rf"{_RANK}(?:(?:{_LIST}) )?(?:affairs )?(?:ministers?|secretary|secretaries){_OF}(?: of state{_OF})?|"
    rf"{_RANK}(?:attorney general|state councill?or)|"
    r"(?:special |deputy |climate |trade |former |top |chief |lead )*(?:ambassadors?|envoys?|diplomats?|consuls?(?: general)?|negotiators?|"
    r"high commissioners?|representatives?(?: to the (?:UN|United Nations))?)|"
    r"(?:(?:government|military|defen[cs]e|ministry|foreign ministry|defen[cs]e ministry|embassy|presidential|state department|palace|"
    r"party|trade|health|treasury|customs|aid|cabinet|provincial|security|intelligence|finance|consular|navy|army) )*"
    r"(?:spokes(?:man|woman|person|people|persons)|officials?|delegations?|representatives?|sources|delegates?|mission)|"
    r"chief cabinet secretary|national security advis[eo]r|trade representative|central bank governor|speaker|"
    r"(?:deputy |vice )?(?:parliament|national assembly|senate|house) (?:speaker|president|chairman)"
)
_MINISTRY: Final = (
    rf"(?:(?:{_LIST}) )?(?:affairs )?(?:ministry|ministries|department of (?:state|defen[cs]e|the treasury)|state department|"
    rf"treasury department|justice department|commerce department){_OF}|(?:foreign|home) office|embass(?:y|ies)|"
    r"consulates?(?: general)?|high commission|governments?|administration|authorities|regime|cabinet|parliament|congress|senate|"
    r"lawmakers?|legislators?|legislature|senators?|MPs?|members of parliament|national assembly|congress(?:man|woman|men)|"
    r"state|central government|treasury|central bank|supreme court|constitutional court|high court|courts?|judiciary|prosecutors?|"
    r"prosecution|customs|intelligence(?: services?| agency| agencies| officials)?|security services|politburo|"
    r"state media|immigration authorities|development agency|aid agency|agencies|agency|policymakers"
)
_FORCE: Final = (
    r"(?:(?:senior|military|naval|army|navy|defen[cs]e|security|air force|police|top|special|ground|armed|royal|riot|border|"
    r"national|marine|maritime|joint|combat|occupation|occupying|invading|paramilitary|peacekeeping|guided-missile|nuclear|patrol|"
    r"self-defen[cs]e) )*"
    r"(?:military(?: (?:officials?|officers?|delegations?|personnel|advis[eo]rs?|leaders?|leadership|attach[eé]s?|commanders?|"
    r"instructors|trainers|aircraft|forces|police|units?|chiefs?|engineers))?|army|armies|navy|navies|air forces?|armed forces|"
    r"coast ?guards?(?: (?:vessels?|ships?|cutters?|boats?))?|marines?|marine corps|troops?|soldiers?|forces|servicemen|"
    r"service members|sailors|warships?|naval (?:vessels?|ships?|fleet|forces|task force|officers?)|fleet|destroyers?|frigates?|"
    r"corvettes?|submarines?|patrol (?:boats?|vessels?|ships?)|aircraft carriers?|fighter jets?|fighters?|bombers?|jets|"
    r"warplanes?|drones|generals?|admirals?|colonels?|commanders?(?:-in-chief)?|commandos|special forces|border guards?|"
    r"police(?: (?:officers?|force|chief))?|peacekeepers|chief of staff|army chief|chief of defen[cs]e|defen[cs]e chief|"
    r"gendarmerie|strategic forces|rocket force|missile forces|deminers|paratroopers|militia fleet)"
)
_COMPANY: Final = (
    r"(?:(?:state-owned|state-run|state-backed|state|government-owned|private|construction|telecoms?|technology|tech|energy|"
    r"oil|gas|mining|engineering|shipping|defen[cs]e|policy|commercial|export credit|railway|nuclear|car|electronics|"
    r"pharmaceutical|property|real estate|development|foreign|local|big|large|major|leading|national|military|media|steel|"
    r"logistics|dredging|infrastructure|investment|solar|food|garment|chip|port) )*"
    r"(?:companies|company|firms?|enterprises?|investors?|contractors?|developers?|banks?|lenders?|business(?:es|men|people)?|"
    r"manufacturers?|builders?|corporations?|conglomerates?|carmakers?|automakers?|chipmakers?|miners?|(?:tech |oil )?giants?|"
    r"operators?|creditors?|sovereign wealth fund|consorti(?:um|a)|airlines?|utilit(?:y|ies)|entrepreneurs?|"
    r"state-owned enterprises|SOEs?|multinationals?|shipyards?|drugmakers?)"
)
_NOBODY: Final = (
    r"(?:(?:exiled|jailed|veteran|main|leading|prominent|armed|pro-democracy|human rights|rights|environmental|ethnic|anti-government|"
    r"Shiite|Sunni|Islamist|communist|far-right|Kurdish|banned) )*"
    r"(?:opposition(?: (?:leaders?|figures?|politicians?|part(?:y|ies)|activists?|members?|lawmakers?|candidates?|"
    r"movement|groups?|politician))?|rebels?(?: (?:groups?|leaders?|forces))?|insurgents?|insurgency|militants?|militias?|dissidents?|"
    r"separatists?|activists?|protesters?|protestors?|demonstrators?|exiles?|analysts?|scholars?|academics?|commentators?|think[ -]tanks?|"
    r"media|newspapers?|journalists?|critics|public|voters|society|NGOs?|charities|universit(?:y|ies)|historians?|economists?|"
    r"pundits|netizens|social media users)"
)
_MOD: Final = (
    r"(?:senior|top|then|former|ex|late|current|incumbent|outgoing|new|newly elected|newly appointed|visiting|high-level|"
    r"high-ranking|ranking|deputy|young|longtime|long-time|long-serving|ruling|civilian|elected|exiled|caretaker|"
    r"pro-[A-Za-z]+|communist|military|nationalist|reformist|conservative|local|provincial|central|federal|other|several|some|two|"
    r"three|more|many|royal|embattled|ousted|deposed|unnamed|unidentified|opposition|retired|regional|official)"
)
_FORMER: Final = re.compile(r"\b(?:former|ex|late|ousted|deposed|retired|erstwhile)\b", re.IGNORECASE)
_GROUPS: Final[tuple[tuple[str, NameKind, str], ...]] = (
    ("nobody", "opposition", _NOBODY),
    ("minister", "minister", _MINISTER),
    ("leader", "leader", _LEADER),
    ("force", "force", _FORCE),
    ("company", "company", _COMPANY),
    ("ministry", "ministry", _MINISTRY),
)
_KINDS: Final[dict[str, NameKind]] = {group: kind for group, kind, _ in _GROUPS}
# A head before one of these only qualifies it: a military base, a navy visit and a government loan are no one.
_QUALIFIES: Final = (
    r"(?! (?:bases?|presence|aid|assistance|exercises?|drills?|training|cooperation|ties|relations|spending|budgets?|build-?up|"
    r"hardware|equipment|technology|power|operations?|action|intervention|activit(?:y|ies)|facilit(?:y|ies)|outposts?|"
    r"alliances?|support|loans?|grants?|bonds?|debt|policy|policies|buildings?|visits?|port calls?|service|purchases?|sales|"
    r"deployments?|capabilit(?:y|ies)|doctrine|strategy|infrastructure|installations?|access|footprint|invasion|"
    r"relief|funding|funds|dependence|engagement|expenditure|coup|rule|junta|parade|vehicles?|secrets|hospital|governor|interests?|"
    r"leverage|campaign|build-up|expansion|history|procurement|industry|system|systems|rights|investments?|projects?|"
    r"notes|account|accounts|law|laws|decree|website|revenues?|subsid(?:y|ies)|stability|circles|quarters|shake-up)\b)"
)
_HEADS: Final = "|".join(f"(?P<{group}>{pattern})" for group, _, pattern in _GROUPS)
AFTER_NATION: Final = re.compile(
    rf"(?:['’]s?)?[ \u00a0](?P<mods>(?:{_MOD}[ -]){{0,3}}?)(?:{_HEADS})(?![\w-]){_QUALIFIES}", re.IGNORECASE
)
_BEFORE_NAME_HEADS: Final = "|".join(f"(?P<{g}>{p})" for g, _, p in _GROUPS if g in {"leader", "minister", "force", "nobody"})
BEFORE_NAME: Final = re.compile(
    rf"(?<![\w-])(?P<mods>(?:{_MOD}[ -]){{0,3}}?)(?:{_BEFORE_NAME_HEADS}|(?P<rank>(?:Lt\.? |Lieutenant |Vice |Rear |Maj\.? |Major |Brig\.? |"
    r"Brigadier )?(?:Gen\.?|General|Adm\.?|Admiral|Col\.?|Colonel|Capt\.?)|Sen\.?|Senator|Rep\.?|Congressman|Ambassador|Amb\.?|"
    r"Governor|Judge|Justice|Speaker))(?:, | )(?P<honour>(?:(?:H\.?E\.?|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Samdech|Techo|Gen\.?|General|Datuk|Dato'?|"
    r"Seri|Sri|Tun|Tan|Lord|Sheikh|Shaikh|Prince|King) )*)$",
    re.IGNORECASE,
)
HONOUR: Final = re.compile(
    r"(?<![\w-])(?:(?:H\.?E\.?|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Samdech|Techo|Datuk|Dato'?|Seri|Tun|Sheikh|Shaikh) )+$"
)
BEFORE_OF: Final = re.compile(
    rf"(?<![\w-])(?P<mods>(?:{_MOD}[ -]){{0,2}}?)(?:{_HEADS}|(?P<country>Kingdom|Republic|State|Commonwealth))"
    r"(?:, (?P<name>[^,]{3,40}),)? of (?:the )?$",
    re.IGNORECASE,
)
_PARTICLE: Final = r"(?:bin|binti|al|Al|van|de|von|der|el|El|ibn|di|da|dos|du|la|le)"
NAME: Final = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Dr|Gen|H\.E|Lt|Adm)\.? )*(?P<name>[A-Z][\w'’-]*[a-zçéèíóúñü](?:[ -](?:{_PARTICLE}[ -])?(?:[A-Z]\.|[A-Z][\w'’-]+|{_PARTICLE} "
    r"[A-Z][\w'’-]+)){0,3}(?: (?:Jr|Sr)\b\.?| I{2,3}\b| IV\b)?)"
)
# Words that begin with a capital after a title and are no name.
NOT_A_NAME: Final = frozenset(
    "The A An In On At For To From And But Of By With Says Said Sunday Monday Tuesday Wednesday Thursday Friday Saturday January "
    "February March April May June July August September October November December Meeting Summit Visit Talks Ministry Office "
    "Department Government Party Minister President Secretary Affairs Statement Agreement Treaty Council Committee Congress "
    "House Senate Palace Day Week Declaration Dialogue Conference Forum He She It They His Her Its Their This That Will Has Was Is "
    "Also After Before As If When While Although However Read More Photo Reuters AFP AP Mr Mrs Ms".split()
)
# The last word of a proper name that is a body of a state, and of one that is not.
STATE_BODY: Final = (
    r"(?:Ministry(?:{of})?|Department(?:{of})?|Embassy|Consulate(?: General)?|High Commission|Navy|Army|Air Force|Armed Forces|Marine Corps|Coast Guard|"
    r"(?:Self-)?Defen[cs]e Forces?|Forces|Police|Military|Guard|Fleet|Government|Cabinet|Parliament|National Assembly|Assembly|Senate|Congress|"
    r"Supreme Court|Court|Agency|Authority|Administration|Commission|Committee|Council|Bureau|Central Bank|"
    r"(?:Eximbank|Exim Bank|Export-Import Bank|Development Bank|State Bank)|Treasury|Mission|Center|Centre|Corporation|"
    r"Company|Group|Bank|Holdings|Enterprise|Corp\.?|Co\.? Ltd\.?|Command|Regiment|Battalion|Brigade|Institute of Foreign Affairs|Customs|"
    r"Secretariat|Board|Fund|Task Force|Office|Ministers?|Institute|Service)"
).replace("{of}", r" of (?:[A-Z][\w'’&-]*)(?:(?:,| and|,? of| of the| &|, and)? [A-Z][\w'’&-]*){0,6}")
AFTER_NATION_BODY: Final = re.compile(
    rf"(?:['’]s)?[ \u00a0](?:(?:[A-Z][\w'’.&-]*|of|and|for|the|on)[ \u00a0]){{0,7}}?(?:{STATE_BODY})(?![\w-])"
)
GLOSS: Final = re.compile(r" ?\((?:the )?[\"“']?(?P<short>[A-Z][A-Za-z0-9&-]{1,11})[\"”']?\)")
SHIP: Final = re.compile(
    r"\b(?P<prefix>JS|JDS|USS|USNS|USCGC|HMS|HMAS|HMCS|HMNZS|INS|BRP|KRI|ROKS|RSS|HTMS|PNS|FS|FGS|ESPS|ITS|UMS|SLNS|BNS|KDB|CNS|RFS|"
    r"HNLMS|HDMS|HSwMS|TCG|CCGS|ICGS|KD|JCG|PLANS)\s(?P<ship>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2})"
)
SHIP_STATES: Final = {
    "JS": "JPN", "JDS": "JPN", "JCG": "JPN", "USS": "USA", "USNS": "USA", "USCGC": "USA", "HMS": "GBR", "HMAS": "AUS",
    "HMCS": "CAN", "CCGS": "CAN", "HMNZS": "NZL", "INS": "IND", "ICGS": "IND", "BRP": "PHL", "KRI": "IDN", "ROKS": "KOR",
    "RSS": "SGP", "HTMS": "THA", "PNS": "PAK", "FS": "FRA", "FGS": "DEU", "ESPS": "ESP", "ITS": "ITA", "UMS": "MMR",
    "SLNS": "LKA", "BNS": "BGD", "KDB": "BRN", "CNS": "CHN", "PLANS": "CHN", "RFS": "RUS", "HNLMS": "NLD", "HDMS": "DNK",
    "HSwMS": "SWE", "TCG": "TUR", "KD": "MYS",
}  # fmt: skip


def kind_of(match: re.Match[str]) -> NameKind:
    """Return the kind of actor that a match of one of this module's patterns names."""
    for group, kind in _KINDS.items():
        if group in match.re.groupindex and match[group]:
            return kind
    return "person"


def former(words: str) -> bool:
    """Say whether the words before an office make it a past one."""
    return _FORMER.search(words) is not None
