"""A data folder of the test's own, and a mailbox beside the shop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
