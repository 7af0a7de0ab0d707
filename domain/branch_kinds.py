"""The kinds of branches that guidance tells apart (分类指导)."""

BRANCH_KINDS = ("机关", "农村", "社区", "学校", "企业", "两新", "离退休")
