"""The questions of a message, and the parts of one question: what asks, what it asks for more than, what it is about.

All rules are about the grammar of questions; none knows a document.
"""

from __future__ import annotations

import re

SHORTEST = 4  # characters of a question that follows another one
STORY = 80  # characters from which a message tells a case before it asks
MOST_TOPICS = 6  # things that one question asks about

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
EACH = re.compile(r"各自?|分别")
_CASE = re.compile(r".+[,，]")
JOINING = re.compile(
    r"以及|还有|、|和(?![解谐睦气]|平(?!时|均|台))|(?<!参)与(?![会其否])|跟(?![踪进着])|(?<![共不合相等协陪雷])同(?![志时等步意事样一期类级])"
    r"|(?<![普涉以顾危波提推])及(?![时其格至])"
)
_BOUNDARY = re.compile(
    r"[,，]|的|各|分别|在|对|(?<![所国私])有|(?<![自理])由|(?<![响供效反适相])应|(?<![重主必])要|需|是|怎|如何"
)


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


def asks(words: str) -> bool:
    """Whether the words have a question word."""
    return _INTERROGATIVE.search(words) is not None


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
    for conjunction in JOINING.finditer(question):
        left = question[: conjunction.start()]
        right = question[conjunction.end() :]
        cut = _BOUNDARY.search(right)
        comma = re.search(r"[,，]", right)
        if comma and _BOTH.search(right[comma.end() :]):
            cut = comma
        if cut is None or cut.start() < 2 or len(left) < 2:
            continue
        shared = EACH.sub("", right[cut.start() :])
        before = _CASE.match(left)
        case = before[0] if before else ""  # of all topics, as what follows the last one is
        whole = [left.strip(), right[: cut.start()].strip()]
        listed = _listed(left, question[conjunction.start() : conjunction.end() + cut.start()])
        for topics in (listed, whole):
            mixed = topics is whole and (conjunction[0] == "、" or "、" not in "".join(whole))
            if len(topics) <= MOST_TOPICS and all(len(t) >= 2 for t in topics) and not (mixed and listed != whole):
                found.append([topics[0] + shared, *(case + topic + shared for topic in topics[1:])])
    return [reading for i, reading in enumerate(found) if reading not in found[:i]][:2]


def _listed(first: str, others: str) -> list[str]:
    """The things listed: the first, and those in 、乙和丙. Where a later one begins as the first does (取代甲、乙供水和
    取代丙、丁供水), only such beginnings divide them."""
    items = [(found[0], item) for found, item in zip(JOINING.finditer(others), JOINING.split(others)[1:], strict=True)]
    alike = any(item.startswith(first[:2]) for _, item in items)
    topics = [first.strip()]
    for joint, item in items:
        if alike and not item.startswith(first[:2]):
            topics[-1] += joint + item
        else:
            topics.append(item.strip())
    return topics
