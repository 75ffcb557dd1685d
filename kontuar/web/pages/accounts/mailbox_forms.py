"""Connecting a mailbox, step by step, and the settings of one."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import Account
from kontuar.web.forms import Plain
from kontuar.web.pages.accounts.forms import HOW_FAR, TYPED, Change

SECURITY = [
    ("tls", "SSL/TLS"),
    ("starttls", "STARTTLS"),
    ("none", _("none (this machine only)")),
]
PORTS = {
    "imap": {"tls": 993, "starttls": 143, "none": 143},
    "smtp": {"tls": 465, "starttls": 587, "none": 25},
}
"""Ports by custom (RFC 8314, RFC 6409), for who leaves the field empty."""
ANSWER_HOURS = 24
"""The target of a mailbox whose owner chose none (docs/rules/mail.md)."""
GROUPS_OF_FOUR = re.compile(r"[a-z]{4}(\s[a-z]{4}){3}")
SERVER_FIELDS = ("imap_host", "imap_port", "imap_security", "smtp_host", "smtp_port", "smtp_security", "user")


class Address(Plain):
    """First: nothing but the address; the rest follows from it where the provider is known."""

    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The one buyers write to."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autofocus": True}),
    )


def _host(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=253,
        help_text=help_text,
        widget=forms.TextInput(attrs={**TYPED, "inputmode": "url"}),
    )


def _port() -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65535, widget=widget)


def _security() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Encryption"), choices=SECURITY, initial="tls")


def _password(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Never put into a page again, so a second try asks for it anew. Taken as typed, spaces and all."""
    return forms.CharField(
        label=label,
        required=required,
        strip=False,
        max_length=500,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class Servers(Plain):
    """Where mail is read and where it is sent; filled in for providers Kontuar knows."""

    imap_host = _host(_("Incoming server (IMAP)"))
    imap_port = _port()
    imap_security = _security()
    smtp_host = _host(_("Outgoing server (SMTP)"), _("Empty: Kontuar reads and cannot answer."))
    smtp_port = _port()
    smtp_security = _security()
    user = forms.CharField(
        label=_("Login name"),
        required=False,
        max_length=254,
        help_text=_("Empty: the whole address."),
        widget=forms.TextInput(attrs=TYPED),
    )
    needs_imap = True

    def clean_imap_host(self) -> str:
        host = str(self.cleaned_data["imap_host"]).strip()
        if not host and self.needs_imap:
            raise forms.ValidationError(_("Type the server's name; your provider's help pages tell it."))
        return host

    def server(self, kind: str) -> dict[str, Any] | None:
        """``imap`` or ``smtp`` as the account's settings keep it; None where no host is named."""
        host, security = self.cleaned_data[f"{kind}_host"], self.cleaned_data[f"{kind}_security"]
        if not host:
            return None
        port = self.cleaned_data[f"{kind}_port"] or PORTS[kind][security]
        return {"host": host.strip().lower(), "port": port, "security": security}

    def servers(self) -> dict[str, Any]:
        """Both servers and the login name, without those that are not there."""
        found = {"imap": self.server("imap"), "smtp": self.server("smtp"), "user": self.cleaned_data["user"]}
        return {name: value for name, value in found.items() if value}

    @property
    def asks_for_servers(self) -> bool:
        """Whether something is wrong with what stands folded away."""
        return any(name in self.errors for name in SERVER_FIELDS)


def _how_far() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How far back to read"),
        choices=HOW_FAR,
        initial="30",
        widget=forms.RadioSelect,
        help_text=_("Old messages open no duties; unanswered ones stand in one list to look through."),
    )


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Name buyers see"),
        required=False,
        max_length=100,
        help_text=_("Stands beside the address in every mail you send, for example the shop's name."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class Access(Servers):
    """Second: the password, and the servers where they are not known."""

    password = _password(
        _("Password"), _("The password is kept encrypted in your data folder. It is never shown again.")
    )
    name = _name()
    how_far = _how_far()
    field_order = ("password", "name", "how_far", *SERVER_FIELDS)

    def __init__(self, data: Any = None, *, suggested: Mapping[str, Any], needs_app_password: bool) -> None:
        super().__init__(data, initial=initial_servers(suggested))
        if needs_app_password:
            self.fields["password"].label = _("App password")

    def clean_password(self) -> str:
        """An app password is shown in groups of four; the spaces between them belong to nobody."""
        password = str(self.cleaned_data["password"])
        return "".join(password.split()) if GROUPS_OF_FOUR.fullmatch(password.strip()) else password

    def read_since(self, now: datetime) -> datetime:
        return now - timedelta(days=int(self.cleaned_data["how_far"]))


class HandedOver(Servers):
    """A mailbox Kontuar does not open: the mail server hands each mail over. Sending is a choice."""

    needs_imap = False
    name = _name()
    password = _password(_("Password for sending"), required=False)
    field_order = ("name", "smtp_host", "smtp_port", "smtp_security", "user", "password")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"smtp_security": "starttls"})
        for name in ("imap_host", "imap_port", "imap_security"):
            del self.fields[name]
        self.fields["smtp_host"].help_text = _("Empty: Kontuar takes mail in and cannot answer.")
        self.fields["user"].help_text = _("Empty: the server asks for no sign-in.")

    def servers(self) -> dict[str, Any]:
        found = {"smtp": self.server("smtp"), "user": self.cleaned_data["user"]}
        return {name: value for name, value in found.items() if value}


class OwnClient(Plain):
    """The seller's own client at Google or Microsoft: no password is kept here."""

    client_id = forms.CharField(label="Client ID", max_length=200, widget=forms.TextInput(attrs=TYPED))
    client_secret = forms.CharField(
        label="Client Secret",
        max_length=500,
        widget=forms.PasswordInput(attrs=TYPED),
        help_text=_("Kept encrypted in your data folder. It is never shown again."),
    )
    name = _name()
    how_far = _how_far()

    def read_since(self, now: datetime) -> datetime:
        return now - timedelta(days=int(self.cleaned_data["how_far"]))


class NewAccess(Servers):
    """Password and servers of a mailbox that is connected; what is left empty stays as it is."""

    password = _password(
        _("New password"),
        _("Empty: the one kept here; for another server or login name type it again."),
        required=False,
    )
    field_order = ("password", *SERVER_FIELDS)

    def __init__(self, data: Any = None, *, account: Account) -> None:
        self.needs_imap = bool(account.settings.get("imap"))
        super().__init__(data, initial=initial_servers(account.settings))
        if account.state == Account.State.SIGNED_OUT and account.auth_problem != "key_lost":
            self.fields["password"].help_text = ""
        if not self.needs_imap:
            for name in ("imap_host", "imap_port", "imap_security"):
                self.fields[name].disabled = True


def initial_servers(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the fields show them."""
    found: dict[str, Any] = {"user": settings.get("user", "")}
    for kind in ("imap", "smtp"):
        server = settings.get(kind) or {}
        found |= {f"{kind}_{name}": server[name] for name in ("host", "port", "security") if name in server}
    return found


class ChangeMailbox(Change):
    """A mailbox's own settings beside those every account has."""

    name = _name()
    aliases = forms.CharField(
        label=_("Your other addresses"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={**TYPED, "rows": 2}),
        help_text=_("One a line. What comes from them is yours and no buyer's."),
    )
    answer_hours = forms.IntegerField(
        label=_("Hours to answer a mail"),
        min_value=1,
        max_value=240,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=_("Your own target. Weekends and public holidays do not count; no marketplace counts it."),
    )
    subject_token = forms.BooleanField(
        label=_("Case number in the subject"),
        required=False,
        help_text=_(
            "A short sign such as [#K-7Q2-9XFM] is put at the end of the subject. An answer finds its case by it"
            " where a buyer's mail program breaks the chain."
        ),
    )
    folders = forms.CharField(
        label=_("Folders to read"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={**TYPED, "rows": 2}),
        help_text=_("One a line, as the server names them. Empty: the inbox."),
    )
    sent_folder = forms.CharField(
        label=_("Folder of sent mail"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=TYPED),
        help_text=_("Empty: Kontuar finds it. Answers from your phone are read there."),
    )
    OWN = ("name", "aliases", "answer_hours", "subject_token", "folders", "sent_folder")
    field_order = (
        *("label", "name", "signature", "aliases", "answer_hours", "subject_token"),
        *("folders", "sent_folder", "hourly_cap", "country", "zone"),
    )

    def __init__(self, data: Any = None, *, account: Account) -> None:
        super().__init__(data, account=account)
        settings = account.settings
        self.fields["label"].help_text = _("Empty: the address.")
        self.initial = {
            **self.initial,
            "name": settings.get("name", ""),
            "aliases": "\n".join(settings.get("aliases", [])),
            "answer_hours": settings.get("answer_hours", ANSWER_HOURS),
            "subject_token": settings.get("subject_token", True),
            "folders": "\n".join(settings.get("folders", [])),
            "sent_folder": settings.get("sent_folder", ""),
        }
        if not settings.get("imap"):
            del self.fields["folders"], self.fields["sent_folder"]

    def given(self) -> dict[str, Any]:
        """As ``mailbox_settings.change`` wants it."""
        clean = self.cleaned_data
        return {
            "name": clean["name"],
            "aliases": clean["aliases"].splitlines(),
            "answer_hours": clean["answer_hours"],
            "subject_token": clean["subject_token"],
            "folders": clean.get("folders", "").splitlines(),
            "sent_folder": clean.get("sent_folder", ""),
            "common": {name: value for name, value in clean.items() if name not in self.OWN},
        }
