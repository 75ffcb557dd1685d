"""A mailbox with mails in it, put into the tables as they stand after reading: for tests of the screens.

The mails themselves are read by the real reading half and lie on the disk as they do in earnest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from django.test import Client

from kontuar.actions import letters
from kontuar.connectors.mail import mime, parse
from kontuar.connectors.mail.kinds import Ours, kind_of
from kontuar.facts.mails import Letter as LetterFact
from kontuar.store.models import (
    Account,
    AccountAccess,
    Application,
    Attachment,
    Buyer,
    Case,
    Letter,
    Message,
    Thread,
    User,
)
from kontuar.store.secrets import seal

SHOP = "sklep@klamka.example"
BUYER = "jan.kowalczyk@poczta.example"
HISTORY = "\n\nW dniu 20.11.2026 o 10:15, Klamka i Zamek pisze:\n> Dzień dobry,\n> czy pasuje?\n"


def mail(text: str = "Dzień dobry, kiedy wyślą Państwo zamek?", **more: str) -> EmailMessage:
    """A mail of the buyer; ``more`` are headers, with ``_`` for ``-``."""
    made = EmailMessage(policy=SMTP)
    headers = {
        "From": f"Jan Kowalczyk <{BUYER}>",
        "To": SHOP,
        "Subject": "Zamek do drzwi",
        "Message-ID": f"<{abs(hash((text, *more.items())))}@poczta.example>",
        "Date": "Fri, 20 Nov 2026 09:00:00 +0100",
    } | {name.replace("_", "-"): value for name, value in more.items()}
    for name, value in headers.items():
        if value:
            made[name] = value
    made.set_content(text)
    return made


@dataclass(slots=True)
class Mailbox:
    """An account of a mailbox and one talk in it."""

    account: Account
    buyer: Buyer
    thread: Thread
    case: Case
    now: datetime

    def take(self, raw: bytes, *, is_sent: bool = False) -> Letter:
        """One mail into the talk, as receiving leaves it."""
        read = mime.read(raw, received_at=self.now)
        ours = Ours(addresses=frozenset({SHOP}))
        verdict = kind_of(read, ours)
        fact = parse.parse(read, verdict, ours, known={}, from_sent_folder=is_sent).message
        row = Message.objects.create(
            account=self.account,
            thread=self.thread,
            case=self.case,
            external_id=fact.external_id,
            role=fact.role.value,
            author_login=fact.author_login[:254],
            text=fact.text,
            subject=fact.subject[:300],
            kind=fact.kind.value,
            status="delivered",
            written_at=fact.written_at,
            first_seen_at=fact.written_at,
            language="pl",
        )
        for file in fact.attachments:
            Attachment.objects.create(
                message=row,
                external_id=file.external_id,
                name=file.name[:255],
                media_type=file.media_type[:100],
                size=file.size,
            )
        letter = LetterFact(message_id=fact.external_id, raw=raw, mail=read, verdict=verdict, is_sent=is_sent)
        return letters.keep(self.account, [letter], {fact.external_id: row}, now=self.now)[0]


def mailbox(people: Iterable[tuple[User, str]], now: datetime, **values: object) -> Mailbox:
    """A mailbox that ``people`` (with their roles) may see, and an empty case of one buyer in it."""
    application = Application.objects.create(
        platform="mail",
        place="password",
        name="mailbox",
        kind="authorization_code",
        client_id="",
        client_secret_sealed=seal(""),
        created_at=now,
    )
    settings = {
        "address": SHOP,
        "name": "Klamka i Zamek",
        "smtp": {"host": "127.0.0.1", "port": 587, "security": "none"},
    }
    account = Account.objects.create(
        **{
            "platform": "mail",
            "application": application,
            "external_id": SHOP,
            "login": SHOP,
            "label": "Poczta sklepu",
            "connected_at": now - timedelta(days=30),
            "read_since": now - timedelta(days=90),
            "is_watch_only": False,
            "tokens_sealed": seal("{}"),
            "tokens_stored_at": now,
            "access_expires_at": now + timedelta(days=36_500),
            "settings": settings,
            **values,
        }
    )
    for user, role in people:
        AccountAccess.objects.create(user=user, account=account, role=role)
    buyer = Buyer.objects.create(account=account, login=BUYER, name="Jan Kowalczyk", first_seen_at=now)
    thread = Thread.objects.create(account=account, external_id="<first@x>", kind="talk", buyer=buyer)
    case = Case.objects.create(
        account=account,
        thread=thread,
        buyer=buyer,
        subject="Zamek do drzwi",
        opened_at=now - timedelta(hours=2),
        last_message_at=now - timedelta(hours=1),
        last_buyer_at=now - timedelta(hours=1),
        last_text="Dzień dobry",
        last_role="buyer",
    )
    return Mailbox(account=account, buyer=buyer, thread=thread, case=case, now=now)


def talk(client: Client, box: Mailbox) -> str:
    page = client.get(f"/wiadomosci/{box.case.pk}/").content.decode()
    return page[page.index('class="entries"') : page.index('class="news"')]


def there(letter: Letter, part: str = "") -> str:
    return f"/wiadomosci/list/{letter.pk}/{part}"
