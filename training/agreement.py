"""How far two codings of the same sentences agree: ``python -m training.agreement``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from training.corpus import DATA, Code, row

SECOND: Final = DATA.parent / "second"
FIELDS: Final = ("root", "plv_root", "kind", "instrument", "modality", "attribution", "amount")


def main() -> int:
    """Print for each field the share of pairs coded alike and kappa, which leaves out what chance would give."""
    first = _codes(DATA)
    second = _codes(SECOND)
    both = [(first[key], code) for key, code in second.items() if key in first]
    print(f"{len(both)} pairs coded twice, of {len(first)}: {100 * len(both) / len(first):.0f} %")
    _print("relation or none", [(a.root == "NONE", b.root == "NONE") for a, b in both])
    related = [(a, b) for a, b in both if "NONE" not in (a.root, b.root)]
    for field in FIELDS:
        pairs = [(getattr(a, field), getattr(b, field)) for a, b in related]
        if field == "attribution":
            pairs = [(x == "author", y == "author") for x, y in pairs]
        if field == "plv_root":
            pairs = [(x, y) for x, y in pairs if x and y]
        if field == "amount":
            pairs = [(x, y) for x, y in pairs if x is not None or y is not None]
        _print(field, pairs)
    return 0


def _codes(folder: Path) -> dict[tuple[str, str, str | None, str | None, int], Code]:
    """Return each code by its sentence, pair and trigger; one repeated is told apart by its turn."""
    found: dict[tuple[str, str, str | None, str | None, int], Code] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            read = row(line, f"{path.name}:{number}")
            turn: Counter[tuple[str, str | None, str | None]] = Counter()
            for code in read.codes:
                pair = (code.actor, code.recipient, code.trigger)
                found[read.text, *pair, turn[pair]] = code
                turn[pair] += 1
    return found


def _print(name: str, pairs: list[tuple[object, object]]) -> None:
    same = sum(x == y for x, y in pairs) / max(1, len(pairs))
    left, right = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    chance = sum(left[v] * right[v] for v in left) / max(1, len(pairs)) ** 2
    kappa = (same - chance) / (1 - chance) if chance < 1 else 1.0
    print(f"  {name:18}{len(pairs):5} pairs, alike {same:.2f}, kappa {kappa:.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
