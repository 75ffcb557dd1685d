"""People: the first owner, invitations, roles, preferences, passwords.

An invitation is a link that works once and for seven days; only the hash of its secret is kept, so that a
copied database lets nobody in.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, visits
from kontuar.actions.errors import Invalid, NotAllowed, NotNow
from kontuar.store.models import Account, AccountAccess, Case, Desk, Invitation, User
from kontuar.store.queries import access

INVITATION_LIVES = timedelta(days=7)
MOST_INVITATIONS = 20
"""An hour, by one person: a stolen session must not fill the desk with strangers."""
ROLES = frozenset(AccountAccess.Role.values)


@transaction.atomic
def create_owner(*, username: str, password: str, display_name: str, language: str, now: datetime) -> User:
    """The first person of a new desk; NotAllowed as soon as there is anybody.

    The desk's row is locked first, so that two browsers at once make one owner.
    """
    Desk.objects.get_or_create(pk=1)
    Desk.objects.select_for_update().get(pk=1)
    if User.objects.exists():
        raise NotAllowed(
            "owner-exists", _("This desk has an owner already. Sign in, or ask for an invitation.")
        )
    user = _new_person(username, password, display_name, language, is_owner=True)
    journal.record("team.owner_created", at=now, actor=user)
    return user


@transaction.atomic
def invite(by: User, *, email: str, display_name: str, grants: Mapping[int, str], now: datetime) -> str:
    """The secret of a new link. ``grants`` is account id → role, on accounts the inviter owns."""
    if not by.is_owner:
        raise NotAllowed()
    for account_id, role in grants.items():
        if role not in ROLES or not access.can_own(by, account_id):
            raise NotAllowed()
    lately = Invitation.objects.filter(created_by=by, created_at__gt=now - timedelta(hours=1))
    if lately.count() >= MOST_INVITATIONS:
        raise NotNow("too-many", _("Twenty invitations an hour are enough. Nothing was changed. Try later."))
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        token_hash=_hash(token),
        email=email,
        display_name=display_name,
        grants={str(account_id): role for account_id, role in grants.items()},
        created_by=by,
        created_at=now,
        expires_at=now + INVITATION_LIVES,
    )
    journal.record("team.invited", at=now, actor=by)
    return token


def withdraw(invitation: Invitation, by: User, *, now: datetime) -> None:
    """The link stops working at once."""
    if not by.is_owner or invitation.created_by_id != by.pk:
        raise NotAllowed()
    with transaction.atomic():
        if Invitation.objects.filter(pk=invitation.pk, used_at=None).delete()[0]:
            journal.record("team.invitation_withdrawn", at=now, actor=by)


def look_up_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation behind a link, or None when it is unknown, used, run out or its maker has left."""
    return Invitation.objects.filter(
        token_hash=_hash(token), used_at=None, expires_at__gt=now, created_by__is_active=True
    ).first()


@transaction.atomic
def accept(
    token: str, *, username: str, password: str, display_name: str, language: str, now: datetime
) -> User:
    """Make the colleague and give the roles promised, as far as the inviter still owns those accounts."""
    invitation = look_up_invitation(token, now=now)
    if invitation is None or not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(
        used_at=now
    ):
        raise NotAllowed(
            "invitation-dead", _("This invitation no longer works. Ask for a new link; nothing was changed.")
        )
    user = _new_person(username, password, display_name, language, email=invitation.email)
    for account_id, role in invitation.grants.items():
        if access.can_own(invitation.created_by, int(account_id)):
            AccountAccess.objects.create(user=user, account_id=int(account_id), role=role)
            _record_role(now, invitation.created_by, user, Account(pk=int(account_id)), role)
    Invitation.objects.filter(pk=invitation.pk).update(used_by=user)
    return user


@transaction.atomic
def set_role(by: User, user: User, account: Account, role: str | None, *, now: datetime) -> None:
    """Give, change or (None) take away what a person may do with an account; the last owner stays."""
    if not access.can_own(by, account.pk):
        raise NotAllowed()
    if role is not None and role not in ROLES:
        raise Invalid("unknown-role")
    Account.objects.select_for_update().get(pk=account.pk)
    owners = AccountAccess.objects.filter(account=account, role=AccountAccess.Role.OWNER)
    if role != AccountAccess.Role.OWNER and owners.filter(user=user).exists() and owners.count() == 1:
        raise NotAllowed(
            "last-owner",
            _("An account needs an owner. Make somebody else an owner first. Nothing was changed."),
        )
    if role is None:
        _leave(user, [account.pk])
    else:
        AccountAccess.objects.update_or_create(user=user, account=account, defaults={"role": role})
    _record_role(now, by, user, account, role or "")


@transaction.atomic
def remove(by: User, user: User, *, now: datetime) -> None:
    """Take a person off every account ``by`` owns; who has no account left cannot sign in any more.

    Nothing the person wrote goes. Only an owner of the desk removes, and never another one or himself.
    """
    if not by.is_owner or user.is_owner or user.pk == by.pk:
        raise NotAllowed()
    owned = list(
        AccountAccess.objects.filter(user=by, role=AccountAccess.Role.OWNER).values_list(
            "account_id", flat=True
        )
    )
    _leave(user, owned)
    if not AccountAccess.objects.filter(user=user).exists():
        User.objects.filter(pk=user.pk).update(is_active=False)
        visits.forget(user)
    journal.record("team.removed", at=now, actor=by, user=user.pk)


def set_preferences(
    user: User,
    *,
    language: str | None = None,
    theme: str | None = None,
    has_keys: bool | None = None,
    signature: str | None = None,
    display_name: str | None = None,
    email: str | None = None,
    now: datetime,
) -> None:
    """A person's own, those given: nobody else changes them, and they are not journalled."""
    if language is not None:
        _check_language(language)
    if theme is not None and theme not in User.Theme.values:
        raise Invalid("unknown-theme", field="theme")
    given = {
        "language": language,
        "theme": theme,
        "has_keys": has_keys,
        "signature": None if signature is None else signature.strip()[:200],
        "display_name": None if display_name is None else display_name.strip()[:80],
        "email": None if email is None else email.strip()[:254],
    }
    changed = {name: value for name, value in given.items() if value is not None}
    if changed:
        User.objects.filter(pk=user.pk).update(**changed)


@transaction.atomic
def reset_password(username: str, new_password: str, *, now: datetime) -> User:
    """A new password from the shell of the machine; the person's sessions end with the old one."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Invalid("unknown-user", _("There is nobody of that name here. Nothing was changed."))
    _check_password(new_password, user)
    user.set_password(new_password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    visits.forget(user)
    journal.record("team.password_reset", at=now, user=user.pk)
    return user


def _leave(user: User, account_ids: list[int]) -> None:
    """No role there any more, and nothing left in hand."""
    AccountAccess.objects.filter(user=user, account_id__in=account_ids).delete()
    Case.objects.filter(assignee=user, account_id__in=account_ids).update(assignee=None)


def _new_person(
    username: str, password: str, display_name: str, language: str, *, email: str = "", is_owner: bool = False
) -> User:
    _check_language(language)
    user = User(
        username=User.normalize_username(username.strip()),
        email=email,
        display_name=display_name.strip()[:80],
        language=language,
        is_owner=is_owner,
    )
    if User.objects.filter(username__iexact=user.username).exists():
        raise Invalid("username-taken", _("This name is taken. Choose another."), field="username")
    _check_password(password, user)
    user.set_password(password)
    try:
        user.clean_fields(exclude={"password"})
    except ValidationError as problem:
        raise Invalid("username", " ".join(problem.messages), field="username") from None
    user.save()
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise Invalid("weak-password", " ".join(problem.messages), field="password") from None


def _check_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Invalid("unknown-language", field="language")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record_role(now: datetime, by: User, user: User, account: Account, role: str) -> None:
    journal.record("team.role_set", at=now, actor=by, account=account, user=user.pk, role=role)
