"""What is wrong with a row of a roster, in one plain sentence each."""

from content.reading.person import RowProblem

_COLUMNS = {
    "birth": "出生日期",
    "joined": "入党时间",
    "formal": "转正时间",
    "gender": "性别",
    "nation": "民族",
    "group": "党小组",
    "duty": "职务",
    "phone": "手机号",
    "note": "备注",
    "status": "人员类别",
    "sign": "签到",
}
_SENTENCES = {
    "name_missing": "没有姓名，未导入",
    "name_formula": "姓名是公式“{shown}”，未导入，请改成文字",
    "name_odd": "姓名“{shown}”不像人名，未导入",
    "name_invisible": "姓名“{shown}”里有看不见的字符，未导入，请重新输入姓名",
    "name_several": "一格里有几个姓名“{shown}”，未导入，请每人一行",
    "name_long": "姓名“{shown}”太长，未导入",
    "sample_row": "是填表示例，未导入",
    "not_member": "{name}的类别是“{shown}”，不是党员，未导入",
    "duplicate": "{name}与第 {first_row} 行重复，未再导入",
    "same_name": "{name}与第 {first_row} 行同名，按两个人导入，请核对",
    "same_phone": "{name}的手机号与第 {first_row} 行相同，请核对",
    "phone_length": "手机号有 {digits} 位，应为 11 位，手机号未导入",
    "phone_odd": "手机号“{shown}”无法识别，手机号未导入",
    "phone_several": "有几个手机号，只导入了第一个 {kept}",
    "gender_odd": "性别“{shown}”应为男或女，性别未导入",
    "date_wrong": "{column}“{shown}”不是有效日期，该项未导入",
    "date_unclear": "{column}“{shown}”分不清 1 月与 10 月，该项未导入，请写成“2011年10月”",
    "date_short": "{column}“{shown}”只有年份，该项未导入，请写到月份",
    "cell_formula": "{column}是公式，该项未导入，请改成文字",
    "formal_before_joined": "转正时间 {formal} 早于入党时间 {joined}，请核对",
    "joined_too_young": "按出生日期 {birth}，入党时间 {joined} 时不满 18 岁，请核对",
}


def sentence(problem: RowProblem) -> str:
    """「第 N 行：…」 for a problem of a roster; the sheet is named where there are several."""
    facts = dict(problem.facts)
    if "column" in facts:
        facts["column"] = _COLUMNS.get(str(facts["column"]), "该项")
    return placed(problem.row, problem.sheet, _SENTENCES[problem.code].format(**facts))


def placed(row: int, sheet: str, words: str, unit: str = "行") -> str:
    """「第 N 行：…」, after the name of the sheet where there are several."""
    place = f"第 {row} {unit}"
    return f"“{sheet}”{place}：{words}" if sheet else f"{place}：{words}"
