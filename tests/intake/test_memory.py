"""A ledger of any length goes in with memory that does not follow its length."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.intake.books import rows, save

# A process of its own: only there the peak is that of the reading alone.
_READ = """
import asyncio, resource, sys
from pathlib import Path
from tests.intake.books import judge_all
count = asyncio.run(judge_all(Path(sys.argv[1])))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def count_and_peak_kib(path: Path) -> tuple[int, int]:
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )
    count, peak = done.stdout.split()
    return int(count), int(peak)


def test_ten_times_the_rows_take_hardly_more_memory(tmp_path: Path) -> None:
    short = save(tmp_path / "short.xlsx", rows(600))
    long = save(tmp_path / "long.xlsx", rows(6000))
    (few, low), (many, high) = count_and_peak_kib(short), count_and_peak_kib(long)
    assert (few, many) == (600, 6000)
    # 5 400 rows of some 2 KiB each as objects would be more than 10 MiB.
    assert high - low < 4 * 1024
