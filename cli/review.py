"""`fupan review`: reviews, from an ad hoc plan to the issued feedback."""

from __future__ import annotations

from cli.room import room_app
from web.year_rooms import REVIEWS

app = room_app(REVIEWS, "复盘：安排、组建复盘组、通知、登记、记录、反馈、确认。")
