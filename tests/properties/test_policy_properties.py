"""A policy that was accepted can be stored, read and typed back without a change."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidInputError
from models.policy import Policy, check
from models.policy_edition.settings import as_text, values, with_value
from wire.codec import canonical, from_json, to_json

PATHS = [path for path, value in values(Policy()) if isinstance(value, int)]
CHANGES = st.lists(st.tuples(st.sampled_from(PATHS), st.integers(-40, 200)), max_size=6)


@given(CHANGES)
def test_an_accepted_policy_survives_storing_and_typing(changes: list[tuple[str, int]]) -> None:
    policy = Policy()
    for path, value in changes:
        candidate = with_value(policy, path, str(value))
        try:
            check(candidate)
        except InvalidInputError:
            continue
        policy = candidate
    assert from_json(Policy, json.loads(canonical(to_json(policy)))) == policy
    for path, known in values(policy):
        assert with_value(policy, path, as_text(known)) == policy
