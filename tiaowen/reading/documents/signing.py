"""Where a paper is signed: 甲方（盖章）：, 全体股东签字：, 法定代表人：, also side by side or in cells of a table."""

from __future__ import annotations

import re

from tiaowen.reading.grammar.marks import DATE, is_label, remembered

_SEAL = r"(?:签\s*字|签\s*章|签\s*名|盖\s*章|公\s*章|手\s*印)"
_PARTY = rf"[^，。；]{{1,24}}[（(]{_SEAL}[^（()）]{{0,12}}[)）]\s*[:：]?[^，。；]{{0,40}}"
_SIGNED = rf"[^，。；：:]{{1,20}}{_SEAL}[^，。；：:]{{0,8}}[:：][^，。；]{{0,24}}"
_FIELD = (
    r"(?:[甲乙丙丁]方|(?:法定|授权|委托|全权)?(?:代\s*表\s*人?|代理人)|法\s*人|负\s*责\s*人|经\s*办\s*人|见\s*证\s*人|身份证号码?"
    r"|地\s*址|住\s*所|电\s*话|联系(?:电话|方式)|开户(?:银)?行|[账帐]\s*号|日\s*期|(?:签[订署约字]|订立)?(?:日期|时间|地点))"
    r"\s*(?:[（(][^（()）]{1,12}[)）])?\s*[:：][^，。；：:]{0,30}"
)
_DAY = rf"[（(]?(?:{DATE.pattern}|[\s_X×]*年[\s_X×]*月[\s_X×]*日)[)）]?"
_ONE = rf"(?:{_PARTY}|{_SIGNED}|{_FIELD}|{_DAY})"
_ENTRY = re.compile(rf"{_ONE}(?:[ \u3000]+{_ONE})*")  # side by side, of whose distance print leaves one blank
_SEALED = re.compile(rf"(?:{_PARTY}|{_SIGNED}).*")
_BLANK_DAY = re.compile(r"[ \u3000_]*年[ \u3000_]*月[ \u3000_]*日")
"""    年  月  日, to be filled in."""
_APART = re.compile(r"[|\t]|[ \u3000]{2,}")


@remembered
def is_signing(text: str) -> bool:
    """Whether all that stands on a line is for signing: names of parties, fields, dates."""
    if len(text) > 200 or is_label(text) and not DATE.match(text):
        return False
    entries = _entries(text)
    return bool(entries) and all(_ENTRY.fullmatch(entry) for entry in entries)


@remembered
def is_sealed(text: str) -> bool:
    """Whether a line for signing says that a party signs or seals here."""
    return is_signing(text) and any(_SEALED.fullmatch(entry) for entry in _entries(text))


def _entries(text: str) -> list[str]:
    text = _BLANK_DAY.sub("年月日", text)
    return [entry for piece in _APART.split(text) if (entry := piece.strip(" \u3000\xa0"))]
