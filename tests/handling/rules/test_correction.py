"""Setting right what an entry said: the entry stays, what follows from it is counted again."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.dossiers.bodies import BODY, PaperItem
from desktop.dossiers.evolve import OPENINGS, fold
from desktop.handling.journal_words import journal_line
from desktop.handling.kinds import KINDS
from desktop.handling.rules.correction import CORRECTABLE
from desktop.terms import EntryKind, Form, MessageKind, Status
from tests.support.bench import DISTRICT, LAND, MONDAY, Bench, round_trip, stored_form
from tests.support.situations import FIELDS, in_status
from tests.support.synthetic import PARALLEL

DUE = datetime(2027, 1, 25, 11, 30)


def correct(bench: Bench, entry: int, **changes: Any) -> Any:
    """Correct the nth entry of a bench."""
    return bench.do("correct", entry=bench.entries[entry].id, changes=changes, reason="Ghi nhầm")


class TestTable:
    def test_every_kind_an_officer_records_can_be_set_right(self) -> None:
        recorded = {kind for kind, row in KINDS.items() if row.actions}
        words_about_words = {EntryKind.CORRECTED, EntryKind.SETTLED, EntryKind.EXPLAINED}  # said again instead
        assert set(CORRECTABLE) == recorded - words_about_words | {EntryKind.ATTACHED}

    @pytest.mark.parametrize("kind", sorted(CORRECTABLE), ids=str)
    def test_only_fields_an_entry_has_and_none_that_follow_from_the_law(self, kind: EntryKind) -> None:
        fields = set(BODY[kind].__struct_fields__)
        assert CORRECTABLE[kind] <= fields
        from_the_law = {"due", "new_due", "step_due", "next_due", "round", "slip_no", "letter_no", "list_no", "imprint"}
        assert not CORRECTABLE[kind] & from_the_law
        assert kind not in OPENINGS


CASES: dict[str, tuple[Status, dict[str, Any], str, Any]] = {
    "the reason of a rejection": (Status.REJECTED, {"reason": "Không đủ điều kiện"}, "reason", "Không đủ điều kiện"),
    "the reason of a stop": (Status.STOPPED, {"reason": "Có đơn kiện"}, "reason", "Có đơn kiện"),
    "the papers asked for": (
        Status.WAITING_SUPPLEMENT,
        {"papers": ["Bản vẽ"]},
        "supplements.0.papers",
        (PaperItem("Bản vẽ", ok=False),),
    ),
    "who fetched the result": (Status.RETURNED, {"to_whom": "Nông Văn Ba"}, "returned_to", "Nông Văn Ba"),
}


@pytest.mark.parametrize("name", CASES)
def test_words_are_right_from_then_on_and_the_wrong_ones_stay_in_the_entry(name: str) -> None:
    status, changes, path, wanted = CASES[name]
    bench = in_status(status)
    wrong = bench.entries[-1].body
    after = correct(bench, -1, **changes)
    found: Any = after
    for part in path.split("."):
        found = found[int(part)] if part.isdigit() else getattr(found, part)
    assert found == wanted
    assert after.status is status
    assert wrong in [entry.body for entry in bench.entries]
    assert round_trip(after) == after
    body = bench.entries[-1].body_as_dict()
    assert set(body["old"]) == set(changes)
    assert "None" not in journal_line(bench.entries[-1], after)[1]


def test_the_amount_and_number_of_a_tax_notice() -> None:
    bench = in_status(Status.WAITING_OBLIGATION)
    after = correct(bench, -1, notice_no="118/TB-CCT", amount_vnd=2_000_000)
    assert after.pauses[0].reason == "Thông báo số 118/TB-CCT"


def test_corrected_twice_the_later_words_count() -> None:
    bench = in_status(Status.STOPPED)
    correct(bench, 1, reason="Kiện")
    assert correct(bench, 1, reason="Tố cáo").reason == "Tố cáo"
    assert [entry.kind for entry in bench.entries] == ["accepted", "stopped", "corrected", "corrected"]


def test_what_is_recorded_after_a_correction_folds_on_from_it() -> None:
    bench = in_status(Status.WAITING_SUPPLEMENT)
    correct(bench, -1, papers=[{"name": "Bản vẽ"}])
    bench.do("receive-supplement")
    assert stored_form(fold(bench.entries)) == stored_form(bench.dossier)
    assert bench.dossier
    assert "Bản vẽ" in [paper.name for paper in bench.dossier.papers]


class TestReceipt:
    def test_a_wrong_case_gives_the_promise_of_the_right_one(self) -> None:
        bench = in_status(Status.ACCEPTED)
        after = correct(bench, 0, variant="standard")
        assert after.promises[0].due == DUE
        assert after.promise
        assert after.promise.due == datetime(2027, 1, 11, 11, 30), "ten working days less"
        assert after.promise.form is Form.RECEIPT
        assert after.plan.variants == ("standard", "via_commune")
        assert [message.kind for message in after.messages] == [MessageKind.RECEIVED, MessageKind.CORRECTION]
        assert after.step
        assert (after.step.step_id, len(after.steps)) == ("X2", 1), "the step that runs goes on"

    def test_a_right_procedure_begins_with_the_step_somebody_names(self) -> None:
        bench = in_status(Status.IN_PROGRESS)
        after = correct(bench, 0, procedure=PARALLEL, step="c")
        assert [(run.step_id, run.finished is None) for run in after.steps] == [
            ("X2", False),
            ("X3", False),
            ("c", True),
        ]
        assert "Đính chính thủ tục" in after.steps[1].outcome
        assert bench.do("finish-step").step

    @pytest.mark.parametrize("status", [Status.STOPPED, Status.RESULT_READY, Status.RETURNED], ids=str)
    def test_where_the_work_is_over_a_right_procedure_begins_no_step(self, status: Status) -> None:
        bench = in_status(status)
        before = bench.dossier
        after = correct(bench, 0, procedure=PARALLEL)
        assert before
        assert (after.plan.procedure_id, after.status, after.steps) == (PARALLEL, status, before.steps)

    def test_the_officer_s_own_date(self) -> None:
        bench = in_status(Status.ACCEPTED)
        after = correct(bench, 0, due="2027-01-29T10:00")
        assert after.due == datetime(2027, 1, 29, 10, 0)
        assert after.promises[0].due == DUE

    def test_the_same_procedure_again_makes_no_new_promise(self) -> None:
        bench = in_status(Status.ACCEPTED)
        after = correct(bench, 0, procedure=LAND, variant="remote")
        assert [promise.due for promise in after.promises] == [DUE]
        assert [message.kind for message in after.messages] == [MessageKind.RECEIVED]

    def test_after_an_apology_the_promised_date_stays(self) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.do("extend", **FIELDS["extend"])
        after = correct(bench, 0, received_at="2026-11-20T08:00")
        assert after.received_at == datetime(2026, 11, 20, 8, 0)
        assert after.due == datetime(2027, 2, 25, 17, 0)

    def test_while_the_clock_stands_the_wait_is_counted_when_it_ends(self) -> None:
        bench = in_status(Status.WAITING_OBLIGATION)
        bench.now = MONDAY + timedelta(days=2)
        after = correct(bench, 0, received_at="2026-11-20T08:15")
        assert after.due is None
        bench.now = MONDAY + timedelta(days=3)
        met = bench.do("obligation-met")
        assert met.due
        # two working days waited (Monday and Wednesday; Tuesday is off) on top of the earlier promise
        assert met.due.date() == bench.clock.add_working_days(met.promises[1].due.date(), 2)

    def test_the_receipt_says_on_its_next_print_that_it_was_changed(self) -> None:
        bench = in_status(Status.ACCEPTED)
        after = correct(bench, 0, sets=3)
        receipt = after.issued_paper(Form.RECEIPT)
        assert receipt
        assert receipt.changed == "đính chính: Ghi nhầm"
        untouched = in_status(Status.STOPPED)
        assert not [paper for paper in correct(untouched, 1, reason="Kiện").issued if paper.changed]


class TestTimes:
    def test_a_right_time_of_a_step_moves_the_start_of_those_that_follow_and_their_due(self) -> None:
        bench = Bench()
        bench.take_in(procedure=PARALLEL)
        bench.now = datetime(2026, 11, 27, 9, 0)
        bench.do("finish-step", at=MONDAY, late_reason="Mất điện")
        right = correct(bench, -1, occurred_at="2026-11-26T14:00")
        begun = datetime(2026, 11, 26, 14, 0)
        assert right.steps[0].finished == begun
        assert [(run.step_id, run.started, run.due) for run in right.open_steps] == [
            ("b1", begun, datetime(2026, 11, 30, 17, 0)),
            ("b2", begun, datetime(2026, 12, 1, 17, 0)),
        ]

    def test_a_wait_that_was_shorter_moves_promise_and_step_less(self) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.now = datetime(2026, 11, 25, 10, 0)
        bench.do("ask-supplement", **FIELDS["ask-supplement"])
        bench.now = datetime(2026, 11, 27, 10, 0)
        received = bench.do("receive-supplement")
        assert received.step
        assert received.step.due == datetime(2026, 12, 1, 11, 30)
        right = correct(bench, 1, occurred_at="2026-11-26T10:00")
        assert right.step
        assert right.step.due == datetime(2026, 11, 30, 11, 30)
        assert right.due == datetime(2027, 1, 26, 11, 30)

    def test_a_taking_over_that_was_later_starts_the_step_later(self) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.do("hand-over", to_office=DISTRICT.code)
        bench.office = DISTRICT
        bench.now = datetime(2026, 11, 25, 8, 0)
        bench.do("take-over")
        bench.now = datetime(2026, 11, 25, 16, 0)
        right = correct(bench, -1, occurred_at="2026-11-25T14:00")
        assert right.step
        assert right.step.started == datetime(2026, 11, 25, 14, 0)
        assert right.step.due == datetime(2026, 11, 26, 11, 30), "half a working day from the afternoon"
        assert [promise.due for promise in right.promises] == [DUE]
