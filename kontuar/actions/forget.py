"""Forget one buyer: every word, name and address goes; money, dates and states of orders and claims stay without them.

Done in portions, each in a transaction of its own, so that nobody waits long; what was begun is found again by
``Buyer.forgotten_at`` and goes on where it stopped (the worker does that by itself). The first portion leaves the
traces by which a later reading is kept from bringing it back (``actions.forgotten``). The buyer's row loses its name
last: as long as it has one, something may be left to do.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from kontuar.actions import (
    bulk,
    deep_clean,
    forget_files,
    forgotten,
    index,
    index_words,
    journal,
    letters,
    many,
    scrub,
    words_gone,
)
from kontuar.actions.errors import ActionProblem, Doubtful, NotAllowed, NotNow
from kontuar.actions.forget_plan import UNSENT, Plan, plan
from kontuar.store import rebuild, rebuild_issues
from kontuar.store.models import (
    Buyer,
    IncidentHit,
    Issue,
    Letter,
    Mark,
    Message,
    Order,
    Outgoing,
    OutgoingDeed,
    Rating,
    RawAnswer,
    Refund,
    SearchRow,
    Shipment,
    User,
)
from kontuar.store.queries import access
from kontuar.store.queries.person import BEGUN, Rows, login_of, rows_of

AT_ONCE = 100
"""Rows of a portion: tenths of a second on a small machine."""


class NobodyThere(ActionProblem):
    """There is nobody of that name, or nothing of him is left."""

    code = "nobody-there"
    text = _("Nobody of that name or address is known here. Nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done: rows by kind, as ``Plan`` counted them before."""

    plan: Plan


def forget(
    buyers: Collection[Buyer],
    *,
    by: User | None,
    is_insisted: bool = False,
    now: datetime,
    between: Callable[[], None] = lambda: None,
) -> Done:
    """Forget these buyers, who are one person. ``by`` None is whoever has the machine's shell.

    NotAllowed unless the person owns every account concerned; NotNow while a message to him is being sent; Doubtful
    when something is open and nobody said that it is meant all the same. ``between`` is called between portions.
    """
    if not buyers:
        raise NobodyThere
    if by is not None and not all(access.can_own(by, row.account_id) for row in buyers):
        raise NotAllowed
    planned = plan(buyers, now=now)
    if planned.leaving:
        raise NotNow("leaving", _("A message to this buyer is being sent right now. Try again in a minute."))
    if planned.is_doubtful and not is_insisted:
        raise Doubtful(
            "open", _("Something about this buyer is still open. Say that it is meant all the same.")
        )
    _begin(rows_of(buyers), now)
    go_on(buyers, by=by, counts=dict((*planned.removed, *planned.blanked)), now=now, between=between)
    return Done(plan=planned)


def resume(*, now: datetime) -> int:
    """Go on with what a dead process left half done; how many persons."""
    begun = Buyer.objects.filter(forgotten_at__isnull=False).exclude(login__startswith=scrub.PREFIX)
    rows = list(begun.select_related("account"))
    for row in rows:
        go_on([row], by=None, counts={}, now=now)
    return len(rows)


@transaction.atomic
def _begin(rows: Rows, now: datetime) -> None:
    """From here on it will be done: traces first, and nothing to him leaves any more."""
    _leave_traces(rows, now)
    for row in rows.buyers:
        # A word of his that comes meanwhile finds no row of this login and makes a new one.
        row.login, row.forgotten_at = (BEGUN + login_of(row))[:254], row.forgotten_at or now
        row.save(update_fields=["login", "forgotten_at"])
    Outgoing.objects.filter(case__in=rows.cases, state__in=UNSENT).update(
        state=Outgoing.State.CANCELLED, settled_at=now
    )
    waiting = rows.deeds.filter(state__in=("held", "queued", "unsure")).values_list("pk", flat=True)
    OutgoingDeed.objects.filter(pk__in=list(waiting)).update(
        state=OutgoingDeed.State.CANCELLED, settled_at=now
    )


def _leave_traces(rows: Rows, now: datetime) -> None:
    for buyer in rows.buyers:
        mine = rows_of([buyer])
        things: list[forgotten.Thing] = [("login", login_of(buyer))]
        things += [("login", one) for one in mine.addresses]
        things += [("login", f"#{buyer.external_id}")] if buyer.external_id else []
        kinds: tuple[tuple[str, QuerySet[Model]], ...] = (
            ("thread", mine.threads),
            ("message", mine.messages),
            ("order", mine.orders),
            ("issue", mine.issues),
            ("rating", mine.ratings),
        )
        for kind, found in kinds:
            ids = found.filter(account=buyer.account_id).values_list("external_id", flat=True)
            things += [(kind, one) for one in ids]
        sent = Outgoing.objects.filter(case__in=mine.cases).exclude(external_id="")
        things += [("message", one) for one in sent.values_list("external_id", flat=True)]
        things += [("message", one) for one in mine.letters.values_list("external_id", flat=True)]
        forgotten.remember(buyer.account, things, now=now)


def go_on(
    buyers: Collection[Buyer],
    *,
    by: User | None,
    counts: dict[str, int],
    now: datetime,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Everything after the beginning. May be called again and again; what is done is not there any more."""
    rows = rows_of(buyers)
    names = forget_files.names_of(rows)
    deep_clean.overwrite_from_here()
    steps: tuple[Callable[[], Iterator[None]], ...] = (
        lambda: _words(rows),
        lambda: _letters(rows),
        lambda: _cases(rows),
        lambda: _deeds(rows),
        lambda: _orders(rows),
        lambda: _issues(rows),
        lambda: _ratings(rows),
        lambda: _raw(rows, names),
    )
    for step in steps:
        for _portion in step():
            between()
    forget_files.spooled(names)
    _end(rows, by=by, counts=counts, now=now)
    words_gone.tell()
    deep_clean.squeeze()


def _portions[M: Model](rows: QuerySet[M]) -> Iterator[list[M]]:
    """The rows that are left, some at a time, until none is."""
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _words(rows: Rows) -> Iterator[None]:
    """Messages with what hangs on them: files, mails, the search's rows."""
    for some in _portions(rows.messages):
        ids = [row.pk for row in some]
        files = forget_files.of_messages(ids)
        with transaction.atomic():
            _out_of_search(SearchRow.Kind.MESSAGE, ids)
            Message.objects.filter(pk__in=ids).delete()
        forget_files.remove(files)
        letters.forget(files.letters)
        yield


def _letters(rows: Rows) -> Iterator[None]:
    """Mails without a message: notices, and what servers told."""
    for some in _portions(rows.letters):
        files = forget_files.of_letters(some)
        with transaction.atomic():
            Letter.objects.filter(pk__in=[row.pk for row in some]).delete()
        forget_files.remove(files)
        letters.forget(files.letters)
        yield
    with transaction.atomic():
        rows.undelivered.delete()
    yield


def _cases(rows: Rows) -> Iterator[None]:
    """Conversations with notes, drafts, outbox, duties and journal."""
    for some in _portions(rows.cases.defer("search_text")):
        ids = [row.pk for row in some]
        files = forget_files.of_cases(ids)
        with transaction.atomic():
            many.forget(ids)
            type(some[0]).objects.filter(pk__in=ids).delete()
        forget_files.remove(files)
        yield


def _deeds(rows: Rows) -> Iterator[None]:
    for some in _portions(rows.deeds):
        files = forget_files.of_deeds(some)
        with transaction.atomic():
            OutgoingDeed.objects.filter(pk__in=[row.pk for row in some]).delete()
        forget_files.remove(files)
        yield


def _orders(rows: Rows) -> Iterator[None]:
    for some in _portions(rows.orders):
        blank_orders(some)
        yield


@transaction.atomic
def blank_orders(rows: Collection[Order]) -> None:
    """Take the person out of these orders, their parcels and their refunds."""
    for order in rows:
        order.fact = rebuild.to_json(scrub.order(rebuild.order(order)))
        Order.objects.filter(pk=order.pk).update(fact=order.fact)
    ids = [row.pk for row in rows]
    Mark.objects.filter(order__in=ids).update(message_external_id="")
    for parcel in Shipment.objects.filter(order__in=ids):
        scans = [{**scan, "description": ""} for scan in parcel.scans]
        number = scrub.number(parcel.waybill)
        Shipment.objects.filter(pk=parcel.pk).update(waybill=number, external_id="", scans=scans)
    for refund in Refund.objects.filter(order__in=ids):
        fact = rebuild.to_json(scrub.refund(rebuild_issues.refund(refund)))
        Refund.objects.filter(pk=refund.pk).update(fact=fact)
    index.put(
        SearchRow.Kind.ORDER, index_words.orders(Order.objects.select_related("buyer").filter(pk__in=ids))
    )


def _issues(rows: Rows) -> Iterator[None]:
    for some in _portions(rows.issues):
        with transaction.atomic():
            for issue in some:
                issue.fact = rebuild.to_json(scrub.issue(rebuild_issues.issue(issue)))
                issue.subject = issue.buyer_login = ""
            bulk.update(some, ("fact", "subject", "buyer_login"))
            Mark.objects.filter(issue__in=[row.pk for row in some]).update(message_external_id="")
            index.issues(Issue.objects.filter(pk__in=[row.pk for row in some]))
        yield


def _ratings(rows: Rows) -> Iterator[None]:
    for some in _portions(rows.ratings):
        with transaction.atomic():
            for rating in some:
                rating.fact = rebuild.to_json(scrub.rating(rebuild_issues.rating(rating)))
                rating.comment = rating.answer = rating.buyer_login = ""
            bulk.update(some, ("fact", "comment", "answer", "buyer_login"))
            index.ratings(Rating.objects.filter(pk__in=[row.pk for row in some]))
        yield


def _raw(rows: Rows, names: forget_files.Names) -> Iterator[None]:
    """Raw answers about anything of his, and such that name him."""
    for account_id in rows.accounts:
        for some in _portions(RawAnswer.objects.filter(account=account_id)):
            mine = [row.pk for row in some if row.external_id in names.things or names.stand_in(row.body)]
            if mine:
                RawAnswer.objects.filter(pk__in=mine).delete()
            yield


def _out_of_search(kind: int, ids: Collection[int]) -> None:
    SearchRow.objects.filter(kind=kind, object_id__in=list(ids)).delete()


@transaction.atomic
def _end(rows: Rows, *, by: User | None, counts: dict[str, int], now: datetime) -> None:
    """Talks go where no issue hangs on them; the buyer's row loses its name, or goes where nothing needs it."""
    rows.threads.filter(issues=None).delete()
    rows.threads.exclude(link="").update(link="")
    ids = rows.ids
    IncidentHit.objects.filter(buyer__in=ids).delete()
    _out_of_search(SearchRow.Kind.BUYER, ids)
    for row in rows.buyers:
        needed = row.orders.exists() or row.threads.exists() or row.issues.exists()
        if not needed:
            Buyer.objects.filter(pk=row.pk).delete()
            continue
        name = f"{scrub.PREFIX}{row.pk}"
        Buyer.objects.filter(pk=row.pk).update(
            login=name,
            name="",
            external_id="",
            masked="",
            language="",
            person=None,
            forgotten_at=row.forgotten_at or now,
        )
    orders = Order.objects.select_related("buyer").filter(buyer__in=ids)
    index.put(SearchRow.Kind.ORDER, index_words.orders(orders))
    for account_id in rows.accounts:
        account = next(row.account for row in rows.buyers if row.account_id == account_id)
        journal.record("buyer.forgotten", at=now, actor=by, account=account, rows=counts)
