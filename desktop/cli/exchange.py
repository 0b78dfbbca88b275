"""Batches, offices, and the check of the store."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from desktop import lines
from desktop.cli.options import Given, make_folder, read_bytes
from desktop.errors import UserFacingError
from desktop.exchange.exporting import Exported

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
        {
            "to": row.office_code,
            "number": row.number,
            "entries": row.entries,
            "scans": row.scans,
            "file": str(row.path),
        }
        for row in made
    ]
    words = [_batch_line(row) for row in made]
    options.say(document, [*words, "Có thể rút USB."] if words else "Không có gì mới để gửi.")
    return 0


def _batch_line(row: Exported) -> str:
    scans = f", {row.scans} bản chụp" if row.scans else ""
    return f"Lô {row.number} cho {row.office_name}: {row.entries} mục{scans}, tệp {row.path}"


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
            "scans": row.scans,
            "missing_scans": {lack.reference: lack.count for lack in row.missing},
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
                "scans_unconfirmed": row.scans_unconfirmed,
                "scans_missing": row.scans_missing,
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
        + (f"; {row.scans_unconfirmed} bản chụp chưa được xác nhận" if row.scans_unconfirmed else "")
        + (f"; còn thiếu {row.scans_missing} bản chụp" if row.scans_missing else "")
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


@exchange.command(name="sync")
def exchange_sync(*, url: str, authority: Path | None = None, options: Given) -> int:
    """Trao đổi với đầu mối của tỉnh qua mạng: gửi gói của đơn vị, nhận gói trả lời; đứt mạng thì lần sau gửi tiếp.

    Parameters
    ----------
    url
        Địa chỉ đầu mối, dạng https://máy-chủ:cổng.
    authority
        Tệp chứng thư của nơi cấp, nếu chứng thư của đầu mối do tỉnh tự cấp.
    """
    with options.place() as place:
        done = place.sync(url, authority=authority)
    document = {
        "hub": done.hub,
        "sent": [{"number": row.number, "size": row.size, "arrival": row.arrival} for row in done.sent],
        "received": [
            {"number": row.number, "arrival": str(row.arrival), "entries": row.entries} for row in done.received
        ],
    }
    words = [*(row.message for row in done.sent), *(row.message for row in done.received)]
    options.say(document, words or f"Không có gì mới giữa đơn vị và {done.hub}.")
    return 0


@exchange.command(name="rotate")
def exchange_rotate(*, options: Given) -> int:
    """Đổi khoá của máy này; khoá cũ ký xác nhận thẻ mới, các đơn vị nhận thẻ mới theo gói kế tiếp."""
    with options.place() as place:
        card = place.rotate_keys()
    options.say(
        {"fingerprint": card.fingerprint},
        f"Đã đổi khoá. Dấu vân tay mới: {card.fingerprint}. Đơn vị khác nhận thẻ mới theo gói dữ liệu kế tiếp.",
    )
    return 0


@exchange.command(name="new-identity")
def exchange_new_identity(*, options: Given) -> int:
    """Cho kho vừa khôi phục từ bản sao lưu, hoặc chép từ máy khác, một mã máy và khoá mới; số hồ sơ vẫn nối tiếp."""
    with options.place() as place:
        card = place.renew_identity()
    options.say(
        {"desk": card.desk_id, "fingerprint": card.fingerprint},
        [
            f"Máy này có mã mới {card.desk_id} và khoá mới. Dấu vân tay: {card.fingerprint}.",
            (
                "Hãy gửi thẻ mới (motcua exchange card) cho tỉnh để thay máy cũ, rồi nhận gói của các đơn vị trước khi "
                "tiếp nhận hồ sơ: những mục ghi sau bản sao lưu sẽ trở lại."
            ),
        ],
    )
    return 0


@exchange.command(name="take-over")
def exchange_take_over(*, options: Given) -> int:
    """Chuyển việc trao đổi gói dữ liệu của đơn vị (nhiều máy dùng chung cơ sở dữ liệu) về máy này."""
    with options.place() as place:
        card = place.take_over_exchange()
    options.say(
        {"desk": card.desk_id, "fingerprint": card.fingerprint},
        f"Máy này trao đổi gói dữ liệu từ nay. Hãy gửi thẻ (motcua exchange card) cho các đơn vị; dấu vân tay: "
        f"{card.fingerprint}.",
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
