"""``kontuar privacy …`` as somebody at the shell runs it."""

import pytest

from kontuar.cli.main import main
from kontuar.store.models import Account, Message
from tests.privacy import person
from tests.shop import Shop


@pytest.mark.django_db(transaction=True)
def test_forgetting_at_the_shell(
    shop: Shop, mailbox: Account, capsys: pytest.CaptureFixture[str], quiet_commands: None
) -> None:
    person.fill(shop, mailbox)
    assert main(["privacy", "forget", "nobody"]) == 1
    assert main(["privacy", "forget", person.LOGIN, "--dry-run"]) == 0
    assert "messages" in capsys.readouterr().out
    assert main(["privacy", "forget", person.LOGIN]) == 1, "nobody said that it is meant"
    assert main(["privacy", "forget", person.LOGIN, "--yes"]) == 1, "a draft stands there"
    assert Message.objects.exists()
    assert main(["privacy", "forget", person.MAIL, "--yes", "--even-if-open"]) == 0
    assert person.left_in_database() == []
