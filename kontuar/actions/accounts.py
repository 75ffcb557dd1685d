"""What a person does with a connected account: sending on and off, pausing, its settings, reading now.

Connecting and signing in again are in ``connect``.
"""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, letters, reassess, reassess_issues
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, SignInProblem
from kontuar.store import files
from kontuar.store.models import (
    Account,
    Application,
    Attachment,
    Desk,
    Letter,
    OutgoingDeed,
    OutgoingFile,
    Stream,
    User,
)
from kontuar.store.queries import access
from kontuar.store.queries.desk import COUNTRIES

PRACTICE = "practice"
HIGHEST_HOURLY_CAP = 3600
"""A message a second is all Allegro takes (spec of 2026-07-18, "send message 1/s per user")."""


@transaction.atomic
def lift_watch_only(account: Account, by: User, *, now: datetime) -> None:
    """From now on answers may leave this account. Journalled for ever."""
    _must_own(account, by)
    changed = Account.objects.filter(pk=account.pk, is_watch_only=True).update(
        is_watch_only=False, watch_only_changed_at=now, watch_only_reason=""
    )
    if changed:
        _write(account, by, "account.sending_on", now, reason=account.watch_only_reason)


@transaction.atomic
def set_watch_only(account: Account, by: User, *, now: datetime) -> None:
    """Nothing leaves this account any more, read marks included; what waits in the outbox stays there."""
    _must_own(account, by)
    changed = Account.objects.filter(pk=account.pk, is_watch_only=False).update(
        is_watch_only=True, watch_only_changed_at=now, watch_only_reason="person"
    )
    if changed:
        _write(account, by, "account.sending_off", now)


@transaction.atomic
def pause(account: Account, by: User, *, now: datetime) -> None:
    """Neither read nor write until a person resumes. Signing in again resumes too."""
    _must_own(account, by)
    changed = (
        Account.objects.filter(pk=account.pk)
        .exclude(state=Account.State.PAUSED)
        .update(state=Account.State.PAUSED)
    )
    if changed:
        _write(account, by, "account.paused", now)


@transaction.atomic
def resume(account: Account, by: User, *, now: datetime) -> None:
    """Work again, beginning with reading everything that came meanwhile."""
    _must_own(account, by)
    if account.state == Account.State.SIGNED_OUT:
        raise SignInProblem("signed-out", _("Sign in to this account again first. Nothing was changed."))
    changed = Account.objects.filter(pk=account.pk, state=Account.State.PAUSED).update(
        state=Account.State.ACTIVE
    )
    if changed:
        _make_due(account, now)
        _write(account, by, "account.resumed", now)


@transaction.atomic
def change(
    account: Account,
    by: User,
    *,
    label: str,
    signature: str,
    zone: str,
    country: str,
    hourly_cap: int,
    now: datetime,
) -> None:
    """Keep an account's own settings; Invalid names the field."""
    _must_own(account, by)
    if zone not in available_timezones():
        raise Invalid("unknown-zone", _("This time zone is not known."), field="zone")
    if country not in COUNTRIES:
        raise Invalid("unknown-country", _("This country is not in the list."), field="country")
    if not 1 <= hourly_cap <= HIGHEST_HOURLY_CAP:
        raise Invalid("bad-cap", _("Choose between 1 and 3600 messages an hour."), field="hourly_cap")
    before = Account.objects.values_list("zone", "country").get(pk=account.pk)
    Account.objects.filter(pk=account.pk).update(
        label=label.strip()[:80],
        signature=signature.strip()[:1000],
        zone=zone,
        country=country,
        hourly_cap=hourly_cap,
    )
    if before != (zone, country):
        reassess.everything(account, now=now)
        reassess_issues.everything(account, now=now)
    _write(account, by, "account.changed", now, hourly_cap=hourly_cap)


def read_now(account: Account, by: User, *, now: datetime) -> None:
    """Ask the worker to read every stream at once; NotNow while the marketplace makes us wait."""
    if not access.can_work(by, account.pk):
        raise NotAllowed()
    if account.state == Account.State.SIGNED_OUT:
        raise SignInProblem("signed-out", _("Sign in to this account again first. Nothing was changed."))
    if account.state == Account.State.PAUSED:
        raise NotNow("paused", _("This account is paused. Resume it first."))
    if account.blocked_until and account.blocked_until > now:
        raise NotNow("blocked")
    _make_due(account, now)


@transaction.atomic
def remove_demo(by: User, *, now: datetime) -> None:
    """Take the practice market's accounts and everything read from them out of this desk."""
    if not by.is_owner:
        raise NotAllowed()
    if not Desk.objects.select_for_update().filter(is_demo=True).update(is_demo=False):
        raise ChangedMeanwhile("no-demo", _("There is no demonstration here. Nothing was changed."))
    accounts = Account.objects.filter(application__place=PRACTICE)
    paths = [
        *Attachment.objects.filter(message__account__in=accounts)
        .exclude(path="")
        .values_list("path", flat=True),
        *OutgoingFile.objects.filter(outgoing__account__in=accounts).values_list("path", flat=True),
        *OutgoingDeed.objects.filter(account__in=accounts).exclude(path="").values_list("path", flat=True),
    ]
    mails = list(Letter.objects.filter(account__in=accounts).values_list("path", flat=True))
    accounts.delete()
    Application.objects.filter(place=PRACTICE).delete()
    journal.record("desk.demo_removed", at=now, actor=by)
    transaction.on_commit(lambda: _remove_files(paths))
    transaction.on_commit(lambda: letters.forget(mails))


def _remove_files(paths: list[str]) -> None:
    """Files go after their rows: a file without a row is rubbish, a row without its file a lie."""
    files.remove(paths)


def _make_due(account: Account, now: datetime) -> None:
    """The earliest moment wins; a stream being read right now keeps its lease."""
    streams = Stream.objects.filter(account=account, is_finished=False)
    streams.filter(next_pull_at__gt=now).update(next_pull_at=now)
    streams.filter(next_pull_at=None).update(next_pull_at=now)


def _must_own(account: Account, by: User) -> None:
    if not access.can_own(by, account.pk):
        raise NotAllowed()


def _write(account: Account, by: User, verb: str, now: datetime, **detail: Any) -> None:
    journal.record(verb, at=now, actor=by, account=account, **detail)
