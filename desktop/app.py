"""Where the parts are put together: a store, an officer, a clock and a catalogue make a place to work at.

Windows and command line both go through `Workplace`; each method is one read or one transaction and returns plain data.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop import __version__
from desktop.deadlines import (
    Calendar,
    Clock,
    OfficeHours,
    OfficeState,
    Recomputed,
    last_of_month,
    read_overlay,
    to_local,
    to_utc,
)
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.errors import UserFacingError
from desktop.exchange import exporting, identity, importing, peers
from desktop.exchange.batch_file import MAX_FILE
from desktop.exchange.carrier import batches_in, read_bounded, write_verified
from desktop.exchange.content import dossiers_hash, history_hash
from desktop.exchange.keys import OfficeCard, card_bytes
from desktop.exchange.status import PeerStatus, not_yet_above, peer_statuses
from desktop.handling import arrivals, attaching, custody_lists, desk_rules, record, sheets, slips, trial
from desktop.handling.actions import Action, offered
from desktop.handling.attribution import LateInterval, late_intervals
from desktop.handling.board import Viewer, board_rows, promise_explained
from desktop.handling.board_row import BoardRow
from desktop.handling.calendar_change import recomputed
from desktop.handling.context import NotAllowedNow
from desktop.handling.desk_rules import DeskRules, read_rules, shipped_rules
from desktop.handling.journal_words import officer_names
from desktop.handling.record import Acting, Recorded, find_dossier, read_command
from desktop.handling.rights import NotYours, Work, may, require, standing_in
from desktop.handling.rules import supplement
from desktop.intake import take_in
from desktop.intake.form import IntakeForm
from desktop.intake.take_in import DuePreview, ReturningApplicant, TakenIn
from desktop.models import journal, search, verify
from desktop.models.calendar_in_force import (
    CalendarInForce,
    check_effect,
    in_force,
    kind_of,
    read_national,
)
from desktop.models.facts import own_chains
from desktop.models.key_slots import RECOVERY, check_password
from desktop.models.reference import NATIONAL_CALENDAR, OFFICE_CALENDAR, Reference, held, is_above, issue, rank_path
from desktop.models.running import RunningDossiers
from desktop.models.store import (
    Store,
    create_store,
    database_key,
    give_password,
    open_store,
    owners,
    take_password,
)
from desktop.models.tables import DossierRow, DraftRow, ProcedureRow
from desktop.notices.workflow import release_automatic
from desktop.office import Office, Officer, checked_office
from desktop.paths import resources
from desktop.printing import NO_OVERRIDES, Overrides, load_overrides, pdf
from desktop.printing.forms import form_set_on
from desktop.printing.papers import Paper, Register
from desktop.procedures.catalogue import Catalogue, shipped
from desktop.procedures.plan import Plan
from desktop.procedures.procedure import Procedure, read_procedure
from desktop.registers.desk import Registers
from desktop.telling import Telling
from desktop.terms import AskedLate, Form, Level, Role

if TYPE_CHECKING:
    # These load libraries for the network, for spreadsheets and for pictures, which few mornings need: the methods
    # that do import them, so that the window stands sooner.
    from desktop.exchange.sync import Synced
    from desktop.partners import Partners

FORM_OVERRIDES = "form-overrides"
"""Kind of document that holds an office's own wording of the forms."""

SEVERAL = frozenset({Form.HANDOVER_LIST, Form.REGISTER})
"""Papers on which several dossiers stand. The register is a list of what is recorded, so a print of it is no entry."""


class ClockNotAllowed(UserFacingError):
    """Only a practice store lets its clock be set."""


class AccountClosed(UserFacingError):
    """Whoever logs in works here no more."""


class NotOursToIssue(UserFacingError):
    """A document of this kind is issued by an office above us."""


@cache
def national_document() -> Mapping[str, Any]:
    """Return the document of the shipped calendar."""
    document: dict[str, Any] = msgspec.json.decode((resources() / "calendars" / "vn-national.json").read_bytes())
    return document


@cache
def national_calendar() -> Calendar:
    """Return the shipped calendar, read once."""
    return Calendar.load(national_document())


def check_calendar(document: Any) -> str:
    """Check a calendar document by itself and beside the shipped calendar; return its kind.

    Raises:
        UserFacingError: what is wrong with it and how to mend it.
    """
    kind = kind_of(document)
    if kind == NATIONAL_CALENDAR:
        read_national(document)
        Calendar.merged([national_document(), document])
    else:
        national_calendar().with_overlay(read_overlay(document).days)
    return kind


def create_office(
    data_dir: Path,
    office: Office,
    password: str,
    *,
    practice: bool,
    now: datetime | None = None,
    database: str | None = None,
) -> tuple["Workplace", str]:
    """Set an office up: every officer starts with this password. Returns the place and the recovery key.

    With `database`, the address of a PostgreSQL database, the desks of the office share it.

    Raises:
        UserFacingError: a store is there already, a weak password, a folder that cannot be written.
    """
    local = now or local_now()
    store, recovery = create_store(
        data_dir,
        office,
        {officer.name: password for officer in office.officers},
        practice=practice,
        now_utc=to_utc(local.replace(microsecond=0)),
        program=__version__,
        facts=lambda _: peers.new_keys(),
        database=database,
    )
    return Workplace(store, office.officers[0], fixed_now=now), recovery


def open_office(data_dir: Path, officer: str, password: str, *, now: datetime | None = None) -> "Workplace":
    """Log an officer in.

    Raises:
        WrongPassword: name or password do not fit.
        ClockNotAllowed: `now` was given for a store that is no practice store.
    """
    store = open_store(data_dir, officer, password)
    if now is not None and not store.practice:
        store.close()
        raise ClockNotAllowed("Chỉ kho diễn tập mới được đặt giờ (--clock). Hãy bỏ --clock hoặc dùng kho diễn tập.")
    found = next((known for known in store.office.officers if known.name == officer), None)
    if found is not None and found.closed:
        store.close()
        raise AccountClosed(f"Tài khoản “{officer}” đã đóng. Hãy nhờ người quản trị mở lại.", field="officer")
    if found is None:
        found = Officer(officer, "Khóa khôi phục", Role.AUDITOR) if officer == RECOVERY else Officer(officer, officer)
    return Workplace(store, found, fixed_now=now)


def local_now() -> datetime:
    """Return the wall-clock time in Vietnam, without offset."""
    return to_local(datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class DossierView:
    """One dossier with its journal and what may be done with it now."""

    dossier: Dossier
    entries: tuple[Entry, ...]
    actions: tuple[Action, ...]
    disputed: bool
    late: tuple[LateInterval, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """What the check found, and what it covered."""

    faults: tuple[verify.Fault, ...]
    entries: int
    dossiers: int
    history: str


def _governed(office: Office) -> Office:
    """Return the office if somebody is left who may change its settings."""
    roles = [standing_in(role, office.roles) for role in office.roles]
    if not any(may(role, Work.SETTINGS) or role is Role.DESK for role in roles):
        raise UserFacingError(
            "Sau thay đổi này không còn ai đổi được thiết lập. "
            "Hãy giữ ít nhất một tài khoản Quản trị hoặc Công chức một cửa.",
            field="role",
        )
    return office


class Workplace:
    """An officer at a desk. `fixed_now` sets the clock of a practice store."""

    def __init__(self, store: Store, officer: Officer, fixed_now: datetime | None = None) -> None:
        role = standing_in(officer.role, store.office.roles)
        self.store = store
        self.officer = msgspec.structs.replace(officer, role=role)
        self.fixed_now = fixed_now

    @property
    def office(self) -> Office:
        """The office whose store this is."""
        return self.store.office

    @property
    def practice(self) -> bool:
        """Whether this is a practice store."""
        return self.store.practice

    def now(self) -> datetime:
        """Return the program's now, local wall-clock."""
        return self.fixed_now or local_now()

    @cached_property
    def clock(self) -> Clock:
        """The one clock of this office."""
        return self.clock_by(self.calendar_in_force)

    @cached_property
    def calendar_in_force(self) -> CalendarInForce:
        """The calendar this office counts by, and from whom each part of it comes."""
        with self.store.read() as session:
            return self._in_force(held(session))

    def _in_force(self, documents: Sequence[Reference]) -> CalendarInForce:
        return in_force(national_document(), national_calendar(), documents, self.office.code)

    def set_calendar(self, document: Mapping[str, Any]) -> Reference:
        """Issue a calendar: this office's own, or years of the national one for the offices below it.

        What was set before under the same kind is replaced; promises already made stay as they are.

        Raises:
            NotOursToIssue: national years are issued by the province.
            UserFacingError: the document is wrong, or would have no effect; nothing is stored.
        """
        self._require(Work.CALENDAR)
        kind = kind_of(document)
        if kind == NATIONAL_CALENDAR:
            self._check_may_issue_years()
        office = (self.office.code, self.office.name)
        with self.store.write() as session:
            before = self._in_force(held(session))
            issued = issue(session, kind, office, document, to_utc(self.now()))
            check_effect(before, self._in_force(held(session)), issued)
        self._calendar_changed()
        return issued

    def own_calendar(self) -> dict[str, Any]:
        """Return the calendar this office laid over the national one, as its document; empty where it laid none."""
        with self.store.read() as session:
            own = [found for found in held(session) if found.kind == OFFICE_CALENDAR]
        ours = next((found.document for found in own if found.source_office == self.office.code), "{}")
        document: dict[str, Any] = msgspec.json.decode(ours)
        return document

    def tried_calendar(self, document: Mapping[str, Any]) -> CalendarInForce:
        """Return the calendar that would be in force with this one of our own; nothing is stored.

        Raises:
            UserFacingError: it can not be used.
        """
        read_overlay(document)
        office, text = self.office, msgspec.json.encode(document).decode()
        tried = Reference(OFFICE_CALENDAR, office.code, office.name, "", text, "")
        with self.store.read() as session:
            documents = [one for one in held(session) if (one.kind, one.source_office) != (tried.kind, office.code)]
        found = self._in_force([*documents, tried])
        check_effect(self.calendar_in_force, found, tried)
        return found

    def clock_by(self, used: CalendarInForce, hours: OfficeHours | None = None) -> Clock:
        """Return the clock of another calendar, or of other hours than the office's."""
        return Clock(used.calendar, hours or self.office.office_hours(), used.conventions, used.timetable)

    def _check_may_issue_years(self) -> None:
        """An office that exchanges with one above it has the national years from there."""
        if self.office.level in {Level.PROVINCE, Level.MINISTRY}:
            return
        with self.store.read() as session:
            above = any(is_above(row.office_code, self.office.code) for row in peers.peers(session))
        if above:
            raise NotOursToIssue(
                "Lịch nghỉ của cả nước do cấp tỉnh ban hành, gửi theo gói dữ liệu. Hãy đề nghị tỉnh gửi lịch năm mới; "
                'ngày nghỉ riêng của đơn vị thì ghi vào tệp lịch riêng ("format": "office-calendar/1").',
                field="calendar",
            )

    def _calendar_changed(self) -> None:
        for derived in ("calendar_in_force", "clock", "rules", "form_overrides"):
            self.__dict__.pop(derived, None)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Shipped procedures, with the office's own in front."""
        with self.store.read() as session:
            own = [read_procedure(row.document.encode(), row.id) for row in session.query(ProcedureRow)]
        return Catalogue([*shipped(), *own])

    def import_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Add procedures to the office's catalogue; dossiers taken in before keep the text they were taken in by."""
        self._require(Work.PROCEDURES)
        with self.store.write() as session:
            for procedure in procedures:
                document = msgspec.json.encode(procedure, order="sorted").decode()
                session.merge(ProcedureRow(id=procedure.id, imported_at=self.now().isoformat(), document=document))
        self.__dict__.pop("catalogue", None)

    def own_procedures(self) -> frozenset[str]:
        """Return the ids of the procedures of this office's own, which stand before shipped ones of the same id."""
        with self.store.read() as session:
            return frozenset(session.scalars(select(ProcedureRow.id)))

    def drop_procedure(self, procedure_id: str) -> None:
        """Take a procedure of this office's own out of the catalogue; a shipped one of the same id comes back."""
        self._require(Work.PROCEDURES)
        with self.store.write() as session:
            session.execute(delete(ProcedureRow).where(ProcedureRow.id == procedure_id))
        self.__dict__.pop("catalogue", None)

    def _require(self, work: Work) -> None:
        require(self.officer.role, work, self.office.roles)

    def why_not(self, work: Work) -> str:
        """Return why this officer does not do a work, empty where they do."""
        try:
            self._require(work)
        except NotYours as error:
            return error.message
        return ""

    @cached_property
    def rules(self) -> DeskRules:
        """The desk rules of this office: its own, else those of the nearest office above, else the shipped ones."""
        document = self._document(desk_rules.KIND)
        return read_rules(document) if document else shipped_rules()

    def set_rules(self, document: Mapping[str, Any]) -> DeskRules:
        """Put desk rules of this office's own in place, for itself and the offices below it.

        Raises:
            RulesUnreadable: they are none; nothing is stored.
            NotYours: the role sets nothing.
        """
        self._require(Work.SETTINGS)
        rules = read_rules(msgspec.json.encode(document))
        self._issue(desk_rules.KIND, document)
        self.__dict__.pop("rules", None)
        return rules

    def _document(self, kind: str) -> str | None:
        """Return the document of a kind that holds here: our own, else that of the nearest office above us."""
        with self.store.read() as session:
            documents = [found for found in held(session) if found.kind == kind]
        own = self.office.code
        ours = [found for found in documents if found.source_office == own or is_above(found.source_office, own)]
        nearest = max(ours, key=lambda found: len(rank_path(found.source_office)), default=None)
        return nearest.document if nearest else None

    # The office and who works there

    def set_office(self, office: Office) -> Office:
        """Describe the office anew: names, letterhead, hours, units. Its code, level and officers stay as they are.

        Raises:
            NotYours: the role sets nothing.
            UserFacingError: the description can not be used; `field` names what is wrong.
        """
        self._require(Work.SETTINGS)
        lost = {officer.unit for officer in self.office.working} - {unit.id for unit in office.units} - {""}
        if lost:
            name = self.office.unit_name(min(lost))
            raise UserFacingError(
                f"Bộ phận “{name}” còn cán bộ. Hãy chuyển cán bộ sang bộ phận khác trước.", field="units"
            )
        changed = self.store.change_office(
            lambda known: checked_office(
                msgspec.structs.replace(office, code=known.code, level=known.level, officers=known.officers)
            )
        )
        self._calendar_changed()
        return changed

    def accounts(self) -> frozenset[str]:
        """Return the log-in names that have a password on this computer."""
        return frozenset(owners(self._data_dir))

    def add_officer(self, officer: Officer, password: str, own_password: str) -> None:
        """Give somebody an account. `own_password` is that of whoever is logged in: it unlocks the store's key.

        Raises:
            NotYours, WrongPassword, WeakPassword: nothing is stored.
            UserFacingError: the log-in name is taken or empty.
        """
        self._require(Work.SETTINGS)
        check_password(password)
        key = database_key(self._data_dir, self.officer.name, own_password)
        self._set_officers(lambda known: (*known, officer))
        give_password(self._data_dir, key, officer.name, password)

    def change_officer(self, officer: Officer) -> None:
        """Change name, role or unit of the officer who logs in by this name; `closed` ends or reopens the account.

        A closed account loses its password; one that is reopened needs a new one.

        Raises:
            NotYours: the role sets nothing.
            UserFacingError: nobody could change settings any more, or somebody would close their own account.
        """
        self._require(Work.SETTINGS)
        if officer.closed and officer.name == self.officer.name:
            raise UserFacingError(
                "Không tự đóng được tài khoản đang dùng. Hãy nhờ cán bộ khác có quyền thiết lập.", field="closed"
            )
        self._set_officers(lambda known: tuple(officer if one.name == officer.name else one for one in known))
        if officer.closed:
            take_password(self._data_dir, officer.name)

    def set_password(self, name: str, password: str, own_password: str) -> None:
        """Set a new password for an officer who works here, for somebody who forgot theirs.

        Raises:
            NotYours, WrongPassword, WeakPassword: nothing is stored.
            AccountClosed: the account is to be reopened first.
        """
        self._require(Work.SETTINGS)
        if name not in {officer.name for officer in self.office.working}:
            raise AccountClosed(f"Tài khoản “{name}” đã đóng. Hãy mở lại trước khi đặt mật khẩu.", field="officer")
        check_password(password)
        give_password(self._data_dir, database_key(self._data_dir, self.officer.name, own_password), name, password)

    @property
    def _data_dir(self) -> Path:
        return self.store.folder.parent

    def _set_officers(self, change: Callable[[tuple[Officer, ...]], tuple[Officer, ...]]) -> None:
        def changed(known: Office) -> Office:
            return _governed(checked_office(msgspec.structs.replace(known, officers=change(known.officers))))

        self.store.change_office(changed)

    def office_state(self) -> OfficeState:
        """Return whether the office is open and until when."""
        return self.clock.office_state(self.now())

    # Reading

    def board(self, pace: Callable[[Iterable[Dossier]], Iterable[Dossier]] = iter) -> list[BoardRow]:
        """Return the countdown board's rows, most urgent first. `pace` may slow the work down, beside a window."""
        with self.store.read() as session:
            dossiers = self._running.read(session)
        return board_rows(pace(dossiers), self.clock, self.now(), Viewer(self.office.code, self.officer.role))

    @cached_property
    def _running(self) -> RunningDossiers:
        return RunningDossiers()

    def running_count(self) -> int:
        """Return how many rows the board has."""
        with self.store.read() as session:
            return search.running_count(session)

    def differing_promises(self, clock: Clock | None = None) -> list[tuple[Dossier, Recomputed]]:
        """Return the running dossiers whose promise the present calendar would make otherwise (lịch đã thay đổi).

        With `clock`, those that another calendar would.
        """
        counted_by = clock or self.clock
        with self.store.read() as session:
            dossiers = self._running.read(session)
        found = [(dossier, recomputed(dossier, counted_by)) for dossier in dossiers]
        return [(dossier, counted) for dossier, counted in found if counted is not None and counted.differs]

    def incoming(self) -> list[Dossier]:
        """Return the dossiers whose paper is on its way here (đang chuyển đến), the longest on the way first."""
        with self.store.read() as session:
            return custody_lists.incoming(session, self.office.code)

    def returned_on(self, day: date) -> list[Dossier]:
        """Return the dossiers whose result was handed out here on a day, the latest first."""
        with self.store.read() as session:
            return custody_lists.returned_on(session, own_chains(session), day)

    def known_offices(self) -> Mapping[str, str]:
        """Return the names of the offices we have a card of, by code."""
        with self.store.read() as session:
            return peers.office_names(session)

    def explain_promise(self, reference: str) -> str:
        """Return how a dossier's promise came about, for a tool-tip."""
        with self.store.read() as session:
            return promise_explained(find_dossier(session, reference), self.clock)

    def search(self, query: str, limit: int = search.LIMIT) -> list[Dossier]:
        """Return what the search box finds."""
        with self.store.read() as session:
            return search.search(session, query, limit)

    def view(self, reference: str) -> DossierView:
        """Return one dossier by code, slip reference or id.

        Raises:
            UnknownDossier: there is none.
        """
        with self.store.read() as session:
            dossier = find_dossier(session, reference)
            entries = journal.entries_of(session, dossier.id)
            row = journal.dossier_row(session, dossier.id)
        disputed = bool(row and row.disputed)
        actions = offered(dossier, self.office.code, self.officer.role, self.clock, disputed=disputed)
        late = late_intervals(dossier, self.clock.under(dossier.conventions), self.now())
        return DossierView(dossier, tuple(entries), tuple(actions), disputed, late)

    def asked_late(self, reference: str, at: datetime) -> tuple[AskedLate, ...]:
        """Return what would make a request for papers at this time too late, to be said before it is made."""
        with self.store.read() as session:
            dossier = find_dossier(session, reference)
        return supplement.asked_late(dossier, self.clock.under(dossier.conventions), at, self.rules)

    def signer_for(self, unit: str) -> str:
        """Return who signs for a unit: its leader, else the leader of the office; empty where nobody is known."""
        with self.store.read() as session:
            heads = record.context_of(session, self._acting(), None, form_set="").heads
        return heads.get(unit, heads.get("", ""))

    def duplicates(self, applicant: Applicant, procedure_id: str) -> list[Dossier]:
        """Return running dossiers of the same applicant under the same procedure, to be shown side by side."""
        with self.store.read() as session:
            return take_in.duplicates(session, applicant, procedure_id)

    def returning_applicant(self, identity_no: str) -> ReturningApplicant | None:
        """Return what we know of the owner of this number."""
        with self.store.read() as session:
            return take_in.returning_applicant(session, identity_no)

    def recent_procedures(self) -> list[str]:
        """Return the ids of the procedures taken in last, newest first."""
        with self.store.read() as session:
            return search.recent_procedures(session)

    def plan(self, procedure_id: str, variants: list[str] | None) -> Plan:
        """Return the procedure as it would be frozen now."""
        return take_in.chosen_plan(self.catalogue.get(procedure_id), variants, self.office)

    def preview(self, chosen: Plan, received_at: datetime, due: datetime | None = None) -> DuePreview:
        """Return the promise a receipt would make."""
        return take_in.preview_due(self.clock, chosen, received_at, due)

    # Recording

    def _acting(self) -> Acting:
        with self.store.read() as session:
            offices = peers.office_names(session)
        return Acting(
            self.store.desk_id, self.office, self.officer, self.clock, self.now(), offices, self.rules, self._plan_of
        )

    def _plan_of(self, procedure_id: str, variants: Sequence[str] | None) -> Plan:
        return self.plan(procedure_id, None if variants is None else list(variants))

    def take_in(self, form: IntakeForm) -> TakenIn:
        """Record an intake; see `intake.decide` for refusals."""
        acting = self._acting()
        with self.store.write() as session:
            taken = take_in.take_in(session, acting, self.catalogue, form)
            release_automatic(session, acting, taken.dossier, [taken.entry])
            return taken

    def do(
        self,
        reference: str,
        action: str,
        fields: Mapping[str, Any],
        at: datetime | None = None,
        *,
        seen_head: str | None = None,
    ) -> Recorded:
        """Record one handling action; see `handling.decide` for refusals.

        `seen_head` is the `head` of the dossier as the officer saw it: an act decided on a state that another desk of
        this store has changed meanwhile is refused.

        Raises:
            ChangedMeanwhile: nothing is stored.
        """
        command = read_command(action, fields)
        acting = self._acting()
        with self.store.write() as session:
            if seen_head is not None:
                journal.check_unchanged(session, find_dossier(session, reference).id, seen_head)
            return self._told(session, acting, record.record(session, acting, reference, command, at))

    def refusal(
        self, reference: str, action: str, fields: Mapping[str, Any], at: datetime | None = None
    ) -> UserFacingError | None:
        """Return why an act would be refused now, None where it would be recorded; nothing is stored.

        Raises:
            UnknownDossier: there is no such dossier.
        """
        acting = self._acting()
        with self.store.read() as session:
            return trial.refusal(session, acting, reference, action, fields, at)

    def do_many(
        self, references: Sequence[str], action: str, fields: Mapping[str, Any], at: datetime | None = None
    ) -> list[Recorded]:
        """Record the same act on many dossiers: all of them, or none."""
        command = read_command(action, fields)
        acting = self._acting()
        with self.store.write() as session:
            done = record.record_many(session, acting, references, command, at)
            return [self._told(session, acting, one) for one in done]

    def _told(self, session: Session, acting: Acting, done: Recorded) -> Recorded:
        """Let those messages go that go by themselves, in the transaction of what gave rise to them."""
        told = release_automatic(session, acting, done.dossier, done.entries)
        return Recorded(record.current(session, done.dossier.id), done.entries) if told else done

    def attach(self, reference: str, name: str, data: bytes, paper: str = "", note: str = "") -> Recorded:
        """Put a scan to a dossier: a PDF, JPEG or PNG file; `paper` names the paper of the checklist it shows.

        Raises:
            ScanRefused: the file can not be kept.
            UnknownDossier, NotAllowedNow, NotYours: nothing is stored.
        """
        self._require(Work.ATTACH)
        from desktop.handling.scans import read_scan

        scan = read_scan(data, name)
        acting = self._acting()
        with self.store.write() as session:
            return attaching.attach(session, acting, reference, scan, paper=paper, note=note)

    def attachment(self, name: str) -> bytes:
        """Return the bytes of a scan by its hash, or the first eight or more digits of it.

        Raises:
            NoScan: there is none, or its bytes have not arrived.
        """
        with self.store.read() as session:
            return attaching.scan_data(session, name)

    @cached_property
    def telling(self) -> Telling:
        """What citizens are told from here."""
        return Telling(self.store, self._acting)

    def arrive(
        self,
        code: str,
        applicant: Applicant,
        *,
        procedure: str = "",
        note: str = "",
        at: datetime | None = None,
        why_late: str = "",
    ) -> Recorded:
        """Write down a paper dossier that came before the batch that tells of it."""
        acting = self._acting()
        with self.store.write() as session:
            return arrivals.arrive(
                session, acting, code, applicant, procedure=procedure, note=note, at=at, why_late=why_late
            )

    def _join_arrivals(self) -> list[Recorded]:
        with self.store.read() as session:
            if not arrivals.waiting_arrivals(session):
                return []
        acting = self._acting()
        with self.store.write() as session:
            return arrivals.join_arrivals(session, acting)

    @cached_property
    def partners(self) -> "Partners":
        """Other systems this office speaks with."""
        from desktop.partners import Partners

        return Partners(self.store, self._acting)

    def paper(self, reference: str, form: Form) -> bytes:
        """Record one more print of a paper and return it as PDF; every print after the first is marked.

        Raises:
            NotAllowedNow: the dossier never gave rise to such a paper.
        """
        if form in SEVERAL:
            return self._print_of_several(self.view(reference).dossier, form)
        acting = self._acting()
        with self.store.write() as session:
            dossier = record.record_print(session, acting, reference, form).dossier
        issued = dossier.issued_paper(form)
        prints = issued.prints if issued else 1
        return self._pdf(self._paper(dossier, form, reprint=prints - 1))

    def look_at_paper(self, dossier: Dossier, form: Form) -> bytes:
        """Return a paper as PDF for the preview; nothing is recorded."""
        return self._of_several(dossier, form) if form in SEVERAL else self._pdf(self._paper(dossier, form))

    def _paper(self, dossier: Dossier, form: Form, *, reprint: int = 0) -> Paper:
        if form is Form.PROCESS_SHEET:
            with self.store.read() as session:
                names = officer_names(journal.entries_of(session, dossier.id), self.office.officers)
            return sheets.process_sheet(dossier, replace(self._standing(), names=names))
        issued = dossier.issued_paper(form)
        if form is Form.REMINDER and issued is not None:
            return sheets.reminder(dossier, issued, self._standing())
        return slips.paper_of(dossier, form, practice=self.practice, reprint=reprint)

    def _print_of_several(self, dossier: Dossier, form: Form) -> bytes:
        """Print a paper of several dossiers: each of those on a hand-over list has its entry."""
        if form is Form.HANDOVER_LIST:
            acting, list_no = self._acting(), self._last_list(dossier)
            with self.store.write() as session:
                for listed in search.on_list(session, self.office.code, list_no):
                    record.record_print(session, acting, listed.id, form)
        return self._of_several(dossier, form)

    def _last_list(self, dossier: Dossier) -> int:
        given = [row for row in dossier.transfers if row.from_office.code == self.office.code and row.list_no]
        if not given:
            raise NotAllowedNow(f"Hồ sơ {dossier.reference} chưa được bàn giao từ đơn vị này.", field="form")
        return given[-1].list_no or 0

    def _of_several(self, dossier: Dossier, form: Form) -> bytes:
        """Return a paper on which other dossiers stand too: the last hand-over list, or the month's register."""
        if form is Form.HANDOVER_LIST:
            return self.handover_list(self._last_list(dossier))
        day = (dossier.received_at or dossier.opened_at).date()
        return self.register(day.replace(day=1), last_of_month(day))

    def handover_list(self, list_no: int) -> bytes:
        """Return the hand-over list of this number as PDF.

        Raises:
            NotAllowedNow: there is none.
        """
        with self.store.read() as session:
            dossiers = list(search.on_list(session, self.office.code, list_no))
        return self._pdf(sheets.handover_list(dossiers, self.office.code, list_no, self._standing()))

    def register(self, first_on: date, last_on: date, field: str = "") -> bytes:
        """Return the follow-up register of a period as PDF, one field of work or all."""
        return self._pdf(self.register_book(first_on, last_on, field))

    def register_book(self, first_on: date, last_on: date, field: str = "") -> Register:
        """Return what stands in the follow-up register of a period."""
        with self.store.read() as session:
            dossiers = search.received_between(session, first_on, last_on)
        return sheets.register(dossiers, first_on, last_on, field, self._standing())

    @property
    def registers(self) -> Registers:
        """Statistics and lateness of this office, as seen now."""
        return Registers(self.store, self.officer, self.clock, self.now(), self.known_offices())

    def _standing(self) -> sheets.Standing:
        imprint = record.imprint_of(self.office, self.officer, form_set_on(self.now().date()))
        return sheets.Standing(self.clock, self.now(), imprint, self.practice)

    def _pdf(self, paper: Paper) -> bytes:
        return pdf(paper, overrides=self.form_overrides)

    @cached_property
    def form_overrides(self) -> Overrides:
        """The office's own wording of forms and letterhead, else those of the nearest office above, else none."""
        document = self._document(FORM_OVERRIDES)
        return load_overrides(document) if document else NO_OVERRIDES

    def own_form_overrides(self) -> dict[str, Any]:
        """Return this office's own wording of forms as its document; empty where it has none."""
        with self.store.read() as session:
            own = [found for found in held(session) if found.kind == FORM_OVERRIDES]
        ours = next((found.document for found in own if found.source_office == self.office.code), "{}")
        document: dict[str, Any] = msgspec.json.decode(ours)
        return document

    def set_form_overrides(self, document: Mapping[str, Any]) -> Overrides:
        """Put wording of this office's own in place of the shipped forms'.

        Raises:
            UserFacingError: a form or line at fault, named; nothing is stored and the shipped forms are used.
            NotYours: the role sets nothing.
        """
        self._require(Work.SETTINGS)
        overrides = load_overrides(msgspec.json.encode(document).decode())
        self._issue(FORM_OVERRIDES, document)
        self.__dict__.pop("form_overrides", None)
        return overrides

    def _issue(self, kind: str, document: Mapping[str, Any]) -> None:
        with self.store.write() as session:
            issue(session, kind, (self.office.code, self.office.name), document, to_utc(self.now()))

    # Drafts

    def save_draft(self, form: Mapping[str, Any], page: str = "") -> None:
        """Keep what is being filled in on a page against power cuts; without `page`, the intake form."""
        with self.store.write() as session:
            session.merge(
                DraftRow(
                    officer_id=self._draft_key(page),
                    saved_at=self.now().isoformat(timespec="minutes"),
                    form=msgspec.json.encode(form).decode(),
                )
            )

    def _draft_key(self, page: str) -> str:
        return f"{self.officer.name}/{page}" if page else self.officer.name

    def load_draft(self, page: str = "") -> tuple[datetime, dict[str, Any]] | None:
        """Return the unfinished form and when it was kept."""
        with self.store.read() as session:
            row = session.get(DraftRow, self._draft_key(page))
            return (datetime.fromisoformat(row.saved_at), msgspec.json.decode(row.form)) if row else None

    def drop_draft(self, page: str = "") -> None:
        """Forget the unfinished form."""
        with self.store.write() as session:
            session.execute(delete(DraftRow).where(DraftRow.officer_id == self._draft_key(page)))

    # Exchange

    def card(self) -> OfficeCard:
        """Return the card by which other offices come to know this desk."""
        with self.store.read() as session:
            return peers.own_card(session, self.store)

    def write_card(self, path: Path) -> None:
        """Write the card to a file."""
        write_verified(path, card_bytes(self.card()))

    def trust(self, data: bytes) -> OfficeCard:
        """Take another office's card in."""
        with self.store.write() as session:
            return peers.trust(session, self.store, data)

    def rotate_keys(self) -> OfficeCard:
        """Give this desk new keys; the old ones vouch for the new card (đổi khoá)."""
        self._require(Work.EXCHANGE)
        return identity.rotate_keys(self.store)

    def renew_identity(self) -> OfficeCard:
        """Make this store another desk of the office, after it was restored from a backup or cloned."""
        self._require(Work.EXCHANGE)
        return identity.renew_identity(self.store, to_utc(self.now().replace(microsecond=0)), __version__)

    def take_over_exchange(self) -> OfficeCard:
        """Let this desk carry the office's batches from now on, where several share the database."""
        self._require(Work.EXCHANGE)
        with self.store.write() as session:
            peers.take_over_exchange(session, self.store)
            return peers.own_card(session, self.store)

    def sync(self, url: str, *, authority: Path | None = None) -> "Synced":
        """Exchange batches with the hub at an address: send ours, take its answers in.

        `authority` is a certificate file to trust, where the hub's certificate is of the province's own making.

        Raises:
            SyncFault: the link or the hub; what was sent stays sent, the next time goes on from there.
        """
        self._require(Work.EXCHANGE)
        from desktop.exchange.sync import synchronise

        return synchronise(self.store, url, self.now, self.import_data, authority=authority)

    def export(self, folder: Path, to: str | None = None) -> list[exporting.Exported]:
        """Write batches for every office there is news for, or for the one named by its code."""
        return exporting.export_all(self.store, folder, self.now(), to)

    def import_files(self, paths: Sequence[Path]) -> list[importing.Imported]:
        """Take batch files in, in the order of their names; a folder stands for the batches in it.

        Raises:
            BatchRefused, CarrierFault: at the first file that cannot be taken in; those before it are in.
        """
        files = [file for path in paths for file in (batches_in(path) if path.is_dir() else [path])]
        return [result for file in files for result in self.import_data(read_bounded(file, MAX_FILE), file.name)]

    def import_data(self, data: bytes, name: str) -> list[importing.Imported]:
        """Take one batch in."""
        results = importing.import_batch(self.store, data, name, self.now())
        if any(result.documents for result in results):
            self._calendar_changed()
            self.__dict__.pop("catalogue", None)
        self._join_arrivals()
        return results

    def peer_statuses(self) -> list[PeerStatus]:
        """Return where the exchange stands with each office."""
        with self.store.read() as session:
            return peer_statuses(session)

    def not_yet_above(self) -> int | None:
        """Return how many entries the office above has not confirmed."""
        with self.store.read() as session:
            return not_yet_above(session, self.store)

    def dossiers_hash(self) -> str:
        """Return one hash over every entry about the dossiers this store holds."""
        with self.store.read() as session:
            return dossiers_hash(session)

    def history_hash(self) -> str:
        """Return one hash over everything this store holds."""
        with self.store.read() as session:
            return history_hash(session)

    # Safety

    def verify(self) -> Verified:
        """Check file, chain and derived tables; what lies in a damaged file is not read any further."""
        damage = tuple(verify.file_faults(self.store.engine))
        if damage:
            return Verified(damage, 0, 0, "")
        with self.store.read() as session:
            faults = [
                *verify.chain_faults(session),
                *verify.replay_faults(session),
                *verify.scan_faults(session),
            ]
            entries = sum(1 for _ in journal.all_entries(session)) if not faults else 0
            dossiers = session.query(DossierRow).count()
            history = history_hash(session)
        return Verified(tuple(faults), entries, dossiers, history)

    def rebuild(self) -> int:
        """Throw the derived tables away and fold the journal again."""
        with self.store.write() as session:
            return journal.rebuild(session)

    def at(self, moment: datetime) -> "Workplace":
        """Return the same practice place at another time; a real store's clock cannot be set."""
        if not self.practice:
            raise ClockNotAllowed("Chỉ kho diễn tập mới được đặt giờ.")
        place = Workplace(self.store, self.officer, moment)
        place.__dict__["clock"] = self.clock
        place.__dict__["calendar_in_force"] = self.calendar_in_force
        place.__dict__["catalogue"] = self.catalogue
        return place

    def as_officer(self, name: str) -> "Workplace":
        """Return the same practice place with another of its officers."""
        officer = next(known for known in self.office.officers if known.name == name)
        place = Workplace(self.store, officer, self.fixed_now)
        shared = {"clock", "calendar_in_force", "catalogue"}
        place.__dict__.update({key: value for key, value in self.__dict__.items() if key in shared})
        return place

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
