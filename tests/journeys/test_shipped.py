"""Every shipped procedure walked from the counter to the counter, as it is published, at every kind of office."""

from datetime import datetime, timedelta

import pytest

from desktop.dossiers.bodies import OfficeRef
from desktop.dossiers.evolve import fold
from desktop.exchange.portal import PORTAL_CODE
from desktop.handling.promising import DueNeeded, first_step
from desktop.intake.form import PaperTick, checklist
from desktop.procedures.catalogue import shipped
from desktop.procedures.plan import Plan
from desktop.terms import MessageKind, Status
from tests.support.bench import COMMUNE, DISTRICT, MONDAY, Bench, catalogue, round_trip, stored_form
from tests.support.situations import FIELDS

PROCEDURES = [procedure.id for procedure in shipped()]
STOPPING = [procedure.id for procedure in shipped() if any(step.stops_clock for step in procedure.step_list)]
SEVERAL_STEPS = [procedure.id for procedure in shipped() if len(procedure.step_list) > 1]


def everything_ticked(procedure: str) -> tuple[PaperTick, ...]:
    ticks = checklist(catalogue().get(procedure))
    return tuple(PaperTick(tick.name, 1, 0, ok=True) for tick in ticks) or (PaperTick("Đơn đề nghị", 1),)


def taken_in(procedure: str, office: OfficeRef) -> Bench:
    bench = Bench(office=office)
    papers = everything_ticked(procedure)
    try:
        bench.take_in(procedure=procedure, papers=papers)
    except DueNeeded:  # the officer gives the date that no text lets anybody compute
        bench.take_in(procedure=procedure, papers=papers, due=datetime(2026, 12, 21, 11, 30))
    return bench


def by_themselves(plan: Plan) -> list[str]:
    """The steps that follow each other without anybody choosing, from the first that an office works on."""
    steps = [step for step in plan.steps if not step.optional and not step.stops_clock]
    first = first_step(plan)
    return [step.id for step in steps[steps.index(first) :]] if first in steps else []


def carry_on(bench: Bench) -> None:
    """Bring the paper to the office whose step waits for it."""
    receiver = DISTRICT if bench.office is COMMUNE else COMMUNE
    bench.do("hand-over", to_office=receiver.code)
    bench.office = receiver
    bench.do("take-over")


def walk(bench: Bench) -> None:
    assert bench.dossier
    for _ in range(3 * len(bench.dossier.plan.steps)):
        if bench.dossier.step is None:
            return
        bench.now += timedelta(minutes=5)
        if bench.dossier.step.started is None:
            carry_on(bench)
        bench.do("finish-step", outcome="Xong")


@pytest.mark.parametrize("office", [COMMUNE, DISTRICT], ids=["commune", "district"])
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_from_the_counter_to_the_counter(procedure: str, office: OfficeRef) -> None:
    bench = taken_in(procedure, office)
    assert bench.dossier
    first = bench.dossier.promises[0]
    walk(bench)
    walked = bench.dossier
    assert walked.step is None
    assert [run.step_id for run in walked.steps] == by_themselves(walked.plan)
    assert all(run.finished and not run.unforeseen for run in walked.steps)
    ready = bench.do("result-ready")
    assert (ready.status, PORTAL_CODE[ready.status]) == (Status.RESULT_READY, "9")
    returned = bench.do("return-result", **FIELDS["return-result"])
    assert PORTAL_CODE[returned.status] == "10"
    assert returned.promises == (first,), "nothing but work happened, so nothing moved"
    assert returned.step is None
    assert stored_form(fold(bench.entries)) == stored_form(returned)
    assert round_trip(returned) == returned
    told = [message.kind for message in returned.messages]
    assert told[0] is MessageKind.RECEIVED
    assert len(told) == 2
    assert told[1] in {MessageKind.RESULT_READY, MessageKind.EARLY_RESULT}


@pytest.mark.parametrize("procedure", STOPPING)
def test_every_stop_of_the_clock_can_be_entered_and_left(procedure: str) -> None:
    bench = taken_in(procedure, DISTRICT)
    assert bench.dossier
    for stop in [step for step in bench.dossier.plan.steps if step.stops_clock]:
        bench.now = max(bench.now, MONDAY) + timedelta(minutes=5)
        paused = bench.do("pause", reason=stop.title, step=stop.id)
        assert (paused.status, paused.due, PORTAL_CODE[paused.status]) == (Status.PAUSED, None, "4")
        bench.now += timedelta(days=14)
        goes_on = bench.do("resume")
        assert goes_on.due
        assert goes_on.due > goes_on.promises[0].due
        assert goes_on.due == goes_on.promises[-1].due


@pytest.mark.parametrize("procedure", SEVERAL_STEPS)
def test_wherever_it_stands_it_can_be_sent_back_to_the_start_and_done_again(procedure: str) -> None:
    bench = taken_in(procedure, DISTRICT)
    assert bench.dossier
    assert bench.dossier.step
    start = bench.dossier.step.step_id
    going_on = bench.do("finish-step")
    if going_on.step is None:  # all that is left lies in front of the first step an office works on
        return
    back = bench.do("return-step", to=start, reason="Thiếu chữ ký")
    assert back.step
    assert (back.step.step_id, back.step.finished) == (start, None)
    assert back.due == back.promises[0].due, "going back moves no promise"
    walk(bench)
    assert bench.do("result-ready").status is Status.RESULT_READY
