"""Whether quoted words name what a question asks for by 谁, 什么时候 or 去哪里: somebody, a time, a place.

A clause may be about just what is asked and not tell it: 应当参加训练 does not say where. Quantities: quantities.py.
The expected type of an answer is a classic of question answering (Li and Roth 2002, Learning question classifiers).
"""

from __future__ import annotations

import re

_TIME = (
    r"[0-9０-９〇零一二三四五六七八九十百两几数半](?:个|十)*(?:工作)?(?:日|天|周|月|年|小时|分钟|秒|季度|学期|届|时|次)|之日|[日月年]底|[前后内]"
    r"|季度|周期|期间|[期届]满|到期|每[年月日周天季]|[当次即明][年日天月]|年度|[年月季日周]报|[按逐][年月季周日]|及时|立即|随时|适时|定期|即时|马上|当场"
    r"|时(?:[，,。；;]|$)|同[时步]|先|起|方可|方能|即可|[0-9]{1,2}[:：][0-9]{2}|长期|永久|终身|不受|无限|[早晚]|期限|时限"
)
_CASE = (
    r"达到|超过|低于|高于|不足|出现|发生|符合|满足|具备|需要|必要|情[形况]|条件"
    r"|的[，,：:；;]|者[，,]|一旦|如果?|[若凡经]"
)
# asked for, named, what it is called
_TYPES: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"谁|哪个?(?:些|几个)?(?:部门|单位|机关|机构|级|家)|(?:什么|何)(?:部门|单位|机关|机构|人(?=来?(?:负责|审|批|决定)))|归哪|找哪"
        ),
        re.compile(
            r"[由向][一-龥]{2}|[部门机关局厅委院所站会组处室司科办级方军企民众国家校队人者员主户]|政府|党[组总支]|[本我]行|机构|单位|公司|书记|首长|经理|总监|校长|[会社团组班队处科局厅部所站院行镇乡村]长|理事|董事|监事|代表|班子|律师|医[生师]|教师|老师|家长|配偶|父母|子女|银行|街道|社区|[乡镇村]|中心|政协"
        ),
        "主体",
    ),
    # 什么时候启动Ⅱ级响应 may ask for a case: 达到汛限水位.
    (re.compile(r"什么时候|啥时候|何时|几时"), re.compile(rf"{_TIME}|{_CASE}"), "时间"),
    (
        re.compile(r"什么时间|哪1?一?天|几号|几月|多久|多长时间|时限|期限(?=是|有|为|多|几|呢|$|[?？。])"),
        re.compile(_TIME),
        "时间",
    ),
    (
        re.compile(
            # 差别体现在哪里 asks for no place
            r"[在到去上往向于](?:哪里|哪儿|何处|什么地方|哪个地方|哪(?![个些一种类几条款位天年月级家次]))[^，。]{0,6}"
            r"(?:办|开(?!始)|领|取|交|报|买|申|查|提|登|补|换|缴|考|训|复议|参加)"
        ),
        re.compile(
            r"[局厅委部院所馆库室校园场区省市县乡镇村处网站在于到至向赴从]|地[点址方]|[当驻属本各]地|在地|以[内外]|境[内外]|户外|中心|机构|机关|单位|政府|街道|窗口|大厅|平台|银行|组织|公司|企业|口岸|预算|财政|资金"
        ),
        "地点",
    ),
)

_LABELLED = re.compile(r"[一-龥]{0,4}(?:时限|时间|期限|单位|部门|责任人|地点|地址)[:：]")


def unnamed(question: str, quoted: str) -> str:
    """What the question asks for and the quoted words do not name (主体, 时间, 地点); empty where they do."""
    return next((name for asks, names, name in _TYPES if asks.search(question) and not names.search(quoted)), "")


def is_labelled(text: str) -> bool:
    """Whether a text is a line that says by itself what it names: 完成时限：3月20日前."""
    return _LABELLED.match(text) is not None
