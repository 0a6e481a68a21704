"""Messages to Temporal: what one converter has learnt, all have."""

from __future__ import annotations

from runtime.payloads import DATA_CONVERTER, SharedPayloadConverter
from wire.messages import EntityInput


def test_entities_share_what_is_known_of_our_types() -> None:
    one, other = (DATA_CONVERTER.payload_converter_class() for _ in range(2))
    assert one is not other
    assert _json(one) is _json(other)


def test_an_input_comes_back_as_it_went() -> None:
    start = EntityInput("dw/rectification/FP2026-001", version=3, head="ab")
    converter = DATA_CONVERTER.payload_converter
    assert converter.from_payloads(converter.to_payloads([start]), [EntityInput]) == [start]


def _json(converter: object) -> object:
    assert isinstance(converter, SharedPayloadConverter)
    return converter.converters[b"json/plain"]
