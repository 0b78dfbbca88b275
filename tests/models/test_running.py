"""The memory of running dossiers says what a fresh read of the store says, whatever was recorded meanwhile."""

from desktop.app import Workplace
from desktop.models import search
from desktop.models.running import RunningDossiers
from tests.support.desks import accept, do


def agree(place: Workplace, memory: RunningDossiers) -> None:
    with place.store.read() as session:
        kept = {dossier.id: dossier for dossier in memory.read(session)}
        fresh = {dossier.id: dossier for dossier in search.running(session)}
    assert kept == fresh


def test_memory_follows_the_journal(commune: Workplace) -> None:
    memory = RunningDossiers()
    agree(commune, memory)
    first, second = accept(commune), accept(commune)
    agree(commune, memory)
    do(commune, first.code or "", "note", text="Gọi điện hẹn")
    agree(commune, memory)
    do(commune, first.code or "", "stop", reason="Công dân rút đơn")
    agree(commune, memory)
    with commune.store.read() as session:
        assert [dossier.id for dossier in memory.read(session)] == [second.id]


def test_what_did_not_change_is_not_read_again(commune: Workplace) -> None:
    memory = RunningDossiers()
    accept(commune)
    with commune.store.read() as session:
        before = memory.read(session)
        after = memory.read(session)
    assert all(was is now for was, now in zip(before, after, strict=True))


def test_dossiers_of_one_procedure_share_its_steps(commune: Workplace) -> None:
    accept(commune)
    accept(commune)
    with commune.store.read() as session:
        one, other = RunningDossiers().read(session)
    assert one.plan is other.plan


def test_a_journal_put_back_is_read_as_a_whole(commune: Workplace) -> None:
    memory = RunningDossiers()
    accept(commune)
    with commune.store.read() as session:
        memory.read(session)
    ends, known = memory._seen
    memory._seen = (
        {desk: type(end)(end.seq + 5, end.hash) for desk, end in ends.items()},
        {**known, "gone": next(iter(known.values()))},
    )
    agree(commune, memory)
