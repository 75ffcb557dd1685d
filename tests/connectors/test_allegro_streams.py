"""What the practice market does not do to us: odd pages, refused shapes, endless lists, stale answers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Application, Batch, Tokens
from kontuar.connector_kit.errors import Temporary
from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer
from kontuar.connectors.allegro import media, reads
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.connectors.allegro.parse import Page
from kontuar.connectors.allegro.streams import sweep, trail, walk
from kontuar.connectors.allegro.streams.messages import signature
from kontuar.facts.messages import Message, Role, Thread, ThreadKind

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)


def at(**ago: float) -> str:
    return reads.stamp(NOW - timedelta(**ago))


def thread(name: str, last: str, **changes: Any) -> dict[str, Any]:
    sides = [{"role": "USER", "login": name}, {"role": "USER", "login": "sklep"}]
    made = {"id": name, "read": False, "type": "COMMON", "createdAt": last, "lastMessageDateTime": last}
    return made | {"participants": sides, "status": "OPEN"} | changes


def message(name: str, written: str, login: str = "celina") -> dict[str, Any]:
    author = {"role": "USER", "login": login}
    return {"id": name, "createdAt": written, "text": name, "status": "DELIVERED", "author": author}


def page(what: str, entries: list[dict[str, Any]], following: str | None = None) -> Reply:
    return Reply.of_json({what: entries, "nextPage": {"id": following} if following else None})


class Odd:
    """A platform whose lists are what a test says. ``lists`` by page id, ``talks`` by thread."""

    def __init__(self) -> None:
        self.lists: Callable[[str], Reply] = lambda wanted: page("threads", [])
        self.talks: Callable[[str, str], Reply] = lambda name, wanted: page("messages", [])
        self.asked: list[str] = []

    def __call__(self, asked: Asked) -> Reply:
        wanted = dict(asked.params).get("page.id", "")
        parts = asked.path.strip("/").split("/")
        self.asked.append("/".join(parts[1:]))
        if parts[1:] == ["threads"]:
            return self.lists(wanted)
        return self.talks(parts[2], wanted)


@pytest.fixture
def odd() -> Odd:
    return Odd()


@pytest.fixture
def client(odd: Odd) -> Iterator[AllegroClient]:
    with ScriptedServer(odd) as server:
        application = Application(
            name="Kontuar",
            version="1",
            kind="device",
            client_id="c",
            client_secret="s",
            place="practice",
            base_url=server.url,
        )
        tokens = Tokens(access="a", refresh="r", access_expires_at=NOW + timedelta(hours=1))
        connector = AllegroConnector(clock=lambda: NOW)
        opened = connector.open(application, tokens, login="sklep", watch_only=True, gate=OpenGate())
        yield opened
        opened.close()


def drain(
    client: AllegroClient, stream: str, cursor: Any = None, *, limit: int = 60
) -> tuple[list[str], Batch]:
    seen: list[str] = []
    for _ in range(limit):
        batch = client.pull(stream, cursor or {}, now=NOW, since=SINCE)
        seen += [fact.external_id for fact in batch.facts if isinstance(fact, Message)]
        cursor = batch.cursor
        if not batch.more:
            return seen, batch
    raise AssertionError("no end")


def test_a_refused_beta_is_read_in_the_public_shape(client: AllegroClient, odd: Odd) -> None:
    def script(asked: Asked) -> Reply:
        if asked.headers["accept"] == media.BETA:
            return Reply(status=406)
        assert dict(asked.params)["offset"] == "0"
        if asked.path.endswith("/messages"):
            written = {"id": "m", "createdAt": at(minutes=5), "text": "x"}
            return Reply.of_json(
                {"messages": [written | {"author": {"login": "celina", "isInterlocutor": True}}]}
            )
        listed = {"id": "t", "read": False, "lastMessageDateTime": at(minutes=5)}
        return Reply.of_json({"threads": [listed | {"interlocutor": {"login": "celina"}}]})

    odd.__class__ = type("Scripted", (Odd,), {"__call__": lambda self, asked: script(asked)})
    batch = client.pull("messages", {}, now=NOW, since=SINCE)
    found, said = batch.facts
    assert isinstance(found, Thread)
    assert isinstance(said, Message)
    assert (found.buyer_login, said.role) == ("celina", Role.BUYER)


@pytest.mark.parametrize("stream", ["messages", "history", "sweep"])
def test_a_list_whose_next_page_is_itself_ends(client: AllegroClient, odd: Odd, stream: str) -> None:
    odd.lists = lambda wanted: page("threads", [thread("t", at(minutes=5))], "again")
    odd.talks = lambda name, wanted: page("messages", [message("m", at(minutes=5))], "again")
    seen, _ = drain(client, stream)
    assert set(seen) == {"m"}
    assert len(odd.asked) < 40


def test_a_thread_whose_messages_lag_behind_its_date_is_read_again(client: AllegroClient, odd: Odd) -> None:
    shown = [message("old", at(hours=2))]
    odd.lists = lambda wanted: page("threads", [thread("t", at(minutes=5))])
    odd.talks = lambda name, wanted: page("messages", shown)
    seen, batch = drain(client, "messages")
    assert seen == ["old"]
    shown.insert(0, message("new", at(minutes=5)))
    seen, batch = drain(client, "messages", batch.cursor)
    assert seen == ["new", "old"]
    odd.asked.clear()
    assert drain(client, "messages", batch.cursor)[0] == []
    assert odd.asked == ["threads"]


def test_a_date_that_stays_new_after_a_deletion_is_believed_in_the_end(
    client: AllegroClient, odd: Odd
) -> None:
    odd.lists = lambda wanted: page("threads", [thread("t", at(minutes=5))])
    odd.talks = lambda name, wanted: page("messages", [message("old", at(hours=2))])
    _, batch = drain(client, "messages")
    for _ in range(walk.STALE_READS + 1):
        _, batch = drain(client, "messages", batch.cursor)
    odd.asked.clear()
    drain(client, "messages", batch.cursor)
    assert odd.asked == ["threads"]


def test_messages_listed_oldest_first_are_read_to_the_end(client: AllegroClient, odd: Odd) -> None:
    odd.lists = lambda wanted: page("threads", [thread("t", at(minutes=5))])
    pages = {
        "": page("messages", [message("a", at(days=9)), message("b", at(days=8))], "2"),
        "2": page("messages", [message("c", at(minutes=5))]),
    }
    odd.talks = lambda name, wanted: pages[wanted]
    assert drain(client, "messages")[0] == ["a", "b", "c"]


def test_a_page_that_is_gone_begins_the_talk_anew(client: AllegroClient, odd: Odd) -> None:
    odd.lists = lambda wanted: page("threads", [thread("t", at(minutes=5))])
    forgotten = [True]

    def talk(name: str, wanted: str) -> Reply:
        if not wanted:
            return page("messages", [message("b", at(minutes=5)), message("b2", at(minutes=6))], "2")
        if forgotten:
            forgotten.pop()
            return Reply.of_json({"errors": [{"code": "IllegalArgumentException"}]}, status=422)
        return page("messages", [message("a", at(hours=3))])

    odd.talks = talk
    first, batch = drain(client, "messages")
    second, _ = drain(client, "messages", batch.cursor)
    assert set(first + second) == {"a", "b", "b2"}


@pytest.mark.slow
def test_a_thread_that_can_never_be_read_does_not_stop_the_import(client: AllegroClient, odd: Odd) -> None:
    names = [f"t{number:02}" for number in range(30)]
    pages = {
        "": page("threads", [thread(name, at(days=1)) for name in names[:20]], "2"),
        "2": page("threads", [thread(name, at(days=2)) for name in names[20:]]),
    }
    odd.lists = lambda wanted: pages[wanted]

    def talk(name: str, wanted: str) -> Reply:
        return Reply(status=500) if name == "t03" else page("messages", [message(f"m-{name}", at(days=2))])

    odd.talks = talk
    seen, _ = drain(client, "history")
    assert set(seen) == {f"m-{name}" for name in names if name != "t03"}
    assert odd.asked.count("threads/t03/messages") >= trail.GIVE_UP


def test_an_import_waits_while_no_thread_at_all_can_be_read(client: AllegroClient, odd: Odd) -> None:
    odd.lists = lambda wanted: page("threads", [thread(f"t{number}", at(days=1)) for number in range(20)])
    odd.talks = lambda name, wanted: Reply(status=500)
    batch = client.pull("history", {}, now=NOW, since=SINCE)
    with pytest.raises(Temporary):
        drain(client, "history", batch.cursor)
    odd.talks = lambda name, wanted: page("messages", [message(f"m-{name}", at(days=1))])
    assert len(set(drain(client, "history", batch.cursor)[0])) == 20


def test_a_thread_that_is_gone_is_passed_over(client: AllegroClient, odd: Odd) -> None:
    odd.lists = lambda wanted: page("threads", [thread("gone", at(minutes=4)), thread("t", at(minutes=5))])
    odd.talks = lambda name, wanted: (
        Reply(status=404) if name == "gone" else page("messages", [message("m", at(minutes=5))])
    )
    seen, batch = drain(client, "messages")
    assert seen == ["m"]
    odd.asked.clear()
    drain(client, "messages", batch.cursor)
    assert odd.asked == ["threads"]


def test_a_future_date_in_the_list_hides_nothing_later(client: AllegroClient, odd: Odd) -> None:
    listed = [thread("dreamer", at(days=-3))]
    odd.lists = lambda wanted: page("threads", listed, "2") if not wanted else page("threads", rest)
    odd.talks = lambda name, wanted: page("messages", [message(f"m-{name}", at(minutes=1), name)])
    rest: list[dict[str, Any]] = []
    _, batch = drain(client, "messages")
    for _ in range(walk.STALE_READS + 1):
        _, batch = drain(client, "messages", batch.cursor)
    rest.append(thread("celina", at(minutes=1)))
    seen, _ = drain(client, "messages", batch.cursor)
    assert "m-celina" in seen


def test_the_owners_limit_is_kept_within_a_page(client: AllegroClient, odd: Odd) -> None:
    odd.lists = lambda wanted: page("threads", [thread("t", at(minutes=5))])
    odd.talks = lambda name, wanted: page(
        "messages", [message("m", at(minutes=5)), message("x", at(days=40))]
    )
    for stream in ("messages", "history", "sweep"):
        assert drain(client, stream)[0] == ["m"]


def _fact(last: datetime, *, is_open: bool = True, is_read: bool = False) -> Thread:
    return Thread(
        external_id="t",
        kind=ThreadKind.TALK,
        buyer_login="b",
        is_open=is_open,
        is_read=is_read,
        last_message_at=last,
    )


def test_a_read_flag_alone_does_not_read_the_talk_again() -> None:
    old = NOW - timedelta(days=1)
    seen, unseen = signature(_fact(old, is_read=True), NOW), signature(_fact(old), NOW)
    assert seen != unseen
    assert seen.partition("|")[0] == unseen.partition("|")[0]
    closed = signature(_fact(old, is_open=False), NOW)
    assert closed.partition("|")[0] != unseen.partition("|")[0]


@given(ago=st.integers(min_value=0, max_value=10_000))
def test_a_young_thread_changes_once_more(ago: int) -> None:
    fact = _fact(NOW - timedelta(seconds=ago))
    settled = signature(fact, NOW + timedelta(days=1))
    assert (signature(fact, NOW) == settled) == (ago >= 60)


@pytest.mark.parametrize(
    ("hours", "polish_hour", "expected"),
    [(1, 2, False), (11, 2, False), (13, 2, True), (13, 14, False), (29, 14, False), (31, 14, True)],
)
def test_the_long_sweep_is_for_the_night_or_after_a_missed_one(
    hours: int, polish_hour: int, expected: bool
) -> None:
    now = datetime(2026, 11, 22, polish_hour - 1, 30, tzinfo=UTC)
    assert sweep.is_nightly(now, now - timedelta(hours=hours)) is expected


@given(
    ages=st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=20),
    floor=st.integers(min_value=0, max_value=1000),
)
def test_a_page_covers_the_span_only_if_all_that_follows_is_older(ages: list[int], floor: int) -> None:
    items = tuple(
        Message(
            external_id=str(number),
            thread_id="t",
            role=Role.BUYER,
            author_login="b",
            text="",
            written_at=NOW - timedelta(minutes=age),
        )
        for number, age in enumerate(sorted(ages))
    )
    limit = NOW - timedelta(minutes=floor)
    assert walk.covers(Page(items=items, next="b:x"), limit) == (max(ages) > floor)
    assert walk.covers(Page(items=items), limit)
