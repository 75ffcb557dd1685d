"""Bytes to text: the declared charset if it is true, else UTF-8, else the likeliest of our countries.

Codecs are taken from a list: Python knows ``punycode`` or ``unicode_escape`` as text too, and a mail could
name them. Text never holds NUL, other control characters or lone surrogates: databases refuse them.
"""

import codecs
import re

_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "iso-2022-kr": "iso2022_kr",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874",
    "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-mac-ce": "mac-latin2", "ansi_x3.110-1983": "cp1252",
    "ansi": "cp1252", "unicode": "utf-16", "big5-hkscs": "big5hkscs", "cp-850": "cp850", "x-user-defined": "cp1252",
}  # fmt: skip
"""Names as browsers read them (WHATWG Encoding Standard): what is called Latin-1 is Windows-1252, and so on."""

_ALLOWED = re.compile(
    r"(utf-(7|8|8-sig|16|16-le|16-be|32|32-le|32-be)|ascii|cp\d+|iso8859-\d+|koi8-[rut]|gb18030|gb2312|gbk|hz"
    r"|big5|big5hkscs|euc_\w+|shift_jis\w*|iso2022_\w+|mac-[\w-]+|tis-620|ptcp154|kz1048|johab)"
)
_GUESSES = ("cp1250", "iso8859-2", "cp1257", "cp1252")
_AT_HOME = frozenset(
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßÄÖÜčėįšųūžČĖĮŠŲŪŽéèêàáíúçñøåãõâîôûìòùæřůýďťňľĺôŕőű„”“’–—…€§°«»²³½×©®"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def codec(name: str) -> str:
    """The Python codec for a charset as a mail names it; ``""`` when unknown or not a charset."""
    cleaned = name.strip().strip("\"'").split(";")[0].split("*")[0].strip().lower()[:60]
    cleaned = _ALIASES.get(cleaned, cleaned)
    try:
        found = codecs.lookup(cleaned).name
    except (LookupError, ValueError, UnicodeError):
        match = re.match(r"(?:cp|windows|win)[-_ ]?(\d{3,4})|(utf-8)", cleaned)
        if not match:
            return ""
        return codec("cp" + match[1]) if match[1] else "utf-8"
    return found if _ALLOWED.fullmatch(found) else ""


def decode(raw: bytes, charset: str = "") -> tuple[str, str]:
    """Text and a trouble code (``""`` if all is well): ``charset_unknown``, ``charset_wrong``, ``text_damaged``.

    After ``text_damaged`` something is missing in the text: keep the bytes.
    """
    if not charset and raw.isascii():  # nearly every header
        return raw.decode("ascii"), ""
    declared = codec(charset) if charset else ""
    trouble = "" if declared or not charset else "charset_unknown"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") and declared not in ("utf-16", "utf-32"):
        return _lenient(raw, "utf-16", trouble)
    for name in dict.fromkeys((declared or "utf-8", "utf-8")):
        try:
            return raw.decode(
                name
            ), trouble if name == declared or not charset else trouble or "charset_wrong"
        except (UnicodeError, LookupError, ValueError):
            continue
    if declared and not declared.startswith(("ascii", "utf-8", "cp125", "iso8859")):
        return _lenient(raw, declared, trouble)
    if declared.startswith("utf-8"):
        text = raw.decode("utf-8", "replace")
        if text.count("\ufffd") * 20 < sum(1 for byte in raw[:100_000] if byte > 127):
            return text, "text_damaged"
    return _guess(raw, declared), trouble or "charset_wrong"


def _lenient(raw: bytes, name: str, trouble: str) -> tuple[str, str]:
    try:
        text = raw.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        return raw.decode("latin-1"), "text_damaged"
    return text, "text_damaged" if "\ufffd" in text else trouble


def _guess(raw: bytes, declared: str) -> str:
    """The single-byte charset that gives most letters of our languages; the declared one wins a draw."""
    sample = bytes(byte for byte in raw[:200_000] if byte > 127)
    names = dict.fromkeys(((declared,) if declared.startswith(("cp125", "iso8859")) else ()) + _GUESSES)
    best = max(names, key=lambda name: sum(letter in _AT_HOME for letter in sample.decode(name, "ignore")))
    try:
        return raw.decode(best)
    except UnicodeError:  # a byte this charset has no letter for
        return raw.decode(best, "surrogateescape").translate(_FROM_LATIN)


_FROM_LATIN = {0xDC00 + byte: byte for byte in range(128, 256)}


def printable(text: str) -> str:
    """Line ends made single ones, control characters and lone surrogates taken out."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", text)


def one_line(text: str) -> str:
    """The same without line ends and with single spaces: for headers and names."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(printable(text).split())
