"""The measures of the page in the units of WordprocessingML."""

from __future__ import annotations

from math import floor
from typing import Final

from documents import page

TWIPS_PER_POINT: Final = 20


def twips(points: float) -> int:
    """Points in twentieths."""
    return round(points * TWIPS_PER_POINT)


def twips_of_mm(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * page.TWIPS_PER_MM)


def half_points(points: float) -> int:
    """Size of a font."""
    return round(points * 2)


def eighths(millimetres: float) -> int:
    """Thickness of a rule, in eighths of a point."""
    return round(millimetres * page.POINTS_PER_MM * 8)


PAGE_WIDTH: Final = twips_of_mm(page.PAGE_WIDTH_MM)
PAGE_HEIGHT: Final = twips_of_mm(page.PAGE_HEIGHT_MM)
MARGIN_TOP: Final = twips_of_mm(page.MARGIN_TOP_MM)
MARGIN_BOTTOM: Final = twips_of_mm(page.MARGIN_BOTTOM_MM)
MARGIN_LEFT: Final = twips_of_mm(page.MARGIN_LEFT_MM)
MARGIN_RIGHT: Final = twips_of_mm(page.MARGIN_RIGHT_MM)
TEXT_WIDTH: Final = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_HEIGHT: Final = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM

# Rounded down, so that the twenty-second line and the twenty-eighth character still fit.
LINE_PITCH: Final = floor(TEXT_HEIGHT / page.LINES_PER_PAGE)
_PITCH_PT: Final = TEXT_WIDTH / TWIPS_PER_POINT / page.CHARACTERS_PER_LINE
CHARACTER_SPACE: Final = floor((_PITCH_PT - page.BODY_PT) * 4096)
CHARACTER: Final = floor(_PITCH_PT * TWIPS_PER_POINT)
# One twip less than the pitch: LibreOffice rounds widths up and would set 27.
BODY_SPACING: Final = CHARACTER - page.BODY_PT * TWIPS_PER_POINT - 1

# The dashes of the number stand 7 mm below the text, in the middle of a line of one em.
_SMALL: Final = twips(page.SMALL_PT)
FOOTER_DISTANCE: Final = MARGIN_BOTTOM - twips_of_mm(page.PAGE_NUMBER_BELOW_TEXT_MM) - _SMALL // 2
