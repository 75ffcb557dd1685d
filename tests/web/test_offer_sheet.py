"""The product sheet beside the composer: facts, files, similar offers, and how far the price may go."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kontuar.actions import templates
from kontuar.store import files as stored
from kontuar.store.models import Case, Goodwill, LibraryFile, OfferFact, OfferPrice, Outgoing, OutgoingFile
from tests.web.stock import DAY, HOUR, Morning, Stock
from tests.web.test_case import PNG, form, url

HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(desk: Morning, settings: Any, tmp_path: Any) -> Case:
    settings.ATTACHMENTS_DIR = tmp_path
    stock = Stock(timezone.now())
    offer = stock.offer(desk.klamka, "Klamka Retro mosiądz")
    offer.fact = {
        "external_id": offer.external_id,
        "name": offer.name,
        "price": {"amount": "100.00", "currency": "PLN"},
    }
    offer.save()
    stock.offer(desk.klamka, "Gałka porcelanowa biała do drzwi")
    stock.offer(desk.cudze, "Gałka porcelanowa cudza do drzwi")
    return stock.case(
        stock.buyer(desk.klamka, "pyta_o_galke"),
        ("buyer", HOUR, "Czy mają Państwo gałkę porcelanową do drzwi? Jaka jest długość tej klamki?"),
        offer=offer,
    )


def change(client: Client, case: Case, do: str, **values: Any) -> str:
    shown = client.post(url(case, "towar/zmien/"), {"do": do, **values}, headers=HTMX)
    assert shown.status_code in {200, 422}
    return str(shown.content.decode())


def test_a_fact_is_kept_with_its_source_and_fills_a_template(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    shown = change(client, case, "fact", name="Długość", value="182 cm", source="mierzone u nas")
    assert 'data-put="Długość: 182 cm"' in shown
    assert "mierzone u nas" in shown
    change(client, case, "fact", name="dlugosc", value="183 cm", source="")
    assert OfferFact.objects.get().value == "183 cm"
    templates.keep(
        desk.ala, row_id=None, account_id=None, name="Ile ma", situation="before",
        texts={"pl": "Klamka ma {{fakt: długość}}, waży {{fakt: waga}}."}, now=timezone.now(),
    )  # fmt: skip
    list_ = client.get(url(case, "szablony/"), {"q": "ile ma"}, headers=HTMX).content.decode()
    assert "Klamka ma 183 cm, waży {{fakt: waga}}." in list_
    change(client, case, f"drop_fact:{OfferFact.objects.get().pk}")
    assert not OfferFact.objects.exists()


def test_what_the_buyer_asks_about_stands_first(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    change(client, case, "fact", name="Barwa", value="złota")
    shown = change(client, case, "fact", name="Długość", value="182 cm")
    assert shown.index("182 cm") < shown.index("złota")


def test_a_file_of_the_library_goes_with_the_answer(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    shown = change(client, case, "file", file=SimpleUploadedFile("instrukcja.png", PNG, "image/png"))
    row = LibraryFile.objects.get()
    assert f'data-library="{row.pk}"' in shown
    text = "Dzień dobry, w załączniku instrukcja."
    checked = client.post(url(case, "sprawdz/"), {"text": text, "library": row.pk}).content.decode()
    assert 'data-fix="attach"' not in checked
    sent = client.post(url(case, "odpowiedz/"), form(case, text, library=str(row.pk)))
    assert sent.status_code == 303
    assert OutgoingFile.objects.get().name == "instrukcja.png"
    change(client, case, f"drop_file:{row.pk}")
    assert not LibraryFile.objects.exists()


def test_what_the_marketplace_refuses_does_not_get_into_the_library(
    desk: Morning, seen_by, case: Case
) -> None:
    change(seen_by(desk.ala), case, "file", file=SimpleUploadedFile("a.exe", b"MZ" + b"0" * 60))
    assert not LibraryFile.objects.exists()


def test_another_accounts_file_cannot_be_attached(desk: Morning, seen_by, case: Case) -> None:
    row = LibraryFile.objects.create(
        account=desk.cudze, name="x.png", media_type="image/png", size=3, path="library/x", sha256="0" * 64,
        added_at=timezone.now(),
    )  # fmt: skip
    client = seen_by(desk.ala)
    sent = client.post(url(case, "odpowiedz/"), form(case, "Dzień dobry, tak.", library=str(row.pk)))
    assert sent.status_code == 422
    assert not OutgoingFile.objects.exists()
    assert "x.png" not in sent.content.decode()


def test_something_like_it_is_offered_from_own_offers_where_the_buyer_asked(
    desk: Morning, seen_by, case: Case
) -> None:
    client = seen_by(desk.ala)
    shown = client.get(url(case, "towar/"), headers=HTMX).content.decode()
    assert "Gałka porcelanowa biała" in shown
    assert "cudza" not in shown
    stock = Stock(timezone.now())
    ours = stock.case(
        stock.buyer(desk.klamka, "pisalismy_pierwsi"),
        ("seller", 2 * DAY, "Dzień dobry, czy gałka porcelanowa do drzwi dotarła?"),
        ("buyer", HOUR, "A gałka porcelanowa do drzwi w innym kolorze?"),
    )
    assert "Gałka porcelanowa biała" not in client.get(url(ours, "towar/"), headers=HTMX).content.decode()


def test_a_price_is_answered_in_three_ways_within_our_limits(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    change(client, case, "price", floor="85", cost="60,50", fee_percent="10")
    row = OfferPrice.objects.get()
    assert (row.floor, row.cost) == (Decimal("85.00"), Decimal("60.50"))
    shown = client.get(url(case, "towar/"), {"oferta": "60"}, headers=HTMX).content.decode()
    assert shown.count("data-put=") >= 4
    assert "85,00" in shown
    assert "60,00 zł" in shown
    assert "tag strong" in shown[shown.index("60,00 zł") :]


def test_goodwill_is_counted_against_its_budget(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    change(client, case, "budget", amount="20")
    assert "tag strong" not in change(client, case, "given", amount="12,50").split("<dl")[1].split("</dl>")[0]
    assert "tag strong" in change(client, case, "given", amount="7.50").split("<dl")[1].split("</dl>")[0]
    assert Goodwill.objects.filter(is_budget=False).count() == 2


@pytest.mark.parametrize("amount", ["x", "-1", "NaN", "1e9", "99999999999999999999"])
def test_what_is_no_amount_is_told_and_not_kept(desk: Morning, seen_by, case: Case, amount: str) -> None:
    assert 'role="alert"' in change(seen_by(desk.ala), case, "given", amount=amount)
    assert not Goodwill.objects.exists()


def test_a_stranger_and_a_viewer_find_no_sheet(desk: Morning, seen_by, case: Case) -> None:
    assert seen_by(desk.celina).get(url(case, "towar/")).status_code == 404
    assert (
        seen_by(desk.celina).post(url(case, "towar/zmien/"), {"do": "given", "amount": "5"}).status_code
        == 404
    )


def chosen(client: Client, case: Case, row: LibraryFile) -> bool:
    """Whether the composer shows the file as chosen."""
    page = client.get(url(case)).content.decode()
    return f'name="library" value="{row.pk}" checked' in page


def in_library(client: Client, case: Case, name: str = "instrukcja.png", content: bytes = PNG) -> LibraryFile:
    change(client, case, "file", file=SimpleUploadedFile(name, content, "image/png"))
    return LibraryFile.objects.get(name=name)


def test_a_chosen_file_is_kept_with_the_draft(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    row = in_library(client, case)
    client.post(url(case, "sprawdz/"), {"text": "Dzień dobry,", "library": row.pk}, headers=HTMX)
    assert chosen(client, case, row)
    client.post(url(case, "sprawdz/"), {"text": "", "library": row.pk}, headers=HTMX)
    assert chosen(client, case, row)
    calm = client.post(url(case, "spokojnie/"), {"text": "Dzień dobry,", "library": row.pk}, headers=HTMX)
    assert f'name="library" value="{row.pk}" checked' in calm.content.decode()
    client.post(url(case, "sprawdz/"), {"text": "Dzień dobry,"}, headers=HTMX)
    assert not chosen(client, case, row)


def test_a_text_that_is_stopped_keeps_its_file(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    row = in_library(client, case)
    stopped = client.post(
        url(case, "odpowiedz/"), form(case, "Dzień dobry, {{powód}}", library=str(row.pk)), headers=HTMX
    )
    assert stopped.status_code == 422
    assert f'name="library" value="{row.pk}" checked' in stopped.content.decode()
    assert chosen(client, case, row)


def test_without_script_a_file_is_chosen_on_the_sheet_itself(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    row = in_library(client, case)
    assert client.post(url(case, "towar/zmien/"), {"do": f"attach:{row.pk}"}).status_code == 303
    assert chosen(client, case, row)


def test_an_answer_taken_back_has_its_file_again(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    row = in_library(client, case)
    client.post(
        url(case, "odpowiedz/"), form(case, "Dzień dobry, w załączniku zdjęcie.", library=str(row.pk))
    )
    assert not chosen(client, case, row)
    sent = OutgoingFile.objects.get().outgoing
    client.post(f"/wiadomosci/nasze/{sent.pk}/cofnij/")
    assert chosen(client, case, row)


def test_a_file_whose_copy_is_lost_stops_the_sending_in_plain_words(
    desk: Morning, seen_by, case: Case
) -> None:
    client = seen_by(desk.ala)
    row = in_library(client, case)
    stored.remove([row.path])
    text = "Dzień dobry, w załączniku instrukcja."
    refused = client.post(url(case, "odpowiedz/"), form(case, text, library=str(row.pk)))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "instrukcja.png" in page
    assert text in page
    assert not Outgoing.objects.filter(case=case).exists()
    assert chosen(client, case, row)
    assert in_library(client, case).pk == row.pk  # the same file once more is a good copy
    assert client.post(url(case, "odpowiedz/"), form(case, text, library=str(row.pk))).status_code == 303


def test_a_file_that_was_taken_out_meanwhile_is_told_and_not_left_out(
    desk: Morning, seen_by, case: Case
) -> None:
    client = seen_by(desk.ala)
    row = in_library(client, case)
    change(client, case, f"drop_file:{row.pk}")
    refused = client.post(url(case, "odpowiedz/"), form(case, "Dzień dobry, tak.", library=str(row.pk)))
    assert refused.status_code == 422
    assert not Outgoing.objects.filter(case=case).exists()
