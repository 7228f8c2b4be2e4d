"""What a message is before anything is searched: fit to be asked, or small talk."""

from __future__ import annotations

import re
import unicodedata

from tiaowen.errors import QuestionError
from tiaowen.language.normalization import search_text

LONGEST = 10_000  # characters

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
