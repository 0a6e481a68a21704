"""Fonts: those that .docx names, and the open ones that PDF embeds (docs/adr/0045)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pylopdf_fonts_zh_cn

# .docx only names them: they are not free, and every office that writes by the standard has them.
FANGSONG: Final = "仿宋_GB2312"
KAITI: Final = "楷体_GB2312"
HEITI: Final = "黑体"
SONGTI: Final = "宋体"
TITLE_SONG: Final = "方正小标宋简体"
HEADING_FONTS: Final = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}


def font_files() -> tuple[Path, Path]:
    """Noto Serif SC and Noto Sans SC, as their wheel brings them."""
    return pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()


def font_folder() -> Path:
    """Folder in which the typesetter looks for fonts."""
    return font_files()[0].parent
