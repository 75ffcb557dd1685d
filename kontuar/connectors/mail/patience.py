"""How long a mail server may take for what. Seconds; ours, between RFC 5321's minutes and a worker's lease."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """``connect`` and ``step`` bound a connection and every wait for bytes, ``answer`` the whole of one answer
    however slowly it drips (a second more for each megabyte), ``portion`` how long mails are fetched before what is
    there is handed on. ``before_mail`` bounds a sending up to the mail itself, ``sending`` all of it with the
    server's word after the last dot, which has ``taken`` at least. ``copy`` bounds each step of filing what was
    sent. ``idle`` is one IDLE command (RFC 2177: renewed before 29 minutes)."""

    connect: float = 10.0
    step: float = 20.0
    answer: float = 40.0
    portion: float = 20.0
    before_mail: float = 25.0
    sending: float = 95.0
    taken: float = 35.0
    copy: float = 6.0
    idle: float = 28 * 60.0


PATIENCE = Patience()
