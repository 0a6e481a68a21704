"""The running instance of a data directory, as it describes itself to every other command."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import SecretStr

from runtime.private_files import read_json, write_private_json
from runtime.settings import Settings, is_given, load_settings


@dataclass(frozen=True, slots=True)
class Instance:
    """Addresses and processes of a running instance; stored in `instance.json`, mode 600.

    Attributes:
        api: Base address of the HTTP API.
        api_docs: Its documentation.
        temporal: Host and port of the Temporal front end.
        temporal_namespace: Its namespace.
        temporal_ui: Address of Temporal's pages.
        postgresql: URL for the role that appends and reads, with its password.
        postgresql_sequencer: URL for the role that orders facts, with its password.
        postgresql_admin: URL for the owner of the schema, with its password.
        pids: Process ids by part; `supervisor` is the one to stop.
        credentials: Path of the accounts made at the first start, with their passwords.
        data_dir: Data directory.
    """

    api: str
    api_docs: str
    temporal: str
    temporal_namespace: str
    temporal_ui: str
    postgresql: str
    postgresql_sequencer: str
    postgresql_admin: str
    credentials: str
    data_dir: str
    pids: dict[str, int] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write it whole or not at all."""
        write_private_json(path, asdict(self))


def instance_path(data_dir: Path) -> Path:
    """File in which an instance describes itself; absent while it does not run."""
    return data_dir / "instance.json"


def credentials_path(data_dir: Path) -> Path:
    """File with the accounts made at the first start, mode 600."""
    return data_dir / "credentials.json"


def find_instance(data_dir: Path) -> Instance | None:
    """The instance of a data directory; None when none runs there."""
    known = read_json(instance_path(data_dir))
    if not isinstance(known, dict):
        return None
    try:
        instance = Instance(**known)
    except TypeError:  # written by another release: as good as absent, the next start rewrites it
        return None
    # One that was killed could not take its description away.
    return instance if _is_alive(instance.pids.get("supervisor")) else None


def _is_alive(pid: int | None) -> bool:
    """True unless it is certain that the process is gone."""
    if pid is None:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, so it is there
        return True
    return True


def settings_for(data_dir: Path | None = None) -> Settings:
    """Settings of a command: the environment, then the running instance, then defaults.

    Raises:
        ConfigurationError: A variable's value makes no sense.
    """
    settings = load_settings(data_dir=data_dir)
    instance = find_instance(settings.data_dir)
    if instance is None:
        return settings
    return settings.model_copy(update=_from_instance(instance))


def _from_instance(instance: Instance) -> dict[str, object]:
    """What the instance knows and the environment does not say."""
    known: dict[str, object] = {
        "database_url": SecretStr(instance.postgresql),
        "sequencer_database_url": SecretStr(instance.postgresql_sequencer),
        "admin_database_url": SecretStr(instance.postgresql_admin),
        "temporal_address": instance.temporal,
        "temporal_namespace": instance.temporal_namespace,
    }
    return {name: value for name, value in known.items() if not is_given(name)}
