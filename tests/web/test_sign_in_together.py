"""Tries at the door made at the same moment in several threads (as in several processes) are counted together."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/konto/login/"
AT_ONCE, ALLOWED = 9, 5


def test_tries_at_the_same_moment_are_no_more_than_tries_one_by_one(shop: Shop) -> None:
    cache.clear()
    everybody, answers = threading.Barrier(AT_ONCE), list[str]()
    people = [Client(REMOTE_ADDR=f"203.0.113.{number}") for number in range(AT_ONCE)]
    for client in people:
        client.get(LOGIN)  # each builds its middleware; not all at once

    def guess(client: Client) -> None:
        given = {"login": "ala", "password": "nie-to-haslo"}
        try:
            everybody.wait(120)
            answers.append(client.post(LOGIN, given, headers={"accept-language": "en"}).content.decode())
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(client,)) for client in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [text for text in answers if "Too many attempts" in text]
    assert len(answers) == AT_ONCE
    assert len(refused) >= AT_ONCE - ALLOWED
    cache.clear()
