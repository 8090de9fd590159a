"""How fast text becomes statements, how much memory that takes, and that it comes out the same in any order."""

from __future__ import annotations

import resource
import time

from suasion.example import load
from suasion.read import read_text

SECONDS_FOR_1000_WORDS = 1.0
MEGABYTES = 1200


def main() -> int:
    texts = [d.path.read_text(encoding="utf-8") for d in load().documents if d.path.suffix == ".txt"]
    began = time.process_time()
    read_text(texts[0], doc="first", published="2022")
    print(f"first text, loading included: {time.process_time() - began:.2f} s of processor time")

    words = sum(len(text.split()) for text in texts)
    began = time.process_time()
    forward = [read_text(text, doc=str(n), published="2022").statements for n, text in enumerate(texts)]
    seconds = time.process_time() - began
    backward = [read_text(text, doc=str(n), published="2022").statements for n, text in reversed([*enumerate(texts)])]
    same = forward == backward[::-1]
    each = seconds / words * 1000
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(texts)} texts, {words:,} words, {sum(map(len, forward))} statements: {each:.2f} s per 1,000 words")
    print(f"{3600 / each:,.0f} articles of 1,000 words an hour on one core; bound {SECONDS_FOR_1000_WORDS} s each")
    print(f"peak memory {megabytes:,.0f} MB, bound {MEGABYTES:,} MB; same statements in another order: {same}")
    return int(each > SECONDS_FOR_1000_WORDS or megabytes > MEGABYTES or not same)
