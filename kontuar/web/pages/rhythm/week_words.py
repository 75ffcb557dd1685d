"""A week in sentences. What did not happen, or cannot be said, is left out."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kontuar.actions.week import Answers, Week
from kontuar.web import labels


def sentences(week: Week) -> list[str]:
    """In the order a colleague would tell them: buyers first, money last."""
    return [*_answered(week.answers), *_ended(week), *_bought(week), *_money(week)]


def _answered(told: Answers) -> Iterator[str]:
    if told.all is None:
        return
    yield ngettext("Buyers asked %(n)d time.", "Buyers asked %(n)d times.", told.all.asked) % {
        "n": told.all.asked
    }
    if told.all.typical is not None:
        said = _("Half of them had our answer within %(span)s") % {"span": labels.span(told.all.typical)}
        if told.last is not None and told.last.typical is not None:
            said += _("; the week before within %(span)s") % {"span": labels.span(told.last.typical)}
        yield f"{said}."
    if told.all.slowest is not None:
        yield _("A tenth waited longer than %(span)s.") % {"span": labels.span(told.all.slowest)}
    if told.is_worse_once_paid:
        yield _("Who had paid waited longer than who had not: worth a look.")
    if told.all.waiting:
        n = told.all.waiting
        yield ngettext("%(n)d still waits for an answer.", "%(n)d still wait for an answer.", n) % {"n": n}


def _ended(week: Week) -> Iterator[str]:
    if n := week.conversations.count:
        said = ngettext("%(n)d conversation was closed", "%(n)d conversations were closed", n) % {"n": n}
        yield f"{said}{_within(week.conversations.typical)}."
    if n := week.issues.count:
        said = ngettext(
            "%(n)d discussion, claim or return ended", "%(n)d discussions, claims and returns ended", n
        ) % {"n": n}
        yield f"{said}{_within(week.issues.typical)}."
        if rated := sum(week.issues_rated):
            yield _("Of their buyers %(n)d rated afterwards; %(good)d recommend you.") % {
                "n": rated,
                "good": week.issues_rated[0],
            }


def _within(typical: timedelta | None) -> str:
    return _(", half of them within %(span)s") % {"span": labels.span(typical)} if typical is not None else ""


def _bought(week: Week) -> Iterator[str]:
    if n := week.buyers:
        said = ngettext("%(n)d buyer bought", "%(n)d buyers bought", n) % {"n": n}
        if week.buyers_again is not None:
            said += _("; %(again)d of them had bought before (%(share)s)") % {
                "again": week.buyers_again,
                "share": labels.percent(week.buyers_again, n),
            }
        yield f"{said}."
    if n := sum(week.ratings):
        said = ngettext("%(n)d new rating", "%(n)d new ratings", n) % {"n": n}
        yield _("%(ratings)s, %(good)d of them recommend you.") % {"ratings": said, "good": week.ratings[0]}


def _money(week: Week) -> Iterator[str]:
    if n := week.refunds.count:
        said = ngettext(
            "%(n)d time money went back to a buyer", "%(n)d times money went back to a buyer", n
        ) % {"n": n}
        if week.refunds.typical is not None:
            said += _(", half of them within %(span)s of the goods' return or the cancellation") % {
                "span": labels.span(week.refunds.typical)
            }
        yield f"{said}."
    if n := week.refunds_unknown:
        yield ngettext(
            "%(n)d more refund followed no return or cancellation we know of.",
            "%(n)d more refunds followed no return or cancellation we know of.",
            n,
        ) % {"n": n}
    if week.goodwill:
        amounts = " + ".join(labels.money(amount, currency) for currency, amount in week.goodwill.items())
        yield ngettext(
            "Goodwill: %(amounts)s in %(n)d conversation.",
            "Goodwill: %(amounts)s in %(n)d conversations.",
            week.goodwill_cases,
        ) % {"amounts": amounts, "n": week.goodwill_cases}
    if n := week.not_let_through:
        yield ngettext(
            "%(n)d message was not let through by the marketplace.",
            "%(n)d messages were not let through by the marketplace.",
            n,
        ) % {"n": n}
