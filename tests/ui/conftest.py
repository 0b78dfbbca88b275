import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop import practice
from desktop.app import Workplace, create_office
from desktop.dossiers.dossier import Dossier
from desktop.handling.board_row import Badge, BadgeKind, BoardGroup, BoardRow, NextAction
from desktop.models.database_file import open_engine
from desktop.models.key_slots import open_slot, read_key_file
from desktop.models.store import DATABASE, KEYS, Store, store_folder
from desktop.terms import Status

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def collected_on_the_gui_thread() -> Iterator[None]:
    """Keep Python from throwing Qt objects away on a worker thread or within Qt, as the running program does."""
    gc.disable()
    yield
    gc.collect(2 if next(_ROUNDS) % 20 == 0 else 1)


_ROUNDS = count()


MakeRow = Callable[..., BoardRow]

RUNNING = "qtnb-yenbai-tn26"
PLAYED = (
    practice.Case("qtnb-yenbai-dt01", -2, asleep=2),
    practice.Case(RUNNING, 6),
    practice.Case(practice.LAND, 11, "obligation"),
    practice.Case("tthc-1.004194", 0, "ready"),
    practice.Case("tthc-1.004859", 3, "guided"),
    practice.Case("qtnb-chuyen-hinh-thuc-su-dung-dat", 38, "handed_over"),
)

_ROW = BoardRow(
    dossier_id="d1",
    code="H14.12.3-261005-0004",
    applicant="Đàm Thị Bưởi",
    procedure="Chuyển hình thức sử dụng đất",
    step="Thẩm định, kiểm tra hồ sơ",
    holder="VPĐKĐĐ · Hoàng Văn Páo",
    unit="VPĐKĐĐ",
    group=BoardGroup.OVERDUE,
    counts_down="dossier",
    due=datetime(2026, 11, 19, 11, 30),
    step_due=None,
    remaining_minutes=-1020,
    remaining="quá 2 ngày 1 giờ",
    due_text="hẹn 11:30 · 19/11",
    used=1.0,
    dossier_late=True,
    step_late=False,
    unrecorded=False,
    badges=(Badge(BadgeKind.OVERDUE, "quá hạn trả"),),
    next_actions=(NextAction("xin_loi", "Phiếu xin lỗi"),),
)


@pytest.fixture(scope="session")
def themed(qapp: "QApplication") -> "QApplication":
    # Imported here, so that a computer without Qt's libraries reaches the message in tests/conftest.py.
    from desktop.ui import theme
    from desktop.ui.palette import Mode

    theme.apply_theme(qapp, Mode.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def _look(themed: "QApplication") -> None:
    """Every test of a window sees the program's own look."""


@pytest.fixture
def make_row() -> MakeRow:
    return lambda **changes: replace(_ROW, **changes)


@pytest.fixture
def board_rows(make_row: MakeRow) -> list[BoardRow]:
    """Five dossiers in four groups, of two units, one not recorded."""
    return [
        make_row(dossier_id="late"),
        make_row(dossier_id="late2", unit="UBND xã", holder="Lãnh đạo UBND xã", unrecorded=True),
        make_row(dossier_id="today", group=BoardGroup.TODAY, unit="UBND xã", procedure="Đăng ký khai tử"),
        make_row(dossier_id="week", group=BoardGroup.WEEK, next_actions=()),
        make_row(dossier_id="paused", group=BoardGroup.PAUSED, remaining="dừng từ 16/11", remaining_minutes=None),
    ]


# A played practice office, made once because passwords are slow on purpose, copied for each test.

NOW = datetime(2026, 11, 23, 9, 42)


@pytest.fixture(scope="session")
def practice_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice") / "office"
    place, _ = create_office(folder, practice.OFFICE, practice.PASSWORD, practice=True, now=datetime(2026, 8, 3, 8, 0))
    practice.fill(place, NOW, PLAYED)
    place.close()
    return folder


@pytest.fixture(scope="session")
def practice_key(practice_template: Path) -> bytes:
    return open_slot(read_key_file(store_folder(practice_template) / KEYS), "lan", practice.PASSWORD)


@pytest.fixture
def practice_dir(practice_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(practice_template, tmp_path / "office"))


@pytest.fixture
def practice_place(practice_dir: Path, practice_key: bytes) -> Iterator[Workplace]:
    folder = store_folder(practice_dir)
    store = Store(folder, open_engine(folder / DATABASE, practice_key))
    yield Workplace(store, store.office.officers[0], NOW)
    store.close()


@pytest.fixture
def played(practice_place: Workplace) -> Callable[[str], Dossier]:
    """The dossier that was played to this end."""
    ends = {
        "late": lambda row: row.dossier.status is Status.IN_PROGRESS and row.dossier.due < NOW,
        "running": lambda row: row.dossier.plan.procedure_id == RUNNING,
        "obligation": lambda row: row.dossier.status is Status.WAITING_OBLIGATION,
        "ready": lambda row: row.dossier.status is Status.RESULT_READY,
        "guided": lambda row: row.dossier.status is Status.GUIDED,
        "handed_over": lambda row: row.dossier.in_transit_to is not None,
    }
    views = [practice_place.view(found.id) for found in practice_place.search("004")]
    return lambda end: next(view.dossier for view in views if ends[end](view))
