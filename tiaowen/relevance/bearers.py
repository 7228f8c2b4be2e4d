"""Whose duty or right the quoted words state: 冒名登记行为人应当承担 says nothing of the one whose name was used."""

from __future__ import annotations

import re

from tiaowen.language.everyday import lawful
from tiaowen.language.normalization import search_text
from tiaowen.language.vocabulary import plain_words

_MODAL = r"(?<!不)(?:应当|必须|可以|不得|有权|无权)"
# The subject of a rule: the words before its modal, back to the last comma, 由 or 的.
_SUBJECT = re.compile(rf"(?:^|(?<=[，,。；;：:\n]))(?P<who>[^，,。；;：:\n]{{2,24}}?)(?:一律|均|都|也)?{_MODAL}")
_ACTOR = re.compile(r"(?:[人者员方]|单位|公司|企业|部门|机关|机构|委员会|学校|学生|职工|股东|业主|租客|房东)$")
# What says nothing of who it is, and what both sides of a bargain share (承租人, 出租人).
_FORM = frozenset("的人者员方单位部门机关公司企构工作和与及等本其该各有或担任租包托让")
_UNDERGOES = re.compile(r"(?:被|受|遭)([一-鿿]{2})")
_RELATIVE = re.compile(
    r"侄[子女]?|外甥女?|[堂表][哥弟姐妹兄](?!示|现|格)|[姐妹]夫|嫂子?|弟媳|舅[舅妈]?|姑[姑父妈]|[姨叔][父妈叔]?|[伯岳][父母]|公婆"
    r"|女婿|儿媳|兄弟|姐妹|哥哥?|弟弟?|姐姐?|妹妹?|爷爷|奶奶|外[公婆孙]|姥[姥爷]|孙[子女]|朋友|同学|亲戚"
)
_FAMILY = re.compile(r"配偶|子女|父母|亲属|夫妻|家属")


def of_another(asker: str, quoted: str) -> bool:
    """Whether the quoted words name whom their rule is for, and that is another than the question's words name before
    its modal (`asker`): the other side of a deed (被冒名的人, 冒名行为人), another person, or a relative who is not
    among those listed. Where either names nobody it is not."""
    return _other_relative(asker, quoted) or _other_actor(search_text(asker), quoted)


def _other_relative(asker: str, quoted: str) -> bool:
    named = _RELATIVE.search(asker)
    return named is not None and bool(_FAMILY.search(quoted)) and named[0] not in quoted


def _other_actor(asker: str, quoted: str) -> bool:
    who = [match["who"] for match in _SUBJECT.finditer(quoted) if not match["who"].endswith(("的", "时", "后"))]
    subjects = [found for one in who if _ACTOR.search(found := search_text(re.split("由|经", one)[-1]))]
    undergone = {match[1] for match in _UNDERGOES.finditer(asker)}
    if any(deed in one and not re.search(f"[被受遭]{deed}", one) for one in subjects for deed in undergone):
        return True
    actor = next((word for word in reversed(plain_words(asker)) if _ACTOR.search(word) and len(word) > 1), "")
    known = set(lawful(asker)) - _FORM
    named = not actor or actor in search_text(quoted)  # as the one to whom it is done, if not as the one who does it
    return bool(subjects) and not named and not any(set(one) & known for one in subjects)
