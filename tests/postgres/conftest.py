"""One PostgreSQL for all tests of this folder, and the site on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from postgres.running import Person, Site
from postgres.server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with two workers, its tables made by its own start."""
    site = Site(server, "after glow", tmp_path_factory.mktemp("postgres") / "data")
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture
def person(site: Site) -> Person:
    return Person(site)
