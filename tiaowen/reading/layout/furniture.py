"""Page furniture: lines that the page needs and the document does not.

Page numbers, running heads, tables of contents, covers and imprints, captions of pictures, buttons of web pages and
lines in a script that nobody can read here. Each rule looks at a line and its neighbours, never at one known document.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from tiaowen.reading.grammar.captions import captions
from tiaowen.reading.grammar.contents import contents
from tiaowen.reading.grammar.lines import BULLET, RUNNING_HEAD, WEB, Line
from tiaowen.reading.grammar.marks import (
    DATE,
    ends_sentence,
    is_continuation,
    is_date,
    is_label,
    is_parenthesis,
    is_title,
    remembered,
    squeeze,
)
from tiaowen.reading.grammar.paragraphs import BOLD
from tiaowen.reading.grammar.site import foot, head, is_button, last_pages
from tiaowen.reading.layout import page_heads

PAGE_NUMBER = "页码"
CONTENTS = "目录"
COVER = "封面和版权页"
CAPTION = "图片说明"
ADVERTISEMENT = "广告"
TURN = "转版标记"
SCRIPT = "无法识读的文字"

_PAGE = re.compile(
    r"[-–—－~·•…|\[【〔(（]+\s*\d{1,4}\s*[-–—－~·•…|\]】〕)）]+|第\s*[\d一二三四五六七八九十百]{1,5}\s*页(?:\s*[,，/]?\s*共\s*\d{1,5}\s*页)?"
    r"|一[ \t]*\d{1,4}[ \t]*一"  # dashes, as a scanner read them
    r"|共\s*\d{1,5}\s*页\s*第\s*\d{1,5}\s*页|\d{1,4}\s*/\s*\d{1,4}|[Pp](?:age|AGE)?\.?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
_BARE = re.compile(r"\d{1,4}|[ivxlIVXL]{1,6}|[Ⅰ-Ⅻⅰ-ⅻ]|[０-９]{1,4}")
_WEB = re.compile(
    r"Back to Top|返回(?:顶部|首页|上一页|列表)"
    r"|(?:【|\[)?\s*(?:打印|关闭|收藏|纠错)(?:本页|窗口|此页)?\s*(?:】|\])?(?:\s*【?(?:关闭|打印|收藏)(?:窗口|本页)?】?)*"
    r"|(?:上|下)一[篇条页]\s*[:：].*|字(?:号|体)\s*[:：]?\s*(?:\[?【?[大中小]】?\]?\s*){2,}.*"
    r"|分享(?:到|至).{0,30}|扫一扫.{0,60}|[^。；]{0,60}网站标识码.{0,60}|(?:热点|热门|相关)(?:推荐|文章|链接|阅读|新闻|信息)|友情链接|网站地图|(?:浏览|点击|阅读)(?:次数|量)\s*[:：]?\s*\d*\s*次?"
    r"|(?:您的位置|当前位置|您现在的位置)\s*[:：].*|首页\s*(?:>|›|»|/|\||｜|·).*|Copyright\s*©.*|[^。；]{0,30}版权所有.{0,60}"
    r"|(?:【(?:打印|关闭|收藏|纠错)(?:本页|窗口|此页)?】\s*)+.{0,40}"
    r"|(?:由\s*)?[^\W\d_]{0,10}扫描[^\W\d_]{0,8}\s*(?:创建|生成|制作)|Scanned (?:by|with) \w+"
    r"|(?:京|沪|粤|浙|苏|[\u4e00-\u9fff])?(?:ICP备|公网安备)[^。]{0,40}"
)
_IMPRINT = re.compile(
    r"公\s*报$|第?\s*[\d一二三四五六七八九十]+\s*期|总第.{1,6}期|(?:主办|主编|编辑|编印|承办|主管|印刷|印制|发行|责编|校对|排版)(?:单位|部|室|出版|[:：]|$)|出版(?:$|日期|单位|[:：])"
    r"|[双半单]月刊|[月周旬季年]刊|ISSN|刊\s*号|准印证?|内部资料|邮\s*编\s*[:：]|(?:电话|地址|传真|网址|邮箱|电子邮箱)\s*[:：]|印数|封面|封底|(?:准印|登记)号"
)
_HEAD = re.compile(
    r"公\s*报|政报|日报|晚报|[月周旬季年]刊|第\s*[\d一二三四五六七八九十]+\s*[期版卷号]|\d{4}\s*年|文件$|汇编|法规"
)
_NAME = re.compile(r"公\s*报|政报|日报|晚报|[月周旬季年]刊")
_COLUMNS = re.compile(r"[\t\u3000]+| {2,}")
_DATED_FOLIO = re.compile(
    r"[^。；！？，]{0,16}(?:报|刊)[^。；！？，]{0,8}[12]\d{3}\s*[-.．/年]\s*\d{1,2}\s*[-.．/月]\s*\d{1,2}[^。；！？，]{0,14}"
    r"(?:第?\s*[A-Z]?\d{1,2}\s*版)[^。；！？，]{0,8}"
)
TURNS_TO = re.compile(r"[（(【]\s*(?:下转|转)\s*第?\s*[A-Z0-9一二三四五六七八九十]{1,4}\s*版[^（()）]{0,10}[)）】]")
_ADVERTISED = re.compile(r"[【\[（(]\s*广\s*告\s*[】\]）)].{0,60}|广\s*告")
_BREADCRUMB = re.compile(r"(?:您的位置|当前位置|您现在的位置)\s*[:：]?.*|首页\s*(?:>|›|»|/|\||｜|·).*")
_LONGEST_ADVERTISEMENT = 12  # lines
_FIRST_LINES, _LAST_LINES = 8, 30  # where a page says when it was posted, and names other pages
_HOUR = re.compile(rf"[：:]\s*{DATE.pattern}|[（(]\s*星期|[上下]午|\d\s*[:：时点]\s*\d?")
"""时间：2025年4月16日（星期三）下午3:00 is when a meeting is, no folio."""
_FOLIO = re.compile(r"(?=.*(?:星期[一二三四五六日天]|第?\s*[A-Z]?\d{1,2}\s*版|要闻|专版))[^。；！？]{4,40}")
_PAGE_BEGINS = frozenset("-–—－~·•…|[【〔(（第共Pp一")
_WEB_BEGINS = frozenset("SB由返【[打关收纠上下字分扫浏点阅您当首C版热相友网")
SHORTEST_HEAD = 4  # characters of a head without a page number beside it; 通过 is the end of a line that was wrapped
_DIGITS = re.compile(r"\d+")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_STRANGE = re.compile("[\u0400-\u1dff\ufffd\u202f\ua000-\uabff\ue000-\uf8ff\ufb50-\ufdff]")


def furniture(lines: list[Line]) -> dict[int, str]:
    """Index of a line -> the reason (in Chinese) why it belongs to the page and not to a document."""
    found: dict[int, str] = {}
    for i, line in enumerate(lines):
        reason = _by_itself(line.text)
        if reason and not (reason == PAGE_NUMBER and line.heading):
            found[i] = reason
    for i in _ordinals(lines):
        found[i] = BULLET
    found.update(_bare_numbers(lines, found))
    for i in contents(lines, found):
        found.setdefault(i, CONTENTS)
    for i in _covers(lines, found):
        found[i] = COVER
    for i in page_heads.heads(lines, found):
        found[i] = RUNNING_HEAD
    for i in _running_heads(lines, found):
        found[i] = RUNNING_HEAD
    for i in _advertisements(lines):
        found[i] = ADVERTISEMENT
    for i in _turns(lines, found):
        found[i] = TURN
    for i in _site_names(lines, found):
        found[i] = WEB
    for i in captions(lines, found):
        found[i] = CAPTION
    texts = [line.text for line in lines]
    last = max(len(lines) - _LAST_LINES, 0)
    for i in (*foot(texts), *head(texts[:_FIRST_LINES]), *(last + i for i in last_pages(texts[last:]))):
        found[i] = WEB
    return found


@remembered
def _by_itself(text: str) -> str:
    # No line is both a page number and words of a web page, so that a heading that looks like a number is a heading.
    if len(text) < 24 and (text[0] in _PAGE_BEGINS or text[0].isdigit()) and _PAGE.fullmatch(text):
        return PAGE_NUMBER
    if (
        len(text) < 80
        and (text[0] in _WEB_BEGINS or "备" in text or "扫描" in text or "版权" in text or "标识码" in text)
        and _WEB.fullmatch(text)
    ):
        return WEB
    if is_button(text):
        return WEB
    return SCRIPT if _unreadable(text) else ""


def _unreadable(text: str) -> bool:
    """More than 70% of the letters belong to scripts other than Han, Latin, Greek and kana, or to none at all."""
    if not _STRANGE.search(text):
        return False
    strange = len(_STRANGE.findall(text))
    letters = strange + sum(1 for c in text if c.isalpha() and not _STRANGE.match(c))
    return strange >= 3 and strange > 0.7 * letters


def _ordinals(lines: list[Line]) -> list[int]:
    """01, 02 … above the headings of a paper that is posted (01 / 服务对象); the lines below them become headings."""
    found = [i for i, line in enumerate(lines) if line.text == f"0{line.text[-1:]}" and _heads(lines, i)]
    if len(found) < 2 or [int(lines[i].text) for i in found] != list(range(1, len(found) + 1)):
        return []
    for i in found:
        lines[i + 1].heading = lines[i + 1].heading or BOLD
    return found


def _heads(lines: list[Line], i: int) -> bool:
    """Whether a heading stands below the line, and the end of a sentence or a gap above it."""
    if not 0 < i < len(lines) - 2 or not lines[i].text.isdigit():
        return False
    heading = lines[i + 1].text
    short = 2 <= len(heading) <= 20 and not re.search("[，。；：、]", heading) and not is_label(heading)
    return short and not lines[i + 1].gap and (lines[i].gap > 0 or ends_sentence(lines[i - 1].text))


def _bare_numbers(lines: list[Line], known: dict[int, str]) -> dict[int, str]:
    """Numbers alone on a line that count up through the source, also with those between dashes (- 1 - and 2), or stand
    at the end of a page."""
    bare = [
        i
        for i, line in enumerate(lines)
        if known.get(i) == PAGE_NUMBER or len(line.text) <= 6 and i not in known and _BARE.fullmatch(line.text)
    ]
    found: dict[int, str] = {}
    for k, i in enumerate(bare):
        if i in known:
            continue
        ends_page = i + 1 < len(lines) and lines[i + 1].page or lines[i].page
        before = bare[k - 1] if k else None
        after = bare[k + 1] if k + 1 < len(bare) else None
        if ends_page or _counts_up(lines, before, i) or _counts_up(lines, i, after) or _cuts_sentence(lines, i):
            found[i] = PAGE_NUMBER
    return found


def _cuts_sentence(lines: list[Line], i: int) -> bool:
    """Whether a number alone on its line stands in the middle of a sentence: …不称职四个等 / 1 / 次。"""
    if not 0 < i < len(lines) - 1 or not lines[i].text.isdigit():
        return False
    before, after = lines[i - 1], lines[i + 1]
    cut = before.width >= 20 and re.search("[，、；。]", before.text) is not None and not ends_sentence(before.text)
    return cut and not is_label(after.text) and not after.heading and ends_sentence(after.text)


def _counts_up(lines: list[Line], first: int | None, second: int | None) -> bool:
    if first is None or second is None or second - first < 4:
        return False
    a, b = (_page_number(lines[i].text) for i in (first, second))
    return a > 0 and 1 <= b - a <= 2


def _page_number(text: str) -> int:
    """The number that a line with a page number holds, in figures or Roman letters; 0 for none."""
    if found := _DIGITS.search(text):
        return int(found[0])
    letters = unicodedata.normalize("NFKC", text).upper()
    values = [_ROMAN.get(letter, 0) for letter in letters]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _covers(lines: list[Line], known: dict[int, str]) -> Iterator[int]:
    """The cover at the beginning and the imprint at the end: short lines with at least two words of an imprint."""
    for indices in (range(min(60, len(lines))), range(len(lines) - 1, max(len(lines) - 40, -1), -1)):
        block: list[int] = []
        cues: list[int] = []
        for i in indices:
            text = lines[i].text
            if known.get(i) == CONTENTS and indices.step > 0:
                break
            if i in known:
                continue
            if (
                len(text) > 44
                or ends_sentence(text)
                and not is_parenthesis(text)
                or is_label(text)
                and not is_date(text)
            ):
                break
            block.append(i)
            if _IMPRINT.search(text):
                cues.append(i)
        contents_follow = indices.step > 0 and any(known.get(i) == CONTENTS for i in range(min(61, len(lines))))
        if len(cues) >= 2:
            last = block[-1] if contents_follow else cues[-1]
            yield from (i for i in block if (i <= last if indices.step > 0 else i >= last))


def _running_heads(lines: list[Line], known: dict[int, str]) -> Iterator[int]:
    """Short lines that come again at page ends, or that cut sentences in two."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if (
            i not in known
            and len(line.text) <= 44
            and not line.heading
            and not line.bullet
            and not page_heads.IN_SENTENCE.search(line.text)
            and (not DATE.match(line.text) or page_heads.DAY_FOLIO.fullmatch(line.text))
        ):
            folio = "星期" in line.text and _FOLIO.fullmatch(line.text) and re.search(r"[12]\d{3}\s*年", line.text)
            folio = None if folio and _HOUR.search(line.text) else folio
            if folio or "版" in line.text and _DATED_FOLIO.fullmatch(line.text):
                yield i
            else:
                places[_pattern(line.text)].append(i)
    for found in places.values():
        if len(found) < 2 or ends_sentence(lines[found[0]].text) or is_label(lines[found[0]].text):
            continue
        named = _NAME.search(lines[found[0]].text) is not None
        at_ends = [i for i in found if _at_page_end(lines, i, known) or named and _between_pages(lines, i)]
        if found[0] == 0 and 0 not in at_ends and page_heads.above_title(lines, known, 0):
            at_ends.insert(0, 0)
        # twice can be chance, where the same words are wrapped alike; a head says what is printed here
        telling = bool(_HEAD.search(lines[found[0]].text))
        sure = (
            telling or max(Counter(lines[i].text for i in at_ends if _apart(lines, i, known)).values(), default=0) > 1
        )
        if len(at_ends) >= (2 if sure else 3) and len(at_ends) >= 0.6 * len(found):
            yield from at_ends
            # above the first page too; any other name is a title, unless another one stands below it
            if found[0] == 0 and (_NAME.search(lines[0].text) or page_heads.above_title(lines, known, 0)):
                yield 0
    yield from _facing_heads(lines, known)


def _between_pages(lines: list[Line], i: int) -> bool:
    """Whether the name of a periodical stands behind a blank line, and in mid-sentence or before another blank line."""
    if not 0 < i < len(lines) - 1 or not lines[i].gap:
        return False
    return lines[i + 1].gap > 0 or not (ends_sentence(lines[i - 1].text) or is_label(lines[i + 1].text))


def _apart(lines: list[Line], i: int, known: dict[int, str]) -> bool:
    """Whether a line is surely no part of a sentence: without punctuation, below a page number, or above one and below
    the end of a sentence, and no full line in the midst of one. Where the same words stand so twice, that is no chance
    either."""
    if re.search(r"[，。；、：,;:]", lines[i].text):
        return False
    above = next((lines[j] for j in range(i - 1, max(i - 4, -1), -1) if j not in known), None)
    if above is not None and not ends_sentence(above.text) and lines[i].width >= above.width - 2:
        return False
    below = known.get(i + 1) == PAGE_NUMBER and i > 0 and ends_sentence(lines[i - 1].text)
    return known.get(i - 1) == PAGE_NUMBER or below


def _facing_heads(lines: list[Line], known: dict[int, str]) -> Iterator[int]:
    """Heads beside a page number that share the name of the periodical, whatever stands beside it.

    Left and right pages differ: 某市人民政府公报　2024年第7期 on one, 市政府令　　某市人民政府公报 on the other.
    """
    named: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        beside = known.get(i - 1) == PAGE_NUMBER or known.get(i + 1) == PAGE_NUMBER
        if (
            known.get(i, RUNNING_HEAD) != RUNNING_HEAD
            or not beside
            or len(line.text) > 44
            or ends_sentence(line.text)
            or is_label(line.text)
        ):
            continue
        for piece in {squeeze(piece) for piece in _COLUMNS.split(line.text) if _NAME.search(piece)}:
            named[piece].append(i)
    for found in named.values():
        if len(found) >= 2:
            yield from found


def _advertisements(lines: list[Line]) -> Iterator[int]:
    """What a newspaper marks 【广告】, up to the next rule, or to the next gap where no rule follows."""
    for first, line in enumerate(lines):
        if len(line.text) > 80 or "告" not in line.text or not _ADVERTISED.fullmatch(line.text):
            continue
        after = range(first + 1, min(first + _LONGEST_ADVERTISEMENT, len(lines)))
        ruled = next((i for i in after if lines[i].ruled), None)
        last = ruled if ruled is not None else next((i for i in after if lines[i].gap), first + 1)
        yield from range(first, last)


def _turns(lines: list[Line], known: dict[int, str]) -> Iterator[int]:
    """（下转第4版） and the （上接第3版） that comes next, with nothing but furniture between: one text goes on."""
    ends = -1
    for i, line in enumerate(lines):
        if i in known:
            continue
        if ends >= 0 and is_continuation(line.text) == len(line.text):
            yield from (ends, i)
        ends = i if len(line.text) < 24 and TURNS_TO.fullmatch(line.text) else -1


def _site_names(lines: list[Line], known: dict[int, str]) -> Iterator[int]:
    """What a saved page has above its 首页 > 政务公开: the name of the site and its menu."""
    for at in range(1, min(_LONGEST_ADVERTISEMENT, len(lines))):
        if known.get(at) == WEB and _BREADCRUMB.fullmatch(lines[at].text):
            above = [i for i in range(at) if i not in known]
            plain = all(
                len(lines[i].text) <= 40 and not lines[i].heading and not ends_sentence(lines[i].text)
                and not is_label(lines[i].text) and not is_title(lines[i].text)
                for i in above
            )  # fmt: skip
            if plain:
                yield from above


@remembered
def _pattern(text: str) -> str:
    return _DIGITS.sub("0", squeeze(text))


def _at_page_end(lines: list[Line], i: int, known: dict[int, str]) -> bool:
    for j, own in ((i - 1, i), (i + 1, i + 1)):
        if known.get(j) == PAGE_NUMBER or 0 <= j < len(lines) and lines[own].page:
            return True
    if not 0 < i < len(lines) - 1 or len(lines[i].text) < SHORTEST_HEAD:
        return False
    before, after = lines[i - 1], lines[i + 1]
    return (
        before.width >= max(24, lines[i].width + 6) and not ends_sentence(before.text) and not is_label(after.text)
        and after.heading == 0 and (ends_sentence(after.text) or after.width >= 24) and not is_title(before.text)
    )  # fmt: skip
