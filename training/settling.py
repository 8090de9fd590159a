"""Fitting of how rules and encoder are weighed against each other, on documents that neither was developed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from suasion.codebook.statement import Statement
from suasion.read.coder import PairCoder
from suasion.read.opinion import marks
from suasion.read.parties import by_role, choose
from suasion.read.reader import Claim
from suasion.read.settling import Answers, Settings, features, settings, settle
from training import parties, sizes
from training.choices import Offer, cross_fitted, fit, report, write
from training.documents import FITTED, TESTS, TRAINED, TRAINED_LATER, Coded, coded, matches

QUESTIONS: Final = ("kind", "plover", "instrument", "modality")
_SETS: Final = (
    (TRAINED, True),
    (TESTS / "gold", True),
    (TESTS / "gold_regions", True),
    (TRAINED_LATER, False),
    (FITTED, False),
)
_PARTS: Final = (
    "embeddings.npz", "marks-open.npz", "open.onnx", "linear-open.npz", "settings-open.json", "parties.json",
    "sizes.json",
)  # fmt: skip
_BONUSES: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
_PENALTY: Final = 0.3

Asked = list[tuple[Coded, list[Answers]]]


def fit_choices_and_settling(weights: Path, say: Callable[[str], None]) -> None:
    """Write the weights of the choice of parties, of settling and of the choice of sizes, and print what they reach.

    Settling is fitted on documents whose parties were chosen by weights that had not seen them.
    """
    found: list[Offer] = []
    for folder, tuned in _SETS:
        watch = parties.Watch()
        for document in coded(folder, watch):
            found += parties.offers(document, watch, tuned=tuned)
    apart = cross_fitted(found, parties.PENALTY)
    report(found, apart, say, "parties")
    write(parties.leaning(fit(found, parties.PENALTY)), weights / "parties.json")
    blind = {name: partial(choose, worth=by_role(parties.leaning(worth))) for name, worth in apart.items()}
    fit_settling(list(coded(FITTED, of=blind)), weights / "settling.json", say)
    coder, found = PairCoder("open"), []
    for folder, tuned in _SETS:
        for document in coded(folder, of=blind):
            asked = [coder.probabilities(marks(c.draft, c.view)) for c in document.claims]
            found += sizes.offers(document, _settled(document.claims, asked, settings()), tuned=tuned)
    report(found, cross_fitted(found, sizes.PENALTY), say, "sizes")
    worth = fit(found, sizes.PENALTY)
    write(worth | {"none": round(worth.get("none", 0.0) - sizes.LEAN, 2)}, weights / "sizes.json")
    _stamp(weights)


def fit_settling(documents: Sequence[Coded], path: Path, say: Callable[[str], None]) -> None:
    """Write the bonuses, the weights of a claim's features and the threshold, and print what they reach."""
    coder = PairCoder("open")
    asked = [(d, [coder.probabilities(marks(c.draft, c.view)) for c in d.claims]) for d in documents]
    bonus = {question: _best_bonus(question, asked, say) for question in QUESTIONS}
    plain = Settings(bonus=bonus, weights={}, least=0.0, version="")
    seen, right, groups = [], [], []
    for number, (document, answers) in enumerate(asked):
        settled = _settled(document.claims, answers, plain)
        hit = {j for _, j in matches(document.gold, settled, kind=True)}
        for j, (claim, answer) in enumerate(zip(document.claims, answers, strict=True)):
            seen.append(features(settled[j], claim.statement, claim.draft, answer, claim.sure))
            right.append(j in hit)
            groups.append(number)
    vectors = DictVectorizer(sparse=False)
    matrix = vectors.fit_transform(seen)
    model = LogisticRegression(C=_PENALTY, fit_intercept=False, max_iter=2000)
    apart = cross_val_predict(
        model, matrix, right, groups=groups, cv=GroupKFold(min(8, len(documents))), method="predict_proba"
    )[:, 1]
    brier = float(np.mean((apart - np.array(right)) ** 2))
    say(f"{len(right)} drafts in {len(documents)} documents, {np.mean(right):.2f} of them right; Brier {brier:.3f}")
    best, least = 0.0, 0.3
    for threshold in np.arange(0.1, 0.61, 0.05):
        strict, lenient = _scores(asked, plain, apart, threshold)
        say(f"  least {threshold:.2f}: strict F1 {strict:.3f}, lenient F1 {lenient:.3f}")
        if strict + lenient > best:
            best, least = strict + lenient, float(round(threshold, 2))
    model.fit(matrix, right)
    weights = {name: round(float(w), 4) for name, w in zip(vectors.feature_names_, model.coef_[0], strict=True)}
    _keep(Settings(bonus=bonus, weights=weights, least=least, version=""), path)


def _stamp(weights: Path) -> None:
    """Write into the settings the beginning of a hash of all that the reader's answers hang on."""
    digest = sha256(msgspec.json.encode(settings()))
    for part in _PARTS:
        digest.update((weights / part).read_bytes())
    _keep(msgspec.structs.replace(settings(), version=digest.hexdigest()[:8]), weights / "settling.json")


def _keep(fitted: Settings, path: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(fitted)) + b"\n")
    settings.cache_clear()


def _settled(claims: Sequence[Claim], answers: Sequence[Answers], how: Settings) -> list[Statement]:
    return [settle(c.statement, c.draft, a, c.sure, how) for c, a in zip(claims, answers, strict=True)]


def _best_bonus(question: str, asked: Asked, say: Callable[[str], None]) -> float:
    """Return the bonus for the rules' answer with which most of the claims found are answered as coded."""
    rates = []
    for bonus in _BONUSES:
        how = Settings(bonus={"kind": 2.0, question: bonus}, weights={}, least=0.0, version="")
        right = of = 0
        for document, answers in asked:
            settled = _settled(document.claims, answers, how)
            for i, j in matches(document.gold, settled, kind=False):
                row: dict[str, Any] = document.gold[i]
                if row["required"] and row[question] is not None:
                    of += 1
                    right += row[question] == getattr(settled[j], question)
        rates.append(right / max(1, of))
    say(f"  {question}: " + ", ".join(f"{b} {r:.3f}" for b, r in zip(_BONUSES, rates, strict=True)))
    # Within half a point the difference is noise, and the rules keep what they have been tested on.
    return max(b for b, r in zip(_BONUSES, rates, strict=True) if r >= max(rates) - 0.005)


def _scores(asked: Asked, how: Settings, chances: Any, threshold: float) -> tuple[float, float]:
    totals = np.zeros((2, 3))
    at = 0
    for document, answers in asked:
        shown = chances[at : at + len(answers)] >= threshold
        at += len(answers)
        settled = [s for s, keep in zip(_settled(document.claims, answers, how), shown, strict=True) if keep]
        for row, kind in enumerate((True, False)):
            paired = matches(document.gold, settled, kind=kind)
            totals[row] += (
                sum(document.gold[i]["required"] for i, _ in paired),
                len(settled) - len(paired),
                sum(r["required"] for r in document.gold),
            )
    strict, lenient = 2 * totals[:, 0] / totals.sum(1)
    return float(strict), float(lenient)
