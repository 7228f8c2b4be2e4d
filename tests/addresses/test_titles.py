"""Which documents a question names: in full, in short, loosely, in an old version, or one that is not there."""

from __future__ import annotations

import re
import time

import pytest

from tests.support.corpora import seeds, shared
from tests.support.cpu_time import cpu_seconds
from tiaowen.addresses.title_index import TitleMatch
from tiaowen.addresses.titles import TitleMatcher
from tiaowen.datamodels import Document, Origin, Source, Witness


def titled(title: str, date: str = "", text: str = "") -> Document:
    witness = Witness(Source("a.txt", "", "utf-8", title), text or title, Origin((), (), ()))
    return Document(f"{title}@{date}", title, "regulation", "", "", date, (witness,))


LAWS = [
    *(
        "中华人民共和国民法典",
        "中华人民共和国刑法",
        "中华人民共和国劳动法",
        "中华人民共和国宪法",
        "中华人民共和国个人所得税法",
    ),
    *("中华人民共和国个人所得税法实施条例", "中华人民共和国治安管理处罚法", "中华人民共和国公司法", "物业管理条例"),
    *("北京市物业管理条例", "河南省消防条例", "山东省消防条例", "青岛市养犬管理条例", "职工带薪年休假条例"),
    *("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）", "中华人民共和国刑法修正案（八）"),
    *("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（二）", "上海市实施《中华人民共和国献血法》办法"),
    *(
        "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）",
        "最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
    ),
]


@pytest.fixture(scope="module")
def five() -> TitleMatcher:
    return TitleMatcher(seeds().documents)


@pytest.fixture(scope="module")
def laws() -> TitleMatcher:
    old = [titled("中华人民共和国民事诉讼法", "2012-08-31"), titled("中华人民共和国民事诉讼法", "2023-09-01")]
    return TitleMatcher([*map(titled, LAWS), *old, titled("中华人民共和国民事诉讼法", "2021-12-24")])


KHBF, DSTL = "内蒙古自治区事业单位工作人员考核办法", "党史学习教育工作条例"
PXGH, SQYJ = "全国党员教育培训工作规划(2024-2028年)", "中共中央办公厅 国务院办公厅关于加强社区工作者队伍建设的意见"
SZY = "海南区进一步加强水资源管理和利用工作方案"

SHORT = [
    ("内蒙古自治区事业单位工作人员考核办法第十九条", KHBF),
    ("《内蒙古自治区事业单位工作人员考核办法》第十九条", KHBF),
    ("考核办法第19条", KHBF),
    ("《考核办法》第八条", KHBF),
    ("事业单位考核办法第三十条第（四）项原文", KHBF),
    ("事业单位人员年度考核办法第三条", KHBF),
    ("事业单位那个办法的第二十条呢？", KHBF),
    ("内蒙古的考核办法第十条", KHBF),
    ("我们单位的考核办法", KHBF),
    ("根据事业单位考核办法，试用期怎么评", KHBF),
    ("办法第十条", KHBF),
    ("党史学习教育工作条例对经费是怎么规定的", DSTL),
    ("黨史學習教育工作條例對經費是怎麼規定的？", DSTL),
    ("党史条例第33条", DSTL),
    ("党史学习条例", DSTL),
    ("《条例》第二十条", DSTL),
    ("条例对经费怎么规定", DSTL),
    ("那个培训规划第（十六）条", PXGH),
    ("培训规划", PXGH),
    ("党员教育培训规划（十七）", PXGH),
    ("按2024-2028年的党员教育培训规划，党员5年里", PXGH),
    ("全国党员教育培训工作规划的实施情况", PXGH),
    ("规划第（十六）条", PXGH),
    ("社区工作者意见第9点", SQYJ),
    ("社区工作者那个意见的第十二点", SQYJ),
    ("那个意见对工资怎么说", SQYJ),
    ("水资源方案问题三", SZY),
    ("海南区水资源管理方案", SZY),
    ("党纪学习教育通知", "中共中央办公厅印发《通知》在全党开展党纪学习教育"),
    ("党史条例答记者问第三问", "《党史学习教育工作条例》答记者问"),
    ("关于印发《考核办法》的通知", "关于印发《内蒙古自治区事业单位工作人员考核办法》的通知"),
    ("2025年全国两会新闻中心启用 讲了什么", "2025年全国两会新闻中心启用"),
]


@pytest.mark.parametrize(("question", "title"), SHORT)
def test_short_and_loose_names_are_recognised(five: TitleMatcher, question: str, title: str) -> None:
    (match,) = five.find(question)
    assert [document.title for document in match.documents] == [title]
    assert question[match.start : match.end] == match.name


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("公务员考核办法第三条", "公务员考核办法"),
        ("公务员考核办法怎么规定优秀比例", "公务员考核办法"),
        ("公务员的考核办法", "公务员的考核办法"),
        ("请问干部考核办法第二条", "干部考核办法"),
        ("《劳动合同法》第三十九条", "《劳动合同法》"),
        ("劳动合同法第三十九条", "劳动合同法"),
        ("依照刑法第三条", "刑法"),
        ("民法典第一条", "民法典"),
        ("宪法第三十三条", "宪法"),
        ("森林法实施条例第三条", "森林法实施条例"),
        ("数据条例怎么说", "数据条例"),
        ("信访条例里怎么说", "信访条例"),
        ("干部教育培训工作条例第三条", "干部教育培训工作条例"),
        ("海南省水资源方案", "海南省水资源方案"),
        ("《中华人民共和国公务员法》", "《中华人民共和国公务员法》"),
        ("《中国共产党纪律处分条例》第八条", "《中国共产党纪律处分条例》"),
    ],
)
def test_another_document_is_foreign(five: TitleMatcher, question: str, name: str) -> None:
    (match,) = five.find(question)
    assert match.foreign
    assert match.name == name


NO_NAMES = """
有什么办法提高成绩|由谁解释|谁负责解释本办法|聘期考核公式期几天|用什么办法考核|听取意见|事业单位考核|排序算法|用Python帮我写一个快速排序
今天呼和浩特天气怎么样|说回来，它是哪天发布的？|怎么规定的|违法了怎么办|依法处理|各单位的看法|团校必须统一开设党史课程吗？|领导的决定
刚毕业来单位才干了四个月，年底怎么给我评？|有没有相关规定|按规定办理|法律怎么说|学习方法|学习计划|公示几天
""".replace("\n", "|").strip("|")


@pytest.mark.parametrize("question", [q for q in NO_NAMES.split("|") if "本办法" not in q])
def test_ordinary_words_name_nothing(five: TitleMatcher, question: str) -> None:
    assert five.find(question) == []


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("民法典第一千二百六十条", "中华人民共和国民法典"),
        ("民法第三条", "中华人民共和国民法典"),
        ("老板不给钱违反了劳动法吗", "中华人民共和国劳动法"),
        ("刑法第二百八十条之一", "中华人民共和国刑法"),
        ("刑法修正案八第二条", "中华人民共和国刑法修正案（八）"),
        ("宪法第三十三条", "中华人民共和国宪法"),
        ("治安处罚法", "中华人民共和国治安管理处罚法"),
        ("民诉法第三条", "中华人民共和国民事诉讼法"),
        ("个人所得税法实施条例第三条", "中华人民共和国个人所得税法实施条例"),
        ("个人所得税法第三条", "中华人民共和国个人所得税法"),
        ("物业管理条例第三条", "物业管理条例"),
        ("请问北京市物业管理条例对电梯有什么规定", "北京市物业管理条例"),
        ("河南消防条例", "河南省消防条例"),
        ("青岛养犬条例", "青岛市养犬管理条例"),
        ("年休假条例", "职工带薪年休假条例"),
        ("民法典婚姻家庭编解释一第三条", "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）"),
        ("民法典婚姻家庭编的解释（二）第三条", "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（二）"),
        ("公司法解释三第二条", "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）"),
        ("公司法司法解释三第二条", "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）"),
        ("《公司法解释三》第二条", "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）"),
        ("民间借贷司法解释", "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"),
        ("民间借贷规定", "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"),
    ],
)
def test_laws_are_known_by_their_usual_names(laws: TitleMatcher, question: str, title: str) -> None:
    (match,) = [match for match in laws.find(question) if match.name != "规定"]
    assert [document.title for document in match.documents] == [title]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("公司法解释二第十八条", "公司法解释二"),  # only the third is here
        (
            "《最高人民法院关于适用〈中华人民共和国公司法〉若干问题的规定（二）》第一条",
            "《最高人民法院关于适用〈中华人民共和国公司法〉若干问题的规定（二）》",
        ),
        ("治安管理处罚法实施细则第三条", "治安管理处罚法实施细则"),
        ("个人所得税法解释一第三条", "个人所得税法解释一"),
        ("民用物业管理条例第三条", "民用物业管理条例"),
        ("检察官法第十条", "检察官法"),
        ("海口市人才引进办法第三条", "海口市人才引进办法"),
        ("海口市工伤认定办法第二条", "海口市工伤认定办法"),
        ("杭州市限制养犬规定里每户能养几只", "杭州市限制养犬规定"),
    ],
)
def test_a_law_that_is_not_here_is_not_one_that_is(laws: TitleMatcher, question: str, name: str) -> None:
    (match,) = laws.find(question)
    assert match.name == name
    assert match.foreign


def test_short_names_of_first_characters_and_of_both_ends() -> None:
    titles = ("中华人民共和国税收征收管理法", "中华人民共和国劳动争议调解仲裁法", "中华人民共和国劳动合同法")
    matcher = TitleMatcher([titled(title) for title in titles])
    for question, title in (
        ("征管法第三十二条", titles[0]),
        ("劳动仲裁法第三条", titles[1]),
        ("劳动争议仲裁法第三条", titles[1]),
    ):
        (match,) = matcher.find(question)
        assert [found.title for found in match.documents] == [title]
    for question in ("合同法第三条", "劳动法第三条", "仲裁法第三条"):
        assert matcher.find(question)[0].foreign


def test_a_name_that_fits_several_lists_them_all(laws: TitleMatcher) -> None:
    (match,) = laws.find("消防条例第三条")
    assert {document.title for document in match.documents} == {"河南省消防条例", "山东省消防条例"}


def test_a_longer_name_of_another_law_is_foreign(laws: TitleMatcher) -> None:
    for question in (
        "劳动合同法第三条",
        "《个人所得法》",
        "《中华人民共和国治安处罚法》",
        "广东省消防条例第三条",
        "天津市物业管理条例",
    ):
        (match,) = laws.find(question)
        assert match.foreign, question


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("民事诉讼法第三条", "2023-09-01"),
        ("2012年的民事诉讼法第三条", "2012-08-31"),
        ("民事诉讼法（2021年修正）第三条", "2021-12-24"),
        ("1999年的民事诉讼法", "2023-09-01"),
    ],
)
def test_the_latest_version_is_meant_unless_a_year_is_named(laws: TitleMatcher, question: str, date: str) -> None:
    (match,) = laws.find(question)
    assert [document.date for document in match.documents] == [date]


def test_whole_titles_score_higher_than_short_ones_and_these_than_foreign_guesses(five: TitleMatcher) -> None:
    def score(question: str) -> float:
        return five.find(question)[0].score

    assert score(f"《{KHBF}》") == score(KHBF) == 1.0
    assert 0.5 < score("考核办法") < score("党员教育培训规划") < 1.0


def test_names_do_not_overlap_and_come_in_order(five: TitleMatcher) -> None:
    found = five.find("考核办法和党史条例的第十九条，还有《劳动合同法》")
    assert [match.name for match in found] == ["考核办法", "党史条例", "《劳动合同法》"]
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("document", seeds().documents, ids=lambda document: document.title[:12])
def test_every_title_names_its_document(five: TitleMatcher, document: Document) -> None:
    title = document.title
    (match,) = [match for match in five.find(title if title.startswith("《") else f"《{title}》") if match.start == 0]
    assert match.documents == (document,)
    assert five.lookup(title) == (document,)


@pytest.mark.parametrize("piece", ["考核办法", "《", "《考核办法》", "公务员考核办法第三条", "的规定，", "办法"])
def test_a_long_text_is_searched_in_linear_time(five: TitleMatcher, piece: str) -> None:
    assert cpu_seconds(lambda: five.find(piece * (20_000 // len(piece)))) < 5


@pytest.mark.shared
def test_titles_of_thousands_of_laws_are_matched_fast() -> None:
    files = sorted((shared() / "laws").rglob("*.md"))
    documents = [
        titled(path.stem.split("(20")[0], date[0] if (date := re.findall(r"\d{4}-\d\d-\d\d", path.stem)) else "")
        for path in files
    ]
    matcher = TitleMatcher(documents)
    questions = [*(q for q, _ in SHORT), *NO_NAMES.split("|"), *(f"{title}第三条" for title in LAWS)]
    start = time.process_time()
    found: list[TitleMatch] = []
    for question in questions:
        found += matcher.find(question)
    assert (time.process_time() - start) / len(questions) < 0.003
    assert found


@pytest.mark.parametrize("remarks", ["（试行）（征求意见稿）", "（试行）(2024年修订)", "(2024年修订)（征求意见稿）"])
def test_a_title_is_known_without_both_of_its_remarks(remarks: str) -> None:
    matcher = TitleMatcher([titled("临江市公园管理办法"), titled(f"东海市公园管理办法{remarks}")])
    (found,) = matcher.find("东海市公园管理办法第四条原文")
    assert [document.title for document in found.documents] == [f"东海市公园管理办法{remarks}"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("北京的消防条例第三条", ""),
        ("河南的消防条例第三条", "河南省消防条例"),
        ("山东的消防条例规定多久检查一次", "山东省消防条例"),
        ("青岛的养犬管理条例第二条", "青岛市养犬管理条例"),
    ],
)
def test_a_place_before_a_title_is_a_part_of_it(question: str, title: str) -> None:
    (found,) = TitleMatcher(titled(law) for law in LAWS).find(question)
    assert [document.title for document in found.documents] == ([title] if title else [])


PAPERS = [
    "人民检察院刑事诉讼规则",
    "北京市实施《中华人民共和国消费者权益保护法》办法",
    "某市校车安全管理办法",
    "民办非企业单位登记管理暂行条例",
]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("刑诉规则第一百零一条第二款", "人民检察院刑事诉讼规则"),
        ("检察院刑诉规则第690条", "人民检察院刑事诉讼规则"),
        ("北京消保办法第十四条第一款", "北京市实施《中华人民共和国消费者权益保护法》办法"),
        ("河南消保办法第十四条", ""),
        ("民诉规则第三条", ""),
        ("刑事规则第三条", "人民检察院刑事诉讼规则"),
        ("诉规则第三条", ""),
        ("民非登记条例第20条第1款第4项", "民办非企业单位登记管理暂行条例"),
        ("民非登记管理条例", "民办非企业单位登记管理暂行条例"),
        ("企业登记条例第三条", ""),
        ("民办企业登记条例第三条", ""),
        ("民办非企业登记条例第三条", "民办非企业单位登记管理暂行条例"),
        ("公司登记条例第三条", ""),
    ],
)
def test_a_short_name_of_the_first_characters_of_words(question: str, title: str) -> None:
    found = TitleMatcher(titled(paper) for paper in PAPERS).find(question)
    assert [document.title for match in found for document in match.documents] == ([title] if title else [])


def test_a_paper_may_be_called_by_its_number_and_a_kind_alone_is_a_name_where_the_whole_is_asked_about() -> None:
    plan = titled("示例市节水规划")
    notice = Document("n", "关于加强节水的通知", "notice", "", "示政办发〔2024〕8号", "", plan.witnesses)
    titles = TitleMatcher([plan, notice])
    for question, document in [
        ("8号文什么时候发的", notice),
        ("请问8号文是谁发的", notice),
        ("示政办发8号文件是谁发的", notice),
        ("示政办发〔2024〕8号文件是谁发的", notice),
        ("规划主要内容", plan),
        ("规划分几个部分", plan),
    ]:
        assert [match.documents for match in titles.find(question)] == [(document,)], question
    assert not titles.find("9号文什么时候发的")
    assert not titles.find("国务院8号文什么时候发的")
    assert not titles.find("其他规划里有几个部分人")
