"""A follow-up question -> one that stands alone, from the conversation before it and without a language model.

A follow-up leaves out what was said before: the document (那第二十条呢), the subject (谁来招？), or all but what is new
(严重警告呢？). What is missing is taken from the last turn that was answered. Where it may be completed in several
ways, or may also stand alone (`optional`), the caller asks all forms and keeps the surest answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from tiaowen.addresses.address import parse
from tiaowen.addresses.resolving import Resolver
from tiaowen.addresses.title_index import TitleMatch
from tiaowen.answering.refusing import RELATED
from tiaowen.answering.turn import Turn
from tiaowen.answering.wholes import asks_of_whole
from tiaowen.conversation.followups import (
    LONGEST_TOPIC,
    asks_the_same,
    beside,
    borrowed,
    exactly,
    leading,
    meant,
    object_of,
    particular,
    people,
    replacements,
    shared_words,
    spelled_out,
    subject_of,
)
from tiaowen.datamodels import Answer, Clause, Corpus, Document, Step
from tiaowen.errors import AddressError
from tiaowen.relevance.alike import counts
from tiaowen.relevance.evidence import ATTRIBUTE
from tiaowen.relevance.places import place_elsewhere

_POINTS_BACK = re.compile(
    r"它|他|她|该(?:条例|办法|规定|意见|规划|方案|法|文件|条)|这(?:个|部|份|些|条|项|种|样|里)|那(?:个|部|份|些|条|项|种|么|样|里)?|其(?!他|中|余|它|实)"
    r"|^(?:如果|要是|还|再|那|同时|另外|此外|反过来|为什么|为何|凭什么|谁|由谁|什么时候|何时|多久|多少|几|哪|怎么|在哪)|上述|前面|刚才|说回来|回到"
)
_FILLERS = re.compile(r"^(?:那么?|说回来|回到刚才|好的?|嗯|哦|请问|再问一下|还有|另外|那如果|谢谢)[,，、 ]*")
_IT = re.compile(
    r"它|(?:该|[这那此本上][个部份]?)(?:条例|办法|规定|意见|规划|方案|文件|通知|细则|决定|法)(?![规律定人院官])"
)
_DOCUMENT = re.compile(r"[一-鿿]{2}(?:法|条例|办法|规定|意见|规划|方案|通知|细则|决定|章程|准则|规则)$")
_THIS = re.compile(r"^(?:这|那|该|本|此|上述)(?:一?[个部份项])?")
_THEM = re.compile(r"他们|她们|它们|(?<!其)[他她](?!人)|这[些类种]人员?|(?:这种|这样的?|该|此类)情[况形]")
_SHOW = re.compile(
    r"^(?:把|请|再|能|可以|可否|给我|给出|发一?下|列出|显示|看一?下?|想看|念一?下)*(?:它|这一?条|该条|那一?条|具体|完整|详细|条款|条文)?的?"
    r"(?:原文|全文|条文|原话|整条|全部内容|完整内容|具体内容|具体规定|详细内容|展开|详细|具体)(?:说说|讲讲|说一?下|讲一?下|一下|一?点|是什么|是啥|怎么说|怎么写|给我看看?|发我|看看|呢|吗|的)*[?？。!！]*$"
    r"|^(?:说|讲)得?再?(?:详细|具体|清楚)一?[些点][?？。]*$"
)
_WHERE = re.compile(
    r"^(?:这|那|这个|刚才)?(?:的?(?:法律|条文)?(?:依据|根据|出处|来源))?(?:是|在|出自)?(?:(?:哪一?|第几)[条款项章]"
    r"|哪一?[个部](?:条款|文件|规定|法律?|条例|办法)|哪份文件|什么文件|哪里|哪儿)(?:里|中)?(?:说|规定|写|讲|来|提到)?(?:过|着)?的?(?:呢|啊|呀)?[?？。]*$"
    r"|^(?:它?的?出处|(?:有什么|法律|条文)?依据|来源|根据)(?:是什么|是啥|是哪一?条|在哪里?|呢|吗)?[?？。]*$"
)
_MORE = re.compile(
    r"^(?:还有(?:没有)?(?:呢|吗|别的|其他的?|什么|哪些)*|(?:其他|其它|其余|别的|另外)的?呢|继续|接着说?|然后呢|后面呢|没了吗)(?:规定|内容|条款|吗|呢)*[?？。]*$"
)
_WHY = re.compile(
    r"^(?:这是)?(?:为什么|为啥|为何|凭什么|什么原因|原因)(?:呢|啊|呀|会这样|这样规定|这么规定|是什么)*[?？。]*$"
)
# 违反了怎么处罚: of the clause talked about.
_BROKEN = re.compile(
    r"^(?:如果|要是|若|一旦)?(?:有人|单位|个人)?(?:违反|不遵守|违犯|不执行|不照做)(?:了|这[一个]?[条款项规点](?:规定)?|该[条款项规](?:规定)?|上述规定|它|的话|规定)*"
    r"[，,]?(?:的|会|要|该|将|应该|应当|被|是)*(?:怎么?样?|如何|咋|什么|罚|有何|有什么|承担|受)[^，。]{0,8}[?？。]*$"
)
# 那由谁解释, 何时施行: about a document as a whole, and so about the one talked about.
_OF_THE_WHOLE = re.compile(
    r"^(?:由|归)?(?:谁|哪个?(?:部门|机关|单位|机构)?)来?(?:负责)?(?:具体)?解释的?(?:呢|啊)?[?？。]*$"
    r"|^是?(?:从|自|在)?(?:什么时候|何时|哪一?[天年月日]|几月几[日号])起?(?:开始|正式)?(?:施行|实施|生效|废止|失效|印发|出台)的?(?:呢|啊)?[?？。]*$"
)
_BLOCKS = frozenset(("问题", "措施"))  # levels of plans, below which labels stand: 工作目标, 责任单位, 完成时限
SHORT = 12  # characters: a question this short seldom says everything


@dataclass(frozen=True)
class _Before:
    """The last answered turn: as typed, as completed, what it cited, and the document it was about."""

    typed: str
    asked: str
    answer: Answer
    unit: Clause
    main: Document
    at: Clause
    related: tuple[str, ...]
    earlier: tuple[tuple[str, Clause], ...]  # what was asked about the document, the latest first, with what answered


def complete(question: str, history: Sequence[tuple[str, Answer]], corpus: Corpus, resolver: Resolver) -> Turn:
    """Complete a question from the turns before it, oldest first."""
    named = _on_named(question, history, resolver)
    if named is not None:
        return named
    before = _before(history, corpus)
    if before is None or _refused_since(history):
        afresh = _after_refusal(question, history)
        if before is None or afresh.rewritten:
            return afresh
    if place_elsewhere(question, before.main) is not None:
        return Turn(question)
    try:
        located = resolver.locate(question)
    except AddressError:
        names = [name for name in resolver.titles.find(question) if name.form != "head"]
        if any(before.main not in name.documents for name in names):
            return Turn(question)  # 《民法典》第一条: a law that is not here is not the one talked about
        located = None  # 第三项 names nothing by itself, or several things
        ambiguous = True
    else:
        ambiguous = False
    if located is not None and located.documents:
        return _named(question, before, located.names, resolver)
    if located is not None and located.foreign:
        return Turn(question)
    bare = _FILLERS.sub("", question.strip())
    again = _again(bare, before) or _again(question.strip(), before)
    if again is not None:
        return again
    beside_it = _sibling(bare, before, corpus)
    if beside_it is not None:
        return Turn(bare, beside_it.cite, before.related, beside_it, shown=(beside_it,))
    if _BROKEN.match(bare):
        words = f"《{before.main.title}》{before.unit.label}"
        asked = (f"违反{words}怎么处罚", *_completed(bare, before, resolver).forms)
        return Turn(asked[0], asked[0], before.related, before.at, forms=asked[1:])
    if ambiguous or (located is not None and located.clauses) or _addressed(question, resolver, before):
        return _address(bare, before, resolver)
    new = particular(question)
    if new and _DOCUMENT.search(new) and resolver.titles.find(before.asked):
        words = _of(new, before, resolver)  # a name that no title has is not one for the documents talked about
        return Turn(words, words)
    if new:
        forms = replacements(before.typed, before.asked, new, before.main.text)
        exact = forms[0] == exactly(before.asked, new)
        other = tuple(form for form in forms if not borrowed(form, new))
        return Turn(forms[0], forms[0], before.related, before.at, True, tuple(forms[1:]), elsewhere=other, exact=exact)
    if _POINTS_BACK.search(question) or len(bare) <= SHORT:
        return _completed(bare, before, resolver)
    return Turn(question)


def continued(question: str, history: Sequence[tuple[str, Answer]], corpus: Corpus, resolver: Resolver) -> Turn | None:
    """A question of any length with the subject of the conversation; None where it names what it is about itself."""
    before = _before(history, corpus)
    if before is None or resolver.titles.find(question):
        return None
    turn = _completed(_FILLERS.sub("", question.strip()), before, resolver)
    return turn if turn.forms or turn.question != question else None


def _after_refusal(question: str, history: Sequence[tuple[str, Answer]]) -> Turn:
    """那犬吠扰民的呢 after a question that was not answered: the same question on something else."""
    new = particular(question)
    refused = next(((q, a) for q, a in reversed(history) if not particular(q)), None)
    if refused is None or refused[1].status == "answered" or parse(new or question):
        return Turn(question)
    if new:
        if not (_has_to_do(refused[1]) or counts(new)):
            return Turn(question)
        near = refused[1].near[0].clause.document.text if refused[1].near else ""
        asked = re.sub(r"^（《.*?》+）", "", history[-1][1].rewritten) or refused[0]  # 8次呢 after 5次呢
        forms = replacements(refused[0], asked, new, near)
        exact = forms[0] == exactly(asked, new)
        return Turn(forms[0], forms[0], optional=True, forms=tuple(forms[1:]), exact=exact)
    topic = re.sub(rf"(?<=..)(?:{'|'.join(ATTRIBUTE)})$", "", leading(refused[0]))  # 返聘 of 返聘条件
    own = bool(meant(question)) or len(question) > SHORT or topic in question
    if own or not _has_to_do(refused[1]) or not 2 <= len(topic) <= LONGEST_TOPIC:
        return Turn(question)
    return Turn(f"{topic}{question}", f"{topic}{question}", optional=True, forms=(question,))


def _on_named(question: str, history: Sequence[tuple[str, Answer]], resolver: Resolver) -> Turn | None:
    """那由谁解释 after a question to a document that does not answer it: the same document; None for any other."""
    bare = _FILLERS.sub("", question.strip())
    if leading(bare) and not _IT.search(bare) or len(bare) > SHORT or particular(question) or _looks_again(question):
        return None
    if any(name.form != "head" for name in resolver.titles.find(question)):
        return None  # 该规划 names none
    for asked, answer in reversed(history):
        if answer.status == "answered":
            break
        names = [name for name in resolver.titles.find(asked) if name.form != "head"]
        if names and names[-1].documents:
            documents = names[-1].documents
            words = _IT.sub(documents[0].title, bare, count=1)
            return Turn(words, f"（《{documents[0].title}》）{words}", tuple(d.id for d in documents))
    return None


def _refused_since(history: Sequence[tuple[str, Answer]]) -> bool:
    """Whether the last turn asked for something of its own, and was refused."""
    if not history or history[-1][1].status == "answered":
        return False
    said, answer = history[-1]
    return not answer.rewritten and not particular(said) and len(leading(said)) > 1 and _has_to_do(answer)


def _has_to_do(answer: Answer) -> bool:
    """Whether a refused question was near the documents at least."""
    return bool(answer.near) and answer.near[0].why.get("dense_max", 0.0) >= RELATED


def _before(history: Sequence[tuple[str, Answer]], corpus: Corpus) -> _Before | None:
    answered = [(q, a) for q, a in history if a.status == "answered" and a.citations]
    if not answered:
        return None
    answer = answered[-1][1]
    unit = corpus.unit(answer.citations[0].clause)
    main = _main(unit.document, corpus)
    related = tuple(_related(unit.document, corpus))
    units = [(q, a, corpus.unit(a.citations[0].clause)) for q, a in reversed(answered)]
    at = next((a.citations[0].clause for _, a, u in units if u.document == main), unit)  # 前款 counts from a 款
    # What was asked is said by the last turn that asked something: 原文呢 only looks at its answer again.
    said = [(q, _asked(q, a), u) for q, a, u in units if not _looks_again(q)] or [(answered[-1][0], "", unit)]
    earlier = tuple(takewhile(lambda one: one[1].document.id in related, ((asked, u) for _, asked, u in said)))
    return _Before(said[0][0], said[0][1], answer, unit, main, at, related, earlier)


def _asked(typed: str, answer: Answer) -> str:
    """A question as it was completed, without the document in front."""
    return re.sub(r"^（《.*?》+）", "", answer.rewritten) or typed


def _main(document: Document, corpus: Corpus) -> Document:
    """The document that a 答记者问 or an issuing notice is about; any other document itself."""
    if document.kind not in ("qa", "notice"):
        return document
    return next((d for d in corpus.documents if d != document and f"《{d.title}》" in document.title), document)


def _related(document: Document, corpus: Corpus) -> list[str]:
    """The document talked about, or what it is about, before all that is about that."""
    title = document.title
    others = [d for d in corpus.documents if f"《{title}》" in d.title or f"《{d.title}》" in title]
    return list(dict.fromkeys(d.id for d in (_main(document, corpus), document, *others)))


def _named(question: str, before: _Before, names: Sequence[TitleMatch], resolver: Resolver) -> Turn:
    """A question that names documents leaves the old scope, but for 这个条例; 那考核办法呢 puts another in place."""
    noun = _THIS.sub("", names[0].name)
    if len(names) == 1 and names[0].form == "head" and before.main.title.rstrip("》").endswith(noun[-2:]):
        words = f"{question[: names[0].start]}{before.main.title}{question[names[0].end :]}"
        return Turn(words, f"（《{before.main.title}》）{words}", before.related, before.at)
    new = particular(question)
    name = names[0].name
    if new and len(names) == 1 and re.sub(r"[里中的当]+$", "", new) in (name, name.strip("《》")):
        words = _of(name, before, resolver)
        return Turn(words, words, tuple(d.id for d in names[0].documents), None)
    return Turn(question, at=before.at)


def _of(name: str, before: _Before, resolver: Resolver) -> str:
    """The question before, put to the document of this name."""
    rest = _unnamed(before.asked, resolver)
    unknown = particular(before.typed)
    if unknown and _DOCUMENT.search(unknown):
        rest = rest.replace(unknown, "", 1)
    return f"{name}{rest.lstrip('的里中，, ')}"


def _again(bare: str, before: _Before) -> Turn | None:
    """原文呢 and 哪一条说的 ask for what was cited, 还有呢 for what else there is."""
    cited = tuple(dict.fromkeys(c.clause for c in before.answer.citations))
    if _WHERE.match(bare):
        return Turn(bare, before.unit.cite, before.related, before.at, shown=cited)
    if _SHOW.match(bare):
        whole = tuple(dict.fromkeys(c if c.role == "container" else before.unit for c in cited[:1]))
        return Turn(bare, f"{before.unit.cite}的原文", before.related, before.at, shown=whole)
    if _MORE.match(bare):
        words = f"{before.asked.rstrip('？?。')}，还有吗"
        return Turn(before.asked, words, before.related, before.at, beyond=tuple(c.id for c in cited))
    return None


def _sibling(bare: str, before: _Before, corpus: Corpus) -> Clause | None:
    """The block that a label names, nearest to the one talked about: 完成时限呢 after the 责任单位, 问题四呢 after
    问题一的工作措施3; None for other words."""
    name = re.sub(r"^那么?|[的呢]+$", "", bare.rstrip("？?。！! "))
    mentions = [mention for mention in parse(name) if mention.end - mention.start == len(name)]
    steps = mentions[0].address.steps if len(mentions) == 1 else ()
    wanted = steps[0] if len(steps) == 1 and steps[0].level in _BLOCKS else Step(name)
    by_id = {clause.id: clause for clause in corpus.by_document[before.at.document.id]}
    home: Clause | None = before.at
    while home is not None:
        found = [c for c in corpus.children.get(home.id, ()) if c.path[-1] == wanted and c.level in _BLOCKS | {name}]
        if found and any(step.level in _BLOCKS for step in found[0].path):
            return found[0] if found[0] != before.at else None
        home = by_id.get(home.parent or "")
    return None


def _looks_again(question: str) -> bool:
    forms = (question.strip(), _FILLERS.sub("", question.strip()))
    return any(pattern.match(form) for pattern in (_WHERE, _SHOW, _MORE) for form in forms)


def _address(bare: str, before: _Before, resolver: Resolver) -> Turn:
    """An address without a title, in the document talked about; a 答记者问 gives way to what it is about."""
    for document in dict.fromkeys((before.main, before.unit.document)):
        at = before.at if before.at.document == document else before.unit
        try:
            found = resolver.locate(bare, [document], at=at)
        except AddressError:
            continue
        if found is not None and found.clauses:
            return Turn(bare, f"《{document.title}》{_unnamed(bare, resolver)}", (document.id,), at)
    return Turn(bare, f"《{before.main.title}》{_unnamed(bare, resolver)}", (before.main.id,), before.at)


def _unnamed(text: str, resolver: Resolver) -> str:
    """The words without the names of documents in them."""
    for name in reversed(resolver.titles.find(text)):
        text = text[: name.start] + text[name.end :]
    return text


def _addressed(question: str, resolver: Resolver, before: _Before) -> bool:
    try:
        located = resolver.locate(question, [before.at.document], at=before.at)
    except AddressError:
        return True
    return located is not None and bool(located.clauses)


def _topics(before: _Before, resolver: Resolver) -> list[str]:
    """What the conversation is about: the subjects of the last questions on the document that have one, the last first
    and one that is part of it second (试用期 of 试用期工资)."""
    found = [subject_of(asked, unit, resolver.titles.find(asked)) for asked, unit in before.earlier]
    topic = next(filter(None, found), "")
    if not topic:
        return [shared_words(before.asked, before.unit, resolver.titles.find(before.asked))]
    return [topic, *dict.fromkeys(other for other in found if other and other != topic and topic.startswith(other))][:2]


def _completed(bare: str, before: _Before, resolver: Resolver) -> Turn:
    """A question that leaves out its subject, with the subject of the question before it."""
    (topic, *wider), parallel = _topics(before, resolver), False
    whole = bool(_OF_THE_WHOLE.match(bare) or not _IT.search(bare) and asks_of_whole(bare))
    it = _IT.search(bare)
    if it:
        term = meant(before.asked) if it[0] == "它" else ""
        bare = _IT.sub(term or before.main.title, bare, count=1)
        forms = [bare]
    elif whole or meant(bare) or beside(topic, bare) or (parallel := asks_the_same(bare, before.asked)):
        forms = [bare]
    elif topic and topic not in bare:
        forms = [f"{topic}{bare}", bare] if len(bare) <= SHORT else [bare, f"{topic}{bare}"]
        if _THEM.search(bare):
            forms.insert(0, _THEM.sub(people(topic) or topic, bare, count=1))
        forms += [f"{other}{bare}" for other in wider]
        forms += [form for longer in spelled_out(bare, before.main.text) for form in (f"{topic}{longer}", longer)]
    else:
        forms = [bare]
    turn = Turn(forms[0], f"（《{before.main.title}》）{forms[0]}", before.related, before.at, not whole)
    thing = "" if whole or leading(bare) else next(filter(None, (object_of(asked) for asked, _ in before.earlier)), "")
    other = (f"{thing}{bare}",) if thing and thing not in bare else ()
    return replace(turn, forms=tuple(forms[1:]), reason=bool(_WHY.match(bare)), elsewhere=other, exact=parallel)
