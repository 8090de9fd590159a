"""A small assessment whose evidence can be tampered with, and a lookup over plain dictionaries."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from suasion.assess.assessment import (
    Alignment,
    Assessment,
    ClaimCheck,
    Contradiction,
    Credibility,
    DefinitionTried,
    Flow,
    Hedging,
    InstrumentLeverage,
    LedgerEntry,
    MissingDatum,
    PatronLeverage,
    Position,
    SourceNote,
)
from suasion.assess.scenario.results import (
    Answer,
    Cost,
    Driver,
    Guard,
    Input,
    LeverSet,
    Offer,
    OtherModel,
    Payment,
    RestsOn,
    Step,
    WhatIf,
    WhatItTakes,
)
from suasion.codebook import Contest, Derivation, Estimate, missing, recompute
from suasion.codebook.scenario import Change, Scenario
from suasion.errors import UnknownEvidenceError

TEXT = "Tokyo spoke. Japan gave $720 million in aid. Cambodia denies the base. Cambodia backs Ukraine. The end."
CONTEST = Contest(client="KHM", patrons=("JPN", "CHN"), first_year=2012, last_year=2022)


class Shelf:
    """A lookup over dictionaries that a test may change."""

    def __init__(self, entries: dict[str, dict[str, Any]]) -> None:
        self.entries = entries

    def copy(self) -> Shelf:
        return Shelf(copy.deepcopy(self.entries))

    def fetch(self, ids: Iterable[str]) -> None:
        pass

    def statement(self, identity: str) -> Mapping[str, Any]:
        if identity not in self.entries:
            raise UnknownEvidenceError(f"{identity} is no entry")
        return self.entries[identity]

    observation = statement
    source = statement

    def text(self, source: str) -> str:
        return str(self.statement(source)["text"])


def said(identity: str, quote: str, text: str = TEXT, **fields: Any) -> dict[str, Any]:
    """Return a statement as the record has it."""
    start = text.index(quote)
    blank = dict.fromkeys(
        ("recipient", "plover", "instrument", "issue", "stance", "amount", "unit", "period", "date", "known")
    )
    return blank | {
        "id": identity, "source": "so-doc", "quote": quote, "sentence": quote, "start": start,
        "end": start + len(quote), "kind": "flow", "actor": "JPN", "modality": "asserted", "attribution": "author",
        **fields,
    }  # fmt: skip


def row(identity: str, value: float, **fields: Any) -> dict[str, Any]:
    """Return an observation as the record has it."""
    return {
        "id": identity, "source": "so-data", "row": "row 1", "indicator": "oda-net", "actor": "JPN", "partner": "KHM",
        "item": None, "label": "Japan to Cambodia", "first_year": 2021, "last_year": 2021, "date": None,
        "value": value, "unit": "USD-2022", "status": "observed", **fields,
    }  # fmt: skip


def shelf_of(title: str = "An article", publisher: str = "A magazine", address: str = "https://example.org/a") -> Shelf:
    """Return the entries that the assessment below rests on."""
    known = {"title": title, "publisher": publisher, "address": address, "published": "2022-03-29"}
    entries = [
        said("st-aid", "Japan gave $720 million in aid", instrument="economic-aid", amount=720e6, unit="USD"),
        said("st-base", "denies the base", actor="KHM", recipient="CHN", kind="tie", modality="denied",
             issue="foreign-bases", stance=1, instrument="military"),
        said("st-war", "Cambodia backs Ukraine", actor="KHM", kind="position", issue="ukraine-war", stance=1),
        row("ob-jpn", 300e6),
        row("ob-chn", 100e6, actor="CHN"),
        row("ob-vote", 1.0, indicator="un-vote", actor="KHM", partner=None, unit="vote", item="A/RES/ES-11/1"),
        {"id": "so-doc", "text": TEXT, **known},
        {"id": "so-data", "text": None, **known},
    ]  # fmt: skip
    return Shelf({entry["id"]: entry for entry in entries})


def worked(name: str, operation: str, terms: dict[str, tuple[str, ...]], shelf: Shelf, **more: Any) -> Estimate:
    """Return an estimate that follows from the shelf."""
    constants = more.pop("constants", {})
    derivation = Derivation(operation=operation, terms=terms, constants=constants)
    numbers = {}
    for reference in (reference for ids in terms.values() for reference in ids):
        identity, _, field = reference.partition("#")
        entry = shelf.entries[identity]
        numbers[reference] = float(entry[field or ("value" if identity.startswith("ob") else "amount")])
    evidence = tuple(dict.fromkeys(reference.partition("#")[0] for reference in numbers))
    return Estimate(
        name=name,
        value=recompute(derivation, numbers),
        evidence=evidence,
        derivation=derivation,
        n=len(evidence),
        **more,
    )


def leverage_of(patron: str, value: float) -> PatronLeverage:
    """Return one patron's leverage by aid, its numbers given."""
    parts = {
        name: Estimate(name=f"{name} of {patron}", value=given, low=given / 2, high=min(1.0, given * 1.5), unit="index")
        for name, given in (
            ("stake", 0.5),
            ("share", 0.4),
            ("substitutability", 0.3),
            ("control", 0.75),
            ("leverage", value),
        )
    }
    line = InstrumentLeverage(patron=patron, instrument="economic-aid", statements=("st-aid",), **parts)
    military = {name: missing(f"{name} of {patron}, military", "no rows") for name in parts}
    tie = InstrumentLeverage(patron=patron, instrument="military", statements=("st-base",), **military)
    total = Estimate(name=f"leverage of {patron}", value=value, low=value / 2, high=value * 1.5, unit="index")
    first = Estimate(name=f"chance that {patron} is first", value=0.7 if patron == "JPN" else 0.3, unit="probability")
    return PatronLeverage(patron=patron, leverage=total, probability_first=first, by_instrument=(line, tie))


def assessment_of(shelf: Shelf) -> Assessment:
    """Return an assessment with something in each of its parts."""
    total = worked("aid from Japan", "sum", {"values": ("ob-jpn",)}, shelf, unit="USD-2022")
    less = worked("aid from China", "sum", {"values": ("ob-chn",)}, shelf, unit="USD-2022")
    share = worked("share", "share", {"part": ("ob-jpn",), "whole": ("ob-jpn", "ob-chn")}, shelf, unit="share")
    claimed = worked("amount claimed", "sum", {"values": ("st-aid",)}, shelf, unit="USD")
    place = worked(
        "position",
        "position",
        {"stances": ("st-war#stance",), "votes": ("ob-vote",)},
        shelf,
        unit="position",
        low=0.1,
        high=0.9,
    )
    pi = Estimate(name="pi: votes", value=0.38, low=0.2, high=0.5, unit="pi", evidence=("ob-vote",))
    balance = Estimate(name="balance", value=0.6, unit="index")
    definition = "net ODA, constant 2022 dollars, 2012 to 2021"
    return Assessment(
        contest=CONTEST,
        leverage=(leverage_of("JPN", 0.2), leverage_of("CHN", 0.1)),
        flows=(
            Flow(indicator="oda-net", patron="JPN", total=total, share=share),
            Flow(indicator="oda-net", patron="CHN", total=less, share=missing("share", "not asked")),
        ),
        alignment=(Alignment(patron="CHN", measures=(pi,)),),
        hedging=(Hedging(patrons=("JPN", "CHN"), balance=balance, depth=missing("depth", "no GDP"), reading="leans"),),
        positions=(
            Position(issue="ukraine-war", party="KHM", position=place, salience=missing("salience", "none"),
                     statements=("st-war",), votes=("ob-vote",)),
            Position(issue="ukraine-war", party="CHN", position=missing("position", "not identified"),
                     salience=missing("salience", "none")),
        ),
        ledger=(LedgerEntry(side="delivery", actor="JPN", recipient="KHM", instrument="economic-aid", issue=None,
                            quote="Japan gave $720 million in aid", amount=720e6, unit="USD", date=None,
                            modality="asserted", attribution="author", statement="st-aid"),),
        claims=(ClaimCheck(statement="st-aid", quote="Japan gave $720 million in aid", quantity="Japan's aid",
                           claimed=claimed, verdict="contradicted", definition=definition, found=total,
                           gap=300 / 720 - 1,
                           tried=(DefinitionTried(definition=definition, found=total, agrees=False),)),),
        contradictions=(Contradiction(topic="Foreign bases: Cambodia", statements=("st-base",),
                                      why="alleged, and denied by Cambodia"),),
        credibility=(Credibility(statement="st-aid", grade=5, why="contradicted by data"),),
        missing=(MissingDatum(what="loans and debt", settles="how much the client owes", where="its debt bulletin"),),
        sources=tuple(
            SourceNote(source=key, title=shelf.entries[key]["title"], publisher=shelf.entries[key]["publisher"],
                       published="2022-03-29", address=shelf.entries[key]["address"], licence="CC0-1.0", kind=kind,
                       reliability="C", entries=3)
            for key, kind in (("so-doc", "document"), ("so-data", "dataset"))
        ),
    )  # fmt: skip


@pytest.fixture
def shelf() -> Shelf:
    return shelf_of()


@pytest.fixture
def assessment(shelf: Shelf) -> Assessment:
    return assessment_of(shelf)


@pytest.fixture
def make() -> Any:
    """Shelf and assessment with words of one's own in them."""

    def build(words: str, address: str = "https://example.org/a") -> tuple[Shelf, Assessment]:
        made = shelf_of(title=words, publisher=words, address=address)
        text = f"Begin. {words} gave aid. End."
        made.entries["so-doc"]["text"] = text
        kept = {"issue": "ukraine-war", "stance": 1}
        for identity in ("st-aid", "st-base", "st-war"):
            old = made.entries[identity]
            fields = {"kind": old["kind"], "actor": old["actor"], "amount": old["amount"], "unit": old["unit"]}
            fresh = said(identity, f"{words} gave aid", text, **fields)
            made.entries[identity] = fresh | {"attribution": words} | (kept if identity == "st-war" else {})
        made.entries["ob-jpn"]["label"] = words
        found = assessment_of(made)
        return made, _with_words(found, words)

    return build


def _with_words(found: Assessment, words: str) -> Assessment:
    import msgspec

    quote = f"{words} gave aid"
    return msgspec.structs.replace(
        found,
        ledger=tuple(msgspec.structs.replace(e, quote=quote, attribution=words, date=words) for e in found.ledger),
        claims=tuple(msgspec.structs.replace(c, quote=quote, quantity=words) for c in found.claims),
        contradictions=tuple(msgspec.structs.replace(c, topic=words, why=words) for c in found.contradictions),
        missing=tuple(MissingDatum(what=words, settles=words, where=words) for _ in found.missing),
        positions=tuple(msgspec.structs.replace(p, issue=words) for p in found.positions),
    )


def believed(name: str, value: float | None, low: float = 0.0, high: float = 0.0, **more: Any) -> Estimate:
    """Return an estimate with the 5 and 95 % of its draws."""
    if value is None:
        return missing(name, more.pop("note", "not enough"), unit=more.get("unit", ""))
    return Estimate(name=name, value=value, low=low, high=high, **({"unit": "position"} | more))


def inputs_of(shelf: Shelf) -> tuple[Input, ...]:
    """Return inputs that rest on the shelf, on a prior, and on both."""
    own = worked("position of Cambodia on the South China Sea", "position", {"stances": ("st-war#stance",)}, shelf,
                 unit="position", low=-0.35, high=0.51, constants={"prior": 1.0})  # fmt: skip
    cost = believed("what moving costs Cambodia at home", 2.7, 0.5, 14.1, unit="leverage",
                    note="not identified: no past move against its own stand is in the record")  # fmt: skip
    aid = believed("leverage of Japan by aid", 0.14, 0.05, 0.26, unit="index", evidence=("ob-jpn",))
    tied = believed("part of aid of Japan that is conditional on the South China Sea", 0.16, 0.01, 0.53, unit="share",
                    evidence=("st-aid",))  # fmt: skip
    japan = believed("position of Japan on the South China Sea", 0.78, 0.52, 0.95, evidence=("st-war",))
    china = believed("position of China on the South China Sea", -0.71, -0.93, -0.4, evidence=("st-war",))
    told: tuple[tuple[str, Estimate, RestsOn], ...] = (
        ("position:KHM", own, "record"), ("position:JPN", japan, "record"), ("position:CHN", china, "record"),
        ("cost:KHM", cost, "prior"), ("leverage:JPN:economic-aid", aid, "record"),
        ("conditional:JPN:economic-aid", tied, "record and prior"),
    )  # fmt: skip
    return tuple(Input(key=key, words=one.name, estimate=one, rests_on=rests) for key, one, rests in told)


def guard_of(*, assumed: bool = True, unstable: bool = False) -> Guard:
    """Return what the guards say."""
    alone = believed("how far KHM moves by priors alone", -0.041, -0.22, 0.01)
    label: Any = "assumption-driven" if assumed else "evidence-driven"
    return Guard(
        prior_only=alone, label=label, noise=0.031 if unstable else 0.004, unstable=unstable,
        note="priors alone move it by -0.041, the record by -0.042",
    )  # fmt: skip


DRIVERS = (
    Driver(key="position:KHM", words="position of Cambodia on the South China Sea", first=0.11, total=0.15,
           rests_on="record"),
    Driver(key="cost:KHM", words="what moving costs Cambodia at home", first=0.38, total=0.52, rests_on="prior"),
)  # fmt: skip
NARROWS = "what moving costs Cambodia at home: moves against its own stand, with what they were given for."


def what_if_of(shelf: Shelf, **more: Any) -> WhatIf:
    """Return an answer to a scenario with something in each of its parts."""
    scenario = Scenario(
        issue="south-china-sea", client="KHM", patrons=("JPN", "CHN"), target=0.3,
        changes=(
            Change(actor="JPN", instrument="economic-aid", verb="add", amount=0.5, relative=True,
                   written="JPN economic-aid +50%"),
            Change(actor="USA", instrument="sanction", verb="lift", written="USA sanction lift"),
        ),
    )  # fmt: skip
    money = "USD-2022 a year"
    steps = (
        Step(change="JPN economic-aid +50%", actor="JPN", instrument="economic-aid",
             before=believed("aid now", 156e6, 150e6, 160e6, unit=money),
             after=believed("aid then", 234e6, 225e6, 240e6, unit=money), moves=believed("moves", 0.0, 0.0, 0.0),
             inputs=("leverage:JPN:economic-aid", "conditional:JPN:economic-aid"), rests_on="record and prior",
             note="Aid without a condition moves nothing directly."),
        Step(change="USA sanction lift", actor="USA", instrument="sanction",
             before=believed("cases now", 1.0, 1.0, 1.0, unit="cases"),
             after=believed("cases then", 0.0, unit="cases"),
             moves=believed("moves", -0.042, -0.13, -0.001), inputs=("cost:KHM",), rests_on="prior"),
    )  # fmt: skip
    made: dict[str, Any] = {
        "scenario": scenario,
        "before": believed("Cambodia now", 0.06, -0.35, 0.51, evidence=("st-war",)),
        "after": believed("Cambodia then", 0.018, -0.38, 0.49, evidence=("st-war",)),
        "moved": believed("moved", -0.042, -0.13, -0.001),
        "chance": believed("chance of +0.30", 0.17, 0.16, 0.18, unit="probability"),
        "steps": steps,
        "payments": (
            Payment(patron="JPN", least=believed("least", 0.004, 0.0, 0.031, unit="utility"),
                    most=believed("most", 0.011, 0.001, 0.06, unit="utility")),
        ),
        "gain": believed("gain", 0.02, 0.001, 0.09, unit="utility"),
        "hedging": believed("hedging", 0.003, 0.0, 0.02, unit="utility"),
        "others": (
            OtherModel(name="compromise", title="Compromise", position=believed("compromise", 0.11, -0.2, 0.4)),
            OtherModel(name="expected-utility", title="Expected utility (Scholz, Calbert, Smith)",
                       position=believed("expected utility", 0.61, -0.4, 0.9),
                       note="One percent of noise moves this model by more than its answer: for comparison only."),
        ),
        "drivers": DRIVERS,
        "narrows": NARROWS,
        "guard": guard_of(),
        "inputs": inputs_of(shelf),
        "draws": 4096,
    }  # fmt: skip
    return WhatIf(**(made | more))


def what_it_takes_of(shelf: Shelf, **more: Any) -> WhatItTakes:
    """Return what it would take with something in each of its parts."""
    money = "USD-2022 a year"
    half = believed("chance at the bound", 0.34, 0.33, 0.35, unit="probability")
    enough = believed("chance at the bound", 0.71, 0.7, 0.72, unit="probability")
    offers = (
        Offer(patron="JPN", instrument="economic-aid", unit=money,
              now=believed("aid now", 156e6, 150e6, 160e6, unit=money, evidence=("ob-jpn",)),
              bound=believed("most aid", 2.1e9, 2.1e9, 2.1e9, unit=money, evidence=("ob-jpn",)),
              costs=(
                  Cost(probability=0.5, amount=believed("aid for 0.5", 410e6, 380e6, 450e6, unit=money),
                       at_bound=enough),
                  Cost(probability=0.8, amount=believed("aid for 0.8", None, unit=money), at_bound=enough),
              ),
              says="It is within what Japan has given one state; it rests on an assumed cost at home."),
        Offer(patron="JPN", instrument="diplomatic", unit="visits a year",
              now=believed("visits now", 1.2, 1.2, 1.2, unit="visits a year", evidence=("ob-jpn",)),
              bound=believed("most visits", 6.0, 6.0, 6.0, unit="visits a year"),
              costs=tuple(Cost(probability=p, amount=believed(f"visits for {p}", None), at_bound=half)
                          for p in (0.5, 0.8)),
              says=""),
    )  # fmt: skip
    made: dict[str, Any] = {
        "scenario": Scenario(issue="south-china-sea", client="KHM", patrons=("JPN", "CHN"), target=0.42, by="JPN"),
        "by": "JPN",
        "target": 0.42,
        "now": believed("Cambodia now", 0.06, -0.35, 0.51, evidence=("st-war",)),
        "ideal": believed("position of Japan on the South China Sea", 0.78, 0.52, 0.95, evidence=("st-war",)),
        "already": believed("chance as things stand", 0.27, 0.27, 0.27, unit="probability"),
        "feasible": True,
        "says": "",
        "offers": offers,
        "sets": (
            LeverSet(probability=0.8, feasible=True, says="All levers at two thirds of their bounds.",
                     amounts=(("economic-aid", believed("aid", 900e6, 800e6, 990e6, unit=money)),
                              ("diplomatic", believed("visits", 4.0, 3.0, 5.0, unit="visits a year")))),
        ),
        "answers": (
            Answer(rival="CHN", offers=believed("what China offers", 0.02, 0.0, 0.1, unit="utility"),
                   position=believed("Cambodia when China answers", 0.21, -0.3, 0.6), drops_out="JPN",
                   says="China pays more for less; Japan would give up first."),
        ),
        "drivers": DRIVERS,
        "narrows": NARROWS,
        "guard": guard_of(),
        "inputs": inputs_of(shelf),
        "draws": 4096,
    }  # fmt: skip
    return WhatItTakes(**(made | more))


@pytest.fixture
def what_if(shelf: Shelf) -> Any:
    """Return a function that makes an answer to a scenario, with parts of one's own."""
    return lambda **more: what_if_of(shelf, **more)


@pytest.fixture
def what_it_takes(shelf: Shelf) -> Any:
    """Return a function that makes what it would take, with parts of one's own."""
    return lambda **more: what_it_takes_of(shelf, **more)


@pytest.fixture
def guard() -> Any:
    """Return a function that makes what the guards say."""
    return guard_of
