"""Versions of one law: told apart, ordered by their dates, answered from the one in force, and the others by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.corpora import shared
from tests.support.lawbooks import LIBRARY, NEW, OLD, assistant_on, written
from tiaowen import Assistant
from tiaowen.addresses.repeals import Repeal, repeals
from tiaowen.addresses.titles import TitleMatcher
from tiaowen.addresses.version_words import without_version
from tiaowen.addresses.versions import STATES, Versions
from tiaowen.cli import main
from tiaowen.datamodels import Document, Origin, Source, Witness
from tiaowen.encoding.encoder import Encoder
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.documents.commencement import commencement, file_date
from tiaowen.rendering.render import to_json


def a_document(title: str, date: str = "", text: str = "", issuer: str = "", file: str = "a.txt") -> Document:
    witness = Witness(Source(file, "", "utf-8", text), text or title, Origin((), (), ()))
    return Document(f"{title}@{date}{issuer}{file}", title, "regulation", issuer, "", date, (witness,))


@pytest.fixture(scope="module")
def library(bundled: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield assistant_on(tmp_path_factory.mktemp("versions"), LIBRARY, bundled)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("第五十七条 本法自2008年8月1日起施行。", "2008-08-01"),
        ("第三条 本条例自二〇二四年七月一日起施行。", "2024-07-01"),
        ("第十条 本办法自印发之日起施行，有效期五年。", ""),
        ("（2015年1月2日通过，自2015年3月1日起施行）\n第一条 农田。", "2015-03-01"),
        ("第九条 劳动合同自双方签字之日起生效。", ""),
        ("第四条 企业自2011年1月1日起执行新标准。\n" * 60 + "第五条 本规定自2012年1月1日起实施。", "2012-01-01"),
    ],
)
def test_the_day_from_which_a_text_is_in_force(text: str, day: str) -> None:
    head = "某某条例\n" if "企业" not in text else "某某条例\n" + "说明。" * 250
    assert commencement(head + text) == day


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("laws/公司法(2023-12-29).md", "2023-12-29"),
        ("中华人民共和国公司法_20231229.docx", "2023-12-29"),
        ("法规.zip!/公司法（2023年12月29日）.txt", "2023-12-29"),
        ("000_e20d6424eab13545.txt", ""),
        ("通知20231229123456.txt", ""),
        ("公司法.md", ""),
    ],
)
def test_the_date_in_the_name_of_a_file(file: str, day: str) -> None:
    assert file_date(file) == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "本条例自2020年1月1日起施行。1999年5月1日国务院发布的《甲条例》和2001年2月3日发布的《乙办法》同时废止。",
            [Repeal("甲条例", "1999-05-01"), Repeal("乙办法", "2001-02-03")],
        ),
        ("《甲条例》（国务院令第5号）同时废止。", [Repeal("甲条例", "")]),
        ("自本规定公布之日起，《甲规定》即行废止；《乙规定》第三条继续适用。", [Repeal("甲规定", "")]),
        ("《甲条例》第五条同时废止。", []),
        ("制定机关应当及时修改或者废止《甲条例》。", []),
        ("决定废止《甲条例》。", [Repeal("甲条例", "")]),
        ("依照《甲条例》办理。", []),
    ],
)
def test_what_a_text_repeals(text: str, found: list[Repeal]) -> None:
    assert list(repeals(text)) == found


def test_a_decision_on_repeals_lists_them() -> None:
    text = "某市人大常委会决定废止下列法规：\n一、《甲条例》\n二、《乙条例》（2001年通过）"
    assert [r.title for r in repeals(text, "关于废止部分地方性法规的决定")] == ["甲条例", "乙条例"]


def test_states_follow_from_the_dates_and_the_day() -> None:
    old = a_document("中华人民共和国公司法", "2018-10-26", "第一条 略。")
    new = a_document("中华人民共和国公司法", "2023-12-29", "第一条 略。\n第二条 本法自2024年7月1日起施行。")
    before, after = Versions([old, new], date(2024, 6, 30)), Versions([old, new], date(2024, 7, 1))
    assert [before.state(d) for d in (old, new)] == ["current", "pending"]
    assert [after.state(d) for d in (old, new)] == ["superseded", "current"]
    assert before.visible() == {old.id} and after.visible() == {new.id}
    before.settle(date(2024, 7, 1))  # a server that runs over the day
    assert before.visible() == {new.id} and before.current(new)
    assert after.of(old) == (new, old)


def test_a_law_amended_keeps_the_day_of_its_first_version_in_its_text() -> None:
    amended = a_document("甲省消防条例", "2020-05-01", "第九条 本条例自2010年1月1日起施行。")
    versions = Versions([amended])
    assert versions.starts(amended) == "" and versions.edition(amended) is None


def test_what_is_repealed_elsewhere_is_out_of_force_once_that_is_in_force() -> None:
    old = a_document("甲省农田规定", "1999-05-01")
    new = a_document("甲省农田条例", "2020-05-01", "本条例自2020年7月1日起施行。《甲省农田规定》同时废止。")
    assert Versions([old, new], date(2020, 6, 1)).state(old) == "current"
    versions = Versions([old, new], date(2020, 8, 1))
    edition = versions.edition(old)
    assert edition is not None and (edition.state, edition.by) == ("repealed", "甲省农田条例")
    assert versions.visible() == {new.id}
    assert versions.visible(repealed=True) is not None and old.id in versions.visible(repealed=True)


def test_a_later_document_of_the_repealed_title_stays_in_force() -> None:
    again = a_document("甲省农田规定", "2022-05-01")
    new = a_document("甲省农田条例", "2020-05-01", "《甲省农田规定》同时废止。")
    assert Versions([again, new]).state(again) == "current"


def test_like_named_rules_of_two_issuers_are_no_versions() -> None:
    one = a_document("考勤管理办法", "2019-01-01", "甲公司员工每日九时到岗。", issuer="甲公司")
    two = a_document("考勤管理办法", "2022-01-01", "乙集团各厂实行三班轮换。", issuer="乙集团")
    versions = Versions([one, two])
    assert versions.visible() is None and versions.edition(one) is None
    assert Versions([one, a_document("考勤管理办法", "2022-01-01", issuer="甲公司")]).state(one) == "superseded"


def test_what_has_no_date_is_not_put_out_of_force_by_its_title() -> None:
    one, two = a_document("甲省消防条例", file="a.txt"), a_document("甲省消防条例", "2020-01-01", file="b.txt")
    assert Versions([one, two]).visible() is None


def test_a_draft_gives_way_to_the_text_that_was_adopted() -> None:
    draft = a_document("甲省消防条例（征求意见稿）", "2021-01-01")
    adopted = a_document("甲省消防条例", "2020-01-01")
    assert Versions([draft, adopted]).visible() == {adopted.id}


def test_two_versions_of_which_only_the_files_tell_the_date_are_two_documents(tmp_path: Path) -> None:
    undated = "\n".join(line for line in OLD.split("\n") if "通过" not in line and "施行" not in line)
    files = {"农田保护法(2009-08-27).md": undated, "农田保护法(2018-12-29).md": undated.replace("十五年", "三十年")}
    corpus = read_sources([written(tmp_path, files)])
    assert sorted(document.date for document in corpus.documents) == ["2009-08-27", "2018-12-29"]
    again = read_sources([written(tmp_path / "again", dict.fromkeys(files, undated))])
    assert [len(document.witnesses) for document in again.documents] == [2]  # the same text, collected twice


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("农田保护法第二条", "2018"),
        ("《农田保护法》第二条", "2018"),
        ("最新的农田保护法第二条", "2018"),
        ("2009年的农田保护法第二条", "2009"),
        ("2009年的《农田保护法》规定保护期多长", "2009"),
        ("农田保护法（2009年）怎么规定", "2009"),
        ("2009版农田保护法", "2009"),
        ("2015年的农田保护法", "2009"),  # what was in force then
        ("旧版农田保护法第二条", "2009"),
        ("农田保护法修订前怎么规定", "2009"),
        ("原农田保护法第二条", "2009"),
        ("农田保护法第二条修订前怎么规定", "2009"),
        ("即将施行的农田保护法", "2090"),
        ("我2009年入职，农田保护法怎么规定", "2018"),  # a year of the facts is none of the law
        ("农田保护法对旧的房屋怎么规定", "2018"),
    ],
)
def test_the_version_that_a_question_means(library: Assistant, question: str, year: str) -> None:
    found = library.resolver.titles.find(question)
    assert [document.date[:4] for match in found for document in match.documents] == [year]


def test_words_that_name_a_version_are_not_searched_for(library: Assistant) -> None:
    titles, versions = library.resolver.titles, library.versions
    for question in ("2009年的农田保护法第二条", "旧版农田保护法第二条", "农田保护法（2009年）第二条"):
        assert without_version(question, titles.find(question), versions) == "农田保护法第二条"
    question = "2009年的河东省农田管理规定"  # a law of one version: the year may be part of what is asked
    assert without_version(question, titles.find(question), versions) == question


@pytest.mark.parametrize(
    ("question", "words", "date"),
    [
        ("农田的保护期是多少年？", "三十年", "2018-12-29"),
        ("农田保护法规定的保护期是多少年？", "三十年", "2018-12-29"),
        ("2009年的农田保护法规定保护期是多少年？", "十五年", "2009-08-27"),
        ("修订前的农田保护法保护期多长？", "十五年", "2009-08-27"),
        ("即将施行的农田保护法保护期多少年？", "五十年", "2090-03-01"),
        ("2009年的农田保护法第二条规定的保护期是多少年？", "十五年", "2009-08-27"),
    ],
)
def test_answers_come_from_the_version_meant_and_say_so(
    library: Assistant, question: str, words: str, date: str
) -> None:
    answer = library.ask(question)
    assert words in answer.answer
    record = to_json(answer)
    assert record["citations"][0]["version"]["date"] == date
    assert f"引自{date}的版本" in answer.note and "库中另有" in answer.note
    others = {other["date"] for other in record["citations"][0]["version"]["others"]}
    assert others == {"2009-08-27", "2018-12-29", "2090-03-01"} - {date}


def test_the_articles_of_the_version_meant_are_counted(library: Assistant) -> None:
    answer = library.ask("2009年的农田保护法共多少条？")
    assert "共 5 条" in answer.note and answer.citations[0].clause.document.date == "2009-08-27"


def test_a_year_without_a_version_is_said(library: Assistant) -> None:
    answer = library.ask("2015年的《农田保护法》第二条")
    assert "库中没有2015年的《中华人民共和国农田保护法》，引用的是2009-08-27的版本" in answer.note


def test_the_repealed_answers_only_where_it_is_named(library: Assistant) -> None:
    assert "三十日" in library.ask("农田登记多少天内办结？").answer
    named = library.ask("河东省农田管理规定里农田登记多少天内办结？")
    assert "六十日" in named.answer and "已被《河东省实施《中华人民共和国农田保护法》办法》废止" in named.note
    listed = [(hit.clause.document.title, hit.edition) for hit in library.search("农田登记办结收取登记费", 8)]
    states = {title: edition.state for title, edition in listed if edition is not None}
    assert states["河东省农田管理规定"] == "repealed"


def test_hits_are_of_versions_in_force_unless_all_are_wanted(library: Assistant) -> None:
    dates = {hit.clause.document.date for hit in library.search("农田的保护期", 10)}
    assert "2018-12-29" in dates and not dates & {"2009-08-27", "2090-03-01"}
    everything = [document.id for document in library.corpus.documents]
    dates = {hit.clause.document.date for hit in library.search("农田的保护期", 10, everything)}
    assert dates >= {"2009-08-27", "2018-12-29", "2090-03-01"}
    (old,) = (d for d in library.corpus.documents if d.date == "2009-08-27")
    assert "十五年" in library.ask("农田的保护期是多少年？", documents=[old.id]).answer


def test_a_library_without_versions_says_nothing_of_them(assistant: Assistant) -> None:
    record = to_json(assistant.ask("基层党组织每年至少要组织几次党史学习？"))
    assert record["note"] == "" and "version" not in record["citations"][0] and "also" not in record["citations"][0]


def test_the_list_of_documents_shows_dates_and_states(
    library: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tiaowen.rendering.render_listing import listing_json, listing_text
    from tiaowen.rendering.render_reader import choice_title, library_html

    rows = {row["document"]: row for row in listing_json([], library.corpus)}
    states = {row["date"]: row["state"] for row in rows.values() if row["title"].endswith("农田保护法")}
    assert states == {"2009-08-27": "已被取代", "2018-12-29": "现行", "2090-03-01": "尚未施行"}
    text = listing_text([], library.corpus)
    assert "2018-12-29，现行" in text and "自 2091-01-01 起施行" in text and "由《河东省实施" in text
    html = library_html(library.corpus, versions=library.versions)
    assert all(STATES[state][0] in html for state in STATES)
    titles = {choice_title(document, library.versions) for document in library.corpus.documents}
    assert len(titles) == 5 and "中华人民共和国农田保护法（2009-08-27，已被取代）" in titles


def test_all_versions_from_the_command_line(
    bundled: Encoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant_on(tmp_path, {name: LIBRARY[name] for name in list(LIBRARY)[:2]}, bundled)
    index = ["--index", str(tmp_path / "index"), "--json"]
    for more, dates in (([], {"2018-12-29"}), (["--all-versions"], {"2009-08-27", "2018-12-29"})):
        assert main(["search", "农田的保护期", *index, *more, "--document", "农田保护法"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert {row["version"]["date"] for row in rows} == dates


@pytest.mark.shared
def test_real_laws_of_which_several_versions_are_collected() -> None:
    names = (
        "公司法",
        "反垄断法",
        "慈善法",
        "民事诉讼法",
        "保障中小企业款项支付条例",
        "道路运输条例",
        "学位法",
        "学位条例",
    )
    files = [f for f in (shared() / "laws").rglob("*.md") if f.name.split("(")[0] in names]
    corpus = read_sources(sorted(files))
    versions = Versions(corpus.documents, date(2025, 5, 1))
    seen = {(d.title.removeprefix("中华人民共和国"), d.date): versions.state(d) for d in corpus.documents}
    for title in ("公司法", "反垄断法", "慈善法", "民事诉讼法", "道路运输条例"):
        states = [state for (name, _), state in sorted(seen.items()) if name == title]
        assert states == ["superseded"] * (len(states) - 1) + ["current"] and len(states) > 1, title
    payments = [state for (name, _), state in sorted(seen.items()) if name == "保障中小企业款项支付条例"]
    assert payments == ["current", "pending"]  # of 2020, and of 2025, in force from 2025-06-01
    assert [state for (name, _), state in seen.items() if name == "学位条例"] == ["repealed"]
    (match,) = TitleMatcher(corpus.documents).find("2018年的公司法第一条")
    assert [document.date for document in match.documents] == ["2018-10-26"]


def test_the_page_and_programs_choose_the_version_in_force(library: Assistant) -> None:
    assert NEW.count("三十年") == 1
    (document,) = library.named(["中华人民共和国农田保护法"])
    assert document.date == "2018-12-29"
    (document,) = library.named(["中华人民共和国农田保护法（2009-08-27）"])
    assert document.date == "2009-08-27"
