"""What the Accounts screens show: state, age of the data, first import, budget."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from kontuar.store.models import (
    Account,
    AccountAccess,
    Application,
    JournalEntry,
    Letter,
    Outgoing,
    SignIn,
    Stream,
    User,
)
from kontuar.store.queries import access

HOUR = timedelta(hours=1)
STILL_HERE = (
    Outgoing.State.HELD,
    Outgoing.State.QUEUED,
    Outgoing.State.SENDING,
    Outgoing.State.BLOCKED,
    Outgoing.State.REFUSED,
    Outgoing.State.UNSURE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    """One account as a person sees it. ``calls`` are those of the running minute."""

    account: Account
    role: str
    streams: tuple[Stream, ...]
    calls: int
    import_calls: int
    sent_last_hour: int
    in_outbox: int

    @property
    def is_owned(self) -> bool:
        return self.role == AccountAccess.Role.OWNER

    @property
    def is_worked(self) -> bool:
        return self.role in access.CAN_WORK

    @property
    def imports(self) -> tuple[Stream, ...]:
        """The first import's streams: they end, and count what they brought."""
        return tuple(stream for stream in self.streams if stream.name.endswith("history"))

    @property
    def is_importing(self) -> bool:
        return any(not stream.is_finished for stream in self.imports)


def overview(user: User, *, now: datetime) -> list[AccountCard]:
    """Every account the person may see, in the order they were connected."""
    return _cards(access.accounts(user), user, now)


def card(user: User, account_id: int, *, now: datetime) -> AccountCard | None:
    """One account, or None when it does not exist for this person."""
    found = _cards(access.accounts(user).filter(pk=account_id), user, now)
    return found[0] if found else None


def history(account: Account, *, limit: int = 20) -> list[JournalEntry]:
    """What people and the platform did to the account itself, newest first."""
    rows = JournalEntry.objects.filter(account=account, case=None, order=None, issue=None).select_related(
        "actor"
    )
    return list(rows.order_by("-at", "-pk")[:limit])


def sign_in(user: User, sign_in_id: int) -> SignIn | None:
    """A connection the person has begun himself; nobody else sees its code."""
    return SignIn.objects.filter(pk=sign_in_id, user=user).select_related("application", "account").first()


def last_mail_at(account: Account) -> datetime | None:
    """When the newest mail was handed over or read; None before the first."""
    row = Letter.objects.filter(account=account, is_sent=False).order_by("-pk").only("received_at").first()
    return row.received_at if row else None


def known_applications(user: User, *, platform: str, place: str) -> list[Application]:
    """Applications of the accounts the person owns: a second account may use one again."""
    mine = access.accounts(user).filter(accesses__user=user, accesses__role=AccountAccess.Role.OWNER)
    rows = Application.objects.filter(accounts__in=mine, platform=platform, place=place)
    return list(rows.distinct().order_by("name"))


def _cards(rows: QuerySet[Account], user: User, now: datetime) -> list[AccountCard]:
    accounts = list(
        rows.select_related("application")
        .prefetch_related(Prefetch("streams", Stream.objects.order_by("name")))
        .order_by("connected_at", "pk")
    )
    ids = [account.pk for account in accounts]
    roles = dict(AccountAccess.objects.filter(user=user, account__in=ids).values_list("account_id", "role"))
    counts = {
        row["account_id"]: (row["sent"], row["here"])
        for row in Outgoing.objects.filter(account__in=ids)
        .values("account_id")
        .annotate(
            sent=Count("pk", filter=Q(sent_at__gt=now - HOUR)),
            here=Count("pk", filter=Q(state__in=STILL_HERE)),
        )
    }
    minute = now.replace(second=0, microsecond=0)
    return [
        AccountCard(
            account=account,
            role=roles[account.pk],
            streams=tuple(account.streams.all()),
            calls=account.calls if account.minute_at == minute else 0,
            import_calls=account.import_calls if account.minute_at == minute else 0,
            sent_last_hour=counts.get(account.pk, (0, 0))[0],
            in_outbox=counts.get(account.pk, (0, 0))[1],
        )
        for account in accounts
    ]
