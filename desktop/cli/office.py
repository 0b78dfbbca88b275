"""An office and who works there: the window, the demo, a new store, passwords."""

import getpass
import sys
from pathlib import Path

import msgspec

from desktop.app import create_office
from desktop.cli.options import Given, read_bytes
from desktop.errors import UserFacingError
from desktop.models.store import change_password, owners
from desktop.office import read_office


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


def demo(folder: Path, /, *, options: Given) -> int:
    """Chạy trọn công việc chính, không cần cửa sổ: hai đơn vị diễn tập và kho của tỉnh; giấy tờ ở DIR/papers."""
    from desktop.demo import run_demo

    report = run_demo(folder, print if not options.json else lambda _: None)
    if options.json:
        print(msgspec.json.encode(report).decode())
    return 0


def init(*, office: Path, practice: bool = False, database: str | None = None, options: Given) -> int:
    """Tạo kho dữ liệu của một đơn vị từ tệp mô tả; mọi cán bộ bắt đầu với cùng mật khẩu này.

    Parameters
    ----------
    office
        Tệp JSON mô tả đơn vị.
    practice
        Kho diễn tập: mọi giấy in có chữ DIỄN TẬP và được đặt giờ.
    database
        Địa chỉ cơ sở dữ liệu PostgreSQL dùng chung của nhiều quầy, ví dụ postgresql+psycopg://tên:mật_khẩu@máy/motcua.
    """
    described = read_office(read_bytes(office))
    if options.clock is not None and not practice:
        raise UserFacingError("Chỉ kho diễn tập mới được đặt giờ (--clock). Hãy bỏ --clock hoặc thêm --practice.")
    place, recovery = create_office(
        options.data_dir,
        described,
        options.password(confirm=True),
        practice=practice,
        now=options.clock,
        database=database,
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


def password(*, recovery_key: str | None = None, new_password_file: Path | None = None, options: Given) -> int:
    """Đổi mật khẩu của cán bộ (--officer), mở bằng mật khẩu cũ hoặc khóa khôi phục."""
    target = options.officer or owners(options.data_dir)[0]
    owner, secret = ("recovery", recovery_key) if recovery_key else (target, options.password())
    if new_password_file:
        chosen = read_bytes(new_password_file).decode().rstrip("\r\n")
    elif sys.stdin.isatty():
        chosen = getpass.getpass("Mật khẩu mới: ")
    else:
        raise UserFacingError("Chưa có mật khẩu mới. Hãy dùng --new-password-file.")
    change_password(options.data_dir, owner, secret, target, chosen)
    options.say({"officer": target}, f"Đã đổi mật khẩu của {target}.")
    return 0
