"""What a message is before anything is searched: fit to be asked, small talk, several questions, two topics in one.

All rules are about the grammar of questions; none knows a document.
"""

from __future__ import annotations

import re
import unicodedata

from tiaowen.errors import QuestionError
from tiaowen.normalization import search_text

LONGEST = 10_000  # characters

_SMALL_TALK: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"^(?:你好|您好|大家好|嗨|哈喽|hello|hi|早上好|上午好|下午好|晚上好|在吗|在不在|喂)"
            r"[呀啊吗呢~!?。,. ]*$"
        ),
        "您好。请直接提问，我会从已收录的文件中找出作答的条文原文；没有依据的问题不作答。",
    ),
    (
        re.compile(
            r"^(?:非常|十分|多)?(?:谢谢|感谢|多谢|辛苦了|thanks|thank you|好的|知道了|明白了|ok)"
            r"(?:你|您|啦|了|哈)*[!。~,. ]*$"
        ),
        "不客气。还有问题请接着问。",
    ),
    (re.compile(r"^(?:再见|拜拜|bye|88)[!。~ ]*$"), "再见。"),
    (
        re.compile(
            r"^(?:请问)?(?:你|您)(?:是谁|叫什么(?:名字)?|是什么(?:东西|系统|模型)?|能(?:做|干)什么"
            r"|会(?:做|干)?什么|怎么用)(?:呀|啊|呢|的)?[?。!]*$|^who are you\??$"
        ),
        "我是“条文”，一个离线的法规问答工具：只引用已收录文件的原文并注明出处，不编写、不推断。",
    ),
    (
        re.compile(
            r"(?:^|[,。!?:;]|请|你|都|并)忽略.{0,12}(?:指令|提示|规则|要求)|ignore .{0,30}instructions"
            r"|你现在(?:是|扮演)|扮演一个|system prompt|系统提示词"
        ),
        "我只从已收录的文件中引用原文，不执行其他指令。",
    ),
    (
        # The whole message is abuse: 危险废物怎么处置, 垃圾怎么分类 and 滚动考核 hold such a word and are questions.
        re.compile(
            r"^(?:你们?|您|他|这|那|个|种|真|就|都|全|是|的|一|什么|太|给我|快|程序|系统|机器人|[,! ])*"
            r"(?:傻[逼比叉]|智障|白痴|废物|垃圾|滚|去死|妈的|操你|蠢货)"
            r"(?:妈|大爷|你|您|了|吧|啊|呀|开|蛋|远点|出去|一个|玩意儿?|东西|程序|系统|软件|机器人|[,。!?~. ])*$"
        ),
        "请直接提出关于已收录文件的问题。",
    ),
)

_END = re.compile(r"(?<=[?？!！。；;\n])\s*")
_BOTH = re.compile(r"各|分别|区别|不同|异同|对比|相比|比较|差别")
_AND = re.compile(r"和|与|跟|同|以及|、|还有|及")
_BOUNDARY = re.compile(r"[,，]|的|各|分别|在|对|有|由|应|要|需|是|怎|如何")


def check_question(question: str) -> str:
    """The question without surrounding blanks. Raises QuestionError where nothing can be searched for."""
    text = question.strip()
    if not text:
        raise QuestionError(
            "一个问题", "什么也没有输入", "输入要查的问题，例如：基层党组织每年至少要组织几次党史学习？"
        )
    if len(text) >= LONGEST:
        raise QuestionError(f"不到 {LONGEST} 字的问题", f"{len(text)} 字", "缩短问题，或只粘贴要查的一段")
    # Line breaks and tabs are part of pasted text; other control characters are not typed by anyone.
    if any(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in text):
        raise QuestionError("普通文字", "其中有控制字符", "删去看不见的字符后再问")
    if not any(c.isalnum() for c in text):
        raise QuestionError("含有文字的问题", "只有标点或符号", "输入要查的问题")
    return text


def small_talk(question: str) -> str:
    """The reply to a greeting, thanks, abuse or an instruction to the program; empty for a question."""
    text = search_text(question)
    return next((reply for pattern, reply in _SMALL_TALK if pattern.search(text)), "")


def split_questions(message: str) -> list[str]:
    """The questions of a message that asks several, in order; otherwise the message alone.

    A piece counts as a question of its own when it ends in a question mark and is long enough to stand alone;
    statements before a question stay with it, as the case that it is about.
    """
    pieces = [piece for piece in _END.split(message) if piece.strip()]
    if sum(piece.rstrip().endswith(("?", "？")) for piece in pieces) < 2:
        return [message]
    questions: list[str] = []
    case = ""
    for piece in pieces:
        if piece.rstrip().endswith(("?", "？")):
            questions.append((case + piece).strip())
            case = ""
        else:
            case += piece
    if case and questions:
        questions[-1] += case
    return questions if all(len(q) >= 6 for q in questions) else [message]


def split_topics(question: str) -> list[str]:
    """A question on two things (甲和乙的比例各是多少, 甲和乙有什么区别) as one question on each; empty for any other.

    The words shared by both follow the second topic; the first topic may carry shared words before it.
    """
    if not _BOTH.search(question):
        return []
    for conjunction in _AND.finditer(question):
        left = question[: conjunction.start()]
        right = question[conjunction.end() :]
        cut = _BOUNDARY.search(right)
        comma = re.search(r"[,，]", right)
        if comma and _BOTH.search(right[comma.end() :]):
            cut = comma
        if cut is None or cut.start() < 2 or len(left) < 2:
            continue
        first, second, shared = left, right[: cut.start()], right[cut.start() :]
        if "、" in conjunction.group() and _AND.search(right[: cut.start()].replace("、", "")):
            continue  # 甲、乙和丙: the later conjunction divides the topics
        shared = re.sub(r"各自?|分别", "", shared)
        return [first + shared, second + shared]
    return []
