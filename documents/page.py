"""The page of the national format, GB/T 9704-2012 (domain.md §3.4)."""

from typing import Final

POINTS_PER_MM: Final = 72 / 25.4
TWIPS_PER_MM: Final = 1440 / 25.4

PAGE_WIDTH_MM: Final = 210
PAGE_HEIGHT_MM: Final = 297
MARGIN_TOP_MM: Final = 37
MARGIN_BOTTOM_MM: Final = 35
MARGIN_LEFT_MM: Final = 28
MARGIN_RIGHT_MM: Final = 26
TEXT_WIDTH_MM: Final = PAGE_WIDTH_MM - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
TEXT_HEIGHT_MM: Final = PAGE_HEIGHT_MM - MARGIN_TOP_MM - MARGIN_BOTTOM_MM
TEXT_WIDTH_PT: Final = TEXT_WIDTH_MM * POINTS_PER_MM

LINES_PER_PAGE: Final = 22
CHARACTERS_PER_LINE: Final = 28

TITLE_PT: Final = 22  # 2号
BODY_PT: Final = 16  # 3号
SMALL_PT: Final = 14  # 4号: page numbers and imprint
TABLE_PT: Final = 12  # 小四: the standard leaves tables open

LETTERHEAD_TOP_MM: Final = 35  # below the top of the text area; 25 is the standard of 1999
RULE_BELOW_NUMBER_MM: Final = 4
PAGE_NUMBER_BELOW_TEXT_MM: Final = 7
IMPRINT_RULE_MM: Final = 0.35
IMPRINT_INNER_RULE_MM: Final = 0.25
