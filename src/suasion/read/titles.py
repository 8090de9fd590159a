"""Offices, forces, firms and bodies beside a nation: what may speak or act for it, and what may not.

"Cambodian" + "senior military officials", "Japan's" + "foreign minister", "the prime minister of" + "Malaysia". Grammar by
word lists: a run of qualifying words that ends in a head ("officials"), read forwards or backwards.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from suasion.codebook.naming import NameKind


class Run(msgspec.Struct, frozen=True):
    """A run of words that names an office or body; ``former`` if it is a past one."""

    start: int
    end: int
    kind: NameKind
    former: bool


_HEADS: Final[dict[str, NameKind]] = {}
for _kind, _words in (
    ("leader", "premier premiers president presidents chancellor king queen emperor empress sultan emir amir prince princess monarch "
     "leader leaders leadership ruler strongman dictator junta pm taoiseach counsellor counselor lady"),
    ("minister", "minister ministers secretary secretaries ambassador ambassadors envoy envoys diplomat diplomats consul consuls "
     "negotiator negotiators commissioner commissioners representative representatives spokesman spokeswoman spokesperson spokespeople "
     "spokesmen spokespersons official officials delegation delegations delegate delegates councillor councilor adviser advisor "
     "governor speaker chairman"),
    ("ministry", "ministry ministries department embassy embassies consulate consulates commission government governments "
     "administration authorities regime cabinet parliament parliamentarians congress senate lawmaker lawmakers legislator legislators "
     "legislature senator senators mp mps assembly congressman congresswoman congressmen treasury court courts judiciary "
     "prosecutor prosecutors customs intelligence politburo agency agencies services office policymakers side state mission"),
    ("force", "military army armies navy navies force forces troops troop soldier soldiers servicemen sailors marines warship warships "
     "vessel vessels ship ships fleet destroyer destroyers frigate frigates corvette corvettes submarine submarines boat boats "
     "carrier carriers jets fighters bombers warplanes drones general generals admiral admirals colonel colonels commander commanders "
     "commandos guard guards police peacekeepers paratroopers deminers gendarmerie personnel officers officer instructors trainers "
     "engineers attache attaché aircraft cutter cutters chief chiefs staff commander-in-chief corps"),
    ("company", "companies company firms firm enterprises enterprise investors investor contractors contractor developers developer "
     "banks bank lenders lender businesses business businessmen businessman manufacturers manufacturer builders builder corporations "
     "corporation conglomerates conglomerate carmakers automakers chipmakers miners giant giants operators operator creditors "
     "creditor airlines airline consortium utilities entrepreneurs multinationals shipyards shipyard drugmakers drugmaker fund soes "
     "builder shipbuilder shipbuilders retailer retailers supplier suppliers"),
    ("opposition", "opposition rebel rebels insurgent insurgents insurgency militant militants militia militias dissident dissidents "
     "separatist separatists activist activists protester protesters protestors demonstrators exiles analyst analysts scholar "
     "scholars academic academics commentator commentators media newspaper newspapers journalist journalists critics public voters "
     "society ngo ngos charities university universities historian historians economist economists pundits netizens figures figure "
     "party parties politician politicians movement groups group members member candidate candidates"),
):  # fmt: skip
    for _word in _words.split():
        _HEADS[_word] = _kind  # type: ignore[assignment]

# Heads that speak for a state only behind one of these words: a foreign secretary, but not a secretary.
_ONLY_BEHIND: Final[dict[str, frozenset[str]]] = {
    "secretary": frozenset("foreign defence defense finance home interior general treasury commerce state cabinet energy trade justice "
                           "chief permanent health transportation education army navy".split()),
    "commissioner": frozenset({"high"}), "commissioners": frozenset({"high"}), "commission": frozenset({"high"}),
    "adviser": frozenset({"security", "chief"}), "advisor": frozenset({"security", "chief"}),
    "governor": frozenset({"bank"}), "chairman": frozenset({"parliament", "assembly", "senate"}),
    "speaker": frozenset({"parliament", "parliamentary", "house", "assembly", "senate"}),
    "councillor": frozenset({"state"}), "councilor": frozenset({"state"}), "counsellor": frozenset({"state"}),
    "counselor": frozenset({"state"}), "lady": frozenset({"first"}),
    "department": frozenset("state treasury defence defense justice commerce foreign".split()),
    "assembly": frozenset({"national"}), "office": frozenset({"foreign", "home", "presidential"}),
    "services": frozenset({"security", "intelligence"}), "court": frozenset({"supreme", "constitutional", "high"}),
    "vessel": frozenset("naval navy military patrol guard warfare surveillance".split()),
    "vessels": frozenset("naval navy military patrol guard surveillance".split()),
    "ship": frozenset("naval navy military patrol guard".split()), "ships": frozenset("naval navy military patrol guard".split()),
    "boat": frozenset({"patrol", "guard", "missile"}), "boats": frozenset({"patrol", "guard", "missile"}),
    "aircraft": frozenset({"military", "patrol", "surveillance", "fighter", "force"}),
    "carrier": frozenset({"aircraft"}), "carriers": frozenset({"aircraft"}), "corps": frozenset({"marine", "diplomatic", "guard"}),
    "force": frozenset({"air", "ground", "police", "rocket", "task", "naval", "defence", "defense", "expeditionary", "strike",
                        "peacekeeping"}),
    "guard": frozenset({"coast", "national", "revolutionary", "royal"}), "guards": frozenset({"coast", "border", "revolutionary"}),
    "personnel": frozenset({"military", "naval", "navy", "army", "police"}),
    "officer": frozenset({"military", "naval", "navy", "army", "police", "intelligence"}),
    "officers": frozenset({"military", "naval", "navy", "army", "police", "intelligence"}),
    "instructors": frozenset({"military", "army", "navy"}), "trainers": frozenset({"military", "army", "navy"}),
    "engineers": frozenset({"military", "army"}), "attache": frozenset({"defence", "defense", "military"}),
    "attaché": frozenset({"defence", "defense", "military"}), "staff": frozenset({"embassy", "military", "general"}),
    "chief": frozenset("military army navy defence defense police force security intelligence party staff diplomatic naval".split()),
    "chiefs": frozenset("military army navy defence defense police force security intelligence".split()),
    "fund": frozenset({"wealth"}), "figures": frozenset({"opposition"}), "figure": frozenset({"opposition"}),
    "group": frozenset({"rebel", "militant", "opposition", "insurgent"}), "groups": frozenset({"rebel", "militant", "opposition",
                                                                                           "insurgent", "rights"}),
    "party": frozenset({"opposition"}), "parties": frozenset({"opposition"}), "movement": frozenset({"opposition"}),
    "member": frozenset({"opposition"}), "members": frozenset({"opposition"}), "candidate": frozenset({"opposition"}),
    "candidates": frozenset({"opposition"}), "society": frozenset({"civil"}),
}  # fmt: skip
_QUALIFIERS: Final = frozenset(
    "senior top then former ex late current incumbent outgoing new newly elected appointed visiting high-level high-ranking ranking "
    "deputy vice assistant acting interim caretaker transitional first second state junior permanent parliamentary chief young "
    "longtime long-time long-serving ruling civilian exiled communist nationalist reformist conservative local provincial "
    "central federal other several some royal embattled ousted deposed unnamed unidentified retired regional official "
    "prime foreign external internal affairs defence defense finance interior home trade commerce economy economic energy health "
    "justice education transport infrastructure agriculture labour labor environment tourism industry information culture planning "
    "development digital communications police security public mines power petroleum water immigration cabinet treasury fisheries "
    "science climate oil investment national works land supreme paramount crown general party special lead "
    "government military ministry embassy presidential palace aid intelligence consular navy army air naval coast border "
    "maritime marine ground armed riot joint combat occupation occupying invading paramilitary peacekeeping guided-missile "
    "nuclear patrol self-defence self-defense rocket missile task fighter surveillance strategic expeditionary "
    "state-owned state-run state-backed state-linked government-owned government-linked private construction telecoms telecom "
    "technology tech gas mining engineering shipping policy commercial export credit railway car electronics pharmaceutical "
    "property real estate big large major leading biggest largest steel logistics dredging solar food garment chip port sovereign "
    "wealth media opposition rebel jailed veteran main prominent pro-democracy human rights environmental ethnic "
    "anti-government shiite sunni islamist far-right kurdish banned civil militant insurgent constitutional high house senate "
    "parliament assembly customs prosecution undersecretary diplomatic think-tank western-backed jihadist "
    "electric-vehicle arms weapons defence-industry hydropower two three four five dozens many most numerous more bank "
    "revolutionary council guard senior-level working-level sea".split()
)
_MILITARY: Final = frozenset("military naval navy army defence defense police force forces guard troops".split())
_SPEAKERS: Final = frozenset(
    "official officials delegation delegations spokesman spokeswoman spokesperson leaders leader leadership representative "
    "representatives adviser advisor".split()
)
_FORMER: Final = frozenset("former ex late ousted deposed retired erstwhile".split())
# A head before one of these only qualifies it: a military base, a navy visit and a government loan are no one.
_QUALIFIED: Final = frozenset(
    "base bases presence aid assistance exercise exercises drill drills training cooperation ties relations spending budget budgets "
    "buildup build-up hardware equipment technology power operation operations action actions intervention activity activities "
    "facility facilities outpost outposts alliance alliances support loan loans grant grants bond bonds debt debts policy policies "
    "building buildings visit visits service services purchases sale sales deployment deployments capability capabilities doctrine "
    "strategy infrastructure installation installations access footprint invasion relief funding funds dependence engagement "
    "expenditure expenditures coup rule parade vehicles secrets hospital interest interests leverage campaign expansion history "
    "procurement industry system systems rights investment investments project projects notes account accounts law laws decree "
    "website revenue revenues subsidies stability circles quarters shake-up strength might threat threats pressure advances "
    "modernisation modernization diplomacy elections election vote seat seats conflict withdrawal scholarships assets contracts "
    "contract exports imports capital money ownership affiliates involvement actions".split()
)
_WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_NEXT: Final = re.compile(r"(?:['’]s?)?[ \n\u00a0](?=[^\W\d_])")
_OF: Final = re.compile(
    r" (?:of|for)(?: the)? [A-Z][\w'’&-]*(?:(?:,| and|,? of| of the|,? &|, and)? [A-Z][\w'’&-]*){0,6}"
)
_OF_LOWER: Final = re.compile(
    r" (?:of|for) (?:the )?(?:foreign|national|home|internal|external|public|economic|state|defence|defense|finance|trade|commerce|"
    r"health|education|energy|justice|transport|the interior|interior|agriculture|labou?r|tourism|industry|war|treasury)\b"
    r"(?: affairs| defen[cs]e| security| relations| trade| cooperation)?"
)
_TAKES_OF: Final = frozenset({"minister", "ministers", "ministry", "department", "secretary", "ministries"})
_STATE_OF: Final = re.compile(r"heads? of (?:state|government)\b", re.IGNORECASE)


def _kind_of_run(words: list[str]) -> NameKind | None:
    """Return the kind that a run of lower-case words names by its last one, None if that is no head."""
    head = words[-1].rstrip(".")
    kind = _HEADS.get(head)
    if kind is None:
        return None
    before = frozenset(words[:-1])
    needed = _ONLY_BEHIND.get(head)
    if needed is not None and not before & needed:
        return None
    if "opposition" in words or "rebel" in words:
        return "opposition"
    if "minister" in head and "prime" in before:
        return "leader"
    if head == "secretary" and "general" in before:
        return "leader"
    if head in _SPEAKERS and before & _MILITARY and "ministry" not in before:
        return "force"
    if head == "bank" and "central" in before:
        return "ministry"
    if head == "chief" and "party" in before:
        return "leader"
    return kind


def _words_from(text: str, at: int, most: int) -> list[tuple[int, int]]:
    """Return the spans of up to ``most`` words that follow one another, one space apart, from a position on."""
    spans: list[tuple[int, int]] = []
    while len(spans) < most:
        match = _WORD.match(text, at)
        if match is None:
            break
        end = match.end()
        while text[end - 1] in "'’.-" and text[match.start() : end] not in {"U.S.", "Gen.", "Lt.", "Adm."}:
            end -= 1
        possessive = text[end - 2 : end] in {"'s", "’s"}
        if possessive:
            end -= 2
        spans.append((match.start(), end))
        if possessive or text[end : end + 1] not in {" ", "\n", "\u00a0"} or end < match.end():
            break
        at = end + 1
    return spans


def run_after(text: str, at: int) -> Run | None:
    """Return the office or body that follows a nation which ends at an offset, None if none does.

    Parameters
    ----------
    text
        The document's text.
    at
        Where the nation's name ends, before a possessive.
    """
    gap = _NEXT.match(text, at)
    if gap is None:
        return None
    spans = _words_from(text, gap.end(), 9)
    lower = [text[start:end].lower() for start, end in spans]
    best: Run | None = None
    for i, word in enumerate(lower):
        heads = _STATE_OF.match(text, spans[i][0])
        if heads is not None:
            best = Run(spans[0][0], heads.end(), "leader", bool(_FORMER & set(lower[:i])))
            break
        kind = _kind_of_run(lower[: i + 1])
        end = spans[i][1]
        tail = (_OF.match(text, end) or _OF_LOWER.match(text, end)) if word in _TAKES_OF else None
        if tail is not None:
            kind = kind or "minister"  # "secretary of state", which by itself is a clerk
            end = tail.end()
        if kind is not None:
            best = Run(spans[0][0], end, kind, bool(_FORMER & set(lower[: i + 1])))
            if end != spans[i][1]:
                break
        joins = word == "and" and best is not None and best.kind in {"leader", "minister"}
        if word not in _QUALIFIERS and word not in _HEADS and not joins:
            break
    if best is None:
        return None
    follows = _WORD.match(text, best.end + 1) if text[best.end : best.end + 1] in {" ", "-"} else None
    if follows is not None and follows[0].lower().rstrip(".") in _QUALIFIED:
        return None
    return best


_LAST_WORDS: Final = re.compile(r"(?:[^\W\d_][\w'’.-]* ){1,8}$")
_OFFICE_OF: Final = re.compile(
    r"(?:(?:[Dd]eputy|[Vv]ice|[Aa]ssistant|[Ff]ormer|[Aa]cting) )*(?:[Mm]inister|[Ss]ecretary) (?:of|for)(?: the)? (?:[A-Z][\w'’&-]*"
    r"(?:(?:,| and|,? of| of the|,? &|, and)? [A-Z][\w'’&-]*){0,6}|[a-z]+(?: affairs| security| defen[cs]e)?),? $"
)
_RANKS: Final = frozenset(
    "gen general adm admiral lt lieutenant col colonel capt captain maj major brig brigadier vice rear commander sen senator rep "
    "representative congressman congresswoman ambassador amb governor king queen prince princess emperor sultan pope "
    "chairman chairwoman speaker commissioner".split()
)
_HONOURS: Final = frozenset(
    "h.e he mr mrs ms dr sir madam madame samdech techo datuk dato dato' seri sri tun tan lord sheikh shaikh imam".split()
)
# Words that may qualify a title, but not by themselves join it backwards: "said top leader", "the bank president".
_NOT_BACKWARDS: Final = frozenset("two three four five some several many most more other new bank high first".split())


def run_before(text: str, at: int) -> Run | None:
    """Return the office or rank that stands right before a person's name which starts at an offset, None if none does.

    Honorifics between them are passed over ("Prime Minister Samdech Hun Sen"); by themselves they are no office.
    """
    left = text[max(0, at - 110) : at].replace("\n", " ")
    match = _OFFICE_OF.search(left)
    if match is not None:
        start = at - len(left) + match.start()
        return Run(start, at, "minister", "former" in match[0].lower())
    match = _LAST_WORDS.search(left)
    if match is None:
        return None
    begin = at - len(left) + match.start()
    words: list[tuple[int, str]] = []
    for found in _WORD.finditer(text, begin, at):
        words.append((found.start(), found[0].lower().rstrip(".,")))
    while words and words[-1][1] in _HONOURS:
        words.pop()
    if not words:
        return None
    head = words[-1][1]
    # A name follows only offices of one person; generals and the like need their rank with a capital.
    single = head in _HEADS and not (head.endswith("s") and head not in {"chiefs"})
    if head in _RANKS and text[words[-1][0]].isupper():
        kind: NameKind = "leader" if head in {"king", "queen", "prince", "princess", "emperor", "sultan", "pope"} else "person"
    elif single:
        named = _kind_of_run([word for _, word in words])
        if named is None or named not in {"leader", "minister", "opposition", "force", "ministry"}:
            return None
        kind = named
    else:
        return None
    first = len(words) - 1
    while first > 0 and (
        words[first - 1][1] in _RANKS
        or (words[first - 1][1] in _QUALIFIERS or _HEADS.get(words[first - 1][1]) in {"leader", "minister", "ministry"})
        and words[first - 1][1] not in _NOT_BACKWARDS
        or (words[first - 1][1] == "and" and first >= 2 and words[first - 2][1] in _HEADS)
    ):
        first -= 1
    if words[first][1] == "and":
        first += 1
    run = [word for _, word in words[first:]]
    if head not in _RANKS:
        kind = _kind_of_run(run) or kind
    return Run(words[first][0], at, kind, bool(_FORMER & set(run)))


def run_before_of(text: str, at: int) -> Run | None:
    """Return the office or body before "of" and a nation that starts at an offset: "the foreign minister of [Japan]"."""
    left = text[max(0, at - 110) : at]
    match = re.search(r" of (?:the )?$", left)
    if match is None:
        return None
    end = at - len(left) + match.start()
    office = re.search(
        r"(?:[Dd]eputy |[Vv]ice |[Tt]he )?(?:[Mm]inister|[Ss]ecretary|[Mm]inistry|[Dd]epartment) (?:of|for)(?: the)? [A-Z][\w'’&-]*"
        r"(?:(?:,| and|,? of| of the|,? &|, and)? [A-Z][\w'’&-]*){0,6}$", text[max(0, end - 100) : end]
    )  # fmt: skip
    if office is not None:
        kind: NameKind = "ministry" if re.search("inistry|epartment", office[0]) else "minister"
        return Run(max(0, end - 100) + office.start(), end, kind, False)
    words = [(m.start(), m[0].lower()) for m in _WORD.finditer(text, max(0, end - 60), end)]
    # Only the unbroken words right before "of" belong to it.
    while len(words) > 1 and not text[words[0][0] : end].replace("\n", " ").replace("-", " ").replace("'", "").replace(" ", "").isalpha():
        words.pop(0)
    best: Run | None = None
    for first in range(len(words) - 1, -1, -1):
        run = [word for _, word in words[first:]]
        heads = re.fullmatch(r"heads? of (?:state|government)", " ".join(run))
        kind_found: NameKind | None = "leader" if heads else _kind_of_run(run)
        if run[0] not in _QUALIFIERS and run[0] not in _HEADS and not heads:
            if run[0] not in {"state", "of", "head", "heads"}:
                break
            continue
        if kind_found is not None and kind_found != "opposition" and run[-1] not in {"side", "group", "member", "members"}:
            best = Run(words[first][0], end, kind_found, bool(_FORMER & set(run)))
    return best


_PARTICLE: Final = r"(?:bin|binti|al|Al|van|de|von|der|el|El|ibn|di|da|dos|du|la|le)"
NAME: Final = re.compile(
    rf"(?P<name>[A-Z][\w'’-]*(?:[ -](?:{_PARTICLE}[ -])?(?:[A-Z]\.|[A-Z][\w'’-]+)){{0,3}}(?: (?:Jr|Sr)\b\.?| I{{2,3}}\b| IV\b)?)"
)
# Words that begin with a capital after a title and are no name.
NOT_A_NAME: Final = frozenset(
    "The A An In On At For To From And But Of By With Says Said Sunday Monday Tuesday Wednesday Thursday Friday Saturday January "
    "February March April May June July August September October November December Meeting Summit Visit Talks Ministry Office "
    "Department Government Party Minister President Secretary Affairs Statement Agreement Treaty Council Committee Congress "
    "House Senate Palace Day Week Declaration Dialogue Conference Forum He She It They His Her Its Their This That Will Has Was Is "
    "Also After Before As If When While Although However Read More Photo Reuters AFP AP Mr Mrs Ms Dr General Prime Foreign Defence "
    "Defense State Deputy Vice Chief".split()
)
# Proper names of bodies: what a state acts through, and what acts for itself.
_BODY: Final = (
    r"(?:Ministry{of}|Department{of}|Embassy|Consulate(?: General)?|High Commission|Navy|Army|Air Force|Armed Forces|Marine Corps|"
    r"Coast Guard|(?:Self-)?Defen[cs]e Forces?|Forces|Police|Military|Guard|Fleet|Government|Cabinet|Parliament|Assembly|Senate|"
    r"Congress|Court|Agency|Authority|Administration|Commission|Committee|Council|Bureau|Bank|Eximbank|Treasury|Mission|Center|"
    r"Centre|Corporation|Company|Group|Holdings|Enterprise|Corp|Command|Regiment|Battalion|Brigade|Customs|Secretariat|Board|Fund|"
    r"Task Force|Office|Service|Investment|Institute of International Affairs)"
).replace("{of}", r"(?: (?:of|for)(?: the)? [A-Z][\w'’&-]*(?:(?:,| and|,? of| of the|,? &|, and)? [A-Z][\w'’&-]*){0,6})?")
BODY_AFTER: Final = re.compile(
    rf"(?:['’]s)?[ \n\u00a0](?:(?:[A-Z][\w'’.&-]*|of|and|for|the|on)[ \n\u00a0]){{0,7}}?{_BODY}(?![\w-])"
)
OWN_ACCOUNT: Final = re.compile(
    r"(?:['’]s)?[ \n\u00a0](?:(?:[A-Z][\w'’.&-]*|of|and|for)[ \n\u00a0]){0,6}?(?:University|College|Times|Post|Daily|Herald|Tribune|Journal|"
    r"Review|Institute|Foundation|Association|Party|Museum|Olympics|Games|Cup|Open|Airlines?|Airways|Union|Front|Post|News|Academy|"
    r"School|Society|Network|Forum|Church|League|Studies|Watch|Grand Prix|Festival|Marathon)(?![\w-])"
)
GLOSS: Final = re.compile(r" ?\((?:the )?[\"“']?(?P<short>[A-Z][A-Za-z0-9&-]{1,11})[\"”']?\)")
SHIP: Final = re.compile(
    r"\b(?P<prefix>JS|JDS|USS|USNS|USCGC|HMS|HMAS|HMCS|HMNZS|INS|BRP|KRI|ROKS|RSS|HTMS|PNS|FGS|ESPS|ITS|UMS|SLNS|BNS|KDB|CNS|RFS|"
    r"HNLMS|HDMS|HSwMS|TCG|CCGS|ICGS|JCG|PLANS)\s(?P<ship>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2})"
)
SHIP_STATES: Final = {
    "JS": "JPN", "JDS": "JPN", "JCG": "JPN", "USS": "USA", "USNS": "USA", "USCGC": "USA", "HMS": "GBR", "HMAS": "AUS",
    "HMCS": "CAN", "CCGS": "CAN", "HMNZS": "NZL", "INS": "IND", "ICGS": "IND", "BRP": "PHL", "KRI": "IDN", "ROKS": "KOR",
    "RSS": "SGP", "HTMS": "THA", "PNS": "PAK", "FGS": "DEU", "ESPS": "ESP", "ITS": "ITA", "UMS": "MMR", "SLNS": "LKA",
    "BNS": "BGD", "KDB": "BRN", "CNS": "CHN", "PLANS": "CHN", "RFS": "RUS", "HNLMS": "NLD", "HDMS": "DNK", "HSwMS": "SWE",
    "TCG": "TUR",
}  # fmt: skip


def body_kind(name: str) -> NameKind:
    """Return the kind of body that a proper name after a nation names, by its last words."""
    if re.search(r"(?:Navy|Army|Force|Forces|Corps|Guard|Police|Military|Fleet|Command|Regiment|Battalion|Brigade)$", name):
        return "force"
    if re.search(r"(?:Corporation|Company|Group|Holdings|Enterprise|Corp|Investment)$", name):
        return "company"
    if re.search(r"Ministry|Department|Embassy|Consulate|Government|Cabinet|Parliament|Assembly|Senate|Congress|Court", name):
        return "ministry"
    return "agency"
