"""The pages of privacy: how long things are kept, and one buyer's data handed over or forgotten."""

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from kontuar.store.models import Buyer, Case, Desk, Message
from tests.shop import NOW, Shop
from tests.talk import BUYER, said, take_in, thread

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(shop.ala)
    return client


@pytest.fixture
def buyer(shop: Shop) -> Buyer:
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    return Buyer.objects.get()


def test_the_dry_run_is_shown_before_anything_is_saved(ala: Client) -> None:
    shown = ala.post("/prywatnosc/", {"talk": "24"})
    assert shown.status_code == 200
    assert 'name="save"' in shown.content.decode()
    assert not Desk.objects.filter(retention__talk=24).exists()
    assert ala.post("/prywatnosc/", {"talk": "24", "save": "1"}).status_code == 303
    assert Desk.objects.get().retention == {"talk": 24}


def test_a_mistake_saves_nothing(ala: Client) -> None:
    assert ala.post("/prywatnosc/", {"talk": "500", "save": "1"}).status_code == 422
    assert not Desk.objects.exclude(retention={}).exists()


def test_a_colleague_reads_and_cannot_change(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.bolek)
    assert "disabled" in client.get("/prywatnosc/").content.decode()
    client.post("/prywatnosc/", {"talk": "1", "save": "1"})
    assert not Desk.objects.exclude(retention={}).exists()


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("name", ["notice", "record"])
def test_the_texts_on_screen_are_those_of_the_papers(shop: Shop, name: str, language: str) -> None:
    shown = ROOT / "kontuar" / "web" / "pages" / "privacy" / "texts" / f"{name}.{language}.txt"
    paper = ROOT / "docs" / "users" / "privacy" / f"{name}.{language}.txt"
    assert shown.read_text(encoding="utf-8") == paper.read_text(encoding="utf-8")
    assert "art. 30" in paper.read_text(encoding="utf-8") or "art. 13" in paper.read_text(encoding="utf-8")


def test_what_is_open_has_to_be_read_first(ala: Client, buyer: Buyer) -> None:
    url = f"/prywatnosc/{buyer.pk}/"
    shown = ala.get(url).content.decode()
    assert BUYER in shown
    assert 'name="even_if_open"' in shown
    assert ala.post(url, {"typed": BUYER}).status_code == 422
    assert Message.objects.exists()


def test_another_name_typed_does_nothing(ala: Client, buyer: Buyer) -> None:
    answer = ala.post(f"/prywatnosc/{buyer.pk}/", {"typed": "ktoś", "even_if_open": "on"})
    assert answer.status_code == 422
    assert Message.objects.exists()


def test_the_name_typed_forgets(ala: Client, buyer: Buyer) -> None:
    answer = ala.post(f"/prywatnosc/{buyer.pk}/", {"typed": BUYER, "even_if_open": "on"})
    assert answer.status_code == 303
    assert not Message.objects.exists()
    assert not Buyer.objects.filter(login=BUYER).exists()


def test_the_archive_is_a_download_for_owners_alone(ala: Client, buyer: Buyer, shop: Shop) -> None:
    answer = ala.get(f"/prywatnosc/{buyer.pk}/dane.zip")
    content = answer.getvalue()
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "Czy jest zielony?" in archive.read("index.html").decode()
    client = Client()
    client.force_login(shop.bolek)
    assert client.get(f"/prywatnosc/{buyer.pk}/dane.zip").status_code == 403
    client.force_login(shop.celina)
    assert client.get(f"/prywatnosc/{buyer.pk}/dane.zip").status_code == 404


def test_the_link_stands_beside_the_buyer_for_owners(ala: Client, buyer: Buyer, shop: Shop) -> None:
    case = Case.objects.get()
    assert f"/prywatnosc/{buyer.pk}/" in ala.get(reverse("case", args=[case.pk])).content.decode()
