"""The main job from end to end without a window: two practice offices and the province, real procedures, real papers.

Everything goes through the same `Workplace` as the window and the command line; only the clock is set, which a practice
store allows. What it did is told line by line and returned as plain data.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop import practice
from desktop.app import Workplace, create_office
from desktop.deadlines import Clock
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.exchange.keys import card_bytes
from desktop.handling.journal_words import span_words
from desktop.intake.form import IntakeForm, PaperTick, checklist
from desktop.models.store import write_synced
from desktop.notices.carrier import Outcome as Sent
from desktop.office import Office, Officer, Unit
from desktop.registers import tables
from desktop.registers.files import xlsx_bytes
from desktop.registers.period import Period
from desktop.terms import Area, Form, Level, MessageState, Outcome, Role
from desktop.ui.availability import missing_library
from desktop.wording import FORM, STATUS

MARK = ".motcua-demo"
LAND = "qtnb-chuyen-hinh-thuc-su-dung-dat"
START = datetime(2026, 10, 5, 8, 12)

COMMUNE = replace(practice.OFFICE, form_set="2018")
"""Three levels of government, as the land procedure was published for: its time's forms."""

DISTRICT = Office(
    code="H14.12",
    name="UBND huyện Trùng Khánh",
    superior="UBND tỉnh Cao Bằng",
    level=Level.DISTRICT,
    place="Trùng Khánh",
    phone="0206 3826 123",
    area=Area.REMOTE,
    head_title="CHỦ TỊCH",
    form_set="2018",
    units=(Unit("vpdk", "Chi nhánh VPĐKĐĐ"), Unit("tnmt", "Phòng Tài nguyên và Môi trường")),
    officers=(
        Officer("pao", "Hoàng Văn Páo", Role.SPECIALIST, "vpdk"),
        Officer("ha", "Ma Thị Hà", Role.LEADER, "tnmt"),
    ),
)
PROVINCE = Office(
    code="H14",
    name="Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
    superior="Văn phòng UBND tỉnh Cao Bằng",
    level=Level.PROVINCE,
    place="Cao Bằng",
    officers=(Officer("tinh", "Bế Văn Tỉnh", Role.ADMIN),),
)


@dataclass
class Report:
    """What the demo did: lines told, dossiers, papers, batches, and the three history hashes."""

    tell: Callable[[str], object]
    lines: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)

    def say(self, moment: datetime, text: str) -> None:
        """Tell one thing that happened."""
        line = f"{moment:%d/%m/%Y %H:%M}  {text}"
        self.lines.append(line)
        self.tell(line)


@dataclass
class Scene:
    """The three offices on disk, and what has been told so far."""

    folder: Path
    commune: Workplace
    district: Workplace
    province: Workplace
    report: Report

    def do(self, place: Workplace, at: datetime, code: str, action: str, words: str, **fields: Any) -> Dossier:
        """Record one act at a time and tell it."""
        dossier = place.at(at).do(code, action, fields).dossier
        self.report.say(at, f"{place.office.name}: {words}. {STATUS[dossier.status]}{_due_words(dossier)}")
        return dossier

    def print(self, place: Workplace, at: datetime, reference: str, form: Form) -> None:
        """Print a paper into the folder of papers; a second print of the same paper is a reprint."""
        data = place.at(at).paper(reference, form)
        names = (f"{reference}-{form}{suffix}.pdf" for suffix in ("", *(f"-in-lai-{n}" for n in range(1, 99))))
        path = next(path for path in (self.folder / "papers" / name for name in names) if not path.exists())
        write_synced(path, data)
        self.report.papers.append(path.name)
        self.report.say(at, f"{place.office.name}: in {FORM[form]} → papers/{path.name}")

    def carry(self, at: datetime, sender: Workplace, receiver: Workplace) -> None:
        """Carry what is new from one office to the other on a stick."""
        stick = self.folder / "usb"
        for made in sender.at(at).export(stick, to=receiver.office.code):
            (result, *_) = receiver.at(at).import_files([made.path])
            self.report.batches.append(made.path.name)
            self.report.say(at, f"{sender.office.name} → {receiver.office.name}: {made.path.name}. {result.message}")


def run_demo(folder: Path, tell: Callable[[str], object]) -> dict[str, Any]:
    """Run the main job into a folder and return what happened.

    Raises:
        UserFacingError: the folder holds something else; it is left alone.
    """
    _prepare(folder)
    scene = _open_scene(folder, Report(tell))
    tell("Diễn tập trên quy trình thật: chuyển hình thức sử dụng đất, nộp tại xã miền núi.\n")
    land = _land_procedure(scene)
    running = _morning_at_the_desk(scene)
    at = running + timedelta(hours=1)
    _tell_citizens(scene, at)
    _agree(scene, at)
    _draw_board(scene, running)
    _write_reports(scene, at)
    return _close(scene, land, at)


def _prepare(folder: Path) -> None:
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise UserFacingError(f"Thư mục “{folder}” đang có tệp khác. Hãy chọn một thư mục trống cho phần diễn tập.")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        for name in ("papers", "usb", "reports"):
            (folder / name).mkdir(parents=True)
        (folder / MARK).write_text("motcua demo\n", encoding="utf-8")
    except OSError as error:
        raise UserFacingError(
            f"Không ghi được vào thư mục “{folder}” ({error.strerror}). Hãy chọn thư mục khác."
        ) from error


def _open_scene(folder: Path, report: Report) -> Scene:
    opened = START - timedelta(minutes=42)
    places = [
        create_office(folder / name, office, practice.PASSWORD, practice=True, now=opened)[0]
        for name, office in (("xa", COMMUNE), ("huyen", DISTRICT), ("tinh", PROVINCE))
    ]
    for lower, upper in pairwise(places):
        lower.trust(card_bytes(upper.card()))
        upper.trust(card_bytes(lower.card()))
    return Scene(folder, places[0], places[1], places[2], report)


def _due_words(dossier: Dossier) -> str:
    promise = dossier.promise
    if dossier.waiting or promise is None:
        return ""
    return f" · hẹn trả {promise.due:%H:%M %d/%m/%Y}{' (dự kiến)' if promise.provisional else ''}"


def _land_procedure(scene: Scene) -> str:
    """Take the 12-step land procedure through: commune, district, supplement, tax, a return, an apology, and back."""
    lan, pao = scene.commune, scene.district
    ha = pao.as_officer("ha")
    code = _land_intake(scene)
    scene.do(lan, datetime(2026, 10, 7, 15, 20), code, "finish-step", "thẩm định xong, lãnh đạo xã đồng ý")
    scene.do(
        lan, datetime(2026, 10, 8, 8, 5), code, "hand-over", "bàn giao hồ sơ giấy lên huyện", to_office=DISTRICT.code
    )
    scene.print(lan, datetime(2026, 10, 8, 8, 10), code, Form.HANDOVER_LIST)
    scene.carry(datetime(2026, 10, 8, 8, 30), lan, pao)
    scene.do(pao, datetime(2026, 10, 8, 10, 15), code, "take-over", "nhận bàn giao từ xã")
    scene.do(pao, datetime(2026, 10, 8, 16, 0), code, "finish-step", "một cửa huyện chuyển VPĐKĐĐ")
    scene.do(ha, datetime(2026, 10, 9, 9, 0), code, "finish-step", "lãnh đạo VPĐKĐĐ phân công")
    scene.do(pao, datetime(2026, 10, 9, 9, 5), code, "assign", "giao Hoàng Văn Páo thụ lý", holder="Hoàng Văn Páo")
    _supplement_round(scene, code)
    scene.do(pao, datetime(2026, 10, 20, 16, 10), code, "finish-step", "thẩm định xong, bắt đầu xử lý")
    _tax_wait(scene, code)
    scene.do(pao, datetime(2026, 12, 16, 14, 30), code, "finish-step", "hoàn thiện hồ sơ, trình lãnh đạo VPĐKĐĐ")
    scene.do(
        ha,
        datetime(2026, 12, 17, 9, 40),
        code,
        "return-step",
        "lãnh đạo không đồng ý, chuyển trả bước xử lý",
        to="4b",
        reason="Trích đo thiếu cạnh giáp đường",
    )
    scene.do(pao, datetime(2026, 12, 22, 10, 0), code, "finish-step", "đã đo lại, trình lần hai")
    _extension(scene, code)
    for at, words in (
        (datetime(2026, 12, 23, 16, 0), "lãnh đạo VPĐKĐĐ kiểm duyệt"),
        (datetime(2026, 12, 24, 10, 0), "phát hành, chuyển Phòng TN&MT"),
        (datetime(2026, 12, 24, 15, 0), "lãnh đạo Phòng TN&MT phân công"),
        (datetime(2026, 12, 29, 9, 30), "chuyên viên thẩm định, trình"),
        (datetime(2027, 1, 4, 9, 0), "lãnh đạo phòng và Văn phòng UBND huyện duyệt"),
        (datetime(2027, 1, 4, 16, 0), "Thường trực UBND huyện ký"),
    ):
        scene.do(ha, at, code, "finish-step", words)
    scene.do(pao, datetime(2027, 1, 5, 9, 30), code, "result-ready", "phát hành, đã có kết quả")
    scene.do(pao, datetime(2027, 1, 5, 9, 45), code, "hand-over", "chuyển kết quả về xã", to_office=COMMUNE.code)
    scene.carry(datetime(2027, 1, 5, 10, 0), pao, lan)
    scene.do(lan, datetime(2027, 1, 5, 14, 10), code, "take-over", "nhận kết quả từ huyện")
    scene.do(
        lan, datetime(2027, 1, 6, 9, 25), code, "return-result", "trả kết quả cho công dân", to_whom="Đàm Thị Bưởi"
    )
    scene.print(lan, datetime(2027, 1, 6, 9, 30), code, Form.CONTROL)
    scene.print(lan, datetime(2027, 1, 6, 9, 30), code, Form.RESULT_RECEIPT)
    scene.print(lan, datetime(2027, 1, 6, 9, 35), code, Form.PROCESS_SHEET)
    return code


def _land_intake(scene: Scene) -> str:
    """The first visit lacks a paper and gets a slip; the second goes on from the slip and is accepted."""
    lan = scene.commune
    person = Applicant(
        full_name="Đàm Thị Bưởi",
        identity_no="004190000123",
        birth_date="12/05/1990",
        sex="Nữ",
        address="Xóm Bản Gà, xã Quang Hán, tỉnh Cao Bằng",
        phone="0961 234 567",
    )
    papers = (
        PaperTick("Đơn đề nghị chuyển hình thức sử dụng đất", 1, 0),
        PaperTick("Giấy chứng nhận quyền sử dụng đất đã cấp", 1, 0),
    )
    deed = PaperTick("Trích lục bản đồ địa chính", 0, 1, ok=False)
    form = IntakeForm(
        procedure=LAND, variant="remote", applicant=person, outcome=Outcome.SUPPLEMENT, papers=(*papers, deed)
    )
    first = lan.at(START).take_in(form).dossier
    scene.report.say(START, f"{lan.office.name}: hồ sơ còn thiếu giấy, hướng dẫn bổ sung, phiếu {first.reference}")
    scene.print(lan, START, first.reference, Form.SUPPLEMENT)
    again = datetime(2026, 10, 5, 14, 20)
    complete = IntakeForm(
        procedure=LAND,
        variant="remote",
        applicant=person,
        outcome=Outcome.ACCEPTED,
        papers=(*papers, PaperTick(deed.name, 0, 1)),
        slip=first.reference,
    )
    dossier = lan.at(again).take_in(complete).dossier
    scene.report.say(again, f"{lan.office.name}: tiếp nhận {dossier.reference}{_due_words(dossier)}")
    scene.print(lan, again, dossier.reference, Form.RECEIPT)
    scene.print(lan, again, dossier.reference, Form.CONTROL)
    return dossier.reference


def _supplement_round(scene: Scene, code: str) -> None:
    pao = scene.district
    asked = datetime(2026, 10, 12, 10, 30)
    scene.do(
        pao,
        asked,
        code,
        "ask-supplement",
        "yêu cầu bổ sung lần 1, dừng tính hạn",
        papers=[{"name": "Bản mô tả ranh giới, mốc giới thửa đất", "originals": 1}],
        reason="Hồ sơ chưa có bản mô tả ranh giới do các hộ liền kề ký",
    )
    scene.print(pao, asked, code, Form.SUPPLEMENT)
    scene.do(
        pao, datetime(2026, 10, 19, 9, 0), code, "receive-supplement", "đã nhận bổ sung, hạn trả lùi theo thời gian chờ"
    )


def _tax_wait(scene: Scene, code: str) -> None:
    pao = scene.district
    scene.do(
        pao,
        datetime(2026, 11, 2, 10, 20),
        code,
        "ask-obligation",
        "chuyển thông tin cho cơ quan thuế, dừng tính hạn",
        notice_no="1021/TB-CCT",
        amount_vnd=8_640_000,
    )
    scene.do(pao, datetime(2026, 11, 12, 14, 0), code, "obligation-met", "công dân đã nộp thuế, tiếp tục tính hạn")


def _extension(scene: Scene, code: str) -> None:
    ha = scene.district.as_officer("ha")
    at = datetime(2026, 12, 23, 15, 0)
    before = ha.view(code).dossier
    assert before.promise is not None
    clock: Clock = ha.clock
    new_day = clock.add_working_days(before.promise.due.date(), 8)
    dossier = scene.do(
        ha,
        at,
        code,
        "extend",
        "xin lỗi và hẹn lại ngày trả",
        new_due=new_day.isoformat(),
        reason="Phải trích đo lại cạnh giáp đường",
        cause="chủ quan",
    )
    assert len(dossier.supplements) == 1
    assert dossier.open_pause is None
    scene.print(ha, at, code, Form.APOLOGY)


PEOPLE = (
    ("Lục Văn Tài", "004088000111", "Xóm Pác Rằng, xã Quang Hán", "0912 345 678"),
    ("Bế Thị Nga", "004192000222", "Xóm Bản Niếng, xã Quang Hán", "0978 111 222"),
    ("Nguyễn Hoàng Bảo Trân", "004301000333", "Xóm Vững Bền, xã Quang Hán", "0963 222 333"),
    ("Triệu Mùi Ghển", "004177000444", "Xóm Lũng Nọi, xã Quang Hán", "0345 678 901"),
    ("Nông Văn Dền", "004085000555", "Xóm Đông Dương, xã Quang Hán", "0388 444 555"),
    ("Hoàng A Sử", "004080000666", "Xóm Bản Gà, xã Quang Hán", "0866 555 666"),
    ("Đàm Văn Riêm", "004079000777", "Xóm Nà Rại, xã Quang Hán", "0904 666 777"),
    ("Đỗ Thị Én", "004195000888", "Xóm Pò Mán, xã Quang Hán", "0335 777 888"),
)


@dataclass(frozen=True)
class Errand:
    """A citizen's errand of that week: procedure, when it was handed in, and what has been recorded since."""

    procedure: str
    at: datetime
    since: tuple[tuple[datetime, str, str, dict[str, Any]], ...] = ()


ERRANDS = (
    Errand(
        "tthc-1.012784",
        datetime(2026, 12, 7, 8, 20),
        (
            (
                datetime(2026, 12, 28, 9, 0),
                "ask-obligation",
                "chờ công dân nộp thuế, dừng tính hạn",
                {"notice_no": "1188/TB-CCT"},
            ),
        ),
    ),
    Errand(LAND, datetime(2027, 1, 6, 14, 0)),
    Errand("tthc-1.004873", datetime(2026, 12, 30, 9, 5)),
    Errand(
        "qtnb-yenbai-tp02",
        datetime(2027, 1, 4, 10, 10),
        ((datetime(2027, 1, 4, 10, 40), "finish-step", "đã nhập hồ sơ", {}),),
    ),
    Errand("tthc-1.001612", datetime(2027, 1, 5, 9, 10)),
    Errand(
        "tthc-1.004194",
        datetime(2027, 1, 6, 15, 15),
        ((datetime(2027, 1, 7, 16, 0), "result-ready", "đã có kết quả, sớm hơn ngày hẹn", {}),),
    ),
    Errand("tthc-2.000635", datetime(2027, 1, 7, 15, 40)),
    Errand("qtnb-yenbai-tn17", datetime(2027, 1, 8, 8, 25)),
)
BOARD_AT = datetime(2027, 1, 8, 9, 42)


def _morning_at_the_desk(scene: Scene) -> datetime:
    """Take in what a desk sees in an ordinary week, one of them refused; return the moment the board is looked at."""
    lan = scene.commune
    codes = []
    for errand, (name, number, address, phone) in zip(ERRANDS, PEOPLE, strict=True):
        person = Applicant(full_name=name, identity_no=number, address=f"{address}, tỉnh Cao Bằng", phone=phone)
        papers = checklist(lan.catalogue.get(errand.procedure))[:4]
        ticks = tuple(PaperTick(tick.name, tick.originals, tick.copies) for tick in papers)
        form = IntakeForm(procedure=errand.procedure, applicant=person, outcome=Outcome.ACCEPTED, papers=ticks)
        dossier = lan.at(errand.at).take_in(_all_required(lan, form)).dossier
        scene.report.say(errand.at, f"{lan.office.name}: tiếp nhận {dossier.reference}{_due_words(dossier)}")
        scene.print(lan, errand.at, dossier.reference, Form.RECEIPT)
        codes.append(dossier.reference)
    for errand, code in zip(ERRANDS, codes, strict=True):
        for at, action, words, fields in errand.since:
            scene.do(lan, at, code, action, words, **fields)
    _refusal(scene)
    return BOARD_AT


def _all_required(place: Workplace, form: IntakeForm) -> IntakeForm:
    """Tick every required paper, as a complete dossier has them."""
    wanted = [document.name_vi for document in place.catalogue.get(form.procedure).document_list if document.required]
    named = {tick.name for tick in form.papers}
    more = tuple(PaperTick(name) for name in wanted if name not in named)
    return replace(form, papers=(*form.papers, *more))


def _refusal(scene: Scene) -> None:
    lan, at = scene.commune, datetime(2027, 1, 8, 8, 50)
    form = IntakeForm(
        procedure="tthc-1.000894",
        applicant=Applicant(full_name="Lý A Páo", identity_no="004207000999", phone="0399 888 999"),
        outcome=Outcome.REJECTED,
        reason="Một bên nam chưa đủ 20 tuổi theo quy định tại Điều 8 Luật Hôn nhân và gia đình",
    )
    dossier = lan.at(at).take_in(form).dossier
    scene.report.say(at, f"{lan.office.name}: từ chối tiếp nhận, phiếu {dossier.reference}")
    scene.print(lan, at, dossier.reference, Form.REJECTION)


def _tell_citizens(scene: Scene, at: datetime) -> None:
    """Let what waits for a person go, and write what is to be told into files for the province's gateway."""
    folder = scene.folder / "messages"
    folder.mkdir(exist_ok=True)
    for place in (scene.commune, scene.district.as_officer("ha")):
        telling = place.at(at).telling
        for row in telling.listed([MessageState.PREPARED]):
            telling.release(row.dossier.reference, row.message.entry)
        done = telling.send_to_folder(folder)
        scene.report.say(
            at, f"{place.office.name}: giao {done.count(Sent.HANDED)} tin nhắn cho cổng của tỉnh → messages/"
        )


def _write_reports(scene: Scene, at: datetime) -> None:
    """Write the commune's follow-up register, statistics and lateness of the season."""
    place, period = scene.commune.at(at), Period(date(2026, 10, 1), date(2027, 1, 31))
    folder, name = scene.folder / "reports", place.office.name
    write_synced(folder / "so-theo-doi.pdf", place.register(period.first_on, period.last_on))
    figures = tables.statistics_table(place.registers.statistics(period), name, at)
    write_synced(folder / "thong-ke.xlsx", xlsx_bytes([figures]))
    late = tables.late_tables(
        place.registers.lateness(period),
        period,
        name,
        at,
        lambda minutes: span_words(place.clock, minutes, "").strip(),
    )
    write_synced(folder / "cham-han.xlsx", xlsx_bytes(late))
    scene.report.say(at, f"{name}: sổ theo dõi, thống kê, báo cáo chậm hạn → reports/")


def _agree(scene: Scene, at: datetime) -> None:
    """Carry batches up to the province and back down until every office has confirmed everything."""
    up_and_down = [
        (scene.commune, scene.district),
        (scene.district, scene.province),
        (scene.province, scene.district),
        (scene.district, scene.commune),
    ]
    for _ in range(ROUNDS):
        if not _open_ends(scene):
            return
        for sender, receiver in up_and_down:
            scene.carry(at, sender, receiver)


ROUNDS = 8
"""So often batches go up and down; more are never needed, and whether the stores agree is checked at the end."""


def _open_ends(scene: Scene) -> bool:
    """Whether some office's history differs or some entry is not confirmed yet."""
    places = (scene.commune, scene.district, scene.province)
    unconfirmed = any(peer.unconfirmed for place in places for peer in place.peer_statuses())
    return unconfirmed or len({place.dossiers_hash() for place in places}) > 1


def _draw_board(scene: Scene, at: datetime) -> None:
    missing = missing_library()
    if missing:
        scene.report.tell(f"\nMáy thiếu thư viện đồ họa ({missing}) nên không vẽ được board.png; các phần khác đủ cả.")
        return
    from desktop.ui.snapshot import draw_board

    draw_board(scene.commune.at(at), scene.folder / "board.png")
    scene.report.say(at, "Vẽ bảng hạn của xã → board.png")


def _close(scene: Scene, land: str, at: datetime) -> dict[str, Any]:
    places = (scene.commune, scene.district, scene.province)
    histories = {place.office.name: place.dossiers_hash() for place in places}
    checks = {place.office.name: place.at(at).verify() for place in places}
    dossier = scene.province.view(land).dossier
    rows = _summary(scene, dossier, checks)
    tell = scene.report.tell
    tell("")
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        tell(f"  {label:{width}}  {value}")
    agreed = len(set(histories.values())) == 1 and not any(check.faults for check in checks.values())
    tell("")
    for name, history in histories.items():
        tell(f"  {history[:16]}…  {name}")
    tell("Ba kho giữ cùng một lịch sử." if agreed else "BA KHO CHƯA KHỚP NHAU.")
    for place in places:
        place.close()
    if not agreed:
        raise UserFacingError("Ba kho chưa khớp nhau sau khi trao đổi. Hãy báo người phát triển.")
    document = {
        "dossier": land,
        "papers": scene.report.papers,
        "batches": scene.report.batches,
        "events": scene.report.lines,
        "summary": dict(rows),
        "histories": histories,
        "agreed": agreed,
    }
    write_synced(scene.folder / "reports" / "dien-tap.json", msgspec.json.format(msgspec.json.encode(document)))
    return document


def _summary(scene: Scene, dossier: Dossier, checks: dict[str, Any]) -> list[tuple[str, str]]:
    first, last = dossier.promises[0], dossier.promises[-1]
    moved = "; ".join(f"{row.due:%d/%m/%Y} ({row.reason})" for row in dossier.promises[1:])
    return [
        ("Hồ sơ đất đai 12 bước", f"{dossier.reference}, {dossier.plan.total_text}"),
        ("Hẹn lần đầu", f"{first.due:%H:%M %d/%m/%Y}"),
        ("Hạn đã dời", moved),
        ("Có kết quả", f"{dossier.ready_at:%H:%M %d/%m/%Y}, hạn cuối {last.due:%H:%M %d/%m/%Y}"),
        ("Bước đã qua", str(sum(run.finished is not None for run in dossier.steps))),
        ("Lần bổ sung · lần hẹn lại", f"{len(dossier.supplements)} · {len(dossier.extensions)}"),
        ("Giấy đã in (PDF)", str(len(scene.report.papers))),
        ("Gói đã trao đổi", str(len(scene.report.batches))),
        ("Mục nhật ký ở tỉnh", str(checks[scene.province.office.name].entries)),
        ("Hồ sơ ở tỉnh", str(checks[scene.province.office.name].dossiers)),
    ]
