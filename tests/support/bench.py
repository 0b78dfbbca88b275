"""A dossier without a store: commands are decided and folded, nothing else. Fast enough for thousands of examples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from desktop.deadlines import Calendar, Clock, OfficeHours, to_utc
from desktop.dossiers.bodies import Applicant, Imprint, OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import GENESIS, Draft, Entry, canonical_json, seal
from desktop.dossiers.evolve import REFOLDING, evolve, fold
from desktop.handling.commands import Command
from desktop.handling.context import Context
from desktop.handling.decide import decide
from desktop.handling.record import read_command
from desktop.intake.decide import decide_intake
from desktop.intake.form import IntakeForm, PaperTick
from desktop.paths import resources
from desktop.procedures.catalogue import Catalogue, shipped
from desktop.procedures.plan import Plan, plan, suggest_variants
from desktop.terms import Area, Level, Outcome, Role
from tests.support.synthetic import parallel

LAND = "qtnb-chuyen-hinh-thuc-su-dung-dat"
MONDAY = datetime(2026, 11, 23, 8, 15)
COMMUNE = OfficeRef("H14.12.3", "UBND xã Quang Hán")
DISTRICT = OfficeRef("H14.12", "UBND huyện Trùng Khánh")
TAX = OfficeRef("H14.T1", "Chi cục Thuế khu vực")
LEVELS = {COMMUNE.code: Level.COMMUNE, DISTRICT.code: Level.DISTRICT}
IMPRINT = Imprint("", "UBND xã Quang Hán", "Bộ phận Một cửa", "", "", "BPTNTKQ", "2018", "Nông Thị Lan")


@cache
def clock() -> Clock:
    """The usual office hours on the shipped calendar."""
    document = msgspec.json.decode((resources() / "calendars" / "vn-national.json").read_bytes())
    return Clock(Calendar.load(document), OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"]))


@cache
def catalogue() -> Catalogue:
    """The shipped procedures, and a made-up one."""
    return Catalogue([*shipped(), parallel()])


def sealed(draft: Draft, after: Entry | None, **changes: Any) -> Entry:
    """Give a draft its place behind an entry."""
    fields = {
        "id": f"entry-{after.seq + 1 if after else 1}",
        "desk_id": "desk-a",
        "seq": after.seq + 1 if after else 1,
        "dossier_id": "dossier-1",
        "follows": after.id if after else None,
        "kind": str(draft.kind),
        "schema": 1,
        "occurred_at": to_utc(draft.occurred_at),
        "recorded_at": to_utc(draft.occurred_at),
        "officer_id": "lan",
        "body": canonical_json(draft.body),
        "prev_hash": after.hash if after else GENESIS,
    }
    return seal(**{**fields, **changes})


@dataclass
class Bench:
    """One dossier and the office that acts on it next."""

    office: OfficeRef = COMMUNE
    role: Role = Role.DESK
    now: datetime = MONDAY
    dossier: Dossier | None = None
    entries: list[Entry] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    others: dict[str, Dossier] = field(default_factory=dict)
    clock: Clock = field(default_factory=lambda: clock())

    def context(self, at: datetime | None = None, now: datetime | None = None) -> Context:
        """Return the circumstances of an act now."""
        return Context(
            clock=self.clock,
            now=now or self.now,
            at=at or self.now,
            office=self.office,
            officer="lan",
            role=self.role,
            imprint=IMPRINT,
            next_number=lambda series: self.numbers[series] + 1,
            history=lambda: self.entries,
            plan_of=self.plan_of,
            find=lambda code: self.others.get(code),
        )

    def plan_of(self, procedure: str, variants: Sequence[str] | None) -> Plan:
        """Freeze a shipped procedure for the office of this bench."""
        published = catalogue().get(procedure)
        cases = suggest_variants(published, Area.REMOTE) if variants is None else variants
        return plan(published, cases, LEVELS.get(self.office.code, Level.OTHER))

    def take_in(self, outcome: Outcome = Outcome.ACCEPTED, procedure: str = LAND, **changes: Any) -> Dossier:
        """Take a dossier in, with one paper ticked."""
        published, chosen = catalogue().get(procedure), self.plan_of(procedure, None)
        fields: dict[str, Any] = {
            "procedure": procedure,
            "applicant": Applicant("Đàm Văn Riêm", "004090000123"),
            "outcome": outcome,
            "papers": (PaperTick("Đơn đề nghị", 1, ok=outcome is Outcome.ACCEPTED),),
            "reason": "Thiếu đơn đề nghị",
        }
        form = IntakeForm(**{**fields, **changes})
        return self.add(decide_intake(form, published, chosen, self.dossier, self.context()))

    def do(self, action: str | Command, at: datetime | None = None, **fields: Any) -> Dossier:
        """Decide one command, by name or given, and fold what follows."""
        command = read_command(action, fields) if isinstance(action, str) else action
        assert self.dossier is not None
        for draft in decide(self.dossier, command, self.context(at)):
            self.add(draft)
        return self.dossier

    def add(self, draft: Draft, **changes: Any) -> Dossier:
        """Fold one more entry, as if it had been decided."""
        written = {"recorded_at": to_utc(self.now), **changes}
        entry = sealed(draft, self.entries[-1] if self.entries else None, **written)
        self.entries.append(entry)
        self.dossier = fold(self.entries) if entry.kind in REFOLDING else evolve(self.dossier, entry)
        assert self.dossier is not None
        return self.dossier


def stored_form(dossier: Dossier | None) -> str:
    """Return a state as the store keeps it, to compare two of them in every field."""
    return canonical_json(dossier)


def round_trip(dossier: Dossier) -> Dossier:
    """Return the state as it comes back from the store."""
    return msgspec.json.decode(canonical_json(dossier), type=Dossier)
