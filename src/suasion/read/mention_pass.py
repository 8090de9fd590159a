"""One pass over one text: from names of the list to mentions, with offices, bodies, introductions and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from suasion.codebook.naming import NameKind, holds
from suasion.read.gazetteer import Hit, Meaning, find_hits, shorts_of
from suasion.read.homonyms import homonym
from suasion.read.mentions import Mention
from suasion.read.titles import (
    BODY_AFTER,
    GLOSS,
    NAME,
    NOT_A_NAME,
    OWN_ACCOUNT,
    SHIP,
    SHIP_STATES,
    Run,
    body_kind,
    run_after,
    run_before,
    run_before_of,
)


class _Bearer(msgspec.Struct, frozen=True):
    """Whom a surname or acronym stands for from its introduction on."""

    code: str | None
    state: str | None
    kind: NameKind
    head: str
    reason: str | None
    since: int
    via: str


_NATIONAL: Final = frozenset({"country", "adjective", "capital", "seat", "organisation"})
# Names that stand before an office as they are, "US officials"; other country names need 's or an office with a capital.
_PLAIN: Final = frozenset(
    ["US", "U.S.", "UK", "U.K.", "EU", "E.U.", "UN", "U.N.", "ASEAN", "Asean", "NATO", "Nato", "PRC", "DPRK", "ROK", "UAE"]
    + ["PNG", "Quad", "QUAD", "AUKUS", "GCC", "G7", "G20", "BRICS", "IMF", "New Zealand", "Solomon Islands", "Hong Kong"]
    + ["African Union", "European Union", "World Bank", "United Nations", "Taiwan", "Kremlin", "White House", "Pentagon"]
)
_KINGDOMS: Final = frozenset("KHM SAU THA BHR JOR MAR BTN TON NLD BEL ESP SWE NOR DNK LSO SWZ".split())
_KINGDOM: Final = re.compile(r"\b[Tt]he [Kk]ingdom\b(?! of\b)")
_GLOSSED: Final = frozenset({"agency", "force", "ministry", "organisation", "company", "party", "opposition"})
_ARTICLE: Final = _GLOSSED | {"seat", "leader", "minister"}
_NAMED_OFFICES: Final = frozenset({"leader", "minister", "opposition", "force", "person", "ministry"})
# Where a family name comes first, and where the given name is the one used.
_FIRST_IS_SHORT: Final = frozenset("CHN TWN KOR PRK VNM KHM LAO THA MMR IDN MYS MNG ETH ISL BTN MNG".split())
_LAST_IS_NOT: Final = frozenset("CHN TWN KOR PRK".split())
_BEFORE_COMMA: Final = re.compile(r"(?P<name>[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}), (?:the |a |an |then |[Ff]ormer )?$")


def _term(meaning: Meaning) -> str:
    return f"{meaning.role} {meaning.valid_from or '..'} to {meaning.valid_to or 'today'}"


class MentionPass:
    """One pass over one text; ``run`` returns its mentions."""

    def __init__(self, text: str, on: str | None) -> None:
        self.text = text
        self.on = on
        self.hits = find_hits(text)
        self.starts = {hit.start: hit for hit in self.hits}
        self.named = {
            meaning.state
            for hit in self.hits
            for meaning in hit.meanings
            if meaning.state and meaning.needs == "" and holds(meaning.valid_from, meaning.valid_to, on)
        }
        self.bearers: dict[str, _Bearer] = {}
        self.found: list[Mention] = []
        self.reached = 0

    def run(self) -> list[Mention]:
        """Return the mentions of the text, in order."""
        for hit in self.hits:
            if hit.start < self.reached or hit.blocked:
                continue
            if hit.person:
                self._person(hit, None, run_before(self.text, hit.start), None)
            elif not homonym(self.text, hit, self.starts):
                self._name(hit)
        self._ships()
        self._introduced()
        self._kingdom()
        return sorted(self.found, key=lambda m: m.start)

    # Choosing a meaning

    def _choose(self, hit: Hit) -> tuple[Meaning | None, str | None] | None:
        """Return the meaning of a hit, or the reason why none can be told; None if it is no mention at all."""
        meanings = [m for m in hit.meanings if m.needs != "introduction"]
        if self.text[hit.end : hit.end + 1] != "-":
            meanings = [m for m in meanings if m.needs != "prefix"]
        meanings = [m for m in meanings if m.needs != "state" or m.state in self.named]
        if not meanings:
            return None
        valid = [m for m in meanings if holds(m.valid_from, m.valid_to, self.on)]
        if not valid:
            last = max(meanings, key=lambda m: m.valid_from)
            return None, f"{last.head} stood for {last.state} from {last.valid_from or '..'} to {last.valid_to}, not on {self.on}"
        open_readings = [m for m in valid if m.needs in {"either", "default"}]
        if open_readings:
            named = [m for m in open_readings if m.state in self.named]
            if len({m.state for m in named}) == 1:
                return named[0], None
            default = [m for m in open_readings if m.needs == "default"]
            if not named and default:
                return default[0], None
            return None, f"{hit.name} may be {_either(m.state for m in open_readings)}, and the text does not say which"
        if len({m.code for m in valid}) > 1:
            # Without a date a name that passed from one state to the next is the one that bears it today.
            today = [m for m in valid if not m.valid_to]
            if self.on is not None or len({m.code for m in today}) != 1:
                return None, f"{hit.name} may be {_either(m.code for m in valid)}"
            valid = today
        return max(valid, key=lambda m: m.valid_from), None

    # Adding mentions

    def _add(
        self, start: int, end: int, code: str | None, kind: NameKind, head: str, *, reason: str | None = None,
        state: str | None = None, via: str = "name", article: bool = True,
    ) -> None:  # fmt: skip
        text = self.text
        if article and kind in _ARTICLE and re.search(r"(?<![\w-])[Tt]he[ \n]$", text[max(0, start - 5) : start]):
            start -= 4
        gloss = GLOSS.match(text, end) if kind in _GLOSSED else None
        if gloss is not None:
            end = gloss.end()
            self.bearers[gloss["short"]] = _Bearer(code, state or code, kind, head, reason, end, "gloss")
        start = max(start, self.reached)
        if code is None and reason is None:
            reason = f"{head} stands for no state" + (f" ({kind})" if kind in {"opposition", "place"} else "")
        self.found.append(
            Mention(
                start=start, end=end, text=text[start:end], code=code, kind=kind, head_name=head, reason=reason,
                state=state or code, via=via,
            )
        )  # fmt: skip
        self.reached = end

    def _introduce(self, name: str, bearer: _Bearer, shorts: Iterable[str]) -> None:
        for short in {name, *shorts}:
            self.bearers[short] = bearer

    # Nations, bodies and places

    def _name(self, hit: Hit) -> None:
        chosen = self._choose(hit)
        if chosen is None:
            return
        meaning, reason = chosen
        if meaning is None:
            first = hit.meanings[0]
            self._add(hit.start, hit.end, None, first.kind, first.head, reason=reason, state=None)
        elif meaning.kind in _NATIONAL and meaning.code is not None:
            self._nation(hit, meaning)
        else:
            self._add(hit.start, hit.end, meaning.code, meaning.kind, meaning.head, state=meaning.state)

    def _nation(self, hit: Hit, nation: Meaning) -> None:
        """Add a nation, with the office or body beside it and the name of who holds it."""
        text = self.text
        office = run_before_of(text, hit.start)
        if office is not None and office.start >= self.reached:
            self._office(office.start, hit.end, nation, office)
            return
        possessive = text[hit.end : hit.end + 2] in {"'s", "’s"} or text[hit.end : hit.end + 2] in {"' ", "’ "}
        plain = nation.kind == "adjective" or hit.name in _PLAIN or possessive
        office = run_after(text, hit.end)
        if office is not None and not plain:
            titled = nation.kind in {"country", "organisation"} and text[office.start].isupper()
            office = office if titled and office.kind in {"leader", "minister", "ministry"} else None
        if office is not None:
            self._office(hit.start, office.end, nation, office)
            return
        if nation.kind in {"country", "adjective"} or possessive or hit.name in _PLAIN:
            own, body = OWN_ACCOUNT.match(text, hit.end), BODY_AFTER.match(text, hit.end)
            if own is not None and (body is None or own.end() >= body.end()):
                kind: NameKind = "party" if own[0].endswith("Party") else "organisation"
                head = text[hit.start : own.end()]
                self._add(hit.start, own.end(), None, kind, head, reason=f"{head} acts on its own account", state=nation.state)
                return
            if body is not None:
                head = text[hit.start : body.end()]
                self._add(hit.start, body.end(), nation.code, body_kind(body[0]), head, state=nation.state, via="title")
                return
        self._add(hit.start, hit.end, nation.code, nation.kind, nation.head, state=nation.state)

    def _office(self, start: int, end: int, nation: Meaning, office: Run) -> None:
        """Add an office of a nation, with the name that follows or stands before it in apposition."""
        text = self.text
        before = _BEFORE_COMMA.search(text[max(self.reached, start - 80) : start])
        if before is not None and office.kind in _NAMED_OFFICES and before["name"].split()[0] not in NOT_A_NAME:
            name_start = max(self.reached, start - 80) + before.start("name")
            if not any(name_start <= at < start for at in self.starts):
                self._stranger(before["name"], nation, office, name_start, name_start + len(before["name"]))
        if office.kind in _NAMED_OFFICES and text[end : end + 1] in {" ", "\n"}:
            at = _skip_honours(text, end + 1)
            follows = self.starts.get(at)
            if follows is not None and follows.person:
                self._person(follows, nation, office, start)
                return
            name = NAME.match(text, at)
            if name is not None and follows is None and name["name"].split()[0] not in NOT_A_NAME:
                stop = min((s for s in self.starts if at < s < name.end()), default=name.end())
                written = text[at:stop].rstrip()
                self._stranger(written, nation, office, start, at + len(written))
                return
        follows_comma = re.compile(r", ").match(text, end)
        if office.kind in _NAMED_OFFICES and follows_comma is not None:
            self._promise(follows_comma.end(), nation, office)
        to = re.compile(r" to (?:the )?").match(text, end)
        host = self.starts.get(to.end()) if to is not None else None
        if host is not None and text[host.end : host.end + 1] == " ":
            self._promise(host.end + 1, nation, office)
        code, reason = _speaks(nation, office)
        self._add(start, end, code, office.kind, nation.head, reason=reason, state=nation.state, via="title")

    def _promise(self, at: int, nation: Meaning, office: Run) -> None:
        """Introduce the unknown name that stands at an offset, to be found when the pass looks for introduced names."""
        name = NAME.match(self.text, at)
        if name is None or at in self.starts or " " not in name["name"] or name["name"].split()[0] in NOT_A_NAME:
            return
        code, reason = _speaks(nation, office)
        bearer = _Bearer(code, nation.state, office.kind, name["name"], reason, at, "title")
        self._introduce(name["name"], bearer, _shorts_of_stranger(name["name"], nation.state))

    # Persons

    def _person(self, hit: Hit, nation: Meaning | None, title: Run | None, start: int | None) -> None:
        """Add a person of the list: by name, by office and name, or by a surname introduced before."""
        full = any(m.needs != "introduction" for m in hit.meanings)
        begin = start if start is not None else hit.start
        if title is not None and start is None:
            begin = max(title.start, self.reached)
        known = self.bearers.get(hit.name)
        if not any(m.needs == "" and hit.name in (m.head, *m.aliases) for m in hit.meanings) and known is not None and nation is None:
            self._add(begin, hit.end, known.code, known.kind, known.head, reason=known.reason, state=known.state, via="short",
                      article=False)  # fmt: skip
            return
        if not full and title is None:
            return
        candidates = [m for m in hit.meanings if nation is None or m.state == nation.state]
        if not candidates:
            assert nation is not None and title is not None
            self._stranger(hit.name, nation, title, begin, hit.end)
            return
        valid = [m for m in candidates if holds(m.valid_from, m.valid_to, self.on)]
        chosen = max(valid or candidates, key=lambda m: m.valid_from)
        code, reason = chosen.code, None
        if title is not None and title.former:
            code, reason = None, f"a former office-holder of {chosen.state} stands for no state"
        elif len({m.code for m in (valid or candidates)}) > 1:
            code, reason = None, f"{hit.name} may be {_either(m.head for m in (valid or candidates))}"
        elif not valid and (title is None or title.kind not in {"leader", "minister"}):
            # "Then Prime Minister Abe" in a later text still is the prime minister; a bare name is not.
            terms = "; ".join(dict.fromkeys(_term(m) for m in candidates))
            code, reason = None, f"{chosen.head} held no office on {self.on} ({terms})"
        elif code is None:
            reason = f"{chosen.head}: opposition of {chosen.state or 'its state'} stands for no state"
        bearer = _Bearer(code, chosen.state, chosen.kind, chosen.head, reason, hit.end, "short")
        self._introduce(chosen.head, bearer, shorts_of(chosen.head))
        via = "title" if title is not None else "name"
        self._add(begin, hit.end, code, chosen.kind, chosen.head, reason=reason, state=chosen.state, via=via,
                  article=start is not None)  # fmt: skip

    def _stranger(self, name: str, nation: Meaning, office: Run, start: int, end: int) -> None:
        """Add a person who is not in the list, whose nation and office the text gives."""
        code, reason = _speaks(nation, office)
        bearer = _Bearer(code, nation.state, office.kind, name, reason, end, "short")
        self._introduce(name, bearer, _shorts_of_stranger(name, nation.state))
        self._add(start, end, code, office.kind, name, reason=reason, state=nation.state, via="title")

    # What the text itself introduces

    def _free(self, start: int, end: int) -> bool:
        return all(m.end <= start or m.start >= end for m in self._near(start, end))

    def _near(self, start: int, end: int) -> list[Mention]:
        from bisect import bisect_left

        at = bisect_left(self.edges, start - 200)
        return [m for m in self.ordered[max(0, at - 2) :][:64] if m.end > start - 200]

    def _place(self, start: int, end: int, bearer: _Bearer) -> None:
        if not self._free(start, end):
            return
        self.found.append(
            Mention(
                start=start, end=end, text=self.text[start:end], code=bearer.code, kind=bearer.kind, head_name=bearer.head,
                reason=bearer.reason, state=bearer.state, via=bearer.via,
            )
        )  # fmt: skip

    def _order(self) -> None:
        self.ordered = sorted(self.found, key=lambda m: m.start)
        self.edges = [m.start for m in self.ordered]

    def _ships(self) -> None:
        self._order()
        for match in SHIP.finditer(self.text):
            code = SHIP_STATES[match["prefix"]]
            self._place(match.start(), match.end(), _Bearer(code, code, "force", match[0], None, 0, "title"))

    def _introduced(self) -> None:
        """Add the later mentions of names and acronyms that the text introduced, each from its introduction on."""
        if not self.bearers:
            return
        self._order()
        blocked = {hit.start for hit in self.hits if hit.blocked}
        pattern = "|".join(re.escape(name) for name in sorted(self.bearers, key=lambda n: (-len(n), n)))
        for match in re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])").finditer(self.text):
            bearer = self.bearers[match[0]]
            if match.start() >= bearer.since and match.start() not in blocked:
                self._place(match.start(), match.end(), bearer)

    def _kingdom(self) -> None:
        """Add "the kingdom", for the kingdom named last before it."""
        self._order()
        for match in _KINGDOM.finditer(self.text):
            before = [m for m in self.ordered if m.end <= match.start() and m.code in _KINGDOMS]
            code = before[-1].code if before else None
            reason = None if code else "no kingdom is named before it"
            self._place(match.start(), match.end(), _Bearer(code, code, "country", match[0], reason, 0, "context"))


def _either(choices: Iterable[str | None]) -> str:
    return " or ".join(sorted({str(choice) for choice in choices}))


def _speaks(nation: Meaning, office: Run) -> tuple[str | None, str | None]:
    """Return the code that an office of a nation stands for, or the reason why it stands for none."""
    if office.kind == "opposition":
        return None, f"neither government nor force of {nation.state}"
    if office.former:
        return None, f"a former office-holder of {nation.state} stands for no state"
    return nation.code, None


def _shorts_of_stranger(name: str, state: str | None) -> list[str]:
    words = re.sub(r",? (?:Jr|Sr)\.?$| I{2,3}$| IV$", "", name).split()
    if len(words) < 2:
        return []
    shorts = [] if state in _LAST_IS_NOT else [words[-1]]
    if state in _FIRST_IS_SHORT:
        shorts.append(words[0])
    return [short for short in shorts if len(short) > 1 and short not in NOT_A_NAME]


def _skip_honours(text: str, at: int) -> int:
    match = re.compile(r"(?:(?:H\.E|Mr|Mrs|Ms|Dr|Gen|Lt|Adm|Sir|Samdech|Techo|Datuk|Seri|Tun|Sheikh|General|Admiral)\.? )*").match(text, at)
    return match.end() if match is not None else at
