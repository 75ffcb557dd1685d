"""What the head of a talk tells, in words: the buyer's name, clocks, the issue it is about, until when it waits."""

from typing import Any

from kontuar.store.models import Duty, User
from kontuar.store.queries.case import CaseView
from kontuar.web import labels, labels_sales
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.order_pane import BuyerPane
from kontuar.web.pages.cases import marks_words, team_words
from kontuar.web.pages.cases.head import Head
from kontuar.web.pages.cases.head_menus import Menus
from kontuar.web.pages.issues import words as issue_words


def of(
    view: CaseView,
    user: User,
    look: Look,
    *,
    buyer: BuyerPane,
    thread_url: str,
    list_url: str,
    token: str,
) -> Head:
    """``thread_url`` is the talk's page on the marketplace, ``token`` what every form carries."""
    called, called_too = called_of(view)
    return Head(
        view=view,
        menus=Menus(
            view=view,
            look=look,
            thread_url=thread_url,
            others=buyer.cases,
            may_say=marks_words.may_say(view, look),
            token=token,
        ),
        team=team_words.of(view, user, look),
        marks=marks_words.lines(view, look),
        chips=chips(view, look),
        issue=_issue(view, look),
        called=called,
        called_too=called_too,
        waits=_waits(view, look),
        list_url=list_url,
        token=token,
    )


def called_of(view: CaseView) -> tuple[str, str]:
    """What the head calls the buyer: by login; who writes mails by name, the address behind it."""
    login, name = view.buyer.login, view.buyer.name
    if name == login or not name:
        return login, ""
    return (name, login) if view.account.platform == "mail" else (login, name)


def chips(view: CaseView, look: Look) -> list[tuple[labels.Chip, str]]:
    """Clocks with what is lost."""
    return [(chip(view, duty, look), labels.loss(duty.lost, view.account.platform)) for duty in view.duties]


def chip(view: CaseView, duty: Duty, look: Look) -> labels.Chip:
    """The clock of one duty of the case."""
    return labels.duty_chip(
        duty.kind,
        duty.due_at,
        duty.safer_by,
        duty.warn_at,
        look,
        platform_code=view.account.platform,
        rule=(duty.rule_id, duty.rule_version),
    )


def _issue(view: CaseView, look: Look) -> dict[str, Any] | None:
    """The issue this is the talk of: its name, its card's address, the clock of its decision."""
    issue, code = view.issue, view.account.platform
    if issue is None:
        return None
    return {
        "name": labels_sales.issue_kind_short(issue.kind),
        "url": to("issue", issue.pk),
        "chips": [
            (issue_words.chip(duty, code, look, is_short=False), labels.loss(duty.lost, code))
            for duty in view.issue_duties
        ],
    }


def _waits(view: CaseView, look: Look) -> str:
    until = view.case.waiting_until
    if view.case.state != "waiting" or until is None:
        return ""
    return labels.by(until, look)
