"""How long a mail server may take for what. Seconds; ours, between RFC 5321's minutes and a worker's lease."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """``connect`` and ``step`` bound a connection and every wait for bytes, ``answer`` the whole of one answer
    however slowly it drips, ``taken`` the server's word after a mail's last dot, ``idle`` one IDLE command (RFC
    2177: renewed before 29 minutes)."""

    connect: float = 10.0
    step: float = 30.0
    answer: float = 90.0
    taken: float = 90.0
    idle: float = 28 * 60.0


PATIENCE = Patience()
