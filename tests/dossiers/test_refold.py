"""Entries that change what earlier ones say: corrected, set aside, taken back. The journal itself only grows."""

from datetime import timedelta

from desktop.deadlines import to_utc
from desktop.dossiers import bodies
from desktop.dossiers.entry import Draft, Entry
from desktop.dossiers.evolve import amended, fold, set_aside
from desktop.models.journal import disputed, in_order
from desktop.terms import EntryKind, Status
from tests.support.bench import COMMUNE, DISTRICT, MONDAY, Bench, round_trip, sealed, stored_form
from tests.support.situations import in_status


def two_histories() -> tuple[Bench, Entry, Entry]:
    """The sender takes it back while the addressee takes it over; neither has seen the other."""
    bench = in_status(Status.ACCEPTED)
    bench.do("hand-over", to_office=DISTRICT.code)
    handed = bench.entries[-1]
    at = MONDAY + timedelta(hours=1)
    back = sealed(
        Draft(EntryKind.TAKEN_OVER, bodies.TakenOver(COMMUNE, taken_back=True), at),
        handed,
        id="a-back",
        desk_id="desk-a",
    )
    there = sealed(
        Draft(EntryKind.TAKEN_OVER, bodies.TakenOver(DISTRICT, "2", at), at), handed, id="b-there", desk_id="desk-b"
    )
    bench.entries = in_order([*bench.entries, there, back])
    bench.dossier = fold(bench.entries)
    return bench, back, there


def settled(keep: Entry, aside: Entry) -> Draft:
    return Draft(EntryKind.SETTLED, bodies.Settled(keep.id, (aside.id,), "Đã hỏi hai nơi"), MONDAY + timedelta(hours=2))


def test_what_was_set_aside_stays_in_the_journal_and_counts_no_more() -> None:
    for keeps_there in (True, False):
        bench, back, there = two_histories()
        assert disputed(bench.entries)
        kept, aside = (there, back) if keeps_there else (back, there)
        after = bench.add(settled(kept, aside))
        assert after.custodian == (DISTRICT if keeps_there else COMMUNE)
        assert set_aside(bench.entries) == {aside.id}
        assert {back.id, there.id} <= {entry.id for entry in bench.entries}
        assert not disputed(bench.entries)
        assert after.head == bench.entries[-1].id
        assert round_trip(after) == after


def test_a_decision_that_was_wrong_is_decided_again_by_a_later_one_only_for_what_still_counts() -> None:
    """Set aside twice is set aside: a second decision can drop more, it brings nothing back."""
    bench, back, there = two_histories()
    bench.add(settled(there, back))
    bench.add(settled(back, there))
    assert set_aside(bench.entries) == {back.id, there.id}


def test_a_correction_changes_the_folded_entry_and_no_stored_one() -> None:
    bench = in_status(Status.STOPPED)
    stored = [entry.body for entry in bench.entries]
    bench.do("correct", entry=bench.entries[1].id, changes={"reason": "Kiện"}, reason="Nhầm")
    assert [entry.body for entry in bench.entries[:2]] == stored
    assert amended(bench.entries)[1].body_as_dict()["reason"] == "Kiện"
    assert amended(bench.entries)[0] == bench.entries[0], "a receipt is no paper to be rewritten"


def test_a_corrected_time_is_the_time_that_counts() -> None:
    bench = in_status(Status.STOPPED)
    bench.now = MONDAY + timedelta(hours=2)
    right = MONDAY + timedelta(hours=1)
    after = bench.do(
        "correct", entry=bench.entries[1].id, changes={"occurred_at": right.isoformat()}, reason="Nhầm giờ"
    )
    assert after.ended_at == right
    assert amended(bench.entries)[1].occurred_at == to_utc(right)
    assert after.steps[0].finished == right


def test_a_correction_that_was_set_aside_corrects_nothing() -> None:
    bench = in_status(Status.STOPPED)
    bench.do("correct", entry=bench.entries[1].id, changes={"reason": "Kiện"}, reason="Nhầm")
    wrong, kept = bench.entries[-1], bench.entries[1]
    assert bench.add(settled(kept, wrong)).reason == "Đương sự qua đời"


def test_taking_back_undoes_just_the_last_handing_over() -> None:
    bench = in_status(Status.ACCEPTED)
    before = bench.dossier
    assert before
    bench.do("hand-over", to_office=DISTRICT.code)
    back = bench.do("take-over", reason="Xe hỏng")
    assert back.steps == before.steps
    assert (back.custodian, back.transfers, back.in_transit_to) == (COMMUNE, (), None)
    bench.do("hand-over", to_office=DISTRICT.code)
    bench.office = DISTRICT
    taken = bench.do("take-over")
    assert [run.step_id for run in taken.steps] == ["X2", "2"]
    bench.do("hand-over", to_office=COMMUNE.code)
    here_again = bench.do("take-over", reason="Quên giấy tờ")
    assert here_again.steps == taken.steps
    assert len(here_again.transfers) == 1
    assert stored_form(fold(bench.entries)) == stored_form(here_again)
