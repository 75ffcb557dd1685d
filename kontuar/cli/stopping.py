"""When to stop: Ctrl+C, SIGTERM, Ctrl+Break. The same on Linux, macOS and Windows."""

import os
import signal
import threading
from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))


class Stop:
    """An event that signals set. The second signal ends the process at once: nothing rests on a tidy end."""

    def __init__(self) -> None:
        self.event = threading.Event()
        for number in SIGNALS:
            signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if self.event.is_set():
            os._exit(130)
        self.event.set()

    def wait(self, *threads: threading.Thread) -> None:
        """Until asked to stop, or until one of the threads has ended by itself."""
        # In short turns: on Windows a signal is only noticed between two waits.
        while not self.event.wait(0.3):
            if any(not thread.is_alive() for thread in threads):
                return
