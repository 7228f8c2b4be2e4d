"""Addresses in the forms that people type, what is no address, and the round trip of what is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cpu_time import cpu_seconds
from tiaowen.addresses.address import Address, parse
from tiaowen.addresses.address_marks import Relative
from tiaowen.datamodels import Step

FORMS = [
    # an article, however its number is written
    ("第十九条", "第十九条"),
    ("第19条", "第十九条"),
    ("第 19 条", "第十九条"),
    ("１９条", "第十九条"),
    ("19条", "第十九条"),
    ("第十九條", "第十九条"),
    ("第廿条", "第二十条"),
    ("第一百零三条", "第一百零三条"),
    ("第1260条", "第一千二百六十条"),
    ("一千二百六十条", "第一千二百六十条"),
    ("第（十六）条", "第十六条"),
    ("（十六）条", "第十六条"),
    ("第十条之一", "第十条之一"),
    ("第一百二十条之一第二款", "第一百二十条之一第二款"),
    ("19條之1", "第十九条之一"),
    ("第十九条款", "第十九条"),
    ("那第二十条呢？", "第二十条"),
    ("第十九条是什么内容", "第十九条"),
    ("查19条", "第十九条"),
    # 款, 项, 目
    ("十九条第二款", "第十九条第二款"),
    ("19条2款", "第十九条第二款"),
    ("第31条第2款", "第三十一条第二款"),
    ("第四十四条第（三）项", "第四十四条第（三）项"),
    ("第四十四条第三项", "第四十四条第（三）项"),
    ("第四十四条（三）", "第四十四条第（三）项"),
    ("第四十四条(3)", "第四十四条第（三）项"),
    ("第四十四条第(3)项", "第四十四条第（三）项"),
    ("第44条第三项", "第四十四条第（三）项"),
    ("44条3项", "第四十四条第（三）项"),
    ("四十四条三项", "第四十四条第（三）项"),
    ("第44條第3項", "第四十四条第（三）项"),
    ("第44条的第三项", "第四十四条第（三）项"),
    ("第44条，第三项", "第四十四条第（三）项"),
    ("第44条中的第三项", "第四十四条第（三）项"),
    ("第十五条第二款第三项", "第十五条第二款第（三）项"),
    ("第十七条第（三）项第1目", "第十七条第（三）项第1目"),
    ("第17条第三项第1点", "第十七条第（三）项第1目"),
    ("17条(三)1.", "第十七条第（三）项第1目"),
    ("第二款", "第二款"),
    ("（三）项", "第（三）项"),
    # headings above the article
    ("第三章", "第三章"),
    ("第10章", "第十章"),
    ("第二编第三章第一节", "第二编第三章第一节"),
    ("第三章第九条", "第三章第九条"),
    ("第二分编", "第二分编"),
    # documents without articles
    ("（十七）", "（十七）"),
    ("三、（五）", "三、（五）"),
    ("第9点", "第9点"),
    ("9点", "第9点"),
    ("问题三工作措施2", "问题三·工作措施2"),
    ("问题三·工作措施2", "问题三·工作措施2"),
    ("问题3的措施2", "问题三·工作措施2"),
    ("第三个问题的第二条措施", "问题三·工作措施2"),
    ("问题四·工作措施", "问题四·工作措施"),
    ("问题三·工作措施2·责任单位", "问题三·工作措施2·责任单位"),
    ("一、总体要求第3段", "一、总体要求第3段"),
    ("第3段", "第3段"),
    ("第二自然段", "第2段"),
    ("最后一段", "末段"),
    ("第一部分", "一、"),
    ("答3", "答3"),
    ("第三问", "答3"),
    ("题注", "题注"),
    ("文号", "文号"),
    # ranges and enumerations
    ("第一条至第三条", "第一条至第三条"),
    ("第一条到第三条", "第一条至第三条"),
    ("第1-3条", "第一条至第三条"),
    ("第（一）至（三）项", "第（一）项至第（三）项"),
    ("第一条第（一）项至第（三）项", "第一条第（一）项至第（三）项"),
    ("第十一条至第十四条", "第十一条至第十四条"),
    ("第五条、第六条和第八条", "第五条|第六条|第八条"),
    ("第五、六条", "第五条|第六条"),
    ("第十二条第一款、第三款", "第十二条第一款|第十二条第三款"),
    ("第三条第一项、第二项", "第三条第（一）项|第三条第（二）项"),
    ("第八条和第十条第二款", "第八条|第十条第二款"),
    ("第三章第九条、第十条", "第三章第九条|第十条"),
    # relative to the place
    ("前款", "前款"),
    ("前两款", "前两款"),
    ("前款第二项、第三项", "前款第（二）项|前款第（三）项"),
    ("本条第二款", "本条第二款"),
    ("本办法第十五条", "第十五条"),
    ("下一条", "下一条"),
    ("前条", "前条"),
    # with a title
    ("《党史学习教育工作条例》第31条第2款", "《党史学习教育工作条例》第三十一条第二款"),
    ("《办法》的第八条", "《办法》第八条"),
    ("《刑法》（2020修正）第八条", "《刑法》第八条"),
    ("依照《民法典》第一条、第二条", "《民法典》第一条|《民法典》第二条"),
    ("《关于适用〈民法典〉的解释》第三条", "《关于适用〈民法典〉的解释》第三条"),
]


@pytest.mark.parametrize(("text", "printed"), FORMS)
def test_reads_every_form_that_people_type(text: str, printed: str) -> None:
    assert "|".join(str(mention.address) for mention in parse(text)) == printed
    assert all(mention.sure for mention in parse(text))


NO_ADDRESS = """
《条例》共六章、三十四条|严守三条控制线|27项103条便民措施|有什么办法|早上9点上班|提前三项|本项目|该款项|以上条款|问题一是什么
有两条意见|5个工作日|第三人|第二阶段|目前条件|格式条款|合同项下|每年3次|2024年3月15日|第一条原则是什么|百分之二十|三个历史决议
第一章程|条例规定|工作措施|回答问题|第三季度|“三会一课”|一条河|十几条|两章|下列条件|12项原则
""".replace("\n", "|").strip("|")


@pytest.mark.parametrize("text", NO_ADDRESS.split("|"))
def test_other_numbers_are_no_addresses(text: str) -> None:
    assert not [mention for mention in parse(text) if mention.sure]


def test_offsets_point_at_the_words() -> None:
    text = "请问《党史学习教育工作条例》第十九条，还有考核办法44条3项怎么说？"
    assert [text[m.start : m.end] for m in parse(text)] == ["《党史学习教育工作条例》第十九条", "44条3项"]
    assert [text[m.place : m.end] for m in parse(text)] == ["第十九条", "44条3项"]


def test_an_address_after_a_known_name_belongs_to_it() -> None:
    text = "依照刑法第三条、第五条和本法第八条"
    assert [(m.address.title, m.address.label) for m in parse(text, [(2, 4)])] == [
        ("刑法", "第三条"),
        ("刑法", "第五条"),
        (None, "第八条"),
    ]


def test_nothing_is_read_inside_a_known_name() -> None:
    text = "最高人民法院关于适用民法典的解释（二）第三条"
    (mention,) = parse(text, [(0, text.index("第"))])
    assert mention.address.label == "第三条"


def test_relative_addresses_are_kept_apart_from_absolute_ones() -> None:
    (mention,) = parse("本条例第三十六条")
    assert mention.address == Address((Step("条", 36),), relative=Relative("本", "文件"))
    (mention,) = parse("前三款")
    assert mention.address.relative == Relative("前", "款", 3)


def _numbered(level: str, most: int = 1500) -> st.SearchStrategy[Step]:
    return st.integers(1, most).map(lambda number: Step(level, number))


ARTICLES = st.tuples(
    st.builds(Step, st.just("条"), st.integers(1, 1500), st.integers(0, 5)),
    st.one_of(st.none(), _numbered("款", 20)),
    st.one_of(st.none(), _numbered("项", 40)),
    st.one_of(st.none(), _numbered("目", 20)),
).map(lambda steps: tuple(s for s in steps if s is not None and (s.level != "目" or steps[2] is not None)))
DIVISIONS = st.tuples(_numbered("编", 20), _numbered("章", 40), _numbered("节", 20))
SECTIONS = st.one_of(
    _numbered("分节", 40).map(lambda s: (s,)),
    _numbered("点", 40).map(lambda s: (s,)),
    st.tuples(_numbered("部分", 20), _numbered("分节", 40)),
    st.tuples(_numbered("问题", 20), _numbered("措施", 20)),
)


@given(
    st.one_of(ARTICLES, DIVISIONS, SECTIONS), st.sampled_from([None, "党史学习教育工作条例", "关于印发〈办法〉的通知"])
)
def test_a_printed_address_reads_back(steps: tuple[Step, ...], title: str | None) -> None:
    address = Address(steps, title)
    printed = str(address)
    (mention,) = parse(printed)
    assert mention.address == address
    assert (mention.start, mention.end) == (0, len(printed))


@given(st.text(alphabet="第一二十百条款项目章节（）()、至之·《》问题措施答段前本法12 ０３", max_size=40))
def test_any_text_is_parsed_with_offsets_in_order(text: str) -> None:
    end = 0
    for mention in parse(text):
        assert end <= mention.start <= mention.place < mention.end <= len(text)
        end = mention.end


def test_a_question_is_parsed_in_less_than_a_millisecond() -> None:
    questions = [text for text, _ in FORMS] * 5
    assert cpu_seconds(lambda: [parse(question) for question in questions]) / len(questions) < 0.001


@pytest.mark.parametrize(
    "piece", ["第", "第一条", "（一）", "一、", "《", "》第一条", "1-", "第一、", "前款", "答1", "之一", "9点，"]
)
def test_a_long_text_is_parsed_in_linear_time(piece: str) -> None:
    assert cpu_seconds(lambda: parse(piece * (100_000 // len(piece)))) < 5
