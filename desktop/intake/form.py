"""The intake form as an officer or a script fills it in; the JSON shape of `motcua intake FILE`."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from desktop.dossiers import particulars
from desktop.dossiers.bodies import Applicant, PaperItem
from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.procedures.procedure import Document, Procedure
from desktop.terms import Channel, Outcome


class PaperTick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the checklist; `ok` false means not handed in, `applies` false that this case does not need it."""

    name: str
    originals: int | None = None
    copies: int | None = None
    ok: bool = True
    note: str = ""
    applies: bool = True


class IntakeForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One intake. `due` is the officer's own due time where none can be computed; `slip` goes on from an earlier slip.

    Times are local wall-clock. Without `received_at` it is now; without `variant` the office's usual case.
    """

    procedure: str
    applicant: Applicant
    outcome: Outcome
    variant: str | list[str] | None = None
    channel: Channel = Channel.COUNTER
    sets: int = 1
    papers: tuple[PaperTick, ...] = ()
    reason: str = ""
    received_at: datetime | None = None
    due: datetime | None = None
    slip: str = ""
    return_at: str = ""
    late_reason: str = ""
    """Why it is written down long after the paper came."""

    def variants(self) -> list[str] | None:
        """Return the chosen cases, None where the office's usual one applies."""
        if self.variant is None:
            return None
        return [self.variant] if isinstance(self.variant, str) else list(self.variant)


class FormUnreadable(UserFacingError):
    """The form is not one."""


class MissingPapers(UserFacingError):
    """Required papers are not ticked; `papers` names them."""

    def __init__(self, papers: tuple[str, ...]) -> None:
        self.papers = papers
        names = "; ".join(papers[:3]) + ("…" if len(papers) > 3 else "")
        super().__init__(
            f"Còn thiếu {len(papers)} giấy tờ bắt buộc: {names}. Hãy đánh dấu giấy tờ đã nhận, "
            "ghi rõ giấy tờ không áp dụng, hoặc lập phiếu yêu cầu bổ sung.",
            field="papers",
        )


class NoPapers(UserFacingError):
    """The list of papers is one of cases, and not one paper of any case is ticked."""

    def __init__(self) -> None:
        super().__init__(
            "Chưa đánh dấu giấy tờ nào. Hãy đánh dấu giấy tờ đã nhận của trường hợp đang nộp, hoặc yêu cầu bổ sung.",
            field="papers",
        )


def read_form(data: bytes) -> IntakeForm:
    """Read an intake form; a null stands for a field left out.

    Raises:
        FormUnreadable: not JSON of this shape; the sentence names the place.
    """
    try:
        values = _without_nulls(msgspec.json.decode(data))
        _check_applicant_keys(values)
        _read_times(values)
        return msgspec.convert(values, IntakeForm)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormUnreadable(f"Phiếu tiếp nhận không đọc được ({error}). Hãy sửa tệp rồi làm lại.") from error


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _read_times(values: Any) -> None:
    """Turn local times to the minute, as people write them, into times; a zone would only look exact."""
    for name in ("received_at", "due"):
        text = values.get(name) if isinstance(values, dict) else None
        if not isinstance(text, str):
            continue
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None or len(text) <= len("2026-11-23"):
            raise FormUnreadable(
                f"Thời điểm “{text}” không đúng. Hãy nhập giờ địa phương dạng 2026-11-23T08:15.", field=name
            )
        values[name] = moment


def _check_applicant_keys(values: Any) -> None:
    applicant = values.get("applicant") if isinstance(values, dict) else None
    unknown = sorted(set(applicant) - set(Applicant.__struct_fields__)) if isinstance(applicant, dict) else []
    if unknown:
        raise FormUnreadable(f"Phần người nộp không có mục “{unknown[0]}”. Hãy xem lại tên mục rồi làm lại.")


def checked_applicant(applicant: Applicant) -> Applicant:
    """Return the applicant in stored form.

    Raises:
        UserFacingError: no name, or a number that cannot be what it claims to be.
    """
    name = " ".join(applicant.full_name.split())
    if not name and not applicant.organisation.strip():
        raise FormUnreadable(
            "Chưa có họ tên người nộp. Hãy quét thẻ căn cước hoặc nhập họ tên.", field="applicant.full_name"
        )
    if "|" in name:
        raise FormUnreadable(
            "Ô họ tên đang chứa mã quét từ thẻ. Hãy xóa ô này rồi quét lại thẻ.", field="applicant.full_name"
        )
    return Applicant(
        full_name=name,
        identity_no=particulars.identity_number(applicant.identity_no),
        birth_date=particulars.birth_date(applicant.birth_date),
        sex=_sex(applicant.sex),
        address=applicant.address.strip(),
        phone=particulars.phone_number(applicant.phone),
        email=particulars.email(applicant.email),
        organisation=applicant.organisation.strip(),
        tax_code=particulars.tax_code(applicant.tax_code),
        delegate=applicant.delegate.strip(),
    )


def _sex(text: str) -> str:
    known: dict[str, str] = {"nam": "Nam", "nu": "Nữ", "male": "Nam", "female": "Nữ", "m": "Nam", "f": "Nữ", "": ""}
    key = folded(text.strip())
    if key not in known:
        raise FormUnreadable(f"Giới tính “{text}” không đúng. Hãy chọn Nam hoặc Nữ.", field="applicant.sex")
    return known[key]


def applicant_warnings(applicant: Applicant) -> list[str]:
    """Return what looks wrong but may be right: the officer is told and decides."""
    return [
        *particulars.identity_warnings(applicant.identity_no, applicant.birth_date, applicant.sex),
        *particulars.phone_warnings(applicant.phone),
    ]


def checklist(procedure: Procedure) -> list[PaperTick]:
    """Return the lines an officer ticks for a procedure, nothing ticked yet, required papers first."""
    documents = sorted(procedure.document_list, key=lambda document: not document.required)
    return [PaperTick(document.name_vi, document.originals, document.copies, ok=False) for document in documents]


def required_papers(procedure: Procedure, ticks: Iterable[PaperTick]) -> frozenset[str]:
    """Return the names of the papers this dossier cannot do without.

    A list in several parts is a list of cases ("đối với công trình…"): of these only the case whose papers were begun
    counts, because an applicant is in one of them.
    """
    required = [document for document in procedure.document_list if document.required]
    if len({document.group_vi for document in required}) <= 1:
        return frozenset(document.name_vi for document in required)
    handed_in = {tick.name for tick in ticks if tick.ok}
    begun = {document.group_vi for document in procedure.document_list if document.name_vi in handed_in} | {None}
    return frozenset(document.name_vi for document in required if document.group_vi in begun)


def no_case_begun(procedure: Procedure, ticks: Iterable[PaperTick]) -> bool:
    """Whether the published list is one of cases, and neither a paper of any case nor a word on them was given."""
    required = [document for document in procedure.document_list if document.required]
    if len({document.group_vi for document in required}) <= 1:
        return False
    given = {tick.name: tick for tick in ticks}
    answered = [given.get(document.name_vi) for document in required]
    return not any(tick.ok for tick in given.values()) and not all(tick and not tick.applies for tick in answered)


def paper_items(procedure: Procedure, ticks: tuple[PaperTick, ...]) -> tuple[PaperItem, ...]:
    """Return the papers as they are recorded: the ticked list, and required papers nobody mentioned as missing."""
    ticks = as_published(procedure, ticks)
    published = {document.name_vi: document for document in procedure.document_list}
    required, named = required_papers(procedure, ticks), {tick.name for tick in ticks}
    listed = [tick for tick in ticks if tick.applies and tick.name.strip()]
    unmentioned = [PaperTick(name, ok=False) for name in published if name in required and name not in named]
    return tuple(_item(tick, published.get(tick.name), tick.name in required) for tick in (*listed, *unmentioned))


def as_published(procedure: Procedure, ticks: tuple[PaperTick, ...]) -> tuple[PaperTick, ...]:
    """Return the ticks with names spelt as published, so that one paper never counts as two."""
    published = {_one_spelling(document.name_vi): document.name_vi for document in procedure.document_list}
    names = {tick.name: _one_spelling(tick.name) for tick in ticks}
    return tuple(
        msgspec.structs.replace(tick, name=published.get(names[tick.name], names[tick.name])) for tick in ticks
    )


def _one_spelling(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _item(tick: PaperTick, document: Document | None, required: bool) -> PaperItem:
    originals = tick.originals if tick.originals is not None else (document.originals if document else None)
    copies = tick.copies if tick.copies is not None else (document.copies if document else None)
    return PaperItem(
        name=tick.name,
        originals=max(originals or 0, 0),
        copies=max(copies or 0, 0),
        ok=tick.ok,
        note=tick.note.strip(),
        required=required,
    )


def plain(form: IntakeForm) -> dict[str, Any]:
    """Return the form as plain JSON values, as drafts keep it."""
    values: dict[str, Any] = msgspec.to_builtins(form)
    return values
