"""A data folder of the test's own, and a mailbox beside the shop."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from kontuar.store.models import Account, AccountAccess
from tests import post
from tests.shop import Shop


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    settings.ATTACHMENTS_DIR.mkdir()
    return tmp_path


@pytest.fixture
def mailbox(shop: Shop, make_account: Callable[..., Account]) -> Account:
    """Ala's, too."""
    account = post.a_mailbox(make_account)
    AccountAccess.objects.create(user=shop.ala, account=account, role="owner")
    return account


@pytest.fixture
def quiet_commands(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands speak English, and what one does to the logs holds for one test."""
    from kontuar.cli import words

    monkeypatch.setenv("KONTUAR_LANGUAGE", "en")
    words.speaks_polish.cache_clear()
    root, config = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**config)
    words.speaks_polish.cache_clear()
