"""The desk's house style: what its texts keep to. The checks ask for it each time; every change is in the journal."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, tags
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Desk, User
from kontuar.store.queries.desk import the_desk
from kontuar.text import house
from kontuar.text.fold import fold
from kontuar.text.house import CODES, House
from kontuar.text.tokens import words as words_of


def of_desk() -> House:
    """The style in force; the usual one where nobody chose."""
    held = the_desk().house_style
    return _read(tuple((key, tuple(value)) for key, value in held.items())) if held else House()


@lru_cache(maxsize=4)
def _read(held: tuple[tuple[str, tuple[str, ...]], ...]) -> House:
    return house.of_json({key: list(value) for key, value in held})


@transaction.atomic
def keep(
    by: User, *, told: Collection[str], forbidden: Iterable[str], words: Iterable[str], now: datetime
) -> None:
    """Keep the whole style. An owner of the desk may; Invalid names the field."""
    if not by.is_owner:
        raise NotAllowed
    phrases = tuple(dict.fromkeys(plain for one in forbidden if (plain := " ".join(one.split()))))
    dictionary = _dictionary(words)
    if len(phrases) > house.MOST_PHRASES or any(len(one) > house.LONGEST_PHRASE for one in phrases):
        raise Invalid("phrases", _("At most 100 phrases of 80 characters."), field="forbidden")
    row, _made = Desk.objects.select_for_update().get_or_create(pk=1)
    style = House(told=frozenset(told) & CODES, forbidden=phrases, words=dictionary)
    _keep(row, style)
    journal.record(
        "style.saved",
        at=now,
        actor=by,
        told=sorted(style.told),
        phrases=len(phrases),
        words=len(dictionary),
    )


@transaction.atomic
def add_word(by: User, word: str, *, now: datetime) -> None:
    """One word of a text is right here. Whoever may answer adds it; one that is there already changes nothing."""
    tags.must_answer(by)
    found = words_of(word[: house.LONGEST_WORD + 1])
    if len(found) != 1 or found[0].text != word.strip():
        raise Invalid("word", _("This is no single word."), field="words")
    row, _made = Desk.objects.select_for_update().get_or_create(pk=1)
    held = house.of_json(row.house_style)
    words = _dictionary([*held.words, word.strip()])
    if words == held.words:
        return
    _keep(row, House(told=held.told, forbidden=held.forbidden, words=words))
    journal.record("style.word_added", at=now, actor=by, words=len(words))


def _dictionary(words: Iterable[str]) -> tuple[str, ...]:
    """By the alphabet, each once; two that differ in accents or capitals alone are one."""
    kept: dict[str, str] = {}
    for word in words:
        if plain := word.strip():
            kept.setdefault(fold(plain), plain)
    if len(kept) > house.MOST_WORDS or any(len(one) > house.LONGEST_WORD for one in kept.values()):
        raise Invalid("words", _("At most 1000 words of 40 characters."), field="words")
    return tuple(kept[key] for key in sorted(kept))


def _keep(row: Desk, style: House) -> None:
    Desk.objects.filter(pk=row.pk).update(house_style=house.to_json(style))
