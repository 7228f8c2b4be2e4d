"""The words of a web site around a document: buttons, counters, menus and the foot of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 120  # characters of a line of buttons
_GAP = r"[\s\xa0|｜/·•>【】\[\]（）()-]*"
_SIZES = r"(?:[特超]?大|中|小|默认)"
_SURE = (
    rf"字(?:号|体)?(?:大小)?\s*[:：]?[\s\[【(（]*{_SIZES}(?:[\s、|/·\[\]【】]+{_SIZES}){{1,3}}"
    r"|(?:浏览|点击|阅读|访问)(?:次数|人次|量|数)\s*[:：]?[\s\[【(（]*\d*[\s\]】)）]*次?"
    r"|设为首页|加入收藏|(?:相关)?附件下载\s*[:：]?|下载附件\s*[:：]?|保护视力色\s*[:：]?"
    r"|点击蓝字|长按(?:识别|扫描|关注)[^。；，]{0,16}|(?:喜欢就?)?点个(?:赞|在看)[^。；，]{0,10}"
    r"|[↑↓▲▼☝👆👇]*点击(?:上|下|左下|右上)方[“\"「【]?[^。；，]{0,20}?关注(?:我们)?[!！]?"
    r"|(?:点击)?(?:展开|收起|查看|阅读)(?:全文|全部|更多|原文|正文)|[—–-]+\s*(?:END|End|完)\s*[—–-]+|END"
    r"|(?=[^\n]*[上下]一?页)(?:(?:首页|上一?页|下一?页|尾页|末页|共?\d{1,3}页?|第\d{1,3}页|…|\.{2,3}|跳转到?|GO)[\s|]*){2,20}"
)
_BUTTON = (
    rf"(?:{_SURE}|(?:打印|关闭|收藏|返回|纠错|转发|分享)(?:本页|窗口|此页|页面|本文|网页|首页|顶部|列表|上一页)?"
    r"|网站首页|网站地图|无障碍(?:浏览|阅读|模式|版)?|长者(?:版|模式|专区)|关怀版|手机版|移动版|English"
    r"|关于我们|联系我们|网站(?:声明|简介|帮助)|(?:法律|免责|版权|隐私)声明|使用帮助|站点地图"
    r"|关注我们|写留言|阅读原文"
    r"|(?:阅读|点?赞|在看|留言|评论|喜欢)(?:\s*\d[\d.,]*\s*万?\+?)?"
    r"|[繁简][體体](?:中文|版)?|分享[到至]\s*[:：]?|(?:新浪)?微博|微信|QQ(?:空间|好友))"
)
_BUTTONS = re.compile(rf"{_GAP}(?:(?:{_SURE}){_GAP}|(?:{_BUTTON}{_GAP}){{2,12}})")
_FILE = re.compile(
    r"(?:(?:相关)?附件下载|下载附件)\s*[:：]?\s*[^。；，：|\n]{1,60}\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|wps|et|ofd)"
    r"|(?![附（(\d一二三四五六七八九十])[^。；，：|\n]{1,60}\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|wps|et|ofd)",
    re.I,
)
_INFO = re.compile(r"(?:发布|来源|信息|时间|日期|作者|成文|索引|文章|更新|公开)")
_AFTER_INFO = re.compile(r"[\s\xa0|｜]+(?=[\[【]?\s*(?:浏览|点击|阅读|访问|字[体号]|打印|关闭|收藏|分享))")
_OTHER_PAGES = re.compile(
    r"(?:热点|热门|相关|最新|推荐|友情|快速|更多)(?:推荐|文章|链接|阅读|新闻|信息|报道|资讯|动态|专题|导航|通道)"
    r"|网站导航|栏目导航|排行榜?|(?:上|下)一[篇条]"
)
_LAST_PAGES = re.compile(r"[^\w]*(?:往期|精彩|更多|热门)(?:推荐|回顾|阅读|内容|精彩|文章)[^\w]*|猜你喜欢")
_POSTED = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?")
"""2025-03-11 17:42; 2025年4月16日 15:00 can be when a meeting is."""
_PLACE = re.compile(
    "(?:发表于)?(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃"
    "|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)"
)
"""Where a paper was posted, below the time."""
_LEGAL = re.compile(r"ICP备|公安网备|公网安备|网站标识码|版权所有|©")
_FOOT = re.compile(
    r"(?:主办|承办|协办|网站|技术支持|版权|维护|运行|建议使用|推荐使用|地址|联系|电话|传真|邮编|邮箱|您是第|总?访问)"
)
_OWNER = re.compile(r"(?:主办|承办|网站|技术支持|版权|运行维护|建议使用|推荐使用)")
_STAMP = re.compile(
    r"[^。；，：:]{0,60}\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\s+\d{1,2}:\d{2}(?::\d{2})?[^。；，：:]{0,12}"
)
_CREDIT = (
    r"(?:来源|(?:责任|责|美|文字|图文|本期|值班)?编辑?|审[核校读]|校[对审]|[初复终一二三]审|监制|排版|供稿|撰稿|制作|签发|值班主任|总编)"
    r"\s*[:：丨｜/|]\s*[^\s，。；：:]{1,24}"
)
_CREDITS = re.compile(rf"[【\[（(]?{_CREDIT}(?:[\s\xa0、/|｜丨]+{_CREDIT})*[】\]）)]?")
_LONGEST_FOOT = 6  # lines above or below the one with the number of the site


def is_button(text: str) -> bool:
    """Whether a line holds nothing but buttons and counters of a page (【字体：大 中 小】 打印 关闭), or the name of a
    file to be downloaded."""
    if len(text) > _LONGEST or text.startswith("|"):
        return False
    return _BUTTONS.fullmatch(text) is not None or "." in text[-6:] and _FILE.fullmatch(text) is not None


def without_counters(text: str) -> int:
    """Where the counters and buttons begin behind date and source: 来源：某局 浏览次数：13; the length else."""
    if len(text) <= 2 * _LONGEST and _INFO.match(text):
        for gap in _AFTER_INFO.finditer(text):
            if is_button(text[gap.end() :]):
                return gap.start()
    return len(text)


def is_stamp(text: str) -> bool:
    """Whether a line below the heading of a page says who put it there and when: 原创 某局 2024年3月20日 18:30 浙江."""
    return _STAMP.fullmatch(text) is not None


def is_credits(text: str) -> bool:
    """Whether a line at the end of a page names its source and who made it: 来源：某网  编辑：某某."""
    return len(text) <= _LONGEST and _CREDITS.fullmatch(text) is not None


def names_other_pages(text: str) -> bool:
    """Whether a heading stands above links to other pages: 热点新闻, 友情链接."""
    return len(text) <= 24 and _OTHER_PAGES.search(text) is not None


def head(lines: Sequence[str]) -> set[int]:
    """The line below a title that says when a page was posted, and the one below it that says where."""
    stamps = [i for i, text in enumerate(lines) if i and _POSTED.fullmatch(text)][:1]
    return {*stamps, *(i + 1 for i in stamps if i + 1 < len(lines) and _PLACE.fullmatch(lines[i + 1]))}


def last_pages(lines: Sequence[str]) -> range:
    """The last lines of a text that are links to other pages: 往期推荐 and what stands below it."""
    for at in range(len(lines)):
        if _LAST_PAGES.fullmatch(lines[at]) and all(
            len(text) <= 40 and text[-1] not in "。；：" for text in lines[at:]
        ):
            return range(at, len(lines))
    return range(0)


def foot(lines: Sequence[str]) -> set[int]:
    """The lines of the foot of a page: who runs the site, with what help, around its registered number."""
    found: set[int] = set()
    for at, text in enumerate(lines):
        if len(text) > 2 * _LONGEST or not any(c in text for c in "备码版©") or _LEGAL.search(text) is None:
            continue
        below = _run(lines, range(at + 1, min(at + 1 + _LONGEST_FOOT, len(lines))))
        above = _run(lines, range(at - 1, max(at - 1 - _LONGEST_FOOT, -1), -1))
        while above and not _OWNER.match(lines[above[-1]]):
            above.pop()  # 咨询电话 is the document's, unless the site is named above it
        found.update(below, above, [at] if _OWNER.match(text) else [])
    return found


def _run(lines: Sequence[str], places: range) -> list[int]:
    run: list[int] = []
    for at in places:
        if (
            len(lines[at]) > _LONGEST
            or lines[at][-1] in "。；"
            or not (_FOOT.match(lines[at]) or _LEGAL.search(lines[at]))
        ):
            break
        run.append(at)
    return run
