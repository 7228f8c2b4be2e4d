"""Where a question is about, and a document of another place: 乌达区 is not 海南区, 北京 not 内蒙古.

A local regulation or plan names its place in its title or its issuer. A question that names another place of the same
rank, of which the document does not speak, is not answered by it. A national law has no place and is the law of all of
them; what a province lays down holds for its cities, which are not known here.
"""

from __future__ import annotations

import re

from tiaowen.datamodels import Document
from tiaowen.vocabulary import is_word

_MUNICIPALITIES = "北京|天津|上海|重庆"
_OTHERS = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    "|台湾|内蒙古|广西|西藏|宁夏|新疆"
)
_PROVINCE = re.compile(rf"(?:{_MUNICIPALITIES}|{_OTHERS})(?![区州县路街大])")
_CITY = re.compile(rf"([一-龥]{{2,3}}?)市(?!场|民|级|区|政|容|值|价|面|委)|({_MUNICIPALITIES})")
_COUNTY = re.compile(r"([一-龥]{2}[县旗区])(?!域|划|别|间|块|级)")
_FIRST = re.compile(r"(?:请问|在)?([一-龥]{2}[县旗区])(?!域|划|别|间|块|级)")
_NO_NAME = re.compile(r"[我你他她它这那哪本该各全每几两一整某外新老在到和跨自高经开]")  # 我们县, 新城区, 高新区
_NO_CITY = re.compile(r"地级|县级|省辖|直辖|城$|[的在是和与对到本我该各全超]")


def place_elsewhere(question: str, document: Document) -> tuple[str, str] | None:
    """The place that a question names and of which a document of another place does not speak, and the document's own;
    else None."""
    head = f"{document.issuer}{document.title}"
    first = _FIRST.match(question)
    county = first[1] if first and not _NO_NAME.search(first[1]) and not is_word(first[1]) else ""
    for asked, home in (
        (_PROVINCE.findall(question), _PROVINCE.findall(head)),
        (_cities(question), _cities(head)),
        ([county] if county else [], _COUNTY.findall(head)),
    ):
        if asked and home and not any(name in document.text or name in head for name in asked):
            return asked[0], home[0]
    return None


def _cities(text: str) -> list[str]:
    return [name for one, other in _CITY.findall(text) if not _NO_CITY.search(name := one or other)]
