"""The running desk: web server and worker of one process, started and ended together."""

import logging
import sys
import threading
from collections.abc import Callable

from django.utils import timezone

from kontuar.cli import schema
from kontuar.cli.server import Server, is_free
from kontuar.cli.words import say

log = logging.getLogger("kontuar.cli")


class PortTaken(SystemExit):
    """Somebody else listens there."""


def prepare() -> None:
    """Before anything runs: tables of this version, and is this database at home (or a copy of another)?"""
    from kontuar.actions import streams
    from kontuar.actions.home import check_home

    schema.bring_up_to_date()
    streams.make_missing(now=timezone.now())
    if check_home(timezone.now()):
        print(
            say(
                en="This database is a copy or was restored from one. So that nothing is sent twice, every "
                "account is paused and watch-only now, and what was unsent stands as unsure: look at the outbox, then "
                "resume each account and allow sending in Accounts. Never let two copies work the same account.",
                pl="Ta baza jest kopią albo została przywrócona z kopii. Żeby nic nie poszło dwa razy, "
                "wszystkie konta są teraz wstrzymane i w trybie „tylko podgląd”, a niewysłane wiadomości "
                "czekają na sprawdzenie w „Wychodzących”. Potem na stronie „Konta” wznów każde "
                "konto i włącz wysyłanie. Dwie kopie nigdy nie mogą obsługiwać tego samego konta.",
            ),
            file=sys.stderr,
            flush=True,
        )


def let_go() -> None:
    """This thread's own connection; the last one to leave takes SQLite's log with it."""
    from django.db import connections

    connections.close_all()


def start_web(host: str, port: int) -> Server:
    """The screens, served in a thread; PortTaken with plain words."""
    from kontuar.wsgi import application

    taken = PortTaken(
        say(
            en=f"Port {port} is in use on this machine. Choose another, for example --port {port + 1}.",
            pl=f"Port {port} jest zajęty na tym komputerze. Wybierz inny, na przykład --port {port + 1}.",
        )
    )
    if port and not is_free("127.0.0.1" if host == "0.0.0.0" else host, port):  # noqa: S104
        raise taken
    try:
        return Server(application, host=host, port=port)
    except OSError as error:
        log.info("listening failed: %s", error)
        raise taken from None


class Worker:
    """The worker's threads behind one thread of ours. ``failed`` tells an end nobody asked for.

    ``alone``: the screens are in this process too, so its threads do the work (``worker/choice.py``).
    """

    def __init__(self, *, threads: int, stop: threading.Event, alone: bool = True) -> None:
        from kontuar.worker import choice

        self._stop = stop
        self._run: Callable[[], None] = lambda: choice.run(stop=stop, threads=threads, alone=alone)
        self.failed = False
        self.thread = threading.Thread(target=self._guarded, name="worker")
        self.thread.start()

    def _guarded(self) -> None:
        try:
            self._run()
        except Exception:
            log.exception("the worker ended with an error")
        if not self._stop.is_set():
            self.failed = True


def worker_failed() -> int:
    """The last line of a process whose worker died: better to end than to look alive and read nothing."""
    print(
        say(
            en="The worker ended by itself; its reason stands above. Nothing that was queued is lost: "
            "start again and it goes on. `kontuar doctor` may say more.",
            pl="Praca w tle zakończyła się sama; powód jest wyżej. Nic, co czekało na wysłanie, nie zginęło: "
            "po ponownym uruchomieniu praca pójdzie dalej. Więcej może powiedzieć `kontuar doctor`.",
        ),
        file=sys.stderr,
    )
    return 1
