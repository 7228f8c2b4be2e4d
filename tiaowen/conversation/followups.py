"""The words of follow-up questions: what is new in 那平时考核呢, what it replaces, what a question is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tiaowen.addresses.title_index import TitleMatch
from tiaowen.datamodels import Clause
from tiaowen.language.normalization import search_text, words
from tiaowen.language.vocabulary import equivalents, is_noun, is_plain_noun, is_verb, is_word, plain_words, rarity
from tiaowen.relevance.alike import chunks, counts, instead, like, of_a_kind, whole
from tiaowen.relevance.evidence import ATTRIBUTE
from tiaowen.relevance.quantities import asked_quantity, states_quantity
from tiaowen.relevance.rivals import MARKS

RARE = 0.15  # share of a document's clauses up to which a character says what they are about
LONGEST_TOPIC = 16  # characters
_ELLIPSIS = re.compile(
    r"^(?:那么?|好的?|嗯|哦|请问|还有|以及)*[,，]?(?:如果|要是|假如|换成|若)?是?[,，]?(.{1,24}?)(?:的话|的)?呢[?？。!]*$"
)
_COUNTED = re.compile(r"([0-9]+|[一二两三四五六七八九十百]+)(个月|个工作日|工作日|[次年天日月人名级类倍岁届周])")
_ASKING = re.compile(
    r"由谁|谁|(?:从|自)?哪[些个天日年月]|什么时候|什么|是?多少|最?多[久长大]|第?几|会?怎么|如何|咋|会怎|何时|能不能|能否|可不可以|是否|要不要"
)
_DENIED = re.compile(r"(?:逾期|拒绝|拒)?(?:不|没|未)(?!合格|称职|达标|同|足|满|到|超)[一-龥]{1,4}$")
_FOLLOWS = re.compile(r"会?怎么?样|会?怎么(?:办|处理|处罚|罚)|如何(?:处理|处罚|办)|咋[办整]")
_PEOPLE = re.compile(
    r"(?:员|者|人员|党员|干部|职工|书记|主任|师|老人|学生|居民|村民|业主|个人|(?<![任头合])单位|公司|企业|机构|学校)$"
)
_QUANTITY = re.compile(r"几[天个日年月次]|多[少久长]")
_COUNTED_ALONE = re.compile(r"[0-9]+(?:\.[0-9]+)?个?(?:工作日|[天日周月年岁次人名元])?")
_STOPS = "，。；：！？\n,;:!?"
# Where the subject of a question ends and the asking begins.
_CUT = re.compile(
    r"[,，。；？?]|由谁|谁|什么|啥|怎|如何|何[时人种]|几|多少|多[久长大]|哪|是否|是不是|能不能|能否|(?<!可)能|可不可以|可以|可否|应当|应该|应|需要|要|会不会|会"
    r"|有没有|有|分为|分成|分|按照?|吗|每|至少|最[多少长短高低]|[不没]|在|被|由|到|重点|主要|包括"
)
# An address in front of what a clause is said to say: 《》第十五条第二款规定的是：“…
_PLACED = re.compile(
    r"^(?:《》)?(?:的?第[0-9一二三四五六七八九十百千零〇]+(?:编|章|节|条|款|项|目)(?:之[一二三四五六七八九十])?)+"
    r"(?:中|里)?(?:规定|写明|写|说|讲|明确|要求|指出)?(?:的?是|了|为|着)?[，,：:]?[“”\"「『]?"
)
_OF_A_TERM = re.compile(
    r"^(?:那么?)?(?:什么是|何谓|何为|什么叫做?|啥是|啥叫)(?P<term>[^，,？?。！!；;]{2,20}?)[呢啊呀？?。！!；;]*$"
)
_SAY_NOTHING = frozenset(
    (
        "具体",
        "详细",
        "情况",
        "时候",
        "开始",
        "起算",
        "计算",
        "要求",
        "规定",
        "方面",
        "主要",
        "内容",
        "怎么办",
        "办法",
        "负责",
        "东西",
        "问题",
    )
    + ("有关", "相关", "一个", "如果", "还有", "应该", "应当", "可以", "需要")
)
_COMMON_FIRST = "重大小多少上下中前后新老高低好人年月日不无全总分公"  # these begin words about anything
_LIGHT_VERBS = "做办干弄算定用说是有来去搞行成出"
_EDGES = "的了是和与及或为对把将也都还就才再又从跟按用以向给比由让 "


_OFFICE = re.compile(
    r"(?:常务|第一)?(?:副)?(?:组长|主任|主席|会长|理事长|秘书长|指挥长|总指挥|局长|所长|站长|校长)|成员单位|成员|联系人|牵头单位|责任单位|配合单位|负责人"
)


def particular(question: str) -> str:
    """What is new in a question that leaves out everything else: 平时考核 of 那平时考核呢; else empty."""
    found = _ELLIPSIS.match(question.strip())
    return found[1].strip("，, ") if found else ""


def exactly(asked: str, new: str) -> str:
    """The question before with the new words in place of those of their kind; empty where it has none."""
    return _graded(asked, new) or _in_office(asked, new) or instead(asked, new)


def replacements(typed: str, asked: str, new: str, text: str) -> list[str]:
    """The question before with its particular replaced by the new one, the likeliest form first.

    typed: the question before as it was typed, asked: as it was completed. text: the document talked about, whose
    lists say which words stand beside each other (优秀、合格、基本合格和不合格档次).
    """
    exact = exactly(asked, new)
    if exact:
        return [exact] if not like(asked, new) else [exact, f"{new}{_tail(asked)}"]
    alike = (_earlier(typed, asked, new), _same_ending(asked, new), _same_predicate(asked, new))
    near = (_of_one_word(asked, new), _person(asked, new), _beside(asked, new, text), _case(asked, typed))
    forms = [asked.replace(old, new, 1) for old in (*alike, *near) if old and old in asked]
    lead = leading(asked)
    if "的" in new and lead.endswith(new[-2:]):  # 平时考核的优秀比例 for 优秀的比例
        forms.insert(0, asked.replace(lead, new, 1))
    position = asked.find("的")
    if 0 < position < len(asked) - 3:
        forms.append(f"{new}{asked[position:]}")
    if new.endswith(tuple(ATTRIBUTE)) and not _PEOPLE.search(new) and lead and not (near[0] or lead.endswith(new[-2:])):
        return list(dict.fromkeys([f"{lead}{new}", *forms]))[:3]  # 优秀比例呢 after 平时考核多久一次: of the same thing
    asking = _ASKING.search(asked)
    tail = _tail(asked)
    if asking and _DENIED.match(new) and not _FOLLOWS.match(tail):  # 不交呢 after 什么时候交: what follows from that
        other = [f"{new}的，{asked}"] if counts(asked) or _QUANTITY.search(asked) else []  # 未拘留的呢 after 几天批捕
        return [*([f"{_subject(lead)}{new}怎么办"] if lead and lead not in new else []), f"{new}怎么办", *other]
    if asking:
        other = [] if any(alike[1:]) else [f"{new}{tail}"]
        forms += other if forms else _placed(asked, new, asking.start(), tail)
    return list(dict.fromkeys(forms or [f"{new}{asked}"]))[:3]


def _tail(asked: str) -> str:
    """The words of a question from its asking on, with a verb of one character just before it: 多久开一次, 罚多少."""
    asking = _ASKING.search(asked)
    if not asking:
        return ""
    start = asking.start() - (asked[: asking.start()].endswith(tuple("罚交缴扣补赔领发付收")))
    return re.split(r"[,，。；？?]", asked[start:])[0]


def _placed(asked: str, new: str, start: int, tail: str) -> list[str]:
    """The question before with new words that are like nothing in it. start: where its asking begins, tail: that."""
    if counts(new):  # 连续两年 after 不合格怎么处理: of the same case
        return [f"{asked[:start]}{new}{asked[start:]}", f"{new}{asked}"]
    if _FOLLOWS.match(tail):  # another case
        return [f"{new}{tail}", f"{new}{asked}"]
    if _PEOPLE.search(new) or of_a_kind(new):
        return [f"{new}{asked}", f"{new}{tail}"]
    before = chunks(asked[:start].strip(_EDGES))
    if "，" in asked[:start] or len(before) < 2:
        return [f"{new}{tail}", f"{new}{asked}"]
    if _PEOPLE.search(before[0]):  # 工资呢 after 网格员考核多久一次: theirs
        return [f"{before[0]}{new}", f"{before[0]}{new}{tail}"]
    first = int(len(before[0]) == 1 and is_verb(before[0]))
    replaced = "".join([*before[:first], new, *before[first + 1 :], asked[start:]])
    return [replaced, f"{new}{tail}", f"{new}{asked}"]


def meant(question: str) -> str:
    """The term whose meaning a question asks for that leaves nothing out (什么是专项考核); empty for any other."""
    found = _OF_A_TERM.match(question.strip())
    return found["term"] if found else ""


def subject_of(asked: str, unit: Clause, names: Iterable[TitleMatch] = ()) -> str:
    """What a question was about: the term it asks for, else its words before the asking begins; empty without such.

    unit: the clause that answered it; names: the documents named in it, which are no topic.
    """
    lead = meant(asked) or leading(_nameless(asked, names))
    text = f"{unit.document.title}{unit.heading}{unit.text}"
    known = any(len(word) > 1 and word in text for word in words(lead))
    return _subject(lead) if known and 2 <= len(lead) <= LONGEST_TOPIC else ""


def _subject(lead: str) -> str:
    """The words before the asking without the verb of one character that belongs to it: 保证金 of 保证金交多少."""
    found = chunks(re.sub(r"[一每]个?[年月天周日次]$", "", lead))
    while len(found) > 1 and len(found[-1]) == 1 and not is_noun(found[-1]):
        found.pop()
    return "".join(found)


def leading(asked: str) -> str:
    """The words of a question before the asking begins, empty where it begins with it (由谁解释)."""
    inside: set[int] = set()  # 大会 and 在职 ask nothing with 会 and 在
    at = 0
    for word in plain_words(asked):
        begin = asked.find(word, at)
        if begin >= 0 and len(word) > 1 and is_noun(word) and not _CUT.fullmatch(word) and not _ASKING.match(word):
            inside.update(range(begin, begin + len(word)))
        elif begin >= 0 and len(word) == 2 and word[1] in "应会在到" and is_word(word) and not _CUT.fullmatch(word):
            inside.add(begin + 1)  # 响应, 开会, 迟到
        at = begin + len(word) if begin >= 0 else at
    cut = next((found.start() for found in _CUT.finditer(asked) if not inside.issuperset(range(*found.span()))), None)
    return asked[:cut].strip(_EDGES)


def shared_words(asked: str, unit: Clause, names: Iterable[TitleMatch] = ()) -> str:
    """The words of a question that its answer shares, of nested ones the longest: 社区工作者, not 社区 and 工作者."""
    text = f"{unit.document.title}{unit.heading}{unit.text}"
    found = [word for word in dict.fromkeys(words(_nameless(asked, names))) if len(word) > 1 and word in text]
    longest = [word for word in found if not any(word != other and word in other for other in found)]
    return "".join(longest[:3])


def _nameless(asked: str, names: Iterable[TitleMatch]) -> str:
    """A question without the names of documents and what it says of where in them (第十五条规定：“…”): no topic."""
    for name in sorted(names, key=lambda name: -name.start):
        asked = asked[: name.start] + asked[name.end :]
    return _PLACED.sub("", asked)


def beside(topic: str, asked: str) -> bool:
    """Whether a question begins with a thing that stands beside the topic: 平时考核多久搞一次 after 年度考核的档次."""
    lead = leading(asked)
    return len(lead) > 2 and lead not in topic and bool(_same_ending(topic, lead))


def asks_the_same(question: str, asked: str) -> bool:
    """Whether a question with a subject of its own asks what the one before asked: 支委会多久开 after 党员会多久开."""
    asking = _ASKING.search(question)
    tail = question[asking.start() :].rstrip("？?。 ") if asking else ""
    return len(leading(question)) > 1 and len(tail) > 2 and tail in asked


def people(topic: str) -> str:
    """Those whom 他们 stands for: the last word for people in a topic; empty where there is none."""
    found = re.findall(r"[一-龥]{1,8}?(?:工作者|人员|职工|党员|官员|委员|者|员|师|民|户|人)(?=$|的|合同|[^事])", topic)
    return found[-1].strip(_EDGES) if found else ""


def spelled_out(question: str, text: str) -> list[str]:
    """The question with its last verb of one character as the commonest word of the document: 谁来招 as 谁来招聘."""
    bare = question.rstrip("？?。！!吗呢啊的了 ")
    if not bare or bare[-1] in _LIGHT_VERBS or not "一" <= bare[-1] <= "龥" or bare[-2:] in words(text):
        return []
    found = Counter(word for word in words(text) if len(word) == 2 and word[0] == bare[-1])
    return [bare[:-1] + word for word, count in found.most_common(1) if count > 1]


def touches(question: str, clause: Clause, units: Sequence[Clause]) -> bool:
    """Whether a clause has to do with a follow-up itself, and not only with what was said before.

    It has one of its words, unless half of the units (those of the document) have it too (单位), or a word that begins
    like one of its own, with a character that few of them have: 借走 and 借调, but not 饺子 and 分子.
    A question without words of its own (那是谁) is about what was said before.
    """
    own = [form for word in own_words(question) for form in (word, *equivalents(word))]
    text = search_text(f"{clause.heading}{clause.text}")
    if not own:
        if asked_quantity(question) == "frequency":  # 多久一次 counts nothing
            return states_quantity(text, "frequency")
        counted = _COUNTED.search(search_text(question))
        return counted is None or any(found[2] == counted[2] for found in _COUNTED.finditer(text))
    if any(word in text and 2 * sum(word in unit.text for unit in units) <= len(units) for word in own):
        return True
    if any(len(word) > 2 and re.search(".{0,3}".join(map(re.escape, word)), text) for word in own):
        return True  # 支委会 is the 支部委员会
    own = [word for word in words(question) if word not in _LIGHT_VERBS and word not in _SAY_NOTHING]
    begin = {word[0] for word in words(text)}
    shared = {word[0] for word in own if word[0] in begin and word[0] not in _COMMON_FIRST}
    return any(sum(character in unit.text for unit in units) <= RARE * len(units) for character in shared)


def said(question: str, quoted: str) -> float:
    """The share of the follow-up's own words, the rarer the heavier, that the words quoted have."""
    own = {word: rarity(word) for word in own_words(question)}
    found = search_text(quoted)
    had = sum(weight for word, weight in own.items() if any(form in found for form in (word, *equivalents(word))))
    return had / (sum(own.values()) or 1.0)


def borrowed(form: str, question: str) -> bool:
    """Whether a completed question has words that the follow-up has not, but for its asking."""
    told = plain_words(_ASKING.sub(" ", form))
    return any(len(word) > 1 and word not in question for word in told)


def own_words(question: str) -> list[str]:
    """The words of a follow-up that say what it is about, and those of the law for them; no numbers, no asking."""
    asked = _ASKING.sub(" ", _COUNTED_ALONE.sub(" ", search_text(question)))
    whole = words(question)  # 来招 is no word of 谁来招
    return [word for word in words(asked) if len(word) > 1 and word not in _SAY_NOTHING and word in whole]


def things(question: str) -> list[str]:
    """The words of a question that name what it is about: no 期限 and no 标准, and nothing that is no word (能领)."""
    nouns = [word for word in plain_words(question) if is_plain_noun(word) and word not in "人内外"]
    named = (word for word in own_words(question) if is_word(word) or is_noun(word))
    return [word for word in named if word not in ATTRIBUTE] + nouns


def object_of(asked: str) -> str:
    """What a question asks for: 处分 of 给什么处分; empty where it names no thing."""
    found = re.search(r"(?:什么|哪些|哪种|何种|几[级种类])([一-龥]{2,4})[?？。]*$", asked)
    return found[1] if found and is_noun(found[1]) and found[1] not in ATTRIBUTE else ""


def _graded(asked: str, new: str) -> str:
    """合格 for 不合格: the question before with another grade; empty where it names none."""
    grade = re.sub(r"(?:档次|等次)?的?(?:人员?)?$", "", new)
    old = next((mark for mark in MARKS.findall(asked) if mark != grade), "")
    return asked.replace(old, grade, 1) if old and MARKS.fullmatch(grade) else ""


def _in_office(asked: str, new: str) -> str:
    """副组长, 成员 or 办公室主任 for 组长: the question before on who holds another office in the same body."""
    old = list(_OFFICE.finditer(asked))
    if not old or not _OFFICE.search(new) or _OFFICE.sub("", new).strip("的") not in ("", "办公室"):
        return ""
    return asked[: old[-1].start()] + new + asked[old[-1].end() :]


def _earlier(typed: str, asked: str, new: str) -> str:
    """What the question before had itself put in place: after 严重警告呢 comes 留党察看呢."""
    before = particular(typed)
    return before if before and before in asked and before != new else ""


def _same_ending(asked: str, new: str) -> str:
    """聘期考核 for 平时考核: as many characters with the same end."""
    if len(new) < 3:
        return ""
    for size in range(len(new) - 1, 1, -1):
        at = asked.find(new[-size:])
        start = at - (len(new) - size)
        old = asked[start : at + size] if at >= 0 and start >= 0 else ""
        if old and not set(old[:-size]) & set(_STOPS + _EDGES) and whole(asked, old):
            return old
    return ""


def _of_one_word(asked: str, new: str) -> str:
    """退伙 for 强制退伙, 合伙人 for 有限合伙人: a word of the question that the new one makes a special one."""
    return next((word for word in chunks(asked) if len(word) > 1 and new.endswith(word) and word != new), "")


def _same_predicate(asked: str, new: str) -> str:
    """认定为工伤 of 应当认定为工伤 for 视同工伤: what follows 应当 or 可以 and has the same end."""
    for size in range(len(new) - 1, 1, -1):
        found = re.search(rf"(?:应当|应该|可以|不得|必须)([^，。？?]{{1,8}}{re.escape(new[-size:])})", asked)
        if found:
            return found[1]
    return ""


def _case(asked: str, typed: str) -> str:
    """没拴狗链 of 没拴狗链，可以罚多少: the case before the comma that the question is about."""
    found = re.match(r"([^，,]{2,24})[，,](?=[^，,]+$)", asked)
    return found[1] if found and asked == typed and not _ASKING.search(found[1]) else ""


def _person(asked: str, new: str) -> str:
    """党员 for 书记: one for whom something is laid down for another."""
    if not _PEOPLE.search(new):
        return ""
    return next((word for word in chunks(leading(asked)) if _PEOPLE.search(word) and word not in new), "")


def _beside(asked: str, new: str, text: str) -> str:
    """A word of the question that stands in one list with the new one in the document."""
    candidates = [
        word
        for word in dict.fromkeys([*words(asked), *chunks(asked)])
        if len(word) > 1 and word not in new and not word.isdigit() and whole(asked, word)
    ]
    for found in list(re.finditer(re.escape(new), text))[:40]:
        listed = _list_around(text, found.start(), found.end())
        best = [
            word for word in candidates if any(item.strip() in (word, word + "档次") or word in item for item in listed)
        ]
        if best:
            return max(best, key=len)
    return ""


def _list_around(text: str, start: int, end: int) -> Sequence[str]:
    """The items of the list that text[start:end] stands in (甲、乙和丙), the one there apart; empty for no list."""
    low, high = start, end
    while low > 0 and start - low < 40 and text[low - 1] not in _STOPS:
        low -= 1
    while high < len(text) and high - end < 40 and text[high] not in _STOPS:
        high += 1
    if "、" not in text[low:high]:
        return ()
    before = re.split(r"[、和或及]", text[low:start])[:-1] if start > low and text[start - 1] in "、和或及" else []
    after = re.split(r"[、和或及]", text[end:high])[1:] if high > end and text[end] in "、和或及" else []
    return [*(item[-6:] for item in before), *(item[:6] for item in after)]
