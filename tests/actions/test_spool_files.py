"""The spool's folders: one takes a file, a dead one's file is found again, nothing is lost on the way."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.actions.spool_files import BROKEN, LEASE, UNPLACED, Box

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def put(folder: Path, name: str, *, minutes_ago: int = 1) -> None:
    (folder / "new").mkdir(parents=True, exist_ok=True)
    path = folder / "new" / name
    path.write_bytes(b"From: a@example.org\n\nhi\n")
    at = (NOW - timedelta(minutes=minutes_ago)).timestamp()
    os.utime(path, (at, at))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_without_a_spool_nothing_is_due(tmp_path):
    box = Box(tmp_path / "mail")
    assert not box.is_due(NOW)
    assert box.due(NOW) == []
    assert (box.counts().waiting, box.counts().oldest_at) == (0, None)
    assert not (tmp_path / "mail").exists()


def test_the_oldest_comes_first_and_tells_when_it_came(tmp_path):
    put(tmp_path, "sklep,b.eml", minutes_ago=5)
    put(tmp_path, ",a.eml", minutes_ago=1)
    put(tmp_path, "plain.eml", minutes_ago=9)
    due = Box(tmp_path).due(NOW)
    assert [(paper.mailbox, paper.name) for paper in due] == [
        ("", "plain.eml"),
        ("sklep", "sklep,b.eml"),
        ("", ",a.eml"),
    ]
    assert due[0].received_at == NOW - timedelta(minutes=9)


def test_of_two_who_want_a_file_one_has_it(tmp_path):
    put(tmp_path, "sklep,b.eml")
    box = Box(tmp_path)
    [paper] = box.due(NOW)
    first, second = (box.claim(paper, owner=owner, now=NOW) for owner in ("one", "two"))
    assert first is not None
    assert second is None
    assert first.path.read_bytes().startswith(b"From:")
    assert not box.is_due(NOW)


def test_what_a_dead_one_held_is_found_again_with_its_tries(tmp_path):
    put(tmp_path, "sklep,b.eml")
    box = Box(tmp_path)
    box.claim(box.due(NOW)[0], owner="dead", now=NOW)
    assert box.due(NOW + LEASE - timedelta(seconds=1)) == []
    [again] = Box(tmp_path).due(NOW + LEASE)
    assert (again.name, again.mailbox, again.tries) == ("sklep,b.eml", "sklep", 1)
    held = box.claim(again, owner="alive", now=NOW + LEASE)
    assert held is not None
    assert held.tries == 2


def test_who_outlived_his_lease_removes_nothing_of_the_next(tmp_path):
    put(tmp_path, "b.eml")
    box = Box(tmp_path)
    slow = box.claim(box.due(NOW)[0], owner="slow", now=NOW)
    later = NOW + LEASE
    quick = box.claim(box.due(later)[0], owner="quick", now=later)
    box.remove(slow)
    box.put_back(slow, until=later, is_counted=True)
    box.set_aside(slow, BROKEN)
    assert quick.path.exists()
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize(("is_counted", "tries"), [(True, 1), (False, 0)])
def test_what_is_put_back_waits_its_time(tmp_path, is_counted, tries):
    put(tmp_path, "b.eml")
    box = Box(tmp_path)
    held = box.claim(box.due(NOW)[0], owner="one", now=NOW)
    box.put_back(held, until=NOW + timedelta(seconds=10), is_counted=is_counted)
    assert not box.is_due(NOW + timedelta(seconds=9))
    assert [paper.tries for paper in box.due(NOW + timedelta(seconds=10))] == [tries]


def test_what_was_set_aside_is_kept_counted_and_brought_back_under_its_name(tmp_path):
    for name in ("x,a.eml", "x,b.eml", "x,c.eml"):
        put(tmp_path, name)
    box = Box(tmp_path)
    for where, paper in zip((UNPLACED, BROKEN), box.due(NOW), strict=False):
        box.set_aside(box.claim(paper, owner="one", now=NOW), where)
    counts = box.counts()
    assert (counts.waiting, counts.unplaced, counts.broken) == (1, 1, 1)
    assert box.bring_back(UNPLACED) == 1
    assert files(tmp_path / "new") == ["x,a.eml", "x,c.eml"]


@given(
    st.sampled_from(
        ["", "~", "~~~", "x~y~z~w", "9~a~b~", "9~a~1", "99999999999999999999~a~1~n.eml", "٣~a~1~n"]
    )
)
def test_a_strange_name_is_a_mail_all_the_same(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("spool")
    (folder / "cur").mkdir()
    (folder / "cur" / (name or "empty")).write_bytes(b"x")
    box = Box(folder)
    assert box.counts().waiting == 1
    assert len(box.due(datetime(2100, 1, 1, tzinfo=UTC))) == 1


def test_links_and_folders_are_not_mails(tmp_path):
    (tmp_path / "new" / "folder.eml").mkdir(parents=True)
    (tmp_path / "secret").write_text("x")
    (tmp_path / "new" / "link.eml").symlink_to(tmp_path / "secret")
    assert Box(tmp_path).due(NOW) == []
