"""Verbs to claims: which frame a clause has, and the drafts it gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from suasion.read.clauses import Clause, _same_form, find_preps, find_subjects, look_up
from suasion.read.discourse import Discourse, is_state
from suasion.read.drafts import Draft
from suasion.read.lexicon import Frame, frames, noun_classes, words
from suasion.read.nounphrases import is_agent, noun_class, resolve, theme_classes
from suasion.read.roles import CONTEXTUAL, find_actors, find_recipients, in_span, prep_heads
from suasion.read.spans import clause_span
from suasion.read.view import Ref, Token, View, child, children, conjuncts, is_verbal

_HELPERS: Final = frozenset({"say", "light", "aspect", "future"})
# The content of these is part of the act: it is no claim of its own.
_CONTENT_OF: Final = frozenset({"request", "want", "promise", "caution", "favour", "oppose", "agree", "threaten", "accuse", "reject", "praise", "back", "concede", "help"})  # fmt: skip
_FLOWS: Final = frozenset({"give", "lend", "invest", "sell", "buy", "build", "owe", "staff", "trade"})
_CONCRETE: Final = frozenset({"mobilize", "train", "sanction", "retreat", "host", "visit", "exercise", "help"})
_MONEY_WORDS: Final = frozenset("million billion trillion thirds quarter half yuan yen euro euros dollar dollars doses tonnes tons barrels percent renminbi rupees crore rubles roubles pounds".split())
_MONEY: Final = frozenset({"aid", "loan", "investment"})
_FLOW_OF: Final = {
    "aid": "give", "loan": "lend", "investment": "invest", "trade": "sell", "arms": "sell", "health": "give",
    "infrastructure": "build", "labour": "staff",
}  # fmt: skip
_SAY_ONLY: Final = frozenset({"note", "acknowledge", "maintain", "insist", "warn", "confirm", "state", "declare", "admit", "suggest", "concede", "recall", "explain", "see", "view"})  # fmt: skip
_WEAK_JUDGES: Final = frozenset(
    ["make", "put", "leave", "turn", "test", "fall", "rise", "work", "win", "earn", "gain", "lose", "call", "see", "view", "treat", "consider", "regard", "describe", "draw", "press", "enjoy", "serve", "fail", "succeed", "show", "suggest", "reflect", "demonstrate", "matter", "cost", "signal", "play", "prompt", "control", "drive", "enhance", "boost", "emerge", "balance", "strengthen"]
)


def from_clause(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the drafts of a clause; none if its verb is no act, is only a helper, or its content belongs to another act."""
    verb = clause.verb
    if _is_content(verb, clause) or _is_purpose(verb, clause):
        return []
    chosen = choose_frame(clause, view)
    if chosen is None:
        return _forecast(clause, view, talk)
    frame, theme = chosen
    actors = find_actors(clause, view, talk)
    if (
        frame.name == "judge"
        and clause.datives
        and clause.verb.lemma_.lower() in {"give", "lend", "hand", "grant", "offer", "afford"}
    ):
        powerful = [r for d in (*clause.datives, *clause.preps.get("to", [])) for r in resolve(d, view, talk) if r.code]
        actors, recipients = powerful, [a for a in actors if a.code] if powerful else []
        recipients = find_recipients(clause, frame, view, talk, actors, theme) or recipients
    else:
        recipients = find_recipients(clause, frame, view, talk, actors, theme)
    if not recipients and len(actors) == 2 and frame.kind == "event" and not frame.both:
        named = {r.code for o in clause.objects for r in resolve(o, view, talk)} & {a.code for a in actors}
        if len(named) == 1:
            recipients, actors = [a for a in actors if a.code in named], [a for a in actors if a.code not in named]
    if frame.name == "accuse" and clause.passive and not clause.subjects and clause.objects:
        return _alleged(clause, view, talk)
    actors, recipients = _apart(clause, frame, theme, actors, recipients, view, talk)
    if frame.name == "share":
        frame = _share_frame(clause)
    if frame.name == "rely" and clause.verb.lemma_.lower() in {"depend", "rely", "count", "bank", "lean"}:
        actors, recipients = recipients, [a for a in actors if a.code]
    if frame.name == "judge" and clause.verb.lemma_.lower() in {"need", "require"}:
        actors, recipients = recipients, [a for a in actors if a.code]
    if frame.name == "host_base" and clause.verb.lemma_.lower() == "host":
        guests = [r for o in clause.objects for r in resolve(o, view, talk) if r.code]
        actors, recipients = (guests, [a for a in actors if a.code]) if guests else (actors, recipients)
    if frame.name == "receive":
        frame, actors, recipients = _received(clause, theme, actors, view, talk)
    if (wanted := _also_wanted(clause)) is not None:
        frame, theme = frames()["want"], None
        recipients = [a for a in actors if a.code]
        actors = [r for s in wanted for r in resolve(s, view, talk)]
        recipients = [r for r in recipients if r.code not in {a.code for a in actors}]
    view.companions = _companions(clause, view, talk)
    if frame.name == "buy":
        frame, actors, recipients = frames()["sell"], recipients, actors
    drafts = list(_drafts(clause, frame, theme, actors, recipients, view, talk))
    if not drafts and frame.kind == "judgement":
        drafts = _forecast(clause, view, talk)
    view.pairs += [(d.actor.code, d.recipient.code) for d in drafts if d.actor and d.recipient and d.actor.code and d.recipient.code]
    if _is_forecast(clause.verb) and frame.kind in {"event", "tie", "flow"}:
        drafts = [_as_judgement(d) for d in drafts]
    if drafts and theme is not None:
        view.used.add(theme.i)
    if drafts:
        view.used.update(o.i for o in clause.objects)
    return drafts


def _alleged(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the alleged act of "X is accused of massacres": nobody accuses, so the act itself is coded."""
    heads = clause.preps.get("of", [])
    names = [noun_classes()[k][0] for h in heads for k in noun_class(h) if k in noun_classes()]
    names += [f for h in heads if is_verbal(h) for f in _frames_of(h)]
    frame = next((frames()[n] for n in names if n in frames() and frames()[n].kind == "event"), frames()["coerce"])
    actors = [r for o in clause.objects for r in resolve(o, view, talk) if r.code]
    others = in_span(view, [t for h in heads for t in h.subtree], {a.code for a in actors})
    start, end = clause_span(clause.verb, view, subject=child(clause.verb, "nsubjpass"))
    return [
        Draft(
            rule="verb:alleged", frame=frame.name, kind="event", plover=frame.plover, instrument=frame.instrument, polarity=0,
            predicate=clause.verb, start=start, end=end, actor=a, recipient=others[0] if others else None, score=0.6, modality="alleged",
        )
        for a in actors[:2]
    ]  # fmt: skip


def _apart(
    clause: Clause, frame: Frame, theme: Token | None, actors: list[Ref], recipients: list[Ref], view: View, talk: Discourse
) -> tuple[list[Ref], list[Ref]]:
    """Return actors and recipients after a second look: a pronoun cannot mean the very actor it acts on."""
    pronoun = next((s for s in clause.subjects if s.pos_ == "PRON"), None)
    if recipients or len(actors) != 1 or actors[0].how != "coref" or pronoun is None:
        return actors, recipients
    seen = [r for r in find_recipients(clause, frame, view, talk, [], theme) if r.code == actors[0].code and r.how in {"name", "agent"}]
    if not seen:
        return actors, recipients
    he = pronoun.text.lower() in {"he", "she", "him", "her"}
    other = talk.back(sentence=view.number, before=pronoun.i, person=he, exclude=frozenset({str(actors[0].code)}))
    return ([Ref(other, pronoun.text, pronoun.i, "coref", he)], seen) if other else (actors, recipients)


def _received(
    clause: Clause, theme: Token | None, actors: list[Ref], view: View, talk: Discourse
) -> tuple[Frame, list[Ref], list[Ref]]:
    """Return frame, giver and receiver of "received Chinese loans", "has seen its share of Chinese factories"."""
    classes = theme_classes(theme) if theme is not None else []
    group = next((k for k in classes if k in _FLOW_OF), "aid")
    givers = [r for h in clause.preps.get("from", []) for r in resolve(h, view, talk) if r.code]
    if not givers and theme is not None:
        givers = in_span(view, [t for t in theme.subtree if t.pos_ in {"ADJ", "PROPN"}], {a.code for a in actors})
    return frames()[_FLOW_OF[group]], givers, [a for a in actors if a.code]


def _also_wanted(clause: Clause) -> list[Token] | None:
    """Return the wisher of "wants to export ..., and for X to build ...", whose second part the parser joins to the wish."""
    verb = clause.verb
    if verb.dep_ in {"conj", "advcl"} and any(c.text.lower() == "for" and c.dep_ == "mark" for c in verb.children):
        for up in verb.ancestors:
            if is_verbal(up) and "want" in _frames_of(up):
                return find_subjects(up)
    return None


_FORECAST: Final = frozenset({"fear", "worry", "predict", "expect", "forecast", "warn", "reckon", "doubt"})


def _is_forecast(verb: Token) -> bool:
    """Return whether the clause is what somebody fears or forecasts."""
    return verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _FORECAST


def _as_judgement(draft: Draft) -> Draft:
    draft.kind, draft.plover, draft.rule = "judgement", None, draft.rule + "+forecast"
    return draft


def _forecast(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the judgement in a fear or a conditional forecast whose verb is in no lexicon ("if X defaults, Y would lose")."""
    verb = clause.verb
    conditional = [
        c
        for c in children(verb, "advcl")
        if any(m.text.lower() in {"if", "unless"} for m in children(c, "mark", "advmod"))
    ]
    modal = any(c.text.lower() in {"would", "could", "will", "may", "might"} for c in children(verb, "aux"))
    if verb.head.lemma_.lower() in {"warn", "threaten"} and _is_conditional(verb):
        return []
    if not (modal and (conditional or _is_forecast(verb))) or {"say", "future"} & set(clause.frames):
        return []
    actors = [a for a in find_actors(clause, view, talk) if a.code]
    if not actors:
        return []
    mine = {a.code for a in actors}
    others = in_span(view, [t for c in conditional for t in c.subtree], mine) or in_span(view, list(verb.subtree), mine)
    if not others:
        other = talk.counterpart(actors[0].code)
        others = [Ref(other, None, verb.i, "context")] if other and other not in mine and _is_forecast(verb) else []
    frame = frames()["judge"]
    start, end = clause_span(verb, view, subject=clause.subjects[0] if clause.subjects else None)
    return [
        Draft(
            rule="verb:forecast", frame="judge", kind="judgement", plover=None, instrument=None, polarity=0, predicate=verb, start=start, end=end,
            actor=actors[0], recipient=o, score=frame.score, themes=[k for ob in clause.objects for k in theme_classes(ob)],
        )
        for o in others[:1]
    ]  # fmt: skip


def _share_frame(clause: Clause) -> Frame:
    """Return the frame of the flow that a share or total is said of."""
    group = next((k for s in clause.subjects for k in noun_class(s) if k in _FLOW_OF), "aid")
    return frames()["trade" if group == "trade" else _FLOW_OF[group]]


def _companions(clause: Clause, view: View, talk: Discourse) -> list[Ref]:
    """Return whom the subject joins in what the clause says ("joined India in seeking ...")."""
    verb = clause.verb
    if verb.dep_ == "pcomp" and is_verbal(up := verb.head.head) and up.lemma_.lower() == "join":
        return [r for o in children(up, "dobj") for r in resolve(o, view, talk) if r.code]
    return []


def _is_content(verb: Token, clause: Clause) -> bool:
    """Return whether the clause only says what is asked, wanted, promised or reaffirmed."""
    node = verb
    for _ in range(4):
        head = node.head
        if (
            node.dep_ in {"relcl", "acl"}
            and head.lemma_.lower() in words()["document-noun"] | {"resolution", "decision"}
            and node is verb
        ):
            up = head.head.head if head.dep_ == "pobj" else head.head
            if is_verbal(up) and set(_frames_of(up)) & {"favour", "reject", "oppose", "want", "request"}:
                return True
        if node.dep_ in {"xcomp", "ccomp", "pcomp", "acl"} and head is not node:
            names = _governing_frames(head, node)
            if names & _CONTENT_OF and not names & {"say", "aspect"}:
                return not _is_money_promise(names, clause, verb)
            if names & {"say"} and names & {"favour", "oppose", "accuse"} and head.lemma_.lower() not in _SAY_ONLY:
                return True
        if node.dep_ in {"conj", "xcomp", "pcomp", "prep", "acl"} and head is not node:
            node = _same_form(node, head) if node.dep_ == "conj" and is_verbal(head) else head
            continue
        if node.dep_ == "advcl" and node.tag_ == "VBG" and head.dep_ in {"xcomp", "ccomp"}:
            node = head
            continue
        break
    return False


def _governing_frames(head: Token, node: Token) -> set[str]:
    if is_verbal(head):
        return set(look_up(head, children(head, "dobj"), find_preps(head))[1])
    if head.pos_ == "ADP":
        up = head.head
        if is_verbal(up):
            return set(look_up(up, children(up, "dobj"), {head.text.lower(): [node]})[1]) & {
                "request",
                "want",
                "caution",
                "oppose",
                "accuse",
                "promise",
                "agree",
            }
        return {noun_classes()[k][0] or "" for k in noun_class(up) if k in noun_classes()} & {
            "request",
            "want",
            "promise",
            "oppose",
        }
    if node.dep_ == "acl" and node.tag_ == "VB":
        return {noun_classes()[k][0] or "" for k in noun_class(head) if k in noun_classes()} & {
            "request",
            "want",
            "promise",
        }
    return set()


def _is_money_promise(names: set[str], clause: Clause, verb: Token) -> bool:
    """Return whether a promise is to give an amount: that is a planned flow."""
    if not names & {"promise", "agree"}:
        return False
    return bool(set(clause.frames) & (_FLOWS | _CONCRETE))


def _is_purpose(verb: Token, clause: Clause | None = None) -> bool:
    """Return whether the clause is an infinitive of purpose ("to strengthen ties") or hangs on an adjective."""
    if (
        verb.dep_ in {"advcl", "acl", "relcl"}
        and verb.tag_ == "VB"
        and any(c.text.lower() == "to" for c in children(verb, "aux"))
    ):
        return not (
            clause is not None
            and verb.dep_ == "advcl"
            and clause.frames[:1] in {("request",), ("accuse",)}
            and clause.objects
        )
    if verb.dep_ == "advcl" and verb.tag_ == "VB" and child(verb, "aux") is None:
        return True
    return (
        verb.dep_ == "conj"
        and verb.tag_ == "VB"
        and child(verb, "nsubj") is None
        and child(verb, "aux") is None
        and is_verbal(verb.head)
        and _is_purpose(verb.head)
    )


def choose_frame(clause: Clause, view: View) -> tuple[Frame, Token | None] | None:
    """Return the clause's frame and the object that is its theme; None where the verb codes nothing."""
    verb, table = clause.verb, frames()
    names = [n for n in clause.frames if n not in _HELPERS]
    objects = [o for o in clause.objects if o.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "PRON", "SYM", "X", "ADP"}]
    theme = objects[0] if objects else None
    classes = theme_classes(theme) if theme is not None else []
    own = list(noun_class(theme)) if theme is not None else []
    if not own and theme is not None and theme.pos_ == "PROPN" and {"troops", "arms"} & set(classes):
        own = ["troops" if "troops" in classes else "arms"]
    amount = _has_amount(theme) if theme is not None else False
    complement = child(verb, "ccomp", "parataxis")
    if "say" in clause.frames and (complement is not None or not objects):
        names = [
            n
            for n in names
            if n in {"accuse", "favour", "oppose", "caution", "threaten"} and verb.lemma_.lower() not in _SAY_ONLY
        ]
    elif (
        "say" in clause.frames
        and names
        and names[0] not in {"accuse", "favour", "oppose", "reject", "caution", "request"}
    ):
        names = names if own else []
    if "future" in clause.frames and child(verb, "xcomp") is not None and not {"promise", "want"} & set(clause.frames):
        return None
    if "aspect" in clause.frames and child(verb, "xcomp") is not None:
        return None
    if (
        "light" in clause.frames
        and lemma_of(verb) in _RECEIVING
        and set(classes) & set(_FLOW_OF)
        and (verb.lemma_ != "see" or set(classes) & {"investment", "aid", "loan"})
    ):
        return table["receive"], theme
    if lemma_of(verb) in {"join", "enter", "quit", "leave"} and theme is not None:
        joined = view.mention_at.get(theme.i)
        if joined is not None and joined.code and not is_state(joined.code):
            return table["tie" if lemma_of(verb) in {"join", "enter"} else "reject"], None
    if special := _special(clause, own, amount):
        return (table[special], theme if special in _FLOWS else None) if special != "-" else None
    if "light" in clause.frames and own:
        frame = _light(own, classes, verb, amount, clause)
        if frame is not None:
            return table[frame], theme
    if not names:
        return None
    name = _by_object(names, own, classes, amount, clause, theme, view)
    return (table[name], theme if name in _FLOWS or not _theme_is_actor(theme, view) else None) if name else None


def _special(clause: Clause, own: list[str], amount: bool) -> str | None:
    """Return the frame of constructions that the verb alone does not settle; "-" for none at all."""
    verb, lemma = clause.verb, clause.verb.lemma_.lower()
    inner = child(verb, "xcomp", "ccomp")
    if (
        {"promise", "agree"} & set(clause.frames)
        and inner is not None
        and inner.dep_ == "xcomp"
        and len(clause.subjects) == 1
    ):
        frames_inside = set(_frames_of(inner))
        if frames_inside & (_FLOWS | _CONCRETE) and ("promise" in clause.frames or frames_inside & _FLOWS):
            return "-"
    if lemma in {"pull", "remove", "withdraw", "recall", "bring"} and "troops" in own:
        return "retreat"
    if lemma in {"close", "shut", "seal"} and clause.objects and clause.objects[0].lemma_.lower() in _SHUT:
        return "reject" if clause.objects[0].lemma_.lower() in {"embassy", "consulate", "mission", "office"} else "sanction"
    if lemma in {"freeze", "suspend", "halt", "withhold", "cut", "stop", "end"} and own and own[0] in {"aid", "loan", "trade", "arms", "cooperation", "backing", "exercise", "health"}:
        return "reject"
    if lemma in {"recognise", "recognize"} and clause.objects and clause.objects[0].pos_ == "PROPN":
        return "tie"
    if lemma in {"move", "shift", "rush"} and {"troops", "arms"} & set(own):
        return "mobilize"
    if lemma == "claim" and clause.objects and inner is None and not own:
        return "favour"
    if clause.pattern.startswith("look_forward") and (ahead := next((noun_classes()[k][0] for h in clause.preps.get("to", []) for k in noun_class(h) if k in noun_classes()), None)):
        return ahead
    if lemma == "host" and {"troops", "base"} & set(own) | ({"troops"} if clause.objects and clause.objects[0].lemma_.lower() in {"force", "troop", "soldier"} else set()):
        return "host_base"
    if lemma in {"send", "dispatch"} and own[:1] == ["envoy"]:
        return "visit"
    if lemma in {"send", "dispatch", "fly"} and own[:1] == ["medics"]:
        return "help"
    if lemma in {"send", "offer", "provide"} and amount and not own:
        return "give"
    if (
        lemma == "deny"
        and own
        and own[0] in {"assault", "coercion", "mobilisation", "cooperation", "agreement"}
        and inner is None
    ):
        return noun_classes()[own[0]][0]
    if lemma in {"need", "require"} and clause.objects and _is_named(clause.objects[0]):
        return "judge"
    if lemma in {"freeze", "suspend", "halt", "pause", "end"} and any(
        o.lemma_.lower()
        in {
            "participation",
            "cooperation",
            "membership",
            "project",
            "talk",
            "plan",
            "work",
            "programme",
            "program",
            "contact",
            "visa",
        }
        for o in clause.objects
    ):
        return "reject"
    if lemma == "warn":
        if inner is not None and inner.dep_ == "ccomp" and _is_conditional(inner):
            return "threaten"
        return "caution" if clause.objects and any(p in clause.preps for p in ("against", "of", "about")) else "-"
    if (
        lemma in {"claim", "allege", "charge", "argue"}
        and verb.tag_ == "VBG"
        and verb.dep_ == "advcl"
        and inner is not None
    ):
        return (
            "accuse"
            if set(_frames_of(verb.head)) & {"sanction", "accuse", "reject"}
            or any(set(_classes_of(o)) & {"sanction"} for o in children(verb.head, "dobj"))
            else "-"
        )
    if lemma in {"raise", "bring_up"} and own[:1] and own[0] in {"assault", "coercion"}:
        return "accuse"
    if lemma in {"block", "freeze", "seize"} and any(
        o.lemma_.lower() in {"property", "asset", "account", "interest", "fund"} for o in clause.objects
    ):
        return "sanction"
    if lemma in {"buy", "acquire", "purchase", "take"} and own[:1] == ["investment"]:
        return "invest"
    if clause.pattern == "call_on" and inner is not None:
        return "request"
    if lemma in {"allow", "permit", "grant", "tolerate"} and "base" in own and inner is None:
        return "-"
    if lemma in {"own", "hold", "control"}:
        return "own" if "investment" in own else None
    if "share" in clause.frames and lemma not in {"share"}:
        return "share" if _counts_flow(clause) else "-"
    if lemma in {"allow", "permit", "let", "enable"} and clause.objects and inner is not None:
        return "concede"
    return None


def _is_plural(clause: Clause) -> bool:
    """Return whether the subject is several: joined names, "they", "both sides"."""
    return any(child(s, "conj") is not None or s.text.lower() in {"they", "both", "we", "sides", "leaders", "parties", "ministers"} for s in clause.subjects)


def _is_named(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_iob_ != "X"


_SHUT: Final = frozenset({"border", "airspace", "port", "crossing", "embassy", "consulate", "mission", "strait", "market"})


def _frames_of(verb: Token) -> tuple[str, ...]:
    objects, preps = children(verb, "dobj"), find_preps(verb)
    return look_up(verb, objects, preps)[1]


def _classes_of(noun: Token) -> tuple[str, ...]:
    return noun_class(noun)


def _is_conditional(inner: Token) -> bool:
    """Return whether the content of a warning is what the speaker will do on a condition."""
    conditional = any(c.text.lower() in {"if", "unless"} for t in inner.subtree for c in children(t, "mark", "advmod"))
    subject = child(inner, "nsubj")
    own = subject is not None and subject.text.lower() in {"it", "they", "we", "he", "she"}
    return (
        conditional and own and any(c.text.lower() in {"will", "would", "could", "'ll"} for c in children(inner, "aux"))
    )


def _counts_flow(clause: Clause) -> bool:
    """Return whether a share or a total is said of a flow: "aid accounts for 25 percent", "trade reached $3 billion"."""
    sized = any(t.like_num or t.text in {"$", "€", "%"} for t in clause.verb.subtree if t.i > clause.verb.i)
    return sized and any(set(noun_class(s)) & set(_FLOW_OF) for s in clause.subjects)


_RECEIVING: Final = frozenset({"receive", "get", "accept", "obtain", "secure", "win", "see", "attract", "enjoy"})


def lemma_of(verb: Token) -> str:
    """Return the verb's lemma in small letters."""
    return str(verb.lemma_).lower()


def _theme_is_actor(theme: Token | None, view: View) -> bool:
    return theme is not None and (
        theme.i in view.mention_at
        or is_agent(theme)
        or theme.pos_ == "PRON"
        or theme.lemma_.lower() in {"bloc", "alliance", "union"}
    )


def _light(own: list[str], classes: list[str], verb: Token, amount: bool, clause: Clause) -> str | None:
    """Return the frame of a support verb with its noun: "held talks", "imposed sanctions", "has leverage"."""
    lemma = verb.lemma_.lower()
    group = own[0]
    if lemma in {"cancel", "postpone", "suspend", "halt", "call_off"}:
        return "reject"
    if lemma in {"lift"} and group == "sanction":
        return "concede"
    if group in {"agreement"} and lemma in {
        "sign",
        "reach",
        "conclude",
        "strike",
        "adopt",
        "announce",
        "issue",
        "forge",
        "make",
        "complete",
        "seal",
        "release",
        "renew",
        "secure",
    }:
        return "agree"
    if group == "agreement":
        return (
            "tie"
            if lemma in {"have", "maintain", "share", "keep", "enjoy"}
            else "want"
            if lemma in {"seek", "pursue"}
            else None
        )
    if group == "role":
        return "tie" if lemma in {"hold", "have", "take", "keep", "assume"} else None
    if group == "alliance" and lemma in {"cut", "sever", "downgrade", "suspend", "break_off", "break", "freeze"}:
        return "sanction"
    if group == "alliance" and lemma in {"resume", "restore", "renew"}:
        return "agree"
    if group == "alliance":
        return (
            "tie"
            if lemma in {"have", "maintain", "enjoy", "keep", "share"}
            else "agree"
            if lemma in {"establish", "form", "forge", "announce"}
            else None
        )
    if group == "base":
        return (
            "host_base"
            if lemma
            in {"have", "establish", "maintain", "keep", "operate", "run", "open", "set", "build", "possess", "set_up"}
            else "want"
            if lemma in {"seek", "pursue"}
            else None
        )
    if lemma in {"seek", "pursue"}:
        return "want"
    if lemma == "reject":
        return "reject"
    if lemma in _RECEIVING and group in _FLOW_OF:
        return "receive"
    if lemma in {"approve", "authorise", "authorize"} and group in _FLOW_OF:
        return _FLOW_OF[group]
    if lemma in {"pledge", "promise", "commit"}:
        return _FLOW_OF.get(group, "promise") if group in _FLOW_OF or amount else "promise"
    if group in _FLOW_OF:
        return (
            _FLOW_OF[group]
            if lemma not in {"have", "take", "get", "keep", "see", "join", "show"} or group == "labour"
            else ("judge" if False else None)
        )
    if group == "troops":
        return (
            "mobilize" if lemma in {"send", "put", "place", "keep", "maintain", "deliver", "offer", "station"} else None
        )
    if group == "leverage":
        return "judge"
    if group == "goal":
        return "want" if lemma in {"have", "express", "pursue", "voice", "set", "announce", "maintain", "get"} else None
    if group == "view":
        return (
            "favour"
            if lemma in {"have", "express", "share", "maintain", "take", "hold", "convey", "announce", "issue"}
            else None
        )
    if group == "concern":
        return (
            "accuse"
            if lemma in {"raise", "express", "convey", "voice"}
            and _addressed(clause)
            else "oppose"
        )
    if group == "evaluation":
        return "judge" if lemma in {"make", "have", "pose", "deliver"} else None
    frame = noun_classes()[group][0] if group in noun_classes() else None
    return frame if frame and lemma not in {"get", "accept", "see"} else None


def _addressed(clause: Clause) -> bool:
    heads = clause.preps.get("with", []) + clause.preps.get("to", [])
    heads += [h for o in clause.objects for p in ("with", "to") for h in prep_heads(o, p)]
    return any(is_agent(h) for h in heads)


def _by_object(
    names: list[str], own: list[str], classes: list[str], amount: bool, clause: Clause, theme: Token | None, view: View
) -> str | None:
    """Return the frame after a look at the object: what is sent, built, granted or signed decides."""
    name = names[0]
    group = own[0] if own else None
    lemma = clause.verb.lemma_.lower()
    if name in {"give", "sell", "promise", "lend", "build", "invest", "help"} and theme is not None:
        if lemma in {"send", "dispatch"} or (name == "give" and group in {"troops"}):
            return "mobilize" if "troops" in classes else _FLOW_OF.get(group or "", "give")
        if group in {"exercise"} and name == "give":
            return "train"
        if group in {"concession", "base"} and name == "give":
            return "concede"
        if name == "build" and "base" in classes:
            return "host_base"
        if name == "lend":
            return name
        if name in {"give", "sell"}:
            if group == "backing":
                return "back"
            if group in {"promise"}:
                return "promise"
            for k in classes:
                if k in _FLOW_OF:
                    return (
                        "sell"
                        if (k == "trade" and name != "give") or k == "arms"
                        else _FLOW_OF[k]
                        if k != "trade"
                        else "give"
                    )
            certain = lemma in {"fund", "finance", "donate", "bankroll", "subsidise", "subsidize", "underwrite"}
            return name if certain or amount or clause.datives or _names_recipient(clause) else None
        if name == "promise" and (amount or set(own) & _MONEY):
            return next((_FLOW_OF[k] for k in classes if k in _FLOW_OF), "give")
    if (
        name == "give"
        and theme is None
        and lemma
        in {
            "channel",
            "pour",
            "funnel",
            "spend",
            "hand",
            "transfer",
            "deliver",
            "pump",
            "contribute",
            "extend",
            "award",
        }
    ):
        return None
    if (
        name in {"concede"}
        and lemma in {"open", "free", "release", "allow", "permit", "let", "ease", "yield", "relax"}
        and not clause.objects
    ):
        return None
    if name == "visit" and theme is not None and group == "honour":
        return "honour"
    if name == "back" and theme is not None and theme.i not in view.mention_at and theme.lemma_.lower() not in words()["agent"] and theme.pos_ != "PRON":
        return "favour"
    if name == "praise" and lemma in {"celebrate"}:
        return "honour"
    if (
        name == "agree"
        and lemma in {"adopt", "decide", "commit", "approve", "restore", "renew", "conclude"}
        and not own
        and not child(clause.verb, "xcomp", "ccomp")
    ):
        return None
    if name == "assault" and not _harms_someone(clause, view):
        return None
    if name == "retreat" and lemma in {"leave", "evacuate"} and "troops" not in classes:
        return None
    if (
        name == "favour"
        and lemma in {"promote", "share", "accept", "value", "protect", "safeguard"}
        and not own
        and lemma != "protect"
    ):
        return None
    if name == "cooperate" and lemma == "share" and "with" not in clause.preps:
        return None
    if name == "want" and lemma == "need" and not clause.objects and child(clause.verb, "xcomp") is None:
        return None
    return name


def _names_recipient(clause: Clause) -> bool:
    return any(p in clause.preps for p in ("to", "for"))


def _harms_someone(clause: Clause, view: View) -> bool:
    heads = [*clause.objects, *(h for p in ("on", "at", "against", "with", "into", "in") for h in clause.preps.get(p, []))]
    return any(h.i in view.mention_at or is_agent(h) or any(c.i in view.mention_at for c in h.subtree) for h in heads)


def _has_amount(theme: Token) -> bool:
    return any(t.text in {"$", "€", "£", "¥"} or t.text.lower() in _MONEY_WORDS or t.lower_.startswith(("us$", "rm", "a$")) for t in theme.subtree)


_NEEDS_OTHER: Final = frozenset({"meet", "visit", "host", "agree", "cooperate", "exercise", "tie", "help", "concede", "threaten", "own", "lease"})  # fmt: skip


def _in_condition(verb: Token) -> bool:
    """Return whether the clause only states a condition ("if it refuses ...")."""
    node = verb
    while node.dep_ in {"xcomp", "conj"} and is_verbal(node.head):
        node = node.head
    return node.dep_ == "advcl" and any(c.text.lower() in {"if", "unless"} for c in children(node, "mark", "advmod"))


def _drafts(
    clause: Clause,
    frame: Frame,
    theme: Token | None,
    actors: list[Ref],
    recipients: list[Ref],
    view: View,
    talk: Discourse,
) -> Iterator[Draft]:
    """Yield one draft for each actor, recipient and item."""
    verb = clause.verb
    score = frame.score
    known = [a for a in actors if a.code]
    if not known and frame.name in {"sell", "give"} and theme is not None and recipients and not clause.passive:
        known = [r for r in resolve(theme, view, talk) if r.code and r.code not in {o.code for o in recipients}][:1]
    if not known and not (recipients and clause.passive):
        return
    mine = {a.code for a in actors}
    if view.companions and frame.name in {"want", "favour", "oppose"}:
        recipients = [r for r in view.companions if r.code not in mine]
        frame = frames()["favour"] if frame.name == "want" else frame
    if not recipients:
        recipients, score = _last_resort(clause, frame, view, talk, known, mine, score)
    if len(known) == 2 and not recipients and frame.name in {"build", "give", "invest", "staff", "help"} and known[0].how == "coref":
        frame = frames()["cooperate"]
    if frame.name in {"give", "lend", "sell"} and not clause.objects and not clause.datives and (not recipients or recipients[0].how == "context"):
        score -= 0.25
    if frame.name == "accuse":
        view.accused = recipients or view.accused
    if frame.kind == "judgement" and not _is_weighty(clause, known, recipients):
        return
    if frame.kind in {"event", "tie"} and not recipients and len(known) < 2 and frame.name in _NEEDS_OTHER:
        committed = frame.name == "agree" and child(clause.verb, "xcomp") is not None
        if frame.name not in {"concede", "agree"} or (not clause.objects and not committed):
            return
        score -= 0.15
    if any(a.how == "owner" for a in known) and frame.kind in {"event", "want"}:
        score -= 0.1
    if frame.kind == "want" and clause.verb.dep_ == "relcl" and child(clause.verb, "xcomp") is None:
        score -= 0.3
    if _in_condition(clause.verb):
        score -= 0.4
    if clause.verb.dep_ == "advcl" and any(c.text.lower() in {"before", "until", "once", "whenever"} for c in children(clause.verb, "mark", "advmod")):
        score -= 0.3
    items = _items(clause, frame, theme)
    subject = clause.subjects[0] if clause.subjects else None
    whole = frame
    for item in items:
        frame = _item_frame(item, whole) if len(items) > 1 else whole
        start, end = clause_span(
            verb,
            view,
            subject=subject if not clause.passive else child(verb, "nsubjpass"),
            item=item,
            split=len(items) > 1,
        )
        themes = theme_classes(item or theme) if (item or theme) is not None else []
        for actor, recipient in _pairs(known, recipients, frame):
            yield Draft(
                rule=f"verb:{frame.name}", frame=frame.name, kind=frame.kind, plover=frame.plover, instrument=frame.instrument,
                polarity=frame.polarity, predicate=verb, start=start, end=end, actor=actor, recipient=recipient, score=score,
                themes=themes, item=item, theme_start=verb.idx,
            )  # fmt: skip


def _last_resort(
    clause: Clause, frame: Frame, view: View, talk: Discourse, known: list[Ref], mine: set[str | None], score: float
) -> tuple[list[Ref], float]:
    """Return recipients from the rest of the clause, then from the context, for frames that cannot do without one."""
    verb = clause.verb
    if len(known) >= 2 and frame.both:
        return [], score
    if frame.name == "request" and view.accused and clause.pattern == "call_for":
        return [Ref(r.code, None, verb.i, "coref") for r in view.accused], score
    if frame.kind == "position":
        return _position_on(clause, view, talk, mine), score
    if frame.name == "accuse" and (inner := child(verb, "ccomp")) is not None:
        refs = [r for s in find_subjects(inner) for r in resolve(s, view, talk) if r.code and r.code not in mine]
        if refs:
            return refs[:2], score
    if frame.name == "threaten":
        refs = in_span(view, [t for t in verb.subtree if t.i > verb.i], mine)
        if refs:
            return refs[:1], score - 0.05
    if frame.name not in {"coerce", "protest"}:
        tokens = [t for t in verb.subtree if t.i > verb.i and not _in_other_clause(t, verb, frame)]
        if frame.name == "meet":
            tokens = [t for t in tokens if t.head.dep_ != "prep" or t.head.text.lower() not in {"in", "at", "on", "about"}]
        if frame.name == "mobilize":
            placed = [
                t
                for t in tokens
                if t.head.dep_ == "prep" and t.head.text.lower() in {"in", "to", "into", "near", "on", "at", "off"}
            ]
            tokens = placed or tokens
        refs = in_span(view, tokens, mine)
        if frame.kind in {"judgement", "flow"}:
            refs = refs or in_span(view, [t for s in clause.subjects for t in s.subtree], mine)
        if frame.name in {"reject", "back"} and not refs and is_verbal(verb.head):
            refs = [r for r in in_span(view, list(verb.head.subtree), mine) if not is_state(r.code)]
        if refs:
            return refs[:1], score - (0.0 if frame.kind == "judgement" else 0.1)
    if (frame.name in CONTEXTUAL or clause.pattern == "raise") and len(known) >= 1 and known[0].how != "context":
        other = next((b for a, b in reversed(view.pairs) if a == known[0].code and is_state(b)), None) or talk.counterpart(known[0].code)
        if other and other not in mine:
            return [Ref(other, None, verb.i, "context")], score - (0.1 if frame.kind == "flow" else 0.15)
    answered = [a for a, b in talk.pressed[-4:] if known and b == known[0].code and a not in mine]
    groups = {k for o in clause.objects for k in noun_class(o)}
    if frame.name == "reject" and answered and (not clause.objects or groups & {"request", "accusation", "assault", "threat"}):
        return [Ref(code, None, verb.i, "coref") for code in dict.fromkeys(answered)], score
    if frame.name == "reject" and known and any(o.lemma_.lower() in {"embassy", "project", "programme", "cooperation", "aid", "support", "agreement", "accord", "talk"} for o in clause.objects):
        other = talk.counterpart(known[0].code)
        return ([Ref(other, None, verb.i, "context")] if other and other not in mine else []), score - 0.05
    if frame.name == "reject" and known and not clause.objects and child(verb, "xcomp", "ccomp", "prep") is None:
        other = talk.counterpart(known[0].code)
        return ([Ref(other, None, verb.i, "context")] if other and other not in mine else []), score - 0.1
    if frame.name == "sanction" and known and clause.objects:
        client = talk.counterpart(known[0].code)
        return ([Ref(client, None, verb.i, "context")] if client and client not in mine else []), score - 0.1
    if frame.kind == "want":
        inner = child(verb, "ccomp")
        refs = [r for s in find_subjects(inner) for r in resolve(s, view, talk) if r.code and r.code not in mine] if inner is not None else []
        return refs[:1], score - 0.05
    return [], score


def _position_on(clause: Clause, view: View, talk: Discourse, mine: set[str | None]) -> list[Ref]:
    """Return the state that a stand is said to, or that it says must or must not do something."""
    told = clause.verb.head
    if clause.verb.dep_ == "ccomp" and told.lemma_.lower() in {"tell", "assure", "inform"}:
        return [
            r for o in children(told, "dobj", "dative") for r in resolve(o, view, talk) if r.code and r.code not in mine
        ][:1]
    if any({"promise", "backing", "alliance"} & set(noun_class(o)) for o in clause.objects):
        return in_span(view, [t for o in clause.objects for t in o.subtree], mine)[:1]
    inner = child(clause.verb, "ccomp")
    if inner is not None and any(c.text.lower() in {"must", "should", "needs"} for c in children(inner, "aux")):
        return [
            r
            for s in children(inner, "nsubj", "nsubjpass")
            for r in resolve(s, view, talk)
            if r.code and r.code not in mine
        ][:1]
    return []


def _in_other_clause(token: Token, verb: Token, frame: Frame) -> bool:
    for up in (token, *token.ancestors):
        if up is verb or up == verb:
            return False
        if frame.name in {"agree", "reject"} and up.dep_ == "relcl" and up.head.dep_ == "dobj":
            continue
        if frame.name == "mobilize" and up.dep_ == "advcl" and up.tag_ == "VB":
            continue
        if is_verbal(up) and up.dep_ in {"conj", "advcl", "relcl", "ccomp", "parataxis"}:
            return True
    return False


def _is_weighty(clause: Clause, known: list[Ref], recipients: list[Ref]) -> bool:
    """Return whether a verdict links two actors, or is a feared or possible fate of one; weak verbs need both named."""
    if known and not recipients and known[0].how in {"name", "agent"}:
        top = clause.verb.head
        return clause.verb.dep_ == "ccomp" and top.lemma_.lower() in {
            "fear",
            "warn",
            "worry",
            "argue",
            "predict",
            "expect",
        }
    if not known or not recipients:
        return False
    if clause.verb.lemma_.lower() in _WEAK_JUDGES:
        return (
            known[0].how in {"owner", "name", "agent"}
            and recipients[0].how != "context"
            and bool(clause.objects or clause.preps)
        )
    return True


def _item_frame(item: Token | None, frame: Frame) -> Frame:
    """Return the frame of one thing in a list of gifts: doctors are help, doses a flow, troops a deployment."""
    if item is None or frame.name not in {"give", "help", "sell", "lend", "build", "mobilize"}:
        return frame
    group = next(iter(noun_class(item)), "")
    if group == "medics":
        return frames()["help"]
    if group == "troops":
        return frames()["mobilize"]
    found = _FLOW_OF.get(group)
    return frames()[found] if found and group not in {"trade"} else frame if frame.kind == "flow" else frames()["give"]


def _items(clause: Clause, frame: Frame, theme: Token | None) -> list[Token | None]:
    """Return the joined parts of an object that are claims of their own: gifts, loans, deals with an amount or class each."""
    if theme is None and frame.name == "help":
        theme = clause.objects[0] if clause.objects and noun_class(clause.objects[0])[:1] == ("medics",) else None
    if theme is None or (frame.kind not in {"flow", "tie"} and frame.name not in {"help", "mobilize"}):
        return [None]
    parts = [p for p in conjuncts(theme) if p.pos_ in {"NOUN", "PROPN", "NUM", "SYM"}]
    if len(parts) < 2:
        return [theme] if frame.kind == "flow" else [None]
    telling = [p for p in parts if _has_own_amount(p)]
    if len(telling) < 2 and frame.kind == "flow":
        kinds = {tuple(theme_classes(p)[:1]) for p in parts}
        return list(parts) if len(kinds) > 1 and all(theme_classes(p) for p in parts) else [theme]
    return list(parts)


def _has_own_amount(part: Token) -> bool:
    inner = {t for c in part.children if c.dep_ == "conj" for t in c.subtree}
    return any((t.like_num or t.text in {"$", "€"}) and t not in inner for t in part.subtree)


def _pairs(actors: list[Ref], recipients: list[Ref], frame: Frame) -> Iterator[tuple[Ref | None, Ref | None]]:
    """Yield who and to whom: each actor with each recipient; joint actors of a mutual act with each other."""
    if frame.both and not recipients and len(actors) >= 2:
        for one in actors[:4]:
            for other in actors[:4]:
                if one.code != other.code:
                    yield one, other
        return
    for actor in actors[:6] or [None]:
        for recipient in recipients[:8] or [None]:
            yield actor, recipient


__all__ = ["choose_frame", "from_clause"]
