"""Why someone cannot come or comes late: the words that make a clause a reason."""

import re

from domain.phrases.reply_parts import any_of, words

_REASON = re.compile(
    any_of(
        words(
            "病 烧 咳 疼 痛 医院 住院 打针 吊水 挂水 挂号 复查 复诊 体检 牙 化疗 透析 产检 孩子",
            "儿子 女儿 闺女 娃 孙子 孙女 孙儿 带孙 接孙 宝宝 家长会 接送 接人 接站 送站 老人",
            "老公 爱人 媳妇 妈 爸 父 母 岳 婆 公公 爷 奶 姥 外公 有课 上课 监考 考试 阅卷 开会",
            "出差 外地 外省 外面 在外 老家 高铁 飞机 高速 机场 堵 车 路上 抛锚 爆胎 任务 检查",
            "培训 学习 有事 有点事 事情 急事 私事 家事 家里 家中 家有 有客 来客 客人 亲戚 白事",
            "喜事 丧 葬 去世 过世 婚 相亲 满月 喝喜酒 吃酒 吃席 酒席 搬家 装修 收稻 收麦 收割",
            "插秧 下田 下地 浇地 打药 种 摘 卖 送货 走不开 脱不开 隔离 感冒 流感 发热 晕 血压",
            "肚子 腿 腰 脚 手 眼 骨 摔 崴 扭 伤 不舒服 身体 难受 客户 单位 公司 厂里 学校 镇上",
            "县里 市里 区里 街道 下乡 驻村 下雨 下雪 雨大 雪大 路滑 路不好 封路 修路 停电 水管",
            "漏水 设备 机器 抢修 检修 巡检 巡查 抄表 收银 店里 摊 盘点 验收 迎检 临时 冲突 撞",
            "赶不回 回不来 在北京 在上海 在南京 旅游 探亲 出门 护理 陪 照顾 月子 怀孕 没人 忙",
            "没空 没赶上 睡过 起晚 闹钟 迷路 找不到 刚下 刚出 刚从 还在 正在 结束 散会 收工",
            "打点滴 输液 疫苗 体温 过敏 守灵 上坟 祭祖 出海 出船 跑运输 卸货 上夜 大夜 抽调",
            "借调 封闭 轮休 执勤 出警 出诊 坐诊 接生 急诊 地铁 公交 绕路 红灯 大雾 结冰 台风",
            "暴雨 电瓶 没电 轮胎 追尾 剐蹭 刮蹭 碰了 事故 交警 汇报 答辩 面试 应酬 接待 调研",
            "支援 抗旱 防汛 值守 值夜 代课 晚自习 看店 开店 做饭 夜里 没睡 熬夜 岗 班 法院 开庭",
            "接机 送机 办事 阳了 产假 赶不及 值勤 军训 地里 田里 浇水 约了 预约 专家号 签字",
            "过户 办证 年检 体测 出殡 限号 限行 抽血 保养 换药 落枕 胃 心脏 拆线 石膏 原因 由于",
            "工作 家访 外出 探视 报账 审计 招标 投标",
        ),
        r"因[^,。]{2,}",
        r"(?:要|得|必须|需要?)(?:去|到|陪|带|送|接|赶|办|做|看|回|给|跟|参加|当"
        r"|值|照|守|跑|招|迎)",
        r"(?:人|还|正)在[\u4e00-\u9fff]{2,}",
    )
)
# 要打谷子, 正给牛接生: whatever it is, it has to be done now.
_DUTY = re.compile(
    r"(?:但是?|不过|就是|只是|我们?|俺|这边|这|今[天晚]|明[天早晚]|后天|当天"
    r"|那天|下午|上午|晚上|家里|正好|临时|周.|,)*"
    r"(?:要|得|必须|需要|正|在|还在|被|轮到|没人)(?!是|不|么|空|意思|劲|钱"
    r"|了|的|我)[\u4e00-\u9fff]{2,}"
)
_FOREIGN_SUBJECT = re.compile(
    r"^(?:快递|外卖|包裹|货|菜|水|电|气|网络?|信号|暖气|工资|钱|款|牛奶|医生|客人|维修"
    r"|送水|工人|师傅|物业|班车|校车|公交车?|火车|飞机|航班|救护车|专家|老师|同学|球队"
    r"|领导|嘉宾|孩子|儿子|女儿|娃|学生|小孩|我家?(?:儿子|女儿|孩子|娃|妈|爸|老婆|老公"
    r"|爱人))(?:[\u4e00-\u9fff]{0,4})$"
)
_LEADING = re.compile(
    r"^(?:因为|因|由于|是因为|主要是|原因是?"
    r"|我们?(?![妈爸家爷奶哥姐弟妹岳爱老儿女]|公公|婆婆)|本人|俺|他们?|她们?"
    r"|这次|今天|明天"
    r"|后天|今晚|明晚|那天|当天|到时候?|目前|现在|正好|刚好|恰好|要|得|需要?|先|还|也|但"
    r"|但是|不过|确实|实在|可能|的|有个|书记|[,\s])+"
)
_TRAILING = re.compile(
    r"(?:了|,|的|所以|因此|只好|只能|恐怕|可能|怕是|估计|就|要|(?<!开)会|才|得|我|先|故"
    r"|特|想|再|跟您|向您|跟书记|向书记|向组织|实在|确实|真的?|\s)+$"
)


def is_reason(piece: str) -> bool:
    """Whether `piece` may be why one is kept away."""
    return bool(_REASON.search(piece)) and not _FOREIGN_SUBJECT.match(piece)


def speaks_of_duties(piece: str) -> bool:
    """Whether `piece` speak of what keeps people away or lets them come (孩子有人带了)."""
    return bool(_REASON.search(piece) or _DUTY.match(piece))


def reason_of(pieces: list[str]) -> str | None:
    """The first of `pieces` that gives a reason, trimmed; None where none does."""
    for piece in pieces:
        bare = trimmed(piece)
        if bare and is_reason(piece):
            return bare if len(bare) > 1 else _LEADING.sub("", piece)
    for piece in pieces:
        bare = trimmed(piece)
        if bare and len(bare) > 1:
            return bare
    return None


def trimmed(piece: str) -> str:
    """`piece` without 因为, 我今天 and the like around the reason itself."""
    bare = _TRAILING.sub("", _LEADING.sub("", piece))
    return bare.strip(" ,。")
