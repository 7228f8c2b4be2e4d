"""Captions of pictures among the lines of a page: 黄河芦花 魏晓晓, （张华 摄影报道）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiaowen.reading.grammar.lines import Line
from tiaowen.reading.grammar.marks import (
    HAN,
    ends_sentence,
    is_container,
    is_date,
    is_label,
    is_parenthesis,
    is_title,
    remembered,
)

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付"
    "傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申殷詹欧耿关兰焦俞"
    "左柳甘祝包宁阮纪舒符解柴霍房尚季柯梅童"
)
_CAPTION = re.compile(
    rf"[{HAN}]{{2,16}}[ \t\u3000]+(?:摄影\s*[/:：]?\s*)?([{HAN}])[{HAN}]{{1,2}}(?:\s*[/]?\s*摄)?"
    rf"|(?:.{{0,40}}[^{HAN}]|.{{0,30}}(?:记者|通讯员))?[{''.join(sorted(SURNAMES))}][{HAN}]{{1,3}}\s*/?\s*(?:摄影报道|摄影|摄|供图|制图)[）)]?"
)
_CAPTION_ENDS = frozenset("摄影图道)）")
_OFFICE = re.compile(r".*[部局厅委会院办署行社府处团室司]$")


def captions(lines: list[Line], known: dict[int, str]) -> Iterator[int]:
    """The lines that are captions: each apart from the text around it, with who took the picture."""
    for i, line in enumerate(lines):
        if i in known or len(line.text) > 60 or line.heading:
            continue
        found = _captioned(line.text)
        if not found or is_label(line.text) or is_container(line.text):
            continue
        credit = re.search(r"摄影|摄|供图|制图", line.text)
        stands = line.gap > 0 or line.page
        credited = credit is not None and stands and (not ends_sentence(line.text) or is_parenthesis(line.text))
        apart = found[1] in SURNAMES and (
            (line.gap >= 2 or line.page) and _stands_alone(lines, i) or stands and _cuts(lines, i)
        )
        if credited or apart:
            yield i


@remembered
def _captioned(text: str) -> re.Match[str] | None:
    if text[-1] in _CAPTION_ENDS or " " in text or "\t" in text or "\u3000" in text:
        return _CAPTION.fullmatch(text)
    return None


def _cuts(lines: list[Line], i: int) -> bool:
    """Whether a line stands between blank lines in the middle of a sentence."""
    if not 0 < i < len(lines) - 1 or not lines[i + 1].gap:
        return False
    before, after = lines[i - 1].text, lines[i + 1]
    if lines[i - 1].heading or is_title(before) or re.match("本报|本刊|记者|通讯员|作者|编辑", lines[i].text):
        return False
    broken = len(before) >= 16 and not ends_sentence(before)
    return broken and not is_label(after.text) and not after.heading and not is_date(after.text)


def _stands_alone(lines: list[Line], i: int) -> bool:
    if any(_OFFICE.match(part) for part in lines[i].text.split()) or not (
        i and (ends_sentence(lines[i - 1].text) or is_container(lines[i - 1].text))
    ):
        return False
    return (
        i + 1 == len(lines)
        or not is_date(lines[i + 1].text)
        and not _CAPTION.fullmatch(lines[i + 1].text)
        and lines[i + 1].gap > 0
    )
