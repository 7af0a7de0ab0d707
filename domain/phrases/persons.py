"""Whose answer it is: the other person named in a reply (老刘, 王姐, 孙师傅, 张建国)."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜"
    "叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶"
    "贺毛郝顾龚邵万覃武钱戴严莫孔汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关"
    "兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华"
    "喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈鞠"
    "惠荆"
)
_CALLED = (
    r"大爷|大妈|大姐|大哥|大叔|大嫂|大伯|阿姨|奶奶|爷爷|师傅|主任|书记|支书|老师|医生"
    r"|会计|队长|组长|委员|经理|科长|局长|所长|站长|校长|厂长|班长|同志|姐|哥|叔|婶|姨|嫂"
    r"|伯|工|总|老"
)
_FAMILY = (
    r"我?(?:爱人|老公|老婆|对象|媳妇|老伴|丈夫|妻子|家那口子|家属)|我(?:爸|妈|父亲|母亲"
    r"|爸爸|妈妈|公公|婆婆|岳父|岳母|哥|姐|弟|妹)"
)
_NOT_NAMES = (
    r"(?:小区|小学|小孩|小时|小组|小朋友|小伙|小雪|小雨|小心|小事|小吃|小店|小卖|小狗"
    r"|小猫|小车|小路|小年|老师|老家|老婆|老公|老人|老板|老伴|老妈|老爸|老乡|老地|老是"
    r"|老早|老了|老鼠|老客|大家|大门|大会|大雨|大雪|大风|大概|大约|大夫|大棚|大伙|大队"
    r"|大厅|大部|阿姨们|明天|明早|明晚|时间|时候|于是|万一|成功|安排|安全|和我|全体|全家"
    r"|全部|王家里|家里|方便|应该|常常|连续|路上|单位|高速|高铁|高考|石家|文件|党员|党课"
    r"|党费|关于|和平|黄金|白天|白菜|钱都|马上|车子|车坏|师傅|温度|景区|古镇|解决|商量|都"
    r"|周[一二三四五六日末]|金额|华为|别人|何时|任务|严重|易|单独|包裹|盛大|米饭|麻烦"
    r"|查一|谈话|封|甘|惠|曲|游|管|童|房|边|冷|左右|成|全|应|时|项目|连|费|文)"
)
NAME = (
    rf"(?:(?!{_NOT_NAMES})(?:[老小阿大][{_SURNAMES}][\u4e00-\u9fff]??(?=[^\u4e00-\u9fff]|$"
    rf"|{{STOP}})|[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:{_CALLED})"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?(?=[^\u4e00-\u9fff]|$|{{STOP}}))|{_FAMILY})"
)
_STOP = (
    r"请|说|让|托|叫|要|也|都|和|跟|与|、|来|去|到|参加|不|没|晚|迟|今|明|后|周|下午|上午"
    r"|晚上|签|报|在|已|有|他|她|会|能|可能|我|因|住|生|家里|身|出差|值|加班|的|这|临时"
    r"|一起|两|俩|单位|老|小|病|感冒|告|缺席|,"
)
NAME = NAME.replace("{STOP}", _STOP)
_OF_OTHER = re.compile(
    rf"(?:(?:代|替|帮|给|为|帮忙给|代为)(?P<for>{NAME}(?:[和、跟与]{NAME})*)(?:同志)?(?=请"
    rf"|告|回|应|转|带|说|签|报|打|跟|向|续|也|参加|请个|\s*[,]))"
)
_WITH_ME = re.compile(
    rf"(?:我(?:们)?(?:和|跟|与|同|、|带|还有)(?P<first>{NAME}(?:[和、跟与]{NAME})*)"
    rf"|(?P<second>{NAME}(?:[、]{NAME})*)(?:和|跟|与|、)我)(?:俩|两人|两个|一起|都|一块"
    rf"|二人|两个人|一道|一同)?"
)
_SUBJECT = re.compile(
    rf"(?:^|[,。;!\s])(?:书记[,]|好的?[,]|收到[,]|报告[,]|转告[:,]?"
    rf"|替人说一声[,]?)?(?P<who>{NAME}(?:[和、跟与]{NAME})*)(?=\s*(?:说|让我|托我|叫我"
    rf"|要我|讲|也|今|明|后|这|下午|上午|晚上|周|来不|去不|到不|不|没|请|晚|迟|要|会|能"
    rf"|可能|因|参加|都|家里|住院|生病|身体|感冒|出差|值班|加班|在|已|到|签|有事|有急事"
    rf"|临时|他|她|单位|告假|缺席|一定|路上|堵|刚|,))"
)
_SAYS = re.compile(
    r"(^|[,。;!\s])(?:同志)?(?:[跟和给]我)?(?:回一声|说声|应一声|回一下|说|讲|让我|托我|叫我"
    r"|要我|告诉我)?(?:说一声|说下|转告|带话|带个话|说|帮忙|帮|代|替)?[,:]?(?:他"
    r"|她)(?:们)?(?=[^人家])"
)
_CHILD = re.compile(
    r"(?:帮|给|替|代)(?:我)?(?:家)?(?:孩子|儿子|女儿|闺女|娃|孙子|孙女|小孩|小朋友|宝宝"
    r"|老大|老二|学生)"
)
_ADDRESSED = re.compile(rf"^(?:{NAME})[,:!]|^@[^\s,]{{1,12}}[\s,]*")


def other_named(text: str) -> tuple[str | None, bool]:
    """The person a reply speaks for, as written, and whether it counts for the speaker too."""
    both = _WITH_ME.search(text)
    if both:
        return both["first"] or both["second"], True
    found = _OF_OTHER.search(text)
    if found:
        return found["for"], bool(re.search(r"我也|也(?:给|帮|替)?我|我自己也", text))
    subject = _SUBJECT.search(text)
    if subject and not _is_addressed(text, subject):
        return subject["who"], bool(re.match(r"我(?:参加|来|去|能来|能去|也)", text[:12]))
    return None, False


def without_other(text: str) -> str:
    """`text` with the other person taken out, so that what is said of them can be read."""
    text = _WITH_ME.sub("我", text, count=1)
    text = _OF_OTHER.sub("", text, count=1)
    subject = _SUBJECT.search(text)
    if subject and not _is_addressed(text, subject):
        text = text[: subject.start("who")] + text[subject.end("who") :]
    return _SAYS.sub(r"\1", text)


def for_child(text: str) -> bool:
    """Whether leave is asked for a child, which is for its school and not for this meeting."""
    return bool(_CHILD.search(text))


def _is_addressed(text: str, subject: re.Match[str]) -> bool:
    """王书记，我请假: the name is who is spoken to."""
    rest = text[subject.end("who") :]
    if re.match(r"\s*,", rest):
        return not re.match(r"\s*,\s*(?:他|她)", rest)
    named = re.search(r"(?:书记|主任|支书|组长|委员)$", subject["who"])
    return bool(
        named and re.search(r"我|本人", rest) and not re.match(r"\s*(?:说|让我|托我)", rest)
    )
