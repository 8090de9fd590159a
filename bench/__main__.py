"""Run the quick benchmarks: every module of this folder that has a `main`, or those named."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import bench


def main(names: list[str]) -> int:
    known = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__")
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    if len(names) == 1:
        print(f"== {names[0]}", flush=True)
        return int(importlib.import_module(f"bench.{names[0]}").main() or 0)
    # Each in a process of its own: peak memory and first-time costs are a process's, not a benchmark's.
    commands = {name: [sys.executable, "-m", "bench", name] for name in names or known}
    failed = [name for name, command in commands.items() if subprocess.run(command, check=False).returncode]
    if failed:
        print(f"out of bounds: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
