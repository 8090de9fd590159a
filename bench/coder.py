"""How well a marked pair is coded (PLV and AW, Hu and others 2024), and how far its probability can be trusted.

The training halves are coded by the open weights, which have never seen them; the test halves, where they are to be
had, by both sets. Without the data, the sentences of our own that were kept out of training are coded.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from training.scores import macro_f1

from suasion.read.coder import PLV_ROOTS, QUADS, Variant, coder, parse_marks

DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "plover"
PUBLISHED: Final = (
    ("Universal PETRARCH", 80.8, 51.8, 46.3, 67.2),
    ("GPT-4, zero-shot", 93.4, 76.7, 61.5, 87.0),
    ("ZSP (355M NLI model)", 96.4, 89.6, 82.4, 88.0),
    ("ConfliBERT, supervised", 98.4, 96.3, 86.7, 89.3),
)
# The open weights on sentences they have never seen: what they reached when they were made, less three points.
LEAST: Final = {"PLV": ("root", 70.0), "AW": ("binary", 78.0)}


class Coded(NamedTuple):
    """Gold answers and what was found, shape (n,) each; ``root`` is empty for AW."""

    said_root: NDArray[np.str_]
    found_root: NDArray[np.str_]
    said_conflict: NDArray[np.int_]
    found_quad: NDArray[np.int_]
    found_conflict: NDArray[np.int_]
    chance: NDArray[np.float64]


def main() -> int:
    print("published, test halves, macro-F1 in percent      binary   quad   root     AW")
    for name, *figures in PUBLISHED:
        print(f"  {name:44}" + "".join(f"{figure:7.1f}" for figure in figures))
    if not DATA.exists():
        print(f"PLV and AW are not at {DATA}: nothing to code")
        return 0
    failed = 0
    runs: list[tuple[str, str, Variant]] = [
        *(("PLV", half, weights) for half, weights in (("train", "open"), ("test", "open"), ("test", "plv"))),
        *(("AW", half, weights) for half, weights in (("train", "open"), ("test", "open"), ("test", "plv"))),
    ]  # type: ignore[list-item]
    for data, half, weights in runs:
        path = DATA / f"{data}_{half}.tsv"
        if not path.exists():
            continue
        done = code_file(path, weights)
        title = f"Suasion, {weights} weights, {data} {half} half ({len(done.chance)})"
        if data == "AW":
            binary = macro_f1(done.said_conflict, done.found_conflict)
            print(f"  {title:44}{'':21}{binary:7.1f}")
            scores = {"binary": binary}
        else:
            quads = np.array([QUADS[root] for root in done.said_root])
            scores = {
                "binary": macro_f1(quads > 2, done.found_conflict),
                "quad": macro_f1(quads, done.found_quad),
                "root": macro_f1(done.said_root, done.found_root),
            }
            print(f"  {title:44}" + "".join(f"{scores[name]:7.1f}" for name in ("binary", "quad", "root")))
            show_classes(done)
            show_calibration(done)
        question, least = LEAST[data]
        failed |= int(half == "train" and scores[question] < least)
    return failed


def code_file(path: Path, weights: Variant) -> Coded:
    """Return the codes of a benchmark's rows."""
    pair_coder = coder(weights)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    found = [pair_coder.code(parse_marks(row["marked_sentence"])) for row in rows]
    roots = np.array([row.get("gold_root", "") for row in rows])
    conflict = [int(row["gold_binary"]) if "gold_binary" in row else int(QUADS[row["gold_root"]] > 2) for row in rows]
    return Coded(
        roots,
        np.array([one.plv_root for one in found]),
        np.array(conflict),
        np.array([one.quad for one in found]),
        np.array([one.binary for one in found]),
        np.array([one.probability for one in found]),
    )


def show_classes(done: Coded) -> None:
    """Print precision, recall and F1 of each root."""
    print("    root        rows  precision  recall    F1")
    for root in PLV_ROOTS:
        said, found = done.said_root == root, done.found_root == root
        right = np.sum(said & found)
        precision, recall = right / max(1, found.sum()), right / max(1, said.sum())
        print(f"    {root:11}{said.sum():5}{precision:10.2f}{recall:9.2f}{2 * right / (said.sum() + found.sum()):7.2f}")


def show_calibration(done: Coded) -> None:
    """Print the reliability curve, the Brier score and the accuracy among the surest 70 %."""
    right = done.said_root == done.found_root
    print("    probability    rows   right")
    edges: Sequence[float] = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
    for low, high in pairwise(edges):
        inside = (done.chance >= low) & (done.chance < high)
        if inside.any():
            print(f"    {done.chance[inside].mean():11.2f}{inside.sum():8}{right[inside].mean():8.2f}")
    surest = np.argsort(-done.chance, kind="stable")[: int(0.7 * len(right))]
    print(
        f"    Brier score {np.mean((done.chance - right) ** 2):.3f}; accuracy {right.mean():.3f}, "
        f"at 70 % coverage {right[surest].mean():.3f} (bar .94)"
    )


if __name__ == "__main__":
    raise SystemExit(main())
