"""State diagrams for people, drawn from the transitions that the rules ask.

`python -m models.state_diagram` writes them to `docs/states`; a test holds the files up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from models.glossary import COMMANDS, STATES
from models.rectification.item_state import ItemState
from models.rectification.machine import TRANSITIONS, Transition, labels_of

FOLDER = Path("docs/states")
_HEAD = """# 整改事项状态图

本页由 `python -m models.state_diagram` 根据规则生成，请勿手工修改。
“逾期”不是状态，由时限和工作日历推算。
"""


def rectification_page() -> str:
    """The whole page: diagram, then who may do what in which state."""
    moves = [each for each in TRANSITIONS.values() if each.targets]
    stays = [each for each in TRANSITIONS.values() if not each.targets]
    return "\n".join(
        (
            _HEAD,
            "```mermaid",
            "stateDiagram-v2",
            *_states(),
            *_arrows(moves),
            "```",
            "",
            "## 改变状态的操作",
            "",
            *_table(moves),
            "",
            "## 不改变状态的操作",
            "",
            *_table(stays),
            "",
        )
    )


def write(folder: Path) -> None:
    """Write every page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rectification.md").write_text(rectification_page(), encoding="utf-8")


def _states() -> Iterator[str]:
    for state, label in STATES.items():
        if state is not ItemState.NONE:
            yield f'    state "{label}" as {state.value}'


def _arrows(moves: Sequence[Transition]) -> Iterator[str]:
    """One arrow for each pair of states, with every command that leads along it."""
    pairs = sorted(
        (_index(source), _index(target), COMMANDS[each.command])
        for each in moves
        for source in each.sources
        for target in each.targets
    )
    order = list(ItemState)
    for (source, target), group in groupby(pairs, key=lambda pair: pair[:2]):
        labels = "、".join(label for *_, label in group)
        yield f"    {_node(order[source])} --> {_node(order[target])} : {labels}"
    for state in order:
        if state.is_final:
            yield f"    {state.value} --> [*]"


def _table(transitions: Sequence[Transition]) -> Iterator[str]:
    yield "| 操作 | 办理人 | 可办理的状态 | 办理后 | 条件 |"
    yield "|---|---|---|---|---|"
    for each in transitions:
        sources = "、".join(STATES[state] for state in each.sources)
        targets = "、".join(STATES[state] for state in each.targets) or "不变"
        who = labels_of(each.who)
        name = f"{COMMANDS[each.command]} `{each.command}`"
        yield f"| {name} | {who} | {sources} | {targets} | {each.note} |"


def _index(state: ItemState) -> int:
    return list(ItemState).index(state)


def _node(state: ItemState) -> str:
    return "[*]" if state is ItemState.NONE else state.value


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
