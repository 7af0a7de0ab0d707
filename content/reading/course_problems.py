"""What is wrong with a line of a study plan, in one plain sentence each."""

from content.reading.course_file import CourseProblem

_SENTENCES = {
    "title_missing": "没有篇目，也没有类别，这一行未导入",
    "track_long": "栏目名称太长，最多 {longest} 个字，这一行未导入",
    "kind_odd": "类别“{shown}”没有看懂，可以写：党章、党规、讲话、案例、通知、导学、问题",
    "articles_odd": "条款“{shown}”没有看懂，请写成“第一条至第五条”，这一行未导入",
    "title_unknown": "资料库里没有《{title}》，推送时跳过，导入该资料后自动加入",
    "title_unknown_articles": "资料库里没有《{title}》，不能核对条款，这一行未导入",
    "article_unknown": "《{title}》里没有{label}，这一行未导入",
    "articles_turned": "{first}在{last}之后，次序颠倒，这一行未导入",
    "rhythm_missing": "有几个栏目，没有写每周节奏，已按周一至周五轮流安排",
    "track_empty": "{weekdays}的栏目“{track}”没有篇目，当天推送下一个栏目",
    "days_without_track": "{weekdays}没有栏目，当天推送第一个栏目",
}

_WEEKDAYS = "一二三四五六日"


def course_sentence(problem: CourseProblem) -> str:
    """「第 N 行：…」 for a problem of a line; one of the plan as a whole stands alone."""
    facts = dict(problem.facts)
    days = facts.get("days", [facts["day"]] if "day" in facts else [])
    if isinstance(days, list | tuple):
        facts["weekdays"] = "、".join(f"周{_WEEKDAYS[int(day) - 1]}" for day in days)
    words = _SENTENCES[problem.code].format(**facts)
    return f"第 {problem.row} 行：{words}" if problem.row else words
