"""回头看: an item of the sample is not archived before the look-back is done with it.

Domain.md §2.6 archives an item after ninety days or after the next look-back, the later of both;
the look-back itself may be late, so what counts is that it says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import RuleRefusedError
from models.facts import Request
from models.inputs import checked_text
from models.rectification.commands import HoldForLookBack, RecordLookBack
from models.rectification.events import HeldForLookBack, LookedBack, RectificationEvent
from models.rectification.state import RectificationState
from models.terms import Terms


def hold_for_look_back(
    state: RectificationState, request: Request[HoldForLookBack], terms: Terms
) -> Sequence[RectificationEvent]:
    """In the sample: archiving waits."""
    return [HeldForLookBack(checked_text(request.command.look_back, "look_back", "回头看编号"))]


def record_look_back(
    state: RectificationState, request: Request[RecordLookBack], terms: Terms
) -> Sequence[RectificationEvent]:
    """The look-back that holds it is done with it, and it stays closed."""
    command = request.command
    if state.look_back != command.look_back:
        raise RuleRefusedError("not_held", f"该事项不在“{command.look_back}”回头看的样本中。")
    return [LookedBack(command.look_back, command.verdict)]
