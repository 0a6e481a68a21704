"""Charts as SVG text: lines and bars; what they show stands beside them as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT = 860, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 30, 34
_GRID_LINES = 4
_MOST_LABELS = 13
COLOURS = ("#1f5fa8", "#c0392b", "#2e8b57", "#d68910", "#6c3483", "#555555")

Series = Mapping[str, Sequence[float]]


def lines(labels: Sequence[str], series: Series, colours: Sequence[str] = COLOURS) -> str:
    """A line for each series over the same labels."""
    top = _top(series)
    drawn = [
        f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="'
        + " ".join(f"{_x(n, len(row)):.1f},{_y(value, top):.1f}" for n, value in enumerate(row))
        + '"/>'
        for row, colour in zip(series.values(), colours, strict=False)
    ]
    return _chart(labels, series, top, drawn, colours)


def bars(labels: Sequence[str], series: Series, colours: Sequence[str] = COLOURS) -> str:
    """Bars side by side."""
    top, count = _top(series), max(len(series), 1)
    slot = _plot_width() / max(len(labels), 1)
    width = slot * 0.8 / count
    drawn = []
    for place, (row, colour) in enumerate(zip(series.values(), colours, strict=False)):
        for n, value in enumerate(row):
            x = _LEFT + n * slot + slot * 0.1 + place * width
            y = _y(value, top)
            height = _HEIGHT - _BOTTOM - y
            drawn.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
                f'fill="{colour}"><title>{escape(labels[n])} {value:g}</title></rect>'
            )
    return _chart(labels, series, top, drawn, colours)


def _chart(
    labels: Sequence[str],
    series: Series,
    top: float,
    drawn: Sequence[str],
    colours: Sequence[str],
) -> str:
    parts = [*_grid(top), *drawn, *_labels(labels), *_legend(series, colours)]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
        + "".join(parts)
        + "</svg>"
    )


def _grid(top: float) -> list[str]:
    parts = []
    for n in range(_GRID_LINES + 1):
        value = top * n / _GRID_LINES
        y = _y(value, top)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
        )
    return parts


def _labels(labels: Sequence[str]) -> list[str]:
    every = max(1, -(-len(labels) // _MOST_LABELS))
    slot = _plot_width() / max(len(labels), 1)
    return [
        f'<text x="{_LEFT + slot * (n + 0.5):.1f}" y="{_HEIGHT - 14}" text-anchor="middle">'
        f"{escape(label)}</text>"
        for n, label in enumerate(labels)
        if n % every == 0
    ]


def _legend(series: Series, colours: Sequence[str]) -> list[str]:
    parts, x = [], float(_LEFT)
    for name, colour in zip(series, colours, strict=False):
        parts.append(
            f'<rect x="{x:.0f}" y="8" width="12" height="12" fill="{colour}"/>'
            f'<text x="{x + 17:.0f}" y="18">{escape(name)}</text>'
        )
        x += 36 + 14 * len(name)
    return parts


def _top(series: Series) -> float:
    """A round number above everything, so that the grid's numbers are whole."""
    highest = max((value for row in series.values() for value in row), default=0)
    step = _GRID_LINES
    while step < highest:
        step *= 2 if step * 2 >= highest or step % 5 else 5
    return float(step)


def _plot_width() -> float:
    return float(_WIDTH - _LEFT - _RIGHT)


def _x(n: int, count: int) -> float:
    return _LEFT + _plot_width() * (n + 0.5) / max(count, 1)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * value / top
