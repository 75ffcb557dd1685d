"""What tests ask for: ``post_office``, and ``mailbox`` in it."""

from collections.abc import Iterator

import pytest

from tests.mail_server.dovecot import Dovecot, NoDovecot
from tests.mail_server.office import Box, Office


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for the whole run. Skips where there is none, and says how to get it."""
    try:
        server = Dovecot()
    except NoDovecot as reason:
        pytest.skip(str(reason))
    yield server
    server.stop()


@pytest.fixture
def post_office(dovecot: Dovecot) -> Iterator[Office]:
    """Dovecot with a submission server of this test's own."""
    office = Office(dovecot)
    yield office
    office.close()


@pytest.fixture
def mailbox(post_office: Office) -> Box:
    """An empty mailbox nobody else has."""
    return post_office.open_box()
