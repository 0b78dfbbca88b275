from datetime import timedelta

import pytest

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.handling.custody_lists import list_reference, on_list
from tests.support.desks import MONDAY, accept

HERE, DISTRICT = "H14.12.3", "H14.12"


@pytest.mark.parametrize(
    ("action", "fields", "field"),
    [
        ("hand-over", {"to_office": DISTRICT}, None),
        ("hand-over", {"to_office": HERE}, "to_office"),
        ("hand-over", {"to_office": ""}, "to_office"),
        ("return-result", {"to_whom": "Đàm Văn Riêm"}, "result_at"),
        ("receive-supplement", {}, ""),
    ],
    ids=["may leave", "to ourselves", "to nobody", "no result yet", "nothing was asked for"],
)
def test_asking_says_what_doing_would_say(
    commune: Workplace, action: str, fields: dict[str, str], field: str | None
) -> None:
    dossier = commune.view(accept(commune).id).dossier
    refused = commune.refusal(dossier.id, action, fields)
    assert commune.view(dossier.id).dossier == dossier
    if field is None:
        assert refused is None
        commune.do(dossier.id, action, fields)
        return
    assert refused is not None
    assert refused.field == field
    with pytest.raises(UserFacingError) as told:
        commune.do(dossier.id, action, fields)
    assert told.value.message == refused.message


def test_asking_uses_no_number_up(commune: Workplace) -> None:
    first, second = accept(commune), accept(commune)
    for _ in range(3):
        assert commune.refusal(first.id, "hand-over", {"to_office": DISTRICT}) is None
    done = commune.do_many([first.id, second.id], "hand-over", {"to_office": DISTRICT})
    assert {one.dossier.transfers[-1].list_no for one in done} == {1}
    reference = list_reference(done[0].dossier.transfers[-1])
    assert reference == "H14.12.3-BG-26-0001"
    assert all(on_list(one.dossier, reference.lower()) for one in done)
    assert not on_list(first, reference)
    assert not on_list(done[0].dossier, "")


def test_what_was_handed_out_is_listed_by_its_local_day(commune: Workplace) -> None:
    first, second = accept(commune), accept(commune)
    for dossier, minutes in ((first, 1), (second, 2)):
        place = commune.at(MONDAY + timedelta(minutes=minutes))
        place.do(dossier.id, "result-ready", {})
        place.do(dossier.id, "return-result", {"to_whom": "Đàm Văn Riêm"})
    assert [dossier.id for dossier in commune.returned_on(MONDAY.date())] == [second.id, first.id]
    assert commune.returned_on(MONDAY.date() + timedelta(days=1)) == []
    assert commune.returned_on(MONDAY.date() - timedelta(days=1)) == []
