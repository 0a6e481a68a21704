"""The .docx of an official document by GB/T 9704-2012: the master that offices edit and print."""

from __future__ import annotations

from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from documents import word_blocks as blocks
from documents import word_measures as measures
from documents.composition import Composition, compose
from documents.word_styles import footer, settings, styles
from documents.word_xml import DECLARATION, RELATIONS, element, root, zipped
from models.document import OfficialDocument

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS: Final = {
    "rId1": ("styles", "styles.xml", "styles"),
    "rId2": ("settings", "settings.xml", "settings"),
    "rId3": ("footer", "footer1.xml", "footer"),
    "rId4": ("footer", "footer2.xml", "footer"),
}


def render(document: OfficialDocument) -> bytes:
    """Set a document as .docx. Equal content gives equal bytes.

    Fonts are named, not embedded: the office that opens it has them.

    Raises:
        ValueError: A heading's level is not 1 to 4, or a table's row is not as long as its header.
    """
    said = compose(document)
    return zipped(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _package_relations(),
            "docProps/core.xml": _core_properties(said, document.signed_on),
            "word/document.xml": _main_part(said),
            "word/_rels/document.xml.rels": _document_relations(),
            "word/styles.xml": styles(),
            "word/settings.xml": settings(),
            "word/footer1.xml": footer(odd=True),
            "word/footer2.xml": footer(odd=False),
        }
    )


def _main_part(said: Composition) -> str:
    return root(
        "document",
        element(
            "body",
            blocks.letterhead(said),
            blocks.title(said),
            blocks.addressee(said),
            blocks.body(said),
            blocks.attachments(said),
            blocks.closing(said),
            blocks.imprint(said),
            _section(),
        ),
    )


def _section() -> str:
    return element(
        "sectPr",
        '<w:footerReference w:type="default" r:id="rId3"/>',
        '<w:footerReference w:type="even" r:id="rId4"/>',
        element("pgSz", w=measures.PAGE_WIDTH, h=measures.PAGE_HEIGHT),
        element(
            "pgMar",
            top=measures.MARGIN_TOP,
            right=measures.MARGIN_RIGHT,
            bottom=measures.MARGIN_BOTTOM,
            left=measures.MARGIN_LEFT,
            header=851,
            footer=measures.FOOTER_DISTANCE,
            gutter=0,
        ),
        element("pgNumType", start=1),
        element(
            "docGrid",
            type="linesAndChars",
            linePitch=measures.LINE_PITCH,
            charSpace=measures.CHARACTER_SPACE,
        ),
    )


def _content_types() -> str:
    main = _override("word/document.xml", f"{_WORD_TYPE}.document.main+xml")
    core = _override(
        "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"
    )
    parts = "".join(
        _override(f"word/{target}", f"{_WORD_TYPE}.{kind}+xml")
        for _, target, kind in _PARTS.values()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{main}{core}{parts}</Types>'
    )


def _override(part: str, content_type: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{content_type}"/>'


def _package_relations() -> str:
    return _relations(
        ("rId1", f"{RELATIONS}/officeDocument", "word/document.xml"),
        ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )


def _document_relations() -> str:
    return _relations(
        *((key, f"{RELATIONS}/{kind}", target) for key, (kind, target, _) in _PARTS.items())
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    written = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in relations
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'


def _core_properties(said: Composition, signed_on: date | None) -> str:
    """Title and author; the day of signature is the only date, so bytes do not hang on a clock."""
    dated = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{signed_on}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if signed_on
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(''.join(said.title))}</dc:title>"
        f"<dc:creator>{escape(said.signature)}</dc:creator>{dated}</cp:coreProperties>"
    )
