"""`motcua hub`: the province's end on the command line. Mounted by `cli`; parse, call the hub, print."""

import os
import ssl
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import msgspec
from cyclopts import App, Parameter

from desktop import __version__
from desktop.app import local_now
from desktop.errors import UserFacingError
from desktop.exchange.carrier import read_bounded, write_verified
from desktop.exchange.keys import MAX_CARD, card_bytes
from desktop.hub import report as reports
from desktop.hub.hub import WORKERS, Hub, OfficeStatus, create_hub, open_hub
from desktop.hub.web import Web, tls_context
from desktop.models.store import owners, write_synced
from desktop.office import read_office
from desktop.procedures.procedure import read_procedure

hub = App(name="hub", help="Đầu mối của tỉnh: nhận gói của các đơn vị, trả lời từng đơn vị, theo dõi, báo cáo.")


class Options(Protocol):
    """What the command line gives to every command."""

    data_dir: Path
    officer: str | None
    clock: datetime | None

    def say(self, document: Any, words: str | Iterable[str]) -> None:
        """Print one JSON document, or the words for people."""

    def password(self, *, confirm: bool = False) -> str:
        """Return the password."""


Given = Annotated[Options, Parameter(parse=False)]
Output = Annotated[Path, Parameter(name=["--output", "-o"])]
Database = str | None


def mount(app: App) -> None:
    """Add `hub` to the program's commands."""
    app.command(hub)


@contextmanager
def _opened(options: Options, database: Database) -> Iterator[Hub]:
    owner = options.officer or owners(options.data_dir)[0]
    opened = open_hub(
        options.data_dir, owner, options.password(), database=_address(database), now=options.clock or local_now()
    )
    try:
        if options.clock is not None and not opened.store.practice:
            raise UserFacingError("Chỉ kho diễn tập mới được đặt giờ (--clock). Hãy bỏ --clock.")
        yield opened
    finally:
        opened.close()


def _address(database: Database) -> Database:
    """Return the given address, or the one from the environment, which other programs' lists do not show."""
    return database or os.environ.get("MOTCUA_DATABASE")


@hub.command
def init(*, office: Path, database: Database = None, practice: bool = False, options: Given) -> int:
    """Tạo đầu mối của tỉnh: bảng dữ liệu, máy, khóa.

    Parameters
    ----------
    office
        Tệp JSON mô tả cơ quan cấp tỉnh.
    database
        postgresql+psycopg://… (hoặc biến MOTCUA_DATABASE); nếu không nêu thì dùng một tệp mã hóa trên máy này.
    """
    if options.clock is not None and not practice:
        raise UserFacingError("Chỉ kho diễn tập mới được đặt giờ (--clock). Hãy bỏ --clock hoặc thêm --practice.")
    described = read_office(_read(office))
    password = options.password(confirm=True)
    made, recovery = create_hub(
        options.data_dir,
        described,
        {officer.name: password for officer in described.officers},
        database=_address(database),
        practice=practice,
        now=options.clock or local_now(),
        program=__version__,
    )
    card = made.card()
    made.close()
    options.say(
        {"office": described.code, "desk": card.desk_id, "recovery_key": recovery, "fingerprint": card.fingerprint},
        [
            f"Đã tạo đầu mối của {described.name}.",
            f"Khóa khôi phục (in ra, cất két, không lưu trên máy này): {recovery}",
            f"Dấu vân tay của tỉnh, gửi bằng văn bản cho các đơn vị để đối chiếu: {card.fingerprint}",
        ],
    )
    return 0


@hub.command
def card(*, output: Output, database: Database = None, options: Given) -> int:
    """Ghi thẻ của tỉnh ra tệp để gửi cho các đơn vị."""
    with _opened(options, database) as opened:
        made = opened.card()
    write_verified(output, card_bytes(made))
    options.say(
        {"card": str(output), "fingerprint": made.fingerprint}, f"Thẻ: {output}\nDấu vân tay: {made.fingerprint}"
    )
    return 0


@hub.command
def admit(
    files: list[Path], /, *, replaces: str = "", reason: str = "", database: Database = None, options: Given
) -> int:
    """Nhận thẻ của đơn vị sau khi đã đối chiếu dấu vân tay; danh bạ gửi cho mọi đơn vị sẽ có thẻ này.

    Parameters
    ----------
    replaces
        Mã máy cũ mà thẻ này thay; thẻ của máy đó bị thu hồi.
    """
    if replaces and len(files) != 1:
        raise UserFacingError("Mỗi lần chỉ thay được một máy. Hãy nêu đúng một tệp thẻ cùng --replaces.")
    with _opened(options, database) as opened:
        cards = [opened.admit(read_bounded(file, MAX_CARD), replaces=replaces, reason=reason) for file in files]
    options.say(
        [{"office": card.office_code, "name": card.office_name, "fingerprint": card.fingerprint} for card in cards],
        [f"Đã nhận thẻ của {card.office_name}. Dấu vân tay: {card.fingerprint}" for card in cards],
    )
    return 0


@hub.command
def revoke(desk: str, /, *, reason: str, database: Database = None, options: Given) -> int:
    """Thu hồi thẻ của một máy (mất máy, lộ khóa): từ nay gói của máy đó bị từ chối ở mọi nơi đã nhận danh bạ mới."""
    with _opened(options, database) as opened:
        name = opened.revoke(desk, reason)
    options.say({"revoked": desk, "office": name}, f"Đã thu hồi thẻ của {name}. Hãy lập gói gửi các đơn vị ngay.")
    return 0


@hub.command
def issue(files: list[Path], /, *, database: Database = None, options: Given) -> int:
    """Ban hành thủ tục cho các đơn vị cấp dưới; đi theo gói dữ liệu kế tiếp."""
    read = [read_procedure(_read(file), file.name) for file in files]
    with _opened(options, database) as opened:
        opened.issue_procedures(read)
    options.say({"issued": [item.id for item in read]}, f"Đã ban hành {len(read)} thủ tục.")
    return 0


@hub.command(name="import")
def import_batches(files: list[Path], /, *, workers: int = WORKERS, database: Database = None, options: Given) -> int:
    """Nhập gói dữ liệu (tệp hoặc thư mục), nhiều đơn vị cùng lúc; gói bị từ chối không cản gói khác."""
    with _opened(options, database) as opened:
        done = opened.import_files(files, workers)
    if not done:
        raise UserFacingError("Không thấy gói dữ liệu nào. Hãy chọn tệp .motcua hoặc thư mục chứa tệp đó.")
    options.say(
        [msgspec.to_builtins(row) for row in done],
        [f"{row.file}: {message}" for row in done for message in row.messages],
    )
    return 1 if any(row.arrival == "refused" for row in done) else 0


@hub.command
def export(*, output: Output, to: str | None = None, database: Database = None, options: Given) -> int:
    """Lập gói trả lời cho từng đơn vị: xác nhận đã nhận, việc liên quan, thủ tục, lịch, danh bạ đơn vị."""
    _make_folder(output)
    with _opened(options, database) as opened:
        made = opened.export(output, to)
    document = [
        {"to": row.office_code, "number": row.number, "entries": row.entries, "file": str(row.path)} for row in made
    ]
    words = [f"Lô {row.number} cho {row.office_name}: {row.entries} mục, tệp {row.path}" for row in made]
    options.say(document, words or "Không có gì mới để gửi.")
    return 0


@hub.command
def serve(
    *,
    bind: str = "0.0.0.0:8443",
    certificate: Path | None = None,
    key: Path | None = None,
    folder: Path | None = None,
    database: Database = None,
    options: Given,
) -> int:
    """Mở đầu mối trên mạng: các đơn vị gửi và nhận gói qua HTTPS, đứt mạng thì gửi tiếp. Dừng bằng Ctrl+C.

    Parameters
    ----------
    bind
        Địa chỉ và cổng lắng nghe, dạng HOST:PORT.
    certificate
        Chứng thư TLS (PEM, cả chuỗi). Không nêu thì chạy HTTP thường, chỉ dùng sau một máy chủ TLS khác.
    key
        Khoá riêng của chứng thư (PEM).
    folder
        Nơi để gói đang gửi dở và gói chờ đơn vị lấy; mặc định là thư mục web của kho.
    """
    if (certificate is None) != (key is None):
        raise UserFacingError("Chứng thư và khoá phải đi cùng nhau. Hãy nêu cả --certificate và --key.")
    tls = tls_context(certificate, key) if certificate and key else None
    with _opened(options, database) as opened:
        target = folder or options.data_dir / "web"
        web = _listening(opened, target, bind, lambda: options.clock or local_now(), tls)
        address = f"{'https' if tls else 'http'}://{bind.rpartition(':')[0]}:{web.server_address[1]}"
        options.say({"listening": address}, f"Đầu mối đang mở tại {address}.")
        sys.stdout.flush()
        try:
            with suppress(KeyboardInterrupt):
                web.serve_forever()
        finally:
            web.server_close()
    return 0


def _listening(opened: Hub, folder: Path, bind: str, now: Callable[[], datetime], tls: ssl.SSLContext | None) -> Web:
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise UserFacingError("Địa chỉ lắng nghe chưa đúng. Hãy ghi dạng 0.0.0.0:8443.", field="bind")
    try:
        return Web(opened.store, folder, (host.strip("[]"), int(port)), now, tls)
    except OSError as error:
        raise UserFacingError(
            f"Không mở được cổng {bind} ({error.strerror}). Hãy chọn cổng khác hoặc dừng chương trình đang dùng cổng.",
            field="bind",
        ) from error


@hub.command
def status(*, database: Database = None, options: Given) -> int:
    """Từng đơn vị: lô cuối, lô còn thiếu, bao lâu chưa gửi, cuối nhật ký, cảnh báo."""
    with _opened(options, database) as opened:
        rows = opened.status()
    words = [line for row in rows for line in _status_lines(row)]
    options.say([msgspec.to_builtins(row) for row in rows], words or "Chưa nhận thẻ của đơn vị nào.")
    return 0


def _status_lines(row: OfficeStatus) -> Iterator[str]:
    heard = (
        "chưa gửi lần nào" if row.lag_days is None else f"{row.lag_days} ngày chưa gửi" if row.lag_days else "hôm nay"
    )
    missing = f"; thiếu lô {', '.join(map(str, row.missing))}" if row.missing else ""
    revoked = f"; THẺ ĐÃ THU HỒI ({row.revoked})" if row.revoked else ""
    yield f"{row.office_code:16} {row.office_name}: đã nhận lô {row.received}, mục {row.seq}; {heard}{missing}{revoked}"
    yield from (f"    CẢNH BÁO lô {alarm.number}: {alarm.message}" for alarm in row.alarms)


@hub.command
def report(
    name: str,
    /,
    *,
    first: Annotated[date, Parameter(name="--from")],
    last: Annotated[date, Parameter(name="--to")],
    output: Output,
    database: Database = None,
    options: Given,
) -> int:
    """Báo cáo của tỉnh: lateness (hồ sơ quá hạn theo địa bàn, đơn vị, cán bộ, nguyên nhân) hoặc offices.

    Parameters
    ----------
    output
        Tệp .json hoặc .csv.
    """
    if name not in reports.REPORTS:
        raise UserFacingError(f"Không có báo cáo “{name}”. Hãy chọn một trong: {', '.join(reports.REPORTS)}.")
    if output.suffix not in {".json", ".csv"}:
        raise UserFacingError("Báo cáo của tỉnh ghi được ra .json hoặc .csv. Hãy đổi đuôi tệp.", field="output")
    with _opened(options, database) as opened, opened.store.read() as session:
        found = reports.document(name, session, reports.Period(first, last, opened.now))
    _write(output, reports.as_csv(found) if output.suffix == ".csv" else reports.as_json(found))
    options.say({"report": str(output), "rows": len(found["rows"])}, f"Báo cáo: {output} ({len(found['rows'])} dòng).")
    return 0


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserFacingError(f"Không đọc được tệp “{file}” ({error.strerror}). Hãy xem lại đường dẫn.") from error


def _write(file: Path, data: bytes) -> None:
    try:
        write_synced(file, data)
    except OSError as error:
        raise UserFacingError(f"Không ghi được tệp “{file}” ({error.strerror}). Hãy chọn nơi khác.") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserFacingError(f"Không tạo được thư mục “{folder}” ({error.strerror}). Hãy chọn nơi khác.") from error
