"""First run: every page leads to the owner's form, which wants the key from the terminal."""

import pytest
from django.test import Client

from kontuar.store.models import User
from kontuar.web.start_key import start_key

pytestmark = pytest.mark.django_db


def _answers(**changes: str) -> dict[str, str]:
    good = {
        "key": start_key(), "display_name": "Ala", "username": "ala", "password": "klamerka-7-sznurek",
        "language": "pl",
    }  # fmt: skip
    return {**good, **changes}


@pytest.mark.parametrize("path", ["/", "/konta/", "/konto/login/", "/zaproszenie/abc/", "/nie-ma/"])
def test_every_page_leads_to_the_first_run_while_there_is_nobody(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/start/")


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_the_watchers_addresses_answer_before_there_is_anybody(path: str) -> None:
    assert Client().get(path).status_code == 200


def test_the_first_person_is_the_owner_and_signed_in() -> None:
    client = Client()
    answer = client.post("/start/", _answers())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/konta/")
    assert User.objects.get().is_owner
    assert client.get("/konta/").status_code == 200


def test_the_key_may_be_typed_carelessly() -> None:
    typed = start_key().lower().replace("-", " ")
    assert Client().post("/start/", _answers(key=typed)).status_code == 303


@pytest.mark.parametrize("key", ["AAAA-AAAA-AAAA-AAAA", "", "ą"])
def test_without_the_key_nobody_becomes_the_owner(key: str) -> None:
    answer = Client().post("/start/", _answers(key=key))
    assert answer.status_code == 422
    assert not User.objects.exists()


def test_what_was_typed_stays_when_something_is_wrong() -> None:
    answer = Client().post("/start/", _answers(password="krotkie"))
    assert answer.status_code == 422
    assert 'value="Ala"' in answer.content.decode()
    assert not User.objects.exists()


def test_the_page_closes_behind_the_owner() -> None:
    Client().post("/start/", _answers())
    answer = Client().post("/start/", _answers(username="second"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert User.objects.count() == 1
