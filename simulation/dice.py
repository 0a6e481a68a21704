"""Chance that depends on nothing but the seed and on what is asked: order changes no outcome."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

_SCALE = 2**64
_LATEST_WORKDAYS = 60


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws for one seed.

    Attributes:
        seed: Chosen by whoever simulates.
        about: What the draws are about, for example a stream id.
    """

    seed: int
    about: str = ""

    def on(self, about: str) -> Dice:
        """Dice for one stream."""
        return Dice(self.seed, about)

    def share(self, *key: object) -> float:
        """A number from 0 up to 1, always the same for the same key."""
        text = "\x1f".join(str(part) for part in (self.seed, self.about, *key))
        return int.from_bytes(sha256(text.encode()).digest()[:8], "big") / _SCALE

    def chance(self, percent: float, *key: object) -> bool:
        """True in so many of a hundred cases."""
        return self.share(*key) * 100 < percent

    def number(self, least: int, most: int, *key: object) -> int:
        """A whole number from `least` to `most`, both included."""
        return least + int(self.share(*key) * (most - least + 1))

    def pick(self, choices: Sequence[T], *key: object) -> T:
        """One of several."""
        return choices[self.number(0, len(choices) - 1, *key)]

    def late(self, mean_workdays: float, *key: object) -> int:
        """Working days beyond a term: at least 1, few of them many."""
        drawn = -mean_workdays * math.log(1 - self.share("late", *key))
        return min(max(1, round(drawn)), _LATEST_WORKDAYS)
