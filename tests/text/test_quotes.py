"""What is cut off a mail, what must stay, and that nothing is lost, whatever the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import measure_quotes
from kontuar.text.quotes import Kind, split
from kontuar.text.quotes_lines import MAX_LINES

# -- the labelled mails ------------------------------------------------------------------------------------

EXAMPLES = measure_quotes.examples()


def test_there_are_sixty_labelled_mails_in_four_languages_half_of_them_held_out() -> None:
    assert len(EXAMPLES) >= 60
    assert {"pl", "lt", "de", "en"} <= {example.name.split()[0] for example in EXAMPLES}
    held = sum(example.part == "held" for example in EXAMPLES)
    assert abs(held - len(EXAMPLES) / 2) <= 2


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.name} {example.part}")
def test_a_labelled_mail_is_cut_as_labelled(example: measure_quotes.Example) -> None:
    parts = split(example.text)
    assert measure_quotes.filled(parts.reply) == example.lines("r")
    assert measure_quotes.filled(parts.signature) == example.lines("s")
    assert measure_quotes.filled(parts.quoted) == example.lines("q")


def test_shares_of_the_foreign_suites_do_not_fall() -> None:
    if not measure_quotes.GOLD.exists():
        pytest.skip("../shared/data/reply_stripping is absent")
    floors = {"crisp": 65, "mail_parser_reply": 57, "talon": 16}  # talon's pages of HTML need inscriptis
    for row, floor in zip(measure_quotes.gold(), floors.values(), strict=True):
        assert int(row.figure.split()[0]) >= floor, row


# -- what must stay ------------------------------------------------------------------------------------------

KEPT = [
    "Dzień dobry,\nnadałam paczkę w dniu 03.06.2026 o 10:12 i kurier napisał:\n\nadresat nieobecny.\nCo robić?",
    "Pani z infolinii (pomoc@kurier.example) napisała, że paczka wróci.\nKiedy?",
    "Pozdrawiam\nJan Lis\nnr konta do zwrotu: 00 0000 0000 0000 0000 0000 0000",
    "Pozdrawiam, czekam na odpowiedź.\nNumer zamówienia 4411.",
    "Pozdrawiam\nJan Lis\n\nCzekam na fakturę",
    "Proszę o kontakt:\n\nJan Lis\ntel. 600 000 001\njan@lis.example",
    "Regards the lamp: it is broken.\nPlease replace it.",
    "Temat: reklamacja\nData: 3 czerwca\n\nLampa nie świeci.",
    "From: Warsaw\nTo: Vilnius\nHow much is shipping?",
    "Wysłane z opóźnieniem, a teraz jeszcze uszkodzone.",
    "Gesendet von DHL, aber nie angekommen.",
    "Sent from the depot on Tuesday. Still nothing.",
    "Rozmiary:\n>5 kg\ni mniej.",
    "Wpisałem kod i nic :(\n>:( jestem zły\nproszę o pomoc",
    "Tomorrow I wrote:\nnothing at all.",
    "On 3 June 2026 at 10:12 I wrote:\nwhere is my lamp?",
    "- lampa\n- klosz\n--------\nrazem 120 zł\n\nCzy to się zgadza?",
    "Wybieram opcję 2.\n--\nCzy mogę jeszcze zmienić kolor?",
    "Ar galite parašyti, kada rašėte: birželio 3 d. ar 4 d.?",
    "Ich schrieb am 03.06.2026 um 10:12 an service@laden.example:\n\nkeine Antwort.",
    "Danke, das ist nett. Aber ich will mein Geld zurück.",
    "Dziękuję\nAnna",
    "Dzięki!",
    "Pozdrawiam",
    "This message is a complaint. I want a refund.",
    "Mam wirusa po otwarciu waszej wiadomości! Ta wiadomość była od was?",
    "unsubscribe",
    "W dniu dzisiejszym otrzymałam paczkę. Pisze na niej:\nostrożnie, szkło",
    "Sprzedawca napisał w opisie:\nnowa, nieużywana\na przyszła porysowana",
    "Oryginalna wiadomość nie doszła, piszę więc raz jeszcze.",
    "Przekazana wiadomość od kuriera: adres błędny.",
]


@pytest.mark.parametrize("text", KEPT)
def test_the_writers_own_words_stay(text: str) -> None:
    parts = split(text)
    assert parts.reply == text
    assert parts.signature == parts.quoted == ""
    assert parts.messages == 1


def test_answers_between_quoted_lines_are_reply_and_stand_in_order() -> None:
    parts = split("On 3/6/2026 10:12, Lighthouse wrote:\n> Colour?\nBlue.\n> Size?\nM, please.\n")
    assert parts.reply == "Blue.\nM, please."
    assert [piece.kind for piece in parts.pieces] == [Kind.QUOTED, Kind.REPLY, Kind.QUOTED, Kind.REPLY]


def test_an_answer_below_the_quote_survives() -> None:
    parts = split("W dniu 03.06.2026 o 10:12, Sklep pisze:\n> Kolor?\n> Rozmiar?\n\nCzarny, 38.\n\n-- \nOla")
    assert (parts.reply, parts.signature) == ("Czarny, 38.", "-- \nOla")


def test_a_forward_with_nothing_else_is_what_the_writer_says() -> None:
    headers = "From: Courier <a@courier.example>\nDate: 3 June 2026\nSubject: Parcel\nTo: Peter <p@mail.example>\n\n"
    parts = split(f"---------- Forwarded message ---------\n{headers}Your parcel was returned.")
    assert parts.reply == "Your parcel was returned."
    assert parts.is_forward


def test_a_forward_quoted_by_the_program_is_what_the_writer_says() -> None:
    parts = split(
        "> Begin forwarded message:\n>\n> From: A <a@a.example>\n> Subject: B\n>\n> The lamp is late."
    )
    assert "The lamp is late." in parts.reply


def test_an_empty_answer_is_empty() -> None:
    parts = split("\n\nOn 3 Jun 2026, at 10:12, A <a@a.example> wrote:\n> Hello?\n")
    assert parts.reply == ""
    assert "Hello?" in parts.quoted


@pytest.mark.parametrize(
    "below",
    [
        "  On Wed, 3 Jun 2026 at 10:12, A<a@b.example> wrote:   Dear Peter, it is late.",
        '----- Reply message -----\nOd: "Sklep" <a@b.example>\nDo: <x@y.example>\nTemat: X\n\nhej',
        "In <123@b.example>, on 3 June 2026 A B wrote:\n> x",
        "在 2026年6月3日,上午10:12,灯塔 <help@a.example> 写道:\n\n> ok",
        "Von:        A <a@b.example>\nAn:         b\nDatum:      03.06.2026\nBetreff:    c\n-----\n\nx",
        "From: a@b.example Sent: Wednesday, June 3, 2026 To: c@d.example Subject: x hello",
        "Dnia 3 cze 2026, o godz. 10:12, A <a@b.example> napisał(-a):\n\nx",
        "2026-06-03 10:12 GMT+02:00 A <a@b.example>:\n\nx",
    ],
)
def test_rarer_forms_of_earlier_mail_are_cut(below: str) -> None:
    assert split(f"Ok, thank you.\n\n{below}").reply == "Ok, thank you."


def test_a_signed_mail_is_read_without_its_armour() -> None:
    armour = "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----"
    parts = split(f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nCancel it.\n{armour}")
    assert parts.reply == "Cancel it."


def test_mails_in_the_text_are_counted() -> None:
    older = "On 2 Jun 2026, at 9:00, B <b@b.example> wrote:\n>> older"
    assert split(f"New\n\nOn 3 Jun 2026, at 10:12, A <a@a.example> wrote:\n> old\n> {older}").messages == 3


# -- laws --------------------------------------------------------------------------------------------------

LINES = [line for example in EXAMPLES for _, line in example.kinds]
ANY = st.lists(
    st.one_of(
        st.sampled_from(LINES),
        st.sampled_from(
            ["", "> ", ">> a", "-- ", "____", "wrote:", "On 3 Jun 2026", "Od: a@b.example", "Temat: x"]
        ),
        st.text(alphabet="aAżŻ>-_*:. @<\t\r0", max_size=12),
        st.text(max_size=20),
    ),
    max_size=25,
).map("\n".join)
VOCABULARY = ["lampa", "nie", "świeci", "paczka", "wciąż", "idzie", "the", "shade", "broke", "gerne", "nauja"]
WORDS = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=9).map(" ".join),
    min_size=1,
    max_size=6,
).map("\n".join)
BLOCKS = [
    "\n".join(line for kind, line in example.kinds if kind == "q")
    for example in EXAMPLES
    if "q" in {kind for kind, _ in example.kinds}
    and [kind for kind, _ in example.kinds] == sorted((kind for kind, _ in example.kinds), key="rsq".index)
]


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_pieces_put_together_give_the_text_back(text: str) -> None:
    parts = split(text)
    assert "".join(text[piece.start : piece.end] for piece in parts.pieces) == text
    assert all(one.kind is not other.kind for one, other in zip(parts.pieces, parts.pieces[1:], strict=False))


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_a_reply_cut_again_stays_as_it_is(text: str) -> None:
    reply = split(text).reply
    assert split(reply).reply == reply


@given(WORDS)
def test_a_text_without_any_mark_comes_back_whole(text: str) -> None:
    parts = split(text)
    assert parts.reply == text
    assert len(parts.pieces) == 1


@pytest.mark.parametrize("block", BLOCKS)
@settings(max_examples=10, deadline=None)
@given(words=WORDS)
def test_a_quoted_block_below_leaves_the_reply_as_it_was(block: str, words: str) -> None:
    assert split(f"{words}\n\n{block}").reply == words


@pytest.mark.parametrize("example", [mail for mail in EXAMPLES if mail.name.endswith("gmail-web")], ids=str)
@pytest.mark.parametrize("block", BLOCKS[:12])
def test_a_second_quoted_block_below_leaves_the_first_reply(
    example: measure_quotes.Example, block: str
) -> None:
    assert split(f"{example.text}\n\n{block}").reply == split(example.text).reply


def test_windows_line_breaks_are_cut_alike() -> None:
    for example in EXAMPLES:
        assert (
            split(example.text.replace("\n", "\r\n")).reply.replace("\r\n", "\n") == split(example.text).reply
        )


# -- hostile text ------------------------------------------------------------------------------------------

HOSTILE = {
    "marks in one line": lambda size: "> " * (size // 2),
    "one long line": lambda size: "a" * size,
    "blank lines": lambda size: "\n" * size,
    "on on on": lambda size: "On On On On On 3 Jun 2026 10:12 <a@b.example\n" * (size // 45),
    "wrote": lambda size: "On 3 Jun 2026 10:12 wrote wrote wrote\n" * (size // 38),
    "brackets": lambda size: ("On 3.6.2026 10:12 " + "&lt;" * 100 + " wrote:\n") * (size // 430),
    "open brackets": lambda size: ("W dniu 3.6.2026 10:12 " + "<a@" * 140 + " pisze:\n") * (size // 450),
    "letters": lambda size: ("On 3.6.2026 10:12 " + "a" * 470 + "\nwrote:\n") * (size // 496),
    "headers": lambda size: "From: a@b.example\n" * (size // 18),
    "header names": lambda size: "From:\nTo:\n\n" * (size // 11),
    "delimiters": lambda size: "-- \n" * (size // 4),
    "devices": lambda size: "Sent from my iPhone\n\n" * (size // 21),
    "closings": lambda size: "Pozdrawiam\nJan\n" * (size // 15),
    "rules": lambda size: "____\na\n" * (size // 7),
    "disclaimers": lambda size: "\nThis message is confidential\n" * (size // 30),
    "answers": lambda size: "> a\nb\n" * (size // 6),
    "nested": lambda size: "".join(">" * (line % 400) + " a\n" for line in range(size // 200)),
    "spaces": lambda size: " " * size + "x",
    "accents": lambda size: "ąčęėįšųū„“ \n" * (size // 12),
    "combining": lambda size: "a" + "\u0301" * size,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_fifty_kilobytes_of_hostile_text_are_cut_in_seconds(name: str) -> None:
    """Seconds, for a busy machine takes twice as long; that time grows no faster than the text is asked below."""
    text = HOSTILE[name](50_000)
    began = time.process_time()
    parts = split(text)
    assert time.process_time() - began < 4
    assert parts.pieces[-1].end == len(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length_and_no_faster(name: str) -> None:
    def spent(size: int) -> float:
        text = HOSTILE[name](size)
        began = time.process_time()
        split(text)
        return time.process_time() - began

    small, large = (min(spent(size) for _ in range(times)) for size, times in ((15_000, 3), (120_000, 2)))
    assert large < 8 * small * 3 + 0.05


def test_what_stands_below_the_lines_looked_at_is_not_lost() -> None:
    text = "word\n" * (MAX_LINES + 100) + "> old\n"
    parts = split(text)
    assert parts.reply == text.rstrip()
