"""What kind of quantity a question asks for, and whether a clause states one of that kind.

A clause that is merely about the same thing must not answer 多少钱 or 几个月; it has to hold a sum or a length of time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tiaowen.language.normalization import search_text

_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百千两半几]+)"
_MANY = r"(?:几|多少)"
_TIME = r"(?:个?(?:法定)?工作日|个月|月|年|天|日|周|小时|学时|季度|分钟)"

# kind -> (the question asks for it, the clause states it); both in search text, where 二十天 is 20天
KINDS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "money": (
        re.compile(
            r"多少钱|多少元|几块钱|几[千万百]块|多少块|几倍|多少倍|多少(?:的)?(?:[^，,]{0,3}(?=补贴|补助|奖金|津贴|罚款|押金|学费))?(?:钱|奖金|工资|补贴|补助|津贴|罚款|赔偿|补偿|报酬|违约金|押金|学费|利息|经费)|多少万元?(?!人)|金额是?多少|(?:罚款?|扣|补助?(?![种栽植])|赔偿?|交|缴)[^，,]{0,4}多少(?![天日月年周岁小人个次名位棵株份件只头亩页篇本分])"
            r"|(?:(?<!竣)工资(?!料)|补助|补贴|罚款|奖金|津贴|费用|经费|(?:诉讼|受理|物业|服务|管理|停车|评审|报名|水|电|学|党)费|价格|水价)[^，,]{0,6}多少(?![天日月年周岁小人个次名位])"
        ),
        re.compile(
            rf"{_NUMBER}(?:余|多)?[百千万亿]*元|{_NUMBER}角(?![度落])|{_NUMBER}倍|{_NUMBER}(?:%|‰|成)|万分之{_NUMBER}"
            r"|(?:不得|不|不再)(?:另行)?收取?[^，,。;]{0,8}费|免费|免[收交缴]|无偿"  # what costs nothing
            rf"|{_NUMBER}个?[月日天年]的?[^，,。;0-9]{{0,6}}(?:工资|薪|报酬)"  # 半个月工资
            rf"|扣[^，,。;0-9]{{0,8}}{_NUMBER}分(?![之钟])"  # 扣多少 may be points
            r"|(?:全部|全额)[^，,。;0-9]{0,8}工资"
            # 相当于一个月租金 and 两个月的房租, no 30日内支付租金
            rf"|(?:相当于|等同于|{_NUMBER}个(?:月|季度))的?(?:[^，,。;0-9内前起后]{{0,4}})(?:租金|房租|月租|管理费|物业费|服务费|租赁费)"
        ),
    ),
    "points": (
        re.compile(rf"{_MANY}分(?![之钟公别成为配段担利贝数])"),
        re.compile(rf"{_NUMBER}分(?![之钟别成为配段担贝])|满分"),
    ),
    "age": (re.compile(r"多少周?岁|几周?岁|多大年[纪龄]|年龄.{0,6}多[大少]"), re.compile(rf"{_NUMBER}周?岁")),
    "percent": (
        re.compile(r"百分之几|百分之多少|多大比例|率[^，,]{0,4}多[高少大]|比例是?多少|比例.{0,8}多少|占比.{0,6}多少|几成|比率.{0,4}多少|百分比|(?:比例|比率|占比)(?:是|呢)?[?？。]*$"),
        re.compile(
            rf"{_NUMBER}(?:\.[0-9]+)?(?:%|‰|成)|{_NUMBER}分之{_NUMBER}|百分之|{_NUMBER}比{_NUMBER}"
            r"|[1-9][0-9]?[:∶][1-9](?![0-9])"  # 7∶3, and no 9:30
            r"|[一二三四五六七八九]{2}(?:的?比例|开)"  # 按四六比例分担
        ),
    ),
    "frequency": (
        re.compile(
            r"(?:多久|多长时间|几年|几个月|几天|隔多久).{0,16}[1一][次回趟届轮遍]|每年.{0,24}几[次回]|[1一]年.{0,12}几[次回]|每.{1,3}几次"
        ),
        re.compile(
            rf"每(?:隔)?{_NUMBER}?(?:个)?(?:学?年|学期|月|季度?|周|天|日|旬|半[年月]|小时|分钟|班)|{_NUMBER}(?:年|个月|季度|周).{{0,12}}{_NUMBER}次|定期"
            rf"|以.{{1,4}}为周期|周期[^,。;]{{0,10}}{_NUMBER}|随时|适时|[年月季]报|[按逐][年月季周日]|年度(?:工作)?(?:报告|审计|检查|评估|审查|总结)"
        ),
    ),
    "days": (
        re.compile(r"几个?(?:天|日(?!期)|工作日)|多少个?(?:天|日|工作日)"),
        re.compile(rf"{_NUMBER}(?:个?(?:法定|自然)?(?:工作)?日|天|日(?!常)|周|小时)|当[天日]|次日|即时|立即"),
    ),
    "duration": (
        re.compile(
            r"几个?(?:月|年|天|日|周|小时|工作日|季度)(?!份|度|级|底|初|末|几号)|多少个?(?:天|年|月|小时|学时|工作日)"
            r"|多长时间|多久|多长期限|期限是?多[长久少]"
        ),
        re.compile(
            rf"{_NUMBER}{_TIME}|半年|长期|[当次][年月周日]|(?:年|月|日)底?前"
            rf"|每{_NUMBER}?个?(?:学?年|学期|半年|季度?|月|周|天)"  # 防砸鞋每年更换一双, for 多久换新的
        ),
    ),
    "length": (
        re.compile(
            rf"{_MANY}(?:公里|千米|厘米|毫米|海里|米)"
            r"|(?<![率例度平比位分])多[高深宽厚](?=$|[?!。,， ]|才|算|以[上下内])"
            r"|(?:高度|宽度|深度|距离|间距|厚度)[^，,]{0,6}(?:多少|多[大长高远深宽])"
        ),
        re.compile(
            rf"{_NUMBER}(?:余|多)?[百千万]*(?:公里|千米|厘米|毫米|海里|米|公分|倍|(?:km|cm|mm|m)(?![a-z0-9]))|分之"
        ),
    ),
    "area": (
        re.compile(rf"(?<![那这]){_MANY}(?:平方|平米|公顷|亩(?!地))|面积[^，,]{{0,8}}(?:多少|多大|几)|多大的?面积"),
        re.compile(
            rf"{_NUMBER}(?:余|多)?[百千万]*个?(?:平方|亩|公顷|平米|基本单位|%|倍|m2|km2)|分之|原[^，,。]{{0,4}}(?:面积|规模)"
        ),
    ),
    "people": (
        re.compile(
            rf"(?:[要需有由少于过多到满够配派设选投凑]|名额|编制|人数)[^，,]{{0,6}}{_MANY}个?人(?![民大身均工员])|{_MANY}[名位](?!额)"
            rf"|人数[^，,]{{0,8}}{_MANY}|{_MANY}个?人(?=$|[?!。 ]|才|以上|联名|签|提|出席|同意)"
        ),
        re.compile(rf"{_NUMBER}(?:余|多)?[百千万]*(?:名|人|位|个(?!月|工作日)|%|倍)|人数为?[0-9]|分之|半数|[单双奇]数|[0-9]/[0-9]"),
    ),
    "imprisonment": (
        re.compile(r"判(?:刑)?(?:几年|多久|多少年|多长时间|[什甚]么刑|啥刑|多重)|坐(?:几年|多久|多少年)|几年牢"),
        re.compile(r"徒刑|拘役|管制|死刑"),
    ),
    "clock": (
        re.compile(r"(?<![哪这那有好第])几点(?![建意要原规内措理体说])|(?:开门|关门|上班|下班|营业|开放)时间是?(?:多少|什么|几)"),
        re.compile(r"[0-9]{1,2}[:：][0-9]{2}|[0-9]{1,2}[时点](?![间候限段])|零时|全天|24小时|昼夜"),
    ),
    "power": (
        re.compile(rf"{_MANY}(?:千瓦|瓦|匹|马力)|功率[^，,]{{0,4}}多[少大]"),
        re.compile(rf"{_NUMBER}(?:千瓦|瓦|kw|w|匹|马力)"),
    ),
    "temperature": (
        re.compile(rf"(?:温度|体温|室温|气温|水温)[^，,]{{0,6}}(?:{_MANY}|多[高低])|{_MANY}摄?氏?度(?![假的])"),
        re.compile(rf"(?:[0-9.]+|{_NUMBER}) ?(?:°c|℃|摄氏度|度)"),
    ),
    "weight": (
        re.compile(rf"{_MANY}(?:公斤|千克|毫克|斤|克|吨)|多重|重量[^，,]{{0,4}}多[少大]"),
        re.compile(rf"{_NUMBER} ?(?:余|多)?[百千万]*(?:公斤|千克|毫克|斤|克|吨|(?:kg|mg|g|t)(?![a-z]))"),
    ),
    "noise": (re.compile(rf"{_MANY}分贝|噪[声音][^，,]{{0,6}}{_MANY}"), re.compile(rf"{_NUMBER} ?(?:分贝|db)")),
    "deadline": (
        re.compile(
            r"截[止至][^，,]{0,6}(?:哪[天日年月]|几号|几月|什么时候|何时|啥时候)|(?:哪[天日]|几号|几月几[日号]|什么时候|何时|啥时候)[^，,]{0,2}(?:截止|截至|为止)"
            r"|最[晚迟][^，,]{0,12}(?:哪[天日]|几号|几月)|(?:几月[底末初]|几月几?[日号]?|几号|哪[天日])之?前"
            r"|(?:执行|实行|实施|延续|有效期?|优惠|持续|享受|管用?|覆盖)(?:期限)?[到至](?:哪1?[天日年月]|几号|几月|什么时候|何时|啥时候)"
        ),
        re.compile(
            r"截[止至]|为止|届满|期满|[日月底天年号初时]之?前|[之以]前|(?:日|天|月|年|小时|季度)之?内"
            r"|[至到—–~-] ?[0-9]+[月日年]|当[天日]|次日|次月|不(?:得)?[晚迟]于|最[迟晚]|[年月季]底|日(?:结束|停止)"
        ),
    ),
    "start": (
        re.compile(
            r"(?:哪[天日年]|几号|几月几[日号])[^，,]{0,2}(?:起|开始|生效|施行|实施|执行|算数)"
            r"|[从自](?:哪[天日年]|几号|几月几[日号])"
        ),
        re.compile(r"[0-9]+[月日]|[0-9]{4}年(?!\))|[年月日]起|之日|当[天日]|[次即]日|(?:开始|起)[施实执生]"),
    ),
    "grades": (
        re.compile(rf"{_MANY}个?(?:等次|档次|等级|级别)|(?:分|定|划)(?:为|成)?{_MANY}[档等级]"),
        re.compile(r"等次|档次|等级|级别|[1-9一二三四五特][级等档]|优秀|分为|分成|[abcd]级"),
    ),
    "phone": (
        re.compile(r"电话(?:号码)?是?(?:多少|几)|[打拨](?:什么|哪个|啥|多少|几号)电话|号码是?多少"),
        re.compile(r"[0-9]{3,}"),
    ),
}  # fmt: skip


NAMES = {
    "money": "金额", "points": "分数",
    "age": "年龄", "percent": "比例", "frequency": "次数或周期", "days": "天数", "duration": "期限",
    "length": "长度或距离", "area": "面积", "people": "人数", "imprisonment": "刑期", "deadline": "截止日期",
    "start": "起始日期", "grades": "等次", "phone": "电话号码", "clock": "钟点", "power": "功率",
    "temperature": "温度", "weight": "重量", "noise": "分贝数",
}  # fmt: skip
"""What a kind is called where a clause does not state it."""

_MEASURED = ("length", "area", "people")
UNFITTED = (
    *_MEASURED,
    "points",
    "deadline",
    "start",
    "grades",
    "imprisonment",
    "phone",
    "clock",
    "power",
    "temperature",
    "weight",
    "noise",
)
"""Kinds that came after the weights of the ranker were fitted: its evidence leaves them out."""
# Who decides on a number, or how, is another question than the number (能容纳多少人谁来定).
_OTHERWISE = re.compile(r"谁|哪|怎么|咋|如何|什么|要不要|是否|能不能|有没有")

# 玩几天行不行, 好几年了还会处分吗: where yes or no is asked, 几 before a measure means some.
_WHETHER = re.compile(r"(?:吗|行不行|可不可以|能不能|允不允许|对不对|合不合法|算不算|要不要|是不是)[?!。 ]*$")
_SOME = re.compile(r"几个?(?:月|年|天|日|周|小时|次|回|岁|人|名|位|亩|米|[千万百]块)")


@lru_cache(maxsize=4096)
def asked_quantity(question: str) -> str:
    """The kind of quantity that the question asks for (a key of KINDS), or empty."""
    text = search_text(question)
    if _WHETHER.search(text):
        text = _SOME.sub("", text)
    kinds = ("imprisonment", *KINDS)  # 判几年 is no mere duration
    kind = next((kind for kind in kinds if KINDS[kind][0].search(text)), "")
    return "" if kind in _MEASURED and _OTHERWISE.search(text) else kind


# 总成绩怎么算, and 总成绩=笔试成绩×40%+…
_COMPUTED = re.compile(r"(?:怎么|怎样|如何|咋)(?:来|去)?(?:计算|核算|折算|算(?!数|是|作))|公式|计算(?:方法|方式|办法)")
_FORMULA = re.compile(r"([一-鿿]{2,12}) ?=")


def gives_formula(question: str, text: str) -> bool:
    """Whether the question asks how something is computed that it names, and the text has its formula (…=…)."""
    asked = search_text(question)
    return bool(_COMPUTED.search(asked)) and any(m[1] in asked for m in _FORMULA.finditer(search_text(text)))


@lru_cache(maxsize=65536)
def states_quantity(text: str, kind: str) -> bool:
    """Whether the text holds a quantity of the kind; true for the empty kind."""
    return not kind or bool(KINDS[kind][1].search(search_text(text)))


# 要提前几天通知 asks how long before, which 自收到之日起7日内 does not say.
_LENGTH = rf"{_NUMBER}(?:个?自然日|{_TIME})"
_AHEAD = r"(?:提前|提早|事先|事前|预先)"
_ASKS_LEAD = re.compile(rf"{_AHEAD}[^，,。起]{{0,8}}(?:{_MANY}(?:个|多)?{_TIME}|多久|多长时间)(?!之?内)")
_LEAD = re.compile(
    rf"{_LENGTH}(?:之|以)?前|前(?:的)?(?:{_NUMBER}[至到—~-])?{_LENGTH}|{_AHEAD}[^，,。;]{{0,20}}{_LENGTH}"
    rf"|前[^，,。;]{{0,6}}(?:不少于|至少|不低于){_LENGTH}"
)


def states_as_asked(question: str, text: str) -> bool:
    """Whether the text holds a quantity as it is asked for: of its kind and, where the question asks how long before
    something (提前几天), as a time before; true where no quantity is asked for."""
    if _ASKS_LEAD.search(search_text(question)) and not _LEAD.search(search_text(text)):
        return False
    return states_quantity(text, asked_quantity(question))
