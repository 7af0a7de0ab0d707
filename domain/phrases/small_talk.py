"""Talk that is addressed to everybody or tells of something else: never an answer."""

import re

from domain.phrases.reply_parts import any_of, words

_TO_ALL = re.compile(
    r"(?<![向跟给和让])大家(?:都?(?:记得|注意|不要|别|看|准时|请|快|来|去|谁"
    r"|有|把|抓紧|可以|早点|都|要"
    r"|务必|一起|帮|听|给|觉得|说|知道)|$)|各位[^,。]{0,8}(?:请|记得|注意|务必|别|要)"
    r"|同志们(?:请|记得|注意|务必|别|要)"
    r"|^请(?![^,。]{0,5}假|批|准|问|书记|帮|组织|允|谅)|^(?:通知|提醒)"
    r"|收到(?:的)?(?:请)?(?:回复|接龙)|请?收到(?:后)?回|回复收到|谁(?:要|有|知道|家|能帮"
    r"|看见|去过|在|还|来|捡|丢|买|参加[了过]|请假|没|迟到)|接龙|(?:请"
    r"|要求)[^,。]{0,8}(?:准时|务必)[^,。]{0,4}(?:参加|到会|签到)"
    r"|别(?:迟到|忘|请假|缺席)|不要(?:迟到|缺席|忘)|不得(?:迟到|缺席|请假)|不许"
    r"|记得(?:签到|来|参加|请假|带)|没(?:来|到|签到|请假|参加)的|(?:来|到|请假|签到|参加"
    r"|迟到)的(?:人|同志|有|都|是|请)|[没有]人(?:来|参加|请假)|转发|帮我签|代我签|替我签"
)
_OTHER_TIME = re.compile(
    r"昨[天晚日]|前[天晚]|上周|上次|上回|去年|以前|当年|那年|前几天|上个?月|从前|刚才那"
    r"|早年|前年|平时|每[天次周]|天天|经常|老是|总是|从来"
)

_FOREIGN = re.compile(
    any_of(
        words(
            "超市 快递 外卖 鸡蛋 团购 拼单 白菜 萝卜 一斤 块钱 元钱 打牌 麻将 喝酒 喝茶 钓鱼 网购"
        ),
        words("演唱会 游戏 红包 点赞 砍一刀 彩票 股票 唱歌 K歌 逛街 火锅 烧烤 赶集 优惠 促销"),
        words(
            "打折 谁要 抽奖 球赛 看球 全勤 工资 扣了 钥匙 扣钱 扣工资 罚款 价格 摸鱼 上分",
            "送货上门 门票 上菜 开席 开饭 三亚 看海 度假 旅游团 食堂 特价 没抢到 寝室 宿舍 年货",
            "相册 电影 便宜",
        ),
    )
)
_TO_ONE = re.compile(
    r"你(?!们先|好)|咱俩|咱们俩|改天|拜拜|明天聊|先睡|先吃|吃饭|妈[,!]?别"
    r"|哥们|兄弟|亲[,!]|下楼|开门"
    r"|今年|过年|聚"
)


def is_small_talk(text: str) -> bool:
    """Whether `text` speaks to everybody (大家记得签到, 谁要+1) and so answers nothing."""
    return bool(_TO_ALL.search(text))


def tells_of_other_time(piece: str) -> bool:
    """Whether `piece` tell of another time (昨天, 上次, 每天)."""
    return bool(_OTHER_TIME.search(piece))


def is_foreign(piece: str) -> bool:
    """Whether `piece` name what no meeting has to do with (超市, 打麻将)."""
    return bool(_FOREIGN.search(piece))


def speaks_to_one(piece: str) -> bool:
    """Whether `piece` speak to somebody at hand or of company (你下楼吧, 咱俩先吃)."""
    return bool(_TO_ONE.search(piece))
