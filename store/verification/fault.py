"""What a check found wrong."""

from __future__ import annotations

from dataclasses import dataclass

from store.rebuild import RowDifference


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that does not hold.

    Attributes:
        kind: Stable machine name of the class of fault.
        message: What is wrong and where, in Chinese.
        stream: Stream concerned; empty when it is none in particular.
        version: Version concerned; 0 likewise.
        leaf_index: Place in the global order; None likewise.
    """

    kind: str
    message: str
    stream: str = ""
    version: int = 0
    leaf_index: int | None = None

    @staticmethod
    def of_row(difference: RowDifference) -> Fault:
        """A read model's row that the facts do not have, or have differently."""
        where = f"查询表 {difference.table}"
        if difference.live is None:
            message = f"{where}缺少一行：{difference.rebuilt}"
        elif difference.rebuilt is None:
            message = f"{where}多出一行：{difference.live}"
        else:
            message = f"{where}有一行与事实不符：现为{difference.live}，应为{difference.rebuilt}"
        return Fault("read_model_differs", message)


class FaultError(Exception):
    """Ends a check at its first fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault
