"""Roles and which of them one account may hold together (domain.md §2.1)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Posts that an account may hold in a unit."""

    COMMITTEE_SECRETARY = "committee_secretary"
    COMMITTEE_DEPUTY = "committee_deputy"
    ORG_HEAD = "org_head"
    ORG_OFFICER = "org_officer"
    REVIEW_LEAD = "review_lead"
    REVIEW_MEMBER = "review_member"
    GB_SECRETARY = "gb_secretary"
    BRANCH_SECRETARY = "branch_secretary"
    OWNER = "owner"
    VERIFIER = "verifier"
    AUDITOR = "auditor"
    LIAISON_CADRE = "liaison_cadre"
    SYS_ADMIN = "sys_admin"
    SEC_ADMIN = "sec_admin"
    AUDIT_ADMIN = "audit_admin"


ROLE_LABELS: dict[Role, str] = {
    Role.COMMITTEE_SECRETARY: "党委书记",
    Role.COMMITTEE_DEPUTY: "党委副书记",
    Role.ORG_HEAD: "组织部部长",
    Role.ORG_OFFICER: "组织部干事",
    Role.REVIEW_LEAD: "复盘组组长",
    Role.REVIEW_MEMBER: "复盘组成员",
    Role.GB_SECRETARY: "党总支书记",
    Role.BRANCH_SECRETARY: "党支部书记",
    Role.OWNER: "整改责任人",
    Role.VERIFIER: "验收人",
    Role.AUDITOR: "纪委（审计）",
    Role.LIAISON_CADRE: "联系领导",
    Role.SYS_ADMIN: "系统管理员",
    Role.SEC_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}


class Duty(StrEnum):
    """Groups of roles that must stay in different hands (三员分立, 监督独立)."""

    BUSINESS = "business"
    SUPERVISION = "supervision"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


DUTY_LABELS = {
    Duty.BUSINESS: "业务岗位",
    Duty.SUPERVISION: "纪检审计岗位",
    Duty.SYSTEM: "系统管理员",
    Duty.SECURITY: "安全管理员",
    Duty.AUDIT: "审计管理员",
}

_DUTIES = {
    Role.AUDITOR: Duty.SUPERVISION,
    Role.SYS_ADMIN: Duty.SYSTEM,
    Role.SEC_ADMIN: Duty.SECURITY,
    Role.AUDIT_ADMIN: Duty.AUDIT,
}


def duty_of(role: Role) -> Duty:
    """The group a role belongs to. Groups never meet in one account."""
    return _DUTIES.get(role, Duty.BUSINESS)
