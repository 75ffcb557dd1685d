"""A mailbox at a real Dovecot is read without a gap, without a trace, and whatever happens to it."""

from datetime import timedelta

import pytest

from kontuar.connector_kit.errors import AuthExpired, Refused, Temporary
from kontuar.connectors.mail import limits
from kontuar.connectors.mail.connector import MailConnector
from kontuar.connectors.mail.folders import encoded
from kontuar.facts.mails import Letter
from kontuar.facts.messages import Message, Role
from tests.mail_server.scripted import wait_until

from .conftest import NOW, SINCE, Desk, a_mail, pulled, subjects

ORDERS = "Zamówienia & zwroty"


def test_new_mails_are_read_once_and_in_the_order_they_came(desk: Desk) -> None:
    client = desk.open()
    for name in ("jeden", "dwa"):
        desk.put(name)
    facts, batch = pulled(client)
    assert subjects(facts) == ["jeden", "dwa"]
    desk.put("trzy")
    facts, batch = pulled(client, cursor=batch.cursor)
    assert subjects(facts) == ["trzy"]
    again, last = pulled(desk.open(), cursor=batch.cursor)
    assert (again, last.cursor) == ([], batch.cursor)


def test_the_mail_is_kept_byte_for_byte_and_dated_by_the_server(desk: Desk) -> None:
    raw = b"From: ala@example.org\r\nSubject: bez daty\r\n\r\n\x01\xff\r\nX\r\n"
    desk.box.put(raw, at=NOW - timedelta(hours=3))
    facts, _ = pulled(desk.open())
    (letter,) = [fact for fact in facts if isinstance(fact, Letter)]
    assert letter.raw == raw
    assert letter.mail.sent_at == NOW - timedelta(hours=3)


def test_reading_leaves_no_trace(desk: Desk) -> None:
    desk.put("nowa")
    pulled(desk.open())
    pulled(desk.open(), "inbox_history")
    with desk.box.logged_in() as line:
        line.select("INBOX")
        assert line.response("RECENT")[1] == [b"1"]
        assert line.search(None, "UNSEEN")[1] == [b"1"]


def test_the_history_brings_what_is_older_oldest_first_with_progress(desk: Desk) -> None:
    for day in range(120, 0, -1):
        desk.put(f"dzień {day}", at=NOW - timedelta(days=day))
    client = desk.open()
    first = client.pull("inbox_history", {}, now=NOW, since=SINCE)
    # A search knows days only, so the mails of one more day are looked at, and not taken.
    assert (first.done, first.total, first.more) == (50, 91, True)
    facts, last = pulled(client, "inbox_history")
    assert subjects(facts) == [f"dzień {day}" for day in range(90, 0, -1)]
    assert last.total == 91
    rest, _ = pulled(desk.open(), "inbox_history", first.cursor)
    assert subjects([*first.facts, *rest]) == subjects(facts)
    fresh, _ = pulled(client, "inbox")
    assert subjects(fresh)[-1] == "dzień 1"
    assert len(fresh) < 15


def test_what_is_older_than_the_owner_allows_is_never_read(desk: Desk) -> None:
    desk.put("stara", at=SINCE - timedelta(minutes=1))
    desk.put("dozwolona", at=SINCE + timedelta(minutes=1))
    for stream in ("inbox", "inbox_history"):
        facts, batch = pulled(desk.open(), stream)
        assert subjects(facts) == (["dozwolona"] if stream == "inbox_history" else [])
        desk.put(f"przeniesiona {stream}", at=SINCE - timedelta(days=400))
        assert pulled(desk.open(), stream, batch.cursor)[0] == []


def test_a_folder_made_anew_is_read_again_from_the_beginning(desk: Desk) -> None:
    name = encoded(ORDERS)
    desk.put("pierwsza", folder=name, at=NOW - timedelta(days=30))
    settings = {"folders": ["INBOX", ORDERS]}
    client = desk.open(**settings)
    _, batch = pulled(client)
    with desk.box.logged_in() as line:
        line.delete(f'"{name}"')
        line.create(f'"{name}"')
    for subject in ("pierwsza", "druga"):
        desk.put(subject, folder=name, at=NOW - timedelta(days=30))
    facts, after = pulled(desk.open(**settings), cursor=batch.cursor)
    assert subjects(facts) == ["pierwsza", "druga"]
    assert after.cursor[ORDERS]["validity"] != batch.cursor[ORDERS]["validity"]
    assert pulled(desk.open(**settings), cursor=after.cursor)[0] == []


def test_a_server_that_went_back_to_an_older_copy_is_read_again(desk: Desk) -> None:
    desk.put("jedna")
    _, batch = pulled(desk.open())
    ahead = {"INBOX": {**batch.cursor["INBOX"], "next_uid": 4711}}
    facts, after = pulled(desk.open(), cursor=ahead)
    assert subjects(facts) == ["jedna"]
    assert after.cursor == batch.cursor


def test_several_folders_are_read_and_one_that_is_gone_stops_no_other(desk: Desk) -> None:
    desk.put("z folderu", folder=encoded(ORDERS))
    desk.put("z odebranych")
    client = desk.open(folders=["Zniknął", "INBOX", ORDERS])
    first = client.pull("inbox", {}, now=NOW, since=SINCE)
    assert sorted(subjects(list(first.facts))) == ["z folderu", "z odebranych"]
    with pytest.raises(Refused) as refused:
        client.pull("inbox", first.cursor, now=NOW, since=SINCE)
    assert refused.value.code == "folder_missing"
    assert "Zniknął" in refused.value.reason
    desk.put("później")
    assert subjects(list(client.pull("inbox", first.cursor, now=NOW, since=SINCE).facts)) == ["później"]


def test_a_folder_added_later_is_read_from_the_beginning(desk: Desk) -> None:
    desk.put("dawna", folder=encoded(ORDERS), at=NOW - timedelta(days=20))
    desk.put("nowa")
    _, batch = pulled(desk.open())
    facts, _ = pulled(desk.open(folders=["INBOX", ORDERS]), cursor=batch.cursor)
    assert subjects(facts) == ["dawna"]


@pytest.mark.parametrize("name", ["Sent", "Wysłane", "Elementy wysłane", "Išsiųsti", "Gesendete Elemente"])
def test_the_sent_folder_is_found_by_its_mark_or_its_name(desk: Desk, name: str) -> None:
    desk.box.put(
        f"From: {desk.box.address}\r\nTo: ala@example.org\r\nSubject: odpowiedź\r\n\r\nTak.\r\n".encode(),
        encoded(name),
        at=NOW,
    )
    facts, batch = pulled(desk.open(), "sent")
    assert subjects(facts) == ["odpowiedź"]
    assert list(batch.cursor) == [name]
    (message,) = [fact for fact in facts if isinstance(fact, Message)]
    assert message.role is Role.SELLER


def test_the_setting_wins_over_the_mark(desk: Desk) -> None:
    desk.put("inna", folder="Sent")
    desk.put("ta", folder=encoded("Moje wysłane"))
    facts, _ = pulled(desk.open(sent_folder="Moje wysłane"), "sent_history")
    assert subjects(facts) == ["ta"]


def test_no_sent_folder_before_anything_was_sent_is_nothing_wrong(desk: Desk) -> None:
    for stream in ("sent", "sent_history"):
        assert pulled(desk.open(), stream)[0] == []


def test_a_mail_that_is_too_large_is_told_by_its_headers(desk: Desk) -> None:
    large = a_mail("film") + b"x" * 76 + b"\r\n"
    desk.box.put(large + (b"y" * 76 + b"\r\n") * (limits.MAIL_BYTES // 78), at=NOW)
    desk.put("po niej")
    facts, _ = pulled(desk.open())
    assert subjects(facts) == ["film", "po niej"]
    letter = next(fact for fact in facts if isinstance(fact, Letter))
    assert "too_large_to_fetch" in letter.mail.troubles
    assert letter.mail.size > limits.MAIL_BYTES
    assert len(letter.raw) < 1000


def test_a_mail_that_vanishes_while_we_look_is_no_trouble(desk: Desk) -> None:
    for name in ("jeden", "dwa", "trzy"):
        desk.put(name)
    with desk.box.logged_in() as line:
        line.select("INBOX")
        line.store("2", "+FLAGS", r"(\Deleted)")
        line.expunge()
    assert subjects(pulled(desk.open())[0]) == ["jeden", "trzy"]


def test_large_mails_come_one_by_one_and_none_is_missing(desk: Desk) -> None:
    for number in range(7):
        desk.put(f"nr {number}", body="z" * 76 + "\r\n" + ("a" * 70 + "\r\n") * 20_000)
    assert subjects(pulled(desk.open(), "inbox_history")[0]) == [f"nr {number}" for number in range(7)]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_line_is_protected_and_the_certificate_is_looked_at(desk: Desk, security: str) -> None:
    desk.put("tajna")
    server = desk.box.office.dovecot
    port = server.tls_port if security == "tls" else server.port
    imap = {"host": "localhost", "port": port, "security": security}
    assert subjects(pulled(desk.open(imap=imap))[0]) == ["tajna"]
    with pytest.raises(Temporary) as failed:
        pulled(desk.open(imap=imap, connector=MailConnector()))
    assert failed.value.code == "certificate"


def test_a_refused_password_is_said_so_and_shows_nothing(desk: Desk) -> None:
    with pytest.raises(AuthExpired) as refused:
        desk.open(secret="not-the-password").pull("inbox", {}, now=NOW, since=SINCE)
    assert refused.value.code == "password_refused"
    assert not refused.value.refreshable
    assert "not-the-password" not in repr(vars(refused.value)) + repr(refused.value.__context__)


def test_a_password_may_have_any_letters(desk: Desk) -> None:
    desk.box.with_password('zażółć"\\gęślą')
    desk.put("jest")
    assert subjects(pulled(desk.open())[0]) == ["jest"]


def test_a_broken_line_is_temporary_and_the_next_pull_connects_again(desk: Desk) -> None:
    client = desk.open()
    _, batch = pulled(client)
    desk.box.office.dovecot.kick(desk.box.address)
    line = client._connected().line
    wait_until(lambda: line.wait(0))  # the server's goodbye is here
    with pytest.raises(Temporary):
        client.pull("inbox", batch.cursor, now=NOW, since=SINCE)
    desk.put("po przerwie")
    assert subjects(pulled(client, cursor=batch.cursor)[0]) == ["po przerwie"]


def test_nobody_there_is_temporary(desk: Desk) -> None:
    for host, code in (("127.0.0.1", "NO_CONNECTION"), ("no-such-host.invalid", "no_host")):
        imap = {"host": host, "port": 1, "security": "tls"}
        with pytest.raises(Temporary) as failed:
            desk.open(imap=imap).pull("inbox", {}, now=NOW, since=SINCE)
        assert failed.value.code == code


def test_whoami_logs_in_and_looks_for_the_folders(desk: Desk) -> None:
    found = desk.open().whoami()
    assert (found.external_id, found.login) == (desk.box.address, desk.box.address)
    with pytest.raises(Refused) as refused:
        desk.open(folders=["INBOX", "Nie ma"]).whoami()
    assert refused.value.code == "folder_missing"


def test_a_mailbox_that_is_handed_over_has_nothing_to_pull(desk: Desk) -> None:
    client = desk.open(imap=None)
    assert client.pull("inbox", {"INBOX": 1}, now=NOW, since=SINCE).cursor == {"INBOX": 1}
    assert client.whoami().login == desk.box.address
