"""A commune's store as large as the window has to bear: many dossiers that run, very many that have ended.

Each dossier is a copy of one that was really decided and folded (`tests.support.bench`), under another name, code and
number; its row and its place in the search index are the ones the program itself would write. Only the journal behind
them is left out: 200,000 dossiers of ten entries would take an hour, and neither board nor search box reads them.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from desktop.app import Workplace, open_office
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import canonical_json
from desktop.handling.context import NotAllowedNow
from desktop.intake.form import checklist
from desktop.models import journal
from desktop.terms import ENDED
from tests.support.bench import LAND, Bench, catalogue
from tests.support.desks import COMMUNE, PASSWORD, make_office

NOW = datetime(2026, 11, 23, 9, 42)
PROCEDURES = (LAND, "tthc-1.000894", "tthc-1.004859", "qtnb-caobang-tro-cap-thay-doi-noi-cu-tru")
FAMILY = (
    "Nông",
    "Hoàng",
    "Đàm",
    "Lý",
    "Vi",
    "Bế",
    "Ma",
    "Lục",
    "Triệu",
    "Đinh",
    "Mông",
    "Chu",
    "Nguyễn",
    "Sầm",
    "Phùng",
)
MIDDLE = ("Văn", "Thị", "Quang", "Thị Nguyệt", "Minh", "Đức", "Thị Hồng", "A")
GIVEN = (
    "Riêm",
    "Páo",
    "Sò",
    "Thụy",
    "Nhình",
    "Hạ",
    "Kỳ",
    "Dền",
    "Mẩy",
    "Tài",
    "Quyên",
    "Đức",
    "Bưởi",
    "Ỷ",
    "Ghển",
    "Sử",
)
CODE, NAME, IDENTITY, PHONE, ID = "H14.12.3-{day:%y%m%d}-0001", "Lâm Văn Mẫu", "004090000123", "0961234567", "dossier-1"
ENTRY = '"entry-'
MODELS = 400
PART = 2_000


@dataclass(frozen=True)
class Model:
    """A folded dossier as JSON, to be copied under other names."""

    text: str
    code: str
    day: datetime


def model(chance: random.Random, *, ended: bool) -> Model:
    """Decide one dossier of the last years, or one of the last weeks that still runs."""
    days = chance.randrange(90, 1000) if ended else 1 + int(60 * chance.random() ** 2)
    received = _office_day(NOW - timedelta(days=days))
    bench = Bench(now=received.replace(hour=chance.choice((7, 8, 13, 14)), minute=chance.randrange(30, 60)))
    procedure = LAND if days > 10 and not ended else chance.choice(PROCEDURES)
    ticks = tuple(replace(tick, ok=True) for tick in checklist(catalogue().get(procedure)))
    person = Applicant(NAME, IDENTITY, phone=PHONE, birth_date="1990-05-12")
    dossier = bench.take_in(procedure=procedure, applicant=person, papers=ticks)
    ahead = chance.randrange(len([step for step in dossier.plan.steps if step.counts]) or 1) if not ended else 0
    for _ in range(min(ahead, 3)):
        bench.now += timedelta(minutes=chance.randrange(1, 15))
        _try(bench, "finish-step")
    if ended:
        bench.now += timedelta(hours=1)
        bench.do("return-result", to_whom=NAME, result_at=f"{bench.now:%Y-%m-%dT%H:%M}")
    assert bench.dossier is not None
    assert (bench.dossier.status in ENDED) is ended
    return Model(canonical_json(bench.dossier), CODE.format(day=received), received)


def _try(bench: Bench, act: str) -> None:
    with suppress(NotAllowedNow):
        bench.do(act)


def _office_day(moment: datetime) -> datetime:
    back = {5: 1, 6: 2}.get(moment.weekday(), 0)
    return (moment - timedelta(days=back)).replace(second=0, microsecond=0)


def copies(models: Sequence[Model], count: int, chance: random.Random) -> Iterator[Dossier]:
    """Return so many dossiers, each with its own name, numbers, code and id."""
    for number in range(1, count + 1):
        one = models[number % len(models)]
        dossier_id = journal.new_id()
        said = {
            one.code: f"{one.code[:-4]}{number:06}",
            NAME: f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}",
            IDENTITY: f"004{chance.randrange(10**9):09}",
            PHONE: f"09{chance.randrange(10**8):08}",
            ID: dossier_id,
            ENTRY: f'"{dossier_id}-',
        }
        text = one.text
        for mark, word in said.items():
            text = text.replace(mark, word)
        yield msgspec.json.decode(text, type=Dossier)


def fill(place: Workplace, dossiers: Iterator[Dossier]) -> None:
    """Write all that the program derives of dossiers."""
    while part := list(islice(dossiers, PART)):
        with place.store.write() as session:
            journal._save_states(session, [journal.Derived(state, None, disputed=False) for state in part])


def make_store(folder: Path, running: int, ended: int) -> None:
    """Make a practice office with so many dossiers."""
    chance = random.Random(1)
    make_office(folder, COMMUNE)
    place = open_place(folder)
    for count, is_ended in ((ended, True), (running, False)):
        models = [model(chance, ended=is_ended) for _ in range(MODELS)] if count else []
        fill(place, copies(models, count, chance))
    place.close()


def open_place(folder: Path) -> Workplace:
    """Log the desk officer in."""
    return open_office(folder, COMMUNE.officers[0].name, PASSWORD, now=NOW)
