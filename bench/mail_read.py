"""How many mails are read a second: ``python -m bench.mail_read [FOLDER]``.

Reads every mail below the folder (by default real ones of three other parsers' test suites), in one thread, and
beside it the standard library's bare parse of the same bytes, which is the floor: it decodes no text, no name.
"""

import argparse
import email.parser
import email.policy
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kontuar.connectors.mail import kinds, mime, parse

WHERE = Path(__file__).resolve().parents[2] / "shared" / "data" / "mime"
SECONDS = 3.0
AT = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> int:
    """Print a few lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=WHERE)
    files = mails_in(parser.parse_args().folder)
    if not files:
        print("No mails there.")
        return 1
    raws = [path.read_bytes() for path in files]
    mails = [mime.read(raw, received_at=AT) for raw in raws]
    print(f"files read      {len(mails)} ({sum(map(len, raws)):,} bytes)")
    print(f"with text       {sum(bool(one.text.strip()) for one in mails)}")
    print(f"with files      {sum(bool(one.files) for one in mails)}")
    print(f"with troubles   {sum(bool(one.troubles) for one in mails)}")
    print(f"unreadable      {sum('unreadable' in one.troubles for one in mails)}")
    ours = kinds.Ours(addresses=frozenset(["shop@example.org"]))
    print(
        f"ours            {_speed(raws, lambda raw: _whole(raw, ours)):,.0f} mails/s (read, judged, as facts)"
    )
    bare = email.parser.BytesParser(policy=email.policy.default)
    print(f"floor           {_speed(raws, bare.parsebytes):,.0f} mails/s (the standard library's bare parse)")
    return 0


def mails_in(folder: Path) -> list[Path]:
    """Every mail below a folder, in order."""
    found = [path for path in folder.rglob("*") if path.suffix == ".eml" or path.name.startswith("msg_")]
    return sorted(path for path in found if path.is_file())


def _whole(raw: bytes, ours: kinds.Ours) -> object:
    mail = mime.read(raw, received_at=AT)
    return parse.parse(mail, kinds.kind_of(mail, ours), ours, known={})


def _speed(raws: list[bytes], work: Callable[[bytes], object]) -> float:
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        for raw in raws:
            work(raw)
        done += len(raws)
    return done / (time.perf_counter() - begun)


if __name__ == "__main__":
    raise SystemExit(main())
