import threading

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from desktop.errors import UserFacingError
from desktop.ui.background import Job, Progress


def test_work_tells_how_far_it_is_and_hands_over_its_result(qtbot: QtBot, qapp: QObject) -> None:
    seen: list[tuple[int, int]] = []
    threads: list[bool] = []

    def work(progress: Progress) -> str:
        threads.append(QThread.currentThread() is qapp.thread())
        progress(1, 2)
        progress(2, 2)
        return "gói 17"

    job = Job(work, parent=qapp)
    job.progressed.connect(lambda done, total: seen.append((done, total)))
    with qtbot.waitSignal(job.done) as told:
        job.start()
    assert told.args == ["gói 17"]
    assert seen == [(1, 2), (2, 2)]
    assert threads == [False]
    assert not job.is_running()


def test_a_fault_arrives_as_it_is(qtbot: QtBot, qapp: QObject) -> None:
    fault = UserFacingError("Không thấy USB. Hãy cắm lại rồi thử lần nữa.")

    def work(_progress: Progress) -> None:
        raise fault

    job = Job(work, parent=qapp)
    with qtbot.waitSignal(job.failed) as told:
        job.start()
    assert told.args == [fault]


def test_cancelled_work_stops_at_its_next_sign_of_progress(qtbot: QtBot, qapp: QObject) -> None:
    begun, go_on, after = threading.Event(), threading.Event(), []

    def work(progress: Progress) -> None:
        begun.set()
        go_on.wait(5)
        progress(1, 2)
        after.append("went on")

    job = Job(work, parent=qapp)
    job.start()
    assert begun.wait(5)
    job.cancel()
    with qtbot.waitSignal(job.cancelled), qtbot.assertNotEmitted(job.done):
        go_on.set()
    assert after == []


def test_a_page_closed_meanwhile_stops_its_work_quietly(qtbot: QtBot) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        go_on.wait(5)
        try:
            progress(1, 1)
        finally:
            ended.set()

    page = QObject()
    Job(work, parent=page).start()
    assert begun.wait(5)
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
    go_on.set()
    assert ended.wait(5)
    qtbot.wait(20)


@pytest.mark.parametrize("fault", [MemoryError("đầy"), ValueError("hỏng")], ids=["no memory", "bad data"])
def test_no_fault_is_swallowed(qtbot: QtBot, qapp: QObject, fault: Exception) -> None:
    def work(_progress: Progress) -> None:
        raise fault

    job = Job(work, parent=qapp)
    with qtbot.waitSignal(job.failed) as told:
        job.start()
    assert told.args[0] is fault
