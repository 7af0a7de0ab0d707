"""The demo's people. All of them are invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A person of the demo, in the shape of a roster row; `says` stands below the name."""

    address: str
    name: str
    says: str
    duty: str | None = None
    group: str | None = None
    status: str | None = "full"
    joined: str | None = None
    formal: str | None = None
    gender: str | None = None
    nation: str | None = None
    birth: str | None = None
    phone: str | None = None
    has_phone: bool = True


BRANCH = "柳园社区第一党支部"
NEW_GROUP = "梧桐苑党支部（新群）"

FIRST, SECOND = "第一党小组", "第二党小组"

CAST = (
    Part("u-demo01", "赵志远", "书记", "党支部书记", FIRST),
    Part("u-demo02", "苏静", "组织委员", "组织委员", SECOND),
    Part("u-demo03", "钟立群", "宣传委员", "宣传委员", SECOND),
    Part("u-demo04", "张建国", "党员", None, FIRST),
    Part("u-demo05", "王秀英", "党员，七十二岁", None, FIRST),
    Part("u-demo06", "刘洋", "党员", None, FIRST),
    Part("u-demo07", "陈晓燕", "党员", None, SECOND),
    Part("u-demo08", "周海涛", "党员", None, SECOND),
    Part("u-demo09", "孙丽", "预备党员", None, SECOND, status="probationary"),
    Part("u-demo10", "李德福", "党员，不用手机", None, FIRST, has_phone=False),
)

ADMIN = Part("u-demo90", "林一鸣", "管理员：装资料、绑群")

NEWCOMERS = (
    Part("u-demo91", "何晓梅", "新群，尚未认领姓名"),
    Part("u-demo92", "罗建军", "新群，尚未认领姓名"),
)
