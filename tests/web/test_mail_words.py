"""Why a mail of ours stands where it stands: words for every code its connector gives."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from kontuar.connectors.mail.login import CODES
from kontuar.facts.mails import BounceWhy
from kontuar.store.models import Account, Outgoing
from kontuar.web.pages.letters import sending
from kontuar.web.pages.outbox import words

State = Outgoing.State


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def a_row(state: str, reason: str, text: str = "", platform: str = "mail") -> Outgoing:
    account = Account(platform=platform)
    return Outgoing(
        account=account, state=state, reason=reason, reason_text=text, buyer_login="jan@example.org"
    )


@pytest.mark.parametrize("why", list(BounceWhy))
def test_a_bounce_is_told_without_codes(why: BounceWhy) -> None:
    said = words.reason(a_row(State.BLOCKED, "bounced", why.value))
    assert "jan@example.org" in said
    assert "_" not in said


@pytest.mark.parametrize("code", CODES)
def test_every_refused_login_asks_for_a_sign_in(code: str) -> None:
    assert "sign-in" in words.reason(a_row(State.QUEUED, code))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("550 5.1.1", "no such address"),
        ("552 5.3.4", "larger"),
        ("552", "larger"),
        ("550 5.2.2", "full"),
        ("554 5.7.1", "unwanted"),
        ("554", "refused it"),
        ("501 5.5.4", "refused it"),
    ],
)
def test_a_refusal_is_told_by_its_number_and_the_servers_own_words(reason: str, said: str) -> None:
    told = words.reason(a_row(State.REFUSED, reason, "the server refused the recipient: 5.1.1 no user …"))
    assert said in told
    assert "“5.1.1 no user …”" in told
    assert "the server refused the recipient" not in told


@pytest.mark.parametrize(
    "reason", ["451 4.7.1", "421", "DISCONNECTED", "TIMEOUT", "NO_CONNECTION", "tls_failed"]
)
def test_what_passes_by_itself_says_so(reason: str) -> None:
    assert "by itself" in words.reason(a_row(State.QUEUED, reason, "the server does not take it now"))


def test_other_platforms_and_plain_states_are_left_alone() -> None:
    assert sending.why(a_row(State.REFUSED, "550 5.1.1", platform="allegro")) == ""
    assert sending.why(a_row(State.HELD, "watch_only")) == ""
    assert words.reason(a_row(State.HELD, "watch_only")) == "The account is watch-only. The message is kept."
    assert sending.why(a_row(State.DELIVERED, "")) == ""
