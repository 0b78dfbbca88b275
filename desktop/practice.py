"""A practice office to learn on: invented people, real procedures, dossiers in every state a counter meets (diễn tập).

Nothing here is special-cased: every row came about by the same acts an officer records, at clocks in the past, which a
practice store allows.
"""

import heapq
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.exchange.keys import DeskKeys, card_bytes
from desktop.intake.form import IntakeForm, PaperTick
from desktop.models.journal import new_id
from desktop.office import Office, Officer, Unit
from desktop.terms import Area, Form, Level, Outcome, Role

PASSWORD = "dien-tap-2026"
"""Known to everybody: a practice store guards nothing."""

OFFICE = Office(
    code="H14.12.3",
    name="UBND xã Quang Hán",
    superior="UBND huyện Trùng Khánh",
    level=Level.COMMUNE,
    place="Quang Hán",
    phone="0206 3826 000",
    area=Area.REMOTE,
    head_title="CHỦ TỊCH",
    units=(Unit("mot-cua", "Bộ phận Một cửa"), Unit("dia-chinh", "Địa chính – xây dựng")),
    officers=(
        Officer("lan", "Nông Thị Lan", Role.DESK, "mot-cua"),
        Officer("hoang", "Hoàng Văn Páo", Role.SPECIALIST, "dia-chinh"),
        Officer("leader", "Lý Văn Bình", Role.LEADER, "mot-cua"),
    ),
)
DISTRICT = ("H14.12", "Chi nhánh VPĐKĐĐ Trùng Khánh")

SURNAMES = ("Nông", "Hoàng", "Lục", "Đàm", "Triệu", "Bế", "Ma", "Lý", "Nguyễn", "Đỗ", "Phùng", "Mông")
WOMEN = ("Thị Nga", "Thị Bưởi", "Mùi Ghển", "Thị Én", "Bảo Trân", "Thị Hạnh", "Thị Liễu", "Mỹ Duyên")
MEN = ("Văn Tài", "Văn Dền", "A Sử", "Văn Riêm", "Đức Thịnh", "Văn Chài", "Quốc Khánh", "Văn Páo")
HAMLETS = ("Bản Gà", "Pác Rằng", "Bản Niếng", "Lũng Nọi", "Đông Dương", "Nà Rại", "Pò Mán", "Vững Bền")

LAND = "qtnb-yenbai-tn13"
"""The practice office's long procedure: eleven steps, 34 working days."""


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier to play: its promise ends `days_left` working days from now (negative: it is late).

    `ending` is what becomes of it; `asleep` is for how many working days nobody has recorded anything.
    """

    procedure: str
    days_left: int
    ending: str = "running"
    asleep: int = 0


CASES = (
    Case("qtnb-yenbai-dt01", -2, asleep=4),
    Case("tthc-1.004873", -1, asleep=2),
    Case("qtnb-yenbai-tc07", 0),
    Case("tthc-1.001612", 0),
    Case("tthc-1.004194", 0, "ready"),
    Case("qtnb-yenbai-tp02", 1),
    Case("qtnb-yenbai-tn26", 1),
    Case("tthc-2.000720", 2),
    Case(LAND, 11, "obligation"),
    Case("qtnb-yenbai-tn24", 9, "supplement"),
    Case("qtnb-yenbai-tp01", 2),
    Case("tthc-1.004222", 4),
    Case("qtnb-yenbai-dt01", 7),
    Case("tthc-1.013831", 8),
    Case("qtnb-chuyen-hinh-thuc-su-dung-dat", 38, "handed_over"),
    Case("tthc-1.004837", 1, "returned"),
    Case("tthc-1.004859", 3, "guided"),
)
"""A board with something in every group, for the first look at the program."""

MORE_CASES = (
    Case("tthc-1.001653", 0),
    Case("tthc-2.000635", 0),
    Case("qtnb-yenbai-tc05", 0, "ready"),
    Case("tthc-1.013227", 1),
    Case("tthc-1.004873", 1),
    Case("tthc-1.004222", 3),
    Case("tthc-1.001653", 4),
    Case("qtnb-yenbai-tn24", 5),
    Case("qtnb-yenbai-tn26", 6, "supplemented"),
    Case("tthc-1.013831", 12),
    Case("qtnb-yenbai-tn13", 20),
    Case("qtnb-yenbai-tn13", 26),
    Case("tthc-1.001699", 14),
    Case("tthc-1.012784", 15, "supplement"),
    Case("qtnb-yenbai-dt01", 3, "extended"),
    Case("qtnb-yenbai-ld01", 30),
    Case("tthc-1.004194", 1, "withdrawn"),
    Case("tthc-1.001612", 1, "rejected"),
    Case("tthc-1.004222", 2, "returned"),
    Case("tthc-1.004837", 2, "refused"),
    Case("qtnb-chuyen-hinh-thuc-su-dung-dat", 40, "handed_over"),
    Case("qtnb-yenbai-tc07", 5, "obligation"),
    Case("tthc-1.001653", 2, "ready"),
)
"""More of the same, for a board as full as a busy week."""


def fill(place: Workplace, now: datetime, cases: Sequence[Case] = CASES, seed: int = 7) -> list[str]:
    """Play the cases into a practice store up to now; return the references in the order they were taken in.

    Raises:
        ClockNotAllowed: the store is no practice store.
    """
    dice = random.Random(seed)
    place.at(now)  # refuses a real store before anything is written
    _introduce_district(place)
    people = _people(dice)
    references: list[str] = []
    courses = [_Course(place, case, next(people), now, dice, references).acts() for case in cases]
    _play(courses, now)
    return references


def _introduce_district(place: Workplace) -> None:
    code, name = DISTRICT
    card = DeskKeys.generate().card(code, name, new_id(), Level.DISTRICT, practice=True)
    place.trust(card_bytes(card))


def _play(courses: Iterable[Iterator[datetime]], now: datetime) -> None:
    """Let every course do its next act in order of time, as days at a counter go."""
    waiting = [(next(course), number, course) for number, course in enumerate(courses)]
    heapq.heapify(waiting)
    while waiting:
        moment, number, course = heapq.heappop(waiting)
        following = next(course, None) if moment <= now else None
        if following is not None:
            heapq.heappush(waiting, (max(following, moment), number, course))


def _people(dice: random.Random) -> Iterator[Applicant]:
    """Yield invented citizens, no name twice in a row."""
    while True:
        woman = dice.random() < 0.5
        given = dice.choice(WOMEN if woman else MEN)
        year = dice.randint(1958, 1999)
        yield Applicant(
            full_name=f"{dice.choice(SURNAMES)} {given}",
            identity_no=f"004{int(woman)}{year % 100:02}{dice.randint(0, 999_999):06}",
            birth_date=date(year, dice.randint(1, 12), dice.randint(1, 28)).isoformat(),
            sex="Nữ" if woman else "Nam",
            address=f"Xóm {dice.choice(HAMLETS)}, xã Quang Hán, tỉnh Cao Bằng",
            phone=f"09{dice.randint(10_000_000, 99_999_999)}",
        )


class _Course:
    """The life of one dossier: `acts` yields the moment of each act and does it when asked for the next one."""

    def __init__(
        self,
        place: Workplace,
        case: Case,
        person: Applicant,
        now: datetime,
        dice: random.Random,
        references: list[str],
    ) -> None:
        self.place, self.case, self.person, self.now, self.dice = place, case, person, now, dice
        self.references = references
        self.clock = place.clock
        self.code = ""

    def acts(self) -> Iterator[datetime]:
        received = self._received_at()
        yield received
        self._take_in(received)
        if self.case.ending in {"guided", "refused"}:
            return
        yield from self._course()

    def _course(self) -> Iterator[datetime]:
        ending = getattr(self, f"_{self.case.ending}", None)
        yield from ending() if ending else self._steps()

    # How it comes in

    def _received_at(self) -> datetime:
        """Count back from the wished-for due day."""
        plan = self.place.plan(self.case.procedure, None)
        today = self.clock.next_opening(self.now).date() if not self._works(self.now.date()) else self.now.date()
        days = self.place.preview(plan, self.now).explanation.counted_days
        day = self.clock.add_working_days(today, self.case.days_left - days)
        at = self._opening(day) + timedelta(minutes=self.dice.randint(15, 200))
        return min(at, self.now - timedelta(minutes=self.dice.randint(20, 70)))

    def _opening(self, day: date) -> datetime:
        return datetime.combine(day, self.clock.hours_on(day).morning_open)

    def _works(self, day: date) -> bool:
        return self.clock.is_working(day)

    def _take_in(self, at: datetime) -> None:
        procedure = self.place.catalogue.get(self.case.procedure)
        outcome = {"guided": Outcome.SUPPLEMENT, "refused": Outcome.REJECTED}.get(self.case.ending, Outcome.ACCEPTED)
        papers = tuple(
            PaperTick(document.name_vi, ok=outcome is Outcome.ACCEPTED)
            for document in procedure.document_list
            if document.required
        )
        form = IntakeForm(
            procedure=procedure.id,
            applicant=self.person,
            outcome=outcome,
            papers=papers or (PaperTick("Đơn đề nghị", 1, 0, ok=outcome is Outcome.ACCEPTED),),
            reason="" if outcome is Outcome.ACCEPTED else "Hồ sơ chưa đủ giấy tờ theo quy định",
        )
        desk = self.place.at(at)
        self.code = desk.take_in(form).dossier.reference
        self.references.append(self.code)
        slip = {Outcome.SUPPLEMENT: Form.SUPPLEMENT, Outcome.REJECTED: Form.REJECTION}.get(outcome, Form.RECEIPT)
        desk.paper(self.code, slip)

    # What happens to it

    def _dossier(self) -> Dossier:
        return self.place.view(self.code).dossier

    def _do(self, at: datetime, action: str, officer: str = "", **fields: Any) -> None:
        place = self.place.at(at)
        (place.as_officer(officer).at(at) if officer else place).do(self.code, action, fields)

    def _awake_until(self) -> datetime:
        if not self.case.asleep:
            return self.now
        day = self.clock.add_working_days(self.now.date(), -self.case.asleep)
        return datetime.combine(day, self.clock.hours_on(day).afternoon_close)

    def _steps(self, share: float = 1.0) -> Iterator[datetime]:
        """Finish steps in good time, up to `share` of them; the last one stays open."""
        plan = self._dossier().plan
        for _ in range(max(0, round(len(plan.steps) * share) - 1)):
            run = self._dossier().step
            if run is None or run.started is None or self._is_last():
                return
            at = self._some_time_in(run.started, run.due)
            if at > self._awake_until():
                return
            yield at
            self._do(at, "finish-step", self.dice.choice(("lan", "hoang")))

    def _is_last(self) -> bool:
        dossier = self._dossier()
        counting = [step.id for step in dossier.plan.steps if step.counts and not step.optional]
        return dossier.step is None or (bool(counting) and dossier.step.step_id == counting[-1])

    def _some_time_in(self, start: datetime, due: datetime | None) -> datetime:
        """Return an office moment between start and due, rather late than early."""
        if due is None:
            return self._office_time(start + timedelta(minutes=self.dice.randint(30, 150)))
        wanted = self._office_time(start + (due - start) * self.dice.uniform(0.55, 0.95))
        return wanted if start < wanted <= due else max(start, due - timedelta(minutes=5))

    def _office_time(self, at: datetime) -> datetime:
        at = at.replace(second=0, microsecond=0)
        if self.clock.office_state(at).open:
            return at
        return self.clock.next_opening(at) + timedelta(minutes=self.dice.randint(5, 60))

    def _after(self, days: int) -> datetime:
        """Return a moment in the morning so many working days after the last act."""
        dossier = self._dossier()
        day = self.clock.add_working_days(dossier.last_act_at.date(), days)
        minutes = self.dice.randint(10, 200)
        return max(
            dossier.last_act_at,
            self._opening(day) + timedelta(minutes=minutes),
        )

    def _before_now(self, days: int) -> datetime:
        """Return a moment so many working days ago, not before the last act."""
        day = self.clock.add_working_days(self.now.date(), -days)
        at = self._opening(day) + timedelta(minutes=self.dice.randint(20, 200))
        return max(at, self._dossier().last_act_at)

    def _supplement(self) -> Iterator[datetime]:
        yield from self._steps(0.4)
        at = self._before_now(3)
        yield at
        self._ask_supplement(at)

    def _ask_supplement(self, at: datetime) -> None:
        papers = ["Bản mô tả ranh giới, mốc giới thửa đất"]
        reason = "Thiếu bản mô tả ranh giới do các hộ liền kề ký"
        self._do(at, "ask-supplement", "hoang", papers=papers, reason=reason)
        self.place.at(at).paper(self.code, Form.SUPPLEMENT)

    def _supplemented(self) -> Iterator[datetime]:
        yield from self._steps(0.4)
        asked = self._after(1)
        yield asked
        self._ask_supplement(asked)
        answered = self._after(4)
        yield answered
        self._do(answered, "receive-supplement", "lan")
        yield from self._steps(0.3)

    def _obligation(self) -> Iterator[datetime]:
        """Supplement, an assignment typed a day late, then waiting for the tax: the page to look at."""
        yield from self._steps(0.3)
        if len(self._dossier().plan.steps) > 6:
            yield from self._eventful_middle()
        at = self._before_now(4)
        if at == self._dossier().last_act_at:
            at = self._office_time(at + timedelta(minutes=self.dice.randint(35, 80)))
        yield at
        self._do(at, "ask-obligation", "hoang", notice_no="1021/TB-CCT", amount_vnd=8_640_000)

    def _eventful_middle(self) -> Iterator[datetime]:
        assigned = self._after(1)
        typed = self._office_time(assigned + timedelta(days=1))
        yield typed
        place = self.place.at(typed).as_officer("hoang").at(typed)
        forgotten = {"holder": "Hoàng Văn Páo", "late_reason": "Mất điện, hôm sau mới ghi"}
        place.do(self.code, "assign", forgotten, assigned)
        asked = self._after(1)
        yield asked
        self._ask_supplement(asked)
        answered = self._after(5)
        yield answered
        self._do(answered, "receive-supplement", "lan")
        yield from self._one_late_step()
        yield from self._steps(0.5)

    def _one_late_step(self) -> Iterator[datetime]:
        run = self._dossier().step
        if run is None or run.due is None:
            return
        late = self._office_time(run.due + timedelta(days=1, minutes=30))
        yield late
        self._do(late, "finish-step", "hoang")

    def _extended(self) -> Iterator[datetime]:
        yield from self._steps(0.5)
        promise = self._dossier().promise
        at = self._before_now(1)
        yield at
        assert promise is not None
        new_due = self.clock.add_working_days(promise.due.date(), 5).isoformat()
        reason = "Mưa lũ, chưa đo được ngoài thực địa"
        self._do(at, "extend", "leader", new_due=new_due, cause="objective", reason=reason)
        self.place.at(at).paper(self.code, Form.APOLOGY)

    def _ready(self) -> Iterator[datetime]:
        yield from self._steps()
        at = self._before_now(0)
        at = min(at, self.now - timedelta(minutes=15))
        yield at
        self._do(at, "result-ready", "leader")

    def _returned(self) -> Iterator[datetime]:
        yield from self._steps()
        ready = self._before_now(2)
        yield ready
        self._do(ready, "result-ready", "leader")
        handed_out = self._after(1)
        yield handed_out
        self._do(handed_out, "return-result", to_whom=self.person.full_name)

    def _handed_over(self) -> Iterator[datetime]:
        at = self._before_now(1)
        yield at
        self._do(at, "hand-over", to_office=DISTRICT[0])

    def _withdrawn(self) -> Iterator[datetime]:
        at = self._before_now(0)
        yield at
        self._do(at, "withdraw", reason="Công dân xin rút để bổ sung người đồng sử dụng")

    def _rejected(self) -> Iterator[datetime]:
        at = self._before_now(0)
        yield at
        self._do(at, "reject", "leader", reason="Tên hộ kinh doanh trùng với tên đã đăng ký trong huyện")
        self.place.at(at).paper(self.code, Form.REJECTION)
