"""Addresses on the marketplace."""

from kontuar.actions import intake_sent
from kontuar.actions.tokens import public_application_fact
from kontuar.actions.ways import is_by_hand
from kontuar.connectors import get as connector_named
from kontuar.facts.issues import IssueKind
from kontuar.store.models import Account, Case, Issue


def to_platform(account: Account, kind: str, external_id: str) -> str:
    """The marketplace's own page for a thing of ``kind`` (see ``contract.Connector.link``); else empty."""
    if not external_id:
        return ""
    application = public_application_fact(account.application)
    return connector_named(account.platform).link(application, kind, external_id)


def to_talk(account: Account, case: Case) -> str:
    """Where the talk of a case stands: the platform's page, or what a person named who noted it."""
    if is_by_hand(account):
        return intake_sent.link_of(account, case)
    return to_platform(account, "thread", case.thread.external_id if case.thread else "")


def to_issue(issue: Issue) -> str:
    """The marketplace's own page of an issue: a problem is a thread there, the others have pages of their kind."""
    kind = "thread" if issue.kind == IssueKind.PROBLEM.value else issue.kind
    return to_platform(issue.account, kind, issue.external_id)
