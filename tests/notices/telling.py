"""One dossier that has been told everything: a message of every kind, each from its own entry."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from desktop.dossiers import bodies
from desktop.dossiers.bodies import Applicant, PaperItem
from desktop.dossiers.dossier import Dossier, Message
from desktop.dossiers.entry import Draft
from desktop.notices.prepare import Prepared, prepare, right_entry
from desktop.notices.wordings import Wordings, shipped
from desktop.office import Office
from desktop.terms import EntryKind, LateCause, MessageKind, Outcome
from tests.support.bench import COMMUNE, IMPRINT, Bench
from tests.support.desks import COMMUNE as OFFICE

HERE = msgspec.structs.replace(OFFICE, phone="0206 3 826 123")
RIEM = Applicant("Đàm Văn Riêm", "004090000123", sex="Nam", phone="0961 234 567", email="riem@example.vn")
DUE, LATER = datetime(2026, 12, 25, 17, 0), datetime(2027, 1, 8, 17, 0)
PAPERS = (PaperItem("Trích lục bản đồ", 1), PaperItem("Đơn đề nghị", 0, 2))

BODY: dict[MessageKind, tuple[EntryKind, msgspec.Struct]] = {
    MessageKind.SUPPLEMENT: (
        EntryKind.SUPPLEMENT_ASKED,
        bodies.SupplementAsked(1, 7, "07/HDHS", PAPERS, "Trích lục cũ đã quá hạn sử dụng.", IMPRINT),
    ),
    MessageKind.SUPPLEMENT_RECEIVED: (EntryKind.SUPPLEMENT_RECEIVED, bodies.SupplementReceived(1, PAPERS, LATER, True)),
    MessageKind.OBLIGATION: (EntryKind.OBLIGATION_ASKED, bodies.ObligationAsked("215/TB-CCT", 1_250_000)),
    MessageKind.OBLIGATION_MET: (EntryKind.OBLIGATION_MET, bodies.ObligationMet(LATER, False)),
    MessageKind.RESUMED: (EntryKind.RESUMED, bodies.Resumed(LATER, False, None, "Đã có ý kiến của Sở")),
    MessageKind.APOLOGY: (
        EntryKind.EXTENDED,
        bodies.Extended(
            3,
            DUE,
            LATER,
            True,
            "chờ ý kiến của Chi cục Thuế khu vực",
            LateCause.OBJECTIVE,
            False,
            IMPRINT,
            due_whole_day=True,
        ),
    ),
    MessageKind.CALENDAR_CHANGE: (
        EntryKind.RE_PROMISED,
        bodies.RePromised(2, DUE, LATER, True, False, "vn-2027", "nghỉ Tết thêm một ngày", IMPRINT),
    ),
    MessageKind.CORRECTION: (
        EntryKind.CORRECTED,
        bodies.Corrected("entry-1", {}, "nhập nhầm ngày nhận", promise=bodies.NewPromise(LATER, True, False, ())),
    ),
    MessageKind.REJECTION: (
        EntryKind.REJECTED,
        bodies.Rejected(4, "04/TC", "thửa đất đang có tranh chấp", IMPRINT),
    ),
    MessageKind.STOP: (EntryKind.STOPPED, bodies.Stopped("đã giải quyết trong hồ sơ khác", 9, IMPRINT)),
    MessageKind.WITHDRAWAL: (EntryKind.WITHDRAWN, bodies.Withdrawn("không còn nhu cầu")),
    MessageKind.WITHDRAWAL_DECLINED: (
        EntryKind.WITHDRAWAL_DECLINED,
        bodies.WithdrawalDeclined("giấy chứng nhận đã ký"),
    ),
    MessageKind.EARLY_RESULT: (EntryKind.RESULT_READY, bodies.ResultReady(early=True)),
    MessageKind.RESULT_READY: (EntryKind.RESULT_READY, bodies.ResultReady()),
}
OUTCOME = {
    MessageKind.RECEIVED: Outcome.ACCEPTED,
    MessageKind.GUIDANCE: Outcome.SUPPLEMENT,
    MessageKind.REFUSAL: Outcome.REJECTED,
}


@dataclass
class Told:
    """A dossier, its last message, and the bench it came from."""

    bench: Bench
    dossier: Dossier
    message: Message

    def prepared(self, wordings: Wordings | None = None, office: Office = HERE) -> Prepared:
        entry = right_entry(self.bench.entries, self.message.entry)
        return prepare(self.dossier, self.message, entry, wordings or shipped(), office)


def told(kind: MessageKind, applicant: Applicant = RIEM, body: msgspec.Struct | None = None) -> Told:
    """Return a dossier whose last message is of this kind; `body` stands in for the usual entry."""
    bench = Bench(office=COMMUNE)
    bench.take_in(OUTCOME.get(kind, Outcome.ACCEPTED), applicant=applicant)
    if kind in BODY:
        bench.now = datetime(2026, 12, 14, 9, 30)
        entry_kind, usual = BODY[kind]
        bench.add(Draft(entry_kind, body or usual, bench.now))
    assert bench.dossier is not None
    return Told(bench, bench.dossier, bench.dossier.messages[-1])
