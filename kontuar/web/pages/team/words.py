"""Entries of the journal of rights, as sentences."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kontuar.store.models import AccountAccess, JournalEntry, User
from kontuar.web.choices import ROLES


def change(entry: JournalEntry, people: Mapping[int, User], routines: Mapping[int, str]) -> str:
    """What was changed, without who did it; the verb itself for one that is not known yet.

    ``routines`` are the names of those the reader knows.
    """
    if said := _by_itself(entry, routines):
        return said
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


def _by_itself(entry: JournalEntry, routines: Mapping[int, str]) -> str:
    """What happens without a person, and what all texts keep to."""
    name = routines.get(int(entry.detail.get("routine", 0)))
    words = {
        "routine.saved": _("changed the routine “%(name)s”"),
        "routine.on": _("switched the routine “%(name)s” on"),
        "routine.off": _("switched the routine “%(name)s” off"),
        "routine.moved": _("put the routine “%(name)s” one place up"),
        "routine.removed": _("deleted the routine “%(name)s”"),
        "away.allowed": _("let Kontuar answer out of hours"),
        "away.off": _("switched the answer out of hours off"),
        "away.stopped": _("stopped the answers out of hours: too many in a short time"),
        "style.saved": _("changed the house style"),
        "style.word_added": _("added a word to the house dictionary"),
    }
    return words.get(entry.verb, "") % {"name": name or "…"}


def _demands() -> dict[str, str]:
    return {
        "nobody": _("nobody has to have a second step any more"),
        "owners": _("owners have to have a second step"),
        "answering": _("owners and agents have to have a second step"),
    }
