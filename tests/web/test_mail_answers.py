"""Answering a mail: whom it goes to, copies, what is not asked of a mail; and where else the buyer wrote."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Account, Buyer, Case, Outgoing
from kontuar.store.queries import inbox
from kontuar.store.queries.inbox import Wish
from tests.shop import Shop
from tests.web.mailbox import BUYER, Mailbox, mail
from tests.web.stock import Stock

pytestmark = pytest.mark.django_db


def page_of(client: Client, box: Mailbox) -> str:
    return client.get(f"/wiadomosci/{box.case.pk}/").content.decode()


def form(box: Mailbox, **more: object) -> dict[str, object]:
    seen = Case.objects.get(pk=box.case.pk).last_buyer_at
    return {
        "text": "Dzień dobry, tak, pasuje.",
        "key": str(uuid.uuid4()),
        "seen": seen.isoformat() if seen else "",
        "then": "close",
        **more,
    }


def test_the_composer_says_where_the_mail_goes_and_what_it_is_called(box: Mailbox, ala: Client) -> None:
    box.take(mail("Czy pasuje?", Cc="Ewa <ewa@x.example>").as_bytes())
    page = page_of(ala, box)
    composer = page[page.index('class="envelope"') :]
    assert BUYER in composer
    assert "Re: Zamek do drzwi" in composer
    assert 'name="cc" value="ewa@x.example"' in composer
    assert 'data-limit="0"' in composer
    assert 'accept="' not in composer
    assert "up to" not in composer


def test_a_copy_goes_to_those_ticked_and_those_written(box: Mailbox, ala: Client) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    values = form(box, cc=["ewa@x.example", "adam@x.example, ola@x.example"])
    assert ala.post(f"/wiadomosci/{box.case.pk}/odpowiedz/", values).status_code == 303
    assert Outgoing.objects.get().cc == ["ewa@x.example", "adam@x.example", "ola@x.example"]


def test_what_is_taken_back_to_be_changed_keeps_its_copies(box: Mailbox, ala: Client) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    ala.post(f"/wiadomosci/{box.case.pk}/odpowiedz/", form(box, cc="adam@x.example"))
    ala.post(f"/wiadomosci/nasze/{Outgoing.objects.get().pk}/cofnij/")
    page = page_of(ala, box)
    assert "tak, pasuje.</textarea>" in page
    assert 'name="cc" value="adam@x.example"' in page


@pytest.mark.parametrize("bad", ["nikt", "a@b", "x@y.example\r\nBcc: z@z.example"])
def test_what_is_no_address_gives_everything_back(box: Mailbox, ala: Client, bad: str) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    answer = ala.post(f"/wiadomosci/{box.case.pk}/odpowiedz/", form(box, cc=bad))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "tak, pasuje.</textarea>" in page
    assert f'value="{bad.split()[0]}' in page
    assert not Outgoing.objects.exists()


def test_any_file_goes_with_a_mail(box: Mailbox, ala: Client) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    values = form(box, files=SimpleUploadedFile("instrukcja.docx", b"PK\3\4 x"))
    assert ala.post(f"/wiadomosci/{box.case.pk}/odpowiedz/", values).status_code == 303
    assert Outgoing.objects.get().files.get().name == "instrukcja.docx"


def test_a_mailbox_that_is_only_read_says_so(box: Mailbox, ala: Client) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    Account.objects.filter(pk=box.account.pk).update(settings={"address": box.account.login})
    page = page_of(ala, box)
    assert "This mailbox is only read" in page
    assert 'name="text"' not in page[page.index('id="area"') : page.index("order-pane")]


def test_a_watched_mailbox_says_so(box: Mailbox, ala: Client) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    Account.objects.filter(pk=box.account.pk).update(is_watch_only=True)
    assert "Watch-only" in page_of(ala, box)


def test_a_masked_address_says_who_carries_the_mail(box: Mailbox, ala: Client) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    Buyer.objects.filter(pk=box.buyer.pk).update(masked="abc123")
    assert "Allegro carries this mail to the buyer" in page_of(ala, box)


def test_the_same_person_at_the_marketplace_is_one_link_away(box: Mailbox, ala: Client, shop: Shop) -> None:
    stock = Stock(timezone.now())
    there = stock.buyer(shop.account, "jan_k72", "Jan Kowalczyk")
    Buyer.objects.filter(pk__in=[box.buyer.pk, there.pk]).update(masked="abc123")
    talk = stock.case(there, ("buyer", timedelta(hours=3), "Gdzie paczka?"), subject="Paczka")
    box.take(mail("Czy pasuje?").as_bytes())
    page = page_of(ala, box)
    assert "Also wrote on Allegro" in page
    assert f'href="/wiadomosci/{talk.pk}/"' in page
    other = ala.get(f"/wiadomosci/{talk.pk}/").content.decode()
    assert "Also wrote by mail" in other
    assert f'href="/wiadomosci/{box.case.pk}/"' in other


def test_mail_of_machines_has_a_filter_of_its_own_and_is_quiet(box: Mailbox, ala: Client, shop: Shop) -> None:
    box.take(mail("Czy pasuje?").as_bytes())
    machine = Case.objects.create(
        account=box.account,
        buyer=Buyer.objects.create(account=box.account, login="no-reply@x.example", first_seen_at=box.now),
        opened_at=box.now,
        state="closed",
        last_message_at=box.now,
        last_text="Newsletter",
        last_role="automat",
    )
    found = inbox.page(shop.ala, Wish(which="automatic"), now=timezone.now()).rows
    assert [row.case_id for row in found] == [machine.pk]
    page = ala.get("/wiadomosci/?f=automatic").content.decode()
    assert 'aria-current="true">Automatic mail' in page
    assert '<strong class="clip quiet">no-reply@x.example' in page
