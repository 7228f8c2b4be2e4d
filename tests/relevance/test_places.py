"""A document of one place does not answer for another."""

from __future__ import annotations

import pytest

from tests.support.corpora import corpus
from tiaowen.relevance.places import place_elsewhere

PLAN = """海原市青山区供水改造方案
青山区人民政府
一、任务。2023年，青山区完成管网改造，绿水县协助。"""
RULES = """内蒙古自治区职工考核办法
第一条 本办法适用于全区。
第二条 每年考核一次。"""
VILLAGE = """青石坳村村规民约
第一条 婚事新办，彩礼不超过三万元。"""
ESTATE = """月亮湾小区业主公约
第一条 每晚十点后不得装修。"""
STREETS = """北京市街道办事处条例
第一条 设立街道办事处由市人民政府批准。"""
LAW = """中华人民共和国供水法
第一条 供水应当安全。"""


@pytest.mark.parametrize(
    ("text", "question", "found"),
    [
        (PLAN, "丹山区管网改造多少公里", ("丹山区", "青山区")),
        (PLAN, "丹山区的管网改造多少公里", ("丹山区", "青山区")),
        (PLAN, "青山区管网改造多少公里", None),
        (PLAN, "绿水县做什么", None),  # the document speaks of it
        (PLAN, "生活区怎么供水", None),
        (PLAN, "高新区怎么供水", None),
        (PLAN, "社区和小区怎么供水", None),
        (PLAN, "管网改造多少公里", None),
        (RULES, "北京市事业单位多久考核一次", ("北京", "内蒙古")),
        (RULES, "内蒙古多久考核一次", None),
        (RULES, "全区多久考核一次", None),
        (PLAN, "给社区供水怎么办", None),
        (PLAN, "在市区怎么供水", None),
        (PLAN, "镇上集市怎么供水", None),
        (PLAN, "临海市管网改造多少公里", ("临海", "海原")),
        (PLAN, "海原市丹山区管网改造多少公里", ("丹山区", "青山区")),
        (VILLAGE, "柳叶沟村彩礼多少", ("柳叶沟村", "青石坳村")),
        (VILLAGE, "青石坳村彩礼多少", None),
        (VILLAGE, "本村彩礼多少", None),
        (VILLAGE, "我们村彩礼多少", None),
        (VILLAGE, "农村彩礼多少", None),
        (VILLAGE, "村里彩礼多少", None),
        (VILLAGE, "月亮湾小区彩礼多少", None),  # the village may be where it stands
        (ESTATE, "翠竹园小区几点后不能装修", ("翠竹园小区", "月亮湾小区")),
        (ESTATE, "住宅小区几点后不能装修", None),
        (ESTATE, "这个小区几点后不能装修", None),
        (STREETS, "设立街道办事处由谁审批", None),
        (STREETS, "谁来考核街道办", None),
        (LAW, "北京市供水有什么要求", None),  # a national law is the law of Beijing too
    ],
)
def test_a_document_of_another_place_is_told(text: str, question: str, found: tuple[str, str] | None) -> None:
    assert place_elsewhere(question, corpus(text).documents[0]) == found
