"""Offices, forces, firms and bodies beside a nation: what may speak or act for it, and what may not.

"Cambodian" + "senior military officials", "Japan's" + "foreign minister", "the prime minister of" + "Malaysia". Grammar by
word lists: a run of qualifying words that ends in a head ("officials"), read forwards or backwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from suasion.codebook.naming import NameKind


class Run(msgspec.Struct, frozen=True):
    """A run of words that names an office or body.

    ``former`` if it is a past one; ``private`` if it speaks for no state: rebels and opposition, but also analysts and media.
    """

    start: int
    end: int
    kind: NameKind
    former: bool
    private: bool = False


_HEADS: Final[dict[str, NameKind]] = {}
for _kind, _words in (
    ("leader", "premier premiers president presidents chancellor king queen emperor empress sultan emir amir prince princess monarch "
     "leader leaders leadership ruler strongman dictator junta pm taoiseach counsellor counselor lady secretary-general"),
    ("minister", "minister ministers secretary secretaries ambassador ambassadors envoy envoys diplomat diplomats consul consuls "
     "negotiator negotiators commissioner commissioners representative representatives spokesman spokeswoman spokesperson spokespeople "
     "spokesmen spokespersons official officials delegation delegations delegate delegates councillor councilor adviser advisor "
     "governor speaker chairman director-general"),
    ("ministry", "ministry ministries department embassy embassies consulate consulates commission government governments "
     "administration authorities regime cabinet parliament parliamentarians congress senate lawmaker lawmakers legislator legislators "
     "legislature senator senators mp mps assembly congressman congresswoman congressmen treasury court courts judiciary "
     "prosecutor prosecutors customs intelligence politburo agency agencies services office policymakers side state mission"),
    ("force", "military army armies navy navies force forces troops troop soldier soldiers servicemen sailors marines warship warships "
     "vessel vessels ship ships fleet destroyer destroyers frigate frigates corvette corvettes submarine submarines boat boats "
     "carrier carriers jets warplanes drones general generals admiral admirals colonel colonels commander commanders "
     "commandos guard guards police peacekeepers paratroopers deminers gendarmerie personnel officers officer instructors trainers "
     "engineers attache attaché aircraft cutter cutters chief chiefs staff commander-in-chief corps"),
    ("company", "companies company firms firm enterprises enterprise investors investor contractors contractor developers developer "
     "banks bank lenders lender businesses business businessmen businessman manufacturers manufacturer builders builder corporations "
     "corporation conglomerates conglomerate carmakers automakers chipmakers miners giant giants operators operator creditors "
     "creditor airlines airline consortium utilities entrepreneurs multinationals shipyards shipyard drugmakers drugmaker fund soes "
     "builder shipbuilder shipbuilders retailer retailers supplier suppliers"),
    ("opposition", "opposition rebel rebels insurgent insurgents insurgency militant militants militia militias dissident dissidents "
     "separatist separatists activist activists protester protesters protestors demonstrators exiles fighters gunmen guerrillas "
     "guerrilla extremists jihadists figures figure party parties movement groups group members member candidate candidates"),
    ("person", "analyst analysts scholar scholars academic academics commentator commentators journalist journalists critics public "
     "voters society ngo ngos charities historian historians economist economists pundits netizens politician politicians media "
     "newspaper newspapers university universities students tourists expatriates"),
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
_OPPOSED: Final = frozenset({"opposition", "rebel", "separatist", "insurgent", "militant"})
_NOT_THE_STATE: Final = frozenset(
    "opposition rebel kurdish islamist jihadist shiite sunni anti-government insurgent militant separatist exiled dissident banned".split()
)
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
_PRIVATE: Final = frozenset({"opposition", "person"})
_WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_NEXT: Final = re.compile(r"(?:['’]s?)?[ \n\u00a0](?=[^\W\d_])")
_PORTFOLIO: Final = (
    r"(?:[Ff]oreign|[Aa]ffairs?|[Nn]ational|[Dd]efen[cs]e|[Ii]nternational|[Cc]ooperation|[Rr]elations|[Ee]conom(?:y|ic|ics)|[Ff]inance|"
    r"[Pp]ublic|[Ww]orks|[Tt]rade|[Ii]ndustr(?:y|ies)|[Cc]ommerce|[Hh]ealth|[Ee]ducation|[Ee]nergy|[Mm]ineral|[Mm]ines|[Rr]esources|[Jj]ustice|"
    r"[Tt]ransport(?:ation)?|[Ii]nterior|[Hh]ome|[Ii]nternal|[Ee]xternal|[Aa]griculture|[Ff]isheries|[Ff]orestry|[Ll]abou?r|[Ss]ocial|[Ww]elfare|"
    r"[Tt]ourism|[Cc]ulture|[Ii]nformation|[Tt]echnology|[Ss]cience|[Ee]nvironment|[Cc]limate|[Cc]hange|[Ww]ater|[Pp]lanning|"
    r"[Dd]evelopment|[Ss]ecurity|[Ss]tate|[Tt]reasury|[Ww]ar|[Ii]mmigration|[Cc]itizenship|[Cc]ommunications?|[Dd]igital|[Pp]ower|"
    r"[Pp]etroleum|[Oo]il|[Ii]nfrastructure|[Hh]ousing|[Uu]rban|[Rr]ural|[Ww]omen['’]s|[Ww]omen|[Yy]outh|[Ss]ports?|[Rr]eligions?|[Cc]ults|"
    r"[Ii]nvestment|[Ee]xport|[Ee]mployment|[Vv]eterans|[Pp]osts|[Tt]elecommunications|[Ll]and|[Ii]sland|[Mm]aritime|[Mm]arine|"
    r"[Rr]econstruction|[Ii]ntelligence|[Hh]omeland|[Aa]viation|[Nn]uclear|[Aa]tomic|[Ee]nvironmental|[Pp]rotection|[Ss]tability|"
    r"[Hh]uman|[Rr]ights|[Ii]nnovation|[Cc]oordination|[Rr]egional|[Ii]ntegration|[Cc]ommonwealth|[Ee]uropean?|[Mm]inority|[Aa]rms)"
)
# "of Foreign Affairs and International Cooperation": the first word may be any, further ones are what portfolios are made of.
_OF: Final = re.compile(
    rf" (?:of|for)(?: the)? (?:[A-Z][\w'’&-]*|{_PORTFOLIO})(?:(?:,| and|,? of| of the|,? &|, and)? {_PORTFOLIO}(?![\w])){{0,8}}"
)
_OF_LOWER: Final = re.compile(rf" (?:of|for) (?:the )?{_PORTFOLIO}(?:(?:,| and|, and)? {_PORTFOLIO}(?!\w)){{0,4}}")
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
    if head == "opposition" or before & (_OPPOSED if kind in {"leader", "minister"} else _NOT_THE_STATE):
        return "opposition"
    if head in {"media", "newspaper", "newspapers"} and before & {"state", "state-run", "state-owned", "official"}:
        return "agency"
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


_PREFIXED: Final = re.compile(r"(?:then|ex|former)-(?=\w)", re.IGNORECASE)
_ABBREVIATIONS: Final = frozenset({"U.S.", "Gen.", "Lt.", "Adm."})


def _words_from(text: str, at: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of up to ``most`` words that follow one another, one space apart, from a position on."""
    for _ in range(most):
        match = _WORD.match(text, at)
        if match is None:
            return
        start, end = match.span()
        if text[end - 1] in "'’.-" and match[0] not in _ABBREVIATIONS:
            end = start + len(match[0].rstrip("'’.-"))
        possessive = text[end - 2 : end] in {"'s", "’s"}
        if possessive:
            end -= 2
        yield start, end
        if possessive or end < match.end() or text[end : end + 1] not in {" ", "\n", "\u00a0"}:
            return
        at = end + 1


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
    best: Run | None = None
    lower: list[str] = []
    for start, end in _words_from(text, gap.end(), 9):
        prefix = _PREFIXED.match(text, start) if "-" in text[start:end] else None
        word = text[prefix.end() if prefix else start : end].lower()
        lower.append(word)
        if word not in _QUALIFIERS and word not in _HEADS:
            if word in {"head", "heads"} and (heads := _STATE_OF.match(text, start)) is not None:
                return Run(gap.end(), heads.end(), "leader", bool(_FORMER & set(lower)))
            if word == "and" and best is not None and best.kind in {"leader", "minister"}:
                continue
            break
        if prefix is not None and prefix[0][:4].lower() != "then":
            lower[-1:] = ["ex", word]
        kind = _kind_of_run(lower)
        tail = (_OF.match(text, end) or _OF_LOWER.match(text, end)) if word in _TAKES_OF else None
        if tail is not None:
            kind = kind or (
                "ministry" if word == "department" else "minister"
            )  # "secretary of state", by itself a clerk
            end = tail.end()
        if kind is not None:
            best = Run(gap.end(), end, kind, bool(_FORMER & set(lower)), kind in _PRIVATE)
        if tail is not None:
            break
    if best is None:
        return None
    follows = _WORD.match(text, best.end + 1) if text[best.end : best.end + 1] in {" ", "-"} else None
    if follows is not None and follows[0].lower().rstrip(".") in _QUALIFIED:
        return None
    return best


_OFFICE_OF: Final = re.compile(
    rf"(?:(?:[Dd]eputy|[Vv]ice|[Aa]ssistant|[Ff]ormer|[Aa]cting) )*(?:[Mm]inister|[Ss]ecretary) (?:of|for)(?: the)? {_PORTFOLIO}"
    rf"(?:(?:,| and|,? of| of the|,? &|, and)? {_PORTFOLIO}(?!\w)){{0,8}} $"
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


def _words_back(left: str, end: int) -> list[tuple[int, str]]:
    """Return the lower-case words that run unbroken up to the end of a stretch, each with its offset, in text order."""
    words: list[tuple[int, str]] = []
    for piece in reversed(left.split(" ")[-8:]):
        start = end - len(piece)
        if _WORD.fullmatch(piece) is None:
            break
        lower = piece.lower().rstrip(".")
        prefix = _PREFIXED.match(piece) if "-" in piece and lower not in _HEADS else None
        words.append((start, lower[prefix.end() :] if prefix else lower))
        end = start - 1
    words.reverse()
    return words


def run_before(text: str, at: int) -> Run | None:
    """Return the office or rank that stands right before a person's name which starts at an offset, None if none does.

    Honorifics between them are passed over ("Prime Minister Samdech Hun Sen"); by themselves they are no office.
    """
    left = text[max(0, at - 110) : at].replace("\n", " ")
    if not left.endswith(" "):
        return None
    match = _OFFICE_OF.search(left) if " of " in left or " for " in left else None
    if match is not None:
        start = at - len(left) + match.start()
        return Run(start, at, "minister", "former" in match[0].lower())
    words = _words_back(left[:-1], at - 1)
    while words and words[-1][1] in _HONOURS:
        words.pop()
    if not words:
        return None
    head = words[-1][1]
    # A name follows only offices of one person; generals and the like need their rank with a capital.
    single = head in _HEADS and not (head.endswith("s") and head not in {"chiefs"})
    if head in _RANKS and text[words[-1][0]].isupper():
        kind: NameKind = (
            "leader" if head in {"king", "queen", "prince", "princess", "emperor", "sultan", "pope"} else "person"
        )
    elif single:
        named = _kind_of_run([word for _, word in words])
        if named is None or named not in {"leader", "minister", "opposition", "force", "ministry", "person"}:
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
    private = kind == "opposition" or (kind == "person" and head not in _RANKS)
    was = re.match(r"(?:ex|former)-", text[words[first][0] :], re.IGNORECASE) is not None
    return Run(words[first][0], at, kind, was or bool(_FORMER & set(run)), private)


def run_before_of(text: str, at: int) -> Run | None:
    """Return the office or body before "of" and a nation that starts at an offset: "the foreign minister of [Japan]"."""
    if text[at - 4 : at] == " of ":
        end = at - 4
    elif text[at - 8 : at] == " of the ":
        end = at - 8
    else:
        return None
    office = re.search(
        rf"(?:[Dd]eputy |[Vv]ice |[Tt]he )?(?:[Mm]inister|[Ss]ecretary|[Mm]inistry|[Dd]epartment) (?:of|for)(?: the)? {_PORTFOLIO}"
        rf"(?:(?:,| and|,? of| of the|,? &|, and)? {_PORTFOLIO}(?!\w)){{0,8}}$", text[max(0, end - 100) : end]
    )  # fmt: skip
    if office is not None:
        kind: NameKind = "ministry" if re.search("inistry|epartment", office[0]) else "minister"
        return Run(max(0, end - 100) + office.start(), end, kind, False)
    words = [(m.start(), m[0].lower()) for m in _WORD.finditer(text, max(0, end - 60), end)]
    # Only the unbroken words right before "of" belong to it.
    while (
        len(words) > 1
        and not text[words[0][0] : end].replace("\n", " ").replace("-", " ").replace("'", "").replace(" ", "").isalpha()
    ):
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
        if (
            kind_found is not None
            and kind_found not in _PRIVATE
            and run[-1] not in {"side", "group", "member", "members"}
        ):
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
    r"Congress|Court|Agency|Authority|Administration|Commission|Committee|Council|Bureau|Bank|Eximbank|Treasury|Mission|"
    r"Corporation|Company|Group|Holdings|Enterprise|Corp|Command|Regiment|Battalion|Brigade|Customs|Secretariat|Board|Fund|"
    r"Task Force|Office|Service|Investment|Institute of International Affairs)"
).replace(
    "{of}", r"(?: (?:of|for)(?: the)? [A-Z][\w'’&-]*(?:(?:,| and|,? of| of the|,? &|, and)? [A-Z][\w'’&-]*){0,6})?"
)
BODY_AFTER: Final = re.compile(
    rf"(?:['’]s)?[ \n\u00a0](?:(?:[A-Z][\w'’.&-]*|of|and|for|the|on)[ \n\u00a0]){{0,7}}?{_BODY}(?![\w-])"
)
OWN_ACCOUNT: Final = re.compile(
    r"(?:['’]s)?[ \n\u00a0](?:(?:[A-Z][\w'’.&-]*|of|and|for)[ \n\u00a0]){0,6}?(?:University|College|Times|Post|Daily|Herald|Tribune|Journal|"
    r"Review|Institute|Foundation|Association|Party|Museum|Olympics|Games|Cup|Open|Airlines?|Airways|Union|Front|Post|News|Academy|"
    r"School|Society|Network|Forum|Church|League|Studies|Watch|Grand Prix|Festival|Marathon|Cent(?:re|er)|Liberation (?:Army|Front)|"
    r"Republican Army|National Front|Resistance|Federation)(?![\w-])(?: (?:of|for|on|against)(?: the)? [A-Z][\w'’&-]*(?: (?:and |of )?[A-Z][\w'’&-]*){0,5})?"
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


def is_title_word(word: str) -> bool:
    """Say whether a word may be part of an office's name: "President", "Foreign", "Samdech"."""
    lower = word.lower().rstrip(".")
    return lower in _HEADS or lower in _QUALIFIERS or lower in _RANKS or lower in _HONOURS
