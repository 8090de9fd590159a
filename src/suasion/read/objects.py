"""Objects: how the thing given, built, held or signed decides the frame of a verb."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import Clause
from suasion.read.flows import FLOW_OF, MONEY, RECEIVING
from suasion.read.lexicon import noun_classes, words
from suasion.read.nounphrases import is_agent
from suasion.read.roles import prep_heads
from suasion.read.view import Token, View, child

_OPENED: Final = frozenset(
    ["door", "border", "market", "airspace", "port", "economy", "sector", "crossing", "sky", "embassy"]
)


def is_actor(theme: Token | None, view: View) -> bool:
    """Return whether an object is somebody: a name, an office, a pronoun, a bloc."""
    return theme is not None and (
        theme.i in view.mention_at
        or is_agent(theme)
        or theme.pos_ == "PRON"
        or theme.lemma_.lower() in {"bloc", "alliance", "union"}
    )


def light_frame(own: list[str], classes: list[str], verb: Token, amount: bool, clause: Clause) -> str | None:
    """Return the frame of a support verb with its noun: "held talks", "imposed sanctions", "has leverage"."""
    lemma = verb.lemma_.lower()
    group = own[0]
    if lemma in {"cancel", "postpone", "suspend", "halt", "call_off"}:
        return "reject"
    if lemma in {"lift"} and group == "sanction":
        return "concede"
    if group == "agreement" and amount and lemma in {"approve", "offer", "extend", "grant"}:
        return "lend"
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
    if group == "alliance" and lemma in {
        "resume",
        "restore",
        "renew",
        "raise",
        "elevate",
        "upgrade",
        "lift",
        "normalise",
    }:
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
    if lemma in RECEIVING and group in FLOW_OF:
        return "receive"
    if lemma in {"approve", "authorise", "authorize"} and group in FLOW_OF:
        return FLOW_OF[group]
    if lemma in {"pledge", "promise", "commit"}:
        return FLOW_OF.get(group, "promise") if group in FLOW_OF or amount else "promise"
    if group in FLOW_OF:
        return (
            FLOW_OF[group]
            if lemma not in {"have", "take", "get", "keep", "see", "join", "show"} or group == "labour"
            else ("judge" if False else None)
        )
    if group == "troops" and lemma in {"have", "keep", "maintain", "base"}:
        return "host_base"
    if group == "agreement" and amount and lemma in {"approve", "offer", "extend", "grant"}:
        return "lend"
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
        return "accuse" if lemma in {"raise", "express", "convey", "voice"} and _addressed(clause) else "oppose"
    if group == "evaluation":
        return "judge" if lemma in {"make", "have", "pose", "deliver"} else None
    frame = noun_classes()[group][0] if group in noun_classes() else None
    return frame if frame and lemma not in {"get", "accept", "see"} else None


def _addressed(clause: Clause) -> bool:
    heads = clause.preps.get("with", []) + clause.preps.get("to", [])
    heads += [h for o in clause.objects for p in ("with", "to") for h in prep_heads(o, p)]
    return any(is_agent(h) for h in heads)


def frame_by_object(  # noqa: PLR0917
    names: list[str], own: list[str], classes: list[str], amount: bool, clause: Clause, theme: Token | None, view: View
) -> str | None:
    """Return the frame after a look at the object: what is sent, built, granted or signed decides."""
    name = names[0]
    group = own[0] if own else None
    lemma = clause.verb.lemma_.lower()
    if name in {"give", "sell", "promise", "lend", "build", "invest", "help"} and theme is not None:
        if lemma in {"send", "dispatch"} or (name == "give" and group in {"troops"}):
            return "mobilize" if "troops" in classes else FLOW_OF.get(group or "", "give")
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
                if k in FLOW_OF:
                    return (
                        "sell"
                        if (k == "trade" and name != "give") or k == "arms"
                        else FLOW_OF[k]
                        if k != "trade"
                        else "give"
                    )
            certain = lemma in {"fund", "finance", "donate", "bankroll", "subsidise", "subsidize", "underwrite"}
            return name if certain or amount or clause.datives or _names_recipient(clause) else None
        if name == "promise" and (amount or set(own) & MONEY):
            return next((FLOW_OF[k] for k in classes if k in FLOW_OF), "give")
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
    if name == "concede" and lemma == "hand" and {"arms", "troops"} & set(classes):
        return "sell"
    if name == "concede" and amount and lemma in {"hand", "release"}:
        return next((FLOW_OF[k] for k in classes if k in FLOW_OF), "give")
    if name == "concede" and lemma == "open" and (theme is None or theme.lemma_.lower() not in _OPENED):
        return None
    if (
        name in {"concede"}
        and lemma in {"open", "free", "release", "allow", "permit", "let", "ease", "yield", "relax"}
        and not clause.objects
    ):
        return None
    if name == "visit" and theme is not None and group == "honour":
        return "honour"
    if (
        name == "back"
        and theme is not None
        and theme.i not in view.mention_at
        and theme.lemma_.lower() not in words()["agent"]
        and theme.pos_ != "PRON"
    ):
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
    heads = [
        *clause.objects,
        *(h for p in ("on", "at", "against", "with", "into", "in") for h in clause.preps.get(p, [])),
    ]
    return any(h.i in view.mention_at or is_agent(h) or any(c.i in view.mention_at for c in h.subtree) for h in heads)
