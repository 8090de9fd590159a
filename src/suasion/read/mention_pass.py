"""One pass over one text: from names of the list to mentions, with the offices, bodies and people beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from suasion.codebook.naming import NameKind, holds
from suasion.read.bodies import BODY_AFTER, BODY_BEFORE_OF, GLOSS, NAME, NOT_A_NAME, OWN_ACCOUNT, body_kind
from suasion.read.gazetteer import Hit, Meaning, find_hits, shorts_of
from suasion.read.homonyms import homonym, part_of_longer_name, uncertain
from suasion.read.later_mentions import Bearer, add_later, shorts_of_stranger
from suasion.read.meanings import choose_name, choose_person
from suasion.read.mentions import Mention
from suasion.read.titles import Run, run_after, run_before, run_before_of
from suasion.read.wordlists import word_list

_NATIONAL: Final = frozenset({"country", "adjective", "capital", "seat", "organisation"})
# Names that stand before an office as they are, "US officials"; others need 's or an office with a capital.
_PLAIN: Final = word_list("plain-before-office")
_GLOSSED: Final = frozenset({"agency", "force", "ministry", "organisation", "company", "party", "opposition"})
_ARTICLE: Final = _GLOSSED | {"seat", "leader", "minister"}
_NAMED_OFFICES: Final = frozenset({"leader", "minister", "opposition", "force", "person", "ministry"})
_BEFORE_COMMA: Final = re.compile(
    r"(?P<name>[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}), (?:the |a |an |then |[Ff]ormer )?$"
)
_FORMER_BEFORE: Final = re.compile(r"(?:^|(?<=[\s(“\"']))(?:[Ff]ormer|[Ee]x|[Ll]ate|[Oo]usted|[Dd]eposed)[ -]$")
_OFFICE_FOR: Final = re.compile(
    r"\b(?:[Mm]inister|[Ss]ecretary|[Aa]mbassador|[Ee]nvoy) (?:for|of|to|in) (?:the )?[\w ]{2,40} $"
)
_TO_HOST: Final = re.compile(r" to (?:the )?")
_HONOURS: Final = re.compile(
    r"(?:(?:H\.E|Mr|Mrs|Ms|Dr|Gen|Lt|Adm|Sir|Samdech|Techo|Datuk|Seri|Tun|Sheikh|General|Admiral|Ayatollah|"
    r"Emperor|King|Prince)\.? )*"
)


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
            if meaning.state
            and meaning.needs == ""
            and not meaning.role
            and holds(meaning.valid_from, meaning.valid_to, on)
        }
        self.bearers: dict[str, Bearer] = {}
        self.found: list[Mention] = []
        self.reached = 0

    def run(self) -> list[Mention]:
        """Return the mentions of the text, in order."""
        for hit in self.hits:
            if hit.start < self.reached or hit.blocked:
                continue
            if hit.person:
                title = run_before(self.text, hit.start)
                if title is not None and title.start < self.reached:
                    title = None
                if title is None:
                    title = self._apposed(hit)
                if not part_of_longer_name(self.text, hit, self.starts, titled=title is not None):
                    self._person(hit, None, title, None)
            elif not homonym(self.text, hit, self.starts):
                reason = uncertain(self.text, hit, self.named)
                if reason is None:
                    self._name(hit)
                else:
                    self._add(hit.start, hit.end, None, hit.meanings[0].kind, hit.name, reason=reason)
        return add_later(self.text, self.found, self.bearers, {hit.start for hit in self.hits if hit.blocked})

    def _apposed(self, hit: Hit) -> Run | None:
        """Return the office beside a name between commas: "its minister for trade, X", "X, then prime minister"."""
        text = self.text
        if text[hit.start - 2 : hit.start] == ", ":
            left = text[max(self.reached, hit.start - 120) : hit.start - 2] + " "
            if _OFFICE_FOR.search(left):
                return Run(hit.start, hit.start, "minister", False)
            office = run_before(left, len(left))
            if office is not None and office.kind in {"leader", "minister"}:
                return Run(hit.start, hit.start, office.kind, office.former)
        if text.startswith(", then ", hit.end):
            return Run(hit.start, hit.start, "leader", False)
        return None

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
            self.bearers[gloss["short"]] = Bearer(code, state or code, kind, head, reason, end, "gloss")
        start = max(start, self.reached)
        while start < end and text[start].isspace():
            start += 1
        if code is None and reason is None:
            reason = "claimed by several states" if kind == "place" and state is None else f"{head} stands for no state"
        self.found.append(
            Mention(
                start=start, end=end, text=text[start:end], code=code, kind=kind, head_name=head, reason=reason,
                state=state or code, via=via,
            )
        )  # fmt: skip
        self.reached = end

    def _introduce(self, name: str, bearer: Bearer, shorts: Iterable[str]) -> None:
        for short in {name, *shorts}:
            self.bearers[short] = bearer

    # Nations, bodies and places

    def _name(self, hit: Hit) -> None:
        chosen = choose_name(hit, self.on, self.named, self.text[hit.end : hit.end + 1])
        if chosen is None:
            return
        meaning, reason = chosen
        if meaning is None:
            first = hit.meanings[0]
            self._add(hit.start, hit.end, None, first.kind, first.head, reason=reason)
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
        named = (
            BODY_BEFORE_OF.search(text[max(self.reached, hit.start - 100) : hit.start])
            if text[hit.start - 1 : hit.start] == " "
            else None
        )
        if named is not None:
            start = max(self.reached, hit.start - 100) + named.start()
            if not self._starts_in(start, hit.start):
                head = text[start : hit.end]
                self._add(start, hit.end, nation.code, body_kind(named[0].rpartition(" of")[0]), head, via="title")
                return
        possessive = text[hit.end : hit.end + 2] in {"'s", "’s", "' ", "’ "}
        plain = nation.kind == "adjective" or possessive or hit.name.removeprefix("the ").removeprefix("The ") in _PLAIN
        office = self._cut(run_after(text, hit.end))
        if office is not None and (plain or self._titled(nation, office)):
            self._office(hit.start, office.end, nation, office)
            return
        if (nation.kind in {"country", "adjective"} or plain) and self._body(hit, nation):
            return
        self._add(hit.start, hit.end, nation.code, nation.kind, nation.head, state=nation.state)

    def _cut(self, office: Run | None) -> Run | None:
        """Return an office without what belongs to the next name: "Ministry of Defence and [Cambodia]"."""
        if office is None:
            return None
        inside = [at for at in self._starts_in(office.start, office.end) if not self.starts[at].blocked]
        if not inside:
            return office
        kept = re.sub(
            r"(?:,? and(?: the)?| of(?: the)?| for(?: the)?|,| the)?\s*$", "", self.text[office.start : inside[0]]
        )
        return Run(office.start, office.start + len(kept), office.kind, office.former, office.private) if kept else None

    def _titled(self, nation: Meaning, office: Run) -> bool:
        """Say whether a country's bare name belongs to the office after it: "Chad leader X"."""
        if nation.kind not in {"country", "organisation"} or office.kind not in {"leader", "minister", "ministry"}:
            return False
        return self.text[office.start].isupper() or self._holder(office.end) is not None

    def _body(self, hit: Hit, nation: Meaning) -> bool:
        """Add a body by its proper name, if one begins with the nation: "Korea Forest Service", "Japan Foundation"."""
        text = self.text
        if not text[hit.end + 1 : hit.end + 2].isupper() and text[hit.end : hit.end + 2] not in {"'s", "’s"}:
            return False
        own, body = OWN_ACCOUNT.match(text, hit.end), BODY_AFTER.match(text, hit.end)
        found = own if own is not None and (body is None or own.end() >= body.end()) else body
        if found is None or any(
            hit.end < at < found.end() and not self.starts[at].blocked for at in self._starts_in(hit.end, found.end())
        ):
            return False
        head = text[hit.start : found.end()]
        if found is own:
            kind: NameKind = "party" if "Party" in found[0] else "organisation"
            self._add(
                hit.start, found.end(), None, kind, head, reason=f"{head} acts on its own account", state=nation.state
            )
        else:
            self._add(hit.start, found.end(), nation.code, body_kind(found[0]), head, state=nation.state, via="title")
        return True

    def _starts_in(self, start: int, end: int) -> list[int]:
        return [at for at in range(start, end) if at in self.starts]

    def _holder(self, end: int) -> tuple[int, int] | None:
        """Return where the name right after an office stands, None if none does."""
        text = self.text
        if text[end : end + 1] not in {" ", "\n"}:
            return None
        skipped = _HONOURS.match(text, end + 1)
        for at in dict.fromkeys((end + 1, skipped.end() if skipped is not None else end + 1)):
            follows = self.starts.get(at)
            name = NAME.match(text, at)
            longer = (
                follows is not None
                and follows.person
                and name is not None
                and " " not in follows.name
                and " " in name["name"]
            )
            if follows is not None and not longer:
                return (at, follows.end) if follows.person else None
            if name is not None and name["name"].split()[0] not in NOT_A_NAME and not name["name"].isupper():
                stop = min((s for s in self._starts_in(at + 1, name.end())), default=name.end())
                written = re.sub(r"(?:[ -](?:[Aa]l|[Ee]l|bin|ibn|de|von|van)-?|-)$", "", text[at:stop].rstrip())
                return at, at + len(written)
        return None

    def _office(self, start: int, end: int, nation: Meaning, office: Run) -> None:
        """Add an office of a nation, with the name that follows or stands before it in apposition."""
        text = self.text
        former = _FORMER_BEFORE.search(text[max(0, start - 10) : start])
        if former is not None:
            office = Run(office.start, office.end, office.kind, True, office.private)
            start -= len(former[0])
        self._apposition(start, nation, office)
        holder = self._holder(end) if office.kind in _NAMED_OFFICES else None
        if holder is not None:
            at, stop = holder
            follows = self.starts.get(at)
            if follows is not None and follows.end == stop:
                self._person(follows, nation, office, start)
            else:
                self._stranger(text[at:stop], nation, office, start, stop)
            return
        if office.kind in _NAMED_OFFICES:
            if text[end : end + 2] == ", ":
                self._promise(end + 2, nation, office)
            to = _TO_HOST.match(text, end)
            host = self.starts.get(to.end()) if to is not None else None
            if host is not None and text[host.end : host.end + 1] == " ":
                self._promise(host.end + 1, nation, office)
        code, reason = _speaks(nation, office)
        self._add(start, end, code, office.kind, nation.head, reason=reason, state=nation.state, via="title")

    def _apposition(self, start: int, nation: Meaning, office: Run) -> None:
        """Add the unknown name right before an office: "Prak Sokhonn, the Cambodian foreign minister"."""
        left = max(self.reached, start - 80)
        before = _BEFORE_COMMA.search(self.text[left:start])
        if before is None or office.kind not in _NAMED_OFFICES or before["name"].split()[0] in NOT_A_NAME:
            return
        at = left + before.start("name")
        if not self._starts_in(at, start):
            self._stranger(before["name"], nation, office, at, at + len(before["name"]))

    def _promise(self, at: int, nation: Meaning, office: Run) -> None:
        """Introduce the unknown name that stands at an offset, to be found when introduced names are looked for."""
        name = NAME.match(self.text, at)
        if name is None or at in self.starts or " " not in name["name"] or name["name"].split()[0] in NOT_A_NAME:
            return
        code, reason = _speaks(nation, office)
        bearer = Bearer(code, nation.state, office.kind, name["name"], reason, at, "title")
        self._introduce(name["name"], bearer, shorts_of_stranger(name["name"], nation.state))

    # Persons

    def _person(self, hit: Hit, nation: Meaning | None, title: Run | None, start: int | None) -> None:
        """Add a person of the list: by name, by office and name, or by a surname introduced before."""
        text = self.text
        begin = start if start is not None else title.start if title is not None else hit.start
        known = self.bearers.get(hit.name)
        surname = not any(hit.name in (m.head, *m.aliases) for m in hit.meanings)
        if surname and known is not None and nation is None and not (title is not None and title.former):
            self._again(begin, hit.end, known)
            return
        if title is None and all(m.needs == "introduction" for m in hit.meanings):
            return
        candidates = [m for m in hit.meanings if nation is None or m.state == nation.state]
        if not candidates:
            if nation is not None and title is not None:
                self._stranger(hit.name, nation, title, begin, hit.end)
            return
        words = text[begin : hit.start].lower() if title is not None else ""
        chosen, code, reason = choose_person(hit, candidates, title, self.on, self.named, words)
        kind: NameKind = "opposition" if title is not None and title.kind == "opposition" else chosen.kind
        past = code is not None and not holds(chosen.valid_from, chosen.valid_to, self.on)
        bearer = Bearer(
            code, chosen.state, kind, chosen.head, reason, hit.end, "past" if past and title is None else "short"
        )
        self._introduce(chosen.head, bearer, (*shorts_of(chosen.head), *([hit.name] if surname else [])))
        via = "title" if title is not None else "past" if past else "name"
        self._add(
            begin, hit.end, code, kind, chosen.head, reason=reason, state=chosen.state, via=via,
            article=start is not None,
        )  # fmt: skip

    def _again(self, start: int, end: int, known: Bearer) -> None:
        """Add a person by what the text's own introduction made of the name."""
        self._add(
            start, end, known.code, known.kind, known.head, reason=known.reason, state=known.state, via=known.via,
            article=False,
        )  # fmt: skip

    def _stranger(self, name: str, nation: Meaning, office: Run, start: int, end: int) -> None:
        """Add a person who is not in the list, whose nation and office the text gives."""
        code, reason = _speaks(nation, office)
        self._introduce(
            name,
            Bearer(code, nation.state, office.kind, name, reason, end, "short"),
            shorts_of_stranger(name, nation.state),
        )
        self._add(start, end, code, office.kind, name, reason=reason, state=nation.state, via="title")


def _speaks(nation: Meaning, office: Run) -> tuple[str | None, str | None]:
    """Return the code that an office of a nation stands for, or the reason why it stands for none."""
    if office.private:
        return None, f"neither government nor force of {nation.state}"
    if office.former:
        return None, f"a former office-holder of {nation.state} stands for no state"
    return nation.code, None
