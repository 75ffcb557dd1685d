"""``kontuar privacy …`` as somebody at the shell runs it."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from kontuar.cli.main import main
from kontuar.store.models import Account, Message
from tests.privacy import person
from tests.shop import Shop


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In English, and what a command does to the logs holds for one test."""
    from kontuar.cli import words

    monkeypatch.setenv("KONTUAR_LANGUAGE", "en")
    words.speaks_polish.cache_clear()
    root, config = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**config)
    words.speaks_polish.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_forgetting_at_the_shell(shop: Shop, mailbox: Account, capsys: pytest.CaptureFixture[str]) -> None:
    person.fill(shop, mailbox)
    assert main(["privacy", "forget", "nobody"]) == 1
    assert main(["privacy", "forget", person.LOGIN, "--dry-run"]) == 0
    assert "messages" in capsys.readouterr().out
    assert main(["privacy", "forget", person.LOGIN]) == 1, "nobody said that it is meant"
    assert main(["privacy", "forget", person.LOGIN, "--yes"]) == 1, "a draft stands there"
    assert Message.objects.exists()
    assert main(["privacy", "forget", person.MAIL, "--yes", "--even-if-open"]) == 0
    assert person.left_in_database() == []
