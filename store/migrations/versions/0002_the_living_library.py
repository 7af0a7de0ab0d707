"""The living library: editions, study plans, media, questions"""

from datetime import date
from itertools import pairwise

import sqlalchemy as sa
from alembic import op

import store.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_copy",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "channel"),
    )
    op.create_table(
        "set_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_kind", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_kind", "seq"),
    )
    op.create_table(
        "bank",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("loaded_at", store.columns.Instant(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", store.columns.Instant(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", store.columns.Instant(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("counts", store.columns.Facts, nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["loaded_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "course",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("loaded_at", store.columns.Instant(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", store.columns.Instant(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", store.columns.Instant(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("branch_kind", sa.String(), nullable=False),
        sa.Column("rhythm", store.columns.Facts, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["loaded_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_sha256"), ["sha256"], unique=False)

    op.create_table(
        "media_item",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("loaded_at", store.columns.Instant(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", store.columns.Instant(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", store.columns.Instant(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["loaded_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    with op.batch_alter_table("media_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_item_title"), ["title"], unique=False)

    op.create_table(
        "quiz_round",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("questions", store.columns.Facts, nullable=False),
        sa.Column("at_question", sa.Integer(), nullable=False),
        sa.Column("chosen", store.columns.Facts, nullable=False),
        sa.Column("started_at", store.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "course_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=True),
        sa.Column("first_label", sa.String(), nullable=True),
        sa.Column("last_label", sa.String(), nullable=True),
        sa.Column("first_portion", sa.Integer(), nullable=True),
        sa.Column("last_portion", sa.Integer(), nullable=True),
        sa.Column("selector", store.columns.Facts, nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
        ),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["work.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("course_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_item_family"), ["family"], unique=False)
        batch_op.create_index("ix_course_item_place", ["course_id", "track", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_item_work_id"), ["work_id"], unique=False)

    op.create_table(
        "progress",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("item_seq", sa.Integer(), nullable=False),
        sa.Column("portion_rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["branch.id"],
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
        ),
        sa.PrimaryKeyConstraint("branch_id", "course_id", "track"),
    )
    op.create_table(
        "study_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("options", store.columns.Facts, nullable=False),
        sa.Column("answer", store.columns.Facts, nullable=False),
        sa.Column("answer_text", sa.String(), nullable=False),
        sa.Column("analysis", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("portion_id", sa.Integer(), nullable=True),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("tied_against", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"],
            ["bank.id"],
        ),
        sa.ForeignKeyConstraint(
            ["portion_id"],
            ["portion.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fingerprint"),
    )
    with op.batch_alter_table("study_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_study_question_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_study_question_family"), ["family"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_study_question_portion_id"), ["portion_id"], unique=False
        )

    op.create_table(
        "recall",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("due_at", store.columns.Instant(timezone=True), nullable=False),
        sa.Column("card", store.columns.Facts, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["study_question.id"],
        ),
        sa.PrimaryKeyConstraint("account_id", "question_id"),
    )
    with op.batch_alter_table("recall", schema=None) as batch_op:
        batch_op.create_index("ix_recall_due", ["account_id", "due_at"], unique=False)

    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("group_quiz", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("front", store.columns.Facts, nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column("brought", store.columns.Facts, nullable=False, server_default="{}")
        )
        batch_op.add_column(sa.Column("course_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_plan_course_id"), ["course_id"], unique=False)
        batch_op.create_foreign_key("fk_plan_course", "course", ["course_id"], ["id"])

    with op.batch_alter_table("portion", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("path", store.columns.Facts, nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column("articles", store.columns.Facts, nullable=False, server_default="[]")
        )

    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(), nullable=True))

    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("approved_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("approved_at", store.columns.Instant(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("withdrawn_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("withdrawn_at", store.columns.Instant(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("family", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("in_force_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("in_force_until", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_work_family"), ["family"], unique=False)
        batch_op.create_foreign_key("fk_work_withdrawn_by", "account", ["withdrawn_by"], ["id"])
        batch_op.create_foreign_key("fk_work_approved_by", "account", ["approved_by"], ["id"])
    _fill_editions()


def _fill_editions() -> None:
    """Works that stand already: those of one title are editions of one work."""
    work = sa.table(
        "work",
        sa.column("id"),
        sa.column("title"),
        sa.column("family"),
        sa.column("issued"),
        sa.column("state"),
        sa.column("in_force_from", sa.Date()),
        sa.column("in_force_until", sa.Date()),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(work.c.id, work.c.title, work.c.issued, work.c.state).order_by(work.c.id)
    ).all()
    families: dict[str, list[tuple[date, int]]] = {}
    for row in rows:
        # As domain.editions.family_of was when this was written.
        family = row.title.strip("《》 　").replace(" ", "").replace("（试行）", "")
        since = date.fromisoformat(row.issued) if row.issued else None
        values = {"family": family, "in_force_from": since}
        connection.execute(sa.update(work).where(work.c.id == row.id).values(values))
        if row.state == "active" and since is not None:
            families.setdefault(family, []).append((since, row.id))
    for editions in families.values():
        for (_, older), (since, _) in pairwise(sorted(editions)):
            connection.execute(
                sa.update(work).where(work.c.id == older).values(in_force_until=since)
            )


def downgrade() -> None:

    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.drop_constraint("fk_work_withdrawn_by", type_="foreignkey")
        batch_op.drop_constraint("fk_work_approved_by", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_work_family"))
        batch_op.drop_column("in_force_until")
        batch_op.drop_column("in_force_from")
        batch_op.drop_column("family")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("withdrawn_by")
        batch_op.drop_column("approved_at")
        batch_op.drop_column("approved_by")
        batch_op.drop_column("origin")

    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_column("origin")

    with op.batch_alter_table("portion", schema=None) as batch_op:
        batch_op.drop_column("articles")
        batch_op.drop_column("path")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_constraint("fk_plan_course", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_plan_course_id"))
        batch_op.drop_column("course_id")
        batch_op.drop_column("brought")
        batch_op.drop_column("front")

    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.drop_column("group_quiz")
        batch_op.drop_column("kind")

    with op.batch_alter_table("recall", schema=None) as batch_op:
        batch_op.drop_index("ix_recall_due")

    op.drop_table("recall")
    with op.batch_alter_table("study_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_study_question_portion_id"))
        batch_op.drop_index(batch_op.f("ix_study_question_family"))
        batch_op.drop_index(batch_op.f("ix_study_question_bank_id"))

    op.drop_table("study_question")
    with op.batch_alter_table("course_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_item_work_id"))
        batch_op.drop_index("ix_course_item_place")
        batch_op.drop_index(batch_op.f("ix_course_item_family"))

    op.drop_table("progress")
    op.drop_table("course_item")
    op.drop_table("quiz_round")
    with op.batch_alter_table("media_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_media_item_title"))

    op.drop_table("media_item")
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_sha256"))
        batch_op.drop_index(batch_op.f("ix_course_name"))

    op.drop_table("course")
    op.drop_table("bank")
    op.drop_table("set_text")
    op.drop_table("media_copy")
