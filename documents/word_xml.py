"""WordprocessingML elements as text, and the zip that holds them.

Written here rather than by a library, because the bytes of equal documents must be equal and
nothing may stand in the file that we did not put there.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)

Value = str | int


def element(name: str, /, *children: str, **attributes: Value) -> str:
    """A `w:` element; `type_` and the like lose their underscore."""
    written = "".join(
        f" w:{key.rstrip('_')}={quoteattr(str(value))}" for key, value in attributes.items()
    )
    content = "".join(children)
    return f"<w:{name}{written}>{content}</w:{name}>" if content else f"<w:{name}{written}/>"


def root(name: str, *children: str) -> str:
    """A part of the document with its namespaces."""
    spaces = f'xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}"'
    return f"{DECLARATION}<w:{name} {spaces}>{''.join(children)}</w:{name}>"


def written(text: str) -> str:
    """A `w:t` element whose blanks are kept."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def zipped(parts: Mapping[str, str]) -> bytes:
    """The parts as one file; order and content decide the bytes, the clock does not."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # the same on Windows
            archive.writestr(entry, content.encode())
    return made.getvalue()
