"""Mails as they came, as far as a person may see them."""

from django.db.models import QuerySet

from kontuar.store.models import Letter, Message, User
from kontuar.store.queries import access


def letters(user: User) -> QuerySet[Letter]:
    """Mails of the mailboxes the person may see, with what a page about one needs."""
    mine = access.account_ids(user)
    return Letter.objects.filter(account_id__in=mine).select_related("account", "message")


def messages(user: User) -> QuerySet[Message]:
    """Messages of the accounts the person may see, with the mail each was read from."""
    mine = access.account_ids(user)
    return Message.objects.filter(account_id__in=mine).select_related("account", "letter")
