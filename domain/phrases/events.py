"""An undertaking without the name of a meeting: it is something else than a meeting of the list."""

from domain.phrases.alternatives import compiled
from domain.phrases.kind_words import OTHER
from domain.phrases.left_over import may_be_place, pieces

_MEETS = compiled("开.{0,3}会", "会议", "碰头|碰面|碰一?下|碰个头", "见面|过来|来一趟|集合", "大会")
_SAID_BESIDE = compiled(
    "请|别|勿|不得|收到|回复|准时|按时|通知|转告|迟到|请假|缺席|大家|各位|支部",
    "谢|辛苦|待定|时间|地点|几点|哪天|具体|等|再说|带好|自带|携带|线上|现场|原定|改|取消|推迟",
    "[一二三四五六七八九十]、|人员|联系|电话|安排|准备|记得|注意|好的|你好",
)
_ACTS = compiled(
    "[去做搞办帮送写清扫除修铺种栽采收拆搬装救抢防护查访练赛演唱跳走跑骑爬登拍画剪读诵捐献种学讲教]"
)


def kind_of_event(text: str) -> str | None:
    """`other` where the words tell of something that people do together; None where they do not.

    `text` is folded, its times blanked; no meeting is named in it.
    """
    if _MEETS.search(text):
        return None
    for words in pieces(text):
        if len(words) >= 3 and _ACTS.search(words) and not _SAID_BESIDE.search(words):
            return None if may_be_place(words) and len(words) < 4 else OTHER
    return None
