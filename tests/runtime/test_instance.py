"""What other commands learn of a running instance."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from runtime.instance import Instance, find_instance, instance_path


def described(data_dir: Path, supervisor: int) -> Instance:
    instance = Instance(
        api="http://127.0.0.1:1",
        api_docs="",
        temporal="127.0.0.1:2",
        temporal_namespace="fupan",
        temporal_ui="",
        postgresql="",
        postgresql_sequencer="",
        postgresql_admin="",
        credentials="",
        data_dir=str(data_dir),
        pids={"supervisor": supervisor},
    )
    instance.write(instance_path(data_dir))
    return instance


def test_a_running_instance_is_found_as_it_described_itself(tmp_path: Path) -> None:
    instance = described(tmp_path, os.getpid())
    assert find_instance(tmp_path) == instance


def test_an_instance_that_was_killed_is_not_running(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    described(tmp_path, ended.pid)
    assert find_instance(tmp_path) is None


def test_without_a_description_nothing_runs(tmp_path: Path) -> None:
    assert find_instance(tmp_path) is None
