"""The workshop around the composer: fixes of one click, a rest, a calm wording, a holding answer."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.actions import deliver, reassess, reply
from kontuar.store.models import Account, Case, Draft, JournalEntry, Outgoing
from tests.web.stock import Morning
from tests.web.test_case import form, url, words

ANGRY = "To jest skandal i bezczelność, mam dosyć takich wiadomości!!!"


@pytest.fixture
def case(desk: Morning) -> Case:
    return desk.cases["question"]


def check(client: Client, case: Case, text: str, **more: str) -> str:
    shown = client.post(url(case, "sprawdz/"), {"text": text, **more})
    assert shown.status_code == 200
    return str(shown.content.decode())


def test_a_misspelt_word_has_a_button_that_knows_place_and_words(desk: Morning, seen_by, case: Case) -> None:
    page = check(seen_by(desk.ala), case, "👍 Przepraszam za opuźnienie, dziękuję.")
    button = re.search(r"<button[^>]*data-fix=\"replace\"[^>]*>", page)
    assert button
    assert 'data-start="17"' in button[0]
    assert 'data-was="opuźnienie"' in button[0]
    assert 'data-to="opóźnienie"' in button[0]
    assert "hidden" in button[0], "without script there is no button that does nothing"


def test_one_remark_is_open_and_the_rest_is_folded(desk: Morning, seen_by, case: Case) -> None:
    page = check(
        seen_by(desk.ala), case, "{imię}, piszę na ala@example.com, opuźnienie, w załączniku zdjęcie."
    )
    before, _, folded = page.partition("<details>")
    assert before.count('class="btn link fix"') <= 1
    assert folded.count("<li") >= 2
    assert "Nieuzupełnione" in before, "the gravest first"


def test_a_chosen_file_silences_the_missing_attachment(desk: Morning, seen_by, case: Case) -> None:
    client, text = seen_by(desk.ala), "Dzień dobry, w załączniku przesyłam zdjęcie."
    assert 'data-fix="attach"' in check(client, case, text)
    assert 'data-fix="attach"' not in check(client, case, text, sizes="1200 88")


def test_an_insult_is_stopped_and_kept(desk: Morning, seen_by, case: Case) -> None:
    before = Outgoing.objects.count()
    text = "Jest Pan idiotą."
    page = seen_by(desk.ala).post(url(case, "odpowiedz/"), form(case, text))
    assert page.status_code == 422
    assert Outgoing.objects.count() == before
    assert Draft.objects.get(case=case, user=desk.ala).text == text


def test_a_heated_draft_offers_a_rest_and_a_calm_one_does_not(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    hot = check(client, case, ANGRY)
    assert 'value="rest_hour"' in hot
    assert 'value="rest_tomorrow"' in hot
    assert "data-vent-open" in hot
    assert "rest_hour" not in check(client, case, "Dzień dobry, tak, pasuje.")


def test_put_off_the_text_comes_back_as_a_draft_and_nothing_leaves(
    desk: Morning, seen_by, case: Case
) -> None:
    client, before = seen_by(desk.ala), Outgoing.objects.count()
    done = client.post(url(case, "odpowiedz/"), form(case, ANGRY, then="rest_hour"), follow=True)
    case.refresh_from_db()
    assert case.state == Case.State.WAITING
    assert Outgoing.objects.count() == before
    page = done.content.decode()
    assert 'class="banner cooling"' in page
    assert ANGRY in page


def test_from_a_line_of_today_a_rest_leads_to_the_case(desk: Morning, seen_by, case: Case) -> None:
    data = form(case, ANGRY, then="rest_hour", place="today")
    done = seen_by(desk.ala).post(url(case, "odpowiedz/"), data, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == url(case)


def test_a_colleague_sees_the_rest_and_takes_it_over(desk: Morning, seen_by, case: Case) -> None:
    seen_by(desk.ala).post(url(case, "odpowiedz/"), form(case, ANGRY, then="rest_hour"))
    colleague = seen_by(desk.bolek)
    page = words(colleague, case)
    assert f'action="{url(case, "przejmij/")}"' in page
    assert ANGRY not in page, "what somebody wrote in anger is his"
    colleague.post(url(case, "przejmij/"))
    case.refresh_from_db()
    assert (case.state, case.assignee) == (Case.State.OPEN, desk.bolek)


@pytest.mark.parametrize("deed", ["spokojnie/", "tymczasem/", "przejmij/"])
def test_a_stranger_finds_none_of_it(desk: Morning, seen_by, case: Case, deed: str) -> None:
    assert seen_by(desk.celina).post(url(case, deed), {"text": ANGRY}).status_code == 404


def test_a_calm_wording_stands_beside_and_is_taken_with_one_click(desk: Morning, seen_by, case: Case) -> None:
    client = seen_by(desk.ala)
    htmx = {"HX-Request": "true"}
    shown = client.post(url(case, "spokojnie/"), {"text": ANGRY}, headers=htmx).content.decode()
    assert 'class="calm-wording"' in shown
    assert f">{ANGRY}</textarea>" in shown, "nothing is changed before it is taken"
    taken = client.post(
        url(case, "spokojnie/"), {"text": ANGRY, "calm": "take"}, headers=htmx
    ).content.decode()
    assert ANGRY not in taken
    assert "Dzień dobry" in taken
    assert "skandal" not in Draft.objects.get(case=case, user=desk.ala).text


def test_the_vent_pad_is_in_no_form_and_has_no_name(desk: Morning, seen_by, case: Case) -> None:
    page = words(seen_by(desk.ala), case)
    dialog = page[page.index('<dialog id="vent"') :]
    dialog = dialog[: dialog.index("</dialog>")]
    assert "<form" not in dialog
    assert "name=" not in dialog
    assert page[: page.index('<dialog id="vent"')].count("<form") == page[
        : page.index('<dialog id="vent"')
    ].count("</form>")


def test_a_warning_passed_is_recorded_by_its_code(desk: Morning, seen_by, case: Case) -> None:
    text = "Dzień dobry, tak, pasuje. W załączniku zdjęcie."
    assert seen_by(desk.ala).post(url(case, "odpowiedz/"), form(case, text)).status_code == 303
    entry = JournalEntry.objects.filter(verb="outgoing.written", case=case).latest("at")
    assert entry.detail["overruled"] == ["attachment_missing"]


def test_an_opinion_asked_for_on_social_media_is_told_to_need_consent(desk: Morning, case: Case) -> None:
    text = "Prosimy o wystawienie opinii."
    assert "opinion_by_mail" not in {one.code for one in reply.findings(case, text, now=timezone.now())}
    Account.objects.filter(pk=case.account_id).update(platform="elsewhere")
    case = Case.objects.select_related("account", "thread", "buyer", "order").get(pk=case.pk)
    assert "opinion_by_mail" in {one.code for one in reply.findings(case, text, now=timezone.now())}


def test_when_the_rest_is_over_the_text_stands_in_the_composer_and_still_nothing_leaves(
    desk: Morning, seen_by, case: Case
) -> None:
    client, before = seen_by(desk.ala), Outgoing.objects.count()
    client.post(url(case, "odpowiedz/"), form(case, ANGRY, then="rest_hour"))
    over = timezone.now() - timedelta(minutes=1)
    Case.objects.filter(pk=case.pk).update(waiting_until=over, reassess_at=over)
    reassess.due(now=timezone.now())
    deliver.release_held(now=timezone.now())
    page = client.get(url(case)).content.decode()
    assert re.search(rf"<textarea[^>]*>\s*{re.escape(ANGRY)}", page)
    assert 'class="banner cooling"' not in page
    assert Outgoing.objects.count() == before
    case.refresh_from_db()
    assert case.next_step != "wait"
