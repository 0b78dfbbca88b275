"""Dossiers: taken in, worked on, looked at, printed."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from desktop import lines, shapes
from desktop.app import Workplace
from desktop.cli.options import Given, read_bytes, read_json
from desktop.dossiers.bodies import Applicant
from desktop.errors import UserFacingError
from desktop.intake.form import read_form
from desktop.models.store import write_synced
from desktop.terms import Form, Outcome
from desktop.wording import FORM, STATUS


def intake(file: Path, /, *, paper: Path | None = None, options: Given) -> int:
    """Tiếp nhận một hồ sơ theo tệp JSON (dấu - để đọc từ đầu vào) và lập giấy tương ứng.

    Parameters
    ----------
    paper
        Nơi ghi tệp PDF; nếu không nêu thì ghi vào thư mục papers của kho.
    """
    form = read_form(read_bytes(file))
    if options.at is not None and form.received_at is None:
        form = msgspec.structs.replace(form, received_at=options.at)
    with options.place() as place:
        taken = place.take_in(form)
        kind = {Outcome.SUPPLEMENT: Form.SUPPLEMENT, Outcome.REJECTED: Form.REJECTION}.get(form.outcome, Form.RECEIPT)
        target = paper or options.data_dir / "papers" / f"{taken.dossier.reference}-{kind}.pdf"
        _write_paper(place, taken.dossier.reference, kind, target)
        document = shapes.intake_shape(
            taken.dossier, str(target), taken.warnings, tuple(twin.reference for twin in taken.duplicates)
        )
        promise = taken.dossier.promise
        promised = f", hẹn trả {promise.due:%H:%M %d/%m/%Y}" if promise else ""
        mark = " (dự kiến)" if promise and promise.provisional else ""
        options.say(
            document,
            [
                f"{STATUS[taken.dossier.status]}: {taken.dossier.reference}{promised}{mark}.",
                f"{FORM[kind]}: {target}",
                *(f"Lưu ý: {warning}" for warning in taken.warnings),
            ],
        )
    return 0


def do(code: str, action: str, file: Path | None = None, /, *, options: Given) -> int:
    """Ghi một việc cho hồ sơ (finish-step, ask-supplement, extend…); nội dung trong tệp JSON nếu việc đó cần."""
    fields = read_json(file) if file else {}
    if not isinstance(fields, dict):
        raise UserFacingError("Nội dung của việc phải là một đối tượng JSON. Hãy sửa tệp rồi làm lại.")
    with options.place() as place:
        recorded = place.do(code, action, fields, options.at)
        document = shapes.show_shape(place.view(recorded.dossier.id), place)
        options.say(document, f"Đã ghi. {recorded.dossier.reference}: {STATUS[recorded.dossier.status]}.")
    return 0


def do_many(action: str, file: Path, /, *, options: Given) -> int:
    """Ghi cùng một việc cho nhiều hồ sơ, tất cả hoặc không hồ sơ nào; tệp JSON có mục codes (mã các hồ sơ)."""
    fields = read_json(file)
    codes = fields.pop("codes", None) if isinstance(fields, dict) else None
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
        raise UserFacingError('Tệp cần mục "codes": danh sách mã hồ sơ. Hãy sửa tệp rồi làm lại.', field="codes")
    with options.place() as place:
        done = place.do_many(codes, action, fields, options.at)
        transfers = [row.dossier.transfers[-1] for row in done if row.dossier.transfers]
        document = {
            "recorded": [row.dossier.reference for row in done],
            "list_no": transfers[-1].list_no if transfers else None,
        }
        options.say(document, f"Đã ghi {len(done)} hồ sơ.")
    return 0


def arrive(file: Path, /, *, options: Given) -> int:
    """Ghi hồ sơ giấy đến trước gói dữ liệu: tệp JSON có code, applicant, và nếu biết procedure, note."""
    fields = read_json(file)
    try:
        seen = msgspec.convert(fields, ArrivalForm)
    except msgspec.ValidationError as error:
        raise UserFacingError(f"Nội dung chưa đúng ({error}). Cần ít nhất code và applicant.") from error
    with options.place() as place:
        recorded = place.arrive(
            seen.code,
            seen.applicant,
            procedure=seen.procedure,
            note=seen.note,
            at=options.at,
            why_late=seen.late_reason,
        )
        document = shapes.show_shape(place.view(recorded.dossier.id), place)
        options.say(document, f"Đã ghi giấy đến: {recorded.dossier.reference}.")
    return 0


def attach(code: str, file: Path, /, *, paper: str = "", note: str = "", options: Given) -> int:
    """Đính kèm bản chụp (PDF, JPEG, PNG) vào hồ sơ; ảnh được xếp thành PDF, không mất chất lượng.

    Parameters
    ----------
    paper
        Tên giấy tờ trong danh mục của hồ sơ mà bản chụp thể hiện.
    """
    data = read_bytes(file)
    with options.place() as place:
        recorded = place.attach(code, file.name, data, paper, note)
    scan = recorded.dossier.attachments[-1]
    document = {"code": recorded.dossier.reference, "hash": scan.hash, "name": scan.name, "size": scan.size}
    options.say(document, f"Đã đính kèm {scan.name} vào hồ sơ {recorded.dossier.reference}. Mã: {scan.hash[:16]}.")
    return 0


def attachment(
    hash: str,  # noqa: A002 - the name the command line shows
    /,
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    options: Given,
) -> int:
    """Ghi một bản chụp ra tệp, theo mã của nó (ít nhất 8 ký tự đầu)."""
    with options.place() as place:
        data = place.attachment(hash)
    try:
        write_synced(output, data)
    except OSError as error:
        raise UserFacingError(f"Không ghi được tệp “{output}” ({error.strerror}). Hãy chọn nơi khác.") from error
    options.say({"file": str(output), "size": len(data)}, f"Đã ghi bản chụp: {output}")
    return 0


class ArrivalForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on the receipt of a paper dossier that came before its batch."""

    code: str
    applicant: Applicant
    procedure: str = ""
    note: str = ""
    late_reason: str = ""


def show(code: str, /, *, options: Given) -> int:
    """Xem toàn bộ trạng thái và nhật ký của một hồ sơ."""
    with options.place() as place:
        view = place.view(code)
        document = shapes.show_shape(view, place)
        options.say(document, list(lines.dossier_lines(document, STATUS[view.dossier.status])))
    return 0


def board(*, options: Given) -> int:
    """Bảng hạn: hồ sơ đang giải quyết, gấp nhất ở trên."""
    with options.place() as place:
        rows = place.board()
        words = [
            f"{row.remaining:22} {row.code:24} {row.applicant:26} {row.due_text:24} {row.step[:60]}" for row in rows
        ]
        options.say([shapes.board_shape(row) for row in rows], words or "Chưa có hồ sơ đang giải quyết.")
    return 0


def search(*text: str, options: Given) -> int:
    """Tìm hồ sơ theo mã, tên không dấu, số định danh, điện thoại, thủ tục."""
    with options.place() as place:
        hits = place.search(" ".join(text))
        words = [f"{hit.reference:26} {hit.applicant.named:26} {hit.plan.name}" for hit in hits]
        options.say([shapes.hit_shape(hit) for hit in hits], words or "Không tìm thấy. Hãy thử vài chữ đầu của tên.")
    return 0


def print_paper(
    code: str, form: str, /, *, output: Annotated[Path, Parameter(name=["--output", "-o"])], options: Given
) -> int:
    """In một giấy của hồ sơ ra tệp PDF: receipt, supplement, rejection, apology, stop, control…"""
    if form not in set(Form):
        raise UserFacingError(f"Không có giấy “{form}”. Hãy chọn một trong: {', '.join(Form)}.")
    with options.place() as place:
        _write_paper(place, code, Form(form), output)
    options.say({"paper": str(output)}, f"Đã in {FORM[Form(form)]}: {output}")
    return 0


def _write_paper(place: Workplace, reference: str, form: Form, path: Path) -> None:
    data = place.paper(reference, form)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_synced(path, data)
    except OSError as error:
        raise UserFacingError(
            f"Đã ghi hồ sơ {reference} nhưng không ghi được tệp “{path}” ({error.strerror}). "
            f"Hãy in lại: motcua print {reference} {form}."
        ) from error
