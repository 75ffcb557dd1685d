"""Files on messages, as far as a person may see them."""

from django.db.models import QuerySet

from kontuar.store.models import Attachment, OutgoingFile, User
from kontuar.store.queries import access


def attachments(user: User) -> QuerySet[Attachment]:
    """Files on messages of the accounts the person may see."""
    mine = access.account_ids(user)
    return Attachment.objects.filter(message__account_id__in=mine).select_related("message__account")


def outgoing_files(user: User) -> QuerySet[OutgoingFile]:
    """Files that go with messages of ours."""
    return OutgoingFile.objects.filter(outgoing__account_id__in=access.account_ids(user))
