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
        return Fault("read_model_differs", f"查询表与事实不符，{difference.told}。")


class FaultError(Exception):
    """Ends a check at its first fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault
