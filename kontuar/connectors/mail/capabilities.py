"""What a mailbox can do, in numbers and lists."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from kontuar.connector_kit.budget import Urgency
from kontuar.connector_kit.contract import Limits, StreamSpec, Way
from kontuar.facts.deeds import Deed, WriteLetter

CAPABILITIES: Mapping[type[Deed], Way] = MappingProxyType({WriteLetter: Way.API})
"""Nothing else is done to a mailbox. The read flag is not ours to set: the seller's phone shows by it what he has
seen himself, and reading (``BODY.PEEK``) changes nothing there."""

MEGABYTE = 1024 * 1024
LIMITS = Limits(
    text_characters=200_000,
    attachment_bytes=17 * MEGABYTE,
    attachment_types=(),
    send_interval=timedelta(seconds=1),
)
"""Ours. Gmail takes mails up to 25 MB (support.google.com/mail/answer/6584, read 2026-11-23), others 20 to 100, all
counted after encoding, which adds 37 %: so 17 MB of files is what most servers take, in all. A server that says its
own limit (SIZE, RFC 1870) is asked before anything is sent. Any type of file may go."""

LETTER_BYTES = 40 * MEGABYTE
"""What a mail of ours may weigh as it leaves; over it nobody takes it."""

STREAMS: tuple[StreamSpec, ...] = (
    StreamSpec(name="inbox", every=timedelta(seconds=60), has_bell=True),
    StreamSpec(name="sent", every=timedelta(seconds=60)),
    StreamSpec(name="inbox_history", every=timedelta(seconds=5), urgency=Urgency.IMPORT, once=True),
    StreamSpec(name="sent_history", every=timedelta(seconds=5), urgency=Urgency.IMPORT, once=True),
)
"""Intervals are ours; the bell (IDLE) tells of the inbox sooner. The sent folder shows the answers written on a
phone, which end a duty."""
