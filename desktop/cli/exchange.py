"""Batches, offices, and the check of the store."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from desktop import lines
from desktop.cli.options import Given, make_folder, read_bytes
from desktop.errors import UserFacingError

exchange = App(name="exchange", help="Trao đổi gói dữ liệu: tình trạng, thẻ đơn vị.")


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
    make_folder(folder)
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
        card = place.trust(read_bytes(file))
    options.say(
        {"office": card.office_code, "name": card.office_name, "fingerprint": card.fingerprint},
        f"Đã nhập thẻ của {card.office_name}. Dấu vân tay: {card.fingerprint}",
    )
    return 0


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
