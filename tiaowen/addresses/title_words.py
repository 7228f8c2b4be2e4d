"""What the title of a normative document is made of, and the words that stand around a title in a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tiaowen.datamodels import Kind
from tiaowen.language.folding import fold
from tiaowen.language.vocabulary import is_word, plain_words, substance

HEADS = (
    *(
        "答记者问",
        "修正案",
        "法典",
        "宪法",
        "条例",
        "办法",
        "规定",
        "规划",
        "意见",
        "方案",
        "通知",
        "决定",
        "决议",
        "解释",
    ),
    *(
        "细则",
        "规则",
        "章程",
        "准则",
        "纲要",
        "计划",
        "批复",
        "安排",
        "守则",
        "制度",
        "公告",
        "公约",
        "条约",
        "规范",
        "标准",
        "手册",
        "规约",
        "规程",
        "须知",
    ),
    *("指南", "指引", "目录", "要点", "总结", "报告", "讲话", "通报", "公报", "令", "法"),
)
"""Head nouns, a longer one before any that it ends with. The head says what kind of text a title names."""

STRICT = {"条例", "宪法", "法典", "章程", "修正案", "答记者问", "法"}
"""Heads that hardly occur outside the name of a document, but for the words of NOT_LAWS."""

FIRM = STRICT | {"办法", "规划", "细则", "规则", "纲要", "准则"}
"""Heads after which an unknown word makes the name of another document; 有关规定 and 听取意见 are no names."""

NOT_LAWS = (
    "没设变戏章技笔高枉给检坐办伴半板扮方看做想说用算语手司执违合依非立无书魔乘加减疗打写犯守普枪设历句佛国家"
    "军宪律考评讲提问教玩穿走上下母学作位不"
)
"""A character that makes another word with 法: 方法, 看法, 违法 …"""

_KIND_HEADS: dict[Kind, str] = {"notice": "通知", "qa": "答记者问", "opinion": "意见", "decision": "决定"}
_NOISE = re.compile(r"[\s《》〈〉“”\"'‘’「」『』·]+")
_REMARK = re.compile(
    r"(?:\((?:[12]\d{3}[^()]*|(?:试行|暂行|修订|修正|草案|征求意见稿|\d{4}年?(?:修订|修正))[^()]*)\)"
    r"|[\[〔【][12]\d{3}年?[^\[\]〔〕【】]{0,8}[\]〕】])+$"
)
"""(试行), also (试行)(2024年修订) and [2020修正]."""
_ORDINAL = re.compile(r"(?:\((?=[一二三四五六七八九十]+\))|(?<=解释))([一二三四五六七八九十]+)\)?$")
_PLACE = re.compile(
    r"^(?:中华人民共和国|.{2,8}?(?:特别行政区|自治区|自治州|自治县|经济特区)|.{2,3}?[省市]|.{1,3}?[县区旗盟州](?![域块际]))"
)
_ISSUER = re.compile(r"^.{2,60}?关于(?:印发)?")

FILLER = re.compile(r"(?:[那这][个部份项本些]?|关于|有关|[的 之]|印发|司法)$")
"""Words between the parts of a loosely quoted title: 事业单位那个办法."""

_ASKING = (
    r"^|[\s,。;:!?、()\[\]\n-]|请问|问一?下|想问|咨询|了解|知道|明白|查一?下|查询|查找|查看|看看|看一?下|找一?下?|告诉我|给我|总结(?:一下)?|概括(?:一下)?|归纳(?:一下)?|梳理(?:一下)?|介绍(?:一下)?|解读(?:一下)?|简述"
    r"|根据|依据|按照?|依照|参照|遵照|对照|比照|违反|引用|援引|上述|前述|哪个|哪些|哪部|什么|换成|改成|[那这][个部份]?|[本该]"
    r"|[在对把从与跟问看说讲查]|(?<!共)和|中华人民共和国|我国"
)
BEFORE_HEAD = re.compile(f"(?:{_ASKING})$")
"""Text that a bare head noun may follow and still name a document: 请问办法第三条, but not 森林法实施条例."""

BEFORE_UNKNOWN = re.compile(f"(?:{_ASKING}|适用|执行|遵守|属于|符合|贯彻|[的了着被让到由是有为])$")
"""Text that the name of an unknown document may follow. 实施 and 单位 are rather part of such a name."""

BEFORE = re.compile(
    f"(?:{_ASKING}|介绍|解读|学习|抓好|做好|落实好|贯彻好|执行好|推进|推动|推行|宣传|出台|适用|执行|遵守|贯彻|落实|符合|制定|出台|发布|公布|颁布|施行|实施|印发|修订|修改|废止|属于|关于|对于"
    r"|我们?|你们?|他们?|它|咱们?|大家|单位|公司|各个?|几|最新|现行|新版?|旧版?|老|修订后|修订版|原|目前|现在|今年|去年|明年|年底"
    r"|以前|之前|之后|然后|还有|另外|换|再|就|才|也|都|不|指定|认定|[的了着被让到由有为后及或是将以向于而但若则呢吗吧啊呀]|\d+年?(?:的|版)?|第.{1,8}[条章款项])$"
)
"""Text that a title may follow: it ends in one of these."""

COMMON = re.compile(
    r"(?:管理|保护|促进|处罚|治理|防治|实施|监督|工作|安全|权益|保障|服务|建设|特别|若干|问题|组织|程序|事业|法律|适用|关于|的)*"
)
"""Words of titles that say little about the subject and are left out of short names."""

_PIECES = re.compile(
    r"[我你他她它们这那哪么啥咋谁怎吗呢把被让就都也还才很您俺咱着了]|是否|不要|要不|会不会|能不能|算不算|可以|应该|需要|想|如何|为什么|一个"
)
_VERBS = re.compile(
    r"(?:起草|通过|加上|写|讲|(?<![转进支演])出|搞|弄|(?<![认评核鉴审划测])定|(?<![大中小科文入教])学|犯|概括|介绍|确认|落实|传达|宣传|宣讲|注明|提到|涉及|参考|掌握|理解|引述|摘抄|转发|下发|背诵|总结)$"
)

INDEFINITE = re.compile(r"(?:什么|哪些|啥|哪个|几个|几种|各种|任何|其他|其它|相关|有关|具体|好的?|没有|有|想)$")


@dataclass(frozen=True)
class Name:
    """A title taken apart. All strings are folded, without blanks, quotation marks and remarks such as (试行)."""

    core: str
    head: str  # the head noun at the end of `core`, or "" (a headline has none)
    ordinal: str  # 二 of 解释（二）, or ""
    short: tuple[str, ...]  # the core without 中华人民共和国, without its place, without issuer and 关于

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads that people use for it: a 规定 or 批复 of the 最高人民法院 is a 司法解释."""
        judicial = self.core.startswith("最高人民") and self.head in ("规定", "批复", "意见")
        return (self.head, "解释") if judicial else (self.head,)

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.core, *self.short)


def core_of(text: str) -> tuple[str, str]:
    """The folded words of a title and its ordinal: 最高人民法院…的解释（二） -> (…的解释, 二)."""
    words = _NOISE.sub("", fold(text))
    words = _REMARK.sub("", words)
    found = _ORDINAL.search(words)
    return (words[: found.start()], found[1]) if found else (words, "")


def take_apart(title: str, kind: Kind = "other") -> Name:
    """A title as a Name; one without a head noun at its end takes that of its kind from inside (中办印发《通知》…)."""
    core, ordinal = core_of(title)
    head = next((h for h in HEADS if core.endswith(h)), "")
    if not head and _KIND_HEADS.get(kind, "\0") in core:
        head = _KIND_HEADS[kind]
    short: list[str] = []
    for cut in (_PLACE, _ISSUER):
        for whole in (core, *short):
            found = cut.match(whole)
            rest = whole[found.end() :] if found else ""
            if (len(rest) > len(head) or rest == "宪法") and rest not in short and rest != core:
                short.append(rest)
    return Name(core, head, ordinal, tuple(short))


def placed(core: str) -> str:
    """The place that a folded title begins with (河南省, 北京市), empty where it has none."""
    found = _PLACE.match(core)
    return found[0] if found and not found[0].startswith("中华") else ""


def unknown(before: str) -> str:
    """The last words of `before` back to one that a title may follow: 公务员 of 请问公务员."""
    before = before.rstrip(" ")
    size = 0
    while size < min(len(before), 30) and (size == 0 or not BEFORE_UNKNOWN.search(before[: len(before) - size])):
        size += 1
    return before[len(before) - size :]


def is_fragment(words: str) -> bool:
    """Whether words before a head noun are a piece of a sentence rather than of the name of a document: 你就写 of
    你就写办法, but not 人才引进, of which a character alone would be such a piece."""
    if _VERBS.search(words):
        return True
    at, inside = 0, set[int]()  # where words of more than a character stand that mean something
    for word in plain_words(words):
        begin = words.find(word, at)
        at = begin + len(word) if begin >= 0 else at
        if begin >= 0 and is_word(word) and substance(word) >= 0.6 and not _PIECES.fullmatch(word):
            inside.update(range(begin, at))
    return any(not inside.issuperset(range(*found.span())) for found in _PIECES.finditer(words))
