"""What is known of one bulletin after its facts. It travels in workflow payloads: nothing grows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from models.bulletin.addressees import AddressedUnit
from models.bulletin.figures import Figures
from models.bulletin.promise import Promise
from models.bulletin.quarter import Quarter
from models.bulletin.stage import BulletinStage
from models.bulletin.text import Section
from models.escalation.countdown import Countdown
from models.ids import stream_id
from models.rendering import RenderedFile
from models.terms import TermsVersion


@dataclass(frozen=True, slots=True)
class BulletinState:
    """A bulletin as of its last fact.

    Attributes:
        figures: None before it exists; frozen from then on.
        editors: Accounts that wrote any of the text, by section; a delegated act has two.
        submitters: Accounts that ever submitted it, and the one that asked for a correction.
        silent: Units that have not acknowledged yet.
        corrects: Number of the bulletin that this one corrects; empty for the first.
        correction: How many bulletins of the quarter came before this one.
        corrected_by: Number of the bulletin that corrects this one; empty for none.
        promise: What is promised now; None when nothing is.
        steps_begun: Promises so far; the next one's round is one more.
        level_points: Points taken so far; steps take none by default.
    """

    state: BulletinStage = BulletinStage.NONE
    committee: str = ""
    number: str = ""
    year: int = 0
    quarter: int = 0
    figures: Figures | None = None
    figures_hash: str = ""
    sections: dict[Section, str] = field(default_factory=dict)
    editors: dict[Section, tuple[str, ...]] = field(default_factory=dict)
    submitters: tuple[str, ...] = ()
    corrects: str = ""
    correction: int = 0
    corrected_by: str = ""
    reason: str = ""
    letterhead: str = ""
    signature: str = ""
    document_code: str = ""
    longest_characters: int = 0
    document_number: str = ""
    issued_on: date | None = None
    units: tuple[AddressedUnit, ...] = ()
    silent: tuple[str, ...] = ()
    files: tuple[RenderedFile, ...] = ()
    promise: Promise | None = None
    steps_begun: int = 0
    level_points: int = 0
    terms: TermsVersion = field(default_factory=TermsVersion)

    @property
    def stream(self) -> str:
        """The bulletin's own stream id."""
        return self.stream_of(self.number)

    @property
    def countdowns(self) -> tuple[Countdown, ...]:
        """What is promised, as ladders want it."""
        return (self.promise.countdown,) if self.promise else ()

    @property
    def period(self) -> Quarter:
        """The quarter that it speaks of."""
        return Quarter(self.year, self.quarter)

    @property
    def hands(self) -> tuple[str, ...]:
        """Every account that wrote or submitted it."""
        writers = (account for accounts in self.editors.values() for account in accounts)
        return tuple(dict.fromkeys((*writers, *self.submitters)))

    @property
    def silent_units(self) -> tuple[AddressedUnit, ...]:
        """Units that have not acknowledged yet, with their secretaries' roles."""
        return tuple(unit for unit in self.units if unit.code in self.silent)

    def stream_of(self, number: str) -> str:
        """Stream id of a bulletin of the same committee."""
        return stream_id(self.committee, "bulletin", number)

    def promising(self, promise: Promise | None) -> BulletinState:
        """The state with another promise, which takes the place of the former one."""
        rounds = promise.countdown.round if promise else 0
        return replace(self, promise=promise, steps_begun=max(self.steps_begun, rounds))


def number_of_bulletin(period: Quarter, correction: int) -> str:
    """`2026-Q1`, its first correction `2026-Q1-C1`."""
    return f"{period.period}-C{correction}" if correction else period.period
