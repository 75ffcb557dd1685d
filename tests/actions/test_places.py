"""Files lie in a folder or in a bucket, and nobody above can tell which."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kontuar.actions import forget_files, letters, pictures, retention, uploads
from kontuar.store import files as store_files
from kontuar.store.bucket import Bucket, bucket_of
from kontuar.store.files import Place
from kontuar.store.folder import Folder
from kontuar.store.models import Account, Letter
from tests.actions.test_letters import arrives
from tests.post import letter

LONG_AGO, FAR_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
NAMES = ("mail/aa/x.eml", "incoming/y", "outgoing/żółć")


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return Folder(tmp_path / "attachments")
    return Bucket(request.getfixturevalue("bucket")["KONTUAR_FILES"])


def test_what_was_put_is_read_listed_and_removed(place: Place) -> None:
    place.put({name: name.encode() * 3 for name in NAMES})
    place.put({NAMES[0]: NAMES[0].encode() * 3})
    assert [place.read(name) for name in NAMES] == [name.encode() * 3 for name in NAMES]
    assert sorted(place.listed("")) == sorted((name, len(name.encode()) * 3) for name in NAMES)
    assert [name for name, _ in place.listed("mail/a")] == ["mail/aa/x.eml"]
    assert [name for name, _ in place.listed("mail/b")] == []
    assert place.has(NAMES[1])
    assert place.remove(NAMES[1]) == len(NAMES[1]) * 3
    assert place.remove(NAMES[1]) == 0
    assert not place.has(NAMES[1])
    with pytest.raises(FileNotFoundError):
        place.read(NAMES[1])


@pytest.mark.django_db
def test_small_pictures_go_by_age_and_with_their_source_wherever_they_lie(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_files, "place", lambda: place)
    digests = ["ab" * 32, "cd" * 32]
    small = [
        pictures.name_of(digest, size) for digest in digests for size in (pictures.THUMB, pictures.INLINE)
    ]
    place.put(dict.fromkeys((*small, *NAMES), b"x"))
    forget_files.remove(forget_files.Files(digests={digests[0]}))
    assert [name for name, _ in place.listed("small/")] == sorted(small[2:])
    assert retention.sweep_pictures(now=LONG_AGO) == 0
    assert retention.sweep_pictures(now=FAR_AHEAD) == 2
    assert sorted(name for name, _ in place.listed("")) == sorted(NAMES)


@pytest.mark.parametrize(
    "name", ["../outside", "mail/../../outside", "/etc/passwd", "mail//x", "a/./b", "a\\b", ""]
)
def test_no_name_leads_elsewhere(place: Place, name: str) -> None:
    for deed in (place.read, lambda one: place.put({one: b"x"})):
        with pytest.raises(FileNotFoundError):
            deed(name)
    assert not list(place.listed(""))


@pytest.mark.parametrize(
    "url", ["s3://", "https://bucket/x", "s3://Großer/x", "s3://b/x", "bucket", "s3://bucket/x?key=secret"]
)
def test_what_is_no_bucket_is_refused_in_plain_words(url: str) -> None:
    with pytest.raises(SystemExit, match="must look like s3://bucket/prefix"):
        bucket_of(url)


def test_a_bucket_that_is_not_there_is_an_error_of_the_disk_without_secrets(bucket: dict[str, str]) -> None:
    place = Bucket("s3://nobodys-bucket/x")
    with pytest.raises(OSError, match="the bucket did not do it") as found:
        place.put({"incoming/x": b"x"})
    assert "ma-kota" not in str(found.value)


@pytest.mark.django_db
def test_a_mails_files_are_found_in_a_bucket(
    post_box: Account, bucket: dict[str, str], settings: Any, tmp_path: Path
) -> None:
    settings.FILES_URL, settings.ATTACHMENTS_DIR = bucket["KONTUAR_FILES"], tmp_path / "attachments"
    arrives(post_box, letter("a"))
    row = Letter.objects.get()
    assert letters.raw_of(row) == letter("a")
    name = uploads.put(b"faktura")
    assert uploads.content(name, hashlib.sha256(b"faktura").hexdigest()) == b"faktura"
    assert not (tmp_path / "attachments").exists(), "nothing lies in the folder"
    letters.forget([row.path])
    assert store_files.is_there(row.path), "a row still names it"
    Letter.objects.all().delete()
    letters.forget([row.path])
    assert not store_files.is_there(row.path)
