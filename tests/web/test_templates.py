"""Templates: chosen in the composer, filled from the case, written and tried in the settings, taken in and out."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kontuar.actions import answered, templates
from kontuar.store.models import Case, Draft, Duty, Message, Outgoing, ReplyTemplate, TemplateUse
from tests.web.stock import HOUR, Morning, Stock
from tests.web.test_case import form, url, words

HTMX = {"HX-Request": "true"}
LIST = "/ustawienia/szablony/"


@pytest.fixture
def case(desk: Morning) -> Case:
    return desk.cases["parcel"]


def picker(client: Client, case: Case, query: str = "") -> str:
    shown = client.get(url(case, "szablony/"), {"q": query}, headers=HTMX)
    assert shown.status_code == 200
    assert len(shown.content) < 20_000
    return str(shown.content.decode())


def own(desk: Morning, **values: object) -> ReplyTemplate:
    given: dict[str, object] = {
        "account_id": desk.klamka.pk,
        "name": "Nasz własny",
        "situation": "own",
        "texts": {"pl": "{{powitanie}},\n\nzamówienie {{numer zamówienia}}: {{powód}}"},
    }
    return templates.keep(desk.ala, row_id=None, now=timezone.now(), **{**given, **values})  # type: ignore[arg-type]


def test_what_the_buyer_asks_for_comes_first_and_is_filled(desk: Morning, seen_by, case: Case) -> None:
    shown = picker(seen_by(desk.ala), case)
    first = shown[: shown.index("</li>")]
    assert "aczka" in first or "paczk" in first.lower()
    assert "{{" not in first


def test_the_list_is_no_part_of_the_page_but_its_button_is(desk: Morning, seen_by, case: Case) -> None:
    page = words(seen_by(desk.ala), case)
    assert f'href="{url(case, "szablony/")}"' in page
    assert "data-put" not in page


def test_searching_needs_no_polish_letters(desk: Morning, seen_by, case: Case) -> None:
    shown = picker(seen_by(desk.ala), case, "zaginiona paczka")
    assert "Zaginiona paczka" in shown
    assert "Faktura" not in shown
    assert 'class="quiet"' in picker(seen_by(desk.ala), case, "xyzzyqq")


def test_what_is_not_known_stays_a_gap_and_stops_the_sending(desk: Morning, seen_by, case: Case) -> None:
    row, client = own(desk), seen_by(desk.ala)
    shown = picker(client, case, "nasz wlasny")
    assert "{{powód}}" in shown
    assert case.order is not None
    text = f"Dzień dobry, zamówienie {case.order.external_id}: {{{{powód}}}}"
    refused = client.post(url(case, "odpowiedz/"), form(case, text))
    assert refused.status_code == 422
    assert "powód" in refused.content.decode()
    assert row.pk


def test_a_use_is_counted_with_what_became_of_it(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    row = own(desk, texts={"pl": "Dzień dobry, paczka jest w drodze. Dziękujemy za cierpliwość."})
    text = row.texts["pl"]
    for said, is_edited in ((text, False), (f"{text} Miłego dnia.", True)):
        client.post(url(case, "szablony/wstaw/"), {"ref": row.pk}, headers=HTMX)
        sent = client.post(url(case, "odpowiedz/"), form(case, said, then="keep"))
        assert sent.status_code == 303
        use = TemplateUse.objects.latest("pk")
        assert (use.was_edited, use.outgoing) == (is_edited, Outgoing.objects.latest("pk"))
    last = Message.objects.filter(case=case).latest("pk")
    Message.objects.filter(pk=last.pk).update(role="buyer", first_seen_at=timezone.now() + timedelta(hours=1))
    page = client.get(LIST).content.decode()
    assert "2" in page[page.index("Nasz własny") :][:600]


def test_without_script_it_is_put_before_what_is_written(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    assert client.get(url(case, "szablony/")).status_code == 200
    done = client.post(url(case, "szablony/wstaw/"), {"ref": "apology_1"})
    assert done.status_code == 303
    assert Draft.objects.get(case=case, user=desk.ala).text.startswith("Przepraszamy za kłopot.")


def test_a_late_answer_finds_its_apology_first(desk: Morning, seen_by, case: Case) -> None:
    client, stock = seen_by(desk.ala), Stock(timezone.now())
    assert "przepraszamy, że odpowiadamy" not in picker(client, case).split("</li>")[0]
    Duty.objects.filter(case=case).delete()
    stock.duty("answer", stock.now - 30 * HOUR, stock.now - HOUR, case=case)
    assert "przepraszamy, że odpowiadamy" in picker(client, case).split("</li>")[0]


def test_a_starter_is_changed_by_making_an_own_copy(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    data = {
        "name": "Krótkie przeprosiny",
        "situation": "apology",
        "account": "",
        "is_active": "on",
        "text_pl": "Przepraszamy.",
    }
    assert client.post(f"{LIST}apology_1/", data).status_code == 303
    row = ReplyTemplate.objects.get()
    assert (row.starter, row.account) == ("apology_1", None)
    shown = picker(client, case, "przepraszamy")
    assert "Krótkie przeprosiny" in shown
    assert "Przeprosiny: krótko" not in shown
    client.post(f"{LIST}{row.pk}/usun/")
    assert "Przeprosiny: krótko" in picker(client, case, "przepraszamy")


def test_a_colleague_changes_the_accounts_templates_and_not_those_for_all(desk: Morning, seen_by) -> None:
    mine, all_accounts = own(desk), own(desk, account_id=None, name="Dla wszystkich")
    client = seen_by(desk.bolek)
    data = {"name": "Zmieniony", "situation": "own", "text_pl": "Tak."}
    client.post(f"{LIST}{mine.pk}/", {**data, "account": str(desk.klamka.pk)})
    client.post(f"{LIST}{all_accounts.pk}/", {**data, "account": ""})
    mine.refresh_from_db()
    all_accounts.refresh_from_db()
    assert (mine.name, all_accounts.name) == ("Zmieniony", "Dla wszystkich")


def test_a_stranger_does_not_see_an_accounts_template(desk: Morning, seen_by, case: Case) -> None:
    row, client = own(desk), seen_by(desk.celina)
    assert "Nasz własny" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert client.get(url(case, "szablony/")).status_code == 404


def test_a_template_that_is_not_well_formed_says_where(desk: Morning, seen_by) -> None:
    data = {"name": "Zły", "situation": "own", "account": "", "text_pl": "a\n{{jeśli wysłane}}b"}
    page = seen_by(desk.ala).post(f"{LIST}nowy/", data)
    assert page.status_code == 422
    assert not ReplyTemplate.objects.exists()


def test_the_preview_fills_from_a_real_conversation_and_asks_the_checks(
    desk: Morning, seen_by, case: Case
) -> None:
    data = {
        "shown": "pl",
        "case": str(case.pk),
        "text_pl": "Zamówienie {{numer zamówienia}}, {{powód}}. Jest Pan idiotą.",
    }
    page = seen_by(desk.ala).post(f"{LIST}proba/", data).content.decode()
    assert case.order is not None
    assert case.order.external_id in page
    assert "powód" in page
    assert "idiotą" in page
    foreign = seen_by(desk.celina).post(f"{LIST}proba/", data).content.decode()
    assert case.order.external_id not in foreign


def test_what_was_taken_out_is_taken_in_again(desk: Morning, seen_by) -> None:
    own(desk)
    client = seen_by(desk.ala)
    content = client.get(f"{LIST}plik/").content
    ReplyTemplate.objects.all().delete()
    file = SimpleUploadedFile("t.json", content)
    assert client.post(f"{LIST}wczytaj/", {"file": file, "account": ""}).status_code == 303
    taken = ReplyTemplate.objects.get(name="Nasz własny")
    assert "{{powód}}" in taken.texts["pl"]
    assert ReplyTemplate.objects.filter(account=None).count() == len(json.loads(content)["templates"])


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"{",
        b"[]",
        b'{"format": "kontuar-templates", "version": 9, "templates": []}',
        b'{"format": "kontuar-templates", "version": 1, "templates": [{"name": "A", "texts": {"pl": "ok"}}, 7]}',
        b'{"format": "kontuar-templates", "version": 1, "templates": [{"name": "A", "texts": {"pl": "{{if x"}}]}',
        b'{"format": "kontuar-templates", "version": 1, "templates": [{"name": 5, "texts": {"pl": "ok"}}]}',
        b'{"format": "kontuar-templates", "version": 1, "templates": [{"name": "A\\u0000", "texts": {"pl": "ok"}}]}',
        b'{"format": "kontuar-templates", "version": 1, "templates": [{"name": "A", "texts": {"pl": "ok\\ud800"}}]}',
        b"[" * 100_000,
        b" " * 1_000_002,
    ],
)
def test_a_bad_file_keeps_nothing(desk: Morning, seen_by, content: bytes) -> None:
    file = SimpleUploadedFile("t.json", content)
    done = seen_by(desk.ala).post(f"{LIST}wczytaj/", {"file": file, "account": ""})
    assert done.status_code == 303
    assert not ReplyTemplate.objects.exists()


def test_an_earlier_answer_is_offered_with_why_and_without_the_other_buyer(desk: Morning, seen_by) -> None:
    answered.forget_pools()
    stock = Stock(timezone.now())
    offer = stock.offer(desk.klamka, "Klamka Retro")
    other = stock.buyer(desk.klamka, "inny_kupujacy_5", "Anna Nowak")
    stock.case(
        other,
        ("buyer", 30 * HOUR, "Czy ta klamka pasuje do drzwi o grubości 45 mm?"),
        ("seller", 29 * HOUR, "Dzień dobry, Pani Anno, tak, do 50 mm. Wyślemy jutro."),
        offer=offer,
    )
    asking = stock.case(
        stock.buyer(desk.klamka, "nowy_kupujacy_6"),
        ("buyer", HOUR, "Dzień dobry, czy klamka pasuje do drzwi o grubości 40 mm?"),
        offer=offer,
    )
    shown = picker(seen_by(desk.ala), asking)
    before = shown[shown.index("ready-head") : shown.rindex("ready-head")]
    assert "Dzień dobry,\n\ntak, do 50 mm. Wyślemy {{termin}}." in before
    assert "Anno" not in before
    assert "Czy ta klamka pasuje do drzwi o grubości 45 mm?" in before
    assert "ta sama oferta" in before or "same offer" in before
    answered.forget_pools()


def test_before_the_answer_is_late_a_holding_answer_stands_near_the_top(
    desk: Morning, seen_by, case: Case
) -> None:
    client, stock = seen_by(desk.ala), Stock(timezone.now())

    def top() -> str:
        return "</li>".join(picker(client, case).split("</li>")[:3])

    Duty.objects.filter(case=case).delete()
    stock.duty("answer", stock.now - HOUR, stock.now + 20 * HOUR, case=case)
    assert "Odpowiedź tymczasowa" not in top()
    Duty.objects.filter(case=case).delete()
    stock.duty("answer", stock.now - 20 * HOUR, stock.now + HOUR, case=case)
    assert "Odpowiedź tymczasowa" in top()
