"""How many mails a second come into the desk: ``python -m bench.mail_import [FOLDER]``.

The whole path in one process on SQLite: the mail read and judged, its letter on the disk, case, duties, search, all
committed, as ``kontuar import mail`` does it; once into an empty desk and once beside 100,000 cases. Each round takes
the same mails under new names. Beside it, in the same breath, the standard library's bare parse of the same bytes,
which is the floor: the ratio is what can be compared between machines and between quiet and busy hours.
"""

import argparse
import email.parser
import email.policy
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench.mail_read import mails_in

if TYPE_CHECKING:
    from kontuar.store.models import Account

WHERE = Path(__file__).resolve().parents[2] / "shared" / "data" / "mime"
ADDRESS = "shop@example.org"
ROUNDS = 5
TEXT = (
    "Dzień dobry,\n\nzamówiłam u Państwa czajnik emaliowany {n} i zastanawiam się, kiedy zostanie wysłany. "
    "Czy mogę jeszcze zmienić kolor na zielony? Proszę też o fakturę na firmę.\n\nPozdrawiam\nOla Nowak {n}\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds; ``processor`` without what other programs took and the disk made us wait."""

    wall: float
    processor: float


def main() -> int:
    """Print a few lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=WHERE)
    parser.add_argument("--cases", type=int, default=100_000, help="seeded for the second measurement")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--plain", type=int, default=400, help="plain mails of buyers, for a second corpus")
    given = parser.parse_args()
    corpora = {"letters of buyers": plain(given.plain)}
    if real := [path.read_bytes() for path in mails_in(given.folder)]:
        corpora["others' test mails"] = real
    with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as folder:
        account = _desk(folder)
        for name, raws in corpora.items():
            _tell(f"{name}, no cases", account, raws, given.rounds)
        began = time.perf_counter()
        _seed(account, given.cases)
        print(f"seeded {given.cases:,} cases in {time.perf_counter() - began:.0f} s")
        for name, raws in corpora.items():
            _tell(f"{name}, {given.cases:,} cases", account, raws, given.rounds)
    return 0


def plain(many: int) -> list[bytes]:
    """Short mails as buyers write them, every third an answer that quotes the one before."""
    at = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    made = []
    for n in range(many):
        after = (
            f"In-Reply-To: <p{n - 1}@example.com>\r\nReferences: <p{n - 1}@example.com>\r\n"
            if n % 3 == 2
            else ""
        )
        text = TEXT.format(n=n) + (
            "\nW dniu 20.11.2026 o 09:12, Sklep pisze:\n> " + TEXT.format(n=n - 1).replace("\n", "\n> ")
            if after
            else ""
        )
        sender = n - 1 if after else n
        head = (
            f"Received: from mx.example.com by mail.example.org with ESMTPS; {format_datetime(at)}\r\n"
            f"From: =?utf-8?Q?Ola_Nowak_{sender}?= <ola.{sender}@example.com>\r\nTo: Sklep <{ADDRESS}>\r\n"
            f"Subject: =?utf-8?B?WmFtw7N3aWVuaWU=?= {sender}\r\nDate: {format_datetime(at + timedelta(minutes=n))}\r\n"
            f"Message-ID: <p{n}@example.com>\r\n{after}MIME-Version: 1.0\r\n"
        )
        html = "<html><body><p>" + text.replace("\n", "<br>") + "</p></body></html>"
        body = (
            'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n--b--\r\n"
        )
        made.append((head + body).encode())
    return made


def _renamed(raws: Sequence[bytes], turn: str) -> list[bytes]:
    """The same mails under other Message-IDs, their chains whole: every round brings news."""
    new = rb"\1<" + turn.encode() + rb"."
    ids = re.compile(rb"^((?:Message-ID|In-Reply-To|References):[ \t]*)<", re.IGNORECASE | re.MULTILINE)
    return [b"X-Bench: " + turn.encode() + b"\r\n" + ids.sub(new, raw) for raw in raws]


def _desk(folder: str) -> "Account":
    os.environ["KONTUAR_DATA"] = folder
    os.environ.pop("DATABASE_URL", None)
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    from kontuar.cli import schema
    from kontuar.store.models import Account, Application

    schema.bring_up_to_date()
    now = datetime.now(UTC)
    application = Application.objects.create(
        platform="mail",
        place="password",
        name="mailbox",
        kind="device",
        client_secret_sealed="",
        created_at=now,
    )
    return Account.objects.create(
        platform="mail",
        application=application,
        external_id=ADDRESS,
        login=ADDRESS,
        settings={"address": ADDRESS, "name": "Shop", "answer_hours": 24},
        connected_at=datetime(2026, 11, 1, tzinfo=UTC),
        read_since=datetime(2026, 11, 1, tzinfo=UTC),
        tokens_sealed="",
        tokens_stored_at=now,
        access_expires_at=now,
    )


def _tell(name: str, account: "Account", raws: Sequence[bytes], rounds: int) -> None:
    from kontuar.store.models import Message

    bare = email.parser.BytesParser(policy=email.policy.default)
    ours, floor, before = list[Spent](), list[Spent](), Message.objects.count()
    for turn in range(rounds):
        mails = _renamed(raws, f"t{turn}-{time.time_ns()}")
        floor.append(_took(lambda mails=mails: [bare.parsebytes(raw) for raw in mails]))  # type: ignore[misc]
        ours.append(_took(lambda mails=mails: _import(account, mails)))  # type: ignore[misc]
    stored = Message.objects.count() - before
    rate, bottom = (len(raws) / statistics.median(one.wall for one in times) for times in (ours, floor))
    wall = statistics.median(one.wall / other.wall for one, other in zip(floor, ours, strict=True))
    processor = statistics.median(
        one.processor / other.processor for one, other in zip(floor, ours, strict=True)
    )
    print(
        f"{name:34} {rate:5.0f} mails/s; stdlib parse {bottom:5.0f}/s; ratio {wall:.2f},"
        f" of processor time {processor:.2f} ({stored} stored)"
    )
    sys.stdout.flush()


def _import(account: "Account", raws: Sequence[bytes]) -> None:
    from kontuar.actions import import_mail
    from kontuar.actions.mail_archives import Found

    def found() -> "Iterator[Found]":
        for number, raw in enumerate(raws):
            yield Found(place=str(number), raw=raw)

    import_mail.take_in(account, found(), is_sent=False, clock=lambda: datetime.now(UTC))


def _took(work: Callable[[], object]) -> Spent:
    began, used = time.perf_counter(), time.process_time()
    work()
    return Spent(wall=time.perf_counter() - began, processor=time.process_time() - used)


def _seed(account: "Account", many: int) -> None:
    """So many cases of one mail each, with their letters and duties' place in the search, written in bulk."""
    from itertools import batched

    from django.db import transaction

    from kontuar.actions import index
    from kontuar.store.models import Buyer, Case, Letter, Message, Thread

    at = datetime(2026, 10, 1, tzinfo=UTC)
    for some in batched(range(many), 2000):
        with transaction.atomic():
            people = Buyer.objects.bulk_create(
                Buyer(account=account, login=f"seed.{n}@example.com", name=f"Osoba {n}", first_seen_at=at)
                for n in some
            )
            threads = Thread.objects.bulk_create(
                Thread(account=account, external_id=f"seed{n}@example.com", kind="talk", buyer=buyer)
                for n, buyer in zip(some, people, strict=True)
            )
            cases = Case.objects.bulk_create(
                Case(
                    account=account, thread=thread, buyer=thread.buyer, state="closed", opened_at=at,
                    last_message_at=at, last_text=TEXT[:200], subject=f"Pytanie {n}", search_text=TEXT.lower(),
                )
                for n, thread in zip(some, threads, strict=True)
            )  # fmt: skip
            said = Message.objects.bulk_create(
                Message(
                    account=account, thread=thread, case=case, external_id=thread.external_id, role="buyer",
                    author_login=case.buyer.login, text=TEXT.format(n=n), subject=case.subject, kind="mail",
                    status="delivered", written_at=at + timedelta(seconds=n), first_seen_at=at,
                )
                for n, case, thread in zip(some, cases, threads, strict=True)
            )  # fmt: skip
            Letter.objects.bulk_create(
                Letter(
                    account=account, external_id=row.external_id, message=row, path="mail/00/0.eml", digest="0" * 64,
                    size=1, kind="person", from_address=row.author_login, subject=row.subject, sent_at=at,
                    received_at=at,
                )
                for row in said
            )  # fmt: skip
            index.messages(said)


if __name__ == "__main__":
    raise SystemExit(main())
