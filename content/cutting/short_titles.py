"""What people call a text instead of its full title."""

import re

from content.cutting.lines import bare

# Everyday names, as the Party's own papers use them.
_EVERYDAY = {
    "中国共产党章程": ("党章", "章程"),
    "中国共产党纪律处分条例": ("纪律处分条例", "处分条例", "党纪处分条例", "纪律条例"),
    "中国共产党廉洁自律准则": ("廉洁自律准则", "廉洁准则", "自律准则"),
    "关于新形势下党内政治生活的若干准则": ("政治生活准则", "党内政治生活准则", "若干准则", "准则"),
    "关于党内政治生活的若干准则": ("1980年准则", "党内政治生活若干准则"),
    "中国共产党党内监督条例": ("党内监督条例", "监督条例"),
    "中国共产党问责条例": ("问责条例",),
    "中国共产党巡视工作条例": ("巡视工作条例", "巡视条例"),
    "中国共产党支部工作条例": ("支部工作条例", "支部条例"),
    "中国共产党党员教育管理工作条例": ("党员教育管理条例", "教育管理条例", "党员教育管理工作条例"),
    "中国共产党党员权利保障条例": ("党员权利保障条例", "权利保障条例"),
    "中国共产党发展党员工作细则": ("发展党员工作细则", "发展党员细则", "发展细则"),
    "中国共产党重大事项请示报告条例": ("请示报告条例", "重大事项请示报告条例"),
    "中国共产党农村基层组织工作条例": ("农村基层组织工作条例", "农村基层条例"),
    "中国共产党基层组织选举工作条例": ("基层组织选举工作条例", "基层选举条例", "选举工作条例"),
    "党政领导干部选拔任用工作条例": ("干部任用条例", "干部选拔任用条例"),
    "中国共产党宣传工作条例": ("宣传工作条例",),
    "中国共产党统一战线工作条例": ("统一战线工作条例", "统战工作条例", "统战条例"),
    "中华人民共和国宪法": ("宪法",),
    "中华人民共和国公职人员政务处分法": ("公职人员政务处分法", "政务处分法"),
    "中华人民共和国监察法": ("监察法",),
    "中华人民共和国民法典": ("民法典",),
    "中华人民共和国刑法": ("刑法",),
}
_TRIAL = re.compile(
    r"[（(](?:试行|暂行|修订|修正|摘登|全文|节选|草案|(?:19|20)\d\d年?.{0,4})[）)]$"
)
_OWNER = re.compile(
    r"^(?:中国共产党|中华人民共和国|中共中央办公厅|中共中央|国务院办公厅|国务院|党的)"
)
# A place or a branch that made rules of its own: 柳河镇, 柳河支部. 农村 and 区域 are words.
_LOCAL = re.compile(r"^(?:[\u4e00-\u9fff]{2,6}?(?:[省市县镇乡村]|区(?!域)|街道|社区|支部|总支))+")
_ABOUT = re.compile(r"^.{0,30}?关于(?:印发)?")
_KINDS = ("条例", "准则", "规则", "规定", "办法", "细则", "法")
_LOCAL_KINDS = (*_KINDS, "制度", "方案", "章程", "公约", "计划")


def short_titles(title: str) -> tuple[str, ...]:
    """Other names for the text called `title`, the most usual first; never the title itself.

    Everyday names come from a small table, the others drop the owner (中国共产党 …, 柳河镇 …),
    brackets such as （试行） and 《》, and the opening 关于.
    """
    plain = bare(title).strip("《》")
    core = _TRIAL.sub("", plain)
    names = [*_EVERYDAY.get(core, ()), core, *_shortened(core)]
    return tuple(dict.fromkeys(name for name in names if len(name) >= 2 and name != plain))


def _shortened(core: str) -> list[str]:
    names = []
    owned = _OWNER.sub("", core)
    if owned.endswith(_KINDS) or len(owned) >= 4:
        names.append(owned)
    local = _LOCAL.sub("", core)
    if local.endswith(_LOCAL_KINDS) and local != core and len(local) >= 4:
        names.append(local)
    about = _ABOUT.sub("", owned)
    if len(about) >= 4:
        names += [about, about.replace("的若干", "若干")]
    work = re.sub(r"工作(条例|规则|规定|细则|办法)$", r"\1", about)
    return [*names, work] if work != about and len(work) >= 4 else names
