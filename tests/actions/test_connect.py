"""Connecting: one account per seller and place, whatever application, and plain words when it fails."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone

from kontuar.actions import accounts, connect, files
from kontuar.actions.errors import NotNow, SignInProblem
from kontuar.store.models import Account, Attachment, Message, SignIn
from tests.market import Bench, sign_in
from tests.shop import NOW, Shop
from tests.talk import said, take_in, thread

pytestmark = pytest.mark.django_db(transaction=True)


def another_application(bench: Bench) -> dict[str, Any]:
    return bench.post("/applications", name="Kontuar-drugi", type="device")


def test_a_seller_connected_through_another_application_stays_one_account(bench: Bench) -> None:
    app = another_application(bench)
    again = sign_in(bench.http, bench.running, bench.owner, app, bench.account.login)
    assert again.pk == bench.account.pk
    assert Account.objects.count() == 1
    assert again.application.client_id == app["client_id"]
    bench.read("messages")
    again.refresh_from_db()
    assert again.state == Account.State.ACTIVE


def begun(bench: Bench) -> SignIn:
    now = timezone.now()
    return connect.begin(bench.owner, bench.account.application, read_since=now, now=now)


def lose_the_key(settings: Any) -> None:
    settings.TOKEN_KEYS = (Fernet.generate_key().decode(),)


def test_without_the_key_beginning_and_asking_say_to_register_again(bench: Bench, settings: Any) -> None:
    row = begun(bench)
    lose_the_key(settings)
    with pytest.raises(SignInProblem) as caught:
        begun(bench)
    assert caught.value.code == "key_lost"
    later = timezone.now() + timedelta(seconds=row.interval_seconds + 1)
    with pytest.raises(SignInProblem) as caught:
        connect.check_device(row, bench.owner, now=later)
    assert caught.value.code == "key_lost"


def test_without_the_key_a_returning_code_says_to_register_again(bench: Bench, settings: Any) -> None:
    now = timezone.now()
    SignIn.objects.create(
        application=bench.account.application,
        user=bench.owner,
        state_token="abc",
        read_since=now,
        expires_at=now + timedelta(minutes=5),
        created_at=now,
    )
    lose_the_key(settings)
    with pytest.raises(SignInProblem) as caught:
        connect.finish_code(bench.owner, state="abc", code="x", now=now)
    assert caught.value.code == "key_lost"


def test_a_code_sealed_with_a_lost_key_asks_to_start_again(bench: Bench, settings: Any) -> None:
    row = begun(bench)
    lose_the_key(settings)
    app = bench.account.application
    connect.register_application(
        bench.owner,
        platform=app.platform,
        place=app.place,
        base_url=app.base_url,
        name=app.name,
        version=app.version,
        kind=app.kind,
        client_id=app.client_id,
        client_secret="again",
        redirect_uri="",
        now=timezone.now(),
    )
    row = SignIn.objects.get(pk=row.pk)
    later = timezone.now() + timedelta(seconds=row.interval_seconds + 1)
    with pytest.raises(SignInProblem) as caught:
        connect.check_device(row, bench.owner, now=later)
    assert caught.value.code == "expired"


def test_a_signed_out_account_can_be_paused(shop: Shop) -> None:
    Account.objects.filter(pk=shop.account.pk).update(state=Account.State.SIGNED_OUT)
    shop.account.refresh_from_db()
    accounts.pause(shop.account, shop.ala, now=NOW)
    shop.account.refresh_from_db()
    assert shop.account.state == Account.State.PAUSED


@pytest.mark.parametrize("state", [Account.State.PAUSED, Account.State.SIGNED_OUT])
def test_a_file_is_fetched_only_through_an_account_at_work(shop: Shop, state: str) -> None:
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    Account.objects.filter(pk=shop.account.pk).update(state=state)
    attachment = Attachment.objects.create(message=Message.objects.get(), external_id="a1", name="a.jpg")
    with pytest.raises(NotNow) as caught:
        files.fetch(attachment, shop.ala, now=NOW)
    assert caught.value.code == "not-active"
