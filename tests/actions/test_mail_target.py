"""A mailbox's own target: its number judges the mailbox's cases, nobody else's."""

from datetime import timedelta

import pytest

from kontuar.actions import mail_target, policies, reassess, receive
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.connector_kit.contract import Batch
from kontuar.facts.messages import Message, MessageKind, Role, Thread, ThreadKind
from kontuar.store.models import Account, AccountAccess, Case, Duty, JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(shop, make_account):
    account = make_account("sklep@example.com", platform="mail", settings={"address": "sklep@example.com"})
    AccountAccess.objects.create(user=shop.ala, account=account, role="owner")
    return account


@pytest.fixture
def write(mailbox, now):
    def one(*, minutes_ago=30, role=Role.BUYER, external_id="<1@example.net>"):
        author = "jan@example.net" if role is Role.BUYER else "sklep@example.com"
        facts = (
            Thread(external_id="<1@example.net>", kind=ThreadKind.TALK, buyer_login="jan@example.net"),
            Message(
                external_id=external_id,
                thread_id="<1@example.net>",
                role=role,
                author_login=author,
                text="Kiedy paczka?",
                written_at=now - timedelta(minutes=minutes_ago),
                kind=MessageKind.MAIL,
            ),
        )
        receive.batch(mailbox, Batch(facts=facts, cursor={}), now=now)

    return one


def test_a_mail_is_owed_an_answer_by_our_own_target(write, now):
    write()
    duty = Duty.objects.get()
    assert (duty.kind, duty.origin, duty.rule_id, duty.lost) == ("answer", "own", "own.mail", "own_target")
    assert not duty.is_counted
    # Friday 9:30 in Warsaw: the weekend does not count.
    assert duty.due_at == now + timedelta(days=3, minutes=-30)


def test_an_answer_ends_it(write):
    write()
    write(minutes_ago=1, role=Role.SELLER, external_id="<2@example.com>")
    assert not Duty.objects.exists()


def test_a_marketplaces_mail_wants_a_look_until_its_case_is_closed(write, now):
    write(role=Role.MARKETPLACE)
    Case.objects.update(state="open")
    reassess.cases([case.pk for case in Case.objects.all()], now=now)
    assert Duty.objects.get().next_step == "look"
    Case.objects.update(state="closed")
    reassess.cases([case.pk for case in Case.objects.all()], now=now)
    assert not Duty.objects.exists()


def test_a_marketplaces_old_mail_is_history(write, now):
    write(role=Role.MARKETPLACE, minutes_ago=60 * 24 * 30)
    Case.objects.update(state="open")
    reassess.cases([case.pk for case in Case.objects.all()], now=now)
    assert not Duty.objects.exists()


def test_another_number_judges_the_mailbox_again(write, shop, mailbox, now):
    write()
    mail_target.set_answer_hours(mailbox, shop.ala, 2, now=now)
    while reassess.due(now=now):
        continue
    assert Duty.objects.get().due_at == now + timedelta(minutes=90)
    assert mailbox.settings == {"address": "sklep@example.com", "answer_hours": 2}
    entry = JournalEntry.objects.get(verb="account.changed")
    assert (entry.actor, entry.detail) == (shop.ala, {"answer_hours": 2})


def test_the_same_number_again_changes_nothing(shop, mailbox, now):
    for _ in range(2):
        mail_target.set_answer_hours(mailbox, shop.ala, 8, now=now)
    assert JournalEntry.objects.filter(verb="account.changed").count() == 1


@pytest.mark.parametrize("hours", [0, -1, 241])
def test_a_senseless_number_is_refused_and_its_field_named(shop, mailbox, now, hours):
    with pytest.raises(Invalid) as refused:
        mail_target.set_answer_hours(mailbox, shop.ala, hours, now=now)
    assert refused.value.field == "answer_hours"


@pytest.mark.parametrize("who", ["bolek", "celina"])
def test_only_an_owner_sets_it(shop, mailbox, now, who):
    with pytest.raises(NotAllowed):
        mail_target.set_answer_hours(mailbox, getattr(shop, who), 8, now=now)


@pytest.mark.parametrize("given", [None, "8", True, 0, 241, 8.5, [8]])
def test_what_is_no_sensible_number_leaves_our_suggestion(mailbox, now, given):
    Account.objects.filter(pk=mailbox.pk).update(settings={"answer_hours": given})
    mailbox.refresh_from_db()
    assert policies.policy(mailbox, now=now).answer.confirmed.window == timedelta(hours=24)


def test_what_a_mailbox_does_not_know_is_absent(mailbox, now):
    policy = policies.policy(mailbox, now=now)
    assert (policy.problem, policy.dispatch, policy.parcel) == (None, None, None)
    assert (policy.issues.claim, policy.issues.returns, policy.issues.dates) == (None, None, None)
    assert (policy.sending.notices, policy.sending.contact, policy.sending.order_needed) == ((), None, None)
