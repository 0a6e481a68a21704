"""Everything that an operator can set, in one frozen class, read once in each process's root.

Every variable starts with `FUPAN_`. A secret has no default: a part that needs one asks for it by
its accessor, which names the missing variable; a part that does not need it never has to know it.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.errors import ConfigurationError
from wire.faults import reason_of

PREFIX = "FUPAN_"

Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """All settings of all processes. Field comments say unit, zone and meaning of empty.

    Attributes:
        data_dir: Directory of the embedded instance: databases, logs, evidence, credentials.
        committee: First part of every stream id; one installation serves one committee.
        database_url: PostgreSQL as the role that appends and reads facts.
        sequencer_database_url: PostgreSQL as the role that gives facts their global order.
        admin_database_url: PostgreSQL as the owner of the schema; needed by `fupan migrate` only.
        database_pool_size: Most connections that one process opens.
        temporal_address: Host and port of the Temporal front end.
        temporal_namespace: Namespace that must exist already on a server of one's own.
        temporal_api_key: Key for clusters that want one.
        temporal_tls: Speak TLS to Temporal; a certificate or an API key turns it on by itself.
        temporal_tls_ca: Authority that signed the server's certificate; empty: the system's.
        temporal_tls_cert: Client certificate, together with `temporal_tls_key`.
        temporal_tls_key: Key of the client certificate.
        task_queue: Queue of workflows and activities.
        worker_workflow_tasks: Workflow tasks at a time in one worker; more starve the interpreter
            when many workflows replay at once.
        worker_cached_workflows: Workflows kept in memory by one worker.
        worker_activities: Activities at a time in one worker.
        worker_build_id: Release that versioned workers pin entities to; empty: unversioned, the
            right choice wherever not every old release keeps running (docs/adr).
        api_host: Address on which the API listens.
        api_port: Its port; 0 takes any free one.
        temporal_port, temporal_ui_port, postgresql_port: Ports of the embedded servers; empty:
            the three that follow `api_port`; 0 takes any free one.
        evidence_dir: Where evidence files are stored; empty: `evidence` below `data_dir`.
        evidence_scan_command: Command line that looks for viruses in an uploaded file, whose path
            is added at its end: exit code 0 clean, 1 infected, anything else not done; empty:
            no scan.
        evidence_scan_seconds: It is ended after this long, which counts as not done.
        public_url: Address under which people reach the installation, for the links in digests;
            empty: no links.
        smtp_host: Mail relay; empty switches e-mail off.
        smtp_port: Its port.
        smtp_security: `none`, `starttls` or `tls`.
        smtp_username, smtp_password: Sign-in at the relay; empty: without.
        smtp_sender: Address in From.
        simulation: True lets entities shift their clock; never on an installation of real facts.
        log_level: Least level that is written.
        log_format: `json`, `console`, or `auto`: console on a terminal.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True
    )

    data_dir: Path = Path("var")
    committee: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")] = "dw"

    database_url: SecretStr | None = None
    sequencer_database_url: SecretStr | None = None
    admin_database_url: SecretStr | None = None
    database_pool_size: Annotated[int, Field(ge=2, le=200)] = 20

    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: Annotated[str, Field(min_length=1)] = "fupan"
    temporal_api_key: SecretStr | None = None
    temporal_tls: bool = False
    temporal_tls_ca: Path | None = None
    temporal_tls_cert: Path | None = None
    temporal_tls_key: Path | None = None
    task_queue: Annotated[str, Field(min_length=1)] = "fupan"

    worker_workflow_tasks: Annotated[int, Field(ge=1, le=500)] = 10
    worker_cached_workflows: Annotated[int, Field(ge=10)] = 3000
    worker_activities: Annotated[int, Field(ge=1, le=1000)] = 50

    worker_build_id: str = ""

    api_host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    api_port: Port = 8600
    temporal_port: Port | None = None
    temporal_ui_port: Port | None = None
    postgresql_port: Port | None = None

    evidence_dir: Path | None = None
    evidence_scan_command: str = ""
    evidence_scan_seconds: Annotated[int, Field(ge=1, le=600)] = 60

    public_url: Annotated[str, Field(pattern=r"^(https?://[^\s/]+(/\S*)?)?$")] = ""

    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 25
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_username: str = ""
    smtp_password: SecretStr | None = None
    smtp_sender: str = "fupan@localhost"

    simulation: bool = False

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "json", "console"] = "auto"

    @property
    def evidence_path(self) -> Path:
        """Directory of evidence files."""
        return self.evidence_dir or self.data_dir / "evidence"

    def evidence_scan(self) -> tuple[str, ...]:
        """Program and arguments of the virus scan; none when there is no scan.

        Raises:
            ConfigurationError: A quotation mark is not closed.
        """
        try:
            return tuple(shlex.split(self.evidence_scan_command))
        except ValueError as error:
            name = variable("evidence_scan_command")
            raise ConfigurationError("bad_setting", f"设置 {name} 有误：引号不成对。") from error

    def app_database(self) -> str:
        """URL for the role that appends and reads facts.

        Raises:
            ConfigurationError: FUPAN_DATABASE_URL is missing.
        """
        return _required(self.database_url, "database_url")

    def sequencer_database(self) -> str:
        """URL for the role that orders facts.

        Raises:
            ConfigurationError: FUPAN_SEQUENCER_DATABASE_URL is missing.
        """
        return _required(self.sequencer_database_url, "sequencer_database_url")

    def admin_database(self) -> str:
        """URL for the owner of the schema.

        Raises:
            ConfigurationError: FUPAN_ADMIN_DATABASE_URL is missing.
        """
        return _required(self.admin_database_url, "admin_database_url")


def variable(field: str) -> str:
    """Name of the environment variable behind a field."""
    return f"{PREFIX}{field.upper()}"


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment; keyword arguments win over it, None means not given.

    Raises:
        ConfigurationError: A variable's value makes no sense; the message names it.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks what mypy cannot know
    except ValidationError as error:
        raise ConfigurationError("bad_setting", _explain(error)) from error


def is_given(field: str) -> bool:
    """True when the operator set that field by its environment variable."""
    return bool(os.environ.get(variable(field)))


def _required(secret: SecretStr | None, field: str) -> str:
    if secret is None:
        name = variable(field)
        raise ConfigurationError(
            "setting_missing",
            f"缺少设置 {name}。请设置该环境变量（说明见 deploy/fupan.env.example），"
            "或用 fupan up 启动内置数据库。",
        )
    return secret.get_secret_value()


def _explain(error: ValidationError) -> str:
    """Every fault of the settings, one a line, without repeating a value that may be secret."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = variable(str(fault["loc"][0])) if fault["loc"] else PREFIX + "*"
        lines.append(f"设置 {name} 有误：{reason_of(fault)}。")
    return "\n".join(lines)
