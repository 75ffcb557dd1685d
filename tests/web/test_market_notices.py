"""A marketplace's notice as a case of its own: what it says, and that it is answered there."""

import pytest
from django.test import Client
from django.urls import reverse

from kontuar.actions import deliver_mail, mail_reply
from kontuar.store.models import Case
from tests.web.mailbox import Mailbox, mail

pytestmark = pytest.mark.django_db
ISSUE = "81ecd951-ab12-4528-8154-af5699df2b1c"
TEXT = f"""kupujący Kupiec99 właśnie rozpoczął z Tobą dyskusję.
Jeśli nie wypowiesz się do 29.07.2026 08:41 (CEST), włączymy się do rozmowy.
https://allegro.pl/moje-allegro/sprzedaz/dyskusje/{ISSUE}?utm_source=x
"""


@pytest.fixture
def case(box: Mailbox) -> Case:
    letter = box.take(mail(TEXT, From="Allegro <powiadomienia@allegro.pl>").as_bytes())
    assert letter.message
    assert letter.kind == "notice"
    return letter.message.case


def test_a_notice_is_answered_at_the_marketplace_and_never_to_its_robot(case: Case) -> None:
    assert deliver_mail.recipient_of(case) == ""
    found = mail_reply.envelope(case)
    assert found
    assert (found.why_not, found.place) == ("elsewhere", "allegro")
    assert found.page.endswith(ISSUE)


def test_the_page_leads_there_and_tells_the_mails_limit(case: Case, ala: Client) -> None:
    page = ala.get(reverse("case", args=[case.pk])).content.decode()
    assert f'href="https://allegro.pl/moje-allegro/sprzedaz/dyskusje/{ISSUE}"' in page
    assert "Open at Allegro" in page
    assert "the mail says: until" in page
    assert "<textarea" not in page.partition('class="composer closed"')[2].partition("</section>")[0]
