"""Runs benches: `python -m bench [NAME …] [--quick]`.

A bench is a module of this package with a function `bench(quick: bool) -> list[Measure]`.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from types import ModuleType

import bench
from bench.measure import report


def benches() -> dict[str, ModuleType]:
    """Every bench by name."""
    modules = {
        info.name: importlib.import_module(f"bench.{info.name}")
        for info in pkgutil.iter_modules(bench.__path__)
        if not info.name.startswith("_")
    }
    return {name: module for name, module in modules.items() if hasattr(module, "bench")}


def main() -> int:
    """Run the benches that were named, or all; 1 when a goal was missed."""
    known = benches()
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("names", nargs="*", choices=[*known, []], help="default: all")
    parser.add_argument("--quick", action="store_true", help="small runs, to see that they work")
    chosen = parser.parse_args()
    is_met = True
    for name in chosen.names or known:
        print(f"── {name}", flush=True)
        measures = known[name].bench(quick=chosen.quick)
        report(name, measures)
        is_met = is_met and all(measure.is_met for measure in measures)
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
