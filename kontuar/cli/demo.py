"""``kontuar demo``: a make-believe marketplace and a desk connected to it, in a throw-away folder.

Nothing here is a short cut: the account is connected by the same HTTP sign-in a real one takes, the worker
reads over HTTP, and live buyers write while you look. SQLite only; settings of a real desk in the
environment are put aside, so that a demo never touches one.
"""

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kontuar.cli.stopping import Stop
from kontuar.cli.words import say, speaks_polish

if TYPE_CHECKING:
    from kontuar.store.models import Account, User

USER = "ala"
READ_BACK = timedelta(days=120)
SIGN_IN_PATIENCE = 60.0
IMPORT_PATIENCE = 120.0
NOT_FOR_A_DEMO = (
    "DATABASE_URL",
    "PUBLIC_URL",
    "KONTUAR_BEHIND_PROXY",
    "KONTUAR_SESSION_KEY",
    "KONTUAR_TOKEN_KEYS",
)


def run(given: Namespace) -> int:
    """Until Ctrl+C; then the folder goes, unless ``--keep`` named one."""
    stop = Stop()
    with _data_folder(given.keep) as folder:
        os.environ["KONTUAR_DATA"] = str(folder)
        for name in NOT_FOR_A_DEMO:
            os.environ.pop(name, None)
        return _run(given.port, stop)


@contextlib.contextmanager
def _data_folder(keep: str | None) -> Iterator[Path]:
    if keep:
        folder = Path(keep).resolve()
        if folder.exists() and any(folder.iterdir()):
            raise SystemExit(
                say(
                    en=f"{folder} is not empty. A demo begins with an empty folder; nothing was changed.",
                    pl=f"Katalog {folder} nie jest pusty. Demo zaczyna od pustego; nic nie zmieniono.",
                )
            )
        yield folder
        return
    folder = Path(tempfile.mkdtemp(prefix="kontuar-demo-"))
    try:
        yield folder
    finally:
        _close_files()
        shutil.rmtree(folder, ignore_errors=True)


def _close_files() -> None:
    """Windows deletes no open file."""
    with contextlib.suppress(Exception):
        from django.db import connections

        connections.close_all()


def _run(port: int, stop: Stop) -> int:
    from kontuar.cli import desk
    from kontuar.cli.load import load, log_to_stderr
    from kontuar.practice_market import serve as market_server

    _tell(say(en="The practice market opens …", pl="Otwieram targ ćwiczebny …"))
    with market_server.run(scenario="demo", live=True) as market:
        market.market.settings.device_interval = 1  # nobody has to walk to another screen here
        load()
        log_to_stderr()
        desk.prepare()
        password = secrets.token_urlsafe(9)
        owner = _owner(password)
        account = _connect(owner, market.url)
        server = desk.start_web("127.0.0.1", port)
        worker = desk.Worker(threads=2, stop=stop.event)
        try:
            _tell(say(en="Reading the account for the first time …", pl="Pierwszy odczyt konta …"))
            _wait_for_import(account, stop.event)
            if not stop.event.is_set():
                _greet(server.port, password, market.url)
            stop.wait(server.thread, worker.thread)
        finally:
            stop.event.set()
            server.close()
            worker.thread.join()
        return desk.worker_failed() if worker.failed else 0


def _owner(password: str) -> "User":
    from kontuar.actions import team

    return team.create_owner(
        username=USER,
        password=password,
        display_name="Ala",
        language="pl" if speaks_polish() else "en",
        now=_now(),
    )


def _connect(owner: "User", market_url: str) -> "Account":
    """Register an application, sign in with a code approved on the market's page, let the account send."""
    from kontuar.actions import accounts, connect, demo
    from kontuar.cli.market_hand import agree, first_seller, register

    registered = register(market_url, name="Kontuar")
    application = connect.register_application(
        owner,
        platform="allegro",
        place="practice",
        base_url=market_url,
        name="Kontuar",
        version="1.0.0",
        kind="device",
        client_id=registered.client_id,
        client_secret=registered.client_secret,
        redirect_uri="",
        now=_now(),
    )
    sign_in = connect.begin(owner, application, read_since=_now() - READ_BACK, now=_now())
    agree(market_url, sign_in.user_code, seller=first_seller(market_url))
    until = time.monotonic() + SIGN_IN_PATIENCE
    while (account := connect.check_device(sign_in, owner, now=_now())) is None:
        if time.monotonic() > until:
            raise SystemExit("The practice market did not finish the sign-in. Nothing was kept.")
        time.sleep(0.2)
        sign_in.refresh_from_db()
    accounts.lift_watch_only(account, owner, now=_now())
    demo.mark(now=_now())
    return account


def _wait_for_import(account: "Account", stop: threading.Event) -> None:
    """Until every stream was read once; a slow machine is not kept waiting for ever."""
    from kontuar.store.models import Message, Stream

    until = time.monotonic() + IMPORT_PATIENCE
    while time.monotonic() < until and not stop.wait(0.3):
        unread = Stream.objects.filter(account=account, last_ok_at=None).exists()
        if not unread and Message.objects.filter(account=account).exists():
            return


def _greet(port: int, password: str, market_url: str) -> None:
    """One line to sign in with, one to look at the other side."""
    user, word = say(en="user", pl="użytkownik"), say(en="password", pl="hasło")
    buyers = say(en="The buyers' side of the practice market", pl="Strona kupujących na targu ćwiczebnym")
    lines = (
        f"Kontuar: http://localhost:{port}  {user}: {USER}  {word}: {password}",
        f"{buyers}: {market_url}/kupujacy",
    )
    print("\n".join(lines), flush=True)
    _tell(
        say(
            en="Ctrl+C ends it; the data is thrown away unless --keep was given.",
            pl="Ctrl+C kończy; dane zostaną wyrzucone, chyba że podano --keep.",
        )
    )


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
