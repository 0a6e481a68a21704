"""Keeps posts and drops people's names: facts never hold a name (a sketch of §3.10 in code).

No list of posts is complete and no list of surnames is certain, so this is careful on both sides:
words that name a post are kept as they are, and only what looks like nothing but a person is
dropped.
"""

from __future__ import annotations

import re
import unicodedata

from intake.cells import clean

# Surnames that seldom begin the name of an organization or of a post.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田范石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟万段雷钱汤尹黎武乔贺赖龚庞樊兰殷施陶翟倪严牛温芦俞葛"
    "霍梁林高马于任"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容")
_POST = re.compile(
    r"书记|部长|主任|主席|队长|区长|科长|处长|矿长|厂长|站长|段长|组长|班长|校长|院长|所长|会长|总监|"
    r"经理|干事|委员|科员|专责|助理|主管|负责人|成员|党员|总工|工程师|技术员|管理员|安全员|督导员|"
    r"联络员|纪检|支委|班子|领导|各支部|全体|部门|科室|部$|科$|处$|办$|室$|队$|组$|长$|员$|会$"
)
_TITLES = (
    "党委书记|党总支书记|党支部书记|总支书记|支部书记|副书记|书记|副部长|部长|副主任|主任|副主席|"
    "主席|副队长|队长|副区长|区长|副科长|科长|副处长|处长|副矿长|矿长|副厂长|厂长|干事|委员|组长|经理"
)
_SEPARATORS = re.compile(r"[、,，;；/\n]+")
_PIECES = re.compile(r"[()（）\[\]【】:：\s]+")
_NAME = re.compile(rf"(?:[{_SURNAMES}]|{'|'.join(_COMPOUND)})[\u4e00-\u9fff·]{{1,2}}")
_POST_THEN_NAME = re.compile(rf"(?P<post>.*(?:{_TITLES}))(?P<name>{_NAME.pattern})")
_NAME_THEN_POST = re.compile(rf"(?:{_NAME.pattern})(?P<post>{_TITLES})")
_ORGANIZATION = re.compile(r"[党部队科室办组会处站区厂矿校院所段班]")


def posts_in(text: str) -> str:
    """The posts that a cell names, people's names left out; empty when it names only people."""
    kept = [post for part in _SEPARATORS.split(clean(text)) if (post := _post_of(part))]
    return "、".join(dict.fromkeys(kept))


def _post_of(part: str) -> str:
    whole = re.sub(r"\s+", "", unicodedata.normalize("NFKC", part))
    if not whole or _is_name(whole):
        return ""
    pieces = [piece for piece in _PIECES.split(part.strip()) if piece]
    if len(pieces) > 1 and any(_is_name(piece) for piece in pieces):
        return "".join(_without_name(piece) for piece in pieces if not _is_name(piece))
    return _without_name(whole) if len(pieces) == 1 else part.strip()


def _without_name(text: str) -> str:
    after = _POST_THEN_NAME.fullmatch(text)
    if after and not _POST.search(after["name"]) and not _ORGANIZATION.search(after["name"]):
        return after["post"]
    before = _NAME_THEN_POST.fullmatch(text)
    if before and not _ORGANIZATION.search(text[: before.start("post")]):
        return before["post"]
    return text


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text) and not _POST.search(text) and not _ORGANIZATION.search(text))
