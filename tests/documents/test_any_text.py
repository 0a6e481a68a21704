"""Whatever people write, a document comes out of it."""

from __future__ import annotations

import io

import docx as reader
import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from documents import docx, pdf, xlsx
from models.document import (
    Block,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Sheet,
    Table,
    Workbook,
)

TEXTS = st.one_of(
    st.text(max_size=40), st.text("一二三，。“”《》（）0123456789%aB\n", max_size=120)
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, st.integers(1, 4), TEXTS),
    st.builds(Paragraph, TEXTS),
    st.builds(
        Table,
        st.tuples(TEXTS, TEXTS),
        st.lists(st.tuples(TEXTS, TEXTS), max_size=4).map(tuple),
        TEXTS,
    ),
)
DOCUMENTS = st.builds(
    OfficialDocument,
    letterhead=TEXTS,
    number=TEXTS,
    title=TEXTS,
    addressee=TEXTS,
    blocks=st.lists(BLOCKS, max_size=6).map(tuple),
    attachments=st.lists(TEXTS, max_size=3).map(tuple),
    signature=TEXTS,
    signed_on=st.none() | st.dates(),
    mark=TEXTS,
    copies_to=TEXTS,
    printed_by=TEXTS,
    printed_on=st.none() | st.dates(),
)


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
def test_any_document_can_be_set_and_opened(document: OfficialDocument) -> None:
    assert len(PdfReader(io.BytesIO(pdf.render(document))).pages) >= 1
    assert reader.Document(io.BytesIO(docx.render(document))).sections


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5).map(tuple), TEXTS)
def test_any_workbook_can_be_written_and_opened(
    rows: tuple[tuple[str, str], ...], title: str
) -> None:
    columns = (Column("甲", 10), Column("乙", 10))
    made = xlsx.render(Workbook((Sheet(title, columns, rows),)))
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert sheet.max_row == len(rows) + 2
