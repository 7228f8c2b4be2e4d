"""Questions on a document as a whole: how many articles, which chapters, when and by whom it was issued, its 文号.

They are recognised by what is left of the question without the name of the document: nothing but the asking. What is
counted goes into the note; the words quoted are headings, the 题注, the 落款, or a sentence that states the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tiaowen.answering.answering import Answerer
from tiaowen.answering.lookups import trimmed_body
from tiaowen.clauses.amendments import EVENT, WHEN, WHICH, asked_event, event_spans
from tiaowen.datamodels import Answer, Citation, Clause, Corpus, Document, Hit, Span, refused
from tiaowen.language.normalization import search_text
from tiaowen.language.sentences import split_sentences, trimmed
from tiaowen.reading.grammar.marks import NUMBER

Search = Callable[[str, int], list[Hit]]
SAME_QUESTION = 0.8  # least probability of an official answer that is taken instead of putting one together
NAMED = 3  # documents named in a message
LISTED = 40  # first sentences shown of a document without headings
_LEVELS = "条款|条|章|款|部分|节|项|目|点|问题|编|问|段|措施"
_NUMBER = r"(?:多少|几|哪几|若干)(?:个|大|[条项](?=(?:工作)?措施))?(?:工作(?=措施))?"
_DIGITS = "0-9〇一二三四五六七八九十百千"
_COUNT = re.compile(rf"{_NUMBER}({_LEVELS})(?!件|例|目)")
_COUNT_WORDS = re.compile(
    rf"{_NUMBER}(?:{_LEVELS})|(?:{_LEVELS})(?:数|数量|数目)|一共|总共|共计|合计|总计|全部|全文|正文|内容|[共有分成为含列提写设]+|包括|包含|规定|由|组成|构成"
)
_WHICH = re.compile(r"哪几(?:[章节编]|个?(?:大)?部分)")  # not how many, but their names
_OUTLINE = re.compile(
    r"目录|大纲|提纲|框架|结构|概要|概述|概况|章节|各章|哪[些几][章节编]|哪[些几]个?(?:大)?(?:部分|方面|内容)|什么内容|讲了?[些啥什]|说了?[些啥什]|写了?[些啥什]"
    r"|主要内容|(?:内容|规定了?|讲的?|说的?|写的?)(?:是|有)?(?:些)?(?:什么|啥|哪些)|简介|介绍|总结|概括|归纳|梳理"
)
_WHICH_PARTS = re.compile(r"目录|大纲|提纲|框架|结构|章节|各章|哪[些几]个?[章节编]|哪[些几]个?(?:大)?部分")
_OUTLINE_WORDS = re.compile(
    rf"{_OUTLINE.pattern}|主要|大致|大概|大体|基本|总体|整体|全文|整个|里面|内容|什么|哪些|各章|标题|名称|内|分为|分成|包括|包含|规定|讲|说|写|有|分|和|与|及|都|些|了"
)
_ISSUED = re.compile(
    r"(?:哪[天年]|哪个?月|什么时候|何时|几[号月]|多会儿|啥时候?|哪一[天年]|什么时间).{0,8}?(?:发布|印发|公布|通过|批准|出台|颁布|发文|下发|制定|签发|成文|出来|[发出])"
    r"|(?:发布|印发|公布|通过|批准|出台|颁布|发文|成文|签发)的?(?:日期|时间)|(?:发|出)(?:于|在)(?:哪|什么|何)"
)
_NUMBERED = re.compile(r"文号|发文字号|发文号|文件号|(?:多少|几|什么|哪个?)号文|号文件是")
_ISSUER = re.compile(
    r"(?:谁|哪个?(?:部门|单位|机关|机构|级|家)|哪些?(?:部门|单位|机关)|什么(?:部门|单位|机关)|何机关).{0,3}?(?:(?:发布|印发|公布|出台|颁布|发文|下发|签发|制定)(?:的|$|[?？。了])|[发出]的)"
    r"|(?:发布|印发|发文|制定|颁布|公布)(?:的)?(?:机关|单位|部门|主体)"
)
# 规划管到哪一年, 是哪几年的: told by the years that a title has.
_YEARS = re.compile(
    r"(?:管用?|实施|执行|实行|覆盖|持续|延续|有效|做|用)?(?:期限?|时间)?(?:到|至)(?:哪一?年|什么时候|何时)(?:结束|为止|截止|到期)?"
    r"|(?:是|管|覆盖|针对|适用于?)?(?:从)?哪(?:几|一?年[到至]哪一?)年|(?:规划|实施|执行|有效|覆盖)?(?:的)?(?:期限|年限|年份|时间范围|起止(?:年限|时间)?)(?:是|有)?(?:哪几年|几年|多久|多长(?:时间)?|什么时候|什么)?"
)
_SPAN_OF_YEARS = re.compile(r"[12]\d{3}\s*年?\s*[-—–－~～至到]+\s*[12]\d{3}\s*年")
_REPEALS = re.compile(r"废止")
_WHAT = re.compile(r"什么|啥|哪[些部个件几]")
_REPEAL_WORDS = re.compile(r"施行|实施|生效|发布|公布|以?[后前]|同时|原来|规定|规章|文件|条例|办法|法规")
_REPEALED = re.compile(
    r"(?:同时|即行|予以|自行|一并|随之|相应|停止)[^，。；]{0,8}废止|废止《|》[^，。；]{0,30}废止|废止[。；，]?$"
)
_ENDS = re.compile(r"(开头|开篇|第一[段句]|起头|结尾|末尾|最后(?=[讲说写是]))")
_WORDS_OF_EVENTS = re.compile(r"开始|正式|进行|起|过|被|各|分别|都|生|作出?|做出?")
_ASKING = re.compile(
    r"请问|问一?下|查一?下|看一?下|介绍一?下?|告诉我|我想知道|帮我|给我|列出|显示|一下|什么|多少|哪些|怎么|怎样|如何|时候|时间|日期"
    r"|[这那该本]?[个部份]?(?:条例|办法|规定|意见|规划|方案|文件|通知|法|文|决定)|[请问呢吗呀啊的是了把那个这里中都还又它其在有和与及到底究竟由被给么\s]|[,.:;!?，。：；！？、“”\"'（）()《》]"
)
_ALSO = {"条": ("分节", "点"), "点": ("分节", "条"), "部分": ("章",), "章": ("部分", "编"), "节": ("分节",),
         "条款": ("条",), "问": ("问答",), "问题": ("问答",)}  # fmt: skip
_COUNTED = {"部分": "个部分", "措施": "项工作措施", "问题": "个问题", "问答": "问", "分节": "节（（一）（二）…）"}
_EDGES = ("题注", "文号", "标题", "主送机关", "落款", "成文日期", "署名", "导语", "附件")


@dataclass(frozen=True)
class Wholes:
    """Answers on whole documents of a corpus."""

    corpus: Corpus
    answerer: Answerer

    def answer(
        self,
        text: str,
        rest: str,
        documents: Sequence[Document],
        allowed: Collection[str] | None,
        search: Search,
        kind: str = "",
    ) -> Answer | None:
        """The answer where the question is on the first of the documents as a whole, else None.

        rest: the question without the words that name documents. allowed: ids that may be quoted (None: all).
        search: text and limit -> hits within what the question names. kind: the word for documents of a kind (办法) by
        which alone they are named.
        """
        if not documents:
            return self._unnamed(text, rest, allowed)
        if kind and len(documents) > 1 and asks_whole(rest):
            listed = "、".join(f"《{d.title}》" for d in documents[:NAMED]) + ("等" if len(documents) > NAMED else "")
            return refused(text, (), f"“{kind}”可以指{len(documents)}个文件：{listed}，请写明文件名。")
        document = documents[0]
        near = [d for d in about(self.corpus, document) if allowed is None or d.id in allowed or d.id == document.id]
        return (
            self._counted(text, rest, document, near)
            or self._happened(text, rest, document)
            or self._repealed(text, rest, document)
            or self._spanned(text, rest, document)
            or self._issued(text, rest, document, near)
            or self._edge(text, rest, document)
            or self._outlined(text, rest, document, search)
        )

    def _unnamed(self, text: str, rest: str, allowed: Collection[str] | None) -> Answer | None:
        """共几条 that names no document, of several: which one is meant is not known."""
        number = len(self.corpus.documents) if allowed is None else len(allowed)
        if number < 2 or not _COUNT.search(rest) or _left(rest, _COUNT_WORDS) or _WHICH.search(rest):
            return None
        return refused(text, (), f"“{text.rstrip('？?')}”没有写明是哪个文件的，库中有{number}个文件。")

    def _counted(self, text: str, rest: str, document: Document, near: Sequence[Document]) -> Answer | None:
        """共几条, 有几章几条: counted, with the sentence of a document that says so where there is one."""
        asked = _COUNT.findall(rest)
        if not asked or _left(rest, _COUNT_WORDS) or _WHICH.search(rest):
            return None
        counts = [self.count(document, level) for level in asked]
        last = next((clauses[-1] for _, clauses in reversed(counts) if clauses), None)
        if last is None:
            return refused(text, (), f"按正文统计，《{document.title}》不分{'、'.join(asked)}。")
        shown = "、".join(f"{len(c)} {_COUNTED.get(level, level)}" for level, c in counts if c)
        lacking = [level for level, (found, _) in zip(asked, counts, strict=True) if found != level and level == "条"]
        note = f"按正文统计，《{document.title}》{'不分条，' if lacking else ''}共 {shown}。"
        stated = self._stated([level for level, clauses in counts if clauses], near)
        if stated is not None:
            hit, span = stated
            return replace(self.answerer.answer(text, [(hit, [span])]), note=note, verdict="")
        if last.role == "container":
            cited = (_heading(last, self.corpus),)
            return Answer(text, "answered", cited, cited, note=f"{note}以下是最后一{last.level}的标题。")
        cited = (Citation(last, 0, len(last.text.rstrip()), (), 1.0),)  # with its number, which shows the count
        return Answer(text, "answered", cited, cited, note=f"{note}以下是最后一{last.level}。")

    def count(self, document: Document, level: str, under: Clause | None = None) -> tuple[str, list[Clause]]:
        """The clauses at a level, or at the one that the document has in its place; appendices apart. An article of one
        paragraph is a 款 as well."""
        inside = self.corpus.descendants(under) if under is not None else self.corpus.by_document[document.id]
        clauses = [c for c in inside if under is not None or not any(s.level == "附件" for s in c.path)]
        for other in (level, *_ALSO.get(level, ())):
            found = [c for c in clauses if c.level == other]
            if other == "款" and (under is None or under.role == "container"):
                divided = {c.parent for c in found}
                found += [c for c in clauses if c.level == "条" and c.id not in divided]
                found.sort(key=lambda clause: clause.start)
            if found:
                return other, found
        return level, []

    def counted_below(self, text: str, rest: str, clause: Clause) -> Answer | None:
        """第四十四条有几项: the clause, with the number in the note."""
        asked = _COUNT.findall(rest)
        if len(asked) != 1 or _left(rest, _COUNT_WORDS):
            return None
        level, found = self.count(clause.document, asked[0], clause)
        number = len(found) or (1 if level == "款" else 0)
        answer = self.answerer.lookup(text, [clause])
        counted = f"共 {number} {_COUNTED.get(level, level)}" if number else f"不分{level}"
        return replace(answer, note=f"按正文统计，{clause.label}{counted}。")

    def _stated(self, levels: Sequence[str], near: Iterable[Document]) -> tuple[Hit, Span] | None:
        """A sentence that states how many there are (本条例共六章、三十四条)."""
        pattern = re.compile(
            rf"(?:共(?!和)|分为|^《[^》]+》有)[^。；，\n]{{0,10}}(?<![第{_DIGITS}])[{_DIGITS}]+{levels[-1]}"
        )
        for document in near:
            for unit in (c for c in self.corpus.by_document[document.id] if c.role == "unit"):
                for sentence in split_sentences(document.text, unit.body, unit.end):
                    if pattern.search(document.text, *sentence.span):
                        return Hit(unit, 1.0, {"count": 1.0}), sentence.span
        return None

    def _happened(self, text: str, rest: str, document: Document) -> Answer | None:
        """When it was amended or came into force, where its 题注 says so."""
        kind = asked_event(rest)
        if not kind or _left(rest, WHICH, WHEN, EVENT, _WORDS_OF_EVENTS):
            return None
        found = event_spans(rest, kind, self.corpus.by_document[document.id])
        if found is None:
            return None
        note, spans = found
        return replace(self.answerer.answer(text, [(Hit(note, 1.0, {"issued": 1.0}), spans)]), separator="\n")

    def _repealed(self, text: str, rest: str, document: Document) -> Answer | None:
        """Which others a document repeals: its sentences that say so."""
        if not _REPEALS.search(rest) or not _WHAT.search(rest) or _left(rest, _REPEALS, _WHAT, _REPEAL_WORDS):
            return None
        found: list[tuple[Hit, list[Span]]] = []
        for unit in (c for c in self.corpus.by_document[document.id] if c.role == "unit" and "废止" in c.text):
            sentences = (s.span for s in split_sentences(document.text, unit.body, unit.end))
            spans = [span for span in sentences if _REPEALED.search(document.text, *span)]
            if spans:
                found.append((Hit(unit, 1.0, {"repeals": 1.0}), spans))
        return replace(self.answerer.answer(text, found), separator="\n") if found else None

    def _spanned(self, text: str, rest: str, document: Document) -> Answer | None:
        """Which years a plan is for, where its title says so (（2024—2028年）): the title."""
        title = next((c for c in self.corpus.by_document[document.id] if c.level == "标题"), None)
        if title is None or not _SPAN_OF_YEARS.search(title.text) or not _YEARS.search(rest) or _left(rest, _YEARS):
            return None
        return self._quoted(text, title)

    def _issued(self, text: str, rest: str, document: Document, near: Sequence[Document]) -> Answer | None:
        """When and by whom it was issued, and its number: the 题注, date, 落款 or 文号, where one is printed."""
        if _NUMBERED.search(rest):
            found = self._piece(near, ("文号",), document.number)
            if found is not None:
                return self._quoted(text, found)
            printed = self._number(document)
            if printed is None:
                return refused(text, (), f"《{document.title}》没有印出文号。")
            return self.answerer.answer(text, [(Hit(printed[0], 1.0, {"issued": 1.0}), [printed[1]])])
        levels: tuple[str, ...] = ()
        if _ISSUED.search(rest):
            levels = ("题注", "成文日期")
        elif _ISSUER.search(rest) and document.issuer:
            levels = ("题注", "落款", "标题", "导语")
        if not levels or len(_left(rest, _ISSUED, _ISSUER)) > 4:
            return None
        issuer = document.issuer.split()[0] if "落款" in levels else ""
        found = self._piece(near, levels, issuer)
        return self._quoted(text, found) if found is not None else None

    def _number(self, document: Document) -> tuple[Clause, Span] | None:
        """A 文号 that is printed in the 题注 or below the title, with other words beside it."""
        for clause in self.corpus.by_document[document.id]:
            if clause.level not in ("题注", "序言", "导语", "版头"):
                continue
            found = re.compile(rf"(?:^|(?<=[（(\s，]))(?:{NUMBER.pattern})").search(clause.text)
            if found is not None and re.search(r"\d{4}", found[0]):
                return clause, Span(clause.start + found.start(), clause.start + found.end())
        return None

    def _piece(self, near: Iterable[Document], levels: Sequence[str], words: str) -> Clause | None:
        """The first clause at one of the levels that has the words, the notice that issued a document first."""
        for document in sorted(near, key=lambda d: d.kind != "notice"):
            for clause in self.corpus.by_document[document.id]:
                if clause.level in levels and search_text(words) in search_text(clause.text):
                    return clause
        return None

    def _quoted(self, text: str, clause: Clause) -> Answer:
        return self.answerer.answer(text, [(Hit(clause, 1.0, {"issued": 1.0}), [trimmed_body(clause)])])

    def _edge(self, text: str, rest: str, document: Document) -> Answer | None:
        """What a document begins or ends with."""
        asked = _ENDS.search(rest)
        units = [c for c in self.corpus.by_document[document.id] if c.role == "unit" and c.level not in _EDGES]
        if asked is None or not units or _left(rest, _ENDS, _OUTLINE_WORDS):
            return None
        return self.answerer.lookup(text, [units[-1] if asked[1][0] in "结末最" else units[0]])

    def _outlined(self, text: str, rest: str, document: Document, search: Search) -> Answer | None:
        """What a document is about: its headings in their order, or the first sentences where it has none."""
        if not _OUTLINE.search(rest) or _left(rest, _OUTLINE_WORDS) or answered_before(text, search):
            return None
        clauses = self.corpus.by_document[document.id]
        heads = [c for c in clauses if c.role == "container" and c.level not in _EDGES and not _inner(c, clauses)]
        counts = [self.count(document, level) for level in ("章", "条")]
        shown = "、".join(dict.fromkeys(f"{len(c)} {_COUNTED.get(level, level)}" for level, c in counts if c))
        if heads:
            cited = [_heading(c, self.corpus) for c in heads]
            kind = f"{heads[0].level if heads[0].level != '标题' else '部分'}的标题"
        else:
            units = [c for c in clauses if c.role == "unit" and c.level not in _EDGES][:LISTED]
            cited = [_first_sentence(c) for c in units]
            kind = "条（段）的首句"
        if not cited:
            return None
        counted = f"按正文统计，《{document.title}》共 {shown}；" if shown else ""
        return Answer(text, "answered", tuple(cited), tuple(cited), separator="\n", note=f"{counted}以下是各{kind}。")


def asks_of_whole(question: str) -> bool:
    """Whether a question without any subject can only be on a document as a whole: 一共多少条, 有哪些章, 哪天发布的."""
    counted = [level for level in _COUNT.findall(question) if level in ("条", "条款", "章", "节", "编", "部分")]
    return (
        bool(counted)
        and not _left(question, _COUNT_WORDS)
        or bool(_NUMBERED.search(question))
        and not _left(question, _NUMBERED)
        or bool(_ISSUED.search(question) or _ISSUER.search(question))
        and not _left(question, _ISSUED, _ISSUER)
        or bool(_WHICH_PARTS.search(question))
        and not _left(question, _OUTLINE_WORDS)
    )


def asks_whole(rest: str) -> bool:
    """Whether what is left of a question without names asks for a document as a whole and for nothing else."""
    asked = (
        _COUNT.search(rest)
        and not _left(rest, _COUNT_WORDS)
        or _OUTLINE.search(rest)
        and not _left(rest, _OUTLINE_WORDS)
    )
    return bool(asked)


def answered_before(text: str, search: Search) -> bool:
    """Whether the very question was put to those who drafted the document: their answer is better than a collection."""
    hits = search(text, 1)
    return bool(hits) and hits[0].clause.path[0].level == "问答" and hits[0].score >= SAME_QUESTION


def about(corpus: Corpus, document: Document) -> list[Document]:
    """The document, and those about it or that issued it: their title holds its own in 《》."""
    others = [d for d in corpus.documents if f"《{document.title}》" in d.title]
    return list(dict.fromkeys([document, *others]))


def _left(rest: str, *patterns: re.Pattern[str]) -> str:
    """What a question says beyond its asking."""
    for pattern in patterns:
        rest = pattern.sub(" ", rest)
    return search_text(_ASKING.sub("", rest))


def _inner(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a heading stands below another one that is shown."""
    return any(c.id == clause.parent and c.role == "container" and c.level not in _EDGES for c in clauses)


def _heading(container: Clause, corpus: Corpus) -> Citation:
    """The heading of a container alone."""
    text = container.document.text
    first = min((c.start for c in corpus.children.get(container.id, ())), default=container.end)
    span = trimmed(text, container.start, first) or Span(container.start, container.end)
    return Citation(container, span.start - container.start, span.end - container.start, (), 1.0)


def _first_sentence(unit: Clause) -> Citation:
    text = unit.document.text
    stops = [i for i in (text.find(mark, unit.start, unit.end) for mark in "。；\n") if i > unit.start]
    return Citation(unit, 0, min(stops, default=unit.end) - unit.start, (), 1.0)
