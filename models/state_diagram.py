"""State diagrams for people, drawn from the transitions that the rules ask.

`python -m models.state_diagram` writes them to `docs/states`; a test holds the files up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from models.annual_plan.machine import MACHINE as ANNUAL_PLAN
from models.bulletin.machine import MACHINE as BULLETIN
from models.common_issue.machine import MACHINE as COMMON_ISSUE
from models.look_back.machine import MACHINE as LOOK_BACK
from models.machine import Machine, Transition
from models.rectification.machine import MACHINE as RECTIFICATION
from models.review.machine import MACHINE as REVIEW

MACHINES: tuple[Machine, ...] = (
    RECTIFICATION,
    ANNUAL_PLAN,
    BULLETIN,
    LOOK_BACK,
    COMMON_ISSUE,
    REVIEW,
)
FOLDER = Path("docs/states")
_HEAD = """# {title}状态图

本页由 `python -m models.state_diagram` 根据规则生成，请勿手工修改。
“逾期”不是状态，由时限和工作日历推算。
"""


def page(machine: Machine) -> str:
    """The whole page: diagram, then who may do what in which state."""
    moves = [each for each in machine.transitions if each.targets]
    stays = [each for each in machine.transitions if not each.targets]
    return "\n".join(
        (
            _HEAD.format(title=machine.title),
            "```mermaid",
            "stateDiagram-v2",
            *_states(machine),
            *_arrows(machine, moves),
            "```",
            "",
            "## 改变状态的操作",
            "",
            *_table(machine, moves),
            "",
            "## 不改变状态的操作",
            "",
            *_table(machine, stays),
            "",
        )
    )


def write(folder: Path) -> None:
    """Write every page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for machine in MACHINES:
        (folder / f"{machine.entity}.md").write_text(page(machine), encoding="utf-8")


def _states(machine: Machine) -> Iterator[str]:
    for state, label in machine.states.items():
        if state is not machine.nothing:
            yield f'    state "{label}" as {state.value}'


def _arrows(machine: Machine, moves: Sequence[Transition]) -> Iterator[str]:
    """One arrow for each pair of states, with every command that leads along it."""
    order = list(machine.states)
    pairs = sorted(
        (order.index(source), order.index(target), machine.commands[each.command])
        for each in moves
        for source in each.sources
        for target in each.targets
    )
    for (source, target), group in groupby(pairs, key=lambda pair: pair[:2]):
        labels = "、".join(label for *_, label in group)
        yield f"    {_node(machine, order[source])} --> {_node(machine, order[target])} : {labels}"
    for state in order:
        if state in machine.final:
            yield f"    {state.value} --> [*]"


def _table(machine: Machine, transitions: Sequence[Transition]) -> Iterator[str]:
    yield "| 操作 | 办理人 | 可办理的状态 | 办理后 | 条件 |"
    yield "|---|---|---|---|---|"
    for each in transitions:
        sources = "、".join(machine.states[state] for state in each.sources)
        targets = "、".join(machine.states[state] for state in each.targets) or "不变"
        who = machine.labels_of(each.who)
        name = f"{machine.commands[each.command]} `{each.command}`"
        yield f"| {name} | {who} | {sources} | {targets} | {each.note} |"


def _node(machine: Machine, state: StrEnum) -> str:
    return "[*]" if state is machine.nothing else state.value


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
