"""The parts any answer may hold: who, when, which meeting, how long, and the courtesies."""

import re


def any_of(*ideas: str) -> str:
    """One group that matches any of `ideas`, each a rule of its own, in the order given."""
    return "(?:" + "|".join(ideas) + ")"


def words(*rows: str) -> str:
    """One group that matches any of the plain words in `rows`, the longer before the shorter."""
    found = {word for row in rows for word in row.split()}
    return any_of(*map(re.escape, sorted(found, key=lambda word: (-len(word), word))))


NUMBER = r"(?:\d{1,3}|[一二两俩三四五六七八九十半几]{1,4})"
_UNIT = r"(?:分钟?|min(?:s|utes?)?|刻钟?|小时|钟头|个钟|钟)"
# 十来分钟, 个把小时, 一小时二十分, 半个多小时.
SPELL = any_of(
    rf"{NUMBER}(?:来|多|几)?(?:个)?(?:半|多|来)*{_UNIT}(?:半|多)?(?:{NUMBER}分钟?)?",
    r"(?:个把|几|好几)(?:个)?(?:分钟|小时|钟头|钟)",
)
A_WHILE = words(
    "一会儿 一会 会儿 片刻 一阵 一阵子 一下 一下下 一点 一点儿 点儿 点 些 一些 一小会儿",
    "一哈 一哈子 一歇 一丢丢 一阵儿 一小会",
)

WEEKDAY = r"(?:这|本|下)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]"
_HOUR = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
CLOCK = rf"{_HOUR}(?:点半?|点钟|:\d\d|号|日)(?:{_HOUR}分?|一刻|三刻)?"
WHEN = any_of(
    r"[今明后](?:天|晚|早|儿|日|儿个)",
    words("大后天 上午 下午 早上 晚上 中午 傍晚 午后 晚 到时 到时候 届时 那天 当天 到点"),
    words("这次 本次 这回 这场 这一场 此次 下次 目前 现在 刚 刚刚 待会 待会儿 等会 等会儿"),
    WEEKDAY,
    CLOCK,
)
_CALLED = words(
    "会 会议 大会 党员大会 支部大会 支部党员大会 支委会 小组会 党小组会 党课 主题党日",
    "党日 活动 组织生活 组织生活会 民主评议 民主评议会 选举 换届 开会 例会 学习 培训",
    "志愿服务 座谈会 集体活动 党日活动 主题党日活动",
)
MEETING = rf"(?:的?(?:这个|这次|本次|这场)?{_CALLED})"

WHO = words(
    "我 夫妻 我们夫妻 夫妻俩 我们夫妻俩 两口子 我家两口子 我们组 我组 我们 我们俩",
    "我们两个 我们几个 我们一家 我们全家 我家 本人 俺 俺们 咱 咱们 自己 个人 这边 这里 人",
    "额 阿拉 偶 吾 侬 小弟 鄙人",
)
_RANK = words(
    "书记 支书 主任 组长 委员 领导 队长 科长 老师 大姐 大哥 姐 哥 所长 校长 院长 会计",
    "同志",
)
TITLE = rf"(?:[\u4e00-\u9fff]{{0,2}}{_RANK}(?:们)?(?:好|您好|你好)?)"
ALL = words("大家 大家伙 各位 大伙 大伙儿 同志们 组织 支部 领导 书记 诸位 各位同志 各位领导")

_REGRET = words("抱歉 对不起 对不住 不好意思 对唔住 遗憾 可惜 惭愧 见谅 谅解 包涵 多包涵 海涵")
_PLEA = words("见谅 谅解 理解 体谅 包涵 多包涵 多担待 海涵 批准 准假 准许 允许 知悉 领导批准")
SORRY = any_of(
    rf"(?:很|非常|实在|真|十分|万分|太|深表|先说声|说声)*{_REGRET}(?:了|各位|大家)?",
    rf"(?:请|望|还请|还望|敬请|恳请|请领导|请组织|请书记|希望|请大家|请各位|请予)+{_PLEA}",
    words("批准 麻烦了 麻烦您了 给您添麻烦了 添麻烦了 哎 哎呀 唉 哎哟 诶 啊呀"),
)
THANKS = any_of(
    rf"(?:谢谢|感谢|多谢|谢){any_of('您', '你', ALL, '提醒', '通知', '关心', '告知')}*",
    rf"(?:您|书记|领导|主任|组长|大家|各位)?辛苦(?:了|您|{ALL}|{TITLE})*",
    words("提醒 通知 告知 麻烦您 麻烦您了 麻烦了 有劳 有劳了 谢了 谢啦 多谢 费心了 受累了"),
)
# 让我跟大伙说声: carries a message and says nothing itself.
RELAY = any_of(
    rf"我?(?:替|帮|代|给)(?:他|她)(?:们)?(?:跟{ALL})?(?:回|说|报|应|讲)(?:一下|一声|声|个|下)?",
    rf"(?:让|托|叫|要|喊)我(?:给|跟|和|向|帮|替|来|帮忙)*(?:他|她|{ALL})*(?:回|说|讲|告诉|转告"
    rf"|带个?话|捎个?话|报|报备|通知)(?:一下|一声|声|下|个信|{ALL})*",
)
PARTICLE = words(
    "了 啦 的 哈 哈哈 嘿嘿 哦 噢 喔 呀 啊 嘞 呢 哒 吧 咯 喽 滴 嘛 哟 额 呃 咧 哩 啵 嗷 噻",
    "撒 哇 啰 捏 耶 哎 唉 诶 唻",
)
