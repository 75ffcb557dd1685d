"""A mail leaves once, whoever dies when: workers are killed while they hand mails to a real SMTP server."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests import tables
from tests.mail_server.office import Box

LETTERS, LIVES = 20, 14
ROOT = Path(__file__).parents[2]
_ID = re.compile(rb"(?im)^Message-ID: <([^>]+)>")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")]


def test_no_mail_leaves_twice_and_what_left_is_known(mailbox: Box, tmp_path: Path) -> None:
    told, sent = _run(mailbox, tmp_path)
    assert told["killed"] >= LIVES // 2, "most of them died in the middle"
    assert {name: count for name, count in sent.items() if count > 1} == {}
    stands = {
        external_id or key: (state, reason, shown) for key, external_id, state, reason, shown in told["rows"]
    }
    assert len(stands) == LETTERS
    delivered = {name for name, (state, _, _) in stands.items() if state == "delivered"}
    assert delivered == set(sent), "what left is delivered, what did not is not"
    assert all(stands[name][2] == name for name in delivered), "and stands in its case"
    others = {stand[:2] for name, stand in stands.items() if name not in delivered}
    assert others <= {("unsure", "died"), ("unsure", "no_answer")}, "a person decides about the rest"
    assert told["messages"] == len(delivered)


def test_a_desk_that_sends_again_what_it_is_unsure_of_is_caught(mailbox: Box, tmp_path: Path) -> None:
    """The counter-test: without the safeguard the same run finds doubles."""
    _, sent = _run(mailbox, tmp_path, without="unsure")
    assert max(sent.values()) > 1


def _run(box: Box, folder: Path, *, without: str = "") -> tuple[dict[str, Any], Counter[str]]:
    """What the desk knows at the end, and how often each mail left."""
    box.folder("Sent")
    # A provider that files what it sends: only so can a desk that died learn what left.
    box.office.submission.deliver = lambda taken: box.put(taken.content, "Sent", flags="S")
    box.office.faults.slow = 0.03
    env = {**os.environ, "KONTUAR_DATA": str(folder / "desk")}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        env.pop(name, None)
    tables.lay_into(folder / "desk")
    plan = {"settings": box.settings(keeps_sent=True), "password": box.password, "letters": LETTERS, "lives": LIVES,
            "seed": 7, "without": without}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.mail_driver"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        env=env,
        cwd=ROOT,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    ids = (_ID.search(one.content) for one in box.office.taken)
    return json.loads(done.stdout), Counter(found[1].decode() for found in ids if found)
