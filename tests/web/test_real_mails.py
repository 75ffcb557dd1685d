"""Every mail of the collections of real and broken ones can be looked at: in the talk, whole, as sent, to save."""

import pytest
from django.test import Client

from kontuar.connectors.mail import parse
from kontuar.store.models import Message
from tests.connectors.mails import read, real_mails
from tests.web.mailbox import Mailbox, there

pytestmark = pytest.mark.django_db
NEVER = (
    "<script",
    "javascript:",
    "<iframe",
    "<form",
    "<style>@",
    " onload=",
    " onerror=",
    "<object",
    "<meta http",
)


@pytest.mark.slow
def test_every_real_mail_can_be_looked_at_and_none_runs(box: Mailbox, ala: Client) -> None:
    paths = real_mails()
    if not paths:
        pytest.skip("needs ../shared/data/mime")
    seen = set[str]()
    for path in paths:
        raw = path.read_bytes()
        name = parse.external_id(read(raw))
        if name in seen:  # the same mail lies in two collections
            continue
        seen.add(name)
        letter = box.take(raw)
        assert ala.get(there(letter, "oryginal/")).content == raw
        for part in ("", *(("ramka/",) if letter.has_html else ())):
            answer = ala.get(there(letter, part))
            assert answer.status_code == 200, f"{path.name} {part}"
            shown = answer.content.decode().partition("<body>" if part == "ramka/" else "<main")[2].lower()
            if part == "ramka/":
                assert not [word for word in NEVER if word in shown], path.name
    assert len(seen) > 100
    answer = ala.get(f"/wiadomosci/{box.case.pk}/?wszystkie=1")
    assert answer.status_code == 200
    for row in Message.objects.filter(case=box.case):
        assert f'id="m-{row.pk}"' in answer.content.decode()
