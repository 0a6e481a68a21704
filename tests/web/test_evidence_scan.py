"""A program of the operator's looks at uploaded files; here a script plays it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from models.errors import ConfigurationError, InvalidInputError, TransientError
from runtime.settings import Settings
from tests.service import Service, a_key
from web.evidence_scan import EvidenceScan

PNG = b"\x89PNG\r\n\x1a\n"


def scanner(directory: Path, script: str) -> tuple[str, ...]:
    path = directory / "scanner"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return (str(path), "--quiet")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(PNG)
    return path


async def test_without_a_scanner_every_file_passes(file: Path) -> None:
    await EvidenceScan((), 1).check(file)


async def test_the_scanner_gets_its_arguments_and_then_the_file(tmp_path: Path, file: Path) -> None:
    command = scanner(tmp_path, f'echo "$@" > {tmp_path}/seen')
    await EvidenceScan(command, 10).check(file)
    assert (tmp_path / "seen").read_text(encoding="utf-8") == f"--quiet {file}\n"


async def test_an_infected_file_is_refused(tmp_path: Path, file: Path) -> None:
    with pytest.raises(InvalidInputError, match="恶意内容") as refused:
        await EvidenceScan(scanner(tmp_path, "exit 1"), 10).check(file)
    assert (refused.value.code, refused.value.field) == ("evidence_infected", "file")


@pytest.mark.parametrize("script", ["exit 2", "exit 127", "kill -9 $$"])
async def test_a_scanner_without_a_finding_lets_nothing_pass(
    tmp_path: Path, file: Path, script: str
) -> None:
    with pytest.raises(TransientError) as delayed:
        await EvidenceScan(scanner(tmp_path, script), 10).check(file)
    assert delayed.value.code == "evidence_not_scanned"


async def test_a_scanner_that_is_not_there_lets_nothing_pass(tmp_path: Path, file: Path) -> None:
    with pytest.raises(TransientError):
        await EvidenceScan((str(tmp_path / "absent"),), 10).check(file)


async def test_a_scanner_that_does_not_end_is_ended(tmp_path: Path, file: Path) -> None:
    began = monotonic()
    with pytest.raises(TransientError):
        await EvidenceScan(scanner(tmp_path, "sleep 60"), 0.2).check(file)
    assert monotonic() - began < 30


def test_a_command_line_is_split_as_a_shell_would() -> None:
    settings = Settings(evidence_scan_command="scan --name '两 词'")
    assert settings.evidence_scan() == ("scan", "--name", "两 词")
    with pytest.raises(ConfigurationError, match="FUPAN_EVIDENCE_SCAN_COMMAND"):
        Settings(evidence_scan_command="scan 'open").evidence_scan()


async def test_an_infected_upload_leaves_neither_file_nor_fact(
    service: Service, tmp_path: Path
) -> None:
    number = await service.issued()
    await service.command("secretary-z1-01", number, "accept")
    before = service.parts
    scan = EvidenceScan(scanner(tmp_path, "exit 1"), 10)
    service.app.state.parts = replace(before, evidence_scan=scan)
    try:
        async with service.signed_in("owner-z1-01") as client:
            file = {"file": ("照片.png", PNG + b"infected", "image/png")}
            path = f"/items/{number}/evidence"
            answer = await client.post(path, files=file, headers=a_key())
            facts = (await client.get(f"/items/{number}/timeline")).json()["facts"]
    finally:
        service.app.state.parts = before
    assert (answer.status_code, answer.json()["code"]) == (422, "evidence_infected")
    assert [fact["label"] for fact in facts] == ["已下发", "已签收"]
