"""The template a desk chooses for such questions stands near the top for the next one, in whatever words it comes."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from kontuar.actions import answered, template_learnt, template_pick, templates
from kontuar.actions.forget import forget
from kontuar.store.models import Buyer, Case, Outgoing, ReplyTemplate
from kontuar.text import meaning
from kontuar.text.learnt import Learnt
from kontuar.web.pages.cases.pick import line
from tests.web.stock import DAY, HOUR, Morning, Stock

FITTING = (
    "Czy ta klamka pasuje do drzwi drewnianych?",
    "Dzień dobry, czy klamka nadaje się do starych drzwi?",
    "Czy będzie pasować do drzwi o grubości 40 mm?",
    "Witam, mam grube drzwi, czy ten model podejdzie?",
    "Jaka maksymalna grubość drzwi dla tej klamki?",
    "Czy zmieści się w drzwiach balkonowych?",
)
COLOURS = (
    "Czy macie tę klamkę w kolorze czarnym?",
    "Dzień dobry, czy dostępny jest biały kolor?",
    "Jakie kolory są jeszcze w sprzedaży?",
    "Czy można zamówić wersję złotą?",
    "Witam, szukam tego samego w srebrnym macie.",
    "Czy ten odcień jest jasny, czy ciemny brąz?",
)
NEW = "Moje skrzydło drzwiowe jest bardzo grube, czy ten produkt będzie dobry?"


@pytest.fixture(autouse=True)
def begun_anew() -> None:
    template_learnt.forget_pools()


@pytest.fixture
def stock(desk: Morning) -> Stock:
    return Stock(timezone.now())


def own(desk: Morning, stock: Stock, name: str) -> ReplyTemplate:
    texts = {"pl": "{{powitanie}},\n\nodpisujemy o tym tak samo każdemu."}
    return templates.keep(
        desk.ala,
        row_id=None,
        account_id=desk.klamka.pk,
        name=name,
        situation="own",
        texts=texts,
        now=stock.now,
    )


def was_answered(
    desk: Morning, stock: Stock, question: str, by: ReplyTemplate, *, is_sent: bool = True
) -> None:
    """Two days ago, by this template; the buyer thanked later."""
    case = stock.case(
        stock.buyer(desk.klamka, f"kupujacy_{stock._next()}"),
        ("buyer", 2 * DAY, question),
        ("buyer", DAY, "Dziękuję, wszystko jasne!"),
    )
    at = stock.now - 2 * DAY + HOUR
    templates.note_use(case, desk.ala, ref=str(by.pk), language="pl", text="Tak.", now=at)
    if is_sent:
        sent = stock.outgoing(case, Outgoing.State.SENT, "Tak.", desk.ala, ago=2 * DAY - HOUR)
        templates.settle(case, desk.ala, sent, "Tak.")


def asks(desk: Morning, stock: Stock, question: str) -> Case:
    return stock.case(stock.buyer(desk.klamka, f"kupujacy_{stock._next()}"), ("buyer", HOUR, question))


def place(desk: Morning, case: Case, template: ReplyTemplate) -> int:
    """Where it stands in the list, from 0."""
    refs = [one.template.ref for one in template_pick.picks(case, desk.ala, now=timezone.now())]
    return refs.index(str(template.pk)) if str(template.pk) in refs else len(refs)


def test_a_question_in_other_words_finds_the_template_chosen_for_such_questions_first(
    desk: Morning, stock: Stock
) -> None:
    thickness, colour = own(desk, stock, "Grubość drzwi"), own(desk, stock, "Kolory")
    of_doors, of_colours = asks(desk, stock, NEW), asks(desk, stock, "A czarna też będzie? Pytam o barwę.")
    before = [place(desk, case, thickness) < place(desk, case, colour) for case in (of_doors, of_colours)]
    assert before[0] == before[1], (
        "the questions' own words tell the templates apart; nothing is shown by this"
    )
    for question in FITTING:
        was_answered(desk, stock, question, thickness)
    for question in COLOURS:
        was_answered(desk, stock, question, colour)
    template_learnt.forget_pools()
    assert place(desk, of_doors, thickness) == 0
    assert place(desk, of_colours, colour) == 0
    first, *others = template_pick.picks(of_doors, desk.ala, now=timezone.now())
    assert first.is_usual
    assert not any(one.is_usual for one in others)
    with translation.override("en"):
        assert line(first).note == "chosen for questions like this · Other"


def test_what_was_put_in_and_not_sent_teaches_nothing(desk: Morning, stock: Stock) -> None:
    thickness, colour = own(desk, stock, "Grubość drzwi"), own(desk, stock, "Kolory")
    for question in FITTING:
        was_answered(desk, stock, question, thickness, is_sent=False)
    for question in COLOURS:
        was_answered(desk, stock, question, colour)
    assert {ref for _, ref in template_learnt.examples(desk.klamka.pk, now=stock.now)} == {str(colour.pk)}


def test_an_account_learns_from_its_own_answers_alone(desk: Morning, stock: Stock) -> None:
    thickness = own(desk, stock, "Grubość drzwi")
    for question in FITTING:
        was_answered(desk, stock, question, thickness)
    assert len(template_learnt.examples(desk.klamka.pk, now=stock.now)) == len(FITTING)
    assert template_learnt.examples(desk.ogrod.pk, now=stock.now) == []


def test_what_was_learnt_from_a_forgotten_buyer_is_not_known_any_more(desk: Morning, stock: Stock) -> None:
    thickness, colour = own(desk, stock, "Grubość drzwi"), own(desk, stock, "Kolory")
    for question in FITTING:
        was_answered(desk, stock, question, thickness)
    for question in COLOURS:
        was_answered(desk, stock, question, colour)
    assert str(thickness.pk) in template_learnt.fitting(NEW, desk.klamka.pk, now=stock.now)
    for buyer in Buyer.objects.filter(cases__messages__text__in=FITTING).distinct():
        forget([buyer], by=None, is_insisted=True, now=stock.now)
    assert template_learnt.fitting(NEW, desk.klamka.pk, now=stock.now) == {}


def test_an_index_of_answers_keeps_no_word_of_a_forgotten_buyer(
    desk: Morning, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[list[str]]()

    class Told(answered.Index):
        def add_all(self, rows: Iterable[tuple[str, str, datetime]]) -> None:
            told = list(rows)
            made.append([question for _key, question, _at in told])
            super().add_all(told)

    monkeypatch.setattr(answered, "Index", Told)
    answered.forget_pools()
    other = stock.buyer(desk.klamka, "inny_kupujacy")
    stock.case(other, ("buyer", 30 * HOUR, FITTING[0]), ("seller", 29 * HOUR, "Tak, do 50 mm."))
    asking = asks(desk, stock, FITTING[1])
    found = answered.suggestions(asking, desk.ala, now=stock.now)
    assert FITTING[0] in [one.question for one in found]
    forget([other], by=None, is_insisted=True, now=stock.now)
    left = answered.suggestions(asking, desk.ala, now=stock.now)
    assert FITTING[0] not in [one.question for one in left]
    assert [FITTING[0] in " ".join(questions) for questions in made] == [True, False]
    answered.forget_pools()


def test_with_few_answers_nothing_is_said(desk: Morning, stock: Stock) -> None:
    thickness, colour = own(desk, stock, "Grubość drzwi"), own(desk, stock, "Kolory")
    was_answered(desk, stock, FITTING[0], thickness)
    was_answered(desk, stock, COLOURS[0], colour)
    assert template_learnt.fitting(NEW, desk.klamka.pk, now=stock.now) == {}


def test_what_the_buyer_asked_before_the_template_was_chosen_is_learnt_not_what_came_after(
    desk: Morning, stock: Stock
) -> None:
    was_answered(desk, stock, FITTING[0], own(desk, stock, "Grubość drzwi"))
    ((question, _ref),) = template_learnt.examples(desk.klamka.pk, now=stock.now)
    assert question == FITTING[0]


def test_old_answers_are_forgotten(desk: Morning, stock: Stock) -> None:
    was_answered(desk, stock, FITTING[0], own(desk, stock, "Grubość drzwi"))
    assert template_learnt.examples(desk.klamka.pk, now=timezone.now() + timedelta(days=120)) == []


def test_a_look_reads_some_examples_and_a_few_looks_later_all_are_known(
    desk: Morning, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors, colour = own(desk, stock, "Grubość drzwi"), own(desk, stock, "Kolory")
    for turn in range(4):
        for question in FITTING:
            was_answered(desk, stock, f"{question} Pytam po raz {turn}.", doors)
        for question in COLOURS:
            was_answered(desk, stock, f"{question} Pytam po raz {turn}.", colour)
    learnt = list[int]()

    class Counted(Learnt):
        def __init__(self, texts: Sequence[str], *rest: Any) -> None:
            learnt.append(len(texts))
            super().__init__(texts, *rest)

    monkeypatch.setattr(template_learnt, "Learnt", Counted)
    monkeypatch.setattr(meaning, "_VECTORS", OrderedDict())
    for _look in range(12):
        template_learnt.fitting(NEW, desk.klamka.pk, now=stock.now)
    assert learnt[-1] == 48
    assert 1 < len(learnt) <= 4
    assert template_learnt.fitting(NEW, desk.klamka.pk, now=stock.now)
