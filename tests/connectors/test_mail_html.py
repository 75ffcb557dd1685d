"""HTML of strangers: nothing acts, nothing loads, nothing hides; the words stay."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.connectors.mail.html import clean, to_text

PIECES = [
    "<script>", "</script>", "<ScRiPt/x>", "alert(1)", "<svg/onload=alert(1)>", "<math><mi//xlink:href='data:x'>",
    "<img src=x onerror=alert(1)>", "<iframe srcdoc='<script>'>", "<a href='javascript:alert(1)'>", "</a>",
    "<a href='jav&#x09;ascript:alert(1)'>", "<a href=' \x01javascript:x'>", "<form action=//e.pl><input name=a>",
    "<style>@import '//e.pl';</style>", "<p style='display:none'>", "<div class='x' id=y onclick=z>", "<!--", "-->",
    "<![CDATA[", "]]>", "<noscript><p title='</noscript><img src=x onerror=1>'>", "<template>", "<plaintext>",
    "<base href='//e.pl/'>", "<meta http-equiv=refresh content='0;url=//e.pl'>", "<link rel=stylesheet href=//e.pl>",
    "<object data=x>", "<embed src=x>", "<td background=//e.pl/x>", "<img src='data:text/html,<script>'>",
    "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">", "<img src=https://e.pl/p.gif>", "<textarea>", "<title>", '"',
    "'", "<", ">", "&lt;script&gt;", "&#60;script&#62;", "<b", "<table><tr>", "<select><option>", "\0", "=", "Zwrot",
    "<mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>", "<button>", "<video src=x>",
]  # fmt: skip
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z][^\s/>]*)((?:\"[^\"]*\"|[^>\"])*)>")
_MAY = {"a", "abbr", "b", "br", "blockquote", "cite", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "hr",
        "i", "img", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "u", "ul", "caption"}  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25).map("".join))
def test_nothing_that_acts_loads_or_hides_survives(source: str) -> None:
    found = clean(source).html
    for name, attributes in _TAG.findall(found):
        assert name in _MAY
        for key, value in re.findall(r'([\w:-]+)="([^"]*)"', attributes):
            assert key in {"href", "title", "target", "rel", "src", "alt", "width", "height", "loading", "referrerpolicy",
                           "colspan", "rowspan", "start", "class"}  # fmt: skip
            assert key != "href" or re.match(r"(?i)https?:|mailto:|tel:|//", value)
            assert key != "src" or value.startswith("data:image/")
            assert key != "class" or value in ("mail-picture", "mail-goes-to")
    to_text(source).encode()
    assert clean(found).html.count("<img") <= found.count("<img")


def test_remote_pictures_are_blocked_until_asked_for() -> None:
    source = '<p>Oto <img src="https://e.example/p.gif" alt="zdjęcie" width=9 height=9999999> koniec</p>'
    found = clean(source)
    assert found.blocked == 1
    assert "<img" not in found.html
    assert "zdjęcie" in found.html
    asked = clean(source, remote=True)
    assert asked.blocked == 0
    assert 'src="https://e.example/p.gif"' in asked.html
    assert 'referrerpolicy="no-referrer"' in asked.html
    assert "9999999" not in asked.html


def test_a_picture_of_the_mail_itself_is_shown() -> None:
    assert 'src="/pliki/7"' in clean('<img src="cid:a@b">', inline={"a@b": "/pliki/7"}).html
    assert "<img" not in clean('<img src="cid:x@y">', inline={"a@b": "/pliki/7"}).html


def test_a_link_says_where_it_leads_when_its_words_say_otherwise() -> None:
    found = clean('<a href="https://zlodziej.example/allegro.pl">https://allegro.pl/moje</a>').html
    assert "(zlodziej.example)" in found
    assert 'rel="noopener noreferrer nofollow"' in found
    assert "mail-goes-to" not in clean('<a href="https://www.allegro.pl/x">allegro.pl</a>').html


def test_hidden_words_are_shown() -> None:
    assert "ukryte" in clean('<p style="display:none;color:#fff" hidden>ukryte</p>').html
    assert to_text('<p style="display:none">ukryte</p>') == "ukryte"


def test_text_reads_like_the_page() -> None:
    source = (
        "<style>p{}</style><h1>Zwrot</h1><p>Dzień&nbsp;dobry,<br>Ala</p><ul><li>jeden<li>dwa</ul>"
        "<blockquote>cytat<br>dalej</blockquote><table><tr><td>a</td><td>b</td></tr></table>"
        '<a href="https://e.pl/1">tutaj</a>'
    )
    assert to_text(source) == (
        "Zwrot\n\nDzień dobry,\nAla\n\n- jeden\n- dwa\n\n> cytat\n> dalej\n\na b\n\ntutaj (https://e.pl/1)"
    )


@pytest.mark.parametrize(
    "piece", ["<font size={n}>", "<div>", "<div><p>", "<!--", '<a "', "<td a=' ", "<b>x</p>"]
)
def test_a_megabyte_made_to_hurt_ends_soon(piece: str) -> None:
    source = "".join(piece.replace("{n}", str(n)) for n in range(1_000_000 // len(piece)))
    begun = time.process_time()
    clean(source)
    to_text(source)
    assert time.process_time() - begun < 5
