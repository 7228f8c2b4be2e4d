"""What a message says of the conversation before it asks: 不对，我问的是平时考核; 回到刚才考核的问题，不合格怎么办.

A correction puts what was meant in the place of what was asked; who goes back to an earlier subject asks after the
turns up to it. All rules are about the grammar of such remarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.datamodels import Answer
from tiaowen.language.question_parts import asks
from tiaowen.relevance.evidence import ATTRIBUTE

_NO = (
    r"(?:不对|不是(?:的|这个(?:意思)?|这意思|这样)?|[你您]?(?:理解|搞|弄|听|答|回答)?错了|答非所问|我不是[问说指]这个)"
    r"(?:啊|呀|吧|了)?"
)
_CORRECTS = re.compile(
    rf"^(?:{_NO}[，,。！!；; ]+(?:我?是?(?:其实)?(?:想|要|是想|是要)?(?:[问说指查讲]|了解)的?是?|而?是)"
    rf"|(?:{_NO})?我(?:其实)?(?:[问说指]的(?:其实)?是|是[问说指])"
    r"|我?(?:[问说指]的)?不是[问说指]?[^，,。？?]{1,14}[，,]?(?:我[问说指]的是|我?是[问说指]))(?P<meant>[^，,].*)$"
)
_ENDING = re.compile(r"(?:的?(?:情况|问题))?[呢吧啊呀嘛。！!]*$")
_RETURNS = re.compile(
    r"^(?:那|我们|咱们|还是|现在|再)*(?:回到|说回到?|再?回过?头(?:来)?(?:说|看|问|到)?|话说回来[，,]?|接着)(?:说|问|看)?"
    r"(?:刚才|前面|之前|上面|最开始|最初|先前)?(?:我?(?:说|问|讲)的?|那个|的)?(?P<subject>[^，,：:？?]{0,12}?)"
    r"(?:的?(?:问题|事情?|话题|内容|那个))?(?:上来?)?[，,：: ]+(?P<rest>[^，, ].*)$"
)

_FURTHER = re.compile(r"^(?:那么?|再|再往|往)+(?=[上下前后]{1,2}[一两二三四五]?个?[条款项章节点])")
_LAWS = {"规定", "条款", "条文", "法律", "法规", "依据"}
_ATTRIBUTE = tuple(word for word in ATTRIBUTE - _LAWS if len(word) > 1)

Turns = Sequence[tuple[str, Answer]]


def taken(message: str, history: Turns) -> tuple[str, Turns]:
    """The question of a message with the turns that it follows: without the remark that it begins with, and after the
    latest turn on the subject that it goes back to."""
    corrected = _CORRECTS.match(message.strip())
    if corrected is not None and history:
        meant = corrected["meant"].strip()
        thing = _ENDING.sub("", meant)
        whole = asks(thing) or thing.endswith(_ATTRIBUTE)  # 招聘条件 says both what it is about and what it asks
        return (meant if whole else f"那{thing}呢"), history
    returned = _RETURNS.match(message.strip())
    if returned is not None and returned["subject"] and history:
        subject, rest = returned["subject"], returned["rest"]
        on_it = [i for i, (asked, answer) in enumerate(history) if subject in asked or subject in answer.rewritten]
        if on_it:
            return rest, history[: on_it[-1] + 1]
    return _FURTHER.sub("", message), history
