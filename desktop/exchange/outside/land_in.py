"""What a message of the land system means for the dossier here: a proposal, a question to a person, or both.

The land system has one word, "supplement", for things that are not the same. Once, extensions and apologies were sent
through it and citizens were told to add papers. So a supplement is read only where a paper is named and nothing speaks
of more time; a later date with no papers outstanding is an extension; and whatever could be two things is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from desktop.dossiers.dossier import Dossier
from desktop.exchange.outside.land_mapping import shipped_land
from desktop.exchange.outside.land_message import LandReading, Told, listed
from desktop.handling.actions import ACTIONS
from desktop.terms import Status
from desktop.wording import STATUS


@dataclass(frozen=True, slots=True)
class Proposed:
    """An action a person may confirm, with the fields the message gives; names as in `handling.commands`."""

    action: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields the action needs and the message does not tell: the person fills them in."""
        command = ACTIONS[self.action].command
        needed = [info.name for info in msgspec.structs.fields(command) if info.required]
        return tuple(name for name in needed if name not in self.fields)


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, read. `meaning` says in Vietnamese what it reports; `task` is a question for a person."""

    kind: str
    dossier_code: str
    occurred_at: datetime | None
    proposal: Proposed | None
    task: str | None
    meaning: str
    verbatim: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule concludes."""

    proposal: Proposed | None = None
    task: str | None = None


def read_land(said: LandReading, dossier: Dossier | None) -> Reading:
    """Return what the message means for the dossier it names; None: there is no such dossier here.

    Never fails on what it does not know: unknown kinds and fields are kept and asked about.
    """
    verdict = _verdict(said, dossier)
    if verdict.proposal and said.unknown:
        names = ", ".join(said.unknown)
        asked = f"Thông điệp có phần chưa biết ({names}). Hãy đọc nguyên văn trước khi ghi."
        verdict = replace(verdict, task=f"{verdict.task} {asked}" if verdict.task else asked)
    return Reading(
        said.kind, said.dossier_code, said.occurred_at, verdict.proposal, verdict.task, _meaning(said), said.verbatim
    )


def _verdict(said: LandReading, dossier: Dossier | None) -> Verdict:
    rule = _RULES.get(said.kind)
    if rule is None:
        named = f"“{said.kind}”" if said.kind else "không ghi loại"
        return _ask(f"Hệ thống đất đai gửi thông điệp chưa biết ({named}). Hãy đọc nguyên văn và hỏi lại nơi gửi.")
    if dossier is None:
        code = f"mã {said.dossier_code}" if said.dossier_code else "không ghi mã"
        return _ask(f"{_meaning(said)} Ở đây không có hồ sơ này ({code}). Hãy kiểm tra mã với nơi gửi.")
    verdict = rule(said, dossier)
    if verdict.proposal and dossier.status not in ACTIONS[verdict.proposal.action].statuses:
        label = ACTIONS[verdict.proposal.action].label.removesuffix("…")
        return _ask(
            f"{_meaning(said)} Hồ sơ ở đây đang “{STATUS[dossier.status]}” nên chưa thể “{label}”. "
            "Hãy kiểm tra hồ sơ giấy rồi ghi việc đúng."
        )
    return verdict


def _ask(question: str) -> Verdict:
    return Verdict(task=question)


def _meaning(said: LandReading) -> str:
    title = said.row.title if said.row else f"thông điệp “{said.kind}”"
    new_due = said.moment(shipped_land().new_due_field)
    parts = [f"Hệ thống đất đai báo: {title}"]
    parts += [f"ngày hẹn trả mới {new_due.in_words()}"] if new_due else []
    parts += [f"ghi chú “{said.note}”"] if said.note else []
    return f"{'; '.join(parts)}."


def _speaks_of(words: tuple[str, ...], text: str) -> bool:
    return any(f" {word} " in text for word in words)


def _of_more_time(said: LandReading) -> bool:
    return _speaks_of(shipped_land().extension_words, said.every_word())


def _of_papers(said: LandReading) -> bool:
    """Whether the free words ask for papers, once words for more time ("bổ sung thời gian") are taken out."""
    mapping, text = shipped_land(), said.every_word()
    for phrase in mapping.extension_words:
        text = text.replace(f" {phrase} ", "  ")
    return _speaks_of(mapping.supplement_words, text)


def _names_papers(said: LandReading) -> bool:
    mapping = shipped_land()
    return bool(said.names_in(*mapping.paper_list_fields)) or _speaks_of(mapping.paper_words, said.every_word())


def _given(**fields: Any) -> dict[str, Any]:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value}


def _extension(said: LandReading, dossier: Dossier, new_due: Told | None) -> Verdict:
    """Propose the extension where it moves the promise to a later time; else ask."""
    promise = dossier.promise
    if new_due is None:
        return _ask(
            f"{_meaning(said)} Đây là gia hạn, không phải bổ sung, nhưng chưa rõ ngày hẹn mới. Hãy hỏi lại ngày."
        )
    if promise is None or not new_due.after(promise.due):
        return _ask(
            f"{_meaning(said)} Ngày hẹn mới {new_due.in_words()} không muộn hơn ngày đã hẹn. Hãy hỏi lại nơi gửi."
        )
    return Verdict(Proposed("extend", _given(new_due=new_due.iso(), reason=said.note)))


def _waiting(said: LandReading, dossier: Dossier) -> Verdict:
    """DongBoTrangThaiChoBoSung: a pause, a supplement, or an extension in its clothes."""
    papers = said.names_in(*shipped_land().paper_list_fields)
    more_time, pause = _of_more_time(said), said.flag(shipped_land().pause_field)
    if more_time and pause is False and not papers and not _of_papers(said):
        return _extension(said, dossier, said.moment(shipped_land().new_due_field) or said.day_in_words())
    if more_time or (pause and papers) or pause is None:
        return _ask(
            f"{_meaning(said)} Chưa rõ là tạm dừng, yêu cầu bổ sung giấy tờ hay gia hạn. "
            "Hãy hỏi lại nơi gửi; chưa báo công dân."
        )
    if pause:
        return Verdict(Proposed("pause", _given(reason=said.note)))
    return _supplement(said, papers)


def _supplement(said: LandReading, papers: tuple[str, ...]) -> Verdict:
    if not _names_papers(said):
        return _ask(
            f"{_meaning(said)} Thông điệp không nêu giấy tờ nào, nên chưa coi là yêu cầu bổ sung. "
            "Hãy hỏi lại: thiếu giấy tờ gì, hay là gia hạn; chưa báo công dân."
        )
    return Verdict(Proposed("ask-supplement", _given(papers=papers, reason=said.note)))


def _supplemented(said: LandReading, dossier: Dossier) -> Verdict:
    """DongBoTrangThaiDaBoSung: the end of what was begun; with nothing begun and a later date, an extension."""
    asked = dossier.supplements[-1] if dossier.supplements else None
    waits_for_papers = dossier.status is Status.WAITING_SUPPLEMENT and asked is not None and bool(asked.papers)
    if dossier.waiting and _of_more_time(said):
        return _ask(
            f"{_meaning(said)} Hồ sơ đang “{STATUS[dossier.status]}” mà ghi chú nói về gia hạn. "
            "Hãy hỏi lại: đã nhận giấy tờ hay là gia hạn."
        )
    if waits_for_papers:
        return Verdict(Proposed("receive-supplement"))
    if dossier.status is Status.PAUSED:
        return Verdict(Proposed("resume", _given(reason=said.note)))
    if dossier.waiting:
        return _ask(
            f"{_meaning(said)} Hồ sơ đang “{STATUS[dossier.status]}”, không phải chờ giấy tờ. Hãy hỏi lại nơi gửi."
        )
    if not _of_more_time(said) and _names_papers(said):
        return _ask(
            f"{_meaning(said)} Ở đây không có lần yêu cầu bổ sung nào đang chờ. Hãy hỏi lại: công dân đã nộp giấy tờ "
            "thẳng cho nơi gửi, hay là gia hạn."
        )
    return _extension(said, dossier, said.moment(shipped_land().new_due_field))


def _tax(said: LandReading, _: Dossier) -> Verdict:
    """DongBoKetQuaThue: the citizen has tax to pay, by the notices it lists."""
    mapping = shipped_land()
    notices = [row for row in listed(said.fields.get(mapping.tax_list_field)) if isinstance(row, dict)]
    numbers = dict.fromkeys(str(row.get(mapping.tax_number_field) or "").strip() for row in notices)
    if not any(numbers):
        return _ask(f"{_meaning(said)} Không ghi số thông báo nào. Hãy hỏi lại: công dân phải nộp hay được miễn.")
    return Verdict(Proposed("ask-obligation", {"notice_no": "; ".join(number for number in numbers if number)}))


def _moved(said: LandReading, dossier: Dossier) -> Verdict:
    """DongBoTrangThaiLuanChuyenHoSo: a step back, or news of a step inside the land system."""
    mapping = shipped_land()
    back = said.flag(mapping.moved_back_field) if said.fields.get(mapping.moved_back_field) is not None else False
    if back is None:
        return _ask(f"{_meaning(said)} Chưa rõ là chuyển tiếp hay chuyển trả. Hãy hỏi lại nơi gửi.")
    if back:
        if dossier.step is None or not any(run.finished for run in dossier.steps):
            return _ask(f"{_meaning(said)} Báo chuyển trả nhưng ở đây không có bước trước. Hãy kiểm tra hồ sơ giấy.")
        return Verdict(Proposed("return-step", _given(reason=said.note)))
    action = mapping.moved_state_actions.get(said.text(mapping.moved_state_field), "note")
    if action == "finish-step" and dossier.step is not None:
        return Verdict(Proposed("finish-step", _given(outcome=said.note)))
    return Verdict(Proposed("note", {"text": _moved_words(said)}))


def _moved_words(said: LandReading) -> str:
    people = " → ".join(name for name in (said.text("MaCanBoChuyen"), said.text("MaCanBoNhan")) if name)
    state = said.text(shipped_land().moved_state_field)
    parts = ["Hệ thống đất đai luân chuyển hồ sơ", people, f"bước {state}" if state else "", said.note]
    return " · ".join(part for part in parts if part)


def _finished(said: LandReading, _: Dossier) -> Verdict:
    """DongBoTrangThaiKetThuc: a result; anything else may be a return or a withdrawal and is asked."""
    value = said.fields.get(shipped_land().end_field)
    if not isinstance(value, bool) and str(value).strip() == str(shipped_land().end_with_result):
        return Verdict(Proposed("result-ready", _given(note=said.note)))
    return _ask(
        f"{_meaning(said)} Trạng thái kết thúc “{'' if value is None else value}” không phải có kết quả: có thể là "
        "trả hồ sơ hoặc công dân rút. Hãy hỏi lại nơi gửi rồi ghi đúng việc."
    )


def _tax_returned(said: LandReading, _: Dossier) -> Verdict:
    return _ask(f"{_meaning(said)} Hãy xem hồ sơ sai ở đâu, sửa rồi chuyển lại cơ quan thuế.")


def _wrong_procedure(said: LandReading, _: Dossier) -> Verdict:
    return _ask(f"{_meaning(said)} Hãy kiểm tra thủ tục đã chọn khi tiếp nhận và liên hệ nơi gửi để xử lý.")


_RULES: dict[str, Callable[[LandReading, Dossier], Verdict]] = {
    "DongBoTrangThaiLuanChuyenHoSo": _moved,
    "DongBoTrangThaiChoBoSung": _waiting,
    "DongBoTrangThaiDaBoSung": _supplemented,
    "DongBoKetQuaThue": _tax,
    "ThueChuyenTraHoSoDoSai": _tax_returned,
    "ThongBaoNhapSaiThuTuc": _wrong_procedure,
    "DongBoTrangThaiKetThuc": _finished,
}
RULED = frozenset(_RULES)
"""The kinds with a rule; a test holds them equal to the table's."""
