"""Where a question is about, and a document of another place: 乌达区 is not 海南区, 北京 not 内蒙古.

A local regulation or plan names its place in its title or its issuer. A question that names another place of the same
rank, of which the document does not speak, is not answered by it. A national law has no place and is the law of all of
them; what a province lays down holds for its cities, which are not known here.
"""

from __future__ import annotations

import re

from tiaowen.datamodels import Document
from tiaowen.language.vocabulary import plain_words

_MUNICIPALITIES = "北京|天津|上海|重庆"
_OTHERS = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    "|台湾|内蒙古|广西|西藏|宁夏|新疆"
)
_PROVINCE = re.compile(rf"(?:{_MUNICIPALITIES}|{_OTHERS})(?![区州县路街大])")
_CITY = re.compile(rf"([一-龥]{{2,5}})市|({_MUNICIPALITIES})")
_BEGINS = re.compile(
    r"(?:请问|在)?((?:(?![上下里外进出在到没我你他她它的了是和与及从向给把被让用有集夜超])[一-龥]){2,3}?)市(?![区场民级值价面委政容])()"
)
_COUNTY = re.compile(r"([一-龥]{2}[县旗区])(?!域|划|别|间|块|级)")
_FIRST = re.compile(r"(?:请问|在)?(?:[一-龥]{2,3}?[省市州盟])*([一-龥]{2}[县旗区])(?!域|划|别|间|块|级)")
_SMALL = re.compile(
    r"(?:请问|在)?(?:[一-龥]{2,3}?[省市区县镇乡])*([一-龥]{2,4}?)(小区|花园|社区|街道|村|[镇乡])(?![民规委级里务内外中上人])"
)
# 老旧小区, 各行政村, 我们社区, 城中村 are the names of no place either.
_NO_SMALL = re.compile(
    r"^[我你他她它这那哪本该各全每几两一整某外新老同在到和跨自由向从为被让把对给是有没可]"
    r"|住宅|居民|老旧|农村|城市|乡村|城乡|城镇|行政|自然|中心|城中|美丽|示范|智慧|封闭|开放|商品|安置|所在|当地|相关|有关|其他|普通|贫困|试点"
    r"|管理|建设|服务|治理|加强|推进|物业|社区|小区|街道|党|政府|工作|什么|怎么|哪个|多少|主任|书记|人员|进入|以上|撤销|移民|偏远|边远|设立|成立|合并|考核|监督|谁|[省市区县州盟]$"
)
# 我们县, 社区, 住宅区 and 国旗 are the names of no place.
_NO_NAME = re.compile(
    r"^[我你他她它这那哪本该各全每几两一整某外新老在到和跨自高经开给对把被让由向从为等用按是有要想能]|^.[社小园城校厂库景灾辖街片牧矿疫郊地开国红党军校队彩锦]"
    r"|度假|加工|住宅|居住|生活|行政|控制|缓冲|保护|管理|服务|商业|项目|工业|风景|名胜|等候|办公|洁净|污染|边境|边防|贫困|隔离|禁."
)
_NO_CITY = re.compile(r"地级|县级|省辖|直辖|城$")


def place_elsewhere(question: str, document: Document) -> tuple[str, str] | None:
    """The place that a question names and of which a document of another place does not speak, and the document's own;
    else None."""
    head = f"{document.issuer}{document.title}"
    first = _FIRST.match(question)
    county = first[1] if first and not _NO_NAME.search(first[1]) else ""
    small = _small(question, document.title)
    for asked, home in (
        (_PROVINCE.findall(question), _PROVINCE.findall(head)),
        (_cities(question), _cities(head)),
        ([county] if county else [], _COUNTY.findall(head)),
        small,
    ):
        if asked and home and not any(name in document.text or name in head for name in asked):
            return asked[0], home[0]
    return None


def names_place(question: str) -> bool:
    """Whether the question may name a place, so that documents of other places are to be left out."""
    first = _FIRST.match(question)
    return bool(
        _PROVINCE.search(question)
        or _cities(question)
        or first
        and not _NO_NAME.search(first[1])
        or _small(question, question)[0]
    )


def is_of_place(question: str, document: Document) -> bool:
    """Whether the title or the issuer of the document names a place that the question names."""
    head = f"{document.issuer}{document.title}"
    first = _FIRST.match(question)
    small, _ = _small(question, question)
    names = [*_PROVINCE.findall(question), *_cities(question), *([first[1]] if first else []), *small]
    return any(name in head for name in names)


def _small(question: str, title: str) -> tuple[list[str], list[str]]:
    """The village, compound, community, street or town that the question begins with, and the one of its kind that the
    title begins with; both empty where one is missing."""
    asked, home = _SMALL.match(question), _SMALL.match(title)
    if asked is None or home is None or asked[2] != home[2] or any(_NO_SMALL.search(one[1]) for one in (asked, home)):
        return [], []
    return [asked[1] + asked[2]], [home[1] + home[2]]


def _cities(text: str) -> list[str]:
    """The cities that a text begins with, and those that the dictionary knows."""
    found = [_BEGINS.match(text), *(_CITY.fullmatch(word) for word in plain_words(text))]
    return [name for match in found if match and not _NO_CITY.search(name := match[1] or match[2])]
