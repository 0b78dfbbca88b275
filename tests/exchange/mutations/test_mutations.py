"""Twenty thousand files no desk may take in: none is, nothing is written, and each refusal says what to do."""

import random
import resource
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, union_all

from desktop.app import Workplace
from desktop.deadlines import to_utc
from desktop.errors import UserFacingError
from desktop.exchange import peers
from desktop.exchange.importing import Arrival, import_batch
from desktop.exchange.revocation import Revocation, revoke
from desktop.models.tables import AlarmRow, Base
from tests.exchange.mutations.hostile import CHEAP, DEEP, Genuine, Maker, bombs
from tests.support.desks import MONDAY, accept, acquaint, copied, do, open_desk

COUNTED = [table for table in Base.metadata.sorted_tables if table.name != AlarmRow.__tablename__]
"""Alarms are meant to be kept; everything else stays as it was."""


@pytest.fixture(scope="module")
def made(office_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workplace, Genuine]]:
    """A district that holds something, and genuine files that were made for it and others."""
    folder = tmp_path_factory.mktemp("mutations")
    commune, district, province, stranger = (
        open_desk(path) for path in copied(office_templates, folder, "commune", "district", "province", "neighbour")
    )
    acquaint(commune, district, province)
    acquaint(stranger, province)
    with stranger.store.write() as session:  # it knows the district, which does not know it
        peers.row_for(session, district.card()).scope = peers.CONCERNED
    files = []
    for number in range(2):
        code = str(accept(commune).code)
        do(commune, code, "note", text="Đã kiểm tra")
        files.append(_batch(commune, district, folder / f"usb{number}"))
    with commune.store.read() as session:
        keys = peers.own_keys(session)
    with district.store.read() as session:
        own = peers.own_keys(session)
    accept(district)
    other, unknown = _batch(commune, province, folder / "usb2"), _batch(stranger, district, folder / "usb3")
    yield district, Genuine(files[0], files[1], other, unknown, keys, commune.card(), district.card(), own)
    for place in (commune, district, province, stranger):
        place.close()


def _batch(sender: Workplace, receiver: Workplace, stick: Path) -> bytes:
    stick.mkdir()
    (written,) = sender.export(stick, to=receiver.office.code)
    return written.path.read_bytes()


def written_so_far(place: Workplace) -> tuple[int, ...]:
    """Return how many rows each table has."""
    counts = union_all(*(select(func.count()).select_from(table) for table in COUNTED))
    with place.store.read() as session:
        return tuple(session.scalars(counts))


def refusal(place: Workplace, data: bytes) -> str | None:
    """Return why a file is refused, None where it is taken in."""
    try:
        import_batch(place.store, data, "gói.motcua", MONDAY)
    except UserFacingError as error:
        return error.message
    return None


def check_refused(place: Workplace, data: bytes, told: str) -> None:
    """The file is refused in words, and no row is there that was not there before."""
    before = written_so_far(place)
    said = refusal(place, data)
    assert said is not None, f"{told} was taken in"
    assert "hãy" in said.lower(), f"{told}: {said}"
    assert said.endswith("."), f"{told}: {said}"
    assert written_so_far(place) == before, told


def attacked(place: Workplace, made: Genuine, makers: tuple[Maker, ...], count: int, seed: int) -> Iterator[float]:
    """Try files of all kinds in turn; yield the seconds each took. The seed and the number name a file that got in."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        maker = makers[number % len(makers)]
        data = maker(made, chance)
        if data in (made.first, made.second):
            continue
        begin = time.perf_counter()
        check_refused(place, data, f"{maker.__name__}, seed {seed}, file {number}")
        yield time.perf_counter() - begin


def test_500_files_are_all_refused(made: tuple[Workplace, Genuine]) -> None:
    place, genuine = made
    assert sum(1 for _ in attacked(place, genuine, CHEAP, 470, seed=1)) > 450
    assert sum(1 for _ in attacked(place, genuine, DEEP, 30, seed=1)) == 30


@pytest.mark.parametrize("number", range(3), ids=["zlib", "xz", "xz that wants 1.5 GB"])
def test_a_bomb_of_a_trusted_desk_is_stopped(made: tuple[Workplace, Genuine], number: int) -> None:
    place, genuine = made
    check_refused(place, genuine.signed(bombs()[number]), "bomb")


def test_a_desk_whose_card_was_taken_back_brings_nothing_in(
    made: tuple[Workplace, Genuine], office_templates: Path, tmp_path: Path
) -> None:
    commune, district = (open_desk(path) for path in copied(office_templates, tmp_path, "commune", "district"))
    acquaint(commune, district)
    accept(commune)
    with district.store.write() as session:
        revoke(session, commune.store.desk_id, Revocation(to_utc(MONDAY - timedelta(days=1)), 0, "mất máy"))
    check_refused(district, _batch(commune, district, tmp_path / "usb"), "revoked")
    for place in (commune, district):
        place.close()


def test_the_same_file_again_changes_nothing(office_templates: Path, tmp_path: Path) -> None:
    commune, district = (open_desk(path) for path in copied(office_templates, tmp_path, "commune", "district"))
    acquaint(commune, district)
    accept(commune)
    data = _batch(commune, district, tmp_path / "usb")
    import_batch(district.store, data, "gói.motcua", MONDAY)
    before = written_so_far(district)
    for _ in range(20):
        assert [result.arrival for result in import_batch(district.store, data, "khác.motcua", MONDAY)] == [
            Arrival.KNOWN
        ]
    assert written_so_far(district) == before
    for place in (commune, district):
        place.close()


@pytest.mark.campaign
def test_20_000_files_are_all_refused_quickly_and_in_little_memory(made: tuple[Workplace, Genuine]) -> None:
    place, genuine = made
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = list(attacked(place, genuine, CHEAP, 19_000, seed=2))
    seconds += attacked(place, genuine, DEEP, 1_000, seed=2)
    for bomb in bombs():
        begin = time.perf_counter()
        check_refused(place, genuine.signed(bomb), "bomb")
        seconds.append(time.perf_counter() - begin)
    more_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert max(seconds) < 2
    assert more_mb < 200
    assert place.verify().faults == ()
    print(f"{len(seconds)} files, slowest {max(seconds):.2f} s, {more_mb:.0f} MB on top")
