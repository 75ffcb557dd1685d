"""Why a deed was not done, in words for the person who asked for it.

Each text says what happened, that nothing was lost, and what to do. None carries a secret, a buyer's words
or an address. ``code`` is stable (tests and the interface for programs read it), ``text`` is translated when shown.
"""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kontuar.facts.drafts import Finding

type Text = str | Promise


class ActionProblem(Exception):
    """A deed was not done, and nothing was changed unless a subclass says so."""

    code: str = "problem"
    text: Text = _("That did not work. Nothing was changed. Try again.")

    def __init__(self, code: str = "", text: Text = "") -> None:
        self.code = code or type(self).code
        self.text = text or type(self).text
        super().__init__(self.code)


class NotAllowed(ActionProblem):
    """The person may see the thing but not do this to it."""

    code = "not-allowed"
    text = _("Your role does not allow this. Nothing was changed. Ask an owner of the account.")


class Invalid(ActionProblem):
    """A value cannot be used; ``field`` names the form's field it belongs to."""

    code = "invalid"
    text = _("A value cannot be used. Nothing was changed. Correct it and save again.")

    def __init__(self, code: str = "", text: Text = "", *, field: str = "") -> None:
        super().__init__(code, text)
        self.field = field


class ChangedMeanwhile(ActionProblem):
    """Somebody else, or the worker, changed the row first."""

    code = "changed-meanwhile"
    text = _("Somebody changed this in the meantime. Nothing was done. Look at it again.")


class Stopped(ActionProblem):
    """A blocking finding: the text was not sent and is kept as a draft."""

    code = "stopped"
    text = _("NOT sent: the text needs a correction. It is kept as a draft.")

    def __init__(self, findings: Sequence[Finding] = (), code: str = "", text: Text = "") -> None:
        super().__init__(code, text)
        self.findings = tuple(findings)


class WatchOnlyAccount(ActionProblem):
    """The account may not send; the draft is kept."""

    code = "watch-only"
    text = _(
        "NOT sent – watch-only. The text is kept as a draft. An owner can switch sending on in Accounts."
    )


class Stale(ActionProblem):
    """The buyer wrote meanwhile; the draft is kept."""

    code = "stale"
    text = _("NOT sent: the buyer has written in the meantime. The text is kept. Read the new message first.")


class TooLate(ActionProblem):
    """The message already left and cannot be taken back."""

    code = "too-late"
    text = _("Too late: the message is already on its way. Nothing was changed.")


class MustLookFirst(ActionProblem):
    """An unsure message is sent again only by a person who looked at the marketplace."""

    code = "must-look-first"
    text = _(
        "It is not known whether this message arrived. Look on the marketplace first, then say what you saw."
    )


class ReasonNeeded(ActionProblem):
    """An unanswered question is closed only with a reason."""

    code = "reason-needed"
    text = _("A question stands unanswered here. Choose why it is closed without an answer.")


class SignInProblem(ActionProblem):
    """Connecting an account did not work; an account that was connected before is as it was."""

    code = "sign-in-problem"
    text = _("The account was not connected. Nothing was changed. Start connecting again.")


class NotNow(ActionProblem):
    """The marketplace or our own limits do not allow it at this moment."""

    code = "not-now"
    text = _("Not now: the marketplace asked us to wait. Nothing was lost. Try again in a few minutes.")


class Doubtful(ActionProblem):
    """Unusual, but a person who has read why may insist on it."""

    code = "doubtful"
    text = _("Not done yet: this is unusual. Look again, and say if it is meant.")
