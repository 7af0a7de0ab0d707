"""The names that programs give to the parts of a question in JSON."""

_NAMES = {
    "stems": "question stem title questiontitle questionstem questiontext questioncontent "
    "questionname content topic subject problem text q desc timu tm tigan name 题目 题干 问题 试题 "
    "试题内容 题目内容 题面 考题 内容",
    "options": "options option candidate candidates choices choice opts items selections "
    "optionlist answers answerlist xuanxiang xx select 选项 备选答案 备选项 候选项 选项列表",
    "answers": "answer correct correctanswer rightanswer correctanswers answers ans key right "
    "rightkey result correctoption correctoptions daan da solution standardanswer trueanswer a "
    "答案 正确答案 标准答案 参考答案 正确选项",
    "indexes": "answerindex correctindex correctanswerindex answeridx correctidx rightindex "
    "correctoptionindex",
    "kinds": "type questiontype kind qtype typename category tixing tx topictype 题型 类型 "
    "题目类型 试题类型",
    "analyses": "analysis explanation explain parse jiexi analyze note remark detail 解析 答案解析 "
    "试题解析 解释",
    "sources": "source from reference origin chuchu 出处 来源 依据",
    "words": "value text content title name label option desc 内容 选项",
    "marks": "correct iscorrect right isright isanswer istrue answer checked 正确",
}
KEYS = {part: tuple(names.split()) for part, names in _NAMES.items()}
"""For each part of a record the keys that may hold it, the commonest first.

Keys are compared in lower case, without spaces, hyphens and underscores. `words` and `marks` are
the text of an option that is a record itself, and the sign that it is right.
"""
