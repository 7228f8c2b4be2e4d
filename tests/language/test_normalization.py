"""Two ways of writing the same thing become equal in search text, and fall into the same terms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import seeds
from tiaowen.language.normalization import STOPWORDS, bigrams, search_text, simplify, syllables, words
from tiaowen.reading.grammar.numerals import chinese

ARTICLE_19 = next(c.text for c in seeds().clauses if c.cite == "《党史学习教育工作条例》第十九条")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("预备期为一年", "预备期为1年"),
        ("二十天", "２０天"),
        ("十五个工作日", "15个工作日"),
        ("两次", "2次"),
        ("一百二十万元", "1200000元"),
        ("二〇二四年三月五日", "2024年3月5日"),
        ("第二十条", "第20条"),
        ("百分之五", "5%"),
        ("百分之八十以上", "80％以上"),
        ("百分之三点五", "百分之3.5"),
        ("百分之3.5", "3.5%"),
        ("百分之百", "100%"),
        ("千分之二", "2‰"),
        ("事業單位工作人員考核辦法", "事业单位工作人员考核办法"),
        ("ＤＣＥＰ试点（Ａ类）", "dcep试点(a类)"),
        ("党员\u3000大会\n\t决定 ", "党员 大会 决定"),
    ],
)
def test_two_ways_of_writing_are_one(one: str, other: str) -> None:
    assert search_text(one) == search_text(other)
    assert words(one) == words(other)


@pytest.mark.parametrize("text", ["一般应当", "统一领导", "三会一课", "十分重视", "一切", "千方百计", "两委", "四史"])
def test_a_numeral_inside_a_word_stays(text: str) -> None:
    assert search_text(text) == text


@pytest.mark.parametrize(("text", "found"), [("百分之五十点", "50%点"), ("百分之三点", "3%点"), ("百分之5.", "5%.")])
def test_a_point_without_a_fraction_is_no_part_of_the_percentage(text: str, found: str) -> None:
    assert search_text(text) == found


@settings(deadline=None)  # the first example loads a dictionary
@given(st.integers(1, 9999))
def test_every_number_of_articles_is_written_in_digits(number: int) -> None:
    assert search_text(f"第{chinese(number)}条") == f"第{number}条"
    assert search_text(f"百分之{chinese(number)}") == f"{number}%"


@settings(deadline=None)  # the first example loads a dictionary
@given(st.text(alphabet=st.sampled_from("第一二三十百千万条款年元点百分之党员 \n，。Ａa１5.%"), max_size=30))
def test_search_text_is_trimmed_and_lower_case(text: str) -> None:
    found = search_text(text)
    assert found == found.strip() == found.lower()
    assert not set(found) & set("\n\u3000Ａ１，") and "  " not in found


def test_search_text_keeps_every_clause_of_the_sources_searchable_by_itself() -> None:
    for clause in seeds().clauses:
        assert bool(words(clause.text)) == any(c.isalnum() for c in clause.text), clause.id
        assert words(clause.text) == words(clause.text.replace("\n", " \u3000"))


def test_simplify_leaves_simplified_text() -> None:
    assert simplify(ARTICLE_19) == ARTICLE_19
    assert simplify("黨員應當參加學習") == "党员应当参加学习"


def test_words_are_those_of_the_clause_without_stop_words() -> None:
    found = words(ARTICLE_19)
    assert {"基层", "党组织", "基层党组织", "党史", "三会", "入党积极分子"} & set(found) >= {"党史", "党组织"}
    assert "19" in found and "1" in found
    assert not set(found) & STOPWORDS and not set("，。“”、") & set("".join(found))
    assert words("请问什么是党课的规定呢") == words("党课")
    assert words("，。？") == words("") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("主题党日", ("主题", "题党", "党日")),
        ("党", ("党",)),
        ("每年32学时", ("每年", "32", "学时")),
        ("3.5% APP", ("3.5%", "app")),
        ("党史，学习", ("党史", "学习")),
        ("", ()),
    ],
)
def test_bigrams(text: str, found: tuple[str, ...]) -> None:
    assert bigrams(text) == found


@settings(deadline=None)  # the first example loads a dictionary
@given(
    st.text(
        alphabet=st.sampled_from([c for c in ARTICLE_19 if "一" <= c <= "鿿" and c not in "三会一十九两"]), min_size=2
    )
)
def test_bigrams_of_han_overlap_and_cover(text: str) -> None:
    whole = search_text(text)
    found = bigrams(text)
    assert found[0] + "".join(pair[1] for pair in found[1:]) == whole
    assert len(syllables(text)) == len(found) == len(whole) - 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("公式期", "公示期"), ("党使学习", "党史学习"), ("社区工做者", "社区工作者"), ("考核登次", "考核等次")],
)
def test_homophones_share_their_syllables(typed: str, meant: str) -> None:
    assert syllables(typed) == syllables(meant) != () and bigrams(typed) != bigrams(meant)


def test_syllables_do_not_cross_punctuation() -> None:
    assert syllables("党史，学习") == ("dang'shi", "xue'xi")
    assert syllables("APP 32") == syllables("党") == ()
