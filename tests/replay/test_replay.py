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
from tests.replay.paths import ROOMS
from worker import WORKFLOWS
from workflows.entity import Entity
from workflows.sandbox import workflow_runner

HISTORIES = Path(__file__).parent / "histories"
RECORDED = sorted(HISTORIES.glob("*/*.json.gz"))


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return document


def on_record(name: str) -> dict[str, Any]:
    """The oldest history of a path, its first run if it has several."""
    return read(next(path for path in RECORDED if path.name.startswith(f"{name}.")))


async def replay(document: dict[str, Any]) -> None:
    replayer = Replayer(
        workflows=[room.workflow for room in ROOMS],
        workflow_runner=workflow_runner(),
        data_converter=DATA_CONVERTER,
    )
    await replayer.replay_workflow(WorkflowHistory.from_json("recorded", document))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_recorded_history_replays(path: Path) -> None:
    await replay(read(path))


def test_every_path_has_been_recorded() -> None:
    names = {".".join(path.name.split(".")[:2]) for path in RECORDED}
    assert names >= {name for room in ROOMS for name in room.named()}


def test_every_entity_of_the_worker_has_its_paths() -> None:
    entities = {workflow for workflow in WORKFLOWS if issubclass(workflow, Entity)}
    assert entities == {room.workflow for room in ROOMS}


@pytest.mark.parametrize(
    "name",
    ["rectification.closed_and_archived", "review.closed", "annual_plan.first_quarter"],
)
async def test_the_gate_bites_when_an_activity_changes_its_name(name: str) -> None:
    document = on_record(name)
    scheduled = next(
        event["activityTaskScheduledEventAttributes"]
        for event in document["events"]
        if "activityTaskScheduledEventAttributes" in event
    )
    scheduled["activityType"]["name"] = "append_something_else"
    with pytest.raises(NondeterminismError):
        await replay(document)


@pytest.mark.parametrize(
    "name",
    [
        "rectification.overdue_for_months",
        "review.postponed_and_cancelled",
        "annual_plan.first_quarter",
    ],
)
async def test_the_gate_bites_when_a_timer_is_missing(name: str) -> None:
    document = on_record(name)
    for event in document["events"]:
        if "timerStartedEventAttributes" in event:
            event["eventType"] = "EVENT_TYPE_MARKER_RECORDED"
            del event["timerStartedEventAttributes"]
            event["markerRecordedEventAttributes"] = {"markerName": "was-a-timer"}
            break
    with pytest.raises(NondeterminismError):
        await replay(document)


async def test_the_gate_bites_when_a_run_ends_in_another_way() -> None:
    document = on_record("annual_plan.whole_year")
    last = document["events"][-1]
    assert last.pop("workflowExecutionContinuedAsNewEventAttributes")
    last["eventType"] = "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED"
    last["workflowExecutionCompletedEventAttributes"] = {
        "workflowTaskCompletedEventId": document["events"][-2]["eventId"]
    }
    with pytest.raises(NondeterminismError):
        await replay(document)
