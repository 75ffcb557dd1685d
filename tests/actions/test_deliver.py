"""Sending, step by step: what leaves, what goes back to a person, and what nobody knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from kontuar.actions import deliver, outbox, reply, uploads
from kontuar.actions.tokens import sealed
from kontuar.actions.uploads import NewFile
from kontuar.connector_kit.contract import Tokens
from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer
from kontuar.store.models import (
    Account,
    AccountAccess,
    Application,
    Buyer,
    Case,
    Outgoing,
    OutgoingFile,
    Thread,
    User,
)
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db(transaction=True)
State = Outgoing.State
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Wire:
    """An account whose marketplace is a server that takes everything and remembers it."""

    server: ScriptedServer
    account: Account
    shop: Shop
    on_asked: list[Callable[[Asked], Reply | None]] = field(default_factory=list)

    def case(self, login: str = "kupujacy", *, said_at: datetime = NOW - HOUR, **fields: Any) -> Case:
        buyer, _ = Buyer.objects.get_or_create(
            account=self.account, login=login, defaults={"first_seen_at": NOW - DAY}
        )
        thread, _ = Thread.objects.get_or_create(
            account=self.account, external_id=f"t-{login}", kind="talk", buyer=buyer
        )
        given = {"thread": thread, "buyer": buyer, "opened_at": said_at, "last_buyer_at": said_at}
        return Case.objects.create(account=self.account, **{**given, **fields})

    def row(self, case: Case, *, text: str = "Dzień dobry, tak.", **fields: Any) -> Outgoing:
        given: dict[str, Any] = {
            "thread_external_id": case.thread.external_id if case.thread else "",
            "buyer_login": case.buyer.login,
            "text": text,
            "state": State.QUEUED,
            "not_before": NOW - MINUTE,
            "composed_at": NOW - 2 * MINUTE,
            "composed_by": self.shop.ala,
            "last_buyer_at": case.last_buyer_at,
            "case_state": case.state,
        }
        return Outgoing.objects.create(account=self.account, case=case, **{**given, **fields})

    def left(self, case: Case, ago: timedelta, *, state: State = State.DELIVERED, **fields: Any) -> Outgoing:
        """A message of ours that left some time ago."""
        return self.row(case, state=state, **{"sending_at": NOW - ago, "sent_at": NOW - ago, **fields})

    def send(self, row: Outgoing, *, now: datetime = NOW) -> Outgoing:
        Account.objects.filter(pk=self.account.pk).update(send_slot_at=None)
        deliver.one(row.pk, owner="w1", now=now)
        row.refresh_from_db()
        return row

    @property
    def messages(self) -> list[Asked]:
        """Messages that reached the marketplace."""
        return [one for one in self.server.asked if one.method == "POST" and one.path.endswith("/messages")]

    def __call__(self, asked: Asked) -> Reply:
        try:
            replies = [react(asked) for react in self.on_asked]
        finally:
            connection.close()  # this thread's own
        if reply := next(filter(None, replies), None):
            return reply
        return Reply.of_json({"id": f"m{len(self.server.asked)}"}, status=201)


@pytest.fixture
def wire(shop: Shop) -> Iterator[Wire]:
    with ScriptedServer() as server:
        account = shop.account
        account.application.base_url = server.url
        account.application.save(update_fields=["base_url"])
        pair = Tokens(access="a", refresh="r", access_expires_at=NOW + 11 * HOUR)
        account.tokens_sealed = sealed(pair)
        account.save(update_fields=["tokens_sealed"])
        made = Wire(server=server, account=account, shop=shop)
        server.script = made
        yield made


def stands(row: Outgoing) -> tuple[str, str]:
    return row.state, row.reason


def test_a_queued_answer_leaves_once(wire: Wire) -> None:
    row = wire.send(wire.row(wire.case()))
    assert stands(row) == (State.SENT, "")
    assert not deliver.one(row.pk, owner="w2", now=NOW + HOUR)
    assert len(wire.messages) == 1


def test_a_regular_customer_is_not_taken_for_a_loop(wire: Wire) -> None:
    """Many messages in many matters; his last word is older than ours in this one, newer in another."""
    case = wire.case(said_at=NOW - 20 * HOUR)
    for ago in range(2, 9):
        wire.left(case, ago * HOUR, text=f"Wiadomość {ago}")
    for ago in range(2, 9):
        wire.left(case, ago * 10 * DAY, text=f"Dawna wiadomość {ago}")
    wire.case(said_at=NOW - 3 * HOUR + MINUTE)
    assert wire.send(wire.row(case)).state == State.SENT


def test_messages_of_long_ago_are_no_loop_though_he_never_wrote(wire: Wire) -> None:
    case = wire.case(last_buyer_at=None)
    for ago in range(2, 9):
        wire.left(case, ago * DAY, text=f"Wiadomość {ago}")
    assert wire.send(wire.row(case)).state == State.SENT


def test_six_in_a_row_without_a_word_of_his_go_back_to_a_person_who_may_insist(wire: Wire) -> None:
    case = wire.case(said_at=NOW - 20 * HOUR)
    for ago in range(2, 8):
        wire.left(case, ago * HOUR, text=f"Wiadomość {ago}")
    row = wire.send(wire.row(case))
    assert stands(row) == (State.HELD, "too_many_in_a_row")
    outbox.send_now(row, wire.shop.ala, seen_buyer_at=case.last_buyer_at, now=NOW)
    assert wire.send(row).state == State.SENT


def test_the_same_short_answer_in_another_matter_leaves(wire: Wire) -> None:
    first, second = wire.case(), wire.case()
    wire.left(first, 10 * MINUTE, text="Tak.")
    assert wire.send(wire.row(second, text="Tak.")).state == State.SENT
    assert stands(wire.send(wire.row(first, text=" Tak."))) == (State.HELD, "same_text")


def test_what_is_on_the_line_counts_for_the_next_worker(wire: Wire) -> None:
    case = wire.case()
    wire.left(case, MINUTE, state=State.SENDING, sent_at=None, text="Tak.")
    assert stands(wire.send(wire.row(case, text="Tak."))) == (State.HELD, "same_text")


def test_nobody_can_insist_on_sending_from_a_watch_only_account(wire: Wire) -> None:
    row = wire.row(wire.case(), is_insisted=True)
    Account.objects.filter(pk=wire.account.pk).update(is_watch_only=True)
    assert stands(wire.send(row)) == (State.HELD, "watch_only")
    assert wire.messages == []


@pytest.mark.parametrize("how", ["viewer", "none", "left", "deleted"])
def test_a_text_whose_writer_lost_the_right_since_waits_for_somebody_who_has_it(wire: Wire, how: str) -> None:
    ala, bolek = wire.shop.ala, wire.shop.bolek
    row = wire.row(wire.case())
    mine = AccountAccess.objects.filter(user=ala)
    if how == "viewer":
        mine.update(role=AccountAccess.Role.VIEWER)
    elif how == "none":
        mine.delete()
    elif how == "left":
        User.objects.filter(pk=ala.pk).update(is_active=False)
    else:
        Outgoing.objects.update(composed_by=None)
    row = wire.send(row)
    assert stands(row) == (State.HELD, "no_rights")
    assert wire.messages == []
    row = Outgoing.objects.select_related("account", "case", "composed_by").get(pk=row.pk)
    outbox.send_now(row, bolek, seen_buyer_at=row.last_buyer_at, now=NOW)
    row = wire.send(row)
    assert (row.state, row.composed_by) == (State.SENT, bolek)


def test_after_an_outage_a_text_of_yesterday_goes_back_to_a_person(wire: Wire) -> None:
    """Every failed try moves the next one; it does not move when the message was meant to leave."""
    Application.objects.filter(pk=wire.account.application_id).update(base_url="http://127.0.0.1:9")
    Account.objects.filter(pk=wire.account.pk).update(access_expires_at=NOW + 9 * DAY)
    case = wire.case()
    row = reply.send(
        case, wire.shop.ala, text="Wysyłamy dziś.", key=uuid4(), seen_buyer_at=case.last_buyer_at, now=NOW
    )
    for hours in range(1, 25):
        deliver.release_held(now=NOW + hours * HOUR)
        assert stands(wire.send(row, now=NOW + hours * HOUR)) == (State.QUEUED, "NO_CONNECTION")
    Application.objects.filter(pk=wire.account.application_id).update(base_url=wire.server.url)
    assert stands(wire.send(row, now=NOW + 25 * HOUR)) == (State.HELD, "too_late")
    assert wire.messages == []


def test_a_person_sends_or_puts_off_a_late_text_from_now_on(wire: Wire) -> None:
    wire.account.access_expires_at = NOW + 9 * DAY
    wire.account.save(update_fields=["access_expires_at"])
    sent, put_off = (
        wire.send(wire.row(wire.case(login), planned_at=NOW - 2 * DAY)) for login in ("celina", "bolek")
    )
    assert stands(sent) == stands(put_off) == (State.HELD, "too_late")
    outbox.send_now(sent, wire.shop.ala, seen_buyer_at=sent.last_buyer_at, now=NOW)
    assert wire.send(sent).state == State.SENT
    outbox.put_off(put_off, wire.shop.ala, until=NOW + 2 * DAY, now=NOW)
    deliver.release_held(now=NOW + 2 * DAY)
    assert wire.send(put_off, now=NOW + 2 * DAY + HOUR).state == State.SENT


def with_file(wire: Wire, row: Outgoing) -> OutgoingFile:
    uploads.keep(row, [NewFile(name="kubek.png", media_type="image/png", content=PNG)])
    return row.files.get()


@pytest.mark.parametrize(
    ("change", "state", "reason"),
    [
        ({"is_watch_only": True}, State.HELD, "watch_only"),
        ({"state": Account.State.PAUSED}, State.QUEUED, "Temporary"),
    ],
)
def test_what_is_pressed_while_files_are_handed_over_still_stops_the_message(
    wire: Wire, change: dict[str, Any], state: State, reason: str
) -> None:
    row = wire.row(wire.case())
    with_file(wire, row)

    def press(asked: Asked) -> None:
        if asked.method == "PUT":
            Account.objects.filter(pk=wire.account.pk).update(**change)

    wire.on_asked.append(press)
    assert stands(wire.send(row)) == (state, reason)
    assert wire.messages == []


def test_a_message_called_off_while_files_are_handed_over_does_not_leave(wire: Wire) -> None:
    row = wire.row(wire.case())
    with_file(wire, row)

    def call_off(asked: Asked) -> None:
        if asked.method == "PUT":
            Outgoing.objects.filter(pk=row.pk).update(state=State.CANCELLED, reason="sent_again")

    wire.on_asked.append(call_off)
    assert stands(wire.send(row)) == (State.CANCELLED, "sent_again")
    assert wire.messages == []


@pytest.mark.parametrize("harm", ["gone", "other bytes"])
def test_a_file_lost_here_gives_the_message_back_instead_of_leaving_it_unsure(wire: Wire, harm: str) -> None:
    row = wire.row(wire.case())
    path = Path(settings.ATTACHMENTS_DIR) / with_file(wire, row).path
    path.unlink() if harm == "gone" else path.write_bytes(PNG[:-1] + b"x")
    assert stands(wire.send(row)) == (State.HELD, "file")
    assert row.hold_reason == "file"
    assert not [one for one in wire.server.asked if one.method != "GET"]


def test_an_answer_to_a_file_that_nobody_can_read_gives_the_message_back(wire: Wire) -> None:
    row = wire.row(wire.case())
    with_file(wire, row)
    wire.on_asked.append(lambda asked: Reply(status=201, body=b"<html>") if "attach" in asked.path else None)
    assert stands(wire.send(row)) == (State.HELD, "file")
    assert wire.messages == []


def test_a_fault_of_ours_before_the_write_is_held_and_one_after_it_is_unsure(wire: Wire) -> None:
    before, after = wire.row(wire.case("celina")), wire.row(wire.case("bolek"))
    application = Application.objects.filter(pk=wire.account.application_id)
    application.update(place="no such place")
    with pytest.raises(ValueError, match="no such place"):
        wire.send(before)
    before.refresh_from_db()
    assert stands(before) == (State.HELD, "fault")
    application.update(place="practice")
    wire.on_asked.append(lambda asked: Reply(status=201, body=b"<html>"))
    assert stands(wire.send(after)) == (State.UNSURE, "no_answer")


def test_a_file_that_cannot_be_read_leaves_the_way_open_to_send_without_it(wire: Wire) -> None:
    row = wire.row(wire.case(), text="W załączniku.")
    (Path(settings.ATTACHMENTS_DIR) / with_file(wire, row).path).unlink()
    wire.send(row)
    assert outbox.take_back(row, wire.shop.ala, now=NOW) == "W załączniku."


def test_a_message_never_shown_as_delivered_becomes_unsure_after_two_days(wire: Wire) -> None:
    case = wire.case()
    silent = wire.left(case, 49 * HOUR, state=State.SENT, looked_at=NOW - MINUTE)
    young = wire.left(case, 47 * HOUR, state=State.SENT, looked_at=NOW - MINUTE)
    nobody_looked = wire.left(case, 49 * HOUR, state=State.SENT, looked_at=NOW - 40 * HOUR)
    a_week_old = wire.left(case, 8 * DAY, state=State.SENT)
    shown = wire.left(case, 8 * DAY, state=State.DELIVERED)
    assert deliver.expire(now=NOW) == 2
    for row, expected in (
        (silent, (State.UNSURE, "not_shown")),
        (young, (State.SENT, "")),
        (nobody_looked, (State.SENT, "")),
        (a_week_old, (State.UNSURE, "not_shown")),
        (shown, (State.DELIVERED, "")),
    ):
        row.refresh_from_db()
        assert stands(row) == expected
    assert deliver.expire(now=NOW) == 0
