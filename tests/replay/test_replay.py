"""Today's code must still follow every history that a release has written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from runtime.payloads import DATA_CONVERTER
from tests.replay.paths import PATHS
from workflows.rectification import RectificationWorkflow
from workflows.sandbox import workflow_runner

HISTORIES = Path(__file__).parent / "histories"
RECORDED = sorted(HISTORIES.glob("*/*.json.gz"))


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return document


async def replay(document: dict[str, Any]) -> None:
    replayer = Replayer(
        workflows=[RectificationWorkflow],
        workflow_runner=workflow_runner(),
        data_converter=DATA_CONVERTER,
    )
    await replayer.replay_workflow(WorkflowHistory.from_json("recorded", document))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_recorded_history_replays(path: Path) -> None:
    await replay(read(path))


def test_every_path_has_been_recorded() -> None:
    names = {path.name.split(".")[1] for path in RECORDED}
    assert names >= set(PATHS)


async def test_the_gate_bites_when_an_activity_changes_its_name() -> None:
    document = read(next(path for path in RECORDED if "closed_and_archived" in path.name))
    scheduled = next(
        event["activityTaskScheduledEventAttributes"]
        for event in document["events"]
        if "activityTaskScheduledEventAttributes" in event
    )
    scheduled["activityType"]["name"] = "append_something_else"
    with pytest.raises(NondeterminismError):
        await replay(document)


async def test_the_gate_bites_when_a_timer_is_missing() -> None:
    document = read(next(path for path in RECORDED if "overdue_for_months" in path.name))
    for event in document["events"]:
        if "timerStartedEventAttributes" in event:
            event["eventType"] = "EVENT_TYPE_MARKER_RECORDED"
            del event["timerStartedEventAttributes"]
            event["markerRecordedEventAttributes"] = {"markerName": "was-a-timer"}
            break
    with pytest.raises(NondeterminismError):
        await replay(document)
