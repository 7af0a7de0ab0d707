"""What every loaded thing carries: where it came from, who brought it, who approved it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.columns import Instant


class Loaded(SQLModel):
    """Columns of a thing that an admin loads and another one approves.

    `origin` is the address it was fetched from; a thing that the operator loaded at the
    server has nobody in `loaded_by`.
    """

    source: str = ""  # the file's name, or the publisher as the source states it
    origin: str | None = None
    state: str = "active"  # waiting | active | withdrawn (a starter pack also: replaced)
    loaded_by: int | None = Field(default=None, foreign_key="account.id")
    loaded_at: datetime = Field(sa_type=Instant)
    approved_by: int | None = Field(default=None, foreign_key="account.id")
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
