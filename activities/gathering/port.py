"""What a gatherer is: it completes the command by which one fact asks something of an entity."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from wire.starts import CommandOrder

# Fields of the command as JSON values, to be laid over those that the order holds already. What
# is found is as of the order's instant wherever the question has a date. Idempotent: the first
# answer that reaches the entity stands.
Gatherer = Callable[[CommandOrder], Awaitable[Mapping[str, Any]]]
