"""The shipped calendar and the usual 7.5-hour desk."""

import json

import pytest

from desktop import paths
from desktop.deadlines import Calendar, Clock, OfficeHours


@pytest.fixture(scope="session")
def national():
    """Return the shipped document; tests copy it before they change it."""
    path = paths.resources() / "calendars" / "vn-national.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def calendar(national):
    return Calendar.load(national)


@pytest.fixture(scope="session")
def clock(calendar):
    return Clock(calendar, OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"]))
