"""What a message tells, read from the entry that gave rise to it and never from what happened later. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from desktop.dossiers import bodies
from desktop.dossiers.bodies import PaperItem
from desktop.dossiers.dossier import Dossier, Message
from desktop.office import Office
from desktop.terms import Form, MessageKind

Facts = dict[str, str]

SALUTATION: Final = {"Nam": "Ông", "Nữ": "Bà"}


def facts_of(dossier: Dossier, message: Message, body: msgspec.Struct, office: Office) -> Facts:
    """Return the fields of a message by name; what the entry does not say is empty."""
    told = {**_common(dossier, office), **TELLERS[message.kind](dossier, message, body)}
    return {name: one_line(value) for name, value in told.items()}


def one_line(text: str) -> str:
    """Return typed words as part of a sentence: in one line, without the full stop that the wording sets itself."""
    return " ".join(text.split()).rstrip(" .;,")


def addressed(dossier: Dossier) -> str:
    """Return the name of whoever handed the dossier in: the delegate, where there is one (người được ủy quyền)."""
    return dossier.applicant.delegate.strip() or dossier.applicant.named.strip()


def _common(dossier: Dossier, office: Office) -> Facts:
    return {
        "ten": _with_salutation(dossier),
        "chu_ho_so": dossier.applicant.named,
        "ma_ho_so": dossier.reference,
        "thu_tuc": dossier.plan.name,
        "co_quan": office.name,
        "bo_phan": f"{office.desk} {office.name}",
        "dien_thoai": office.phone,
    }


def _with_salutation(dossier: Dossier) -> str:
    """An organisation is addressed by its name; of a delegate we know no more than the name."""
    person, name = dossier.applicant, addressed(dossier)
    if person.delegate.strip():
        return f"Ông/Bà {name}"
    return name if person.organisation else f"{SALUTATION.get(person.sex, 'Ông/Bà')} {name}"


def day(moment: datetime, *, whole_day: bool = True, provisional: bool = False) -> str:
    """Return a promised time: its date, with the hour where the hour counts, marked where the year is provisional."""
    words = f"{moment:%d/%m/%Y}" if whole_day else f"{moment:%H:%M} ngày {moment:%d/%m/%Y}"
    return f"{words} (dự kiến)" if provisional else words


def _whole_day(dossier: Dossier, due: datetime) -> bool:
    """Whether the promise of this time is one of a date; those made by a wait take it over from the one before."""
    return any(promise.whole_day for promise in dossier.promises if promise.due == due)


def _due_before(dossier: Dossier, message: Message, new: datetime) -> datetime | None:
    """Return the promise that stood when this entry replaced it."""
    dues = [promise.due for promise in dossier.promises if promise.since <= message.at]
    last = max((place for place, due in enumerate(dues) if due == new), default=len(dues))
    return dues[last - 1] if last > 0 else None


def receiving_desk(dossier: Dossier) -> str:
    """Return the desk that took the dossier in: papers are brought there, and results fetched unless told otherwise."""
    issued = (dossier.issued_paper(form) for form in (Form.RECEIPT, Form.SUPPLEMENT, Form.REJECTION))
    imprint = next((paper.imprint for paper in issued if paper is not None), None)
    return f"{imprint.desk} {dossier.office.name}" if imprint and imprint.desk else dossier.office.name


def papers_words(papers: tuple[PaperItem, ...]) -> str:
    """Return papers in one sentence: "Đơn đề nghị (01 bản chính); Trích lục (02 bản sao)"."""
    return "; ".join(_paper_words(paper) for paper in papers)


def _paper_words(paper: PaperItem) -> str:
    counts = [(paper.originals, "bản chính"), (paper.copies, "bản sao")]
    said = [f"{count:02d} {words}" for count, words in counts if count]
    return f"{one_line(paper.name)} ({', '.join(said)})" if said else one_line(paper.name)


def _received(dossier: Dossier, message: Message, body: bodies.Accepted) -> Facts:
    due = day(body.due, whole_day=body.due_whole_day, provisional=body.due_provisional)
    return {"ngay_nhan": day(message.at), "ngay_hen": due, "noi_tra": body.return_at}


def _guidance(dossier: Dossier, _: Message, body: bodies.Guided) -> Facts:
    missing = tuple(paper for paper in body.papers if not paper.ok)
    return {
        "ma_ho_so": dossier.code or body.slip_ref,
        "so_phieu": body.slip_ref,
        "giay_to": papers_words(missing),
        "ly_do": body.reason,
        "noi_nop": f"{body.imprint.desk} {body.office.name}",
    }


def _refusal(dossier: Dossier, _: Message, body: bodies.Refused) -> Facts:
    return {"ma_ho_so": dossier.code or body.slip_ref, "so_phieu": body.slip_ref, "ly_do": body.reason}


def _supplement(dossier: Dossier, _: Message, body: bodies.SupplementAsked) -> Facts:
    return {
        "giay_to": papers_words(body.papers),
        "ly_do": body.reason,
        "noi_nop": receiving_desk(dossier),
        "so_phieu": body.slip_ref,
        "lan": str(body.round),
    }


def _goes_on(
    dossier: Dossier, _: Message, body: bodies.SupplementReceived | bodies.ObligationMet | bodies.Resumed
) -> Facts:
    due = day(body.new_due, whole_day=_whole_day(dossier, body.new_due), provisional=body.due_provisional)
    return {"ngay_hen": due, "ly_do": body.reason if isinstance(body, bodies.Resumed) else ""}


def _obligation(_: Dossier, __: Message, body: bodies.ObligationAsked) -> Facts:
    amount = "" if body.amount_vnd is None else f"{body.amount_vnd:,} đồng".replace(",", ".")
    return {"so_thong_bao": body.notice_no, "so_tien": amount}


def _dates(old: datetime, new: datetime, *, whole_day: bool, provisional: bool) -> Facts:
    """Return the old date and the new time; the old one with its hour only where it is the same day."""
    return {
        "ngay_hen_cu": day(old, whole_day=old.date() != new.date()),
        "ngay_hen_moi": day(new, whole_day=whole_day and old.date() != new.date(), provisional=provisional),
    }


def _apology(_: Dossier, __: Message, body: bodies.Extended) -> Facts:
    dates = _dates(body.old_due, body.new_due, whole_day=body.due_whole_day, provisional=body.due_provisional)
    return {**dates, "ly_do": body.reason, "so_van_ban": str(body.letter_no), "don_vi": body.unit}


def _calendar_change(_: Dossier, __: Message, body: bodies.RePromised) -> Facts:
    dates = _dates(body.old_due, body.new_due, whole_day=body.due_whole_day, provisional=body.due_provisional)
    return {**dates, "ly_do": body.reason, "so_thong_bao": str(body.notice_no)}


def _correction(dossier: Dossier, message: Message, body: bodies.Corrected) -> Facts:
    promise = body.promise
    if promise is None:
        return {"ly_do": body.reason}
    before = _due_before(dossier, message, promise.due)
    new = day(promise.due, whole_day=promise.whole_day, provisional=promise.provisional)
    if before is None:
        return {"ngay_hen_moi": new, "ly_do": body.reason}
    dates = _dates(before, promise.due, whole_day=promise.whole_day, provisional=promise.provisional)
    return {**dates, "ly_do": body.reason}


def _rejection(_: Dossier, __: Message, body: bodies.Rejected) -> Facts:
    return {"ly_do": body.reason, "so_phieu": body.slip_ref}


def _stop(_: Dossier, __: Message, body: bodies.Stopped) -> Facts:
    return {"ly_do": body.reason, "so_thong_bao": str(body.notice_no) if body.notice_no else ""}


def _withdrawal(_: Dossier, __: Message, body: bodies.Withdrawn | bodies.WithdrawalDeclined) -> Facts:
    return {"ly_do": body.reason}


def _result(dossier: Dossier, message: Message, body: bodies.ResultReady) -> Facts:
    promised = [promise for promise in dossier.promises if promise.since <= message.at][-1:]
    return {
        "ngay_hen": day(promised[0].due, whole_day=True, provisional=promised[0].provisional) if promised else "",
        "noi_nhan": dossier.return_at or receiving_desk(dossier),
        "han_nhan": day(body.return_due) if body.return_due else "",
    }


TELLERS: Mapping[MessageKind, Callable[[Dossier, Message, Any], Facts]] = {
    MessageKind.RECEIVED: _received,
    MessageKind.GUIDANCE: _guidance,
    MessageKind.REFUSAL: _refusal,
    MessageKind.SUPPLEMENT: _supplement,
    MessageKind.SUPPLEMENT_RECEIVED: _goes_on,
    MessageKind.OBLIGATION: _obligation,
    MessageKind.OBLIGATION_MET: _goes_on,
    MessageKind.RESUMED: _goes_on,
    MessageKind.APOLOGY: _apology,
    MessageKind.CALENDAR_CHANGE: _calendar_change,
    MessageKind.CORRECTION: _correction,
    MessageKind.REJECTION: _rejection,
    MessageKind.STOP: _stop,
    MessageKind.WITHDRAWAL: _withdrawal,
    MessageKind.WITHDRAWAL_DECLINED: _withdrawal,
    MessageKind.EARLY_RESULT: _result,
    MessageKind.RESULT_READY: _result,
}
"""Who reads the facts of a kind; every kind has one."""
