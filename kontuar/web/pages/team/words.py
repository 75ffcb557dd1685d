"""Entries of the journal of rights, as sentences."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kontuar.store.models import AccountAccess, JournalEntry, User
from kontuar.web.choices import ROLES


def change(entry: JournalEntry, people: Mapping[int, User]) -> str:
    """What was changed, without who did it; the verb itself for one that is not known yet."""
    person = people.get(int(entry.detail.get("user", 0)))
    words = {
        "team.owner_created": _("became the owner of the desk"),
        "team.invited": _("made an invitation"),
        "team.invitation_withdrawn": _("withdrew an invitation"),
        "team.removed": _("took %(person)s off the team"),
        "team.password_reset": _("new password for %(person)s, set on the machine itself"),
        "team.password_changed": _("changed the own password"),
        "team.factor_added": _("added a second step"),
        "team.factor_removed": _("removed a second step"),
        "team.codes_made": _("made new recovery codes"),
        "team.factors_taken": _("took the second step of %(person)s away"),
        "team.visits_ended": _("signed %(person)s out elsewhere"),
        "account.connected": _("connected the account"),
        "account.sending_on": _("allowed sending"),
        "account.sending_off": _("put back to watch-only"),
        "desk.presence_on": _("let colleagues see who looks at a conversation"),
        "desk.presence_off": _("no longer shows who looks at a conversation"),
        "desk.model_on": _("let a language model be asked"),
        "desk.model_off": _("switched the language model off"),
    }
    if entry.verb == "team.role_set":
        return _role(entry, person)
    if entry.verb == "team.factor_demanded":
        return str(_demands()[entry.detail["of"]])
    return words.get(entry.verb, entry.verb) % {"person": person or _("somebody who has left")}


def _role(entry: JournalEntry, person: User | None) -> str:
    role = entry.detail.get("role")
    name = person or _("somebody who has left")
    if not role:
        return _("took the access of %(person)s away") % {"person": name}
    label = ROLES[AccountAccess.Role(role)]
    return _("gave %(person)s the role “%(role)s”") % {"person": name, "role": label}


def _demands() -> dict[str, str]:
    return {
        "nobody": _("nobody has to have a second step any more"),
        "owners": _("owners have to have a second step"),
        "answering": _("owners and agents have to have a second step"),
    }
