"""The command line: parse, call the same workflow as the windows, print.

Exit status: 0 done, 1 refused or check failed, 2 wrong usage.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, CycloptsError, Parameter

from desktop import __version__, hub_cli, paths
from desktop.cli import catalogue, clock, dossiers, exchange, messages, office, outside, report, rules
from desktop.cli.options import Options
from desktop.errors import UserFacingError

app = App(name="motcua", version=__version__, help="Một Cửa: chương trình của bộ phận một cửa, chạy được khi mất mạng.")
app.default(office.window)
for command, name in (
    (office.demo, "demo"),
    (office.init, "init"),
    (office.password, "password"),
    (clock.due, "due"),
    (dossiers.intake, "intake"),
    (dossiers.do, "do"),
    (dossiers.do_many, "do-many"),
    (dossiers.arrive, "arrive"),
    (dossiers.show, "show"),
    (dossiers.board, "board"),
    (dossiers.search, "search"),
    (dossiers.print_paper, "print"),
    (dossiers.attach, "attach"),
    (dossiers.attachment, "attachment"),
    (exchange.export, "export"),
    (exchange.import_batches, "import"),
    (exchange.verify, "verify"),
    (report.report, "report"),
):
    app.command(command, name=name)
for group in (
    catalogue.procedures,
    clock.calendar_app,
    rules.rules_app,
    exchange.exchange,
    messages.messages,
    outside.outside,
):
    app.command(group)
hub_cli.mount(app)


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
