"""Journeys through the bare law: each office folds the entries it holds; nothing is stored, nothing is drawn."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec
import pytest

from desktop.deadlines import to_utc
from desktop.dossiers.bodies import OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.dossiers.evolve import fold
from desktop.dossiers.numbering import numbers_used
from desktop.errors import UserFacingError
from desktop.handling.context import Context
from desktop.handling.decide import decide
from desktop.handling.record import read_command
from desktop.intake.decide import decide_intake
from desktop.intake.form import read_form
from desktop.models.journal import in_order
from desktop.terms import Role
from tests.journeys.story import OFFICES, WHERE, Act, Carry, Known, Step, TakeIn, intake_document, resolved
from tests.support.bench import Bench, catalogue, stored_form

NAMES = {office.code: office.name for office in OFFICES.values()}


@dataclass
class Book:
    """What one office holds: its dossiers by their name in the story, its numbers, how far its journal goes."""

    dossiers: dict[str, Bench] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    written: int = 0


class Law:
    """The bare law as a world to play in."""

    def __init__(self) -> None:
        self.books = {name: Book() for name in OFFICES}

    def play(self, step: Step) -> None:
        if isinstance(step, Carry):
            self._carry(step)
        elif not step.refused:
            self._write(step)
        else:
            before = {name: stored_form(self._bench(step, name).dossier) for name in OFFICES}
            with pytest.raises(UserFacingError, match=step.refused):
                self._write(step)
            assert {name: stored_form(self._bench(step, name).dossier) for name in OFFICES} == before

    def known(self, office: str, dossier: str, now: datetime) -> Known:
        bench = self.books[office].dossiers[dossier]
        assert bench.dossier
        return Known(bench.dossier, tuple(bench.entries), bench.clock, now)

    def _bench(self, step: TakeIn | Act, office: str = "") -> Bench:
        place = office or WHERE[step.who]
        book, described = self.books[place], OFFICES[place]
        bench = book.dossiers.get(step.dossier) or Bench()
        bench.office = OfficeRef(described.code, described.name)
        bench.role = next((officer.role for officer in described.officers if officer.name == step.who), Role.AUDITOR)
        bench.now, bench.numbers = step.at, book.numbers
        dossiers = [one.dossier for one in book.dossiers.values() if one.dossier]
        bench.others = {dossier.code: dossier for dossier in dossiers if dossier.code}
        return bench

    def _context(self, bench: Bench, place: str, at: datetime | None) -> Context:
        leader = next((one.full_name for one in OFFICES[place].officers if one.role is Role.LEADER), None)
        return replace(bench.context(at), offices=NAMES, heads={"": leader} if leader else {})

    def _write(self, step: TakeIn | Act) -> None:
        place, bench = WHERE[step.who], self._bench(step)
        if isinstance(step, TakeIn):
            drafts = [self._intake(step, bench)]
        else:
            assert bench.dossier, f"{place} knows nothing of {step.dossier}"
            command = read_command(step.action, resolved(step.fields, self, place, step.at))
            drafts = decide(bench.dossier, command, self._context(bench, place, step.happened))
        self.books[place].dossiers[step.dossier] = bench
        for draft in drafts:
            self._add(draft, step, bench)

    def _intake(self, step: TakeIn, bench: Bench) -> Draft:
        form = read_form(msgspec.json.encode(intake_document(step)))
        procedure = catalogue().get(form.procedure)
        plan = bench.plan_of(form.procedure, form.variants())
        return decide_intake(
            form, procedure, plan, bench.dossier, self._context(bench, WHERE[step.who], form.received_at)
        )

    def _add(self, draft: Draft, step: TakeIn | Act, bench: Bench) -> Dossier:
        book, place = self.books[WHERE[step.who]], WHERE[step.who]
        book.written += 1
        after = bench.add(
            draft,
            id=f"{place}-{book.written:04}",
            desk_id=place,
            seq=book.written,
            dossier_id=step.dossier,
            officer_id=step.who,
            recorded_at=to_utc(step.at),
        )
        for series, number in numbers_used(bench.entries[-1]).items():
            book.numbers[series] = max(book.numbers[series], number)
        return after

    def _carry(self, step: Carry) -> None:
        """Bring everything one office holds to the other, as a batch does."""
        sender, receiver = self.books[step.sender], self.books[step.receiver]
        for name, bench in sender.dossiers.items():
            mine = receiver.dossiers.setdefault(name, Bench())
            both = {one.id: one for one in (*mine.entries, *bench.entries)}
            mine.entries = in_order(list(both.values()))
            mine.dossier = fold(mine.entries)
