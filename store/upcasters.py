"""Old shapes of event data in the newest one. Stored bytes stay as they are for ever.

An upcaster is a pure function from the data of one schema version to the data of the next, kept
under (wire type, version that it reads). Add one whenever `Event.schema_version` grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Upcaster = Callable[[Mapping[str, Any]], Mapping[str, Any]]

UPCASTERS: dict[tuple[str, int], Upcaster] = {}


def upcast(
    type_: str,
    schema_version: int,
    data: Mapping[str, Any],
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
) -> tuple[int, Mapping[str, Any]]:
    """Newest version and data of an event, one step at a time."""
    while (step := upcasters.get((type_, schema_version))) is not None:
        data = step(data)
        schema_version += 1
    return schema_version, data
