"""A PostgreSQL for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import Server, running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server."""
    with running_server() as server:
        yield server
