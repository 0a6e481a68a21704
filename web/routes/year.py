"""Lists, single ones, timelines and commands of the rooms of the year, the same for each room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, status
from pydantic import BaseModel

from store.queries.year import YearFilter
from web.command_forms import ROOM_FORMS, CommandForm
from web.cursors import version_of
from web.documentation import failures
from web.permitted import permitted_in_year
from web.routes.parameters import Cursor, IdempotencyKey, Limit, number_path
from web.schemas.commands import CommandReceipt, receipt_of
from web.schemas.items import Permission, Permissions, Timeline, timeline_of
from web.schemas.year import YearDetail, YearPage, detail_of, entry_of
from web.signed_in import Connected, SignedIn, Working
from web.year_desk import YearDesk
from web.year_reading import visible, visible_facts, visible_page
from web.year_rooms import YEAR_ROOMS, YearRoom

router = APIRouter(responses=failures(401, 404, 422))

YearQuery = Annotated[
    int | None, Query(title="年度", description="只列该年度。", ge=2000, le=2100, examples=[2026])
]
UnitQuery = Annotated[
    str, Query(title="单位", description="单位编码，含其直接下属单位。", examples=["Z1"])
]
StateQuery = Annotated[
    list[str] | None,
    Query(title="状态", description="可重复，符合其一即可。", examples=[["closed"]]),
]


def _add_reading(room: YearRoom) -> None:
    entity, title = room.entity, room.title
    number_kind = Annotated[str, number_path(title, room.example)]

    async def list_them(
        actor: SignedIn,
        connection: Connected,
        year: YearQuery = None,
        unit: UnitQuery = "",
        state: StateQuery = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> YearPage:
        wanted = YearFilter(entity, year, unit, tuple(state or ()))
        page = await visible_page(connection, actor, wanted, cursor, limit)
        return YearPage(entries=[entry_of(seen) for seen in page.rows], next=page.next)

    async def get_one(
        number: str, actor: SignedIn, connection: Connected, parts: Working
    ) -> YearDetail:
        stream = parts.gateway.stream(entity, number)
        return detail_of(await visible(connection, actor, stream))

    async def get_timeline(
        number: str,
        actor: SignedIn,
        connection: Connected,
        parts: Working,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Timeline:
        stream = parts.gateway.stream(entity, number)
        after = version_of(cursor)
        facts = await visible_facts(connection, actor, stream, after, limit + 1)
        return timeline_of(number, facts, limit)

    async def get_allowed(number: str, actor: SignedIn, parts: Working) -> Permissions:
        found = await permitted_in_year(parts, entity, actor, number)
        commands = [Permission.model_validate(one) for one in found]
        return Permissions(number=number, commands=commands)

    for act, address, name, summary, description in (
        (
            *(list_them, "", f"list_{room.name}s", f"{title}列表"),
            f"可查看范围内的{title}，按编号排列。",
        ),
        (
            *(get_one, "/{number}", f"get_{room.name}", f"{title}详情"),
            f"一项{title}的现状与内容；只可查看概要的，内容为空。",
        ),
        (
            *(get_timeline, "/{number}/timeline", f"get_{room.name}_timeline", f"{title}经过"),
            f"一项{title}的全部事实，由先到后，含被拒绝的操作与系统督办；限可查看全部内容的账号。",
        ),
        (
            *(get_allowed, "/{number}/allowed", f"get_{room.name}_allowed", f"{title}可办操作"),
            "当前账号此刻可进行的操作；不可进行的给出理由。只作预判，不留痕。",
        ),
    ):
        if "number" in act.__annotations__:
            act.__annotations__["number"] = number_kind
        router.add_api_route(
            f"/{room.path}{address}",
            act,
            methods=["GET"],
            summary=summary,
            description=description,
            name=name,
            tags=[title],
        )


def _add_command(room: YearRoom, form: CommandForm) -> None:
    is_unnumbered = form.name == room.unnumbered
    address = "" if is_unnumbered else f"/{{number}}/commands/{form.name}"
    more = "编号按月份和单位自动编排。" if is_unnumbered else ""
    done = status.HTTP_201_CREATED if is_unnumbered else status.HTTP_200_OK
    act = _opening(room, form) if is_unnumbered else _endpoint(room, form)
    router.add_api_route(
        f"/{room.path}{address}",
        act,
        methods=["POST"],
        summary=form.label.title,
        description=f"{form.label.description}{more}",
        name=f"{room.name}_{form.name}",
        tags=[room.title],
        status_code=done,
        response_model=CommandReceipt,
        responses={done: {"description": "操作回执。"}, **failures(401, 404, 409, 422)},
    )


def _endpoint(room: YearRoom, form: CommandForm) -> Callable[..., Awaitable[CommandReceipt]]:
    async def carry_out(
        number: str, key: IdempotencyKey, actor: SignedIn, parts: Working, body: BaseModel
    ) -> CommandReceipt:
        data = body.model_dump(mode="json")
        done = await YearDesk(parts).carry_out(room.entity, actor, number, form.name, data, key)
        return receipt_of(done)

    number = number_path(room.title, room.example)
    carry_out.__annotations__["number"] = Annotated[str, number]
    carry_out.__annotations__["body"] = _body_of(form)
    if not form.body.model_fields:
        # A command without fields may come without a body.
        carry_out.__defaults__ = (form.body(),)
    return carry_out


def _opening(room: YearRoom, form: CommandForm) -> Callable[..., Awaitable[CommandReceipt]]:
    async def carry_out(
        key: IdempotencyKey, actor: SignedIn, parts: Working, body: BaseModel
    ) -> CommandReceipt:
        data = body.model_dump(mode="json")
        done = await YearDesk(parts).carry_out(room.entity, actor, "", form.name, data, key)
        return receipt_of(done)

    carry_out.__annotations__["body"] = _body_of(form)
    return carry_out


def _body_of(form: CommandForm) -> Any:
    return Annotated[form.body, Body(title=form.label.title, description="操作内容。")]


for _room in YEAR_ROOMS.values():
    _add_reading(_room)
    for _form in ROOM_FORMS[_room.entity].values():
        _add_command(_room, _form)
