"""Files in a bucket: Amazon S3 or whatever speaks the same (the extra ``kontuar[s3]``).

Address and access come from the usual variables (``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY`` …). A request that is answered has stored the whole file; nothing is ever half there.
"""

import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from kontuar.store.folder import sound

AT_ONCE = 8
"""Files on the way beside each other: a bucket answers each in tens of milliseconds."""
LARGEST = 64 * 1024 * 1024
"""More than any file of ours; what is larger is not one."""
WAIT = timedelta(seconds=30)


class Bucket:
    """A place of files (``store/files.py``) in a bucket. OSError for whatever goes wrong with it."""

    def __init__(self, url: str) -> None:
        try:
            from obstore import exceptions
            from obstore.store import S3Store
        except ImportError:
            raise SystemExit(
                "KONTUAR_FILES names a bucket, and the package obstore is missing (pip install 'kontuar[s3]')."
            ) from None
        name, prefix = bucket_of(url)
        address = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL", "")
        config: dict[str, Any] = {"endpoint": address} if address else {}
        self._missing, self._trouble = (exceptions.NotFoundError, FileNotFoundError), exceptions.BaseError
        self._store = S3Store(
            name,
            prefix=prefix or None,
            client_options={
                "allow_http": address.startswith("http://"),
                "timeout": WAIT,
                "connect_timeout": timedelta(seconds=5),
            },
            retry_config={"max_retries": 3, "retry_timeout": WAIT},
            **config,
        )

    def put(self, files: Mapping[str, bytes]) -> None:
        """Side by side; when it returns all are there."""
        if len(files) == 1:
            for name, content in files.items():
                self._put(name, content)
            return
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="bucket") as pool:
            for _ in pool.map(lambda pair: self._put(*pair), files.items()):
                pass

    def read(self, name: str) -> bytes:
        """All of it."""
        try:
            found = self._store.get(sound(name))
            if found.meta["size"] > LARGEST:
                raise OSError("larger than any file of ours")
            return bytes(found.bytes())
        except self._missing:
            raise FileNotFoundError("no such file in the bucket") from None
        except self._trouble as error:
            raise _failed(error) from None

    def has(self, name: str) -> bool:
        """Whether it is there."""
        try:
            self._store.head(sound(name))
        except self._missing:
            return False
        except self._trouble as error:
            raise _failed(error) from None
        return True

    def remove(self, name: str) -> int:
        """How many bytes it had."""
        try:
            size = int(self._store.head(sound(name))["size"])
            self._store.delete(name)
        except self._missing:
            return 0
        except self._trouble as error:
            raise _failed(error) from None
        return size

    def listed(self, below: str) -> Iterator[tuple[str, int]]:
        """A bucket lists whole folders: what begins otherwise is left out here."""
        for one in self._files(below):
            yield one["path"], int(one["size"])

    def written(self, below: str) -> Iterator[tuple[str, datetime]]:
        """As the bucket remembers."""
        for one in self._files(below):
            yield one["path"], one["last_modified"]

    def _files(self, below: str) -> Iterator[Any]:
        folder = below.rpartition("/")[0]
        try:
            for some in self._store.list(prefix=folder or None):
                yield from (one for one in some if one["path"].startswith(below))
        except self._trouble as error:
            raise _failed(error) from None

    def _put(self, name: str, content: bytes) -> None:
        sound(name)
        try:
            self._store.put(name, content)
        except (*self._missing, self._trouble) as error:  # the bucket itself is missing
            raise _failed(error) from None


def bucket_of(url: str) -> tuple[str, str]:
    """Its name, and the beginning of all names in it. SystemExit for what is no address of a bucket."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,62}", parts.netloc) or parts.query:
        raise SystemExit(
            "KONTUAR_FILES must look like s3://bucket/prefix (leave it out for the data folder). Nothing was changed."
        )
    return parts.netloc, parts.path.strip("/")


def _failed(error: BaseException) -> OSError:
    """The kind alone: the bucket's own words may quote an address with a signature."""
    return OSError(f"the bucket did not do it ({type(error).__name__})")
