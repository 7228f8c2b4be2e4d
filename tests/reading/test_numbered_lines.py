"""Lines whose number only the numbers around them tell: 二、三级查房制度, 4.55周岁以上人员…"""

from __future__ import annotations

import pytest

from tests.support.reading_tools import labels, read_text


def test_grades_behind_a_number_are_read_as_its_heading_where_the_numbers_run_on() -> None:
    ((_, found),) = read_text(
        "某县医院管理制度\n一、首诊负责制度\n（一）首诊医师负责到底。\n二、三级查房制度\n（一）主任医师查房每周2次。\n"
        "三、会诊制度\n（一）急会诊10分钟到达。\n四、五级值班制度\n（一）每班两人。"
    )
    assert labels(found) == ["一、（一）", "二、（一）", "三、（一）", "四、（一）"]
    assert "二、三级查房制度" in labels(found, "container") and "四、五级值班制度" in labels(found, "container")


@pytest.mark.parametrize(
    "text",
    [
        "某县应急工作方案\n一、分级标准\n事件分为四级。\n三、四级响应由县指挥部启动，报市指挥部。\n二、保障措施\n落实经费。",
        "某县用水通知\n一、水价\n1.居民用水按量计费。\n2.5元以上的部分另行核定。\n3.5元以上的部分从其规定。",
    ],
)
def test_grades_and_decimals_out_of_sequence_are_no_numbers(text: str) -> None:
    ((_, found),) = read_text(text)
    assert not {"三、四级响应由县指挥部启动，报市指挥部。", "一、第4点"} & {clause.label for clause in found}


def test_a_point_that_begins_with_an_age_is_no_decimal_number() -> None:
    ((_, found),) = read_text(
        "某中心关于考勤的通知\n一、考勤方式\n1.每日打卡一次。\n2.外出的应当报备。\n3.55周岁以上人员不打卡。\n4.借用人员由借用单位考勤。"
    )
    assert labels(found) == ["一、第1点", "一、第2点", "一、第3点", "一、第4点"]


def test_points_with_a_full_stop_behind_a_chinese_number() -> None:
    ((_, found),) = read_text(
        "某县民政局\n关于调整标准的通知\n\n各乡镇人民政府:\n调整低保标准:\n"
        "一.城市标准提高到710元\n二．农村标准提高到6000元\n三.特困人员标准为1.3倍"
    )
    assert labels(found)[-3:] == ["一、", "二、", "三、"]


def test_a_title_on_a_line_of_its_own_beside_titles_in_brackets() -> None:
    ((_, found),) = read_text(
        "某大学宿舍规定\n第一条【目的】制定本规定。\n第二条【范围】适用于学生。\n第三条 访客登记\n访客应当登记。\n"
        "异性访客不得进入。"
    )
    third = next(clause for clause in found if clause.label == "第三条第一款")
    assert third.text.endswith("访客应当登记。")
