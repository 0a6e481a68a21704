"""How messages become bytes for Temporal and back: JSON by pydantic, learnt once per process."""

from __future__ import annotations

from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import CompositePayloadConverter, DataConverter

_LEARNT = tuple(PydanticPayloadConverter().converters.values())


class SharedPayloadConverter(CompositePayloadConverter):
    """The same as pydantic's, with one cache for all.

    The SDK makes a converter for every workflow that it keeps in memory. Each of pydantic's would
    learn our types anew: 4 ms and 120 KB for every entity.
    """

    def __init__(self) -> None:
        super().__init__(*_LEARNT)


DATA_CONVERTER = DataConverter(payload_converter_class=SharedPayloadConverter)
