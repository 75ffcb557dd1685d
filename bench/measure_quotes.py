"""``python -m bench.measure_quotes [--misses]``: how well earlier mail and signatures are cut off.

Prints a table: the share of the checks of ``../shared/data/reply_stripping/gold.jsonl`` passed per source,
and of our own labelled mails, beside a naive cutter. ``--misses`` prints what was missed, of our own
labelled mails only the half the rules were written from.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from bench.measure_text import sources
from bench.measure_text.figures import Row
from kontuar.text import quotes

GOLD = sources.SHARED / "reply_stripping"
LICENCES = {"crisp": "MIT", "mail_parser_reply": "MIT", "talon": "Apache-2.0"}
_NAIVE = re.compile(r"(?m)^\s*(?:>|-----|On .{1,200} wrote:$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One mail of our own: its text, and the lines of each kind ("r", "s", "q")."""

    name: str
    part: str
    text: str
    kinds: tuple[tuple[str, str], ...]

    def lines(self, kinds: str) -> list[str]:
        """Return the filled lines of these kinds."""
        return [line.rstrip() for kind, line in self.kinds if kind in kinds and line.strip()]


def examples() -> list[Example]:
    """Read our own labelled mails."""
    found: list[Example] = []
    blocks = (sources.LABELLED / "quotes.txt").read_text(encoding="utf-8").split("\n=== ")
    for block in blocks[1:]:
        head, *rows = block.rstrip("\n").split("\n")
        kinds = tuple((row[0], row[2:]) for row in rows)
        name, part = head.rsplit(" ", 1)
        text = "\n".join(line for _, line in kinds)
        found.append(Example(name=name, part=part, text=text, kinds=kinds))
    return found


def naive(text: str) -> str:
    """Cut at the first quoted line, row of dashes or "On … wrote:"."""
    found = _NAIVE.search(text)
    return (text[: found.start()] if found else text).strip()


def filled(text: str) -> list[str]:
    """Return the lines that are not blank, without what trails them."""
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def told(text: str) -> quotes.Parts:
    """Split, for measuring."""
    return quotes.split(text)


def without_history(parts: quotes.Parts) -> str:
    """Reply and signature: what talon, which knows no signatures here, calls the reply."""
    return "".join(
        parts.text[piece.start : piece.end] for piece in parts.pieces if piece.kind is not quotes.Kind.QUOTED
    ).strip()


def read(name: str) -> str:
    """Return the text of one of the gold files: a plain text, the text of a mail, or that of a page."""
    raw = (GOLD / name).read_bytes()
    if name.endswith(".eml"):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        return str(body.get_content()) if body else ""
    if name.endswith(".html"):
        from inscriptis import get_text  # type: ignore[import-not-found,unused-ignore]

        return str(get_text(raw.decode("utf-8", "replace")))
    return raw.decode("utf-8", "replace").replace("\r\n", "\n")


def passed(row: dict[str, Any], text: str, cut: Callable[[str], str] | None) -> bool | None:
    """Whether a check is passed by ``cut`` (None: by the product); None where it cannot tell."""
    kind, expected = row["kind"], row["expected"]
    parts = told(text)
    if kind in ("n_replies", "signature_exact"):
        if cut:
            return None
        got: Any = parts.messages if kind == "n_replies" else filled(parts.signature)
        return bool(got == (expected if kind == "n_replies" else filled(expected)))
    whole = row["source"] == "talon"
    reply = cut(text) if cut else without_history(parts) if whole else parts.reply
    if kind == "reply_regex":
        return (re.search(expected, reply) is not None) != bool(row["negated"])
    if kind == "reply_contains":
        return (expected in reply) != bool(row["negated"])
    if kind.startswith("html"):
        return "".join(reply.split()) == "".join(expected.split())
    return [line.strip() for line in reply.strip().split("\n")] == [
        line.strip() for line in expected.strip().split("\n")
    ]


def gold(misses: bool = False) -> Iterator[Row]:
    """The checks of the three parsers' own test suites."""
    rows = sources.jsonl(GOLD / "gold.jsonl")
    for source, licence in LICENCES.items():
        asked = right = plain = comparable = skipped = 0
        for row in rows:
            if row["source"] != source:
                continue
            try:
                text = read(row["file"])
            except ImportError:
                skipped += 1
                continue
            mine, other = passed(row, text, None), passed(row, text, naive)
            asked, right = asked + 1, right + bool(mine)
            comparable, plain = comparable + (other is not None), plain + bool(other)
            if misses and not mine:
                parts = told(text)
                print(f"MISSED {row['file']} {row['kind']} {row['expected']!r:.90}")
                print(f"    {parts.reply!r:.400} | {parts.signature!r:.200} | {parts.messages}\n")
        note = f"; {skipped} of HTML left out: no inscriptis" if skipped else ""
        yield Row(
            what=f"Earlier mail cut off: {source}",
            figure=f"{right} of {asked} checks",
            baseline=f"naive {plain} of the {comparable} it can answer",
            data=f"reply_stripping ({licence}){note}",
        )


def own(misses: bool = False) -> Iterator[Row]:
    """Our own labelled mails, both halves."""
    for part, words in (("tuned", "rules were written with these in view"), ("held", "only counted")):
        mails = [example for example in examples() if example.part == part]
        right = exact = plain = 0
        for mail in mails:
            parts = told(mail.text)
            fits = filled(parts.reply) == mail.lines("r")
            right, plain = right + fits, plain + (filled(naive(mail.text)) == mail.lines("r"))
            signed = fits and filled(parts.signature) == mail.lines("s")
            exact += signed
            if misses and not signed and part == "tuned":
                print(f"MISSED {mail.name}\n    reply {parts.reply!r}\n    signature {parts.signature!r}\n")
        yield Row(
            what=f"Earlier mail cut off: our own, {part} half",
            figure=f"reply {right}, every line {exact} of {len(mails)} mails",
            baseline=f"naive {plain}",
            data=f"our own, hand-written (Apache-2.0); {words}",
        )


def spared(misses: bool = False) -> Iterator[Row]:
    """Questions of buyers, which hold no earlier mail and no signature: how many lose a word."""
    texts = sources.faq_questions() + [text for text, _ in sources.banking()]
    texts += [row["text"] for row in sources.jsonl(sources.LABELLED / "messages.jsonl")]
    cut = [text for text in texts if len(told(text).pieces) > 1]
    if misses:
        print(*cut, sep="\n")
    yield Row(
        what="Earlier mail: questions that lose a word to the cutter",
        figure=f"{len(cut)} of {len(texts):,}",
        baseline="0",
        data="allegro_faq_questions, banking77, our own",
    )


def pace(misses: bool = False) -> Iterator[Row]:
    """Processor time: an ordinary mail, 5 MB of text, 5 MB of hostile text."""
    mail = max((example.text for example in examples()), key=len)
    sets = {
        "a mail of 500 characters": [mail] * 200,
        "5 MB of quoted lines": [
            "> Dzień dobry, oto wiersz sprzed tygodnia, nieco dłuższy niż inne.\n" * 77_000
        ],
        "5 MB of “On On … wrote”": ["On On On 3 June 2026 at 10:12 <a@b.example\n" * 116_000],
        "5 MB of header names": ["From: a@b.example\n" * 280_000],
        "one line of 5 MB": ["> " * 2_500_000],
    }
    figures = []
    for name, texts in sets.items():
        began = time.process_time()
        for text in texts:
            told(text)
        figures.append(f"{name} {(time.process_time() - began) * 1000 / len(texts):.1f} ms")
    yield Row(
        what="Earlier mail cut off: pace", figure="; ".join(figures), baseline="linear", data="processor time"
    )


ALL = [gold, own, spared, pace]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.measure_quotes", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what was missed")
    misses = parser.parse_args().misses
    rows: list[Row] = []
    for figure in ALL:
        try:
            rows += figure(misses)
        except FileNotFoundError as missing:
            print(f"not measured: {missing}", file=sys.stderr)
    for row in rows:
        print(f"| {row.what} | {row.figure} | {row.baseline} | {row.data} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
