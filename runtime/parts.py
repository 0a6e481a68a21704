"""The parts of an instance on one computer: addresses, order, and what each may know."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from runtime.embedded.postgresql import Postgresql, prepare
from runtime.embedded.temporal import Temporal
from runtime.instance import Instance, credentials_path
from runtime.process import Launch
from runtime.readiness import ReadyLine
from runtime.settings import Settings, variable
from runtime.supervisor import Part
from runtime.tcp_ports import answers, free_or_refuse

DATABASE = "fupan"
APP_ROLE, SEQUENCER_ROLE = "fupan_app", "fupan_sequencer"
_PYTHON_READY_SECONDS = 90.0
_POSTGRESQL_READY_SECONDS = 180.0  # after a crash it first replays its log


@dataclass(frozen=True, slots=True)
class Addresses:
    """Ports of an instance; all on the loopback address but the API's, which is a setting."""

    api: int
    temporal: int
    temporal_ui: int
    postgresql: int


def choose_addresses(settings: Settings) -> Addresses:
    """Ports as set; unset ones follow the API's, and 0 takes any free one.

    Raises:
        ConfigurationError: A port is taken.
    """
    first = settings.api_port

    def following(given: int | None, offset: int) -> int:
        if given is not None:
            return given
        return first + offset if first else 0

    return Addresses(
        api=free_or_refuse(first, "HTTP 接口", "--port 或 FUPAN_API_PORT", settings.api_host),
        temporal=_embedded("Temporal", "temporal_port", following(settings.temporal_port, 1)),
        temporal_ui=_embedded(
            "Temporal 页面", "temporal_ui_port", following(settings.temporal_ui_port, 2)
        ),
        postgresql=_embedded(
            "PostgreSQL", "postgresql_port", following(settings.postgresql_port, 3)
        ),
    )


def _embedded(part: str, field: str, port: int) -> int:
    return free_or_refuse(port, part, variable(field))


class Parts:
    """Every part of one instance, ready to be started in order."""

    def __init__(self, settings: Settings, directory: Path, lines: Path) -> None:
        """Choose ports and make the database cluster when there is none.

        Args:
            settings: As the operator gave them.
            directory: Data directory, held by this process.
            lines: Short directory for the sockets on which parts report.
        """
        self._settings, self._directory, self._lines = settings, directory, lines
        self._ready_lines: list[ReadyLine] = []
        self._ports = choose_addresses(settings)
        self._postgresql: Postgresql = prepare(directory / "postgresql", self._ports.postgresql)
        self._temporal = Temporal(
            port=self._ports.temporal,
            ui_port=self._ports.temporal_ui,
            namespace=settings.temporal_namespace,
            state_path=directory / "temporal.sqlite",
        )

    def postgresql(self) -> Part:
        """The database server."""
        launch = self._postgresql.launch(self._log("postgresql"))
        return Part(launch, self._postgresql.is_ready, _POSTGRESQL_READY_SECONDS)

    def create_database(self) -> None:
        """Make our database in the running server, once."""
        self._postgresql.create_database(DATABASE)

    def migration(self) -> Launch:
        """Bring the schema up and give both roles their passwords; it ends by itself."""
        return self._python(
            "migrate",
            {
                "admin_database_url": self._postgresql.url(DATABASE),
                "database_url": self._postgresql.url(DATABASE, APP_ROLE),
                "sequencer_database_url": self._postgresql.url(DATABASE, SEQUENCER_ROLE),
            },
        )

    def first_start(self, has_sample: bool) -> Launch:
        """Make the first accounts and load the sample; it ends by itself."""
        more = () if has_sample else ("--no-sample",)
        return self._python("first-start", self._application(), arguments=more)

    def temporal(self) -> Part:
        """The Temporal server."""
        return Part(self._temporal.launch(self._log("temporal")), self._temporal.is_ready)

    def sequencer(self) -> Part:
        """The process that gives facts their order; knows its own database role only."""
        url = self._postgresql.url(DATABASE, SEQUENCER_ROLE)
        return self._reporting("sequencer", {"sequencer_database_url": url})

    def worker(self) -> Part:
        """The process that runs workflows and activities."""
        return self._reporting("worker", self._application())

    def api(self) -> Part:
        """The HTTP API."""
        launch = self._python("api", self._application() | {"api_port": str(self._ports.api)})
        host = self._settings.api_host
        # Listening on every address, it answers on the loopback one.
        reach = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        return Part(launch, lambda: answers(self._ports.api, reach), _PYTHON_READY_SECONDS)

    def instance(self, pids: Mapping[str, int]) -> Instance:
        """How the instance describes itself."""
        api = f"http://{self._settings.api_host}:{self._ports.api}"
        return Instance(
            api=api,
            api_docs=f"{api}/docs",
            temporal=self._temporal.address,
            temporal_namespace=self._temporal.namespace,
            temporal_ui=self._temporal.ui_url,
            postgresql=self._postgresql.url(DATABASE, APP_ROLE),
            postgresql_sequencer=self._postgresql.url(DATABASE, SEQUENCER_ROLE),
            postgresql_admin=self._postgresql.url(DATABASE),
            credentials=str(credentials_path(self._directory)),
            data_dir=str(self._directory),
            pids=dict(pids),
        )

    def close(self) -> None:
        """Stop listening to what parts report; for one who outlives them."""
        for line in self._ready_lines:
            line.close()

    def _application(self) -> dict[str, str]:
        return {
            "database_url": self._postgresql.url(DATABASE, APP_ROLE),
            "temporal_address": self._temporal.address,
            "temporal_namespace": self._temporal.namespace,
        }

    def _reporting(self, name: str, known: dict[str, str]) -> Part:
        line = ReadyLine(self._lines, name)
        self._ready_lines.append(line)
        launch = self._python(name, known, line.environment)
        return Part(launch, line.has_reported, _PYTHON_READY_SECONDS)

    def _python(
        self,
        name: str,
        known: dict[str, str],
        more: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
    ) -> Launch:
        """One of our own commands in a process of its own."""
        secrets = {
            variable(field) for field in Settings.model_fields if field.endswith("database_url")
        }
        environment = {key: value for key, value in os.environ.items() if key not in secrets}
        environment |= {variable(field): value for field, value in known.items()}
        environment |= {variable("data_dir"): str(self._directory), **(more or {})}
        return Launch(
            name=name,
            # -P: whatever lies in the current directory is not ours to import.
            command=[sys.executable, "-P", "-m", "cli.main", name, *arguments],
            environment=environment,
            log_path=self._log(name),
        )

    def _log(self, name: str) -> Path:
        return self._directory / "log" / f"{name}.log"
