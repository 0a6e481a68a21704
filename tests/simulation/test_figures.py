"""What is counted from facts, and how it is drawn."""

from __future__ import annotations

from datetime import date

from simulation.figures import Item
from simulation.svg import bars, lines

ISSUED_ON, DUE_ON = date(2026, 3, 23), date(2026, 4, 30)


def overdue_item() -> Item:
    raised = [(date(2026, 5, 6), "yellow"), (date(2026, 5, 11), "orange")]
    return Item(ISSUED_ON, DUE_ON, raised=raised)


def test_an_item_has_no_level_before_it_is_overdue() -> None:
    item = overdue_item()
    assert item.level_on(date(2026, 3, 1)) is None
    assert item.level_on(DUE_ON) is None


def test_an_overdue_item_has_the_highest_level_that_was_raised_by_then() -> None:
    item = overdue_item()
    assert item.level_on(date(2026, 5, 1)) == ""
    assert item.level_on(date(2026, 5, 8)) == "yellow"
    assert item.level_on(date(2026, 6, 1)) == "orange"


def test_a_closed_item_is_overdue_no_more() -> None:
    item = overdue_item()
    item.ended_on = date(2026, 5, 12)
    assert item.level_on(date(2026, 5, 11)) == "orange"
    assert item.level_on(date(2026, 5, 12)) is None


def test_an_extension_takes_the_former_levels_back() -> None:
    item = overdue_item()
    item.dues.append((date(2026, 5, 12), date(2026, 5, 20)))
    assert item.level_on(date(2026, 5, 15)) is None
    assert item.level_on(date(2026, 5, 22)) == ""


def test_a_chart_shows_every_series_by_name_and_every_bar_with_its_number() -> None:
    drawn = bars(["1月", "2月"], {"到场": [1, 2], "反馈": [0, 2]})
    assert drawn.count("<title>") == 4
    assert "2月 2" in drawn
    assert "到场" in drawn
    assert "反馈" in drawn


def test_a_line_stays_inside_its_frame_even_when_there_is_nothing_to_show() -> None:
    drawn = lines(["a", "b"], {"空": [0, 0]})
    assert drawn.startswith("<svg")
    assert "nan" not in drawn
    high = lines([str(n) for n in range(60)], {"多": list(range(60))})
    points = high.split('points="')[1].split('"')[0].split()
    assert all(30 <= float(point.split(",")[1]) <= 226 for point in points)
