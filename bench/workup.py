"""How long the example takes from documents to brief: on an empty record, and again on the one that was made."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AGAIN_SECONDS = 15.0


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        first, again = _workup(folder), _workup(folder)
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        page = (Path(folder) / "brief.html").stat().st_size
    print(f"empty record: {first[0]:.1f} s, {first[1]:.1f} s of processor time")
    print(f"again: {again[0]:.1f} s, {again[1]:.1f} s of processor time; bound {AGAIN_SECONDS} s")
    print(f"page {page / 1e6:.2f} MB; record, brief and kept bytes {size / 1e6:.1f} MB")
    return int(again[0] > AGAIN_SECONDS)


def _workup(folder: str) -> tuple[float, float]:
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "suasion", "workup", "--out", folder], check=True, capture_output=True)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, processor
