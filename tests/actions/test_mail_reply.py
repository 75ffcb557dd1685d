"""Before an answer by mail is written: whom it goes to, what may be in it, who else gets it."""

from uuid import uuid4

import pytest

from kontuar.actions import mail_reply, outbox, reply
from kontuar.actions.errors import Invalid, Stopped
from kontuar.actions.uploads import NewFile
from kontuar.connectors import CONNECTORS
from kontuar.facts.drafts import Severity
from kontuar.store.models import Account, Case, Draft, Outgoing
from tests.actions.mail_desk import ADDRESS, BUYER, ScriptedMail, a_case, a_mail, open_mailbox
from tests.shop import NOW, Shop

pytestmark = pytest.mark.django_db
PDF = NewFile(name="f.pdf", media_type="application/pdf", content=b"%PDF-1" + bytes(3000))
ZIP = NewFile(name="f.zip", media_type="application/zip", content=b"PK\x03\x04" + bytes(10))


@pytest.fixture
def mailbox(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setitem(CONNECTORS, "mail", ScriptedMail())  # type: ignore[arg-type]
    return open_mailbox(shop)


@pytest.fixture
def case(mailbox: Account) -> Case:
    made = a_case(mailbox)
    a_mail(made, "m1@example.org")
    return made


def written(case: Case, shop: Shop, text: str = "Dzień dobry, jest.", **more: object) -> Outgoing:
    values: dict[str, object] = {"key": uuid4(), "seen_buyer_at": case.last_buyer_at, "now": NOW, **more}
    return reply.send(case, shop.ala, text=text, **values)  # type: ignore[arg-type]


def codes(case: Case, text: str) -> set[str]:
    """Without hints on the wording: these texts are about limits and terms, not answers anybody would write."""
    found = reply.findings(case, text, now=NOW)
    return {one.code for one in found if one.severity is not Severity.HINT}


def test_an_envelope_says_whom_it_goes_to_and_who_else_was_written_to(case: Case) -> None:
    to = [{"name": "Sklep", "address": ADDRESS}, {"name": "", "address": "zona@example.org"}]
    cc = [{"name": "", "address": BUYER.upper()}, {"name": "x", "address": ""}, {"address": "b@example.org"}]
    a_mail(case, "m2@example.org", at=NOW, to=to, cc=cc, subject="Stół")
    found = mail_reply.envelope(case)
    assert found
    assert (found.to, found.why_not, found.market) == (BUYER, "", "")
    assert found.others == ("zona@example.org", "b@example.org")
    assert found.subject.startswith("Re: Stół [#K-")


def test_answers_elsewhere_have_no_envelope(shop: Shop) -> None:
    assert mail_reply.envelope(a_case(shop.account, login="kupujacy")) is None


def test_an_answer_is_addressed_when_it_is_written(case: Case, shop: Shop) -> None:
    a_mail(case, "m2@example.org", at=NOW, reply_to="prywatnie@example.net")
    row = written(case, shop, cc=["zona@example.org", " zona@EXAMPLE.org ", ""])
    assert (row.buyer_login, row.cc) == ("prywatnie@example.net", ["zona@example.org"])


def test_a_copy_to_what_is_no_address_is_told_and_the_text_kept(case: Case, shop: Shop) -> None:
    with pytest.raises(Invalid) as told:
        written(case, shop, cc=["zona@example.org\nBcc: x@example.org"])
    assert (told.value.code, told.value.field) == ("bad_address", "cc")
    assert Draft.objects.get().text == "Dzień dobry, jest."
    assert not Outgoing.objects.exists()


def test_copies_are_for_mails_alone(shop: Shop) -> None:
    with pytest.raises(Invalid):
        mail_reply.copies(shop.account, ["zona@example.org"])


def test_sent_again_it_goes_to_the_same_people(case: Case, shop: Shop) -> None:
    row = written(case, shop, cc=["zona@example.org"])
    Outgoing.objects.update(state=Outgoing.State.REFUSED)
    row.refresh_from_db()
    again = outbox.try_again(row, shop.ala, key=uuid4(), seen_buyer_at=case.last_buyer_at, now=NOW)
    assert (again.cc, again.buyer_login) == (["zona@example.org"], BUYER)
    assert again.key != row.key


def test_a_mailbox_that_only_reads_says_so(shop: Shop, case: Case) -> None:
    del case.account.settings["smtp"]
    found = mail_reply.envelope(case)
    assert found is not None
    assert found.why_not == "reads_only"
    with pytest.raises(Invalid) as told:
        written(case, shop)
    assert told.value.code == "reads_only"
    assert Draft.objects.exists()


def test_a_mail_that_names_no_address_cannot_be_answered(mailbox: Account, shop: Shop) -> None:
    case = a_case(mailbox, login="Jan")
    found = mail_reply.envelope(case)
    assert found is not None
    assert found.why_not == "no_address"
    with pytest.raises(Stopped) as told:
        written(case, shop)
    assert [one.code for one in told.value.findings] == ["no_address"]


def test_a_mail_takes_any_kind_of_file_up_to_a_size_together(case: Case, shop: Shop) -> None:
    written(case, shop, files=[ZIP, PDF])
    with pytest.raises(Stopped) as told:
        written(case, shop, files=[PDF, PDF])
    [found] = told.value.findings
    assert (found.code, dict(found.params)["limit"]) == ("attachments_too_big", "5000")


def test_a_mail_may_be_as_long_as_the_connector_says(case: Case) -> None:
    assert codes(case, "a" * 1000) == set()
    assert codes(case, "a" * 1001) == {"too_long"}


def test_what_makes_no_sense_anywhere_is_told_in_a_mail_too(case: Case) -> None:
    assert codes(case, "Dzień dobry, w załączniku faktura.") == {"attachment_missing"}
    assert codes(case, " \n") == {"empty"}
    assert codes(case, "Dzień dobry {imię}") == {"placeholder"}


def test_an_answer_to_a_robot_is_warned_of(mailbox: Account, shop: Shop) -> None:
    case = a_case(mailbox, login="noreply@market.example")
    assert codes(case, "Dzień dobry, jest.") == {"robot_address"}
    assert written(case, shop).state == Outgoing.State.HELD


CONTACT = "Proszę napisać na kontakt@sklep.example.com albo kupić w naszym sklepie internetowym."


def test_a_marketplaces_bans_do_not_hold_in_plain_mail(case: Case) -> None:
    assert codes(case, CONTACT) == set()


def test_behind_a_masked_address_the_marketplaces_bans_hold_with_their_source(mailbox: Account) -> None:
    case = a_case(mailbox, login="hamu7udk3p+17454c1b6@allegromail.pl", masked="hamu7udk3p")
    found = mail_reply.envelope(case)
    assert found is not None
    assert found.market == "allegro"
    told = {one.code: one for one in reply.findings(case, CONTACT, now=NOW)}
    assert {"contact_email", "off_platform"} <= told.keys()
    assert (told["contact_email"].rule_id, told["contact_email"].severity) == ("B11", Severity.WARNING)
    assert told["contact_email"].source.startswith("https://")
    [notice] = reply.findings(case, "Państwa zamówienie zostało wysłane.", now=NOW)
    assert (notice.code, notice.rule_id) == ("notice_not_delivered", "B6")


def test_inside_what_the_masked_buyer_began_notices_are_free(mailbox: Account) -> None:
    case = a_case(mailbox, login="hamu7udk3p+17454c1b6@allegromail.pl", masked="hamu7udk3p")
    a_mail(case, "m1@allegromail.pl")
    assert codes(case, "Państwa zamówienie zostało wysłane.") == set()
    assert "contact_email" in codes(case, CONTACT)
