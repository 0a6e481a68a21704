"""The file that tells the first accounts' passwords to whoever installed the system."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "credentials.json"


@dataclass(frozen=True, slots=True)
class Credential:
    """Login and generated password of one account; `unit` is a unit's code."""

    login: str
    password: str
    account: str
    roles: list[str]
    unit: str


def read_credentials(data_dir: Path) -> list[Credential]:
    """Credentials of an installation, the first administrator first; empty without a file."""
    try:
        known = json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [Credential(**entry) for entry in known["accounts"]]


def write_credentials(data_dir: Path, credentials: list[Credential]) -> Path:
    """Write the file, readable by its owner only, in one step."""
    path = data_dir / FILE_NAME
    draft = path.with_name(f".{FILE_NAME}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        accounts = [asdict(credential) for credential in credentials]
        json.dump({"accounts": accounts}, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path
