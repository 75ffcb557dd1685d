"""Allegro's connector keeps the contract, with the practice market as its platform."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from kontuar.connector_kit.contract import Application
from kontuar.connector_kit.contract_tests import SECRETS, ConnectorContract, Sample
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.facts.deeds import AnswerThread, Deed, MarkRead, StartConversation, UploadAttachment
from kontuar.facts.messages import Message

from .conftest import BUYER, Stall, open_stall
from .samples import all_samples


@dataclass
class AllegroRig:
    stall: Stall
    thread: str
    connector: AllegroConnector
    platform: AllegroClient
    subjects: dict[str, tuple[str, ...]]
    deeds: tuple[Deed, ...]
    samples: tuple[Sample, ...]
    repeatable: tuple[type[Deed], ...] = (UploadAttachment, MarkRead)

    def now(self) -> datetime:
        return self.stall.now

    def application_at(self, url: str) -> Application:
        return replace(self.stall.application, base_url=url, client_secret=SECRETS[2])

    def written(self, text: str) -> str:
        receipt = self.platform.perform(AnswerThread(thread_id=self.thread, text=text))
        facts, _ = self.stall.drain(self.platform, "threads", subjects=(self.thread,))
        return next(
            fact.text
            for fact in facts
            if isinstance(fact, Message) and fact.external_id == receipt.external_id
        )


class TestAllegroKeepsTheContract(ConnectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def rig(cls) -> Iterator[AllegroRig]:
        with open_stall() as stall:
            yield cls._filled(stall)

    @staticmethod
    def _filled(stall: Stall) -> AllegroRig:
        stall.post("/clock", frozen=True)
        order = stall.buy()
        stall.buy(buyer="celina", pay=False)
        parcel = stall.post("/sellers/sklep_ala/ship", order_id=order["id"])
        thread = stall.ask("Czy jest żółty?")["thread"]
        stall.later(minutes=5)
        return AllegroRig(
            stall=stall,
            thread=thread,
            connector=stall.connector,
            platform=stall.open(),
            subjects={
                "threads": (thread,),
                "orders": (order["id"],),
                "parcels": (f"{parcel['carrier_id']}|{parcel['waybill']}",),
            },
            deeds=(
                AnswerThread(thread_id=thread, text="Dzień dobry, jest."),
                StartConversation(order_id=order["id"], buyer_login=BUYER, text="Pytanie o adres"),
                UploadAttachment(name="kubek.png", media_type="image/png", content=b"\x89PNG"),
                MarkRead(thread_id=thread),
            ),
            samples=all_samples(),
        )
