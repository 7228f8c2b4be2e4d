"""How people say what regulations say otherwise: everyday word -> the words of Chinese legislation.

A general vocabulary; nothing in it comes from one document. It is applied to questions only, to find clauses and to
judge whether a clause holds what was asked: no quotation passes through it. The meaning goes one way: 老板 may be the
用人单位 of a law, but a clause on 用人单位 is not searched for 老板. Words that laws use themselves (工资, 合同) do not
stand on the right.

A line is `words of the law < everyday words`; a word may stand in several lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TABLE = """
用人单位 单位 < 公司 老板 东家 厂里 厂子 雇主 用工方
劳动者 职工 工作人员 < 员工 打工的 打工人 打工仔 雇员 上班族 职员 工友
解除 辞退 < 开除 炒鱿鱼 被炒鱿鱼 炒了 被开了 开了我 被炒 辞掉 裁掉 裁员 被辞 赶走 卷铺盖 走人 劝退 撵走 开掉
解除 辞职 < 离职 不干了 跳槽 走人 辞工 撂挑子
劳动报酬 工资 报酬 薪酬 < 薪水 工钱 薪资 月薪 底薪 到手 薪金
劳动报酬 报酬 待遇 < 挣多少 拿多少钱 钱
津贴 补贴 补助 < 贴补 餐补 房补 车补
奖金 奖励 < 红包 年终奖 彩头 发奖
拖欠 未及时足额 < 欠薪 不发工资 拖着不给 欠着 赖账 克扣
加班 延长工作时间 < 加点 熬夜干活 996
休假 假期 休息 < 放假 歇班 歇几天 歇着 假
年休假 < 年假 带薪假
病假 患病 医疗期 < 生病 得病 看病
生育 分娩 产假 < 生孩子 生娃 坐月子 怀孕 怀上 大肚子
女职工 孕期 妊娠 < 怀孕 孕妇 准妈妈
工伤 职业病 < 上班受伤 干活受伤 因公受伤
退休 < 退下来 退休了 内退
试用期 见习期 < 实习期 试岗 试工
劳动合同 聘用合同 < 签约 签合同
协议 合同 < 合约
续订 续签 续聘 < 续约 接着签 再签
社会保险 < 社保 五险一金 五险
基本养老保险 < 养老 养老金 养老保险
基本医疗保险 < 医保 医疗保险
住房公积金 < 公积金
最低生活保障 < 低保 低保户 吃低保
失业保险金 < 失业金
特困人员 特困供养 < 五保 五保户
新型农村合作医疗 < 新农合
轨道交通 < 地铁 轻轨
驾驶证 < 驾照 驾驶本
不动产权证书 < 房产证 房本
年度考核 < 年终考核 年底考核 年终评 年底评 年考
优秀 < 评优 拿优 得优 评先进
档次 等次 < 档 几等
不合格 < 没过 不及格 不达标 没通过
晋升 晋级 < 升职 升官 往上升 提级
降低 降级 < 降职 往下降
调整岗位 岗位 < 调岗 换岗 挪地方 换个岗
借调 抽调 借用 < 借走 借人 抽走 借去 调走
兼职 < 副业 第二职业 兼差 打零工
招聘 招录 聘用 < 招人 招工 招来 招进 招考 招新
处分期 处分期间 < 影响期
最高 不超过 < 封顶
处分 惩戒 处理 < 受罚 挨罚 挨处分 背处分 受处分 惩罚 被罚
罚款 < 罚钱 罚多少 罚几 交罚款 罚单 挨罚 罚
赔偿 补偿 < 赔 赔钱 赔多少 赔付 陪多少
赔偿 损失 < 弄坏
没收 < 收走 扣下 缴获 充公
扣押 查封 < 扣车 扣下 扣留
吊销 撤销 < 取消资格 收回证
停止 责令停产停业 < 关门 停业 关停 封店
责令改正 改正 整改 < 改过来
违反 违法 < 犯规 违规 不守规矩 不按规定 乱来
旷工 无正当理由 缺勤 < 无故不来 不来上班 翘班 不请假
拒绝 拒不 不参加 无正当理由 < 就是不 硬不 不配合 赖着不 不肯 不去
贪污 受贿 < 收钱 收礼 拿回扣 吃回扣 捞钱 红包
徇私舞弊 弄虚作假 < 走后门 开后门 作弊 造假 做假 弄假 猫腻 托关系 打招呼 作假
泄露 保密 < 说出去 外传 泄密
弄虚作假 虚假 < 骗 瞒报 谎报 撒谎 假材料
申诉 复核 异议 < 不服 不服气 有意见 喊冤 不认可 讨说法 翻案 提意见 不满意
举报 投诉 检举 < 告状 告发 打小报告
起诉 诉讼 人民法院 < 打官司 告他 告上法庭 上法院 法院 告
诉讼时效 时效 < 过期 过了时间
审批 批准 许可 核准 < 批 签字 点头 过审 拍板 办手续
决定 批准 < 说了算 拍板 做主 谁定
备案 登记 报送 < 上报 报备 报上去
办理 申请 < 咋办
执照 许可证 < 证 牌照
缴纳 交纳 < 交 交钱 缴 掏钱 出钱 付
费用 收费 < 费 花销 开销 价钱 多少钱 花多少
价格 收费标准 水价 电价 < 价钱 几块钱 卖多少 贵不贵
公布 公示 公告 公开 < 贴出来 挂网 通知大家 张榜 亮出来
公示 < 贴出来
通知 告知 < 告诉 打招呼 知会 说一声
书面 < 白纸黑字 写下来
保存 归档 档案 < 存档 留底 保管
施行 实施 生效 < 开始执行 什么时候算数 算数 起效 开始实行 启用
废止 失效 < 作废 不管用了 不算数 取消
制定 制订 < 定规矩 谁写的
印发 发布 公布 < 发文 颁布
负责 承担 主管 < 归谁管 谁管 管事 管着 归口 找谁
牵头 负责 < 领头 挑头 带头
主管部门 行政部门 行政主管部门 < 上头 上面 管事的 政府部门
负责人 主要负责人 < 一把手 头儿 头头 老大 当官的
领导干部 < 当官的
公安机关 < 警察 公安 派出所 民警
人民法院 < 法院
人民检察院 < 检察院
市场监督管理 < 工商 市场监管 质监
税务机关 < 税务局 税务
民政 < 民政局
人力资源社会保障 < 人社局 劳动局
生态环境 < 环保局
住房 建设主管部门 < 住建局 房管局
卫生健康 卫生行政 < 卫健委 卫生局
街道办事处 街道 < 街道办
居民委员会 社区 < 居委会 小区
村民委员会 < 村委会 村里 大队
业主 < 房主 户主 住户 房东
物业服务企业 物业服务人 物业管理企业 物业 < 物业公司 管理处
承租人 < 租客 租户 租房的 房客
出租人 < 房东
租赁 租金 < 租房 房租 租 出租
房屋 住房 不动产 < 房子 房 楼房 屋子 住处
房屋 征收 拆迁 < 拆房 征地 动迁
买卖 转让 出售 < 卖 买 转手 卖掉 买房 卖房 出手
出卖人 < 卖家 商家 卖方
买受人 消费者 < 买家 顾客 买方 客户
经营者 < 商家 店家 卖家 店铺 老板 商户 饭店 超市
消费者 用户 < 顾客 客人 买东西的
退货 退款 退还 < 退钱 退掉 退
修理 更换 维修 < 修 换新
欺诈 < 骗人 坑人 上当 诈骗 被骗 坑钱
定金 预付款 < 订金 首付
保证金 押金 < 扣押金
借款 民间借贷 < 借钱 欠钱 借条 欠条 贷款
借款人 债务人 < 欠钱的 欠债的 老赖
出借人 贷款人 债权人 < 借出去的 债主
利息 利率 < 高利贷 利钱
抵押 质押 担保 < 作保 抵债
保证人 保证 < 担保人 作保
债务 < 欠债 欠的钱 债
违约 违约金 < 反悔 毁约 不认账 说话不算数
继承 遗产 < 家产 分家 分遗产
遗嘱 < 遗书
结婚 婚姻 < 领证 成亲
离婚 < 分手 闹离婚
配偶 夫妻 < 老公 老婆 丈夫 妻子 媳妇 爱人 对象 两口子 男方 女方
子女 < 孩子 儿子 女儿 小孩 娃 闺女
父母 监护人 < 爸妈 爹妈 父亲 母亲 家长
未成年人 < 孩子 小孩 未成年 娃 熊孩子 娃娃
老年人 < 老头 老太太 爷爷 奶奶
抚养 抚养费 < 养孩子 带孩子 抚养权
赡养 赡养费 < 养老 伺候老人
收养 < 领养 抱养
死亡 < 去世 死了 走了 过世 身故
伤害 人身损害 < 打人 打伤 受伤 打架 撞伤 揍
殴打 < 打人 打架 动手 揍
机动车 < 车 汽车 轿车 车子 小车 货车
非机动车 < 电动车 电瓶车 自行车 单车
交通事故 < 车祸 撞车 撞了 撞人 追尾
驾驶人 < 司机 开车的 驾驶员
饮酒 醉酒 < 酒驾 酒后 喝酒 醉驾 喝了酒
停车 停放 < 停车位
车位 车库 < 停车位
饲养动物 动物饲养人 < 养狗 狗 养猫 猫 宠物 遛狗 养宠物
养犬 犬 < 养狗 狗 遛狗
噪声 < 噪音 吵 扰民 吵闹 太吵
垃圾 废弃物 固体废物 < 废品 扔垃圾
污水 废水 排放 < 脏水 排污
节约 < 省 节省
补救 恢复 < 复原
学生 受教育者 < 孩子
教师 < 老师
学校 < 校方
医疗机构 < 医院 诊所 大夫
患者 < 病人
医务人员 < 大夫 医生 护士
旅行社 < 旅游公司 跟团
旅游者 < 游客 驴友
保险人 < 保险公司
投保人 被保险人 < 买保险的 投保
理赔 赔偿 给付保险金 < 保险赔
商标 < 牌子 品牌 标志
著作权 < 版权 抄袭 盗版
侵权 侵害 < 盗用 抄 山寨
承包 < 包地
承包地 土地承包经营权 < 地 田
宅基地 < 自家地
农民 农户 < 种地的 农村人 庄稼人
居民 < 老百姓 市民
公民 个人 自然人 < 老百姓 平民 普通人
隐私 个人信息 < 手机号
肖像 < 头像
名誉 < 名声 骂人
预备党员 < 新党员
培训 教育培训 < 上课 进修 听课
补办 补发 < 重做 重办 重新做一张 再办一张
签到 考勤 < 打卡
换乘 < 换车 转车 倒车换乘
除名 < 踢出去 赶出去
逾期归还 逾期 < 晚还 还晚了 没按时还
体检 健康检查 < 检查身体 查身体
发放 拨付 < 到账 打到卡上 打卡上 打过来
垫付 < 先掏 自己先出
婚假 < 结婚放假 结婚假 结婚能放
丧假 死亡 < 奔丧 办丧事 办白事
撤出 搬离 < 腾房 腾出来
延期 展期 < 宽限 缓几天
持有 < 攥着 手里有
通讯方式 线上 < 网上投票 线上投票 在线投票
提出 申请 < 报上去 递上去
逾期 超期 < 晚了 迟了 超时 过了期 没按时
遗失 丢失 < 弄丢 搞丢 丢了 找不到了
应征入伍 入伍 服兵役 < 当兵 参军 去部队
往届生 往届毕业生 < 复读 复读生
重点班 实验班 < 尖子班 火箭班 快班
住宿费 住宿 < 酒店 宾馆 旅馆 住店
农贸市场 < 菜场 菜市场
经营户 经营者 < 摊主 摊贩 摆摊的
采砂 < 挖沙 挖砂 采沙 捞沙
疏浚 < 清淤 挖河
着火 火灾 失火 < 烧着 烧起来 起火
火灾 失火 < 着火
不予受理 不予接收 不受理 < 不收
出资 < 掏钱 凑钱 分摊钱
不得 禁止 < 不能 不让 不许 不准 不可以 别
届满 期满 < 到期 满了
新进 新入职 初次就业 < 刚来 新来 新人 刚进 刚到
刚毕业 初次就业 < 应届生 毕业生
在职 < 在岗
离岗创业 < 出去创业 离岗
公示 公示期 < 挂出来 挂几天 挂多久 公示几天
事业单位 编制 招聘 < 事业编 转编 进编
缺课 缺勤 < 落下课 落课 没去上课
蓄电池 < 电瓶
招牌 牌匾 < 门头 店招
申诉 复核 异议 < 不公平 打得不公 评得不公 冤枉
解除 < 被辞 被辞退
放弃 < 不想要 不要了
轮候 < 排队等房 排队
转借 转租 < 偷偷租给别人 租给别人 转租出去
购买 出售 < 买下来
登记 养犬登记 < 上狗证 狗证
回避 < 换掉 换人
列席 < 旁听
更正 补正 < 写错 算错 弄错
缺席 不到庭 < 不来开庭 开庭不来
无效 < 作废
委托 受托人 < 托我 托人 代投
不计入 < 不算进 不算在内
结清 提前归还 < 1次还清 提前还
挪用 < 拿去炒股
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in table.strip().splitlines():
        legal, everyday = line.split(" < ")
        for word in everyday.split():
            found.setdefault(word, []).extend(w for w in legal.split() if w != word and w not in found.get(word, ()))
    return {word: tuple(dict.fromkeys(forms)) for word, forms in found.items() if forms}


EVERYDAY: Mapping[str, tuple[str, ...]] = _read(_TABLE)
"""Everyday word -> words of the law, the nearest first."""

# Words of one character are parts of others (车间, 费解): only longer ones are looked for inside a question.
PHRASE = re.compile("|".join(re.escape(word) for word in sorted(EVERYDAY, key=len, reverse=True) if len(word) > 1))


# Words for one thing, of which each regulation uses its own: what one calls 等次 the next one calls 档次.
SAME = tuple(
    frozenset(line.split()) for line in ("等级 等次 档次", "期限 时限", "资金 经费", "批准 审核同意 核准 审批 同意")
)


def in_terms_of(question: str, text: str) -> str:
    """The question with the text's own word where the text does not have that of the question, but one for the same."""
    for words in SAME:
        named = sorted(word for word in words if word in text)
        for word in words:
            if named and word in question and word not in named:
                question = question.replace(word, named[0])
    return question


def lawful(question: str) -> str:
    """The question, in search text, with every everyday word followed by the words of the law for it."""
    return PHRASE.sub(lambda match: f"{match.group()} {' '.join(EVERYDAY[match.group()])} ", question)
