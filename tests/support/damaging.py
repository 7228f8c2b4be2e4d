"""An invented regulation and its printings, damaged as scanned gazettes and newspaper pages are; seeded, so repeatable.

Nothing here adds or takes away a character of the text but what is said: what a page prints around it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.printing import printed

TITLE = "临港市户外招牌设置和安全管理办法"
NOTE = "（2023年5月8日临港市第十六届人民代表大会常务委员会第九次会议通过）"
_TEXT = """第一章　总则
第一条　为了规范户外招牌的设置，维护市容环境，保障公共安全，根据有关法律、法规，结合本市实际，制定本办法。
第二条　本市行政区域内户外招牌的设置、维护、检查和监督管理活动，适用本办法。
第三条　户外招牌管理应当遵循统一规划、分类管理、安全牢固的原则，鼓励采用节能环保的材料和工艺。
第四条　市城市管理部门负责本市户外招牌的监督管理工作，组织编制设置导则，并向社会公布。
规划、市场监督、住房建设等部门按照各自职责，做好有关工作。
第五条　下列位置不得设置户外招牌：
（一）屋顶以上和危险房屋的外墙；
（二）遮挡消防救援窗、安全出口和疏散指示标志的位置；
（三）影响交通信号灯、交通标志正常使用的位置；
（四）国家机关、文物保护单位的建筑控制地带。
第二章　设置和维护
第六条　设置户外招牌应当符合设置导则，字体、图形完整清晰，夜间照明不得影响居民休息。
第七条　单块面积超过十平方米的户外招牌，设置人应当委托具有相应资质的单位设计、施工，竣工后三十日内备案。
备案应当提交设计图纸、施工单位资质证明和竣工验收报告；材料齐全的，城市管理部门应当当场出具备案凭证。
第八条　设置人是户外招牌安全管理的责任人，应当每年至少组织一次安全检查，台风、暴雨来临前应当加固或者拆除存在隐患的招牌。
第九条　以下情形，设置人应当在十五日内自行拆除招牌：
（一）停止营业或者搬迁的；
（二）招牌破损、锈蚀，不能修复的；
（三）房屋依法征收的。
第十条　与建筑物同时设计、同时施工的招牌，由建设单位在验收时一并提交检测报告。
第十一条　列入历史建筑保护名录的房屋，其招牌的材料和尺寸由规划部门提出意见。
第十二条　城市管理部门应当建立户外招牌档案，记载位置、尺寸、设置时间、检查情况和责任人，并与有关部门共享。
第三章　法律责任
第十三条　违反本办法第五条规定设置户外招牌的，由城市管理部门责令限期拆除，处五百元以上二千元以下罚款；逾期的，代为拆除。
第十四条　违反本办法第七条规定，未按时备案的，责令限期改正；逾期不改正的，处二百元以上一千元以下罚款。
第十五条　违反本办法第八条规定，未履行安全管理责任的，责令限期改正，可以处一千元以上五千元以下罚款。
造成他人人身、财产损害的，依法承担赔偿责任。
第十六条　城市管理部门的工作人员玩忽职守、滥用职权的，依法给予处分；构成犯罪的，依法追究刑事责任。
第四章　附则
第十七条　大型户外广告的管理，按照国家和省有关规定执行。
第十八条　本办法自2023年9月1日起施行。2011年发布的《临港市招牌管理规定》同时废止。"""
LAW = _TEXT.split("\n")
NEWS = (
    "本报讯 昨天是节后上班的第一天，各窗口单位全部开放，工作人员迅速投入工作，以饱满的热情为群众提供便捷服务。",
    "记者从市气象台获悉，受冷空气影响，未来三天将出现大风降温天气，最低气温下降六摄氏度，请注意防寒保暖。",
)
HEADLINES = ("小村庄有了新变化", "家门口的暖心服务", "培训班开进田间")
CAPTIONS = ("秋日渔港 王晓海", "图为渔民正在晾晒鱼干。 李明摄")
SCANNED = {"一": "-—", "二": "=工", "三": "兰", "四": "囚", "五": "玉", "六": "穴", "七": "匕", "八": "入", "九": "丸"}
SCANNED |= {"十": "+卜", "条": "奈"}
_NUMBER = re.compile("(第)([一二三四五六七八九十]+)(条)　")


@dataclass(frozen=True)
class Damage:
    """What a printing suffers; shares are of the articles (`misread`, `unspaced`, `run_on`) or items (`joined`)."""

    width: int = 0  # lines are wrapped at so many characters
    indent: str = "kept"
    between: int = 0  # blank lines between paragraphs
    page: int = 0  # characters of a page
    folio: str = ""  # how its number is printed
    misread: float = 0.0  # a figure of the number is another character
    unspaced: float = 0.0  # nothing stands behind the number
    run_on: float = 0.0  # no new line before an article
    joined: float = 0.0  # no new line before an item
    inserted: float = 0.0  # a caption or a piece of the press stands at the end of the page
    narrow: bool = False  # commas, semicolons and brackets are those of ASCII


def damaged(damage: Damage, dice: random.Random, law: Sequence[str] = LAW) -> tuple[str, list[str]]:
    """A printing of the regulation, and its paragraphs as they are spelt in it."""
    spelt = [_spelt(paragraph, damage, dice) for paragraph in law]
    whole: list[str] = []
    for paragraph, before in zip(spelt, ["", *spelt], strict=False):
        share = damage.run_on if _is_article(paragraph) and before[-1:] == "。" else 0.0
        share = damage.joined if paragraph[:1] in "（(" and before[-1:] in "；;：:" else share
        if whole and dice.random() < share:
            whole[-1] += paragraph
        else:
            whole.append(paragraph)
    lines: list[str] = [TITLE, NOTE]
    for paragraph in whole:
        lines += [""] * damage.between
        heading = re.match("第.章", paragraph)
        lines += printed(paragraph, damage.width, damage.indent) if damage.width and not heading else [paragraph]
    return "\n".join(_paged(lines, damage, dice)), spelt


def _is_article(paragraph: str) -> bool:
    return re.match("[第弟].{1,3}[条奈]", paragraph) is not None


def _spelt(paragraph: str, damage: Damage, dice: random.Random) -> str:
    number = _NUMBER.match(paragraph)
    if damage.narrow:
        paragraph = paragraph.translate(str.maketrans("，；（）", ",;()"))
    if number is None:
        return paragraph
    figures, rest = number[0].strip(), paragraph[number.end() :]
    if dice.random() < damage.misread:
        at = dice.randrange(1, len(figures))
        figures = figures[:at] + dice.choice(SCANNED[figures[at]]) + figures[at + 1 :]
    return figures + ("" if dice.random() < damage.unspaced else "　") + rest


def _paged(lines: list[str], damage: Damage, dice: random.Random) -> list[str]:
    if not damage.page:
        return lines
    found: list[str] = []
    left, number = damage.page, 1
    for at, line in enumerate(lines):
        found.append(line)
        left -= len(line)
        if left > 0 or at < 3 or at + 1 == len(lines):
            continue
        found += ["", damage.folio.format(number)] if damage.folio else [""]
        # behind a whole 款 nobody could tell the next one from more of the news
        below = next(filter(None, lines[at + 1 :]), "")
        goes_on = line[-1:] not in "。；：;" or "第" in below[:3]
        if goes_on and dice.random() < damage.inserted:
            found += ["", *_inserted(damage, dice, number)]
        found.append("")
        left, number = damage.page, number + 1
    return found


def _inserted(damage: Damage, dice: random.Random, number: int) -> list[str]:
    if dice.random() < 0.5:
        return [CAPTIONS[number % len(CAPTIONS)]]
    news = dice.choice(NEWS)
    wrapped = printed(news, damage.width, damage.indent) if damage.width else [news]
    return [HEADLINES[number % len(HEADLINES)], "", *wrapped]
