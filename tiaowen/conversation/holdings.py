"""What the library holds: 你收了哪些文件, 库里有几部法规, 哪些是2024年发布的. Told by the program, not quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.datamodels import Document
from tiaowen.language.normalization import search_text

LISTED = 30  # documents named; of more the page and `python -m tiaowen documents` tell the rest
_THINGS = r"(?:文件|法规|法律法规|法律|规章制度|规章|制度|文档|资料)"
_WHERE = r"(?:你们?|您|这里|这儿|库|资料库|知识库|文件库|系统|本?系统|软件)(?:这里|这儿)?(?:里面?|中|内)?"
_HOLDS = r"(?:收录|收|存|装|导入|录入|保存|放|有|能查|可以?查|查得到|掌握)(?:了|有|着|到|进)?(?:的)?"
_MANY = r"(?:哪些|哪几|什么|啥|多少|几)(?:份|部|个|件|种|类)?"
_HELD = re.compile(
    rf"(?:请问|那么?|现在|目前)?{_WHERE}(?:现在|目前)?(?:都|一?共|总共|已经?)?{_HOLDS}(?:都|一?共|总共|有)?{_MANY}{_THINGS}[了呢啊呀]?[?。]*"
    rf"|(?:请问|现在|目前|一?共|总共|都|已经?)*收录?(?:了|有)?(?:都|一?共)?{_MANY}{_THINGS}[了呢啊呀]?[?。]*"
    rf"|(?:列出|列一下|看一?下|显示)(?:所有|全部)?(?:收录的|库里的)?{_THINGS}(?:清单|列表|目录|名单)?[?。]*|{_THINGS}(?:清单|列表|目录)[?。]*"
)
_BARE = re.compile(rf"(?:现在|目前|一?共|总共|都)*有{_MANY}{_THINGS}[呢啊呀]?[?。]*")
_OF_YEAR = re.compile(
    rf"(?:这些|所有|全部|收录的|库里的?)?(?:{_THINGS}(?:里面?|中|当中)?[,，]?)?(?:有)?(?:哪些|哪几[份部个件]|多少[份部个件]?){_THINGS}?是"
    rf"(?P<a>[12][0-9]{{3}})年(?:发布|印发|公布|通过|出台|颁布|制定)?的{_THINGS}?[?。]*"
    rf"|(?P<b>[12][0-9]{{3}})年(?:发布|印发|公布|通过|出台|颁布|制定)的{_THINGS}(?:都|一?共)?有(?:哪些|哪几[份部个件]|多少[份部个件]?|几[份部个件])[?。]*"
)


def held(question: str, documents: Sequence[Document], alone: bool = True) -> str:
    """The reply to a question on what is held, in Chinese; empty for any other question.

    documents: those that may be asked. alone: whether nothing was said before; after a question 有哪些文件 may ask for
    papers that are to be handed in.
    """
    text = search_text(question).replace(" ", "")
    of_year = _OF_YEAR.fullmatch(text)
    if of_year:
        year = of_year["a"] or of_year["b"]
        found = [document for document in documents if document.date.startswith(year)]
        dated = f"注明日期为{year}年的"
    elif _HELD.fullmatch(text) or alone and _BARE.fullmatch(text):
        found, dated = list(documents), ""
    else:
        return ""
    if not found:
        return f"所收文件中没有{dated}。"
    names = "、".join(f"《{document.title}》" for document in found[:LISTED])
    more = "等，其余见“文库”页或 python -m tiaowen documents" if len(found) > LISTED else ""
    return f"所收文件中{dated}有{len(found)}份：{names}{more}。"
