"""Tags and what a case is about, on the screens."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.actions import away, house_style, routines, tags, triage
from kontuar.facts.routines import Condition, Do, Step, What
from kontuar.store.models import CaseMatter, CaseTag, Mention, Tag, User
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db


def test_a_tag_is_typed_stands_in_the_head_and_is_taken_off(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    client.post(f"/wiadomosci/{case.pk}/etykieta/", {"name": "Zwrot kosztów"})
    tag = Tag.objects.get()
    assert "Zwrot kosztów" in client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert "Zwrot kosztów" in client.get(f"/wiadomosci/{case.pk}/etykiety/").content.decode()
    client.post(f"/wiadomosci/{case.pk}/etykieta/{tag.pk}/zdejmij/")
    assert not CaseTag.objects.exists()


def test_what_it_is_about_is_noted_and_a_form_that_grew_old_is_refused(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    url = f"/wiadomosci/{case.pk}/sprawa/"
    client.post(url, {"wants": "refund", "step": "call", "step_by": "2026-12-01", "seen": ""})
    assert CaseMatter.objects.get().wants == "refund"
    client.post(url, {"wants": "part", "seen": ""})
    assert CaseMatter.objects.get().wants == "refund"


def test_a_call_is_shown_until_it_is_seen(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    triage.add_note(case, desk.ala, text=f"@{desk.bolek.username} zadzwoń", now=case.opened_at)
    url = f"/wiadomosci/{case.pk}/"
    assert 'class="banner call"' in client.get(url).content.decode()
    client.post(f"{url}wezwania/")
    assert Mention.objects.get().seen_at is not None
    assert 'class="banner call"' not in client.get(url).content.decode()


def test_the_list_of_tags_is_kept_by_owners(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    owner, agent = seen_by(desk.ala), seen_by(desk.bolek)
    agent.post("/ustawienia/etykiety/", {"name": "Pomysły", "tone": "good"})
    tag = Tag.objects.get()
    owner.post(f"/ustawienia/etykiety/{tag.pk}/", {"name": "Pomysły klientów", "tone": "good"})
    owner.post(f"/ustawienia/etykiety/{tag.pk}/koniec/")
    tag.refresh_from_db()
    assert (tag.name, tag.ended_at is None) == ("Pomysły klientów", False)
    assert "Pomysły klientów" in agent.get("/ustawienia/etykiety/").content.decode()


def test_a_line_of_the_inbox_shows_two_tags_and_counts_the_others(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client, case, now = seen_by(desk.ala), desk.cases["parcel"], timezone.now()
    assert "tag word" not in client.get("/wiadomosci/?f=all").content.decode()
    for name in ("Faktura", "Hurt", "Pilne"):
        tags.put(case, tags.make(desk.ala, name, tone="money", now=now), desk.ala, now=now)
    page = client.get("/wiadomosci/?f=all").content.decode()
    line = page[page.index(f'data-case="{case.pk}"') :]
    line = line[: line.index("</a>")]
    assert line.count('<span class="tag word money">') == 2
    assert 'title="Pilne">+1' in line
    assert page.count("tag word") == 2


def test_what_happens_by_itself_stands_in_the_history_in_words(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    now = timezone.now()
    when, then = Condition(what=What.WORDS, values=("dziękuję",)), Step(do=Do.NOTE, value="x")
    row = routines.keep(desk.ala, name="Dziękujemy", conditions=[when], steps=[then], now=now)
    routines.remove(row, desk.ala, now=now)
    away.allow(desk.klamka, desk.ala, is_on=True, has_own=False, now=now)
    away.allow(desk.klamka, desk.ala, is_on=False, has_own=False, now=now)
    house_style.keep(desk.ala, told=(), forbidden=(), words=(), now=now)
    desk.ala.language = "en"
    desk.ala.save()
    page = seen_by(desk.ala).get("/zespol/historia/").content.decode()
    for words in (
        "deleted the routine “Dziękujemy”",
        "let Kontuar answer out of hours",
        "switched the answer out of hours off",
        "changed the house style",
    ):
        assert words in page
    assert "routine." not in page
    assert "away." not in page
