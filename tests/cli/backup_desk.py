"""A desk with something in it, and what stands in one: run as a program, in the environment of that desk."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kontuar.cli.load import load

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def fill() -> None:
    """One account that may send, one case with a file, one answer that waits."""
    from django.conf import settings

    from kontuar.actions import tokens
    from kontuar.cli import desk
    from kontuar.connector_kit.contract import Tokens
    from kontuar.store.models import (
        Account,
        Application,
        Attachment,
        Buyer,
        Case,
        Message,
        Outgoing,
        Thread,
    )
    from kontuar.store.secrets import seal

    desk.prepare()
    application = Application.objects.create(
        platform="allegro", place="practice", base_url="http://127.0.0.1:9", name="Kontuar", kind="device",
        client_id="c", client_secret_sealed=seal("s"), created_at=NOW,
    )  # fmt: skip
    pair = Tokens(access="a", refresh="r", access_expires_at=NOW + timedelta(days=36500))
    account = Account.objects.create(
        platform="allegro", application=application, external_id="1", login="sklep", connected_at=NOW,
        read_since=NOW, is_watch_only=False, tokens_sealed=tokens.sealed(pair), tokens_stored_at=NOW,
        access_expires_at=pair.access_expires_at,
    )  # fmt: skip
    buyer = Buyer.objects.create(account=account, login="kupujący", first_seen_at=NOW)
    thread = Thread.objects.create(account=account, external_id="t", kind="talk", buyer=buyer)
    case = Case.objects.create(account=account, thread=thread, buyer=buyer, opened_at=NOW)
    said = Message.objects.create(
        account=account, thread=thread, case=case, external_id="m", role="buyer", text="Żółta łódź?",
        kind="question", status="delivered", written_at=NOW, first_seen_at=NOW,
    )  # fmt: skip
    file = Path(settings.ATTACHMENTS_DIR) / "incoming" / "aa"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"picture" * 100_000)
    Attachment.objects.create(message=said, external_id="f", name="a.png", path="incoming/aa")
    spooled = Path(settings.DATA_DIR) / "spool" / "mail" / "unplaced"
    spooled.mkdir(parents=True)
    (spooled / ",1-aa.eml").write_bytes(b"Subject: x\n\ny")
    (Path(settings.ATTACHMENTS_DIR) / "small").mkdir()
    (Path(settings.ATTACHMENTS_DIR) / "small" / "x.webp").write_bytes(b"made again")
    Outgoing.objects.create(
        account=account, case=case, buyer_login="kupujący", text="Tak.", state="queued", composed_at=NOW,
        thread_external_id="t", not_before=NOW + timedelta(days=3650),
    )  # fmt: skip


def tell() -> None:
    """What stands there after a start."""
    from django.conf import settings

    from kontuar.actions import tokens
    from kontuar.cli import desk
    from kontuar.connector_kit.errors import AuthExpired
    from kontuar.store.models import Account, Attachment, Message, Outgoing

    desk.prepare()
    account = Account.objects.get()
    try:
        token = tokens.opened(account).access
    except AuthExpired:
        token = ""
    path = Path(settings.ATTACHMENTS_DIR) / Attachment.objects.get().path
    print(
        json.dumps(
            {
                "texts": list(Message.objects.values_list("text", flat=True)),
                "file": path.stat().st_size,
                "watch_only": account.is_watch_only,
                "account": account.state,
                "outgoing": list(Outgoing.objects.values_list("state", flat=True)),
                "spooled": len(
                    [one for one in (Path(settings.DATA_DIR) / "spool" / "mail").rglob("*") if one.is_file()]
                ),
                "small": (Path(settings.ATTACHMENTS_DIR) / "small").exists(),
                "token": token,
            }
        )
    )


if __name__ == "__main__":
    load()
    {"fill": fill, "tell": tell}[sys.argv[1]]()
