"""Words about another thing of the same kind: 年度考核 where 平时考核 is asked about, 七级伤残 where 一级 is.

Two terms are rivals where they share their last word and differ in the one before it, and the document uses both; so
are two grades of one scale, and two degrees of one word (基本合格, 不合格). What is quoted for one of them must not
speak of the other. An everyday word (年底考核) stands for the term of the law.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from tiaowen.language.everyday import lawful
from tiaowen.language.normalization import search_text
from tiaowen.language.question_parts import besides
from tiaowen.language.vocabulary import equivalents, is_noun, is_verb, plain_words
from tiaowen.reading.grammar.numerals import chinese, value
from tiaowen.relevance.contrasts import kinds

ESTABLISHED = 3  # times that a document uses a term
# 上一级 and 同一类 are no grades.
_GRADE = re.compile(r"(?<![上下同高低每逐])(?:[一二三四五六七八九十]+|[甲乙丙丁初中高特])[级类等档](?!别)")
# 七级至十级 names 八级 as well.
_ROMAN = re.compile(r"(?<![A-Za-zⅠ-Ⅻ])([ⅠⅡⅢⅣⅤⅥ]|I{1,3}|IV|VI?)[ 　]?([级类])(?!别)")  # Ⅱ级响应 is 二级响应
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_COLOURS = re.compile(r"([红橙黄蓝]色)(?=预警|警报|信号)")
_DEGREES = frozenset(("基本", "严重", "特别"))  # of which the one is not the other; 较 and 最 are often left out
MARKS = re.compile(r"基本合格|不合格|合格|基本称职|不称职|称职|不达标|达标|优秀|良好|较差|一般")
_LOOSE = frozenset(("良好", "较差", "一般"))  # words for other things too: 思想政治素质一般
_FOLLOWS = re.compile(r"后果|怎么处理|如何处理|怎么办|咋办|怎么?样[吗呢?？]?$|会怎|有什么(?:奖励|影响|好处|处理)")
_GIVES = re.compile(r"条件|标准$|情形|什么样|怎样|哪种|什么情况|哪些情况|啥样|啥情况|怎么才|如何才|什么人|哪些人|哪类")
_DENIED = re.compile(r"[不无][能得可会应][^，。]{0,3}[评定]")
_PREFIX = re.compile(r"^(?:基本|严重|特别|不)")
_OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("开幕", "闭幕|闭会"),
        ("入学", "毕业|结业"),
        ("入职|入厂|到岗", "离职|离岗|退休"),
        ("入院", "出院"),
        ("入会|加入", "退会|退出"),
        ("开工|动工", "完工|竣工"),
        ("结婚", "离婚"),
    )
)
"""Events of which one is no answer for the other."""
_CATEGORY = re.compile(r"(?:津贴|补贴|补助|保险|假|费|证)$")  # 滞纳金 and 违约金 may be one thing
# Words that end like a kind of something and are none: 请假, 资金, 认证.
_NO_KIND = frozenset(
    word
    for line in (
        "请假 放假 休假 销假 续假 有假 节假 造假 作假 打假 虚假 收费 交费 缴费 付费 计费 自费 公费 免费 退费 经费 消费",
        "浪费 资金 现金 奖金 基金 黄金 本金 保证 认证 公证 论证 佐证 见证 验证 查证 凭证 作证 举证 办证 领证 取证",
        "获奖 评奖 颁奖 纳税 交税 缴税 补助费 补贴费 奖励金",
    )
    for word in line.split()
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_VERSION = re.compile(r"[（(][^（）()]*(?:修|版|行|稿)[^（）()]*[)）]")  # (2018年修订) is no year that a text is about
_YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年?(?:-|—|~|至|到)((?:19|20)[0-9]{2})(?![0-9])")
_RANGE = re.compile(r"([一二三四五六七八九十]+)[级类等档]?(?:至|到|—|-)([一二三四五六七八九十]+)([级类等档])")


def opposite(question: str, quoted: str) -> tuple[str, str] | None:
    """What the question names and its opposite, of which alone the quoted words tell: 闭幕 and 开幕; else None.

    A question that names both asks about neither alone.
    """
    asked, said = search_text(question), search_text(quoted)
    for pair in _OPPOSITES:
        for own, other in (pair, pair[::-1]):
            named, instead = own.search(asked), other.search(said)
            if named and instead and not other.search(asked) and not own.search(said):
                return named[0], instead[0]
    return None


def of_another_kind(question: str, told: str, title: str = "") -> tuple[str, str] | None:
    """The kind of leave, fee, allowance or certificate that the question names and another one that the words tell of
    instead: 婚假 and 年休假; else None. What the question names itself is no other (代收电费能加手续费吗). told: what
    is quoted, with its lead. The title of its document may name the kind that is asked for, but not another one:
    住宿费 is a part of what 差旅费报销办法 is about.

    Kinds that have a character in common (医药费, 医疗费; 住房补贴, 住房补助) may be two words for one thing.
    """
    said = search_text(f"{title}\n{told}")
    known = besides(question)  # 除了案件受理费，还要交什么
    for own, ending in _named_kinds(question.replace(known, "") if known else question):
        if own + ending in said or any(form in said for form in equivalents(own + ending)):
            continue
        others = [other for other, last in _named_kinds(told) if last == ending and other + last not in question]
        in_full = re.search(".{0,8}".join(map(re.escape, own)), said)  # 物业服务费 for 物业费
        if others and not in_full and not any(set(own) & set(other) for other in others):
            return own + ending, others[0] + ending
    return None


_POINTS = re.compile(r"[前上本该此各每后另]{1,2}[款项条述类]?|所[述称]|其他|其它|有关|相关|全部|下列")


def _named_kinds(text: str) -> Iterator[tuple[str, str]]:
    """The kinds of leave, fees, allowances and certificates that a text names, each in two: 年休 假, 高温 津贴."""
    before = ""
    for word in plain_words(text):
        ending = _CATEGORY.search(word)
        if ending and word not in _NO_KIND:
            own = word[: ending.start()] or (before if is_noun(before) and len(before) > 1 else "")
            acts = len(own) == 1 and is_verb(own)  # 退证 and 办证 name no kind of certificate
            if own and not acts and not _POINTS.fullmatch(own):
                yield own, ending[0]
        before = word


def of_another_year(question: str, quoted: str, clause: str, title: str = "") -> tuple[str, str] | None:
    """The year that the question names and the one that the quoted words are of, where the clause does not speak of the
    former: 2022年用水量 and 2023年，用水量为…; else None. title: of the document, whose year (2025年全国两会…) is that
    of words without one."""
    asked, whole = _YEAR.findall(search_text(question)), _years(clause)
    said = _years(quoted) or _years(_VERSION.sub("", title))
    if not asked or not said or any(int(year) in whole | said for year in asked):
        return None
    return asked[0], str(min(said))


def of_a_rival(question: str, quoted: str, document: str) -> bool:
    """Whether the quoted words speak of a rival of what the question names, and of nothing that it names itself.

    document: the text that the words are quoted from.
    """
    if of_another_grade(question, quoted):
        return True
    if speaks_of(question, quoted, document):
        return False
    question = lawful(search_text(question))
    for own, head in _terms(question):
        term = own + head
        if document.count(term) < ESTABLISHED:
            continue
        others = {other for other, last in _terms(quoted) if last == head and len(other) == len(own)}
        if any(document.count(other + head) >= ESTABLISHED and other + head not in question for other in others):
            return True
    return False


def of_another_grade(question: str, quoted: str) -> bool:
    """Whether the quoted words name grades of the scale that the question names one of, and not that one."""
    marks, other = (set(MARKS.findall(search_text(text))) - _LOOSE for text in (question, quoted))
    if marks and other and not marks & other:
        return True
    asked, said = grades(question), grades(quoted)
    scales = {grade[-1] for grade in said}
    if any(grade[-1] in scales for grade in asked) and not asked & said:
        return True
    return bool(_other_degrees(question, quoted))


def under_another_grade(question: str, headings: str, clause: str) -> bool:
    """Whether a clause stands under the heading of another grade (4.3 Ⅲ级响应) than the one that the question names,
    which it does not name itself."""
    asked, above = grades(question), grades(headings)
    same_scale = {grade[-1] for grade in asked} & {grade[-1] for grade in above}
    return bool(same_scale) and not asked & (above | grades(clause))


def without_grades(text: str) -> str:
    """A text without the grades that it names: Ⅱ级响应的启动条件 as 响应的启动条件."""
    for pattern in (_GRADE, _ROMAN, _COLOURS):
        text = pattern.sub("", text)
    return text


def in_its_grades(question: str, text: str) -> str:
    """The question with its grades as the text writes them: 三级响应 for Ⅲ级响应, where the text has that alone."""
    for roman in _ROMAN.finditer(question):
        for printed in grades(roman[0]):
            if printed in text and roman[0] not in text:
                question = question.replace(roman[0], printed)
    for printed in _GRADE.findall(question):
        romans = [roman[0] for roman in _ROMAN.finditer(text) if printed in grades(roman[0])]
        if romans and printed not in text:
            question = question.replace(printed, romans[0])
    return question


def grade_in_case(question: str) -> re.Pattern[str] | None:
    """How a clause says what follows from the grade that the question names (评了基本合格会怎样): 基本合格的，; None
    for any other question. The clause that only divides into grades (分为优秀、合格和基本合格) names it as well."""
    asked = search_text(question)
    found = max(MARKS.findall(asked), key=len, default="")
    if not found or not _FOLLOWS.search(asked):
        return None
    before = "" if _PREFIX.match(found) else "(?<!基本)(?<!不)(?<!较)"
    return re.compile(rf"{before}{found}(?:等次|档次|等级)?(?:的|者|人员)?(?:,|，|由|应当|不得|予以|取消)")


def grade_given(question: str) -> re.Pattern[str] | None:
    """How a clause says who gets the grade that the question asks the conditions of (什么样会被评为不合格):
    有下列情形之一的，…确定为不合格档次; None for any other question."""
    asked = search_text(question)
    found = max(MARKS.findall(asked), key=len, default="")
    if not found or not _GIVES.search(asked) or _FOLLOWS.search(asked) or _DENIED.search(asked):
        return None
    return re.compile(
        rf"(?<![被得能])(?:确定|评定|评|认定)(?:其[^，。]{{0,8}})?为{found}(?:等次|档次|等级)?+(?![的者人、，])"
    )


def names_grade(question: str, quoted: str, instead: str) -> bool:
    """Whether the quoted words have a grade that the question names; instead: the words they may come instead of."""
    said = search_text(quoted)
    degrees = _other_degrees(question, instead)
    marks = set(MARKS.findall(search_text(question))) & set(MARKS.findall(said))
    return bool(marks or grades(question) & grades(quoted)) or any(
        kinds(word, said) & own for word, own in degrees.items()
    )


def speaks_of(question: str, quoted: str, document: str) -> bool:
    """Whether the quoted words have a term of the question that the document uses."""
    said = search_text(quoted)
    terms = (own + head for own, head in _terms(lawful(search_text(question))))
    return any(term in said and document.count(term) >= ESTABLISHED for term in terms)


def grades(text: str) -> set[str]:
    """The grades that a text names, those between the ends of a range included."""
    found = {*_GRADE.findall(text), *_COLOURS.findall(text)}
    for number, scale in _ROMAN.findall(text):
        found.add(f"{chinese(_ROMANS[unicodedata.normalize('NFKC', number)])}{scale}")
    for low, high, scale in _RANGE.findall(text):
        found.update(f"{chinese(n)}{scale}" for n in range(value(low) or 0, (value(high) or 0) + 1))
    return found


def _other_degrees(question: str, quoted: str) -> dict[str, frozenset[str]]:
    """The words that the quoted words have in another degree than the question (基本合格 instead of 不合格), with the
    degrees that these have in the question."""
    asked, said = search_text(question), search_text(quoted)
    found: dict[str, frozenset[str]] = {}
    for word in {_PREFIX.sub("", word) for word in plain_words(question)}:
        own, there = kinds(word, asked), kinds(word, said)
        if len(word) > 1 and own and there and not own & there and _DEGREES & (own | there):
            found[word] = own
    return found


def _years(text: str) -> set[int]:
    """The years that a text names, those between the ends of a range included."""
    said = search_text(text)
    found = {int(year) for year in _YEAR.findall(said)}
    for low, high in _YEARS.findall(said):
        found.update(range(int(low), int(high) + 1))
    return found


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of neighbouring words of two characters and more."""
    yield from ((one, other) for one, other in pairwise(plain_words(text)) if len(one) > 1 and len(other) > 1)
