"""Which runner works here: threads of one process, or Procrastinate for several machines on PostgreSQL."""

import threading

from django.conf import settings


def run(*, stop: threading.Event, threads: int = 4, alone: bool = True) -> None:
    """Work until ``stop`` is set. ``alone``: in one process with the screens, where threads are enough."""
    if is_shared(alone=alone):
        from kontuar.worker.procrastinate_runner import Runner

        Runner(stop, threads).run()
        return
    from kontuar.worker import runner

    runner.run(stop=stop, threads=threads)


def is_shared(*, alone: bool) -> bool:
    """True where Procrastinate hands out the work: its tables are there, and nobody asked for plain lanes."""
    return settings.RUNNER == "procrastinate" and not alone
