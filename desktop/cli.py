"""The command line: parse, call the same workflow as the windows, print.

Exit status: 0 done, 1 refused or check failed, 2 wrong usage.
"""

import getpass
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import App, CycloptsError, Parameter

from desktop import __version__, lines, paths, shapes
from desktop.app import Workplace, check_calendar, create_office, national_calendar, open_office
from desktop.deadlines import solve_cases
from desktop.dossiers.bodies import Applicant
from desktop.errors import UserFacingError
from desktop.intake.form import read_form
from desktop.models.store import change_password, exists, owners, write_synced
from desktop.office import read_office
from desktop.procedures.catalogue import Catalogue, shipped
from desktop.procedures.oddities import check
from desktop.procedures.procedure import canonical, read_procedure
from desktop.terms import Form, Outcome
from desktop.wording import FORM, STATUS

app = App(name="motcua", version=__version__, help="Một Cửa: chương trình của bộ phận một cửa, chạy được khi mất mạng.")
procedures = App(name="procedures", help="Danh mục thủ tục hành chính: kiểm tra, nhập, xem.")
exchange = App(name="exchange", help="Trao đổi gói dữ liệu: tình trạng, thẻ đơn vị.")
calendar_app = App(name="calendar", help="Lịch làm việc: kiểm tra, ban hành, xem lịch đang áp dụng.")
rules_app = App(name="rules", help="Quy định của quầy: thời gian ghi, hạn yêu cầu bổ sung, nguyên nhân chậm.")
app.command(procedures)
app.command(calendar_app)
app.command(rules_app)
app.command(exchange)


@dataclass(frozen=True)
class Options:
    """What every command may be given, before or after its name."""

    data_dir: Path
    officer: str | None
    password_file: Path | None
    json: bool
    at: datetime | None
    clock: datetime | None

    def say(self, document: Any, words: str | Iterable[str]) -> None:
        """Print one JSON document, or the words for people."""
        if self.json:
            print(msgspec.json.encode(document).decode())
        else:
            print(words if isinstance(words, str) else "\n".join(words))

    def password(self, *, confirm: bool = False) -> str:
        """Return the password: environment, file, or a prompt."""
        if self.password_file is not None:
            return _read(self.password_file).decode().rstrip("\r\n")
        given = os.environ.get("MOTCUA_PASSWORD")
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise UserFacingError("Chưa có mật khẩu. Hãy đặt biến MOTCUA_PASSWORD hoặc dùng --password-file.")
        password = getpass.getpass("Mật khẩu: ")
        if confirm and getpass.getpass("Nhập lại mật khẩu: ") != password:
            raise UserFacingError("Hai lần nhập mật khẩu không giống nhau. Hãy làm lại.")
        return password

    @contextmanager
    def place(self) -> Any:
        """Give the officer's place at the store, and let go of it afterwards."""
        known = owners(self.data_dir)
        place = open_office(self.data_dir, self.officer or known[0], self.password(), now=self.clock)
        try:
            yield place
        finally:
            place.close()


Given = Annotated[Options, Parameter(parse=False)]


@app.default
def window(*, options: Given) -> int:
    """Mở cửa sổ chương trình; nơi không có màn hình thì chạy phần diễn tập không cửa sổ."""
    from desktop.ui.availability import why_no_window

    reason = why_no_window()
    if reason is None:
        from desktop.ui.main import run_window

        status: int = run_window(options.data_dir)
        return status
    folder = Path("motcua-demo")
    print(f"{reason}\nThay vào đó, chạy phần diễn tập không cửa sổ vào thư mục “{folder}”.\n")
    return demo(folder, options=options)


@app.command
def demo(folder: Path, /, *, options: Given) -> int:
    """Chạy trọn công việc chính, không cần cửa sổ: hai đơn vị diễn tập và kho của tỉnh; giấy tờ ở DIR/papers."""
    from desktop.demo import run_demo

    report = run_demo(folder, print if not options.json else lambda _: None)
    if options.json:
        print(msgspec.json.encode(report).decode())
    return 0


@app.command
def init(*, office: Path, practice: bool = False, database: str | None = None, options: Given) -> int:
    """Tạo kho dữ liệu của một đơn vị từ tệp mô tả; mọi cán bộ bắt đầu với cùng mật khẩu này.

    Parameters
    ----------
    office
        Tệp JSON mô tả đơn vị.
    practice
        Kho diễn tập: mọi giấy in có chữ DIỄN TẬP và được đặt giờ.
    database
        Cơ sở dữ liệu dùng chung của nhiều quầy (chưa có trong bản này).
    """
    if database is not None:
        raise UserFacingError("Bản này chưa dùng được cơ sở dữ liệu chung. Hãy bỏ --database để tạo kho trên máy này.")
    described = read_office(_read(office))
    if options.clock is not None and not practice:
        raise UserFacingError("Chỉ kho diễn tập mới được đặt giờ (--clock). Hãy bỏ --clock hoặc thêm --practice.")
    place, recovery = create_office(
        options.data_dir, described, options.password(confirm=True), practice=practice, now=options.clock
    )
    card = place.card()
    place.close()
    document = {
        "office": described.code,
        "desk": card.desk_id,
        "practice": practice,
        "recovery_key": recovery,
        "fingerprint": card.fingerprint,
    }
    options.say(
        document,
        [
            f"Đã tạo kho của {described.name} trong “{options.data_dir}”.",
            f"Khóa khôi phục (in ra, cất két, không lưu trên máy này): {recovery}",
            "Mỗi cán bộ hãy đổi mật khẩu của mình: motcua --officer TÊN password",
        ],
    )
    return 0


@app.command
def password(*, recovery_key: str | None = None, new_password_file: Path | None = None, options: Given) -> int:
    """Đổi mật khẩu của cán bộ (--officer), mở bằng mật khẩu cũ hoặc khóa khôi phục."""
    target = options.officer or owners(options.data_dir)[0]
    owner, secret = ("recovery", recovery_key) if recovery_key else (target, options.password())
    if new_password_file:
        chosen = _read(new_password_file).decode().rstrip("\r\n")
    elif sys.stdin.isatty():
        chosen = getpass.getpass("Mật khẩu mới: ")
    else:
        raise UserFacingError("Chưa có mật khẩu mới. Hãy dùng --new-password-file.")
    change_password(options.data_dir, owner, secret, target, chosen)
    options.say({"officer": target}, f"Đã đổi mật khẩu của {target}.")
    return 0


@app.command
def due(
    *,
    cases: Path,
    calendar: Path | None = None,
    explain: Annotated[bool, Parameter(negative=())] = False,
    options: Given,
) -> int:
    """Tính hạn cho các trường hợp trong tệp deadline-cases/1; mỗi dòng ra là một kết quả JSON.

    Parameters
    ----------
    calendar
        Tệp lịch vn-days-off/1: các năm trong tệp thay cho, hoặc thêm vào, lịch có sẵn.
    explain
        Kèm cách tính: các ngày được tính, ngày bỏ qua và vì sao.
    """
    used = national_calendar().with_years(_json(calendar)) if calendar else national_calendar()
    for answer in solve_cases(_json(cases), used, explain=explain):
        print(msgspec.json.encode(answer).decode())
    return 0


@calendar_app.command(name="check")
def check_calendar_file(file: Path, /, *, options: Given) -> int:
    """Kiểm tra một tệp lịch (vn-days-off/1 hoặc office-calendar/1) mà không ghi gì."""
    kind = check_calendar(_json(file))
    options.say({"file": str(file), "ok": True, "kind": kind}, f"{file}: đọc được, là {lines.CALENDAR_KINDS[kind]}.")
    return 0


@calendar_app.command(name="set")
def set_calendar(file: Path, /, *, options: Given) -> int:
    """Ban hành lịch riêng của đơn vị, hoặc (cấp tỉnh) lịch nghỉ năm mới; thay cho lịch cùng loại ban hành trước.

    Hạn đã hẹn với công dân giữ nguyên; lịch được gửi xuống các đơn vị cấp dưới theo gói dữ liệu.
    """
    document = _json(file)
    with options.place() as place:
        issued = place.set_calendar(document)
    options.say(
        {"kind": issued.kind, "office": issued.source_office, "issued_at": issued.issued_at, "hash": issued.hash},
        f"Đã ban hành {lines.CALENDAR_KINDS[issued.kind]}. Hạn đã hẹn giữ nguyên; lịch sẽ đi theo gói dữ liệu kế tiếp.",
    )
    return 0


@calendar_app.command(name="show")
def show_calendar(*, year: int | None = None, options: Given) -> int:
    """Xem lịch đang áp dụng: ngày nghỉ, ngày làm bù, giờ theo mùa, và mỗi phần do đơn vị nào ban hành.

    Parameters
    ----------
    year
        Năm cần xem; nếu không nêu thì là năm nay.
    """
    with options.place() as place:
        document = shapes.calendar_shape(place, year or place.now().year)
    options.say(document, list(lines.calendar_lines(document)))
    return 0


@calendar_app.command(name="differing")
def differing_promises(*, options: Given) -> int:
    """Liệt kê hồ sơ đang giải quyết có hạn tính theo lịch hiện hành khác ngày đã hẹn."""
    with options.place() as place:
        found = place.differing_promises()
    document = [shapes.differing_shape(dossier, counted) for dossier, counted in found]
    words = [
        f"{row['code']:26} hẹn {row['promised']}, theo lịch hiện hành {row['computed']}"
        + (" – có thể báo công dân (re-promise)" if row["later"] else "")
        for row in document
    ]
    options.say(document, words or "Không hồ sơ nào có hạn khác ngày đã hẹn.")
    return 0


@procedures.command(name="list")
def list_procedures(*, options: Given) -> int:
    """Liệt kê các thủ tục có thể tiếp nhận."""
    known = _catalogue(options).all()
    document = [{"id": item.id, "code": item.code, "name": item.name_vi, "field": item.field_vi} for item in known]
    options.say(document, [f"{item.id:55} {item.name_vi}" for item in known])
    return 0


@procedures.command(name="show")
def show_procedure(procedure_id: str, /, *, options: Given) -> int:
    """Xem một thủ tục: thời hạn, trường hợp, giấy tờ, các bước, điểm lạ."""
    found = _catalogue(options).get(procedure_id)
    document = {**canonical(found), "oddities_vi": check(found)}
    options.say(document, list(lines.procedure_lines(found)))
    return 0


@procedures.command(name="check")
def check_procedures(files: Annotated[list[Path], Parameter(allow_leading_hyphen=False)], /, *, options: Given) -> int:
    """Kiểm tra tệp hoặc thư mục thủ tục và nêu từng điểm lạ bằng lời; điểm lạ không phải là lỗi."""
    report, failed = [], False
    for file in _json_files(files):
        try:
            found = check(read_procedure(_read(file), file.name))
            report.append({"file": str(file), "ok": True, "oddities": found})
        except UserFacingError as error:
            failed = True
            report.append({"file": str(file), "ok": False, "error": error.message, "oddities": []})
    options.say(report, [line for row in report for line in lines.check_lines(row)])
    return 1 if failed else 0


@procedures.command(name="import")
def import_procedures(files: list[Path], /, *, options: Given) -> int:
    """Nhập tệp hoặc thư mục thủ tục vào danh mục của đơn vị."""
    read = [read_procedure(_read(file), file.name) for file in _json_files(files)]
    with options.place() as place:
        place.import_procedures(read)
    options.say({"imported": [item.id for item in read]}, [f"Đã nhập {len(read)} thủ tục."])
    return 0


@app.command
def intake(file: Path, /, *, paper: Path | None = None, options: Given) -> int:
    """Tiếp nhận một hồ sơ theo tệp JSON (dấu - để đọc từ đầu vào) và lập giấy tương ứng.

    Parameters
    ----------
    paper
        Nơi ghi tệp PDF; nếu không nêu thì ghi vào thư mục papers của kho.
    """
    form = read_form(_read(file))
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


@app.command
def do(code: str, action: str, file: Path | None = None, /, *, options: Given) -> int:
    """Ghi một việc cho hồ sơ (finish-step, ask-supplement, extend…); nội dung trong tệp JSON nếu việc đó cần."""
    fields = _json(file) if file else {}
    if not isinstance(fields, dict):
        raise UserFacingError("Nội dung của việc phải là một đối tượng JSON. Hãy sửa tệp rồi làm lại.")
    with options.place() as place:
        recorded = place.do(code, action, fields, options.at)
        document = shapes.show_shape(place.view(recorded.dossier.id), place)
        options.say(document, f"Đã ghi. {recorded.dossier.reference}: {STATUS[recorded.dossier.status]}.")
    return 0


@app.command(name="do-many")
def do_many(action: str, file: Path, /, *, options: Given) -> int:
    """Ghi cùng một việc cho nhiều hồ sơ, tất cả hoặc không hồ sơ nào; tệp JSON có mục codes (mã các hồ sơ)."""
    fields = _json(file)
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


@app.command
def arrive(file: Path, /, *, options: Given) -> int:
    """Ghi hồ sơ giấy đến trước gói dữ liệu: tệp JSON có code, applicant, và nếu biết procedure, note."""
    fields = _json(file)
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


class ArrivalForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on the receipt of a paper dossier that came before its batch."""

    code: str
    applicant: Applicant
    procedure: str = ""
    note: str = ""
    late_reason: str = ""


@rules_app.command(name="show")
def show_rules(*, options: Given) -> int:
    """Quy định của quầy đang áp dụng: thời gian được ghi muộn, hạn yêu cầu bổ sung, nguyên nhân chậm."""
    with options.place() as place:
        rules = place.rules
    causes = [f"  {cause.id}: {cause.words}" for cause in rules.late_causes]
    limits = [f"  {limit.field_contains}: {limit.within_days:g} ngày làm việc" for limit in rules.supplement_limits]
    options.say(
        msgspec.to_builtins(rules),
        [
            f"Ghi muộn không cần lý do: đến {rules.record_tolerance_minutes} phút làm việc",
            "Hạn yêu cầu bổ sung:",
            *limits,
            "Nguyên nhân chậm:",
            *causes,
        ],
    )
    return 0


@rules_app.command(name="set")
def set_rules(file: Path, /, *, options: Given) -> int:
    """Đặt quy định của quầy từ tệp JSON (desk-rules/1), áp dụng cho đơn vị này và cấp dưới."""
    with options.place() as place:
        place.set_rules(_json(file))
    options.say({"set": True}, "Đã đặt quy định của quầy.")
    return 0


@app.command
def show(code: str, /, *, options: Given) -> int:
    """Xem toàn bộ trạng thái và nhật ký của một hồ sơ."""
    with options.place() as place:
        view = place.view(code)
        document = shapes.show_shape(view, place)
        options.say(document, list(lines.dossier_lines(document, STATUS[view.dossier.status])))
    return 0


@app.command
def board(*, options: Given) -> int:
    """Bảng hạn: hồ sơ đang giải quyết, gấp nhất ở trên."""
    with options.place() as place:
        rows = place.board()
        words = [
            f"{row.remaining:22} {row.code:24} {row.applicant:26} {row.due_text:24} {row.step[:60]}" for row in rows
        ]
        options.say([shapes.board_shape(row) for row in rows], words or "Chưa có hồ sơ đang giải quyết.")
    return 0


@app.command
def search(*text: str, options: Given) -> int:
    """Tìm hồ sơ theo mã, tên không dấu, số định danh, điện thoại, thủ tục."""
    with options.place() as place:
        hits = place.search(" ".join(text))
        words = [f"{hit.reference:26} {hit.applicant.named:26} {hit.plan.name}" for hit in hits]
        options.say([shapes.hit_shape(hit) for hit in hits], words or "Không tìm thấy. Hãy thử vài chữ đầu của tên.")
    return 0


@app.command(name="print")
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


@app.command
def export(
    *, output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None, to: str | None = None, options: Given
) -> int:
    """Lập gói dữ liệu cho các đơn vị đang trao đổi, ghi vào thư mục (USB) và đọc lại để kiểm tra.

    Parameters
    ----------
    to
        Mã của một đơn vị, nếu chỉ lập gói cho đơn vị đó.
    """
    folder = output or options.data_dir / "outbox"
    _make_folder(folder)
    with options.place() as place:
        if not place.peer_statuses():
            raise UserFacingError("Chưa có đơn vị nào để trao đổi. Hãy nhập thẻ đơn vị (motcua exchange trust TỆP).")
        made = place.export(folder, to)
    document = [
        {"to": row.office_code, "number": row.number, "entries": row.entries, "file": str(row.path)} for row in made
    ]
    words = [f"Lô {row.number} cho {row.office_name}: {row.entries} mục, tệp {row.path}" for row in made]
    options.say(document, [*words, "Có thể rút USB."] if words else "Không có gì mới để gửi.")
    return 0


@app.command(name="import")
def import_batches(files: list[Path], /, *, options: Given) -> int:
    """Nhập gói dữ liệu (tệp hoặc thư mục); nhập lại gói cũ không làm thay đổi gì."""
    with options.place() as place:
        results = place.import_files(files)
        problems = (
            list(lines.calendar_problems(place.calendar_in_force)) if any(row.documents for row in results) else []
        )
    if not results:
        raise UserFacingError("Không thấy gói dữ liệu nào. Hãy chọn tệp .motcua hoặc thư mục chứa tệp đó.")
    document = [
        {
            "from": row.office_name,
            "number": row.number,
            "arrival": str(row.arrival),
            "entries": row.entries,
            "documents": row.documents,
        }
        for row in results
    ]
    options.say(document, [*(row.message for row in results), *problems])
    return 0


@exchange.command(name="status")
def exchange_status(*, options: Given) -> int:
    """Tình trạng trao đổi với từng đơn vị."""
    with options.place() as place:
        rows, history = place.peer_statuses(), place.history_hash()
    document = {
        "history": history,
        "offices": [
            {
                "office": row.office_code,
                "name": row.office_name,
                "unconfirmed": row.unconfirmed,
                "sent": row.sent,
                "received": row.received,
                "waiting": list(row.waiting),
                "last_contact": row.last_contact,
                "fingerprint": row.fingerprint,
            }
            for row in rows
        ],
    }
    words = [
        f"{row.office_name}: {row.unconfirmed} mục chưa được xác nhận; đã gửi lô {row.sent}, đã nhận lô {row.received}"
        + (f"; đang giữ lô {', '.join(map(str, row.waiting))} vì thiếu lô trước" if row.waiting else "")
        for row in rows
    ]
    options.say(document, words or "Chưa có đơn vị nào để trao đổi.")
    return 0


@exchange.command(name="card")
def exchange_card(*, output: Annotated[Path, Parameter(name=["--output", "-o"])], options: Given) -> int:
    """Ghi thẻ của đơn vị ra tệp để gửi cho đơn vị khác; đọc dấu vân tay qua điện thoại để đối chiếu."""
    with options.place() as place:
        place.write_card(output)
        fingerprint = place.card().fingerprint
    options.say({"card": str(output), "fingerprint": fingerprint}, f"Thẻ: {output}\nDấu vân tay: {fingerprint}")
    return 0


@exchange.command(name="trust")
def exchange_trust(file: Path, /, *, options: Given) -> int:
    """Nhập thẻ của đơn vị khác; hãy đối chiếu dấu vân tay qua điện thoại trước."""
    with options.place() as place:
        card = place.trust(_read(file))
    options.say(
        {"office": card.office_code, "name": card.office_name, "fingerprint": card.fingerprint},
        f"Đã nhập thẻ của {card.office_name}. Dấu vân tay: {card.fingerprint}",
    )
    return 0


@app.command
def verify(*, options: Given) -> int:
    """Kiểm tra kho: chuỗi nhật ký, bảng dẫn xuất so với nhật ký, tính toàn vẹn của tệp mã hóa."""
    with options.place() as place:
        found = place.verify()
    document = {
        "ok": not found.faults,
        "entries": found.entries,
        "dossiers": found.dossiers,
        "history": found.history,
        "faults": [{"where": fault.where, "what": fault.what} for fault in found.faults],
    }
    good = f"Kho nguyên vẹn: {found.entries} mục nhật ký, {found.dossiers} hồ sơ."
    options.say(document, [f"{fault.where}: {fault.what}" for fault in found.faults] or good)
    if found.faults:
        raise UserFacingError("Kho không nguyên vẹn. Hãy ngừng ghi và khôi phục từ bản sao lưu gần nhất.")
    return 0


def _catalogue(options: Options) -> Catalogue:
    """The office's catalogue where its store can be opened, else the shipped one."""
    if exists(options.data_dir) and (options.password_file or os.environ.get("MOTCUA_PASSWORD")):
        with options.place() as place:
            catalogue: Catalogue = place.catalogue
            return catalogue
    return Catalogue(shipped())


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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserFacingError(
            f"Không tạo được thư mục “{folder}” ({error.strerror}). Hãy cắm lại USB hoặc chọn thư mục khác."
        ) from error


def _json_files(files: Sequence[Path]) -> list[Path]:
    return [found for file in files for found in (sorted(file.glob("*.json")) if file.is_dir() else [file])]


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UserFacingError(f"Không đọc được tệp “{file}” ({error.strerror}). Hãy xem lại đường dẫn.") from error


def _json(file: Path) -> Any:
    try:
        return msgspec.json.decode(_read(file))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserFacingError(f"Tệp “{file}” không phải JSON đúng ({error}). Hãy sửa tệp rồi làm lại.") from error


@app.meta.default
def launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    data_dir: Path | None = None,
    officer: str | None = None,
    password_file: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    at: datetime | None = None,
    clock: datetime | None = None,
) -> int:
    """Chạy một lệnh.

    Parameters
    ----------
    data_dir
        Thư mục dữ liệu (hoặc biến MOTCUA_DATA_DIR).
    officer
        Tên đăng nhập; mặc định là cán bộ đầu tiên.
    password_file
        Tệp chứa mật khẩu (hoặc biến MOTCUA_PASSWORD).
    json
        In đúng một tài liệu JSON.
    at
        Lúc việc xảy ra, giờ địa phương YYYY-MM-DDTHH:MM.
    clock
        Giờ của chương trình; chỉ dùng cho kho diễn tập.
    """
    command, bound, ignored = app.parse_args(tokens, exit_on_error=False, print_error=False)
    options = Options(data_dir or paths.data_dir(), officer, password_file, json, at, clock)
    given = {"options": options} if "options" in ignored else {}
    return int(command(*bound.args, **bound.kwargs, **given) or 0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may stand on another code page
            stream.reconfigure(encoding="utf-8")
    try:
        return int(app.meta(arguments, exit_on_error=False, print_error=False, result_action="return_value") or 0)
    except UserFacingError as error:
        if "--json" in arguments:
            print(msgspec.json.encode({"error": error.message, "field": error.field}).decode())
        print(error.message, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except CycloptsError as error:
        print(f"Sai cách dùng: {error}\nXem cách dùng: motcua --help", file=sys.stderr)
        return 2
