"""The step of a ladder of cases that the number of the question stands on, in its clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiaowen import Assistant, build_index

RULES = """示例中心工作管理办法
第一条 为规范中心工作人员的请假、考勤和收费工作，制定本办法。
第二条 工作人员请事假、病假，按下列权限审批：
（一）1天以内的，由科长批准；
（二）2天至5天的，由科长签署意见，报副主任批准；
（三）6天至15天的，经科长、副主任同意，报主任批准；
（四）15天以上的，由主任办公会研究决定。
科长请假，2天以内由副主任批准；3天以上报主任批准。
第三条 每月迟到累计3次以内的，每次扣发绩效工资50元；4次至6次的，每次扣发100元；7次以上的，扣发当月全部绩效工资。
第四条 病假期间的工资按下列标准发放：
1.病假2个月以内的，发给原工资；
2.病假超过2个月不满6个月的，工作年限不满10年的，发给基本工资的90%，工作年限满10年的，基本工资照发；
3.病假6个月以上的，工作年限不满10年的，发给基本工资的70%，工作年限满10年的，发给基本工资的80%。
第五条 起重量10t以上的吊装，应当填写吊装作业票，由车间签发；20t以上的，由安全科签发。
第六条 离婚案件每件交纳200元。涉及财产分割，财产总额不超过20万元的，不另行交纳；超过20万元的部分，按照0.5%交纳。
第七条 申请执行，没有金额的，交100元；金额不超过1万元的，交50元；超过1万元至50万元的部分，按照1.5%交。
第八条 有下列行为之一的，给予降级处分：
（一）伪造票据的；
（二）虚报冒领差旅费，金额在2000元以上的。
虚报冒领金额不满2000元的，责令退回，给予警告处分。
第九条 连续旷工3天以内或者1年内累计旷工5天以内的，批评教育；连续旷工超过3天，或者1年内累计旷工超过5天的，给予处分。
第十条 考核得分90分以上为优秀，75分以上不满90分为合格，不满75分为不合格。
第十一条 经济补偿按工作年限，每满1年支付1个月工资；6个月以上不满1年的，按1年计算；不满6个月的，支付半个月工资。
第十二条 住院补助。会员个人自付超过2000元的部分，按下列比例补助：
（一）2000元以上至1万元的部分，补助30%；
（二）1万元以上至5万元的部分，补助40%；
（三）5万元以上的部分，补助50%。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("ladders")
    (folder / "办法.txt").write_text(RULES, "utf-8")
    build_index(folder / "办法.txt", folder / "index")
    return Assistant.load(folder / "index")


@pytest.mark.parametrize(
    ("question", "said", "left_out"),
    [
        ("请8天事假由谁批准", "6天至15天的", "1天以内|科长请假"),
        ("请半天事假由谁批准", "1天以内的，由科长批准", "2天|科长请假"),
        ("科长请3天假由谁批准", "3天以上报主任批准", "6天至15天"),
        ("这个月迟到7次扣多少", "扣发当月全部绩效工资", "50元|100元"),
        ("这个月迟到5次扣多少", "每次扣发100元", "50元|全部"),
        ("病假9个月，工作年限20年，工资怎么发", "80%", "70%|90%|照发"),
        ("25吨的吊装作业票由谁签发", "由安全科签发", "由车间签发"),
        ("12t的吊装作业票由谁签发", "由车间签发", "安全科"),
        ("离婚案件财产30万交多少", "200元|超过20万元的部分，按照0.5%交纳", "不另行"),
        ("住院个人自付3万元补助多少", "补助30%|补助40%", "50%"),  # the first 1万元 goes by the first step
        ("申请执行2万元交多少费", "超过1万元至50万元的部分，按照1.5%交", "100元|50元|1%"),
        ("虚报冒领差旅费1500元给予什么处分", "责令退回", "降级"),
        ("连续旷工4天怎么处理", "给予处分", "批评教育"),
        ("工作3年8个月经济补偿几个月工资", "每满1年支付1个月工资|按1年计算", "半个月"),
        ("工作5年2个月经济补偿几个月工资", "每满1年支付1个月工资|半个月工资", "按1年计算"),
        ("考核80分是什么等次", "为合格", "优秀|不合格"),
    ],
)
def test_the_step_of_the_number_is_quoted_and_no_other(
    rules: Assistant, question: str, said: str, left_out: str
) -> None:
    answer = rules.ask(question).answer
    assert all(words in answer for words in said.split("|"))
    assert not any(words in answer.replace("1.5%", "") for words in left_out.split("|") if words != said)


def test_where_the_number_stands_on_no_step_the_words_stay(rules: Assistant) -> None:
    assert "由车间签发；20t以上的，由安全科签发" in rules.ask("8吨的吊装作业票由谁签发").answer
