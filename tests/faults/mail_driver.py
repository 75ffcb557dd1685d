"""The process of the mail's kill test: workers that send, killed one after another by the one that forked them.

``python -m tests.faults.mail_driver`` with KONTUAR_DATA set and a plan on stdin; the rows as they stand at the end go
to stdout. What the workers do is the product's own code; only lengths of time are shortened.
"""

# ruff: noqa: E402 - Django has to be set up before its models can be imported

import json
import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontuar.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from kontuar.actions import accounts, claims, connect_mailbox, deliver, deliver_mail, pull
from kontuar.facts.deeds import WriteLetter
from kontuar.store.models import Account, Buyer, Case, Message, Outgoing, Stream, Thread, User

State = Outgoing.State
OPEN = (State.QUEUED, State.SENDING, State.SENT)
LEASE = timedelta(seconds=1.5)


def setup(plan: dict[str, object]) -> None:
    """A mailbox connected at the real servers, and answers that wait to leave."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    ala = User.objects.create_user("ala", password="x", is_owner=True)
    account = connect_mailbox.connect(
        ala,
        settings=plan["settings"],  # type: ignore[arg-type]
        password=str(plan["password"]),
        read_since=now - timedelta(days=1),
        now=now,
    )
    accounts.lift_watch_only(account, ala, now=now)
    Account.objects.update(send_spacing_ms=0, hourly_cap=3600)
    for number in range(int(str(plan["letters"]))):
        login = f"buyer-{number}@example.org"
        buyer = Buyer.objects.create(account=account, login=login, first_seen_at=now)
        thread = Thread.objects.create(
            account=account, external_id=f"m{number}@example.org", kind="talk", buyer=buyer
        )
        case = Case.objects.create(account=account, thread=thread, buyer=buyer, opened_at=now)
        Outgoing.objects.create(
            account=account, case=case, thread_external_id=thread.external_id, buyer_login=login, text=f"Tak {number}.",
            state=State.QUEUED, not_before=now, composed_at=now, composed_by=ala,
        )  # fmt: skip


def work() -> None:
    """Send what is due, mark what was lost, read the sent folder, until nothing is open."""
    account = Account.objects.get()
    while True:
        now = timezone.now()
        deliver.expire(now=now)
        Account.objects.update(send_slot_at=None)
        due = deliver.next_due(account.pk, now=now)
        if due is not None:
            deliver.one(due, owner=f"w{os.getpid()}", now=now)
            continue
        read(account)
        if not Outgoing.objects.filter(state__in=OPEN).exists():
            return
        time.sleep(0.05)


def read(account: Account) -> None:
    now = timezone.now()
    sent = Stream.objects.get(account=account, name="sent")
    Stream.objects.filter(pk=sent.pk).update(next_pull_at=now)
    pull.one(sent.pk, owner=f"w{os.getpid()}", now=now)


def lives(count: int, seed: int) -> int:
    """So many workers, each killed while a mail of its is on the line; the last may finish. Gives how many died."""
    chance, killed = random.Random(seed), 0
    for life in range(count + 1):
        connections.close_all()
        begun, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            say_when_it_leaves(tell)
            work()
            os._exit(0)
        os.close(tell)
        if life < count and os.read(begun, 1):
            time.sleep(chance.uniform(0, 0.6))
            os.kill(pid, signal.SIGKILL)
        os.close(begun)
        _, status = os.waitpid(pid, 0)
        killed += os.WIFSIGNALED(status)
    return killed


def send_again(*, now: datetime) -> int:
    """The safeguard taken out: what nobody knows of goes back into the queue."""
    return claims.expired_sends(now).update(state=State.QUEUED, lease_until=None)


def say_when_it_leaves(pipe: int) -> None:
    """A byte for whoever waits, when the first mail of this worker is about to go to its server."""
    note = deliver_mail.note_id

    def told(row: Outgoing, deed: WriteLetter, *, owner: str) -> None:
        note(row, deed, owner=owner)
        os.write(pipe, b"!")

    deliver_mail.note_id = told


def main() -> None:
    plan = json.load(sys.stdin)
    claims.SEND_LEASE = claims.PULL_LEASE = LEASE
    if plan["without"] == "unsure":
        deliver.expire = send_again  # type: ignore[assignment]
    setup(plan)
    killed = lives(int(plan["lives"]), int(plan["seed"]))
    # Whoever died after the last look may have sent: the folder is read once more, as it is every minute.
    time.sleep(LEASE.total_seconds())
    deliver.expire(now=timezone.now())
    read(Account.objects.get())
    rows = Outgoing.objects.values_list("key", "external_id", "state", "reason", "message__external_id")
    told = {
        "killed": killed,
        "rows": [[key.hex, *rest] for key, *rest in rows],
        "messages": Message.objects.count(),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
