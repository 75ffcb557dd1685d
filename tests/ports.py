"""Ports for servers that must know theirs before they start, and keep it when they are killed and started again.

The system gives out ports above 32767 to whoever connects anywhere: one of those may be taken between the choice and
the start. So these are chosen below, where only somebody else's server can stand, and that is looked at.
"""

import random
import socket

LOWEST, HIGHEST = 15_000, 32_000
_chance = random.SystemRandom()


def free_ports(count: int) -> list[int]:
    """So many different ports of 127.0.0.1 nobody listens on."""
    found: list[int] = []
    while len(found) < count:
        port = _chance.randrange(LOWEST, HIGHEST)
        if port not in found and _is_free(port):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
