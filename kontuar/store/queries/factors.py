"""Second factors: who has one, who has to, and what was changed about who may do what."""

from allauth.mfa.models import Authenticator
from django.db.models import Q

from kontuar.store.models import AccountAccess, JournalEntry, User
from kontuar.store.queries import access
from kontuar.store.queries.desk import the_desk
from kontuar.store.queries.team import known_people

TOTP = Authenticator.Type.TOTP
PASSKEY = Authenticator.Type.WEBAUTHN
CODES = Authenticator.Type.RECOVERY_CODES
MOST_CODES = 10
RIGHTS = (
    "team.owner_created", "team.invited", "team.invitation_withdrawn", "team.joined", "team.role_set",
    "team.removed", "team.password_reset", "team.password_changed", "team.factor_added", "team.factor_removed",
    "team.codes_made", "team.factors_taken", "team.factor_demanded", "team.visits_ended", "account.connected",
    "account.sending_on", "account.sending_off", "desk.model_on", "desk.model_off",
    "desk.presence_on", "desk.presence_off",
    "routine.saved", "routine.on", "routine.off", "routine.moved", "routine.removed",
    "away.allowed", "away.off", "away.stopped", "style.saved", "style.word_added",
)  # fmt: skip
"""Verbs of the journal that say who may do what, who allowed sending, a language model and what happens by itself,
and who changed what all texts keep to."""


def factors(user: User) -> list[Authenticator]:
    """The person's own, oldest first; recovery codes among them."""
    return list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))


def codes_left(codes: Authenticator) -> int:
    """How many recovery codes are not used yet. They themselves stay sealed."""
    return MOST_CODES - int(codes.data.get("used_mask", 0)).bit_count()


def has_second_factor(user: User) -> bool:
    """An app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=(TOTP, PASSKEY)).exists()


def who_has_one(users: list[User]) -> set[int]:
    """Those among ``users``, by id."""
    rows = Authenticator.objects.filter(user__in=users, type__in=(TOTP, PASSKEY))
    return set(rows.values_list("user_id", flat=True))


def must_have_one(user: User) -> bool:
    """The desk asks it of people in this person's place."""
    demand = the_desk().second_factor
    if demand == "nobody":
        return False
    if user.is_owner:
        return True
    roles = {"owner"} if demand == "owners" else {"owner", "agent"}
    return AccountAccess.objects.filter(user=user, role__in=roles).exists()


def lacks_one(user: User) -> bool:
    """The person has to have a second factor and has none."""
    return must_have_one(user) and not has_second_factor(user)


def rights_journal(user: User, *, limit: int = 100) -> list[JournalEntry]:
    """Who changed who may do what, newest first, as far as the reader knows the people and accounts."""
    people = list(known_people(user).values_list("pk", flat=True))
    mine = Q(account__in=access.account_ids(user)) | Q(account=None, actor__in=people)
    about_them = Q(account=None, actor=None, detail__user__in=people)
    rows = JournalEntry.objects.filter(case=None, order=None, issue=None, verb__in=RIGHTS)
    return list(
        rows.filter(mine | about_them).select_related("actor", "account").order_by("-at", "-pk")[:limit]
    )
