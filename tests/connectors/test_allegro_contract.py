"""Allegro's connector keeps the contract, with the practice market as its platform."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from kontuar.connector_kit.contract import NO_SETTINGS, Application, Settings
from kontuar.connector_kit.contract_tests import SECRETS, HttpConnectorContract, Sample
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.facts.deeds import (
    AddTracking,
    AnswerRating,
    AnswerThread,
    DeclareInvoice,
    Deed,
    MarkRead,
    SetFulfilment,
    StartConversation,
    UploadAttachment,
    UploadInvoice,
)
from kontuar.facts.messages import Message
from kontuar.facts.orders import Fulfilment

from .conftest import BUYER, LOGIN, Stall, open_stall
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
    repeatable: tuple[type[Deed], ...] = (UploadAttachment, UploadInvoice, MarkRead)

    def now(self) -> datetime:
        return self.stall.now

    def application_at(self, url: str) -> Application:
        return replace(self.stall.application, base_url=url, client_secret=SECRETS[2])

    def settings_at(self, url: str) -> Settings:
        return NO_SETTINGS

    def written(self, text: str) -> str:
        receipt = self.platform.perform(AnswerThread(thread_id=self.thread, text=text))
        facts, _ = self.stall.drain(self.platform, "threads", subjects=(self.thread,))
        return next(
            fact.text
            for fact in facts
            if isinstance(fact, Message) and fact.external_id == receipt.external_id
        )


class TestAllegroKeepsTheContract(HttpConnectorContract):
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
        claim = stall.claim(order["id"])
        back = stall.post(f"/buyers/{BUYER}/return", order_id=order["id"])["id"]
        rating = stall.rate(order["id"])["id"]
        stall.post(f"/sellers/{LOGIN}/refund", order_id=order["id"])
        stall.post(f"/offers/{stall.offer}", available=7)
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
                "issues": (claim["id"],),
                "returns": (back,),
            },
            deeds=(
                AnswerThread(thread_id=thread, text="Dzień dobry, jest."),
                StartConversation(order_id=order["id"], buyer_login=BUYER, text="Pytanie o adres"),
                UploadAttachment(name="kubek.png", media_type="image/png", content=b"\x89PNG"),
                MarkRead(thread_id=thread),
                AnswerThread(thread_id=f"issue:{claim['id']}", text="Proszę odesłać kubek."),
                UploadAttachment(
                    name="kubek.png",
                    media_type="image/png",
                    content=b"\x89PNG",
                    thread_id=f"issue:{claim['id']}",
                ),
                AddTracking(order_id=order["id"], carrier="INPOST", waybill="620000000000000000000009"),
                SetFulfilment(order_id=order["id"], status=Fulfilment.SENT),
                DeclareInvoice(order_id=order["id"], file_name="faktura.pdf", number="FV 1/2026"),
                UploadInvoice(
                    order_id=order["id"], invoice_id="i", media_type="application/pdf", content=b"%PDF-1.7"
                ),
                AnswerRating(rating_id=rating, text="Dziękujemy!"),
            ),
            samples=all_samples(),
        )
