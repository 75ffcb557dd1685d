"""All tables, by family. Rows are written only by ``kontuar.actions``."""

from kontuar.store.models.accounts import Account, AccountAccess, Application, SignIn, Stream
from kontuar.store.models.desk import Desk, JournalEntry
from kontuar.store.models.duties import Duty
from kontuar.store.models.orders import Offer, Order, Shipment
from kontuar.store.models.outbox import Draft, Outgoing, OutgoingFile
from kontuar.store.models.people import Invitation, User
from kontuar.store.models.talk import Attachment, Buyer, Case, CaseChange, Message, Note, Thread

__all__ = [
    "Account",
    "AccountAccess",
    "Application",
    "Attachment",
    "Buyer",
    "Case",
    "CaseChange",
    "Desk",
    "Draft",
    "Duty",
    "Invitation",
    "JournalEntry",
    "Message",
    "Note",
    "Offer",
    "Order",
    "Outgoing",
    "OutgoingFile",
    "Shipment",
    "SignIn",
    "Stream",
    "Thread",
    "User",
]
