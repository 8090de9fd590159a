"""The strategic model on dated episodes: what it would have said the day before, and how good that was.

Run as ``python -m bench backtest``. The record is built from the data sets in a shared folder beside the project, or
read from the path in the environment variable ``SUASION_BACKTEST_RECORD``. docs/methods/backtest.md says how episodes
were chosen, what was known when, and what came out.
"""

from bench.backtest.run import main

__all__ = ["main"]
