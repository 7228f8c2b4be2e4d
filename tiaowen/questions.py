"""What a message is before anything is searched: fit to be asked, small talk, several questions, two topics in one.

All rules are about the grammar of questions; none knows a document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from tiaowen.errors import QuestionError
from tiaowen.normalization import search_text
from tiaowen.title_index import TitleMatch

LONGEST = 10_000  # characters
SHORTEST = 4  # characters of a question that follows another one
STORY = 80  # characters from which a message tells a case before it asks
MOST_TOPICS = 6  # things that one question asks about

_GREETING = re.compile(
    r"^(?:(?:[你您]好|[大你]家?们?好|嗨|哈[喽啰]|hello|hi|hey|早上好|早安|早|上午好|中午好|下午好|晚上好|在[吗么]|在不在|有人吗|喂"
    r"|小助手|机器人)[呀啊吗呢哈~!?。,. ]*)+$"
)
_THANKS = re.compile(
    r"^(?:(?:非常|十分|太|真是|真的|好的|嗯|多)*(?:谢[谢了啦]|感谢|多谢|辛苦了?|thanks|thank you|thx|好的?"
    r"|好嘞|知道了|明白了?|懂了|清楚了|收到|ok|嗯+|哦+)(?:[你您啦了哈啊呀哦们的]|很多|帮助|解答|回答)*[!。~,. ]*)+$"
)
_WHO = re.compile(
    r"^(?:请问|那么?)?[你您](?:到底|究竟|又)?(?:是谁|是哪位|叫什么(?:名字)?|叫啥|是(?:什么|啥)(?:东西|系统|模型|软件|程序|ai)?"
    r"|是(?:人|机器人|ai|真人|人工智能|(?:chat)?gpt)|(?:都|可以|能够|能|会)+(?:为我|帮我)?[做干]?(?:回答|解答)?[些点]?"
    r"(?:什么|啥|嘛|哪些|吗)(?:问题|事情?)?|有什么(?:功能|用|本事)|怎么用)[呀啊呢的吗]?[?。!]*$"
    r"|^(?:who|what) are you\??$|^what can you do\??$|^怎么(?:使用|用)[你这个]*(?:系统|工具|软件)?[?。]*$"
)
_COMMAND = re.compile(
    r"(?:^|[,。!?:;]|请|你|都|并)(?:忽略|无视|忘记|忘掉).{0,12}(?:指令|提示|规则|要求)|ignore .{0,30}instructions"
    r"|你现在(?:是|扮演)|扮演一个|system prompt|系统提示词"
)
# 帮我写出第三条 asks for words of a document, 给我写个通知 for a new one.
_COMPOSE = re.compile(
    r"^(?:麻烦|能不能|可以|你|您|再)*(?:请|请?[帮给替为](?:我|我们|单位|领导)|帮忙)(?:写|拟|起草|编|作|做|生成|画|唱|讲)(?:写|制|作)?(?:一?[份篇首段封张幅]|一?个(?!人|体|税)|点)"
    r"(?!.{0,8}(?:条|款|项)(?:原文|内容)?[?。!]*$)|^(?:(?:请|麻烦)?[帮给替]我|请|麻烦)翻译|^把?.{0,12}翻译成"
)
_OPINION = re.compile(
    r"^那?(?:[你您](?:个人)?(?:觉得|认为|说|看))[^,。?]{0,16}(?:好|合理|公平|有用|有意义|有道理|怎么样|如何)(?:吗|不|么|呢)?[?。!]*$"
    r"|^那?(?:[你您](?:个人)?(?:怎么[看想]|有什么(?:看法|想法|意见|高见)|的(?:看法|想法|意见|观点)(?:是什么|呢)?)(?:这件事|这个|呢)?)[?。!]*$"
)
# The whole message is abuse: 危险废物怎么处置, 垃圾怎么分类 and 滚动考核 hold such a word and are questions.
_ABUSE = re.compile(
    r"^(?:你们?|您|他|这|那|个|种|真|就|都|全|是|的|一|什么|太|给我|快|程序|系统|机器人|[,! ])*"
    r"(?:傻[逼比叉]|智障|白痴|废物|垃圾|滚|去死|妈的|操你|蠢货)"
    r"(?:妈|大爷|你|您|了|吧|啊|呀|开|蛋|远点|出去|一个|玩意儿?|东西|程序|系统|软件|机器人"
    r"|什么都不(?:会|懂|知道)|没用|[,。!?~. ])*$"
)
_SMALL_TALK: tuple[tuple[re.Pattern[str], str], ...] = (
    (_GREETING, "您好。请直接提问，我会从已收录的文件中找出作答的条文原文；没有依据的问题不作答。"),
    (_THANKS, "不客气。还有问题请接着问。"),
    (re.compile(r"^(?:再见|拜拜|bye|88)[!。~ ]*$"), "再见。"),
    (_WHO, "我是“条文”，一个离线的法规问答工具：只引用已收录文件的原文并注明出处，不编写、不推断。"),
    (_COMMAND, "我只从已收录的文件中引用原文，不执行其他指令。"),
    (_COMPOSE, "我只引用已收录文件的原文，不代写、不翻译。需要依据时请直接提问。"),
    (_OPINION, "我只引用已收录文件的原文，不作评价。"),
    (_ABUSE, "请直接提出关于已收录文件的问题。"),
)

_END = re.compile(r"(?<=[?？!！。；;\n])\s*")
_INTERROGATIVE = re.compile(
    r"谁|什么|啥|几|多少|多[久长大]|哪|怎|如何|何时|何人|是否|能否|可否|可不可以|有没有|([一-鿿])不\1|吗|呢"
)
_SEVERAL = re.compile(r"^几[个位名家种项次]|[好这那]几")
_JOINT = re.compile(r"[,，、]|(?<=[一-鿿])[ \u3000]+(?=[一-鿿])")
_CONDITION = re.compile(
    r"(?:满|超过|达到?|不足|低于|高于|少于|多于)[^,，]{0,4}(?:几|多少)[^,，]*的$|情[况形]下?$|(?:以[上下]|之?后)的?$"
)
_BESIDES = re.compile(
    r"除[了去]?([^,，。？?]{2,20}?)(?:(?:以外|之外|外)?[,，]?|(?:外|[,，])[^,，。？?]{1,12}?)(?:还|另|其[他它]|别的)"
)
_SAME_ASKING = re.compile(r"(?:由|经|向|是|报)?(谁|多少|几|哪[些个]|什么(?=[一-鿿]))(?!钱|时候)")
# 什么时候、怎么申请: what is asked comes after the comma.
_BARE_ASKING = re.compile(r"(?:在|由|是|从|对)?(?:谁|什么|啥|哪[些个类种一]?|何|怎[么样]|如何|几|多少)[一-鿿]{0,3}")
_BOTH = re.compile(r"各|分别|区别|不同|异同|对比|相比|比较|差别|差异|不一样")
_EACH = re.compile(r"各自?|分别")
_TOGETHER = re.compile(r"^(?:这?[两二三]个?(?:文件|规定)?)?[都均]")
_RELATED = re.compile(
    r"哪[个份部]|谁[先早]|关系|冲突|矛盾|一致|一样|相同|区别|不同|差异|差别|异同"
)  # A and B as one matter
_AND = re.compile(
    r"以及|还有|、|和(?![解谐睦气]|平(?!时|均|台))|(?<!参)与(?![会其否])|跟(?![踪进着])|(?<![共不合相等协陪雷])同(?![志时等步意事样一期类级])"
    r"|(?<![普涉以顾危波提推])及(?![时其格至])"
)
_BOUNDARY = re.compile(
    r"[,，]|的|各|分别|在|对|(?<![所国私])有|(?<![自理])由|(?<![响供效反适相])应|(?<![重主必])要|需|是|怎|如何"
)


def check_question(question: str) -> str:
    """The question without surrounding blanks. Raises QuestionError where nothing can be searched for."""
    if not isinstance(question, str):  # a caller's mistake that no type checker has seen
        raise QuestionError("一个问题，写成字符串", f"{type(question).__name__}：{question!r:.40}", "传入问题的文字")
    text = question.strip()
    if not text:
        raise QuestionError(
            "一个问题", "什么也没有输入", "输入要查的问题，例如：基层党组织每年至少要组织几次党史学习？"
        )
    if len(text) >= LONGEST:
        found = f"问题有 {len(text)} 字，要少于 {LONGEST} 字"
        raise QuestionError(f"不到 {LONGEST} 字的问题", found, "缩短问题，或只粘贴要查的一段")
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

    A piece counts as a question of its own when it ends in a question mark, or in a line break or semicolon after a
    question word, and is long enough to stand alone; what follows the first may be shorter. Statements before a
    question stay with it, as the case that it is about.
    """
    pieces = [piece for piece in _END.split(message) if piece.strip()]
    if sum(map(_asks, pieces)) < 2:
        return [message]
    questions: list[str] = []
    case = ""
    for piece in pieces:
        if _asks(piece):
            questions.append((case + piece).strip())
            case = ""
        else:
            case += piece
    if case and questions:
        questions[-1] += case
    if len(questions[0]) < 6 or any(len(question) < SHORTEST for question in questions):
        return [message]
    return questions


def _asks(piece: str) -> bool:
    return (
        piece.rstrip().endswith(("?", "？"))
        or len(piece) >= 6
        and bool(_INTERROGATIVE.search(piece) and not piece.rstrip("\n ").endswith(("。", "！", "!")))
    )


def asking_part(message: str) -> str:
    """The sentences of a long story that ask something; a message up to STORY characters is all of it the question."""
    if len(message) <= STORY:
        return message
    asking = [piece for piece in re.split(r"(?<=[。！？!?\n])", message) if _INTERROGATIVE.search(piece)]
    marked = [piece for piece in asking if piece.rstrip().endswith(("?", "？"))]
    told = "".join(marked or asking)
    return told.strip() if len(told) >= SHORTEST * 2 else message


def split_parts(question: str) -> list[str]:
    """The parts of a question that asks several things (婚假几天、丧假几天; 能约定试用期吗，多久结工资); else empty.

    Commas, 、 and blanks divide it where something is asked on both sides. What asks nothing stays with what comes
    after it, as its case (连续旷工4天，怎么处理); what only sounds like a question (满几年的，…, 几个处分合并执行，…)
    or goes on with the same asking (谁决定、谁同意) is no part of its own. Parts after the first may be short (多少钱、
    由谁出): they go on about the same thing.
    """
    parts: list[str] = []
    case = ""
    start = 0
    for joint in [*_JOINT.finditer(question), None]:
        piece = question[start : joint.start() if joint else None]
        before = question[start - 1 : start]
        if parts and not case and _asks_alike(parts[-1], piece):
            parts[-1] += before + piece
        elif _asks_for_itself(piece) and (parts or not _BARE_ASKING.fullmatch(piece.strip())):
            parts.append((case + piece).strip())
            case = ""
        else:
            case += piece + (joint[0] if joint else "")
        start = joint.end() if joint else start
    if not 2 <= len(parts) <= MOST_TOPICS or case.strip("？?。！! ") or any(len(part) < 2 for part in parts):
        return []
    asking = _INTERROGATIVE.search(parts[0])
    long = len(parts[0]) >= 6 or len(parts[0]) >= SHORTEST and asking is not None and asking.start() >= 2
    return parts if long else []


def _asks_alike(part: str, piece: str) -> bool:
    """Whether a piece only goes on with the asking of the part before it (须经谁决定、谁同意; 多少天、多少学时)."""
    asking = _SAME_ASKING.match(piece.strip())
    return asking is not None and asking[1] in part


def _asks_for_itself(piece: str) -> bool:
    """Whether something is asked between two commas, and it is no condition (满几年的)."""
    told = _SEVERAL.sub("", piece.strip())
    return bool(_INTERROGATIVE.search(told)) and not _CONDITION.search(told)


def besides(question: str) -> str:
    """What a question asks for more than: 案件受理费 of 除了案件受理费，还要交什么; empty for any other."""
    found = _BESIDES.search(question)
    return found[1].removesuffix("外") if found else ""


def split_topics(question: str) -> list[str]:
    """A question on several things (甲、乙和丙的比例各是多少, 甲和乙有什么区别) as one question on each; else empty."""
    readings = topic_readings(question)
    return readings[0] if readings else []


def topic_readings(question: str) -> list[list[str]]:
    """The ways to divide a question on several things, the likeliest first; empty for any other question.

    The words shared by all follow the last topic; the first topic may carry shared words before it. In 甲、乙供水和丙
    the things may be three, or two of which the first has a 、.
    """
    if not _BOTH.search(question):
        return []
    found: list[list[str]] = []
    for conjunction in _AND.finditer(question):
        left = question[: conjunction.start()]
        right = question[conjunction.end() :]
        cut = _BOUNDARY.search(right)
        comma = re.search(r"[,，]", right)
        if comma and _BOTH.search(right[comma.end() :]):
            cut = comma
        if cut is None or cut.start() < 2 or len(left) < 2:
            continue
        shared = _EACH.sub("", right[cut.start() :])
        whole = [left.strip(), right[: cut.start()].strip()]
        listed = _listed(left, question[conjunction.start() : conjunction.end() + cut.start()])
        for topics in (listed, whole):
            mixed = topics is whole and (conjunction[0] == "、" or "、" not in "".join(whole))
            if len(topics) <= MOST_TOPICS and all(len(t) >= 2 for t in topics) and not (mixed and listed != whole):
                found.append([topic + shared for topic in topics])
    return [reading for i, reading in enumerate(found) if reading not in found[:i]][:2]


def _listed(first: str, others: str) -> list[str]:
    """The things listed: the first, and those in 、乙和丙. Where a later one begins as the first does (取代甲、乙供水和
    取代丙、丁供水), only such beginnings divide them."""
    items = [(found[0], item) for found, item in zip(_AND.finditer(others), _AND.split(others)[1:], strict=True)]
    alike = any(item.startswith(first[:2]) for _, item in items)
    topics = [first.strip()]
    for joint, item in items:
        if alike and not item.startswith(first[:2]):
            topics[-1] += joint + item
        else:
            topics.append(item.strip())
    return topics


def split_documents(question: str, names: Sequence[TitleMatch]) -> list[str]:
    """A question on several documents (甲办法和乙条例分别由谁解释) as one question on each; empty for any other.

    names: the names of documents in the question. Each question keeps one of the names that stand joined by 和 or 、
    and all that follows the last of them. Where an address stands between the names each has its own already.
    """
    known = [name for name in names if not name.foreign]
    if len({name.documents for name in known}) < 2 or _RELATED.search(question):
        return []
    first, last = known[0].start, known[-1].end
    between = [question[a.end : b.start] for a, b in pairwise(known)]
    if not all(_AND.fullmatch(gap.strip()) for gap in between):
        return []
    rest = _TOGETHER.sub("", _EACH.sub("", question[last:]))
    return [question[:first] + question[name.start : name.end] + rest for name in known]
