"""Whose answer it is: the other person named in a reply (老刘, 王姐, 孙师傅, 张建国)."""

import re

from domain.phrases.reply_parts import any_of, words

_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜"
    "叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶"
    "贺毛郝顾龚邵万覃武钱戴严莫孔汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关"
    "兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华"
    "喻祁蒲房滕屈饶解牟艾尤穆农司卓古吉缪简车芦麦褚娄窦戚岑景党卜卫米柏宗"
    "瞿桂佟臧闵苟邬卞姬栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘池麻苑邝鞠"
    "惠荆]"
)
_CALLED = words(
    "大爷 大妈 大姐 大哥 大叔 大嫂 大伯 阿姨 奶奶 爷爷 师傅 主任 书记 支书 老师 医生 会计",
    "队长 组长 委员 经理 科长 局长 所长 站长 校长 厂长 班长 同志 姐 哥 叔 婶 姨 嫂 伯 工",
    "总 老 嫂子 护士 警官 院长",
)
_MATE = "爱人 老公 老婆 对象 媳妇 老伴 丈夫 妻子 家那口子 家属"
_KIN = "爸 妈 父亲 母亲 爸爸 妈妈 公公 婆婆 岳父 岳母 哥 姐 弟 妹 姐姐 哥哥 弟弟 妹妹"
_FAMILY = any_of(rf"我?{words(_MATE)}", rf"我{words(_KIN)}")
# What begins like a name and is none.
_NO_NAME = (
    words(
        "迟到 小孙子 小孙女 孙子 孙女 孙儿 岳父 岳母 祖母 高血压 牛羊 车间 安装 安检 修路",
        "小区 小学 小孩 小时 小组 小朋友 小伙 小雪 小雨 小心 小事 小吃 小店 小卖 小狗 小猫",
        "小车 小路 小年 老师 老家 老婆 老公 老人 老板 老伴 老妈 老爸 老乡 老地 老是 老早 老了",
        "老鼠 老客 老毛病 小毛病 大家 大门 大会 大雨 大雪 大风 大概 大约 大夫 大棚 大伙 大队",
        "大厅 大部 大巴 大周 小周末 老时间 阿姨们 明天 明早 明晚 明日 明儿 明年 时间 时候",
        "时刻 于是 万一 万分 成功 安排 安全 安心 和我 全体 全家 全部 全程 王家里 家里 方便",
        "应该 应酬 常常 连续 连夜 连着 连线 路上 路过 路滑 单位 高速 高铁 高考 高温 高烧 石家",
        "文件 文化 党员 党课 党费 党校 关于 关键 和平 黄金 白天 白菜 白跑 钱都 马上 车子 车坏",
        "车胎 车票 车堵 车祸 车到 师傅 温度 景区 古镇 解决 商量 商场 都 金额 华为 别人 何时",
        "任务 任何 严重 易 单独 单号 单元 包裹 包到 盛大 米饭 麻烦 查一 谈话 封 甘 惠 曲 游",
        "管 童 房 边 冷 左右 成 全 应 时 项目 连 费 雷打 雷雨 田里 江边 江苏 江西 安徽 宁波",
        "宁夏 金华 广 常州 池塘 沙发 季度 石头 付款 付钱 方案 孔 项 施工 武汉 毕业 申请 申报",
        "简单 简直 路口 钟头 段时间 程序 史上 龙虾 谢谢 向 辛苦 游泳 席位 卫生 温馨 温习 牛奶",
        "牛肉 苹果 毛病 金色 白班 白事 夏天 ",
    )
    + r"|周[一二三四五六日末天]"
)
_STOP = words(
    "路上 腿 脚 腰 头 手 眼 牙 胃 血压 孩子 爱人 老婆 老公 母亲 父亲 妈 爸 家 车 儿子",
    "女儿 确认 表示 同意 一块 一道 一同 请 说 让 托 叫 要 也 都 和 跟 与 、 来 去 到 参加",
    "不 没 晚 迟 今 明 后 周 下午 上午 晚上 签 报 答 在 已 有 他 她 会 能 可能 我 因 住",
    "生 家里 身 出差 值 加班 的 这 临时 一起 两 俩 单位 老 小 病 感冒 告 缺席 , 堵 刚",
    "马上 正 被 开 送 接 带 陪 发 上 帮 肯定 一定 准时 摔 夜班 打",
)
_END = rf"(?=[^\u4e00-\u9fff]|$|{_STOP})"
NAME = any_of(
    rf"(?!{_NO_NAME})"
    + any_of(
        rf"[老小阿大]{_SURNAME}[\u4e00-\u9fff]??{_END}",
        rf"{_SURNAME}[\u4e00-\u9fff]{{0,2}}{_CALLED}",
        rf"{_SURNAME}[\u4e00-\u9fff]{{1,2}}?{_END}",
    ),
    _FAMILY,
)
_MATES = r"(?:同事|搭档|同学|邻居|战友|隔壁|我们?组的?|同组的?|我徒弟|我师傅)?"
_NAMES = rf"{NAME}(?:[和、跟与]{NAME}){{0,4}}"
_OF_OTHER = re.compile(
    rf"(?:代|替|帮|给|为|帮忙给|代为){_MATES}(?P<for>{_NAMES})(?:同志)?"
    r"(?=请|告|回|应|转|带|说|签|报|打|答|跟|向|续|也|参加|补|点|\s*[,])"
)
_ALONG = r"(?:俩|两人|两个|一起|都|一块儿?|二人|两个人|一道|一同|一路|同车)*"
_WITH_ME = re.compile(
    any_of(
        rf"我(?:们)?(?:和|跟|叫上|喊上|带上|约上|与|同|、|带"
        rf"|还有){_MATES}(?P<first>{_NAMES}){_ALONG}",
        rf"(?P<second>{NAME}(?:[、]{NAME}){{0,4}})(?:和|跟|与|、)我{_ALONG}",
        rf"(?:^|[,。;!\s])(?:和|跟|与|同)(?P<third>{_NAMES})(?:一起|一块儿?|一道|一同)",
    )
)
_DOES = words(
    "腿 脚 腰 头 手 眼 牙 胃 孩子 爱人 老婆 老公 母亲 父亲 妈 爸 儿子 女儿 确认 表示 抽",
    "脱 走不 说 让我 托我 叫我 要我 讲 也 今 明 后 这 下午 上午 晚上 周 来不 去不 到不",
    "过不 赶不 不 没 请 晚 迟 要 会 能 可能 因 参加 都 家里 住院 生病 身体 感冒 出差 值班",
    "加班 在 已 到 签 有事 有急事 临时 他 她 单位 告假 缺席 一定 路上 堵 刚 , 正 夜班",
    "马上 准时 肯定 发烧 摔 血压 就 抽不 同意 报名",
)
_SUBJECT = re.compile(
    r"(?:^|[,。;!\s])(?:(?:书记|好的?|收到|报告|转告|替人说一声)[,:])?"
    rf"(?:但|不过|还有)?{_MATES}(?P<who>{_NAMES})(?:同志)?(?=\s*{_DOES})"
)
_SAYS = re.compile(
    r"(^|[,。;!\s])(?:同志)?(?:[跟和给]我)?(?:回一声|说声|应一声|回一下|说|讲|让我|托我|叫我|要我"
    r"|告诉我)?(?:说一声|说下|转告|带话|带个话|说|帮忙|帮|代|替)?[,:]?(?:他|她)(?:们)?(?=[^人家])"
)
_CHILD = re.compile(
    r"(?:帮|给|替|代)(?:我)?(?:家)?"
    + words("孩子 儿子 女儿 闺女 娃 孙子 孙女 小孩 小朋友 宝宝 老大 老二 学生")
    + r"(?=[^,。]{0,4}假|请|续)"
)
_SPEAKER = re.compile(r"我(?:参加|来|去|能来|能去|也)")
_ME_TOO = re.compile(r"我也|也(?:给|帮|替)?我|我自己也")
_IN_OFFICE = re.compile(r"(?:书记|主任|支书|组长|委员)$")


def other_named(text: str) -> tuple[str | None, bool]:
    """The person a reply speaks for, as written, and whether it counts for the speaker too."""
    both = _WITH_ME.search(text)
    if both:
        return both["first"] or both["second"] or both["third"], True
    found = _OF_OTHER.search(text)
    if found:
        return found["for"], bool(_ME_TOO.search(text))
    subject = _SUBJECT.search(text)
    if subject and not _is_addressed(text, subject):
        return subject["who"], bool(_SPEAKER.match(text[:12]) or _ME_TOO.search(text))
    return None, False


def names_other(clause: str) -> bool:
    """Whether `clause` begins to speak of another person alone."""
    if _WITH_ME.search(clause):
        return False
    subject = _SUBJECT.match(clause)
    return bool(_OF_OTHER.search(clause) or (subject and not _is_addressed(clause, subject)))


def without_other(text: str) -> str:
    """`text` with the other person taken out, so that what is said of them can be read."""
    text = _WITH_ME.sub("我", text, count=1)
    text = _OF_OTHER.sub("", text, count=1)
    subject = _SUBJECT.search(text)
    if subject and not _is_addressed(text, subject):
        text = text[: subject.start("who")] + text[subject.end("who") :]
    return _SAYS.sub(r"\1", text)


def is_family(name: str) -> bool:
    """Whether `name` is one of the speaker's family (我妈), who may be only the reason."""
    return bool(re.fullmatch(_FAMILY, name))


def for_child(text: str) -> bool:
    """Whether leave is asked for a child, which is for its school and not for this meeting."""
    return bool(_CHILD.search(text))


def _is_addressed(text: str, subject: re.Match[str]) -> bool:
    """王书记，我请假: the name is who is spoken to."""
    rest = text[subject.end("who") :]
    if re.match(r"\s*,", rest):
        return not re.match(r"\s*,\s*(?:他|她)", rest)
    told = re.match(r"\s*(?:说|让我|托我)", rest)
    return bool(_IN_OFFICE.search(subject["who"]) and re.search(r"我|本人", rest) and not told)
