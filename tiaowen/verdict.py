"""是, 否 or 视情形 for a yes/no question, only where the quoted words say so; a mark, never part of a quotation."""

from __future__ import annotations

import re

_OPEN = re.compile(r"多少|几|谁|哪|什么|怎么|如何|为何|咋")  # asks for more than yes or no
_YES_NO = re.compile(
    r"吗|么[?？]?$|是不是|能不能|可不可以|要不要|会不会|算不算|得不得|是否|能否|可否|行不行|需不需要|应不应|可以.{0,14}[?？]$|能.{1,14}[?？]$"
)
_NEGATED = re.compile(r"不(?!是|能不|要不|可不|会不|行|需要不|应不)[^?？]{0,8}(?:吗|么)")
_MAY = re.compile(r"能|可以|可否|允许|准许|行不行|可不可以|得以")
_MUST = re.compile(r"要不要|必须|一定要|应当|应该|需要|需不需要|是否应|是否需|要.{1,16}吗|得.{1,16}吗|非得")
_FORBIDDEN = re.compile(r"不得|严禁|禁止|不准|不予|不再(?!向)|不能|一律不")
_PERMITTED = re.compile(r"(?<!不)可以(?!不)|(?<![不认许])可(?=按|通过|根据|由|在|适当)|允许|鼓励")
_REQUIRED = re.compile(r"应当|必须|须|要求")
_NOT_REQUIRED = re.compile(r"不作.{0,6}要求|可以不|不需要|无须|无需|不必")
_DEPENDS = re.compile(
    r"根据实际|结合实际|视情况|酌情|探索|一般|原则上|除外|另有规定|特殊情况|但是|但(?!书)|必要时|经.{1,16}同意|确需"
)


def verdict(question: str, quoted: str) -> str:
    """是, 否, 视情形, or empty where the question is no yes/no question or the words do not decide it."""
    if not _YES_NO.search(question) or _NEGATED.search(question) or _OPEN.search(question):
        return ""
    forbidden = bool(_FORBIDDEN.search(quoted))
    permitted = bool(_PERMITTED.search(quoted))
    required = bool(_REQUIRED.search(_NOT_REQUIRED.sub("", quoted)))  # 不作要求 and 无须 hold 要求 and 须
    depends = bool(_DEPENDS.search(quoted))
    if _NOT_REQUIRED.search(quoted):
        return "否" if _MUST.search(question) and not required else ""
    if _MUST.search(question) and not _MAY.search(question):
        if required and not forbidden:
            return "视情形" if depends else "是"
        return "视情形" if permitted and not forbidden else ""
    if _MAY.search(question):
        if forbidden and not permitted:
            return "视情形" if depends else "否"
        if permitted and not forbidden:
            return "视情形" if depends else "是"
    return ""
