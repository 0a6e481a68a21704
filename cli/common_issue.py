"""`fupan common-issue`: problems of several units, and every unit's answer."""

from __future__ import annotations

from cli.room import room_app
from web.year_rooms import COMMON_ISSUES

app = room_app(COMMON_ISSUES, "共性问题：认定、自查答复。")
