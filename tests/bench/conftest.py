"""The benchmarks are no installed package: they are found beside the tests, however pytest is started."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
