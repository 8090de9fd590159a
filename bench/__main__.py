"""Run the quick benchmarks: every module of this folder that has a `main`, or those named.

One alone is run whole; of several, or with ``--quick``, those that simulate take fewer seeds.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys

import bench


def main(names: list[str]) -> int:
    known = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__")
    quick = "--quick" in names
    names = [name for name in names if name != "--quick"]
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    if len(names) == 1:
        print(f"== {names[0]}", flush=True)
        run = importlib.import_module(f"bench.{names[0]}").main
        return int(run(**({"quick": True} if quick and "quick" in inspect.signature(run).parameters else {})) or 0)
    # Each in a process of its own: peak memory and first-time costs are a process's, not a benchmark's.
    commands = {name: [sys.executable, "-m", "bench", name, "--quick"] for name in names or known}
    failed = [name for name, command in commands.items() if subprocess.run(command, check=False).returncode]
    if failed:
        print(f"out of bounds: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
