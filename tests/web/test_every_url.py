"""Every address of the program, asked by nobody, two strangers, a viewer, a colleague and an owner.

``EXPECTED`` says of each address by name what each of them gets; an address that is not in it fails the
test, so that a new page is classified before it is seen. The strangers have an account of their own, Celina as
its owner, Darek as an agent there: what belongs to the other account must not exist for them. The viewer (Ewa)
sees what the colleague (Bolek, an agent) sees, and whatever she posts changes nothing.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

import kontuar.web
from kontuar.actions import machine, team
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.facts.offers import Offer as OfferFact
from kontuar.facts.orders import Delivery, Fulfilment, OrderState
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.ratings import Rating as RatingFact
from kontuar.store.models import (
    AccountAccess,
    Attachment,
    Buyer,
    Case,
    CaseChange,
    DeskRoutine,
    Duty,
    FaqEntry,
    Incident,
    IncidentHit,
    Invitation,
    Issue,
    Letter,
    MachineText,
    Mark,
    Message,
    Note,
    Offer,
    Order,
    Outgoing,
    OutgoingDeed,
    OutgoingFile,
    Praise,
    Rating,
    ReplyTemplate,
    SavedView,
    SignIn,
    Suggestion,
    SuggestionAsk,
    Tag,
    Thread,
    User,
    Visit,
)
from kontuar.store.rebuild import to_json
from tests.same_rows import same_rows
from tests.shop import Shop

pytestmark = pytest.mark.django_db

SECRET = "tajny-kubek-7731"
FILE = b"<script>1</script>"
MAIL = f"From: {SECRET}@x.example\r\nSubject: {SECRET}\r\n\r\n{SECRET}\r\n".encode()
"""A word planted in every row and searched for in the pages of strangers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Status codes per person. ``POST`` addresses are asked by POST with an empty form."""

    visitor: set[int]
    stranger: set[int]
    colleague: set[int]
    owner: set[int]
    method: str = "get"
    viewer: frozenset[int] | None = None

    def of(self, who: str) -> set[int]:
        """What ``who`` may get. A viewer opens what an agent opens; an agent of another account is a
        stranger to rows, and to pages of the desk what our agent is."""
        if who == "viewer":
            return set(self.viewer or self.colleague)
        if who == "outsider":
            return self.stranger if self.stranger & {404} else self.stranger | self.colleague
        return getattr(self, who)  # type: ignore[no-any-return]


SIGN_IN = {302}
"""Sent to the sign-in page: the visitor learns nothing, not even whether the address exists."""


def page(*, stranger: int = 200, colleague: int = 200, owner: int = 200, viewer: int = 0) -> Seen:
    """A page for those who are signed in; ``stranger`` is 404 where it shows one account's row."""
    return Seen(
        visitor=SIGN_IN, stranger={stranger}, colleague={colleague}, owner={owner},
        viewer=frozenset({viewer}) if viewer else None,
    )  # fmt: skip


def deed(*, stranger: int = 404, colleague: int = 303, owner: int = 303, viewer: int = 0) -> Seen:
    """A POST on one account's row: done or refused in words for those who see the row, 404 for others."""
    return Seen(
        visitor=SIGN_IN, stranger={stranger}, colleague={colleague}, owner={owner}, method="post",
        viewer=frozenset({viewer}) if viewer else None,
    )  # fmt: skip


def again(*, method: str = "get") -> Seen:
    """Nobody gets further before showing once more who he is."""
    return Seen(visitor={302}, stranger={302}, colleague={302}, owner={302}, method=method)


OPEN = Seen(visitor={200}, stranger={200}, colleague={200}, owner={200})
ROW = page(stranger=404)

EXPECTED: dict[str, Seen] = {
    # the door
    "account_login": Seen(visitor={200}, stranger={302}, colleague={302}, owner={302}),
    "account_logout": page(),
    "account_inactive": OPEN,
    "account_change_password": page(),
    "start": Seen(visitor={303}, stranger={303}, colleague={303}, owner={303}),
    "invitation": Seen(visitor={200}, stranger={409}, colleague={409}, owner={409}),
    "health": Seen(visitor={200, 503}, stranger={200, 503}, colleague={200, 503}, owner={200, 503}),
    "ready": OPEN,
    "metrics": OPEN,  # from this machine, as here; others: tests/web/test_metrics.py
    "mfa_authenticate": again(),  # no sign-in is under way
    "mfa_login_webauthn": again(),
    "account_reauthenticate": page(),
    "mfa_reauthenticate": again(),
    "mfa_reauthenticate_webauthn": again(),
    # one's own security
    "security": page(),
    "mfa_activate_totp": again(),
    "mfa_deactivate_totp": page(stranger=404, colleague=404, owner=404),  # there is none
    "mfa_view_recovery_codes": page(stranger=404, colleague=404, owner=404),
    "mfa_generate_recovery_codes": again(),
    "mfa_add_webauthn": again(),
    "mfa_edit_webauthn": again(),
    "mfa_remove_webauthn": again(),
    "visit-end": again(method="post"),
    "visits-end-others": again(method="post"),
    # team, settings
    "team": page(),
    "team-invite": page(colleague=403),
    "team-rights": page(),
    "team-presence": deed(stranger=303),
    "team-demand": again(method="post"),
    "team-care": page(stranger=404, colleague=404),
    "team-take-factor": again(method="post"),
    "team-end-visits": again(method="post"),
    "team-role": deed(),
    "team-remove": page(stranger=404, colleague=403),
    "team-withdraw": deed(colleague=404),
    "settings": page(),
    "templates": page(),
    "template-new": page(),
    "template-preview": deed(stranger=200, colleague=200, owner=200),
    "templates-export": page(),
    "templates-import": deed(stranger=303),
    "template": ROW,
    "template-remove": deed(),
    "style": page(),
    "style-file": page(),
    "faq": page(),
    "faq-new": page(),
    "faq-often": page(),
    "faq-export": page(),
    "faq-import": deed(stranger=303),
    "faq-entry": ROW,
    "faq-remove": deed(),
    "profile": page(),
    "tags": page(),
    "tag": page(),
    "tag-end": deed(stranger=303),
    "machine": page(),
    "shipping": page(),
    "machine_ask": page(stranger=404, viewer=303),
    "machine_text": ROW,
    "machine_accept": deed(),
    "away": page(),
    "away-account": page(stranger=404, colleague=404),
    "routines": page(),
    "routine-log": page(),
    "routine-new": page(),
    "routine": ROW,
    "routine-try": ROW,
    "routine-switch": deed(),
    "routine-up": deed(),
    "routine-remove": deed(),
    # the day's rhythm
    "rhythm": page(),
    "rhythm-leave": page(),
    "rhythm-numbers": page(),
    "rhythm-loose": page(),
    "rhythm-week": page(),
    "rhythm-absences": page(),
    "rhythm-absence": page(stranger=404, colleague=404, owner=404),
    "rhythm-absence-end": deed(colleague=404, owner=404),
    "rhythm-notice": deed(colleague=404, owner=404),
    "rules": page(),
    "rules-changed": page(),
    "rules-unchecked": page(),
    "rule": page(),
    "rule-own-end": deed(colleague=404, owner=404),  # nobody made one
    "privacy": page(),
    "privacy-buyer": page(stranger=404, colleague=403),
    "privacy-export": page(stranger=404, colleague=403),
    # accounts
    "accounts": page(),
    "account-connect": page(colleague=403),
    "account-register": page(colleague=403),
    "mailbox": page(colleague=403),
    "mailbox-access": page(stranger=303, colleague=403, owner=303),
    "mailbox-handed": page(stranger=303, colleague=403, owner=303),
    "mailbox-client": page(stranger=303, colleague=403, owner=303),
    "mailbox-again": page(stranger=404, colleague=404, owner=404),
    "account-sign-in": page(stranger=404, colleague=404),
    "account-check": deed(colleague=404, owner=200),
    "account-return": page(stranger=303, colleague=303, owner=303),
    "remove-demo": page(stranger=403, colleague=403, owner=403),
    "account": ROW,
    "account-state": ROW,
    "account-sending": page(stranger=404, colleague=403),
    "account-change": page(stranger=404, colleague=403),
    "place-add": page(stranger=200, colleague=403),
    "place-change": page(stranger=404, colleague=404, owner=404),  # the account is a marketplace's
    "account-watch-only": deed(),
    "account-pause": deed(),
    "account-resume": deed(),
    "account-read": deed(),
    "account-again": deed(),
    # outbox
    "outbox": page(),
    "outbox-group": page(),
    "outgoing-put-off": deed(),
    "outgoing-on-marketplace": page(stranger=404, colleague=303, owner=303),
    "deed-cancel": deed(),
    "deed-settle": deed(),
    "deed-again": deed(),
    "deed-on-marketplace": page(stranger=404, colleague=303, owner=303),
    # today, messages, one conversation
    "today": page(),
    "inbox": page(),
    "views": page(),
    "views_counted": page(),
    "view": page(stranger=404, owner=404, viewer=404),  # a colleague keeps it for himself
    "view_remove": deed(owner=404, viewer=404),
    "inbox_several": page(),
    "inbox_several_do": deed(stranger=303),
    "inbox_several_undo": deed(colleague=404, owner=404),  # nobody did one
    "close_closers": deed(stranger=303),
    "settle_duty": deed(stranger=303),
    "mark_take_back": deed(),
    "case_say": deed(),
    "case_mark_done": deed(),
    "close_backlog": deed(stranger=303),
    "case": ROW,
    "case_reply": deed(colleague=422, owner=422),
    "case_check": deed(colleague=200, owner=200, viewer=204),
    "case_parcel": deed(viewer=422),
    "case_in_place": page(stranger=404, viewer=404),
    "case_preview": ROW,
    "case_head": ROW,
    "case_list": ROW,
    "case_news": page(stranger=404, colleague=204, owner=204),
    "case_close": deed(),
    "case_reopen": deed(),
    "case_calm": deed(colleague=200, owner=200, viewer=422),
    "case_holding": deed(),
    "case_take_over": deed(),
    "case_templates": page(stranger=404, viewer=404),
    "case_template_use": deed(),
    "case_sheet": page(stranger=404, viewer=404),
    "case_sheet_change": deed(viewer=404),
    "case_wait": deed(),
    "case_assign": deed(),
    "case_note": deed(),
    "case_call": page(stranger=404, viewer=404),
    "intake": page(),
    "intake-back": page(stranger=404, colleague=404, owner=404),  # the case is a marketplace's
    "intake-who": page(stranger=404, viewer=404),
    "intake-who-part": deed(viewer=404),
    "intake-sent": deed(),
    "intake-not-sent": deed(),
    "case_call_number": deed(),
    "case_voice": page(stranger=404, viewer=404),
    "case_suggest": deed(colleague=422, owner=422, viewer=303),
    "case_praise": deed(colleague=422, owner=422, viewer=303),
    "suggestions": page(),
    "suggestions-file": page(),
    "suggestion": ROW,
    "suggestion-draft": deed(),
    "suggestion-take-back": deed(),
    "praise": page(),
    "praise-file": page(),
    "praise-count": deed(),
    "praise-decline": deed(),
    "praise-take-back": deed(),
    "case_tag": deed(),
    "case_untag": deed(),
    "case_tag_names": ROW,
    "case_calls_seen": deed(),
    "case_matter": ROW,
    "case_merge": deed(colleague=404, owner=404),
    "case_split": deed(),
    "case_move": deed(colleague=404, owner=404),
    "case_undo": deed(),
    "message_whole": ROW,
    "letter": ROW,
    "letter_as_sent": ROW,
    "letter_frame": ROW,
    "letter_inside": ROW,
    "letter_raw": ROW,
    "letter_images": deed(),
    "outgoing_state": ROW,
    "outgoing_take_back": deed(),
    "outgoing_send_now": deed(),
    "outgoing_try_again": deed(),
    "outgoing_arrived": deed(),
    # orders
    "orders": page(),
    "order": ROW,
    "evidence": ROW,
    "order_tracking": deed(colleague=422, owner=422),
    "order_state": deed(colleague=422, owner=422),
    "order_invoice": deed(colleague=422, owner=422),
    "order_write": ROW,
    "search": page(),
    # offers, ratings
    "offers": page(),
    "offer-times": page(),
    "offer": ROW,
    "offer-choice": deed(colleague=422, owner=422, viewer=404),
    "ratings": page(),
    "rating_products": page(),
    "rating_answer": ROW,
    # issues
    "issues": page(),
    "issue": ROW,
    "issue_say": deed(),
    "order_check": deed(colleague=200, owner=200),
    # incidents
    "incidents": page(),
    "incident-file": deed(),
    "incident-file-drop": deed(),
    "incident-new": page(),
    "incident-mark": deed(stranger=303),
    "incident": ROW,
    "incident-change": ROW,
    "incident-whom": ROW,
    "incident-state": deed(),
    "incident-review": page(stranger=404, colleague=303, owner=303),
    "incident-hit": page(stranger=404, viewer=404),
    "incident-check": deed(colleague=200, owner=200, viewer=404),
    "incident-buyer": deed(),
    "incident-put": deed(),
    # help
    "keys": page(),
    "theme": deed(stranger=303),
    # files
    "file": ROW,
    "file_small": page(stranger=404, colleague=404, owner=404),  # not a picture
    "outgoing-file": ROW,
}


def _addresses(
    found: list[URLPattern | URLResolver], above: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Name and arguments of every address, those of the folders above it included."""
    for one in found:
        wanted = above | set(one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, wanted)
        else:
            yield str(one.name), wanted


ALL = dict(_addresses(get_resolver().url_patterns, frozenset()))


@pytest.fixture
def things(shop: Shop, settings: object) -> dict[str, object]:
    """One row of everything in Ala's account, each carrying the secret word."""
    _write_files(settings)
    now = timezone.now()
    key = ("things", shop.account.pk, shop.ala.pk, shop.bolek.pk)
    return same_rows(lambda: _things(shop, now), key=key, alone=Thread, at=now, stays=timedelta(minutes=1))


def _things(shop: Shop, now: datetime) -> dict[str, object]:
    account = shop.account
    buyer = Buyer.objects.create(account=account, login=f"kupujacy-{SECRET}", first_seen_at=now)
    thread = Thread.objects.create(account=account, external_id="t1", kind="talk", buyer=buyer)
    order = Order.objects.create(
        account=account, external_id=f"o-{SECRET}", buyer=buyer, state="ready", fulfilment="new",
        first_seen_at=now, fact=to_json(_order_fact()),
    )  # fmt: skip
    offer = Offer.objects.create(
        account=account,
        external_id="of1",
        name=SECRET,
        fact=to_json(OfferFact(external_id="of1", name=SECRET)),
        seen_at=now,
    )
    issue = Issue.objects.create(
        account=account, external_id="i1", kind="claim", status="open", raw_status="CLAIM_SUBMITTED",
        thread=thread, order=order, buyer=buyer, buyer_login=buyer.login, subject=SECRET, opened_at=now,
        first_seen_at=now, changed_at=now, fact=to_json(_issue_fact()),
    )  # fmt: skip
    rating = Rating.objects.create(
        account=account, external_id="r1", order=order, buyer_login=buyer.login, is_recommended=False,
        rated_at=now, comment=SECRET, first_seen_at=now, fact=to_json(_rating_fact(now)),
    )  # fmt: skip
    case = Case.objects.create(
        account=account, thread=thread, buyer=buyer, opened_at=now, last_message_at=now,
        last_text=SECRET, subject=SECRET, search_text=SECRET, last_role="buyer", last_buyer_at=now,
    )  # fmt: skip
    message = Message.objects.create(
        account=account, thread=thread, case=case, external_id="m1", role="buyer", text=SECRET,
        kind="message", status="delivered", written_at=now, first_seen_at=now,
    )  # fmt: skip
    letter = _letter(message)
    attachment = Attachment.objects.create(
        message=message, external_id="a1", name=f"{SECRET}.txt", path="incoming/x"
    )
    outgoing = Outgoing.objects.create(
        account=account, case=case, thread_external_id="t1", buyer_login=buyer.login, text=SECRET,
        state="unsure", not_before=now, composed_at=now, composed_by=shop.ala,
    )  # fmt: skip
    asked = OutgoingDeed.objects.create(
        account=account, kind="tracking", order=order, what={"waybill": SECRET, "carrier": "INPOST"},
        state="unsure", asked_by=shop.ala, asked_at=now, not_before=now,
    )  # fmt: skip
    mark = Mark.objects.create(account=account, case=case, kind="complaint", since_at=now, made_at=now)
    duty = Duty.objects.create(
        account=account, order=order, kind="no_scan", since_at=now, due_at=now, safer_by=now, warn_at=now,
        origin="own", rule_id="own.carrier_question", rule_version="2019-09-04", lost="promise_of_delivery",
        next_step="ask_carrier", is_counted=False, standing="calm", opened_at=now,
    )  # fmt: skip
    file = OutgoingFile.objects.create(
        outgoing=outgoing,
        name="f.txt",
        media_type="text/plain",
        size=len(FILE),
        path="outgoing/x",
        sha256=hashlib.sha256(FILE).hexdigest(),
    )
    begun = SignIn.objects.create(
        application=account.application, user=shop.ala, user_code="ABC", verification_url="http://x/",
        read_since=now, expires_at=now + timedelta(hours=1), created_at=now,
        next_poll_at=now + timedelta(hours=1),
    )  # fmt: skip
    token = team.invite(shop.ala, email="", display_name="", grants={}, now=now)
    change = CaseChange.objects.create(
        kind="split", account=account, case=case, before={"messages": {}, "places": {}}, by=shop.ala, at=now
    )
    tag = Tag.objects.create(name="Etykieta", key="etykieta", made_by=shop.ala, made_at=now)
    own = ReplyTemplate.objects.create(
        account=account, name=SECRET, texts={"pl": SECRET}, changed_at=now, changed_by=shop.ala
    )
    faq = FaqEntry.objects.create(
        account=account, questions={"pl": SECRET}, answers={"pl": SECRET}, changed_at=now, changed_by=shop.ala
    )
    machine.set_up(shop.ala, is_on=True, address="http://127.0.0.1:9/v1", name="small", key="", now=now)
    proposal = MachineText.objects.create(case=case, text=SECRET, model_name="small", made_at=now)
    view = SavedView.objects.create(name=SECRET, owner=shop.bolek, made_at=now)
    routine = DeskRoutine.objects.create(
        name=SECRET, steps=[["note", SECRET]], conditions=[["words", [SECRET]]],
        made_by=shop.ala, made_at=now, changed_at=now,
    )  # fmt: skip
    suggestion = Suggestion.objects.create(
        account=account, text=SECRET, made_by=shop.ala, made_at=now, changed_at=now
    )
    ask = SuggestionAsk.objects.create(suggestion=suggestion, message=message, by=shop.ala, at=now)
    praise = Praise.objects.create(account=account, message=message, what="speed", by=shop.ala, at=now)
    incident = Incident.objects.create(
        name=SECRET, texts={"pl": SECRET}, made_by=shop.bolek, made_at=now, changed_at=now
    )
    hit = IncidentHit.objects.create(
        incident=incident,
        account=account,
        buyer=buyer,
        order=order,
        order_ids=[order.pk],
        case=case,
        added_at=now,
    )
    note = Note.objects.create(case=case, author=shop.ala, text=SECRET, created_at=now)
    return {
        "account_id": account.pk, "user_id": shop.bolek.pk, "case_id": case.pk, "outgoing_id": outgoing.pk,
        "attachment_id": attachment.pk, "file_id": file.pk, "sign_in_id": begun.pk, "token": token,
        "invitation_id": Invitation.objects.get().pk, "order_id": order.pk, "offer_id": offer.pk,
        "message_id": message.pk, "letter_id": letter.pk, "note_id": note.pk, "thread_id": thread.pk, "buyer_id": buyer.pk,
        "deed_id": asked.pk, "issue_id": issue.pk, "rating_id": rating.pk, "place": "production", "provider": "google",
        "book": "allegro", "rule_id": "B1", "pk": 1, "visit_id": 1, "code": "unsure", "key": uuid.UUID(int=7), "change_id": change.pk,
        "incident_id": incident.pk, "hit_id": hit.pk,
        "view_id": view.pk, "routine_id": routine.pk, "bulk_id": 1,
        "suggestion_id": suggestion.pk, "ask_id": ask.pk, "praise_id": praise.pk,
        "mark_id": mark.pk, "duty_id": duty.pk, "tag_id": tag.pk, "ref": str(own.pk), "text_id": proposal.pk,
        "faq_id": faq.pk,
    }  # fmt: skip


def _letter(message: Message) -> Letter:
    """A mail of a mailbox of the same people, whose words are in the talk."""
    return Letter.objects.create(
        account=message.account, external_id="l1", message=message, path="mail/x.eml",
        digest=hashlib.sha256(MAIL).hexdigest(), size=len(MAIL), kind="person", subject=SECRET,
        from_address=f"{SECRET}@x.example", has_html=True, sent_at=message.written_at,
        received_at=message.written_at,
    )  # fmt: skip


def _issue_fact() -> IssueFact:
    return IssueFact(
        external_id="i1",
        kind=IssueKind.CLAIM,
        status=IssueStatus.OPEN,
        raw_status="CLAIM_SUBMITTED",
        subject=SECRET,
    )


def _rating_fact(now: datetime) -> RatingFact:
    return RatingFact(
        external_id="r1",
        order_id="",
        buyer_login=SECRET,
        is_recommended=False,
        created_at=now,
        comment=SECRET,
    )


def _order_fact() -> OrderFact:
    return OrderFact(
        external_id=f"o-{SECRET}", state=OrderState.READY, fulfilment=Fulfilment.NEW, buyer_id="b1",
        buyer_login=f"kupujacy-{SECRET}", lines=(), total=None, delivery=Delivery(),
    )  # fmt: skip


def _write_files(settings: object) -> None:
    root = Path(settings.ATTACHMENTS_DIR)  # type: ignore[attr-defined]
    for name, content in (("incoming/x", FILE), ("outgoing/x", FILE), ("mail/x.eml", MAIL)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


@pytest.fixture
def as_person(shop: Shop, make_person: Callable[..., User]) -> Callable[[str], Client]:
    """A browser signed in as one of them, or as nobody."""

    def make(who: str) -> Client:
        client = Client()
        if who != "visitor":
            people = {
                "stranger": shop.celina,
                "outsider": lambda: make_person("darek"),
                "viewer": lambda: make_person("ewa"),
                "colleague": shop.bolek,
                "owner": shop.ala,
            }
            person = people[who]
            if callable(person):
                person = person()
                at, role = (shop.other, "agent") if who == "outsider" else (shop.account, "viewer")
                AccountAccess.objects.create(user=person, account=at, role=role)
            client.force_login(person)
        return client

    return make


def _ask(client: Client, name: str, things: dict[str, object]) -> tuple[int, str]:
    kwargs = {argument: things[argument] for argument in ALL[name]}
    url = reverse(name, kwargs=kwargs)
    answer = getattr(client, EXPECTED[name].method)(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="replace")


def test_every_address_is_classified() -> None:
    assert set(ALL) - set(EXPECTED) == set(), "say in EXPECTED who may see the new address"
    assert set(EXPECTED) - set(ALL) == set(), "these addresses are gone"


@pytest.mark.parametrize("who", ["visitor", "stranger", "outsider", "viewer", "colleague", "owner"])
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_address_opens_for_whom_it_should(
    name: str, who: str, things: dict[str, object], as_person: Callable[[str], Client]
) -> None:
    status, body = _ask(as_person(who), name, things)
    assert status in EXPECTED[name].of(who), f"{name} as {who}"
    if who in {"visitor", "stranger", "outsider"}:
        assert SECRET not in body


OWN = {"theme", "profile", "account_logout", "account_login", "account_change_password"}
"""What a viewer may change: how the desk looks to himself, and whether he is signed in."""
PLAUSIBLE = {
    "text": "Dzień dobry, paczka wyjdzie jutro.", "waybill": "620999", "carrier": "INPOST", "state": "sent",
    "reason": "thanks", "assignee": "me", "until": "2031-01-01T10:00", "how": "close", "what": "tomorrow",
    "role": "owner", "label": "x", "hourly_cap": "1", "zone": "Europe/Warsaw", "country": "PL", "yes": "on",
    "confirm": "on", "is_sure": "on", "days": "3", "answer": "x", "email": "x@example.org", "case": "1",
    "courier_at": "11:11", "undo_seconds": "0", "of": "owners", "message": "1", "name": "x",
}  # fmt: skip


def _rows() -> dict[str, list[dict[str, object]]]:
    """Every row of ours but the visits, which note that somebody looked."""
    models = [model for model in apps.get_app_config("kontuar").get_models() if model is not Visit]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def _post(client: Client, name: str, things: dict[str, object], given: dict[str, str]) -> int:
    """As a plain form: posts that look like files would soon be too many, and refused for that alone."""
    url = reverse(name, kwargs={argument: things[argument] for argument in ALL[name]})
    answer = client.post(url, urlencode(given), content_type="application/x-www-form-urlencoded")
    assert answer.status_code != 429, f"{name} was not asked at all"
    return answer.status_code


@pytest.mark.slow
def test_whatever_a_viewer_posts_changes_nothing(
    things: dict[str, object], as_person: Callable[[str], Client]
) -> None:
    viewer = as_person("viewer")
    viewer.get("/konta/")
    before = _rows()
    for name in sorted(set(ALL) - OWN):
        _post(viewer, name, things, PLAUSIBLE)
        assert _rows() == before, f"{name} lets a viewer change something"


def test_no_form_of_a_strangers_own_reaches_rows_of_others(
    things: dict[str, object], as_person: Callable[[str], Client]
) -> None:
    """Celina works on an account of her own, and names rows of Ala's wherever a form takes a number."""
    numbers = {name.removesuffix("_id"): str(value) for name, value in things.items()}
    also = {"s-message": "message", "p-message": "message", "s-same": "suggestion", "s-offer": "offer"}
    also |= {
        "sprawy": "case",
        "cases": "case",
        "orders": "order",
        "zam": "order",
        "konto": "account",
        "ids": "case",
    }
    named = {field: numbers[name] for field, name in also.items()}
    words = {"text_pl": "x", "question_pl": "x", "answer_pl": "x", "cause": "delay", "do": "close"}
    stranger, given = as_person("stranger"), {**PLAUSIBLE, **words, **numbers, **named}
    stranger.get("/konta/")
    before = {name: {row["id"]: row for row in rows if "id" in row} for name, rows in _rows().items()}
    for name in sorted(set(ALL) - OWN):
        _post(stranger, name, things, given)
    harm = []
    for model, rows in _rows().items():
        found = {row["id"]: row for row in rows if "id" in row}
        if model not in ("Desk", "Tag"):  # she is an owner of the desk, as Ala is
            harm += [(model, row) for key, row in before[model].items() if found.get(key) != row]
        made = [found[key] for key in found.keys() - before[model].keys()]
        ours = {"account_id": things["account_id"], "case_id": things["case_id"]}
        harm += [(model, row) for row in made if any(row.get(name) == value for name, value in ours.items())]
    assert not harm


ASKED = re.compile(
    r"""\b(?:GET|POST|params|data|given|form)(?:\.get|\.getlist)?[\[(]\s*["']([\w-]{1,30})["']"""
)
"""A value of a form or an address, as our pages take it."""
NONSENSE = {
    "a power": "²",
    "too long": "9" * 5_000,
    "a zero byte": "\0",
    "half a letter": b"\xed\xa0\x80",
    "not a number": "NaN",
    "without end": "Infinity",
    "a giant": "1e999999",
    "the last day": "9999-12-31T23:59",
    "the last day alone": "9999-12-31",
    "the first day": "0001-01-01T00:00",
    "no day": "2031-13-45T99:99",
    "below zero": "-1",
}


@pytest.mark.slow
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_in_any_field_breaks_no_page(
    nonsense: str, things: dict[str, object], as_person: Callable[[str], Client]
) -> None:
    """What a page breaks at is raised here; a refusal in words is not."""
    pages = Path(kontuar.web.__file__).parent
    fields = {name for path in pages.rglob("*.py") for name in ASKED.findall(path.read_text("utf-8"))}
    assert {"ile", "konto", "case", "po"} <= fields
    fields |= set(PLAUSIBLE)
    owner, given = as_person("owner"), urlencode(dict.fromkeys(sorted(fields), NONSENSE[nonsense]))
    broken = []
    for name in sorted(set(ALL) - OWN):
        url = reverse(name, kwargs={argument: things[argument] for argument in ALL[name]})
        with transaction.atomic():
            if EXPECTED[name].method == "get":
                answer = owner.get(f"{url}?{given}")
            else:
                answer = owner.post(url, given, content_type="application/x-www-form-urlencoded")
            b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        broken += [name] if answer.status_code in (429, 500) else []
    assert not broken


def test_an_address_with_a_number_no_database_holds_is_not_there(
    things: dict[str, object], as_person: Callable[[str], Client]
) -> None:
    owner, given, answered = as_person("owner"), urlencode(PLAUSIBLE), dict[str, int]()
    for name in sorted(set(ALL) - OWN):
        kwargs = {at: 10**30 if isinstance(things[at], int) else things[at] for at in ALL[name]}
        if 10**30 in kwargs.values():
            url = reverse(name, kwargs=kwargs)
            with transaction.atomic():
                if EXPECTED[name].method == "get":
                    answer = owner.get(url)
                else:
                    answer = owner.post(url, given, content_type="application/x-www-form-urlencoded")
                transaction.set_rollback(True)
            answered[name] = answer.status_code
    assert len(answered) > 80
    assert {
        name: status for name, status in answered.items() if status not in (200, 204, 302, 303, 404)
    } == {}
    assert {answered[name] for name in ("case", "case_head", "order", "issue", "offer")} == {404}


def test_a_visitor_cannot_tell_an_address_that_exists_from_one_that_does_not(shop: Shop) -> None:
    client = Client()
    for path in (f"/konta/{shop.account.pk}/", "/konta/987654/", "/nie-ma-takiej/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("name", sorted(name for name, seen in EXPECTED.items() if seen.method == "post"))
def test_a_deed_needs_a_post_with_a_token(name: str, things: dict[str, object], shop: Shop) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(shop.ala)
    kwargs = {argument: things[argument] for argument in ALL[name]}
    url = reverse(name, kwargs=kwargs)
    assert client.post(url).status_code == 403
    assert client.get(url).status_code == 405


def test_every_page_says_what_the_browser_may_do(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.ala)
    answer = client.get(reverse("accounts"))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert not re.search(rb"<[^>]+ (style|on[a-z]+)=", answer.content)
