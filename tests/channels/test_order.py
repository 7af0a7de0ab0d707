"""Times keep the order of the service's numbers, however its clocks stand."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.order import PEOPLE_KEPT, Order
from domain.messages import Incoming, Kind, Place, Sender
from tests.conftest import NOW


def event(who: str, kind: Kind, seconds: float) -> Incoming:
    at: datetime = NOW + timedelta(seconds=seconds)
    return Incoming("k", "telegram", "-1", Place.GROUP, kind, at, Sender(who, who))


def seconds(events: list[Incoming]) -> list[float]:
    return [(one.at - NOW).total_seconds() for one in events]


def test_a_press_heard_late_is_not_dated_after_the_words_that_follow_it() -> None:
    batch = [
        (1, event("a", Kind.PRESS, 900)),
        (2, event("b", Kind.TEXT, 60)),
        (3, event("a", Kind.TEXT, 120)),
        (4, event("a", Kind.PRESS, 900)),
    ]
    assert seconds(Order().settle(batch)) == [60, 60, 120, 900]


def test_what_a_person_does_later_is_not_dated_before() -> None:
    order = Order()
    order.settle([(1, event("a", Kind.PRESS, 10))])
    assert seconds(order.settle([(2, event("a", Kind.TEXT, 3))])) == [10]
    assert seconds(order.settle([(3, event("b", Kind.TEXT, 3))])) == [3]
    assert seconds(order.settle([(4, event("a", Kind.PRESS, 8))])) == [10]


def test_what_was_overtaken_keeps_its_time() -> None:
    order = Order()
    order.settle([(9, event("a", Kind.PRESS, 10))])
    assert seconds(order.settle([(8, event("a", Kind.TEXT, 3))])) == [3]


def test_memory_is_bounded() -> None:
    order = Order()
    for number in range(PEOPLE_KEPT + 50):
        order.settle([(number, event(str(number), Kind.PRESS, 0))])
    assert len(order._last) == PEOPLE_KEPT


acts = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from([Kind.PRESS, Kind.TEXT]), st.floats(0, 100))
)


@given(acts)
def test_for_each_person_times_never_go_back(given_acts: list[tuple[str, Kind, float]]) -> None:
    batch = [(n, event(who, kind, at)) for n, (who, kind, at) in enumerate(given_acts)]
    settled = Order().settle(batch)
    assert [(one.sender, one.kind) for one in settled] == [(e.sender, e.kind) for _, e in batch]
    for who in "ab":
        times = [one.at for one in settled if one.sender == Sender(who, who)]
        assert times == sorted(times)
