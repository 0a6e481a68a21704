"""Files that are no ledgers, or not quite: a clear word instead of a traceback."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from intake import archive
from intake.files import open_sheets
from intake.workbook import StringsOnDisk
from models.errors import ConfigurationError
from tests.intake.books import GOOD_ROW, HEADINGS, judge, new_sheet, row, rows, save

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refused(path: Path, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason), open_sheets(path):
        pass


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    refused(tmp_path / "a.xlsx", "不存在")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (b"PK\x03\x04broken", "损坏"),
        (b"hello", "不是 Excel"),
        (_OLE + b"\0" * 100 + "Workbook".encode("utf-16-le"), "另存为"),
        (_OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    refused(path, reason)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as other:
        other.writestr("readme.txt", "x")
    refused(tmp_path / "a.xlsx", "不是 Excel")


def test_a_bomb_is_refused_before_it_unpacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 4 << 20)
    path = save(tmp_path / "a.xlsx", [row()])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/media/bomb.bin", bytes(5 << 20))
    assert path.stat().st_size < 1 << 20
    refused(path, "解压后超过 4 MB")


def test_a_workbook_with_a_broken_sheet_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [row()])
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            is_sheet = part.filename.startswith("xl/worksheets/")
            target.writestr(part, content[: len(content) // 2] if is_sheet else content)
    with pytest.raises(ConfigurationError, match="损坏"), open_sheets(broken) as sheets:
        list(sheets[0].rows())


async def test_a_wrong_stored_size_and_formatted_emptiness_change_nothing(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", rows(3))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(5000, 300).number_format = "0.00"
    book.save(path)
    shrunk = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(shrunk, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = content.replace(b'<dimension ref="A1:KN5000"', b'<dimension ref="A1:A1"')
                assert b'ref="A1:A1"' in content
            target.writestr(part, content)
    assert len(await judge(path)) == len(await judge(shrunk)) == 3


async def test_hidden_rows_count_as_data(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", rows(3))
    book = load_workbook(path)
    book.worksheets[0].row_dimensions[4].hidden = True
    book.save(path)
    assert len(await judge(path)) == 3
    with open_sheets(path) as sheets:
        assert sheets[0].scanned.hidden_rows == 1


async def test_a_date_cell_that_no_calendar_has_is_an_error_cell(tmp_path: Path) -> None:
    book, sheet = new_sheet("2026年台账")
    sheet.append(list(HEADINGS))
    sheet.append([{**GOOD_ROW, "整改时限": -5}[heading] for heading in HEADINGS])
    sheet.cell(2, HEADINGS.index("整改时限") + 1).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    with warnings.catch_warnings():
        said = (await judge(tmp_path / "a.xlsx"))[0].as_json()
    assert (said["verdict"], said["column"]) == ("reject", "整改时限")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
async def test_a_ledger_may_come_as_text(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [("2026年整改台账",), HEADINGS, [GOOD_ROW[heading] for heading in HEADINGS]]
    text = "\n".join(separator.join("" if c is None else str(c) for c in line) for line in lines)
    path = tmp_path / "台账.csv"
    path.write_text(text, encoding=encoding)
    judged = await judge(path)
    assert [(one.reading.row, one.verdict.value) for one in judged] == [(3, "import")]


async def test_a_formula_in_a_text_table_is_a_formula_too(tmp_path: Path) -> None:
    values = [str(GOOD_ROW[heading] or "") for heading in HEADINGS]
    values[HEADINGS.index("进展情况")] = "=HYPERLINK(1)"
    path = tmp_path / "2026.csv"
    path.write_text(f"{','.join(HEADINGS)}\n{','.join(values)}\n", encoding="utf-8")
    assert (await judge(path))[0].as_json()["column"] == "进展情况"


def test_binary_content_under_a_text_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x00\x01\x02\x03" * 10)
    refused(path, "文本")
    path.write_bytes(b"\xff\xff\xff\x81\x00" * 10)
    refused(path, "文本|编码")


def test_texts_on_disk_are_read_back_in_any_order(tmp_path: Path) -> None:
    with (tmp_path / "strings").open("w+b") as file:
        strings = StringsOnDisk(file)
        for text in ("甲", "", "乙\n丙"):
            strings.add(text)
        assert [strings[index] for index in (2, 0, 1)] == ["乙\n丙", "甲", ""]
        with pytest.raises(IndexError):
            strings[3]
