import pytest

from domain.messages import Button, Message
from store.tables import Outbox
from tests.handlers.desk import GROUP, Desk, Shown


@pytest.mark.parametrize(
    "action",
    ["attend", "attend:1", "attend:x:1", "attend:1:2:3", "attend:１:1", "nothing:1", ":", ""],
)
def test_a_button_that_is_none_of_ours_is_refused(branch: Desk, action: str) -> None:
    row = Outbox(
        key="k", chat_id=1, kind="x", text_key="x", due_at=branch.now, created_at=branch.now
    )
    made_up = Shown(GROUP, "m0", Message("?", buttons=((Button("按", action),),)), row)
    branch.press("3", made_up, "按")
    assert branch.toast
    assert branch.toast.alert
    assert "失效" in branch.toast.text
