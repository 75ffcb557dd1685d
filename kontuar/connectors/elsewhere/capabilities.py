"""What can be done where there is no interface: nothing by us, an answer by a person."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from kontuar.connector_kit.contract import Limits, StreamSpec, Way
from kontuar.facts.deeds import AnswerThread, Deed

CAPABILITIES: Mapping[type[Deed], Way] = MappingProxyType({AnswerThread: Way.HANDOFF})

LIMITS = Limits(
    text_characters=20_000,
    attachment_bytes=20 * 1024 * 1024,
    attachment_types=(),
    send_interval=timedelta(0),
)
"""Ours, for the form alone. Places differ, and none tells us: the seller names the limit of his (``text_limit``)."""

STREAMS: tuple[StreamSpec, ...] = ()
