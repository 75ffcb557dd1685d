"""The processes of the kill test: what they do is the product's own code; what dies is the whole process.

``python -m tests.faults.driver`` with KONTUAR_DATA (and DATABASE_URL) set imports the program once and forks a
process for every deed it is told (tests/faults/desk.py speaks to it), so that a killed one is back at once on a
slow machine too. It opens no database itself. Only lengths of time are shortened here, and, for the counter-tests,
one safeguard is taken out.
"""

# ruff: noqa: E402 - Django has to be set up before its models can be imported

import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontuar.settings")

import django

django.setup()

import httpx2
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from kontuar.actions import claims, connect, tokens
from kontuar.actions.accounts import lift_watch_only
from kontuar.connector_kit import http
from kontuar.store.models import Account, Case, Message, Order, Outgoing, Stream, User
from kontuar.worker import choice

GAP = Path(os.environ["KONTUAR_DATA"]) / "in-the-gap"
"""Here stands a file, named by process and thread, while a message is claimed and has not left."""


def shorten_times(lease: float) -> None:
    """Leases (``lease`` seconds) and time-outs: the same order of events in a fraction of the time."""
    claims.PULL_LEASE = claims.SEND_LEASE = timedelta(seconds=lease)
    http.TIMEOUT = httpx2.Timeout(connect=2, read=2, write=2, pool=2)
    http.Line.__init__.__kwdefaults__["timeout"] = http.TIMEOUT  # type: ignore[index]
    http.Line.__init__.__kwdefaults__["deadline"] = 3.0  # type: ignore[index]
    tokens.REFRESH_LEASE = timedelta(seconds=3)
    tokens.LOST_ANSWER_PAUSE = timedelta(seconds=1)
    from kontuar.actions import deliver, pull

    deliver.FIRST_PAUSE = timedelta(seconds=1)
    deliver.LONGEST_PAUSE = timedelta(seconds=4)
    pull.FIRST_PAUSE = timedelta(seconds=0.5)
    pull.LONGEST_PAUSE = timedelta(seconds=4)
    if settings.RUNNER == "procrastinate":
        from kontuar.worker import procrastinate_runner

        procrastinate_runner.HEARTBEAT, procrastinate_runner.STALLED = 1.0, 4.0


def widen_the_gaps() -> None:
    """A slow machine where it hurts: before the claim two workers look at one message, after it a death leaves
    a message that never left.
    """
    from kontuar.actions import deliver

    # Without the claim a double needs one worker who claims when the other has already sent.
    longest = 2.5 if os.environ.get("WITHOUT") == "claim" else 0.1
    take = claims.take_outgoing

    def take_late(pk: int, *, owner: str, now: datetime) -> bool:
        time.sleep(random.uniform(0, longest))
        return take(pk, owner=owner, now=now)

    claims.take_outgoing = take_late

    hand_over = deliver.hand_over

    def slowly(*args: object, **kwargs: object) -> tuple[str, ...]:
        GAP.mkdir(exist_ok=True)
        sign = GAP / f"{os.getpid()}-{threading.get_ident()}"
        sign.touch()
        time.sleep(0.5)
        sign.unlink()
        return hand_over(*args, **kwargs)  # type: ignore[arg-type]

    deliver.hand_over = slowly


def take_out(safeguard: str) -> None:
    """The counter-tests: without this the same test must find doubles or losses."""
    from kontuar.actions import deliver

    if safeguard == "claim":
        claims.take_outgoing = _take_without_asking  # type: ignore[assignment]
    elif safeguard == "lease":
        claims.expired_sends = lambda now: Outgoing.objects.none()  # type: ignore[assignment]
    elif safeguard == "unsure":
        deliver.expire = _expire_to_queue  # type: ignore[assignment]
        deliver._unsure = lambda row, reason, trace_id, *, owner, now: deliver._again(  # type: ignore[assignment]
            row, http.Temporary(reason), now, owner=owner, now=now
        )
    elif safeguard:
        raise SystemExit(f"unknown safeguard {safeguard}")


def _take_without_asking(pk: int, *, owner: str, now: object) -> bool:
    Outgoing.objects.filter(pk=pk).update(
        state="sending",
        lease_until=now + claims.SEND_LEASE,
        lease_owner=owner,
        sending_at=now,  # type: ignore[operator]
    )
    return True


def _expire_to_queue(*, now: object) -> int:
    return claims.expired_sends(now).update(state="queued", lease_until=None)  # type: ignore[arg-type]


def setup(plan: dict[str, object]) -> None:
    """Tables, a person, and every seller of the plan connected by real sign-in."""
    call_command("migrate", verbosity=0)
    owner = User.objects.create_user("ala", password=str(plan["password"]), is_owner=True)
    url = str(plan["url"])
    with httpx2.Client(timeout=20) as client:
        for login in plan["sellers"]:  # type: ignore[attr-defined]
            sign_in(client, owner, url, str(login))


def sign_in(client: httpx2.Client, owner: User, url: str, login: str) -> Account:
    """Connect, or sign in again, by device code."""
    now = timezone.now()
    app = client.post(f"{url}/_market/applications", json={"name": f"Kill-{login}", "type": "device"}).json()
    known = Account.objects.filter(login=login).first()
    application = (
        known.application
        if known
        else connect.register_application(
            owner,
            platform="allegro",
            place="practice",
            base_url=url,
            name=app["name"],
            version="1.0.0",
            kind="device",
            client_id=app["client_id"],
            client_secret=app["client_secret"],
            redirect_uri="",
            now=now,
        )
    )
    begun = connect.begin(owner, application, account=known, read_since=now - timedelta(days=30), now=now)
    form = {"code": begun.user_code, "login": login, "answer": "allow"}
    client.post(f"{url}/skojarz-aplikacje", data=form).raise_for_status()
    account = connect.check_device(begun, owner, now=now + timedelta(seconds=begun.interval_seconds + 1))
    assert account is not None
    lift_watch_only(account, owner, now=now)
    Account.objects.filter(pk=account.pk).update(send_spacing_ms=0)
    return account


def sign_in_again(plan: dict[str, object]) -> None:
    """The seller agrees once more wherever the consent was lost."""
    owner = User.objects.get(username="ala")
    with httpx2.Client(timeout=20) as client:
        for account in Account.objects.filter(state=Account.State.SIGNED_OUT):
            sign_in(client, owner, str(plan["url"]), account.login)


def web(plan: dict[str, object]) -> None:
    """The screens, on the port of the plan, until killed."""
    from kontuar.cli.server import Server
    from kontuar.wsgi import application

    Server(application, host="127.0.0.1", port=int(str(plan["port"]))).thread.join()


def work(plan: dict[str, object]) -> None:
    """A worker until it is told to stop, or killed."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    choice.run(stop=stop, threads=6, alone=False)


def audit(plan: dict[str, object]) -> None:
    """What the database believes, as JSON."""
    rows = Outgoing.objects.values("text", "state", "reason", "external_id", "account__login")
    found = {
        "outgoing": list(rows),
        "inbound": list(Message.objects.filter(role="buyer").values_list("external_id", flat=True)),
        "orders": list(Order.objects.values_list("external_id", flat=True)),
        "stuck": _left_behind(float(str(plan["lease"]))),
        "busy": Outgoing.objects.filter(state__in=("held", "queued", "sending", "sent")).count(),
        "unlooked": Outgoing.objects.filter(state="unsure", looked_at=None).count(),
        "streams": list(Stream.objects.exclude(last_error="").values("account__login", "name", "last_error")),
        "signed_out": Account.objects.exclude(state="active").count(),
        "unanswered": Case.objects.filter(outbox__isnull=True).count(),
    }
    print(json.dumps(found))


def _left_behind(lease: float) -> int:
    """Answers whose worker died so long ago that somebody should have looked after them twice over."""
    long_ago = timezone.now() - timedelta(seconds=2 * lease)
    return Outgoing.objects.filter(state="sending", lease_until__lt=long_ago).count()


def read_everything(plan: dict[str, object]) -> None:
    """Ask for every stream now, as the nightly sweep would."""
    Stream.objects.filter(is_finished=False).update(next_pull_at=timezone.now(), cursor={}, lease_until=None)


DEEDS: dict[str, Callable[[dict[str, object]], None]] = {
    "setup": setup,
    "web": web,
    "work": work,
    "audit": audit,
    "sign_in_again": sign_in_again,
    "read_everything": read_everything,
}


def warm_up() -> None:
    """Import what a process would import on its way to work: the screens, every view, the worker."""
    from django.urls import get_resolver

    import kontuar.cli.server
    import kontuar.worker.runner
    import kontuar.wsgi

    if choice.is_shared(alone=False):
        import kontuar.worker.procrastinate_runner  # noqa: F401
    assert get_resolver().url_patterns


def fork(deed: str, plan: dict[str, object], told: BinaryIO | None) -> int:
    """A process of its own for a deed; what it prints, or why it failed, goes to ``told``."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        random.seed()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _speak_into(told)
        DEEDS[deed](plan)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _speak_into(told: BinaryIO | None) -> None:
    """Nothing of a child comes between the words of its parent."""
    with open(os.devnull, "r+b") as nothing:
        os.dup2(nothing.fileno(), 0)
        for stream in (1, 2):
            os.dup2((told or nothing).fileno(), stream)


def do(deed: str, plan: dict[str, object]) -> dict[str, Any]:
    """A deed to its end."""
    with tempfile.TemporaryFile() as told:
        _, status = os.waitpid(fork(deed, plan, told), 0)
        told.seek(0)
        return {"code": os.waitstatus_to_exitcode(status), "said": told.read().decode(errors="replace")}


def obey(words: dict[str, Any], alive: set[int]) -> dict[str, Any]:
    """One line of orders: ``do`` a deed, ``start`` one that goes on, ``kill`` what was started."""
    if "do" in words:
        return do(words["do"], words["plan"])
    if "start" in words:
        alive.add(pid := fork(words["start"], words["plan"], None))
        return {"pid": pid}
    alive.remove(words["kill"])
    return {"status": end(words["kill"])}


def end(pid: int) -> int:
    """SIGKILL: no chance to tidy up."""
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def main() -> None:
    """Until nobody speaks any more, or the driver is told to end; then whatever still runs is ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    first = json.loads(sys.stdin.readline())
    shorten_times(first["lease"])
    take_out(os.environ.get("WITHOUT", ""))
    widen_the_gaps()
    warm_up()
    alive: set[int] = set()
    try:
        for line in sys.stdin:
            print(json.dumps(obey(json.loads(line), alive)), flush=True)
    finally:
        for pid in alive:
            end(pid)


if __name__ == "__main__":
    main()
