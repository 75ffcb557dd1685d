"""What is done quicker for the usual header says the same as the long way."""

from hypothesis import example, given
from hypothesis import strategies as st

from kontuar.connectors.mail import charsets, params

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" \t\r\n\u00a0\x00a")))


@given(text=TEXTS)
@example(text=" a  b ")
@example(text="a\r\nb\rc")
@example(text="a\u2028b\u00a0")
def test_a_line_is_the_same_by_both_ways(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    long = charsets._CONTROLS.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", lines)
    assert charsets.printable(text) == long
    assert charsets.one_line(text) == " ".join(long.split())


@given(raw=st.binary(max_size=100).map(lambda raw: bytes(byte & 127 for byte in raw)))
def test_ascii_needs_no_guessing(raw: bytes) -> None:
    assert charsets.decode(raw) == charsets.decode(raw, "utf-8") == (raw.decode("utf-8"), "")


@given(value=st.from_regex(rb'[a-z/]{1,12}(; ?[a-z*0-9]{1,8}="?[a-z\xc4]{0,8}"?){0,3}', fullmatch=True))
def test_a_remembered_field_is_the_field(value: bytes) -> None:
    assert params.field_of(value) == params._read(value)
