"""The table of entry kinds and the table of rights, walked: nothing misses a row, and the rows are true."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import NamedTuple

import msgspec
import pytest

from desktop.dossiers.bodies import BODY, Attached
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.dossiers.evolve import OPENINGS
from desktop.errors import UserFacingError
from desktop.exchange.portal import PORTAL_CODE
from desktop.handling.actions import ACTIONS, allowed
from desktop.handling.commands import Command
from desktop.handling.context import NotAllowedNow
from desktop.handling.decide import decide, printed
from desktop.handling.journal_words import journal_line
from desktop.handling.kinds import KINDS
from desktop.handling.record import read_command
from desktop.handling.rights import RIGHTS, WORK, NotYours, Work, may, require
from desktop.terms import ENDED, PASSIVE, EntryKind, Form, MessageKind, Outcome, Role, Status
from desktop.wording import ENTRY, FORM, MESSAGE
from tests.support.bench import COMMUNE, DISTRICT, MONDAY, TAX, Bench
from tests.support.situations import ACCENT, FIELDS, REACHED, in_status, reads_well

COMPLETE = {
    **FIELDS,
    "return-result": {"to_whom": "Đàm Văn Riêm", "result_at": MONDAY.isoformat()},
    "take-over": {"reason": "Công dân tự mang đến"},
}
"""What lets an action through wherever the gate does; but see `NEEDS_MORE`."""

NEEDS_MORE = {"re-promise": "không muộn hơn ngày đã hẹn", "settle": "không có hai nhật ký"}
"""Only a changed calendar lets one through, only two histories the other: both have tests of their own. What their own
rules say without that shows that the gate was passed."""

OPENING = {*OPENINGS, EntryKind.ARRIVED, EntryKind.DESK_OPENED}

RECORDS: dict[str, set[EntryKind]] = {
    "finish-step": {EntryKind.STEP_FINISHED, EntryKind.PAUSED},
    "return-step": {EntryKind.STEP_RETURNED},
    "assign": {EntryKind.ASSIGNED},
    "hand-over": {EntryKind.HANDED_OVER},
    "take-over": {EntryKind.TAKEN_OVER},
    "ask-supplement": {EntryKind.SUPPLEMENT_ASKED},
    "receive-supplement": {EntryKind.SUPPLEMENT_RECEIVED},
    "ask-obligation": {EntryKind.OBLIGATION_ASKED},
    "obligation-met": {EntryKind.OBLIGATION_MET},
    "pause": {EntryKind.PAUSED},
    "resume": {EntryKind.RESUMED},
    "extend": {EntryKind.EXTENDED},
    "re-promise": {EntryKind.RE_PROMISED},
    "result-ready": {EntryKind.RESULT_READY},
    "return-result": {EntryKind.RESULT_READY, EntryKind.RETURNED},
    "reject": {EntryKind.REJECTED},
    "stop": {EntryKind.STOPPED},
    "ask-withdrawal": {EntryKind.WITHDRAWAL_ASKED},
    "decline-withdrawal": {EntryKind.WITHDRAWAL_DECLINED},
    "withdraw": {EntryKind.WITHDRAWAL_ASKED, EntryKind.WITHDRAWN},
    "merge": {EntryKind.MERGED},
    "settle": {EntryKind.SETTLED},
    "correct": {EntryKind.CORRECTED},
    "explain": {EntryKind.EXPLAINED},
    "note": {EntryKind.NOTED},
}
"""What each action writes, by hand, beside the program's own table."""


class Written(NamedTuple):
    """One entry that came about in a simulation: by which action, and the state on both sides of it."""

    action: str
    kind: EntryKind
    before: Dossier | None
    after: Dossier


def _done(bench: Bench, action: str, command: Command) -> Iterator[Written]:
    assert bench.dossier
    for draft in decide(bench.dossier, command, bench.context()):
        before = bench.dossier
        yield Written(action, draft.kind, before, bench.add(draft))


def _intakes() -> Iterator[Written]:
    for outcome, kind in (
        (Outcome.ACCEPTED, EntryKind.ACCEPTED),
        (Outcome.SUPPLEMENT, EntryKind.GUIDED),
        (Outcome.REJECTED, EntryKind.REFUSED),
    ):
        yield Written("intake", kind, None, Bench().take_in(outcome))
    arrived = in_status(Status.ARRIVED).dossier
    assert arrived
    yield Written("arrival", EntryKind.ARRIVED, None, arrived)


def _special() -> Iterator[Written]:
    asked = in_status(Status.IN_PROGRESS)
    asked.do("ask-withdrawal", **FIELDS["ask-withdrawal"])
    yield from _done(asked, "decline-withdrawal", read_command("decline-withdrawal", FIELDS["decline-withdrawal"]))
    tax = in_status(Status.IN_PROGRESS)
    tax.do("finish-step", next="4b", reason="Đã có bản trích đo")
    tax.do("hand-over", to_office=DISTRICT.code)
    tax.office = DISTRICT
    yield from _done(tax, "take-over", read_command("take-over", {}))
    yield from _done(tax, "finish-step", read_command("finish-step", {"next": "4t"}))
    paper = in_status(Status.ACCEPTED)
    assert paper.dossier
    draft = printed(paper.dossier, Form.RECEIPT, paper.context())
    yield Written("print", draft.kind, paper.dossier, paper.add(draft))
    scan = Draft(EntryKind.ATTACHED, Attached("0" * 64, "scan.pdf", "application/pdf", 350_000, "Đơn"), paper.now)
    yield Written("attach", scan.kind, paper.dossier, paper.add(scan))


@cache
def simulated() -> tuple[Written, ...]:
    """Every action in every status where the gate lets it through, and what happens without an action."""
    written = [*_intakes(), *_special()]
    for status in REACHED:
        for action in ACTIONS:
            bench = in_status(status)
            bench.role = Role.LEADER
            command = read_command(action, COMPLETE.get(action, {}))
            try:
                written += _done(bench, action, command)
            except UserFacingError:
                continue
    return tuple(written)


class TestEveryKind:
    def test_has_one_row(self) -> None:
        assert set(KINDS) == set(EntryKind)
        assert all(row.kind is kind for kind, row in KINDS.items())

    @pytest.mark.parametrize("kind", list(EntryKind), ids=str)
    def test_has_a_name_a_body_and_an_effect(self, kind: EntryKind) -> None:
        row = KINDS[kind]
        assert row.name == ENTRY[kind]
        assert ACCENT.search(row.name)
        assert row.body is BODY[kind]
        assert (row.effect is None) is (kind in OPENING), "what opens nothing changes the state by an effect"
        assert row.passive is (kind in PASSIVE)

    @pytest.mark.parametrize("kind", list(EntryKind), ids=str)
    def test_has_a_rule_for_each_of_its_commands(self, kind: EntryKind) -> None:
        row = KINDS[kind]
        assert len(row.rules) == len(row.commands) == len(row.actions)
        assert all(callable(rule) for rule in row.rules)

    @pytest.mark.parametrize("action", sorted(ACTIONS))
    def test_stands_in_the_rows_of_the_actions_that_record_it(self, action: str) -> None:
        assert {kind for kind, row in KINDS.items() if action in row.actions} == RECORDS[action]

    def test_no_action_is_unknown_to_the_table(self) -> None:
        assert set(RECORDS) == set(ACTIONS)
        assert {action for row in KINDS.values() for action in row.actions} == set(ACTIONS)

    @pytest.mark.parametrize("action", sorted(set(ACTIONS) - set(NEEDS_MORE)))
    def test_an_action_writes_just_these_kinds(self, action: str) -> None:
        assert {written.kind for written in simulated() if written.action == action} == RECORDS[action]

    @pytest.mark.parametrize("kind", sorted({written.kind for written in simulated()}), ids=str)
    def test_leaves_the_dossier_in_the_status_of_its_row(self, kind: EntryKind) -> None:
        for written in (one for one in simulated() if one.kind is kind):
            stays = written.before.status if written.before else None
            wanted = KINDS[kind].status or stays
            if kind in {EntryKind.HANDED_OVER, EntryKind.TAKEN_OVER} and stays is Status.ACCEPTED:
                wanted = Status.IN_PROGRESS
            assert written.after.status is wanted, written.action

    def test_is_reached_by_the_simulation_unless_it_has_tests_of_its_own(self) -> None:
        elsewhere = {EntryKind.DESK_OPENED, EntryKind.MESSAGE, EntryKind.SETTLED, EntryKind.RE_PROMISED}
        assert {written.kind for written in simulated()} == set(EntryKind) - elsewhere

    @pytest.mark.parametrize("kind", sorted({written.kind for written in simulated()}), ids=str)
    def test_issues_the_paper_of_its_row(self, kind: EntryKind) -> None:
        on_a_list_of_many = {EntryKind.HANDED_OVER}
        for written in (one for one in simulated() if one.kind is kind):
            known = written.before.issued if written.before else ()
            forms = {paper.form for paper in written.after.issued[len(known) :]} - {Form.CONTROL}
            row = KINDS[kind]
            assert forms == ({row.form} if row.form and kind not in on_a_list_of_many else set())

    @pytest.mark.parametrize("kind", sorted({written.kind for written in simulated()}), ids=str)
    def test_tells_the_citizen_at_most_one_thing_and_only_what_its_row_says(self, kind: EntryKind) -> None:
        for written in (one for one in simulated() if one.kind is kind):
            known = written.before.messages if written.before else ()
            told = [message.kind for message in written.after.messages[len(known) :]]
            assert len(told) <= 1
            assert set(told) <= set(KINDS[kind].messages)
            if kind is not EntryKind.CORRECTED:  # told only where it moves the promise
                assert bool(told) is bool(KINDS[kind].messages)

    @pytest.mark.parametrize("kind", sorted(PASSIVE & {written.kind for written in simulated()}), ids=str)
    def test_that_is_passive_changes_nothing_an_act_rests_on(self, kind: EntryKind) -> None:
        may_change = {"head", "last_recorded_at", "issued", "explanations", "messages", "attachments"}
        for written in (one for one in simulated() if one.kind is kind):
            assert written.before
            for name in set(Dossier.__struct_fields__) - may_change:
                assert getattr(written.after, name) == getattr(written.before, name), name

    @pytest.mark.parametrize("status", list(REACHED), ids=str)
    def test_has_words_in_the_journal_of_a_real_dossier(self, status: Status) -> None:
        bench = in_status(status)
        assert bench.dossier
        for entry in bench.entries:
            bold, rest = journal_line(entry, bench.dossier)
            assert bold in ENTRY.values()
            assert "None" not in rest


class TestMessagesAndPapers:
    def test_no_message_comes_from_two_kinds(self) -> None:
        """One province told people to add papers when the truth was "we are late"."""
        told = [message for row in KINDS.values() for message in row.messages]
        assert sorted(told) == sorted(set(told))
        assert set(told) == set(MessageKind) == set(MESSAGE)

    def test_only_the_request_for_papers_asks_for_papers(self) -> None:
        asking = {kind for kind, row in KINDS.items() if row.form is Form.SUPPLEMENT}
        assert asking == {EntryKind.SUPPLEMENT_ASKED, EntryKind.GUIDED}
        assert KINDS[EntryKind.EXTENDED].messages == (MessageKind.APOLOGY,)
        assert KINDS[EntryKind.EXTENDED].status is None

    def test_every_paper_is_known(self) -> None:
        assert {row.form for row in KINDS.values() if row.form} <= set(FORM)
        assert set(FORM) == set(Form)

    def test_what_was_accepted_always_has_a_portal_code(self) -> None:
        assert set(PORTAL_CODE) == set(Status)
        for written in simulated():
            code = PORTAL_CODE[written.after.status]
            if written.after.code is not None:
                assert code in {str(number) for number in range(1, 11)}, written
            elif written.after.status is not Status.REFUSED:
                assert code in {None, "8"}, "what has no code is unknown to the portal"


HANDLING = {
    "finish-step",
    "return-step",
    "assign",
    "hand-over",
    "take-over",
    "ask-supplement",
    "receive-supplement",
    "ask-obligation",
    "obligation-met",
    "pause",
    "resume",
    "extend",
    "result-ready",
    "correct",
    "explain",
    "note",
}
AT_THE_DESK = {
    "re-promise",
    "return-result",
    "reject",
    "stop",
    "ask-withdrawal",
    "decline-withdrawal",
    "withdraw",
    "merge",
}
WHO: dict[Role, set[str]] = {
    Role.DESK: HANDLING | AT_THE_DESK,
    Role.SPECIALIST: HANDLING,
    Role.LEADER: HANDLING | AT_THE_DESK | {"settle"},
    Role.ADMIN: {"note"},
    Role.AUDITOR: set(),
}
"""Who records what, by hand."""


def _lets_through(bench: Bench, action: str) -> bool:
    """Whether the gate lets an action with all its fields through."""
    assert bench.dossier
    try:
        return bool(decide(bench.dossier, read_command(action, COMPLETE.get(action, {})), bench.context()))
    except NotAllowedNow as refusal:
        if not reads_well(refusal.message):
            raise
        return NEEDS_MORE.get(action, "<") in refusal.message


class TestRights:
    @pytest.mark.parametrize("role", list(Role), ids=str)
    def test_each_role_records_its_own_actions_and_no_other(self, role: Role) -> None:
        assert {action for action in ACTIONS if may(role, action)} == WHO[role]

    @pytest.mark.parametrize("action", [*ACTIONS, *Work])
    def test_somebody_does_it(self, action: str) -> None:
        assert any(may(role, action) for role in Role)

    def test_a_right_is_always_one_to_something(self) -> None:
        assert set(RIGHTS) == set(Role)
        assert {right for rights in RIGHTS.values() for right in rights} <= set(ACTIONS) | set(Work)
        assert set(WORK) == set(Work)

    @pytest.mark.parametrize("role", list(Role), ids=str)
    def test_what_nobody_named_is_denied(self, role: Role) -> None:
        assert not may(role, "delete")
        assert not may(role, "")

    @pytest.mark.parametrize("action", [*ACTIONS, *Work])
    def test_a_role_nobody_knows_may_nothing(self, action: str) -> None:
        assert not may("minister", action)  # type: ignore[arg-type]

    def test_an_auditor_only_reads(self) -> None:
        assert RIGHTS[Role.AUDITOR] == {Work.REPORTS}

    @pytest.mark.parametrize("work", list(Work), ids=str)
    @pytest.mark.parametrize("role", list(Role), ids=str)
    def test_work_is_refused_with_who_does_it(self, role: Role, work: Work) -> None:
        everybody = set(Role)
        if may(role, work):
            require(role, work, everybody)
            return
        with pytest.raises(NotYours) as refusal:
            require(role, work, everybody)
        assert reads_well(refusal.value.message)

    @pytest.mark.parametrize("work", [Work.SECOND_ROUND, Work.CALENDAR, Work.PROCEDURES, Work.SETTINGS], ids=str)
    def test_a_desk_officer_alone_in_the_office_stands_in(self, work: Work) -> None:
        require(Role.DESK, work, {Role.DESK, Role.SPECIALIST})
        with pytest.raises(NotYours):
            require(Role.SPECIALIST, work, {Role.SPECIALIST})

    @pytest.mark.parametrize("role", list(Role), ids=str)
    @pytest.mark.parametrize("status", list(REACHED), ids=str)
    @pytest.mark.parametrize("office", [COMMUNE, TAX], ids=["holder", "elsewhere"])
    def test_the_window_offers_just_what_the_gate_lets_through(
        self, status: Status, role: Role, office: msgspec.Struct
    ) -> None:
        bench = in_status(status)
        assert bench.dossier
        bench.role, bench.office = role, office  # type: ignore[assignment]
        shown = {action.name for action in allowed(bench.dossier, bench.office.code, role)}
        before = bench.dossier
        assert {action for action in ACTIONS if _lets_through(bench, action)} == shown
        assert bench.dossier is before


def test_what_has_ended_takes_words_and_corrections_only() -> None:
    for status in ENDED:
        bench = in_status(status)
        assert bench.dossier
        names = {action.name for action in allowed(bench.dossier, COMMUNE.code, Role.LEADER, disputed=False)}
        assert names <= {"correct", "explain", "note"}


def test_each_action_of_an_hour_ago_can_be_told_apart_from_now() -> None:
    bench = in_status(Status.ACCEPTED)
    bench.now = MONDAY + timedelta(hours=2)
    after = bench.do("assign", at=MONDAY + timedelta(hours=1), **FIELDS["assign"])
    assert after.last_act_at == MONDAY + timedelta(hours=1)
    assert after.last_recorded_at == MONDAY + timedelta(hours=2)
