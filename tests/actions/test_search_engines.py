"""Whatever is typed, both databases find exactly what the words themselves say, newest first.

The databases' indexes are one way to the result and a walk through all words is another; the suite runs on both
databases, so equality with the walk is equality of the two.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.actions import index
from kontuar.actions.index_words import Doc
from kontuar.store import search_find
from kontuar.store.models import Account, SearchRow
from kontuar.store.search import at_of, exactly, glue, question, row_id, span_of, tokens, words_of
from tests.shop import Shop

START = datetime(2026, 1, 1, tzinfo=UTC)
SPOKEN = (
    "paczka paczki paczkomat żółta zielona klamka klamki łódź Łódka Größe ąžuolas faktura FV/2026/11/77 nie dzień dobry "
    "jan.kowalski@example.com kowalski_77 Client:44300444 29738e61-7f6a-11e8 620012345678 601-234-567 a 1 ß 🙂 x² ﬁx"
)
WORDS = SPOKEN.split()
SAMPLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small windows, so that a small corpus goes through the walk and the index alike."""
    monkeypatch.setattr(search_find, "GLANCE", 7)
    monkeypatch.setattr(search_find, "WALK", 14)
    monkeypatch.setattr(search_find, "CANDIDATES", (11, 18_000))


@pytest.fixture
def corpus(shop: Shop) -> dict[int, tuple[int, str]]:
    """Row number → account and words, of two accounts and two kinds."""
    chance = random.Random(11)
    docs = [_doc(number, chance, shop) for number in range(400)]
    for kind in (1, 2):
        index.put(kind, [doc for doc in docs if doc.kind == kind])
    return {doc.row_id: (doc.account_id, doc.words) for doc in docs}


def _doc(number: int, chance: random.Random, shop: Shop) -> Doc:
    text = " ".join(
        chance.choices(WORDS, weights=[1 / (n + 1) for n in range(len(WORDS))], k=chance.randint(1, 9))
    )
    account: Account = chance.choice([shop.account, shop.account, shop.other])
    return Doc(
        account_id=account.pk,
        kind=chance.choice([1, 1, 1, 2]),
        object_id=number,
        at=START + timedelta(seconds=chance.randrange(200)),
        words=words_of([text], keys=[f"klucz-{number}"], tails=[f"9900{number:04}"]),
    )


def _wanted(corpus: dict[int, tuple[int, str]], typed: str, accounts: list[int], kind: int) -> list[int]:
    first, behind = span_of(kind)
    asked = question(typed)
    fits = [
        number
        for number, (account, words) in corpus.items()
        if account in accounts and first <= number < behind and asked.holds(words)
    ]
    return sorted(fits, reverse=True) if asked.clauses else []


@pytest.mark.django_db
@pytest.mark.usefixtures("small_steps")
def test_the_index_finds_what_the_words_say(corpus: dict[int, tuple[int, str]], shop: Shop) -> None:
    chance = random.Random(5)
    for typed in _questions(chance):
        for accounts in ([shop.account.pk], [shop.account.pk, shop.other.pk], []):
            for kind in (1, 2):
                wanted = _wanted(corpus, typed, accounts, kind)
                for limit in (3, 1000):
                    found = search_find.newest(question(typed).clauses, accounts, kind, limit=limit)
                    assert list(found.ids) == wanted[:limit], typed
                    assert found.has_more == (len(wanted) > limit), typed


def _questions(chance: random.Random) -> Iterator[str]:
    yield from WORDS
    for _ in range(60):
        chosen = chance.choices(WORDS, k=chance.randint(1, 3))
        cut = [word[: chance.randint(1, len(word))] for word in chosen]
        yield " ".join(cut)
        yield f'"{" ".join(chosen)}" {cut[0]}'


@pytest.mark.django_db
@pytest.mark.usefixtures("small_steps")
def test_a_page_begins_below_any_row(corpus: dict[int, tuple[int, str]], shop: Shop) -> None:
    accounts = [shop.account.pk]
    wanted = _wanted(corpus, "pacz", accounts, 1)
    for below in (wanted[0] + 1, wanted[5], wanted[-1]):
        found = search_find.newest(question("pacz").clauses, accounts, 1, limit=1000, below=below)
        assert list(found.ids) == [number for number in wanted if number < below]


@pytest.mark.django_db
def test_an_identifier_is_found_alone(corpus: dict[int, tuple[int, str]], shop: Shop) -> None:
    everyone = [shop.account.pk, shop.other.pk]
    for number, (_account, words) in list(corpus.items())[:40]:
        key = next(word for word in words.split() if word.startswith("¶klucz"))[1:]
        kind = 1 if number < span_of(2)[0] else 2
        assert search_find.exact(exactly(key), everyone, [kind], limit=5) == [number]
    assert search_find.exact(exactly("klucz"), everyone, [1], limit=5) == []
    assert search_find.exact(exactly("klucz1"), [], [1], limit=5) == []


@pytest.mark.django_db
def test_whatever_is_typed_the_database_understands(shop: Shop) -> None:
    index.put(1, [_doc(1, random.Random(1), shop)])
    shown = SearchRow.objects.get()

    @settings(max_examples=60)
    @given(typed=st.one_of(st.text(max_size=80), SAMPLES))
    def ask(typed: str) -> None:
        asked = question(typed)
        for clause in asked.clauses:
            ids = search_find.exact(clause, [shown.account_id], [shown.kind], limit=3)
            assert ids == ([shown.pk] if clause.holds(shown.words) else [])

    ask()


@given(text=st.text(max_size=200))
def test_a_text_is_found_by_itself_and_by_every_word_of_it(text: str) -> None:
    words = words_of([text])
    for word in tokens(text):
        assert question(word).holds(words)
        assert question(f'"{word}"').holds(words)
        assert question(word[: len(word) // 2 + 1].upper()).holds(words)


@given(text=SAMPLES)
def test_a_text_is_found_by_its_pieces_as_they_are_written(text: str) -> None:
    words = words_of([text])
    for piece in text.split():
        assert question(piece).holds(words)
        assert question(piece.lower()).holds(words)


@given(identifier=st.from_regex(r"[A-Za-z0-9]{2,10}([:_./ -][A-Za-z0-9]{2,10}){0,3}", fullmatch=True))
def test_an_identifier_is_found_in_one_piece_and_by_its_end(identifier: str) -> None:
    words = words_of([identifier], keys=[identifier], tails=[identifier])
    glued = glue(identifier)
    if len(glued) >= 4:
        assert question(glued).holds(words)
        assert question(glued[:4]).holds(words)
    if any(char.isdigit() for char in glued[-4:]) and len(glued) >= 4:
        assert question(glued[-4:]).holds(words)


@given(typed=st.text(max_size=2000))
def test_a_question_is_small_whatever_is_typed(typed: str) -> None:
    asked = question(typed)
    assert len(asked.text) <= 200
    assert len(asked.clauses) <= 12
    for clause in asked.clauses:
        for way in clause.ways:
            assert all(needle.strip() for needle in way.needles)
            assert all(term.word.strip("¶¬").isalnum() for term in way.terms)


@given(
    kind=st.integers(1, 6),
    at=st.datetimes(datetime(2001, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    number=st.integers(1, (1 << 27) - 1),
)
def test_a_rows_number_keeps_kind_and_date(kind: int, at: datetime, number: int) -> None:
    made = row_id(kind, at, number)
    first, behind = span_of(kind)
    assert first <= made < behind < 1 << 63
    assert at_of(made) == at.replace(microsecond=0)
    assert row_id(kind, at + timedelta(seconds=1), 1) > made
