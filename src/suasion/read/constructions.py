"""Constructions: what a verb of many uses means with this object, complement or preposition."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause, frames_of
from suasion.read.content import is_conditional, is_principle, tells_something, will_do
from suasion.read.flows import CONCRETE, FLOW_OF, FLOWS, has_amount
from suasion.read.lexicon import noun_classes
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.view import Token, child, children

_PRIVILEGES: Final = frozenset(
    {"preference", "privilege", "tariff", "visa", "accreditation", "scheme", "gsp", "exemption"}
)
_CURBS: Final = frozenset({"control", "restriction", "curb", "sanction", "embargo", "ban", "tariff", "duty", "quota"})
_GIVING: Final = frozenset({"send", "provide", "deliver", "supply", "ship", "hand", "donate", "give", "fly", "furnish"})
_WORDS: Final = frozenset({
    "letter", "message", "signal", "condolence", "note", "greeting", "wish", "team", "people", "word", "report",
    "answer",
    "official", "expert", "investigator", "observer", "monitor", "thanks", "regard", "document", "name"
})  # fmt: skip
_AT_SEA: Final = frozenset(
    {"blast", "hit", "spray", "douse", "strike", "fire", "use", "train", "turn", "target", "attack"}
)
_SHUT: Final = frozenset(
    {"border", "airspace", "port", "crossing", "embassy", "consulate", "mission", "strait", "market"}
)


def construction(clause: Clause, own: list[str], amount: bool) -> str | None:
    """Return the frame of constructions that the verb alone does not settle; "-" for none at all."""
    verb, lemma = clause.verb, clause.verb.lemma_.lower()
    inner = child(verb, "xcomp", "ccomp")
    if (
        {"promise", "agree"} & set(clause.frames)
        and inner is not None
        and inner.dep_ == "xcomp"
        and len(clause.subjects) == 1
    ):
        frames_inside = set(frames_of(inner))
        sized = any(t.like_num or t.text == "$" for t in inner.subtree)
        if inner.lemma_.lower() in {"cancel", "write", "forgive", "waive"} and any(
            t.lemma_.lower() in {"debt", "loan", "owe", "arrears"} for t in inner.subtree
        ):
            return "-"
        if frames_inside & (FLOWS | CONCRETE) and ("promise" in clause.frames or (frames_inside & FLOWS and sized)):
            return "-"
    if lemma in {"agree", "concur"} and inner is not None and inner.dep_ == "ccomp" and is_principle(inner):
        return "favour"
    if "say" in clause.frames and inner is not None and inner.dep_ == "ccomp" and is_principle(inner):
        return "favour"
    if names_a_stand(clause) and inner is not None and inner.dep_ == "ccomp" and will_do(inner, frames_of(inner)):
        return "-"
    if lemma in {"pull", "remove", "withdraw", "recall", "bring"} and "troops" in own:
        return "retreat"
    if lemma == "contribute" and clause.objects:
        return "mobilize" if own[:1] == ["troops"] else "give"
    if lemma == "leave" and any(set(noun_class(s)) & {"troops"} for s in clause.subjects):
        return "retreat"
    if any(t.lower_ == "cannon" for t in verb.subtree) and lemma in _AT_SEA:
        return "coerce"
    if lemma == "drill" and not clause.preps.get("with") and "military" not in {t.lower_ for t in verb.subtree}:
        return "-"
    if lemma == "extend" and clause.objects and not classes_of(clause) and not amount:
        return "-"
    things = {t.lemma_.lower() for o in clause.objects for t in o.subtree}
    if lemma in {"withdraw", "remove", "revoke", "suspend", "cut", "scrap"} and things & _PRIVILEGES:
        return "sanction"
    if lemma in {"tighten", "expand", "extend", "impose", "widen", "broaden", "step", "slap"} and things & _CURBS:
        return "sanction"
    if lemma == "withdraw" and own[:1] not in ([], ["troops"]):
        return "reject"
    if lemma in {"close", "shut", "seal"} and clause.objects and clause.objects[0].lemma_.lower() in _SHUT:
        return (
            "reject"
            if clause.objects[0].lemma_.lower() in {"embassy", "consulate", "mission", "office"}
            else "sanction"
        )
    if (
        lemma in {"freeze", "suspend", "halt", "withhold", "cut", "stop", "end"}
        and own
        and own[0] in {"aid", "loan", "trade", "arms", "cooperation", "backing", "exercise", "health"}
    ):
        return "reject"
    if lemma in {"recognise", "recognize"} and clause.objects and clause.objects[0].pos_ == "PROPN":
        return "tie"
    if lemma in {"move", "shift", "rush"} and {"troops", "arms"} & set(own):
        return "mobilize"
    if lemma == "claim" and clause.objects and inner is None and not own:
        return "favour"
    if clause.pattern.startswith("look_forward") and (
        ahead := next(
            (noun_classes()[k][0] for h in clause.preps.get("to", []) for k in noun_class(h) if k in noun_classes()),
            None,
        )
    ):
        return ahead
    if lemma in {"reject", "dismiss", "deny", "refute"} and clause.objects and tells_something(clause.objects[0]):
        return "-"  # what the report says is coded, denied
    if (
        lemma in {"receive", "welcome", "greet", "host"}
        and clause.passive
        and not clause.subjects
        and clause.objects
        and (any(p in clause.preps for p in ("in", "at")) and _is_named(clause.objects[0]))
    ):
        return "visit"
    if lemma == "play" and clause.objects and clause.objects[0].lemma_.lower() == "host":
        return "host"
    if (
        lemma in {"cancel", "write", "forgive", "waive", "annul"}
        and clause.objects
        and any(t.lemma_.lower() in {"debt", "loan", "owe", "arrears"} for t in verb.subtree)
    ):
        return "lend"
    if lemma == "fight" and any(p in clause.preps for p in ("alongside", "beside", "for")):
        return "help"
    if (
        lemma in {"refuse", "decline"}
        and inner is not None
        and set(frames_of(inner)) & {"accuse", "favour", "back", "praise"}
    ):
        return "oppose"
    if lemma == "host" and {"troops", "base"} & set(own) | (
        {"troops"} if clause.objects and clause.objects[0].lemma_.lower() in {"force", "troop", "soldier"} else set()
    ):
        return "host_base"
    if lemma in {"come", "amount", "rise", "fall", "climb"} and any(has_amount(h) for h in clause.preps.get("to", [])):
        return "-"
    if lemma in {"send", "dispatch"} and own[:1] == ["envoy"]:
        return "visit"
    if lemma in {"send", "dispatch", "fly"} and own[:1] == ["medics"]:
        return "help"
    if lemma in {"send", "offer", "provide"} and amount and not own:
        return "give"
    if lemma in _GIVING and not own and clause.objects and (clause.preps.get("to") or clause.datives):
        thing = clause.objects[0]
        goes_to = [*clause.preps.get("to", []), *clause.datives]
        plural = thing.tag_ in {"NNS", "NNPS"} or bool(theme_classes(thing))
        if plural and thing.lemma_.lower() not in _WORDS and any(_is_named(h) for h in goes_to):
            return "give"
    if (
        lemma == "deny"
        and own
        and own[0] in {"assault", "coercion", "mobilisation", "cooperation", "agreement"}
        and inner is None
    ):
        return noun_classes()[own[0]][0]
    return _of_objects(clause, own, amount)


def _of_objects(clause: Clause, own: list[str], amount: bool) -> str | None:
    """Return the frame that a verb of many uses has with this object."""
    verb, lemma = clause.verb, clause.verb.lemma_.lower()
    inner = child(verb, "xcomp", "ccomp")
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
        if inner is not None and inner.dep_ == "ccomp" and is_conditional(inner):
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
            if set(frames_of(verb.head)) & {"sanction", "accuse", "reject"}
            or any(set(noun_class(o)) & {"sanction"} for o in children(verb.head, "dobj"))
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
    if (
        lemma in {"put", "plough", "sink", "pump", "pour"}
        and (amount or "aid" in own)
        and (clause.preps.get("into") or clause.preps.get("in") or verb.dep_ == "relcl" or verb.head.dep_ == "relcl")
    ):
        return "invest"
    if lemma in {"own", "hold", "control"}:
        return "own" if "investment" in own else None
    if "share" in clause.frames and lemma not in {"share"}:
        return "share" if _counts_flow(clause) else "-"
    if lemma in {"allow", "permit", "let", "enable"} and clause.objects and inner is not None:
        return "concede"
    return None


def _is_named(token: Token) -> bool:
    return bool(token.pos_ == "PROPN")


def _counts_flow(clause: Clause) -> bool:
    """Return whether a share or a total is said of a flow: "aid accounts for 25 percent"."""
    sized = any(t.like_num or t.text in {"$", "€", "%"} for t in clause.verb.subtree if t.i > clause.verb.i)
    of = [k for h in clause.preps.get("for", []) for k in theme_classes(h)]
    return sized and (any(set(noun_class(s)) & set(FLOW_OF) for s in clause.subjects) or bool(set(of) & set(FLOW_OF)))


def classes_of(clause: Clause) -> list[str]:
    """Return the noun classes of a clause's objects."""
    return [k for o in clause.objects for k in theme_classes(o)]


def names_a_stand(clause: Clause) -> bool:
    """Return whether the verb affirms something, so that what it affirms may be the claim."""
    return "favour" in clause.frames[:1]
