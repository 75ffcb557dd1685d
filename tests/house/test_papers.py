"""What is written beside the code: links lead somewhere, and it speaks of the product alone."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, place, tracked

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
NOT_OURS = (
    # (what, why)
    (re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+)/\w"), "a path of somebody's machine"),
    (
        re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org"),
        "the address of a registry",
    ),
    (re.compile(r"--find-links|extra-index-url"), "where somebody's machine fetches packages"),
)
LOCK_FILES = {"requirements.lock", "requirements-dev.lock", "requirements-machines.lock"}
MAY_NAME_THEM = {"tests/house/test_papers.py", "tools/lock.py"}
PAPERS = [path for path in tracked() if path.suffix == ".md"]


def _anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return plain.strip().replace(" ", "-")


@pytest.mark.parametrize("paper", PAPERS, ids=place)
def test_links_lead_somewhere(paper: Path) -> None:
    text = FENCE.sub("", paper.read_text(encoding="utf-8"))
    dead = []
    for match in LINK.finditer(text):
        target = match.group(1) or match.group(2)
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        file = (paper.parent / name).resolve() if name else paper
        if not file.exists():
            dead.append(target)
        elif anchor and file.suffix == ".md":
            headings = {_anchor(h) for h in HEADING.findall(file.read_text(encoding="utf-8"))}
            if anchor not in headings:
                dead.append(target)
    assert not dead, f"{place(paper)} points to what is not there: {dead}"


def test_the_repository_speaks_of_the_product_alone() -> None:
    found = []
    for path in tracked():
        if place(path) in MAY_NAME_THEM or path.suffix in {".png", ".ico", ".mo", ".gz"}:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{place(path)}: {why} ({hit.group(0)})" for what, why in NOT_OURS if (hit := what.search(text))
        ]
    assert not found, "\n".join(found)


def test_lock_files_hold_names_versions_and_hashes_only() -> None:
    for name in LOCK_FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        wrong = [
            line
            for line in lines
            if not re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+|\s+--hash=sha256:[0-9a-f]{64}", line)
        ]
        assert not wrong, wrong[:3]
