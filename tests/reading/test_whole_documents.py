"""Whole documents of kinds that people have, all invented: each holds a trap that reading has once fallen into."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.reading.test_formats import archive
from tests.support.reading_tools import assert_partition, labels
from tiaowen.addresses.references import find_references
from tiaowen.addresses.resolving import Resolver
from tiaowen.datamodels import Clause, Corpus, Document
from tiaowen.errors import AddressError
from tiaowen.reading import corpus as reading
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.grammar.marks import points


@pytest.fixture
def read(tmp_path: Path):
    """text -> the corpus of a file that holds it."""

    def of(text: str, name: str = "文件.txt") -> Corpus:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        corpus = read_sources([path])
        for document in corpus.documents:
            assert_partition(document, corpus.by_document[document.id])
        return corpus

    return of


def units(corpus: Corpus, document: Document) -> list[str]:
    return labels(corpus.by_document[document.id])


def named(corpus: Corpus, label: str) -> Clause:
    (found,) = [clause for clause in corpus.clauses if clause.label == label]
    return found


ORDER = """某省人民政府令
第312号

《某省河道采砂管理规定》已经2024年3月1日省人民政府第20次常务会议通过，现予公布，自2024年5月1日起施行。

省长 李某某
2024年3月15日

某省河道采砂管理规定

第一章 总则
第一条 为了加强河道采砂管理，制定本规定。
第二条 本规定适用于本省行政区域内的河道采砂。
前款所称河道，包括湖泊、人工水道。
第二章 许可
第三条 申请许可证应当符合下列条件：
（一）符合采砂规划；
（二）有合格的设备。
申请人提交的材料不齐的，应当一次告知。
第四条 有下列情形之一的，不予许可：
（一）不符合前条第（一）项规定的；
（二）被吊销许可证未满三年的。
第五条 违反本规定第三条第二款规定，或者有第四条第二项所列情形的，依照《中华人民共和国行政许可法》第六十九条处理。
第三章 附则
第六条 本规定自2024年5月1日起施行。
"""


def test_an_order_and_what_it_promulgates(read) -> None:
    corpus = read(ORDER)
    order, rules = corpus.documents
    assert (order.title, order.issuer, order.number, order.date) == (
        "某省人民政府令",
        "某省人民政府",
        "第312号",
        "2024-03-15",
    )
    assert units(corpus, order) == ["文号", "第1段", "落款", "成文日期"]
    assert (rules.title, rules.issuer, rules.date) == ("某省河道采砂管理规定", "某省人民政府", "2024-03-15")
    assert units(corpus, rules) == [f"第{number}条" for number in "一二三四五六"]


def test_references_in_it_lead_where_they_say(read) -> None:
    corpus = read(ORDER)
    resolver = Resolver(corpus)
    found = {}
    for label in ("第二条", "第四条", "第五条"):
        clause = named(corpus, label)
        for reference in find_references(clause, resolver):
            target = reference.target
            label = target.label if isinstance(target, Clause) else None
            found[clause.text[reference.start : reference.end]] = label
    assert found == {
        "前款": "第二条第一款",
        "前条第（一）项": "第三条第（一）项",
        "本规定第三条第二款": "第三条第二款",
        "第四条第二项": "第四条第（二）项",
        "《中华人民共和国行政许可法》第六十九条": None,
    }


def test_a_notice_with_its_imprint_and_appendices_that_have_titles(read) -> None:
    corpus = read(
        "某县人民政府关于印发防汛应急预案的通知\n某政发〔2024〕12号\n\n各乡镇人民政府：\n"
        "现将《某县防汛应急预案》印发给你们，请认真贯彻执行。\n\n附件：1.某县防汛应急预案\n      2.成员名单\n\n"
        "某县人民政府\n2024年5月6日\n\n附件1\n\n某县防汛应急预案\n\n一、总则\n（一）编制目的\n为了做好防汛工作，制定本预案。\n"
        "二、组织体系\n县防汛指挥部负责统一指挥。\n\n附件2\n\n某县防汛指挥部成员名单\n\n指挥长：王某\n副指挥长：赵某\n\n"
        "抄送：县委办公室。\n某县人民政府办公室　　2024年5月6日印发\n"
    )
    (document,) = corpus.documents
    assert (document.number, document.date) == ("某政发〔2024〕12号", "2024-05-06")
    assert named(corpus, "附件1").heading == "附件1 某县防汛应急预案"
    assert named(corpus, "附件2").heading == "附件2 某县防汛指挥部成员名单"
    assert not any("序言" in clause.label for clause in corpus.clauses)
    assert named(corpus, "附件1一、（一）第1段").text == "为了做好防汛工作，制定本预案。"
    assert named(corpus, "版记").text == "抄送：县委办公室。\n某县人民政府办公室　　2024年5月6日印发"


def test_a_contract_has_headings_above_its_articles_and_is_signed(read) -> None:
    corpus = read(
        "房屋租赁合同\n\n根据《中华人民共和国民法典》，双方订立本合同。\n\n"
        "第一条 房屋基本情况\n房屋坐落于某市某路1号。\n"
        "第二条 租赁期限\n租赁期自2024年1月1日起至2024年12月31日止。\n租赁期满，乙方应当返还房屋。\n"
        "第三条 违约责任\n（一）逾期支付租金的，每日按百分之一支付违约金；\n（二）擅自转租的，甲方可以解除合同。\n\n"
        "甲方（签字）：\n乙方（签字）：\n2024年1月1日\n"
    )
    headings = [named(corpus, f"第{number}条").heading for number in "一二三"]
    assert headings == ["房屋基本情况", "租赁期限", "违约责任"]
    assert named(corpus, "第二条第二款").text == "租赁期满，乙方应当返还房屋。"
    assert named(corpus, "第三条第（二）项").text == "（二）擅自转租的，甲方可以解除合同。"
    assert named(corpus, "落款").text == "甲方（签字）：\n乙方（签字）："
    assert corpus.documents[0].issuer == ""


def test_one_article_without_a_full_stop_has_no_heading(read) -> None:
    corpus = read("某办法\n\n第一条 应当登记\n登记不收费。\n第二条 甲。\n第三条 乙。\n第四条 丙。\n")
    assert named(corpus, "第一条").heading == ""
    assert named(corpus, "第一条第二款").text == "登记不收费。"


QUESTIONS = [
    pytest.param(
        "公积金政策问答\n\n1.问：哪些单位应当缴存？\n答：企业都应当缴存。\n新单位30日内登记。\n"
        "2.问：比例是多少？ 答：不低于5%。\n",
        {"答1": "哪些单位应当缴存？", "答2": "比例是多少？"},
        id="1.问",
    ),
    pytest.param(
        "医保政策问答\n\n一、问：能报销吗？\n答：可以。\n\n二、问：怎么报销？\n答：先自付：\n（一）一级医院三百元；\n（二）二级五百元。\n",
        {"答1": "能报销吗？", "答2": "怎么报销？"},
        id="一、问",
    ),
    pytest.param(
        "企业开办问答\n\n一、设立登记\n1.问：要多少钱？\n答：不收费。\n二、变更登记\n2.问：怎么办？\n答：提交申请书。\n",
        {"答1": "要多少钱？", "答2": "怎么办？"},
        id="questions in groups",
    ),
    pytest.param(
        "常见问题\n\nQ1：有工资吗？\nA1：有。\nQ2：可以请假吗？\nA2：可以。\n",
        {"答1": "有工资吗？", "答2": "可以请假吗？"},
        id="Q and A",
    ),
]


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_numbered_questions_are_units_with_their_answers(read, text: str, expected: dict[str, str]) -> None:
    corpus = read(text)
    found = {clause.label: clause.heading for clause in corpus.clauses if clause.role == "unit"}
    assert found == expected
    resolver = Resolver(corpus)
    for address in ("答2", "第2问", "第二条"):  # 一、问：… of the Supreme Court is cited as 第一条
        assert resolver.resolve(address) == (named(corpus, "答2"),)


def test_a_handbook_with_a_foreword(read) -> None:
    corpus = read(
        "某公司员工手册\n\n前言\n欢迎加入本公司。\n本手册是员工行为的准则。\n\n"
        "第一章 入职\n第一条 提交身份证复印件。\n第二章 考勤\n第二条 按时上下班。\n"
    )
    assert units(corpus, corpus.documents[0]) == ["前言第1段", "前言第2段", "第一条", "第二条"]
    assert named(corpus, "第一条").path[0].level == "章"


def test_points_of_a_section_are_not_the_points_of_the_plan(read) -> None:
    corpus = read(
        "某市养老服务发展规划\n\n一、主要任务\n（一）扩大供给。到2030年，床位达到10万张。\n1.新建公办机构。每个县至少1所。\n"
        "2.支持社会力量。每张床位补助5000元。\n（二）提升质量。加强培训。\n二、保障措施\n（三）加强领导。各县负责。\n"
    )
    resolver = Resolver(corpus)
    for text, label in {"第（三）点": "（三）", "第三条": "（三）", "（一）第2点": "（一）第2点"}.items():
        assert [clause.label for clause in resolver.resolve("养老规划" + text)] == [label]
    with pytest.raises(AddressError, match="没有第4点"):
        resolver.resolve("养老规划第4点")


VOLUME = """# 某国商事法典

# {name}

2020年5月28日 全国代表大会通过{more}

## 第一分编 通则

### 第一章 规定

{articles}
"""


def test_volumes_of_a_code_are_told_apart(tmp_path: Path) -> None:
    first = VOLUME.format(name="合同编", more="\n2021年1月1日 施行", articles="第一条 甲。\n\n第二条 乙。")
    second = VOLUME.format(name="物权编", more="", articles="第三条 丙。\n\n第四条 丁。")
    (tmp_path / "合同编.md").write_text(first, "utf-8")
    (tmp_path / "物权编.md").write_text(second, "utf-8")
    corpus = read_sources([tmp_path])
    resolver = Resolver(corpus)
    assert {document.title for document in corpus.documents} == {"某国商事法典"}
    for label in ("合同编第一章", "物权编第一章", "合同编题注", "物权编题注", "第一条", "第四条"):
        (clause,) = resolver.resolve(f"《某国商事法典》{label}")
        assert clause.label == label
    assert named(corpus, "物权编题注").text == "2020年5月28日 全国代表大会通过"
    with pytest.raises(AddressError):
        resolver.resolve("《某国商事法典》题注")
    with pytest.raises(AddressError, match="没有找到票据编"):
        resolver.resolve("《某国商事法典》票据编第一章")


def test_a_volume_of_a_code_in_one_piece_is_found_by_its_name(read) -> None:
    corpus = read(
        "某国商事法典\n\n第一编 总则\n第一章 规定\n第一条 甲。\n"
        "第二编 合同\n第一章 订立\n第二条 乙。\n第二章 效力\n第三条 丙。\n"
    )
    resolver = Resolver(corpus)
    for text, label in {
        "某国商事法典合同编第一章": "第二编第一章",
        "《某国商事法典》的合同编第二章": "第二编第二章",
        "《某国商事法典》合同编第三条": "第三条",
    }.items():
        assert [clause.label for clause in resolver.resolve(text)] == [label]
    with pytest.raises(AddressError, match="第一条不在第二编"):
        resolver.resolve("《某国商事法典》合同编第一条")


def test_one_member_of_an_archive_that_is_no_regulation_stops_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(reading, "MAX_PARAGRAPHS", 5)
    good = "某办法\n\n第一条 甲。\n第二条 乙。\n"
    members = [("一.txt", good), ("二.txt", "数据。\n\n" * 6), ("三.pdf", "x"), ("四.txt", good.replace("某", "另一"))]
    (tmp_path / "包.zip").write_bytes(archive(members))
    corpus = read_sources([tmp_path / "包.zip"])
    assert [document.title for document in corpus.documents] == ["某办法", "另一办法"]
    assert [file for file, _ in sorted(corpus.failures)] == ["包.zip!/三.pdf", "包.zip!/二.txt"]
    assert any("段文字" in reason and "拆成几个较小的文件" in reason for _, reason in corpus.failures)


def test_pages_of_a_pdf_that_are_pictures_are_named(tmp_path: Path) -> None:
    path = tmp_path / "档案.pdf"
    path.write_bytes(_pdf_with_a_picture())
    corpus = read_sources([path])
    assert [clause.text for clause in corpus.clauses if clause.role == "unit"] == ["First page of text.", "Third page."]
    ((file, reason),) = corpus.failures
    assert file == "档案.pdf"
    assert "第2页是图片" in reason


def _pdf_with_a_picture() -> bytes:
    """Three pages: text, a picture, text."""
    import pypdfium2 as pdfium
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 60), "grey").save(picture, "PDF")
    document = pdfium.PdfDocument(_text_pdf("First page of text."))
    document.import_pages(pdfium.PdfDocument(picture.getvalue()))
    document.import_pages(pdfium.PdfDocument(_text_pdf("Third page.")))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _text_pdf(words: str) -> bytes:
    """The smallest PDF that prints these words."""
    stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


GUIDE = """# 青溪区诊所备案办事指南（第二版）

**办理条件**

诊所面积不少于四十平方米，诊室和处置室相互独立。
举办人应当取得医师资格，并在医疗机构执业满五年。

**办理时限**

自受理之日起十个工作日内办结，材料不齐的一次告知。
窗口每周一至周五九点至十七点开放，法定节假日除外。

**常见问答**

问：《诊所备案指南》在哪里看？

答：在窗口看。

问：委托他人办理要带什么？

答：带委托书。
"""


def test_a_guide_that_ends_with_questions_keeps_its_title_and_headings(read) -> None:
    corpus = read(GUIDE, "指南.md")
    (document,) = corpus.documents
    assert (document.title, document.kind) == ("青溪区诊所备案办事指南（第二版）", "other")
    assert units(corpus, document) == ["第1段", "第2段", "第3段", "第4段", "答1", "答2"]
    assert [c.heading for c in corpus.clauses if c.role == "container"][1:] == ["办理条件", "办理时限", "常见问答"]
    assert named(corpus, "答2").cite == "《青溪区诊所备案办事指南（第二版）》答2"


HANDBOOK = """# 青溪初级中学寄宿生手册

## 谁可以住校

问：住校要什么条件？
答：家庭住址距学校三公里以上。

问：可以中途退宿吗？
答：可以，由家长书面申请。

## 费用

住宿费每学期三百元，报到时一次交清，低保家庭和孤儿免交，由生活部在开学第二周公示名单。
伙食费每天二十六元，每月二十五日前预交下月，请假三天以上的按天退还，学期末余额原路退回。

## 离校和请假

平时出校门一律凭请假条，半天以内由班主任批准，半天至两天由年级主任批准，两天以上由生活部批准。

## 常见问答

以下由生活部解答。

问：能带手机吗？
答：周日交班主任保管，周五取回。
"""


def test_what_stands_under_a_heading_without_questions_belongs_to_no_answer(read) -> None:
    corpus = read(HANDBOOK, "手册.md")
    (document,) = corpus.documents
    assert document.kind == "other"
    assert units(corpus, document) == ["答1", "答2", "第1段", "第2段", "第3段", "常见问答第1段", "答3"]
    assert named(corpus, "答2").text.endswith("由家长书面申请。")


def test_the_parties_of_a_contract_are_lines_of_their_own(read) -> None:
    corpus = read(
        "青溪商务中心二期幕墙及外门窗工程专业分包合同\n\n"
        "甲方（总承包人）：岭东第六建筑工程有限公司\n乙方（分包人）：泽川幕墙装饰工程有限公司\n\n"
        "1 工程概况\n1.1 工程地点为云麓大道88号，承包范围为3号楼的玻璃幕墙。\n1.2 屋面防水不在承包范围内。\n"
        "2 工期\n2.1 总工期210日历天。\n"
    )
    (document,) = corpus.documents
    assert document.title == "青溪商务中心二期幕墙及外门窗工程专业分包合同"
    assert units(corpus, document)[-3:] == ["1.1", "1.2", "2.1"]


def test_an_explanation_in_questions_has_its_introduction(read) -> None:
    text = (
        "# 《青溪区低保实施细则》政策解读\n\n"
        "《青溪区低保实施细则》（以下简称《细则》）已经印发，现就群众关心的问题解答如下。\n\n"
        "**问：为什么修订？**\n\n答：标准变了。\n\n**问：谁可以申请？**\n\n答：本区户籍居民。\n"
    )
    corpus = read(text, "解读.md")
    (document,) = corpus.documents
    assert (document.title, document.kind) == ("《青溪区低保实施细则》政策解读", "qa")
    assert units(corpus, document) == ["导语", "答1", "答2"]


def test_a_table_under_a_heading_of_the_text_is_no_appendix(read) -> None:
    text = (
        "# 青溪大学设备借用规则\n\n**谁可以借**\n\n在校师生都可以借。\n\n**附表：设备的借期**\n\n"
        "| 设备 | 借期 |\n|---|---|\n| 示波器 | 7天 |\n| 相机 | 3天 |\n\n**归还**\n\n逾期的，按日收取费用。\n"
    )
    corpus = read(text, "规则.md")
    heads = [c for c in corpus.clauses if c.role == "container" and c.heading != "青溪大学设备借用规则"]
    assert [(c.heading, len(c.path)) for c in heads] == [("谁可以借", 1), ("归还", 1)]


ROWS = """青溪大学档案借阅规则
1 总则
1.1 本规则适用于馆藏的各类档案。
1.2 本规则下列用语的含义：
1.2.1 “查阅”是指在本馆阅览室内阅读档案原件。
1.2.2 “借出”是指将档案原件带离本馆。
1.2.3 “归档单位”是指形成档案的校内部门。
2 借出
2.1 借出应当按下表审批：
档案种类{cell}审批人{cell}最长期限{cell}一次最多
行政、教学类的各种档案{cell}利用部主任{cell}7日{cell}5卷
科研、设备类的各种档案{cell}分管副馆长{cell}10日{cell}5卷
基建类的图纸和说明书等{cell}分管副馆长{cell}15日{cell}10张
实物、声像类的全部档案{cell}馆长{cell}展览结束后3日内{cell}20件
2.2 到期仍需使用的，应当在期满前1日办理续借。
2.3 借出期间不得转借。
"""


@pytest.mark.parametrize("cell", [" | ", "\t"])
def test_rows_between_bars_or_tabs_wrap_no_lines_and_swallow_no_clause(read, cell: str) -> None:
    corpus = read(ROWS.format(cell=cell))
    assert [label for label in units(corpus, corpus.documents[0]) if "." in label] == [
        *("1.1", "1.2第1段", "1.2.1", "1.2.2", "1.2.3"),
        *("2.1", "2.2", "2.3"),
    ]  # fmt: skip
    assert named(corpus, "2.1").text.endswith("20件")


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("4.1.2 每日检查", 2),
        ("4.1到期仍需使用的", 1),
        ("1.2米以下的儿童免费", 0),
        ("2.5小时以上的", 0),
        ("4.2 人员管理", 1),
        ("2024年3月", 0),
        ("3.5%的优惠", 0),
        ("1. 总则", 0),
    ],
)
def test_a_number_with_points_is_told_from_a_measure(line: str, count: int) -> None:
    assert points(line) == count


STORES = """防汛物资储备管理办法

1 总则
1.1 目的
为规范防汛物资储备，制定本办法。
1.2 储备地点
物资存放在南门仓库，由专人看守。
2 值守
2.1 电话
值守电话：0415-3366119，全天有人接听。
2.2 接班
接班时应当清点物资。
3 附则
3.1 解释
本办法由应急局解释。

附件1 值守流程图（略）
附件2 物资清单
序号  物资名称  数量  存放地点
1  编织袋  3000只  东门仓库
2  铁锹  50把  东门仓库
3  救生衣  10件  南门仓库
"""


def test_a_table_between_blanks_makes_no_text_look_wrapped(read) -> None:
    corpus = read(STORES)
    assert corpus.documents[0].title == "防汛物资储备管理办法"
    assert {"3附则", "2.1电话", "2.1电话第1段", "附件2第1段第4行"} <= {clause.label for clause in corpus.clauses}
    assert named(corpus, "附件2第1段第2行").text == "1  编织袋  3000只  东门仓库"


FORM = """2024年度安全生产评分表

被评单位：　　　　　　　　　评分时间：　　年　月　日

序号    项目          内容                          分值    标准                      得分
1       制度建设      责任制落实到人                15      每缺1项扣1分，扣完为止
2       宣传教育      每季度至少培训一次，
                      并有记录                      20      每少1次扣5分
3       隐患排查      发现的隐患按期整改            65      每少1处扣2分；逾期的，加扣1分
合计                                                100

说明：
1. 90分以上为优秀。
2. 60分以下为不合格。
"""


def test_rows_between_blanks_are_rows(read) -> None:
    corpus = read(FORM)
    (table,) = {clause.parent for clause in corpus.clauses if clause.level == "行"}
    rows = [clause.text for clause in corpus.clauses if clause.parent == table]
    assert len(rows) == 6  # a cell that goes on in a second line keeps that line
    assert rows[0].endswith("得分") and rows[-1].endswith("100") and rows[-1].startswith("合计")
    assert any(clause.text == "说明：" for clause in corpus.clauses)


DUTIES = """幸福镇值班表

日期    带班领导    值班人员    电话
5月1日    王某某    李四、张三    83120001
5月2日    陈某某    赵五、孙六    83120002
5月3日    周某某    钱七、吴八    83120003
说明：
1. 值班到次日8:30。
2. 有急事的，半小时内报告。
"""


def test_rows_with_the_same_number_of_cells_are_rows(read) -> None:
    rows = [clause.text for clause in read(DUTIES).clauses if clause.level == "行"]
    assert rows[1] == "5月1日    王某某    李四、张三    83120001"
    assert len(rows) == 4


AREAS = """关于划分学区的公告

为方便入学，现将学区公告如下。
特此公告。

附：学区一览表
学校　　　　学区
实验小学　　人民路以北
第二小学　　人民路以南
第三小学　　铁路以东

                         某县教育局
                        2024年5月28日
"""


def test_a_row_above_a_signature_does_not_sign(read) -> None:
    corpus = read(AREAS)
    assert corpus.documents[0].issuer == "某县教育局"
    assert corpus.documents[0].text.count("第三小学　　铁路以东") == 1
    assert named(corpus, "附件第4行").text == "第三小学　　铁路以东"


def test_padded_lines_of_text_are_no_table(read) -> None:
    corpus = read("""某县停车管理办法

第一条  为规范  城区停车秩序，根据  《道路交通安全
法》等法律  法规，结合本  县实际，制定  本办法。
第二条  本办法适用  于县城规划  区内停车场的规
划、建设、  使用和管理，  其他区域  参照执行，由
县城市管理  局负责停车  场的监督管  理工作。公安、
住建、自然  资源等部门  按照各自职  责做好相关工作。
第三条  机动车停放  收费标准  由县人民政府
另行制定。
""")
    assert "\n" not in named(corpus, "第二条").text
    assert not any(clause.level == "行" for clause in corpus.clauses)


@pytest.mark.parametrize(
    "text",
    [
        "甲方（盖章）：　　　　　　乙方（盖章）：\n代表：　　　　　　　　　　代表：\n电话：　　　　　　　　　　电话：",
        "财政局　　教育局　　民政局\n水利局　　公安局　　司法局\n2024年5月1日",
        "第一条　　总　　则　　甲\n第二条　　分　　则　　乙\n第三条　　附　　则　　丙",
        "第一章　　总　　则\n第一条　　为了规范，制定本办法。\n第二条　　本办法适用于全市。",
        "（一）甲类　　十元\n（二）乙类　　五元\n（三）丙类　　三元",
    ],
)
def test_what_is_set_apart_by_blanks_and_is_no_table(read, text: str) -> None:
    assert not any(clause.level == "行" for clause in read(f"某市财产管理办法\n\n{text}\n").clauses)


BULLETIN = """{head}

三河市人民政府关于治理内涝的意见
三政发〔2023〕21号

各区人民政府：
　　为治理内涝，提出以下意见。
　　一、总体目标。到2025年，影响生产生活的积水点全面消除，新建城区达到三十年一
·12·
{head}
遇的标准。
　　二、重点任务
　　每年改造管网不少于60公里。
　　三、资金保障。市财政每年安排2亿元。
　　　　　　　　　　三河市人民政府
　　　　　　　　　　2023年10月9日

三河市人民政府关于调整低保标准的通知
三政发〔2023〕22号

各区人民政府：
　　经市政府同意，城市低保标准由每人每月720元提高到780元，农村低保标准由每人每
·13·
{head}
年6000元提高到6600元。
　　　　　　　　　　三河市人民政府
　　　　　　　　　　2023年10月16日
"""


@pytest.mark.parametrize("head", ["三河政报", "三河政报 2023.11", "SANHE ZHENGBAO 2023.11 三河政报"])
def test_a_head_beside_two_page_numbers_is_no_text(read, head: str) -> None:
    corpus = read(BULLETIN.format(head=head))
    assert [document.title for document in corpus.documents] == [
        "三河市人民政府关于治理内涝的意见",
        "三河市人民政府关于调整低保标准的通知",
    ]
    assert not any("政报" in document.text for document in corpus.documents)
    assert named(corpus, "一、").text.endswith("新建城区达到三十年一遇的标准。")
    assert "农村低保标准由每人每年6000元" in corpus.documents[1].text


def test_a_bare_page_number_counts_on_from_one_between_dashes(read) -> None:
    corpus = read("""某县停车办法

第一条 为了规范停车，制定本办法。
- 1 -
第二条 免收下列车辆的停车费：
（一）军车；
（二）救护车。

2

第三条 收费标准应当公示。
第四条 本办法自公布之日起施行。
""")
    assert units(corpus, corpus.documents[0]) == ["第一条", "第二条", "第三条", "第四条"]
    assert named(corpus, "第二条").text.endswith("（二）救护车。")


@pytest.mark.parametrize("mark", ["、", "：", "．", "　"])
def test_articles_whatever_follows_their_number(read, mark: str) -> None:
    corpus = read(f"""某小区公约

第1条{mark}本公约适用于全体业主。
第2条{mark}装修时间：
A、工作日8:00至12:00；
B、周末禁止装修。
第3条{mark}不得有下列行为：
1)、高空抛物；
2)、占用通道。
第4条{mark}违反第3条第2)项的，报社区处理。
""")
    assert units(corpus, corpus.documents[0]) == ["第一条", "第二条", "第三条", "第四条"]
    assert named(corpus, "第二条第（二）项").text == "B、周末禁止装修。"
    body = named(corpus, "第一条")
    assert body.document.text[body.body :].startswith("本公约")


def test_a_series_of_articles_opens_none(read) -> None:
    corpus = read("""某市办法

第一条 本办法适用于全市。
第二条 有下列情形之一的，处罚款：
（一）违反
第三条、第四条规定的；
（二）违反其他规定的。
第三条 本办法由市政府解释。
第四条 本办法自公布之日起施行。
""")
    assert units(corpus, corpus.documents[0]) == ["第一条", "第二条", "第三条", "第四条"]
    assert "第四条规定的" in named(corpus, "第二条").text


ASSOCIATION = """某協會組織章程

第一章　總則
第一條　本會名稱為某協會。
第二條　會員有下列情事之一者，為出會：
一、死亡。
二、喪失會員資格者。
第二章　附則
第三條　第二條第二項之規定，準用之。
第四條之一　本章程經會員大會通過後施行。
"""


def test_articles_in_traditional_characters(read) -> None:
    corpus = read(ASSOCIATION)
    (document,) = corpus.documents
    assert (document.title, document.kind) == ("某協會組織章程", "regulation")
    assert units(corpus, document) == ["第一条", "第二条", "第三条", "第四条之一"]
    assert named(corpus, "第一条").text == "第一條　本會名稱為某協會。"  # as printed
    assert named(corpus, "第二条第（二）项").text == "二、喪失會員資格者。"
    assert [clause.heading for clause in corpus.clauses if clause.level == "章"] == ["總則", "附則"]


@pytest.mark.parametrize(
    "title", ["某区市容管理规定", "某区市容管理规定 ", "某区市容须知 ", "某区市容管理规定（试行） 第一章 总则 "]
)
def test_a_text_pasted_as_one_line(read, title: str) -> None:
    corpus = read(
        title + "第一条 为规范市容，制定本规定。第二条 不得店外经营，违反第一条、第三条的，处200元罚款。"
        "第三条 有下列情形之一的，处500元罚款：（一）沿途泄漏的；（二）未办证的。第四条 本规定自公布之日起施行。"
    )
    (document,) = corpus.documents
    assert document.title == title.partition(" ")[0]
    assert units(corpus, document) == ["第一条", "第二条", "第三条", "第四条"]
    assert named(corpus, "第三条第（二）项").text == "（二）未办证的。"


def test_chapters_pasted_into_one_line(read) -> None:
    corpus = read(
        "某区市容管理规定\n第一章 总则 第一条 为规范市容，制定本规定。第二条 不得店外经营。"
        "第二章 处罚 第三条 违反第二章第二条规定的，处500元罚款。第四条 本规定自公布之日起施行。"
    )
    assert [clause.heading for clause in corpus.clauses if clause.level == "章"] == ["总则", "处罚"]
    assert named(corpus, "第三条").text == "第三条 违反第二章第二条规定的，处500元罚款。"


def test_a_reference_at_the_end_of_words_is_no_pasted_article(read) -> None:
    text = "根据某市管理条例第一条的规定，制定本办法。第二条规定的情形除外。"
    assert len(read(f"某市办法\n\n{text}\n").documents[0].text.split("\n")) == 2


def test_who_is_responsible_for_a_list_stands_beside_its_points(read) -> None:
    corpus = read("""某区公厕建设方案

为改善环境，制定本方案。

一、重点任务

（一）科学规划布局。城市公厕密度不低于每平方公里4座。（责任单位：区城管局）

（二）规范管护运营。

1．建立“所长制”。每座公厕明确1名所长。

2．开放时间。车站公厕24小时开放。

（责任单位：区城管局，各镇人民政府）

二、保障措施

（一）资金保障。每座补助30万元。

（二）督导考核。考核结果纳入绩效。
""")
    assert named(corpus, "一、（二）").heading == "规范管护运营"
    assert named(corpus, "一、（二）第1段").text == "（责任单位：区城管局，各镇人民政府）"
    assert named(corpus, "一、（二）第2点").text == "2．开放时间。车站公厕24小时开放。"


def test_what_was_struck_out_and_what_was_put_in_between(read) -> None:
    corpus = read("""某县住房办法

第一条　为规范管理，制定本办法。
第二条　承租人有下列行为之一的，应当退回：
（一）转租的；
（二）闲置的；
（二之一）破坏结构的；
（三）拖欠租金的。
第三条至第五条　（删去）
第六条　本办法自公布之日起施行。
""")
    assert units(corpus, corpus.documents[0]) == ["第一条", "第二条", "第三条", "第六条"]
    assert named(corpus, "第三条").text == "第三条至第五条　（删去）"
    assert named(corpus, "第二条第（二）项").text == "（二）闲置的；"
    assert named(corpus, "第二条第（二）项之一").text == "（二之一）破坏结构的；"
    assert named(corpus, "第二条第（三）项").text == "（三）拖欠租金的。"
    (found,) = Resolver(corpus).resolve("第二条第二项之一")
    assert found.label == "第二条第（二）项之一"
