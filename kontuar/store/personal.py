"""The register of personal data: for every column of every table, whether it may hold some of a buyer, and what
forgetting him (``actions.forget``) does with it.

A test walks through all models and fails when a column is missing here; another fills what is marked, forgets the
buyer, and looks for what is left in the whole database and in the data folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of personal data when the buyer is forgotten."""

    ROW = "row"
    """The whole row goes."""
    BLANK = "blank"
    """It is emptied; of a JSON value, the parts that are his."""
    REPLACE = "replace"
    """Something that leads to nobody stands there instead."""
    KEEP = "keep"
    """It stays, for the reason given."""


@dataclass(frozen=True, slots=True)
class Table:
    """One model. ``personal`` is column → (fate, reason or what is meant), ``plain`` the names of all others."""

    personal: Mapping[str, tuple[Fate, str]] = field(default_factory=dict)
    plain: str = ""

    @property
    def columns(self) -> set[str]:
        """All of them."""
        return {*self.personal, *self.plain.split()}


def _row(names: str) -> dict[str, tuple[Fate, str]]:
    return dict.fromkeys(names.split(), (Fate.ROW, ""))


NUMBER = (
    Fate.KEEP,
    "the platform's own number, needed for invoices and claims; who is behind it, the platform alone can tell",
)
MONEY = "amounts, things bought, dates and states stay for bookkeeping and for claims (GDPR art. 17 (3) b, e)"

OTHER_APPS: Mapping[str, str] = {
    "auth": "groups and permissions of Django, not used",
    "contenttypes": "names of our own tables",
    "sessions": "sign-ins of people at the desk; they end by themselves",
    "account": "addresses people at the desk sign in with",
    "mfa": "second factors of people at the desk",
    "usersessions": "sign-ins of people at the desk",
    "procrastinate": "turns of work on several machines: kinds of lanes and numbers of rows",
}
"""Applications whose tables hold nothing of buyers."""

REGISTER: Mapping[str, Table] = {
    "Buyer": Table(
        {
            "login": (Fate.REPLACE, "forgotten-<number>"),
            "external_id": (Fate.BLANK, ""),
            "masked": (Fate.BLANK, ""),
            "name": (Fate.BLANK, ""),
            "language": (Fate.BLANK, ""),
        },
        "id account person first_seen_at forgotten_at",
    ),
    "Thread": Table(
        {
            "external_id": NUMBER,
            "problem_type": (Fate.KEEP, "the platform's code; only the talk of an issue stays"),
            "order_ids": NUMBER,
            "link": (Fate.BLANK, "where the talk stood; it may name him"),
        },
        "id account kind buyer is_open is_read created_at last_message_at",
    ),
    "Case": Table(
        _row("waiting_for last_text subject language search_text"),
        "id account thread buyer order offer state review_list waiting_until assignee opened_at closed_at"
        " last_message_at last_buyer_at last_seller_at last_role standing next_step reassess_at",
    ),
    "Message": Table(
        _row("external_id author_login text subject offer_external_id order_external_id language"),
        "id account thread case role kind status written_at first_seen_at has_more_attachments is_closer is_history"
        " waived_reason waived_by waived_at vanished_at is_moved",
    ),
    "Attachment": Table(_row("external_id name path sha256"), "id message media_type size is_available"),
    "Note": Table(_row("text"), "id case author created_at"),
    "ToJudgeAgain": Table(plain="id account subject at marked_to"),
    "CaseLook": Table(plain="id case user seen_at"),
    "PhoneCall": Table(_row("caller number promise"), "id note is_ours promised_by mark"),
    "Suggestion": Table(
        {
            "text": (
                Fate.KEEP,
                "what several buyers wish for, in the desk's own words; who asked goes with the message",
            ),
            "reason": (Fate.KEEP, "why not, in the desk's own words; it is about the offer"),
        },
        "id account offer status made_by made_at changed_by changed_at",
    ),
    "SuggestionAsk": Table(plain="id suggestion message by at"),
    "Praise": Table(plain="id account message person what by at"),
    "Tag": Table(plain="id name key tone made_by made_at ended_at"),
    "CaseTag": Table(plain="id case tag by at"),
    "CaseMatter": Table(
        _row("wants_text cause_text step_text outcome_text"),
        "id case wants cause step step_by outcome changed_by changed_at",
    ),
    "Mention": Table(plain="id note user at seen_at"),
    "SavedView": Table(
        {
            "wish": (
                Fate.KEEP,
                "the filters of a list somebody keeps; its own words are his to change or delete",
            )
        },
        "id name owner is_shared made_at",
    ),
    "AwayAnswer": Table(plain="id account is_on has_own allowed_by allowed_at stopped_at"),
    "AwaySent": Table(plain="id account buyer message outgoing day at state why"),
    "DeskRoutine": Table(
        plain="id name place is_on is_last conditions steps made_by made_at changed_at dry_run_at ended_at"
    ),
    "RoutineRun": Table(_row("did why"), "id routine account case message at"),
    "BulkChange": Table(
        {"before": (Fate.BLANK, "what his conversations waited for goes out of it")},
        "id kind by at after undone_at",
    ),
    "Incident": Table(plain="id name cause texts made_by made_at changed_at ended_at ended_by"),
    "IncidentFile": Table(plain="id incident name media_type size path sha256 added_at by"),
    "IncidentHit": Table(
        _row("text"),
        "id incident account buyer order order_ids case state outgoing added_at settled_by settled_at",
    ),
    "CaseChange": Table(_row("before"), "id kind account case by at undone_at"),
    "Draft": Table(_row("text"), "id case user library updated_at"),
    "MachineText": Table(_row("text"), "id case model_name asked_by made_at accepted_by accepted_at"),
    "Outgoing": Table(
        _row("thread_external_id order_external_id buyer_login cc text external_id reason_text"),
        "id key account case kind state then wait_until not_before planned_at is_insisted hold_reason composed_by"
        " composed_at last_buyer_at case_state attempts lease_until lease_owner sending_at sent_at settled_at looked_at"
        " message reason trace_id",
    ),
    "OutgoingFile": Table(_row("name path sha256 external_id"), "id outgoing media_type size"),
    "OutgoingDeed": Table(
        _row("what file_name path sha256 external_id reason_text"),
        "id key account kind order rating media_type size state asked_by asked_at not_before attempts lease_until"
        " lease_owner sending_at sent_at settled_at looked_at reason trace_id",
    ),
    "Letter": Table(
        _row(
            "external_id path digest mail_id references from_name from_address reply_to to cc subject notice"
            " looks_like signs troubles"
        ),
        "id account message case size kind has_html is_sent sent_at received_at images_allowed_at",
    ),
    "Undelivered": Table(
        _row("message_external_id recipient diagnostic told_by"),
        "id account outgoing status why is_final told_at",
    ),
    "Order": Table(
        {
            "external_id": NUMBER,
            "fact": (Fate.BLANK, "name, login, address, phone, e-mail, message; " + MONEY),
        },
        "id account buyer state fulfilment lines_sent bought_at paid_at cancelled_at dispatch_by changed_at"
        " first_seen_at standing reassess_at parcels_at terms",
    ),
    "Shipment": Table(
        {
            "external_id": (Fate.BLANK, ""),
            "waybill": (Fate.REPLACE, "forgotten-<keyed hash>"),
            "scans": (Fate.BLANK, "the carrier's words, which may name a place; code and time stay"),
        },
        "id account order carrier carrier_name added_at line_ids state last_scan_at tracked_at asked_at",
    ),
    "Issue": Table(
        {
            "external_id": NUMBER,
            "order_external_id": NUMBER,
            "reference": NUMBER,
            "buyer_login": (Fate.BLANK, ""),
            "subject": (Fate.BLANK, ""),
            "fact": (Fate.BLANK, "words, files, parcels' numbers; " + MONEY),
        },
        "id account kind status raw_status thread order offer_external_id buyer opened_at decide_by status_due_at"
        " ended_at first_seen_at changed_at talk_read_at doubts panel_status panel_over panel_by panel_at standing"
        " next_step reassess_at",
    ),
    "Rating": Table(
        {
            "external_id": NUMBER,
            "order_external_id": NUMBER,
            "buyer_login": (Fate.BLANK, ""),
            "comment": (Fate.BLANK, ""),
            "answer": (Fate.BLANK, "we may have called him by name"),
            "fact": (
                Fate.BLANK,
                "the same; whether it recommends, and when, stays: it counts for the seller",
            ),
        },
        "id account order is_recommended is_excluded rated_at changed_at answered_at removal_by removal_asked_at"
        " first_seen_at",
    ),
    "Refund": Table(
        {
            "external_id": NUMBER,
            "order_external_id": NUMBER,
            "fact": (Fate.BLANK, "the comment; " + MONEY),
        },
        "id account order status raw_status amount currency created_at first_seen_at changed_at looked_at",
    ),
    "FeeRefund": Table(
        {
            "external_id": NUMBER,
            "line_external_id": NUMBER,
            "fact": (Fate.KEEP, "our commission; nobody's words"),
        },
        "id account order status raw_status created_at first_seen_at changed_at",
    ),
    "RawAnswer": Table(_row("external_id body sha256"), "id account about trace_id at"),
    "SearchRow": Table({"words": (Fate.ROW, "or written anew without him")}, "id account kind object_id"),
    "JournalEntry": Table(
        {"detail": (Fate.KEEP, "codes and numbers only; entries about his conversations go with them")},
        "id at actor account case order issue verb",
    ),
    "Forgotten": Table(
        {"stamp": (Fate.KEEP, "a keyed hash, without which he would come back")}, "id account at"
    ),
    "Duty": Table(
        plain="id account case order issue kind since_at due_at safer_by warn_at origin rule_id rule_version lost"
        " next_step is_counted standing opened_at"
    ),
    "Mark": Table(
        {"message_external_id": (Fate.BLANK, "marks of conversations go with them")},
        "id account case order issue kind of since_at due_at by made_at ended_at ended_by",
    ),
    "TemplateUse": Table(_row("digest"), "id template starter language case by used_at outgoing was_edited"),
    "OfferFact": Table(plain="id account offer_external_id key name value source noted_at by"),
    "LibraryFile": Table(plain="id account offer_external_id name media_type size path sha256 added_at by"),
    "OfferPrice": Table(plain="id account offer_external_id floor cost fee_percent changed_at changed_by"),
    "OfferChoice": Table(plain="id account offer_external_id kind options since_at changed_at changed_by"),
    "Goodwill": Table(plain="id case is_budget amount at by"),
    "FaqEntry": Table(plain="id account questions answers offers words is_active changed_at changed_by"),
    "ReplyTemplate": Table(plain="id account starter situation name texts is_active changed_at changed_by"),
    "Stream": Table(
        {"cursor": (Fate.KEEP, "the place where reading stopped: the platform's numbers")},
        "id account name next_pull_at lease_until lease_owner is_finished done total last_ok_at last_error"
        " last_error_text last_error_at failures trace_id",
    ),
    "Offer": Table(plain="id account external_id name status stock ended_at ended_by fact seen_at"),
    "OfferEvent": Table(plain="id account external_id offer_external_id kind ended_by at"),
    "QualityDay": Table(plain="id account day score max_score grade seen_at fact"),
    "SearchGap": Table(plain="kind below"),
    "User": Table(
        plain="id password last_login is_superuser username first_name last_name email is_staff is_active date_joined"
        " display_name language theme has_keys is_owner signature"
    ),
    "RuleOverride": Table(
        plain="id book rule_id key value reason valid_from valid_to is_in_force made_by made_at ended_by ended_at"
    ),
    "Rhythm": Table(
        plain="id user check_ins check_in_days silence_hours quiet_from quiet_until wants_letters letter_hours"
    ),
    "Absence": Table(plain="id user first_day last_day deputy notice created_at"),
    "DeadlineLetter": Table(plain="id user at state duties"),
    "DeadlineTold": Table(plain="id user subject due_at letter"),
    "Visit": Table(plain="id user session_key device network began_at seen_at"),
    "Invitation": Table(
        plain="id token_hash email display_name grants created_by created_at expires_at used_at used_by"
    ),
    "Application": Table(
        plain="id platform place base_url name version kind client_id client_secret_sealed redirect_uri created_at"
    ),
    "Account": Table(
        plain="id platform application external_id login settings label country zone state connected_at read_since"
        " is_watch_only watch_only_changed_at watch_only_reason tokens_sealed tokens_version tokens_stored_at"
        " access_expires_at refresh_lease_until auth_problem auth_problem_at trouble_since_at trouble_told_at minute_at"
        " calls import_calls calls_per_minute send_slot_at send_spacing_ms blocked_until hourly_cap clock_skew_ms"
        " signature"
    ),
    "AccountAccess": Table(plain="id user account role"),
    "SignIn": Table(
        plain="id application account user device_code_sealed user_code verification_url state_token read_since"
        " settings interval_seconds next_poll_at expires_at created_at finished_account problem"
    ),
    "Desk": Table(
        plain="id home generation place office_hours days_off zone country undo_seconds courier_at is_demo retention"
        " second_factor model_is_on model_address model_name model_key_sealed ship_groups house_style"
        " shows_presence"
    ),
}
"""By the model's name."""
