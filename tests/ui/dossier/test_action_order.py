from hypothesis import given
from hypothesis import strategies as st

from desktop.handling.actions import ACTIONS
from desktop.ui.dossier.action_order import GROUPS, LIKELY, SHOWN, UNUSUAL, Offered, arranged

names = st.lists(st.sampled_from(sorted(ACTIONS)), unique=True)


def test_every_action_stands_in_one_group() -> None:
    members = [name for _, group in GROUPS for name in group]
    assert sorted(members) == sorted(ACTIONS)
    assert set(LIKELY) | set(UNUSUAL) <= set(ACTIONS)


@given(names, st.sampled_from([None, *sorted(ACTIONS)]))
def test_nothing_is_lost_nothing_stands_twice_and_few_stand_in_sight(offered: list[str], primary: str | None) -> None:
    found = [Offered(ACTIONS[name], ACTIONS[name].label) for name in offered]
    order = arranged(found, ACTIONS[primary] if primary else None)
    assert sorted(each.action.name for each in order.all()) == sorted(offered)
    assert len(order.first) <= SHOWN + 1
    if primary in offered:
        assert order.first[0].action.name == primary
    assert all(group for _, group in order.rest)


def test_what_is_seldom_right_never_comes_first() -> None:
    found = [Offered(action, UNUSUAL.get(name, action.label)) for name, action in ACTIONS.items()]
    first = {each.action.name for each in arranged(found, None).first}
    assert not first & set(UNUSUAL)
