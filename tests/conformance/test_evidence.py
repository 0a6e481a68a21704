"""What every place that keeps evidence has to do."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from models.errors import InvalidInputError, NotFoundError
from store import evidence
from store.evidence import EvidenceDirectory, EvidenceStore

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def evidence_store(directory: Path) -> EvidenceStore:
    return EvidenceDirectory(directory)


def office_file(member: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "<x/>")
    return buffer.getvalue()


def keep(evidence_store: EvidenceStore, content: bytes, name: str) -> str:
    with evidence_store.draft(io.BytesIO(content), name) as draft:
        evidence_store.keep(draft)
        return draft.sha256


def test_a_file_is_found_under_the_hash_of_its_content(evidence_store: EvidenceStore) -> None:
    digest = keep(evidence_store, PNG, "现场照片.png")
    assert digest == sha256(PNG).hexdigest()
    assert evidence_store.locate(digest).read_bytes() == PNG


def test_the_same_content_is_stored_once(evidence_store: EvidenceStore, directory: Path) -> None:
    assert keep(evidence_store, PNG, "a.png") == keep(evidence_store, PNG, "b.png")
    assert len([path for path in directory.rglob("*") if path.is_file()]) == 1


def test_a_draft_that_is_not_kept_leaves_nothing(
    evidence_store: EvidenceStore, directory: Path
) -> None:
    with evidence_store.draft(io.BytesIO(PNG), "a.png") as draft:
        assert draft.path.exists()
    assert not [path for path in directory.rglob("*") if path.is_file()]
    with pytest.raises(NotFoundError):
        evidence_store.locate(draft.sha256)


def test_nobody_else_on_the_machine_may_read_it(evidence_store: EvidenceStore) -> None:
    path = evidence_store.locate(keep(evidence_store, PNG, "a.png"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("方案.docx", office_file("word/document.xml"), "wordprocessingml.document"),
        ("台账.XLSX", office_file("xl/workbook.xml"), "spreadsheetml.sheet"),
        ("公文.ofd", office_file("OFD.xml"), "application/ofd"),
        ("记录.wps", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, "ms-works"),
        ("扫描.pdf", b"%PDF-1.7\n...", "application/pdf"),
        ("照片.jpg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("照片.heic", b"\0\0\0\x18ftypheic....", "image/heic"),
        ("说明.txt", "补课已完成".encode(), "text/plain"),
        ("说明.txt", "补课已完成".encode("gb18030"), "text/plain"),
        ("长文.txt", "补".encode() * 40_000, "text/plain"),
    ],
)
def test_what_offices_and_phones_make_is_accepted(
    evidence_store: EvidenceStore, name: str, content: bytes, content_type: str
) -> None:
    with evidence_store.draft(io.BytesIO(content), name) as draft:
        assert draft.content_type.endswith(content_type)
        assert draft.size_bytes == len(content)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("木马.exe", b"MZ\x90\x00", "evidence_kind_unknown"),
        ("没有后缀", PNG, "evidence_kind_unknown"),
        ("木马.pdf", b"MZ\x90\x00", "evidence_kind_mismatch"),
        ("表格.docx", office_file("xl/workbook.xml"), "evidence_kind_mismatch"),
        ("坏.docx", b"PK\x03\x04broken", "evidence_kind_mismatch"),
        ("程序.txt", b"text\0binary", "evidence_kind_mismatch"),
        ("空.png", b"", "evidence_empty"),
    ],
)
def test_everything_else_is_refused_with_its_reason(
    evidence_store: EvidenceStore, directory: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        keep(evidence_store, content, name)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert not [path for path in directory.rglob("*") if path.is_file()]


def test_a_file_above_the_limit_is_refused_while_it_is_read(
    evidence_store: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MAX_BYTES", 100)
    assert keep(evidence_store, PNG + b"x" * (100 - len(PNG)), "a.png")
    with pytest.raises(InvalidInputError, match="压缩后上传"):
        keep(evidence_store, PNG + b"x" * 100, "a.png")


@pytest.mark.parametrize("digest", ["../../etc/passwd", "a" * 64, "A" * 64, "", "a/" * 32])
def test_an_unknown_hash_finds_nothing(evidence_store: EvidenceStore, digest: str) -> None:
    with pytest.raises(NotFoundError):
        evidence_store.locate(digest)


YESTERDAY = datetime.now(UTC) - timedelta(days=1)


def age(path: Path) -> None:
    two_days_ago = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(path, (two_days_ago, two_days_ago))


def test_old_files_are_told_from_young_ones(evidence_store: EvidenceStore) -> None:
    old = keep(evidence_store, PNG, "a.png")
    age(evidence_store.locate(old))
    keep(evidence_store, PNG + b"young", "b.png")
    assert evidence_store.kept_before(YESTERDAY) == [old]


def test_a_discarded_file_is_gone_and_may_be_kept_again(evidence_store: EvidenceStore) -> None:
    digest = keep(evidence_store, PNG, "a.png")
    age(evidence_store.locate(digest))
    assert evidence_store.discard(digest, YESTERDAY)
    assert not evidence_store.discard(digest, YESTERDAY)
    with pytest.raises(NotFoundError):
        evidence_store.locate(digest)
    assert keep(evidence_store, PNG, "a.png") == digest
    assert evidence_store.locate(digest).read_bytes() == PNG


def test_a_file_that_was_kept_again_is_not_discarded(evidence_store: EvidenceStore) -> None:
    digest = keep(evidence_store, PNG, "a.png")
    age(evidence_store.locate(digest))
    keep(evidence_store, PNG, "a.png")
    assert not evidence_store.discard(digest, YESTERDAY)
    assert evidence_store.locate(digest).read_bytes() == PNG


def test_drafts_of_a_crash_are_cleared_away(evidence_store: EvidenceStore, directory: Path) -> None:
    (directory / "incoming").mkdir(parents=True)
    left = directory / "incoming" / "left-by-a-crash"
    left.write_bytes(PNG)
    age(left)
    assert evidence_store.kept_before(YESTERDAY) == []
    assert not left.exists()
