"""Documents a seller adds to an order: invoices as files, and links to documents elsewhere."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from kontuar.practice_market.world import Ids, Order

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

LARGEST = 3 * 1024 * 1024
"""Bytes of a file (spec: 3MB)."""
MOST_LINKS = 10
PAUSE = timedelta(seconds=5)
""""Wait a few seconds" before metadata is added again without a file (spec, 429); how many is assumed."""
PDF = b"%PDF-"


@dataclass(slots=True, kw_only=True)
class Document:
    id: str
    file_name: str
    number: str | None
    created_at: datetime
    content: bytes | None = field(default=None, repr=False)
    uploaded_at: datetime | None = None
    scan: str = "WAITING"
    """WAITING, ACCEPTED or REJECTED: what the antivirus says of an uploaded file."""
    scanned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    id: str
    url: str
    created_at: datetime


class HasOne(ValueError):
    """It is there already."""


class TooSoon(ValueError):
    """Metadata was added a moment ago and its file is not there."""


class Scanning(ValueError):
    """The file before it is still in the antivirus."""


class Papers:
    """Documents by order. Public deeds take the lock."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._ids = Ids(random.Random(f"papers {market.seed}"))
        self._documents: dict[str, list[Document]] = {}
        self._links: dict[str, list[Link]] = {}

    def documents(self, order_id: str) -> list[Document]:
        """An order's invoices, oldest first, also those without a file yet."""
        return list(self._documents.get(order_id, ()))

    def links(self, order_id: str) -> list[Link]:
        """An order's links, oldest first."""
        return list(self._links.get(order_id, ()))

    def declare(self, order: Order, file_name: str, number: str | None) -> Document:
        """Announce an invoice; its file follows."""
        with self._market.lock:
            now = self._market.now()
            known = self._documents.setdefault(order.id, [])
            uploaded = [paper for paper in known if paper.uploaded_at is not None]
            if any(paper.scan == "ACCEPTED" for paper in uploaded):
                raise HasOne("the order already has the seller's invoice")
            if any(paper.scan == "WAITING" for paper in uploaded):
                raise Scanning("the file uploaded before is still being scanned")
            if any(paper.uploaded_at is None and now - paper.created_at < PAUSE for paper in known):
                raise TooSoon("metadata was added a moment ago")
            paper = Document(id=self._ids.uuid(), file_name=file_name, number=number, created_at=now)
            known.append(paper)
            return paper

    def upload(self, paper: Document, content: bytes) -> None:
        """Put the file in; the scan ends a little later."""
        with self._market.lock:
            if paper.uploaded_at is not None:
                raise HasOne("the invoice already has a file")
            now = self._market.now()
            paper.content, paper.uploaded_at = content, now
            when = now + timedelta(seconds=self._market.settings.scan_seconds)
            self._market.schedule.at(when, partial(self._scan, paper))

    def _scan(self, paper: Document, at: datetime) -> None:
        good = paper.content is not None and paper.content.startswith(PDF)
        paper.scan, paper.scanned_at = "ACCEPTED" if good else "REJECTED", at

    def link(self, order: Order, url: str) -> Link:
        """Add a link; ten at most, each once."""
        with self._market.lock:
            known = self._links.setdefault(order.id, [])
            if any(link.url == url for link in known):
                raise HasOne("the link is there already")
            if len(known) >= MOST_LINKS:
                raise ValueError(f"at most {MOST_LINKS} links")
            link = Link(id=self._ids.uuid(), url=url, created_at=self._market.now())
            known.append(link)
            return link
