"""Every room's decider by the name of its entity: the one list that drivers and stores share."""

from __future__ import annotations

from typing import Any

from models.account.decider import ACCOUNT
from models.annual_plan.decider import ANNUAL_PLAN
from models.bulletin.decider import BULLETIN
from models.common_issue.decider import COMMON_ISSUE
from models.digest.decider import DIGEST
from models.document_register.decider import DOCUMENT_REGISTER
from models.facts import Decider
from models.inbox.decider import INBOX
from models.ledger_import.decider import LEDGER_IMPORT
from models.look_back.decider import LOOK_BACK
from models.notice.decider import NOTICE
from models.org_unit.decider import ORG_UNIT
from models.policy_edition.decider import POLICY
from models.rectification.decider import RECTIFICATION
from models.review.decider import REVIEW
from models.sign_in.decider import SIGN_IN
from models.work_calendar.decider import WORK_CALENDAR

_ALL: tuple[Decider[Any, Any, Any], ...] = (
    ACCOUNT,
    ANNUAL_PLAN,
    BULLETIN,
    COMMON_ISSUE,
    DIGEST,
    DOCUMENT_REGISTER,
    INBOX,
    LEDGER_IMPORT,
    LOOK_BACK,
    NOTICE,
    ORG_UNIT,
    POLICY,
    RECTIFICATION,
    REVIEW,
    SIGN_IN,
    WORK_CALENDAR,
)

DECIDERS: dict[str, Decider[Any, Any, Any]] = {decider.entity: decider for decider in _ALL}
