"""Which files count as evidence: what offices and phones make, told by content and ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from models.errors import InvalidInputError

_HEAD_BYTES = 64
_TEXT_SAMPLE_BYTES = 64 * 1024
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of file.

    Attributes:
        content_type: Media type under which it is stored and handed out.
        fits: True when the file's content is of that kind.
    """

    content_type: str
    fits: Callable[[Path], bool]


def kind_of(file_name: str, content: Path) -> EvidenceKind:
    """Kind of a file, from the ending of its name and proved by its content.

    Raises:
        InvalidInputError: The ending is not accepted, or the content is something else.
    """
    ending = Path(file_name).suffix.lower().lstrip(".")
    kind = _KINDS.get(ending)
    if kind is None:
        raise InvalidInputError(
            "evidence_kind_unknown",
            f"不支持“.{ending}”文件，可上传：{'、'.join(_KINDS)}。",
            "file",
        )
    if not kind.fits(content):
        raise InvalidInputError(
            "evidence_kind_mismatch",
            f"文件内容与后缀“.{ending}”不符，请确认文件未损坏、未改名。",
            "file",
        )
    return kind


def _starts_with(*signatures: bytes) -> Callable[[Path], bool]:
    return lambda path: _head(path).startswith(signatures)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _zip_with(member: str) -> Callable[[Path], bool]:
    def fits(path: Path) -> bool:
        try:
            with ZipFile(path) as archive:
                return any(name.startswith(member) for name in archive.namelist())
        except (BadZipFile, OSError, ValueError):
            return False

    return fits


def _wps(member: str) -> Callable[[Path], bool]:
    """WPS Office saves its own endings in either of Microsoft's containers."""
    in_zip = _zip_with(member)
    return lambda path: _head(path).startswith(_OLE2) or in_zip(path)


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        sample = file.read(_TEXT_SAMPLE_BYTES)
    if b"\0" in sample:
        return False
    return any(_decodes(sample, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(sample: bytes, encoding: str) -> bool:
    # The sample may end in the middle of a character, which is at most four bytes long.
    whole = len(sample) - 4 if len(sample) == _TEXT_SAMPLE_BYTES else len(sample)
    try:
        sample.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start >= whole
    return True


def _is_heif(path: Path) -> bool:
    head = _head(path)
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim")


def _is_webp(path: Path) -> bool:
    head = _head(path)
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


_OOXML = "application/vnd.openxmlformats-officedocument."
_JPEG = EvidenceKind("image/jpeg", _starts_with(b"\xff\xd8\xff"))

_KINDS: dict[str, EvidenceKind] = {
    "docx": EvidenceKind(f"{_OOXML}wordprocessingml.document", _zip_with("word/")),
    "xlsx": EvidenceKind(f"{_OOXML}spreadsheetml.sheet", _zip_with("xl/")),
    "pptx": EvidenceKind(f"{_OOXML}presentationml.presentation", _zip_with("ppt/")),
    "doc": EvidenceKind("application/msword", _starts_with(_OLE2)),
    "xls": EvidenceKind("application/vnd.ms-excel", _starts_with(_OLE2)),
    "ppt": EvidenceKind("application/vnd.ms-powerpoint", _starts_with(_OLE2)),
    "wps": EvidenceKind("application/vnd.ms-works", _wps("word/")),
    "et": EvidenceKind("application/vnd.ms-excel", _wps("xl/")),
    "dps": EvidenceKind("application/vnd.ms-powerpoint", _wps("ppt/")),
    "ofd": EvidenceKind("application/ofd", _zip_with("OFD.xml")),
    "pdf": EvidenceKind("application/pdf", _starts_with(b"%PDF-")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": EvidenceKind("image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    "gif": EvidenceKind("image/gif", _starts_with(b"GIF87a", b"GIF89a")),
    "bmp": EvidenceKind("image/bmp", _starts_with(b"BM")),
    "webp": EvidenceKind("image/webp", _is_webp),
    "heic": EvidenceKind("image/heic", _is_heif),
    "txt": EvidenceKind("text/plain", _is_text),
    "csv": EvidenceKind("text/csv", _is_text),
}
