"""``kontuar serve``, ``web`` and ``work``: the real thing whole, or in parts."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kontuar.cli.load import load, log_to_stderr
from kontuar.cli.stopping import Stop
from kontuar.cli.words import say

if TYPE_CHECKING:
    from kontuar.cli.desk import Worker
    from kontuar.cli.watch_port import WatchPort


def serve(given: Namespace) -> int:
    """Screens and worker in one process, until Ctrl+C."""
    return _run(given, has_web=True, has_worker=True)


def web(given: Namespace) -> int:
    """The screens alone."""
    return _run(given, has_web=True, has_worker=False)


def work(given: Namespace) -> int:
    """The worker alone."""
    return _run(given, has_web=False, has_worker=True)


def _run(given: Namespace, *, has_web: bool, has_worker: bool) -> int:
    load()
    log_to_stderr("info")
    from kontuar.cli import desk

    desk.prepare()
    stop = Stop()
    server = desk.start_web(given.host, given.port) if has_web else None
    worker = desk.Worker(threads=given.threads, stop=stop.event, alone=has_web) if has_worker else None
    watched = _watch_port(given, worker) if worker and not has_web else None
    print("\n".join(_greeting(server.port if server else None)), flush=True)
    try:
        stop.wait(*(part.thread for part in (server, worker) if part))
    finally:
        stop.event.set()
        if server:
            server.close()
        if watched:
            watched.close()
        if worker:
            worker.thread.join()
        desk.let_go()
    return desk.worker_failed() if worker and worker.failed else 0


def _watch_port(given: Namespace, worker: "Worker") -> "WatchPort | None":
    """Where a monitor asks this worker, if it was asked for. A port that is taken is told; the work goes on without."""
    if given.watch_port is None:
        return None
    from kontuar.cli.watch_port import WatchPort

    try:
        found = WatchPort(host=given.watch_host, port=given.watch_port, is_alive=worker.thread.is_alive)
    except OSError:
        taken = given.watch_port
        say_so = say(
            en=f"Port {taken} is in use: /health and /metrics of this worker are not there. It works all the same.",
            pl=f"Port {taken} jest zajęty: /health i /metrics tej pracy w tle nie działają. Poza tym wszystko działa.",
        )
        print(say_so, file=sys.stderr, flush=True)
        return None
    print(f"http://{given.watch_host}:{found.port}/metrics", flush=True)
    return found


def _greeting(port: int | None) -> list[str]:
    """Where to look, and the one-time key while the desk has no owner."""
    if port is None:
        return [say(en="Kontuar works. Ctrl+C ends it.", pl="Kontuar pracuje. Ctrl+C kończy.")]
    from django.conf import settings

    from kontuar.store.models import User
    from kontuar.web.start_key import start_key

    address = settings.PUBLIC_URL or f"http://localhost:{port}"
    lines = [f"Kontuar: {address}"]
    if not User.objects.exists():
        lines.append(
            say(
                en=f"This desk has no owner yet. Open {address}/start/ and type this key: {start_key()}",
                pl=f"To stanowisko nie ma jeszcze właściciela. Otwórz {address}/start/ "
                f"i wpisz ten klucz: {start_key()}",
            )
        )
    lines.append(say(en="Ctrl+C ends it.", pl="Ctrl+C kończy."))
    return lines
