"""All tables, by family. Rows are written only by ``kontuar.actions``."""

from kontuar.store.models.accounts import Account, AccountAccess, Application, SignIn, Stream
from kontuar.store.models.away import AwayAnswer, AwaySent
from kontuar.store.models.calls import PhoneCall
from kontuar.store.models.deeds import OutgoingDeed
from kontuar.store.models.desk import Desk, JournalEntry
from kontuar.store.models.duties import Duty, ToJudgeAgain
from kontuar.store.models.faq import FaqEntry
from kontuar.store.models.incidents import Incident, IncidentFile, IncidentHit
from kontuar.store.models.issues import Issue
from kontuar.store.models.machine import MachineText
from kontuar.store.models.mails import Letter, Undelivered
from kontuar.store.models.marks import Mark
from kontuar.store.models.offer_sheets import Goodwill, LibraryFile, OfferChoice, OfferFact, OfferPrice
from kontuar.store.models.orders import Offer, Order, Shipment
from kontuar.store.models.outbox import Draft, Outgoing, OutgoingFile
from kontuar.store.models.people import Invitation, User, Visit
from kontuar.store.models.presence import CaseLook
from kontuar.store.models.privacy import Forgotten
from kontuar.store.models.rhythm import Absence, DeadlineLetter, DeadlineTold, Rhythm
from kontuar.store.models.routines import DeskRoutine, RoutineRun
from kontuar.store.models.rules import RuleOverride
from kontuar.store.models.sales import FeeRefund, OfferEvent, QualityDay, Rating, RawAnswer, Refund
from kontuar.store.models.search import SearchGap, SearchRow
from kontuar.store.models.talk import Attachment, Buyer, Case, CaseChange, Message, Note, Thread
from kontuar.store.models.teamwork import BulkChange, CaseMatter, CaseTag, Mention, SavedView, Tag
from kontuar.store.models.templates import ReplyTemplate, TemplateUse
from kontuar.store.models.voices import Praise, Suggestion, SuggestionAsk

__all__ = [
    "Absence",
    "Account",
    "AccountAccess",
    "Application",
    "Attachment",
    "AwayAnswer",
    "AwaySent",
    "BulkChange",
    "Buyer",
    "Case",
    "CaseChange",
    "CaseLook",
    "CaseMatter",
    "CaseTag",
    "DeadlineLetter",
    "DeadlineTold",
    "Desk",
    "DeskRoutine",
    "Draft",
    "Duty",
    "FaqEntry",
    "FeeRefund",
    "Forgotten",
    "Goodwill",
    "Incident",
    "IncidentFile",
    "IncidentHit",
    "Invitation",
    "Issue",
    "JournalEntry",
    "Letter",
    "LibraryFile",
    "MachineText",
    "Mark",
    "Mention",
    "Message",
    "Note",
    "Offer",
    "OfferChoice",
    "OfferEvent",
    "OfferFact",
    "OfferPrice",
    "Order",
    "Outgoing",
    "OutgoingDeed",
    "OutgoingFile",
    "PhoneCall",
    "Praise",
    "QualityDay",
    "Rating",
    "RawAnswer",
    "Refund",
    "ReplyTemplate",
    "Rhythm",
    "RoutineRun",
    "RuleOverride",
    "SavedView",
    "SearchGap",
    "SearchRow",
    "Shipment",
    "SignIn",
    "Stream",
    "Suggestion",
    "SuggestionAsk",
    "Tag",
    "TemplateUse",
    "Thread",
    "ToJudgeAgain",
    "Undelivered",
    "User",
    "Visit",
]
