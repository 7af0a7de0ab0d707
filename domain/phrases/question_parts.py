"""The parts a question about a meeting is wholly made of (必须本人去吗, 谁讲课, 几点能散)."""

import re

from domain.phrases.reply_parts import WHEN, any_of, words

_LONGEST = 24
# Short words that any question may hold; 你 is not among them: it is asked of somebody at hand.
_LINKS = words(
    "是 的 了 吗 么 嘛 呢 啊 呀 哦 哈 哟 不 没 没有 有 有没有 在 到 去 来 跟 和 与 还是",
    "或者 就 也 都 还 又 要 用 需要 必须 得 能 可以 会 应该 一定 先 再 自己 本人 我 我们",
    "咱 咱们 大家 各位 书记 请问 那 这 个 这个 一下 里 上 下 给 从 走 进 行 可 算 坐 换",
    "改 变 定 发 完 好 齐 来着 是不是 能不能 要不要 用不用 可不可以 会不会 需不需要",
    "行不行 是否 直接 提前 现场 统一 另外 全部 一起 最后 最迟 最晚 大概 大约 具体 到底",
    "究竟 通知 每个人 所有人 每次 人 间 场 次 点 之前 以前 之后 以后 前 后 才 啦 喽 必",
    "麻烦",
)
_THINGS = words(
    "孩子 娃 车 饭 午饭 晚饭 中饭 身份证 衣服 手机 电脑 水 伞 笔 本 本子 凳子 钱 房间",
    "空位 照片",
)
_ASKED = words(
    "几点 几点钟 几时 什么时候 啥时候 啥时 什么时间 哪 哪里 哪儿 哪个 哪间 哪栋 哪天 哪些",
    "哪边 几楼 几号 几天 几个人 多久 多长时间 多长 怎么 咋 为什么 为啥 多少人 周几 星期几",
    "什么 啥 啥子 谁 哪个楼 哪层 带不带 穿不穿 交不交 开不开 算不算 去不去 来不来",
)
_MEETING = words(
    "会议 会场 会议室 开会 散会 党课 党日 主题党日 活动 大会 支部 支委 小组 小组长",
    "党小组长 党员 预备党员 群众 积极分子 家属 材料 资料 笔记本 党章 党徽 正装 党费 心得",
    "心得体会 思想汇报 汇报 体会 地点 时间 地址 位置 链接 会议号 村里 村部 镇里 镇上 线上",
    "线下 礼堂 社区 老地方 教室 大巴 班车 工作餐 议题 议程 内容 题目 主题 主持 主持人",
    "记录 会议记录 名单 座位 组织生活会 民主评议 选举 换届 预备 退休 流动党员 开 散 结束",
    "开始 讲 学 讲课 上课 领学 签到 签名 投票 发言 参加 出席 列席 报到 请假 迟到 早退",
    "停车 集合 出发 点名 扣分 补课 补学 补签 补会 交 带 穿 写 填 打印 准备 报名 代签 代会",
    "延期 取消 推迟 提问 合影 录像",
)
_QUESTION = re.compile(
    any_of(
        _ASKED,
        r"[吗么嘛不]$|[吗么嘛][,?啊呀]|\?|还是|没(?:有)?$|是不是|要不要|能不能|会不会|用不用",
    )
)
_CONTENT = re.compile(any_of(_ASKED, _MEETING, "必须|本人"))
_PARTS = re.compile(
    any_of(
        _LINKS,
        _THINGS,
        _ASKED,
        _MEETING,
        WHEN,
        r"[\d,?\s]|(?:党员)?证|[一二三四五六七八九十\d]{1,2}(?:楼|号楼)|楼",
    )
    + "+"
)
# 谁有, 今天几号 and 在吗 are asked at any table.
_ANYWHERE = re.compile(
    r"的车|谁(?:有|要|在|来|去)|^(?:今天|现在|明天|今儿)?(?:是)?(?:几号|周几"
    r"|星期几|几点)了?[啊呀]?\??$"
)
_BARE_CLOCK = re.compile(r"^(?:是)?(?:几点|几号|周几|星期几)\??$")


def is_wholly_a_question(text: str) -> bool:
    """Whether `text` asks, is short, and holds nothing that does not belong to a meeting."""
    if len(text) > _LONGEST or not _QUESTION.search(text) or not _CONTENT.search(text):
        return False
    if _ANYWHERE.search(text) and not _BARE_CLOCK.match(text):
        return False
    return bool(_PARTS.fullmatch(text))
