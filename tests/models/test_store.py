"""The file on disk: who opens it, what a fault of the disk says, and that nothing is half written."""

import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.app import Workplace, create_office, open_office
from desktop.errors import UserFacingError
from desktop.models.database_file import StoreFault
from desktop.models.key_slots import WeakPassword, WrongPassword
from desktop.models.store import DATABASE, FOLDER, KEYS, StoreExists, change_password, owners
from desktop.models.upgrades import StoreTooNew
from tests.support.desks import COMMUNE, PASSWORD, accept, copied, make_login_cheap, make_office, open_desk


@pytest.fixture(scope="module")
def with_recovery(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("recovery") / "commune"
    return folder, make_office(folder, COMMUNE)


class TestLogin:
    @pytest.mark.parametrize(
        ("officer", "secret"),
        [("lan", "mat-khau-sai"), ("lan", ""), ("ai-do", PASSWORD), ("recovery", PASSWORD)],
        ids=["wrong password", "none", "nobody of that name", "a password for the recovery key"],
    )
    def test_a_wrong_secret_opens_nothing(
        self, office_templates: Path, tmp_path: Path, officer: str, secret: str
    ) -> None:
        (folder,) = copied(office_templates, tmp_path, "commune")
        with pytest.raises(WrongPassword, match=r"không đúng\. Hãy nhập lại"):
            open_office(folder, officer, secret)

    def test_the_recovery_key_opens_it_however_it_is_typed(self, with_recovery: tuple[Path, str]) -> None:
        folder, recovery = with_recovery
        typed = recovery.lower().replace("-", " ").replace("o", "0").replace("b", "8")
        place = open_office(folder, "recovery", typed)
        with pytest.raises(UserFacingError, match="chỉ được xem"):
            accept(place)
        place.close()

    def test_a_forgotten_password_is_set_anew_with_the_recovery_key(
        self, with_recovery: tuple[Path, str], tmp_path: Path
    ) -> None:
        folder, recovery = with_recovery
        change_password(folder, "recovery", recovery, "binh", "mật khẩu mới")
        open_office(folder, "binh", "mật khẩu mới").close()
        with pytest.raises(WrongPassword):
            open_office(folder, "binh", PASSWORD)

    def test_a_vietnamese_password_opens_whichever_way_its_letters_are_typed(
        self, office_templates: Path, tmp_path: Path
    ) -> None:
        (folder,) = copied(office_templates, tmp_path, "commune")
        change_password(folder, "lan", PASSWORD, "lan", unicodedata.normalize("NFC", "mật khẩu của Lan"))
        open_office(folder, "lan", unicodedata.normalize("NFD", "mật khẩu của Lan")).close()

    @pytest.mark.parametrize(
        ("target", "new", "fault"),
        [("lan", "ngắn", WeakPassword), ("ai-do", "mat-khau-dai", WrongPassword)],
        ids=["too short", "nobody of that name"],
    )
    def test_a_password_that_cannot_be_set(
        self, office_templates: Path, tmp_path: Path, target: str, new: str, fault: type[UserFacingError]
    ) -> None:
        (folder,) = copied(office_templates, tmp_path, "commune")
        before = (folder / FOLDER / KEYS).read_bytes()
        with pytest.raises(fault):
            change_password(folder, "lan", PASSWORD, target, new)
        assert (folder / FOLDER / KEYS).read_bytes() == before

    def test_the_log_in_list_shows_officers_and_no_recovery_key(self, with_recovery: tuple[Path, str]) -> None:
        assert sorted(owners(with_recovery[0])) == ["binh", "lan", "tra"]

    @pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format":"motcua-keys/9","slots":[]}'])
    def test_a_damaged_key_file_is_told_in_words(self, office_templates: Path, tmp_path: Path, content: bytes) -> None:
        (folder,) = copied(office_templates, tmp_path, "commune")
        (folder / FOLDER / KEYS).write_bytes(content)
        with pytest.raises(UserFacingError, match="Tệp khóa"):
            open_office(folder, "lan", PASSWORD)


class TestPlace:
    def test_a_second_set_up_never_overwrites_the_first(self, commune: Workplace, tmp_path: Path) -> None:
        code = str(accept(commune).code)
        with pytest.raises(StoreExists):
            create_office(tmp_path / "commune", COMMUNE, PASSWORD, practice=True)
        assert commune.view(code)

    def test_a_set_up_that_broke_off_is_made_again(self, tmp_path: Path) -> None:
        (tmp_path / f"{FOLDER}.making").mkdir()
        (tmp_path / f"{FOLDER}.making" / DATABASE).write_bytes(b"half")
        place, _ = create_office(tmp_path, COMMUNE, PASSWORD, practice=True)
        assert place.verify().faults == ()
        place.close()

    def test_no_store(self, tmp_path: Path) -> None:
        with pytest.raises(UserFacingError, match="khởi tạo đơn vị"):
            open_office(tmp_path, "lan", PASSWORD)

    def test_nothing_on_disk_can_be_read_without_the_key(self, commune: Workplace, tmp_path: Path) -> None:
        accept(commune)
        commune.store.close()
        for path in (tmp_path / "commune").rglob("*"):
            if path.is_file():
                for marker in ("Riêm".encode(), b"004090000123", b"0961234567", b"SQLite format"):
                    assert marker not in path.read_bytes(), path

    def test_a_store_of_a_newer_program_is_left_as_it_is(self, commune: Workplace, tmp_path: Path) -> None:
        with commune.store.write() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        commune.close()
        before = (tmp_path / "commune" / FOLDER / DATABASE).read_bytes()
        with pytest.raises(StoreTooNew, match="Hãy cập nhật chương trình"):
            open_desk(tmp_path / "commune")
        assert (tmp_path / "commune" / FOLDER / DATABASE).read_bytes() == before


class TestDamage:
    @pytest.mark.parametrize("part", [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
    def test_one_flipped_bit_in_the_file_is_found(self, commune: Workplace, tmp_path: Path, part: float) -> None:
        accept(commune)
        commune.close()
        path = tmp_path / "commune" / FOLDER / DATABASE
        data = bytearray(path.read_bytes())
        data[int(len(data) * part)] ^= 1
        path.write_bytes(data)
        assert faults_of(tmp_path / "commune")

    def test_a_file_cut_short_is_found(self, commune: Workplace, tmp_path: Path) -> None:
        accept(commune)
        commune.close()
        path = tmp_path / "commune" / FOLDER / DATABASE
        path.write_bytes(path.read_bytes()[:-4096])
        assert faults_of(tmp_path / "commune")


def faults_of(folder: Path) -> list[str]:
    """What opening and checking a store says; a store that does not open says why in words."""
    try:
        place = open_desk(folder)
    except StoreFault as fault:
        return [fault.message]
    try:
        return [f"{fault.where}: {fault.what}" for fault in place.verify().faults]
    finally:
        place.close()


class TestFullDisk:
    def test_what_does_not_fit_is_told_and_not_stored(self, commune: Workplace) -> None:
        accept(commune)
        before = commune.verify()
        with commune.store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.rollback()
        fault, stored = accepted_until_refused(commune)
        assert "đã đầy, chưa ghi được gì. Hãy xóa bớt" in fault.message
        assert commune.verify().faults == ()
        assert commune.verify().dossiers == before.dossiers + stored

    def test_a_real_full_disk_and_work_goes_on_once_there_is_room(
        self, office_templates: Path, small_disk: Path
    ) -> None:
        (folder,) = copied(office_templates, small_disk, "commune")
        place = open_desk(folder)
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * (free_bytes(small_disk) - 300_000))
        fault, stored = accepted_until_refused(place)
        assert "Hãy" in fault.message
        ballast.unlink()
        found = place.verify()
        assert (found.faults, found.dossiers) == ((), stored)
        assert accept(place).code == f"H14.12.3-261123-{stored + 1:04}"
        place.close()


def accepted_until_refused(place: Workplace) -> tuple[StoreFault, int]:
    """Take dossiers in until one does not fit; return what was said then, and how many are in."""
    for stored in range(200):
        try:
            accept(place)
        except StoreFault as fault:
            return fault, stored
    raise AssertionError("the disk was never full")


class TestReadOnly:
    def test_a_disk_that_cannot_be_written_is_told_and_nothing_changes(
        self, office_templates: Path, small_disk: Path
    ) -> None:
        (folder,) = copied(office_templates, small_disk, "commune")
        place = open_desk(folder)
        accept(place)
        before = place.verify()
        place.close()
        mount("-o", "remount,ro", str(small_disk))
        with pytest.raises(StoreFault, match="Hãy"):
            open_and_accept(folder)
        with pytest.raises(UserFacingError, match="Mật khẩu cũ vẫn dùng được; hãy"):
            change_password(folder, "lan", PASSWORD, "lan", "mat-khau-khac")
        mount("-o", "remount,rw", str(small_disk))
        again = open_desk(folder)
        assert again.verify() == before
        again.close()


def open_and_accept(folder: Path) -> None:
    place = open_desk(folder)
    try:
        accept(place)
    finally:
        place.close()


def free_bytes(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB in memory; only the administrator of a Linux computer may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("needs a Linux administrator to mount a small disk")
    try:
        mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("cell_size_check", 1), ("trusted_schema", 0)],
)
def test_every_connection_waits_for_the_disk_and_checks_what_it_reads(
    commune: Workplace, setting: str, value: object
) -> None:
    for session in (commune.store.read, commune.store.write):
        with session() as connection:
            assert connection.execute(text(f"PRAGMA {setting}")).scalar() == value


def test_each_officer_s_lock_costs_what_the_standard_asks(office_templates: Path, tmp_path: Path) -> None:
    from desktop.models.key_slots import STANDARD, read_key_file

    (folder,) = copied(office_templates, tmp_path, "commune")
    costs = {slot.owner: slot.cost for slot in read_key_file(folder / FOLDER / KEYS).slots}
    assert (STANDARD.memory_kib, STANDARD.passes, STANDARD.lanes) == (65536, 3, 4)
    assert costs["binh"] == costs["recovery"] == STANDARD
    assert costs["lan"] != STANDARD, "the one slot these tests made cheap"
    make_login_cheap(folder, "tra")


def test_tables_another_version_derived_are_made_again_at_opening(commune: Workplace) -> None:
    """The state's shape grows with the program: an old store must not look damaged to a new one."""
    code = accept(commune).code
    with commune.store.write() as session:
        session.execute(text("UPDATE dossier SET state = '{}', status = 'stopped'"))
        session.execute(text("UPDATE fact SET value = 'an older program' WHERE name = 'derived_form'"))
    commune.close()
    again = open_desk(commune.store.folder.parent)
    assert again.verify().faults == ()
    assert [row.code for row in again.board()] == [code]
    again.close()
