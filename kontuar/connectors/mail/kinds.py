"""Is it a person who writes? Marketplaces, automats, lists, what came back, and our own mails are told apart.

One rule above all: in doubt it is a person. A weak sign (a subject, a robot-looking sender) never decides alone;
it is named in ``signs``. Sources: RFC 3834 (Auto-Submitted), RFC 2919 (List-Id), MS-OXCMAIL
(X-Auto-Response-Suppress), RFC 3464 and 8098 (reports).
"""

import re
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from kontuar.connector_kit.masked import masked_buyer
from kontuar.connectors.mail import markets
from kontuar.connectors.mail.bounces import bounces_of
from kontuar.connectors.mail.notice_words import event_of
from kontuar.connectors.mail.notices import notice_of
from kontuar.facts.mails import WANTS_A_LOOK, Mail, MailKind, MailVerdict

LOOP_HEADER = "x-kontuar"
"""Our mails carry it with ``Ours.marker``. Another shop's desk has another marker: its mails are no loop."""

_AWAY = re.compile(
    r"^(auto(matic|mated)?[-: ]?\s?(reply|response|odp)|out of (the )?office|autoreply"
    r"|autorespon|automatyczna odpowied|odpowied[źz] automatyczna|autoodpowied|poza biurem"
    r"|nieobecno(ść|sc)\s*(:|$|w (biurze|pracy|firmie))"
    r"|jestem na urlopie|przebywam na urlopie|automatische antwort|abwesenheits|abwesen(heit|d)\s*(:|$)"
    r"|automatinis (atsakymas|pranešimas)|nesu biure|nebūsiu (darbe|biure)|atostogauju|atostogos\s*(:|$))",
    re.IGNORECASE,
)
_ABSENCE = re.compile(r"^(nieobecno|jestem nieobecn|abwesen|atostog)", re.IGNORECASE)
"""A courier is absent, too, and buyers write of it, as they answer our own automatic answer: such subjects need the
words of somebody who is away."""
_ANSWER = re.compile(r"^(re|odp|aw|ats)\s*:\s*", re.IGNORECASE)
_IS_AWAY = re.compile(
    r"out of (the )?office|(will be|am) away|on (annual )?leave|limited access to (my )?e-?mail"
    r"|(jestem|będę|przebywam)( \w+){0,3} (na urlopie|nieobecn\w+|poza biurem)|odpowiem po powrocie|po moim powrocie"
    r"|nie będę (miał|miała|mieć) dostępu|w pilnych sprawach|to jest automatyczna odpowied"
    r"|nicht im (büro|haus)|im urlaub|abwesend|in dringenden fällen|nach meiner rückkehr"
    r"|atostogauju|(esu|būsiu)( \w+){0,2} atostogose|nebūsiu (darbe|biure)|skubiais atvejais|automatinis atsakymas",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"^(no-?reply|do-?not-?reply|noreply|nie-?odpowiadaj|powiadomieni[ae]|notifications?|neatsakyti)\b"
)
_BY_ITSELF = re.compile(
    r"(wiadomość|e-?mail|mail) (został[ao]? |jest )?(wygenerowan|wysłan|generowan)\w* automatycznie"
    r"|automatyczna wiadomość"
    r"|nie odpowiadaj na (tę|tego|ten)|prosimy (na (nią|niego) )?nie odpowiadać|prosimy o nieodpowiadanie"
    r"|do not reply|automatically (generated|sent)|automated (message|e-?mail)|bitte antworten sie nicht"
    r"|automatisch (generiert|erstellt|versendet|erzeugt)|neatsakykite|automatiškai (sugeneruot|išsiųst)",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"formularz|contact form|kontaktformular|kontaktform|užklausos forma|kontaktų form", re.IGNORECASE
)
_QUOTE = re.compile(
    r"^[ \t]*(>|-{2,} ?\w|_{10,}|(from|von|od|nuo): .*@)"
    r"|\b(napisała?|pisze|wrote|schrieb|rašė)\b.{0,80}:[ \t]*$",
    re.IGNORECASE,
)
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What is ours: addresses of the mailbox (small letters), the domain of our Message-IDs, our marker."""

    addresses: frozenset[str] = frozenset()
    message_id_domain: str = ""
    marker: str = ""

    def owns(self, address: str) -> bool:
        """Case does not count, nor what stands after ``+`` in the local part."""
        key = address.casefold()
        local, _, domain = key.rpartition("@")
        return key in self.addresses or f"{local.partition('+')[0]}@{domain}" in self.addresses


def kind_of(mail: Mail, ours: Ours) -> MailVerdict:
    """The verdict on one mail."""
    masked = None if _is_forged(mail) else masked_buyer(mail.author.address)
    signs, alike = _weak_signs(mail), markets.looks_like(mail.author)
    if _is_loop(mail, ours):
        return MailVerdict(kind=MailKind.LOOP, signs=("our_own_mail", *signs))
    bounces, original = bounces_of(mail)
    if bounces:
        return MailVerdict(kind=MailKind.BOUNCE, signs=signs, bounces=bounces, original_id=original)
    notice = notice_of(mail) if not _is_forged(mail) else None
    if notice:
        return MailVerdict(kind=MailKind.NOTICE, signs=signs, notice=notice)
    forged = ("sender_forged",) if _is_forged(mail) else ()
    if alike:
        signs = ("looks_like", *signs)
    kind, reason = _machine(mail, ours, signs)
    if markets.is_relay(mail.author) and kind is not MailKind.AUTO_REPLY:
        kind, reason = MailKind.PERSON, ("relay",)
    return MailVerdict(kind=kind, signs=(*reason, *forged, *signs), masked=masked, looks_like=alike)


def _is_loop(mail: Mail, ours: Ours) -> bool:
    if ours.marker and mail.header(LOOP_HEADER) == ours.marker:
        return True
    domain = mail.message_id.rpartition("@")[2].casefold()
    return bool(ours.message_id_domain) and domain == ours.message_id_domain.casefold()


def _is_forged(mail: Mail) -> bool:
    """Our own server said that the From is not true (the topmost Authentication-Results, RFC 8601).

    Only a *no* is believed: anybody can write a *yes* into a mail, and nobody gains by writing a no.
    """
    return bool(re.search(r"\bdmarc\s*=\s*fail\b", mail.header("authentication-results"), re.IGNORECASE))


def _machine(mail: Mail, ours: Ours, weak: tuple[str, ...]) -> tuple[MailKind, tuple[str, ...]]:
    submitted = mail.header("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    precedence = mail.header("precedence").strip().lower().replace("-", "_")
    report = mail.header("content-type").lower() if mail.media_type == "multipart/report" else ""
    if "disposition-notification" in report:
        return MailKind.AUTO_REPLY, ("read_receipt",)
    if submitted.startswith("auto-replied"):
        return MailKind.AUTO_REPLY, ("auto_submitted",)
    if precedence in ("auto_reply", "autoreply") or any(_is_set(mail, name) for name in _AUTO_HEADERS):
        return MailKind.AUTO_REPLY, ("auto_header",)
    if "subject_away" in weak and ("suppress_replies" in weak or submitted not in ("", "no")):
        return MailKind.AUTO_REPLY, ("two_weak_signs",)
    if "subject_away" in weak and (precedence in ("bulk", "junk") or "empty_return_path" in weak):
        return MailKind.AUTO_REPLY, ("two_weak_signs",)
    answers = bool(mail.in_reply_to or mail.references)
    by_machine = any(sign in weak for sign in ("suppress_replies", "empty_return_path", "bulk"))
    subject = ("subject_away" in weak and answers) or ("subject_absence" in weak and (answers or by_machine))
    if subject and _IS_AWAY.search(_newest(mail.text[:1_000])):
        return MailKind.AUTO_REPLY, ("two_weak_signs",)
    if _is_list(mail, ours, precedence):
        return MailKind.LIST, ("list_header",)
    if submitted not in ("", "no") and not _is_form(mail, ours):
        return MailKind.AUTOMATIC, ("auto_submitted",)
    if "robot_sender" in weak and _is_by_itself(mail, ours, weak):
        return MailKind.AUTOMATIC, ("two_weak_signs",)
    return MailKind.PERSON, ()


def _newest(text: str) -> str:
    """What was written now, above the first quote: below it our own automatic answer may stand. Where a quote begins
    the mail, what follows its lines."""
    lines = dropwhile(lambda line: line.startswith(">") or not line.strip(), text.splitlines())
    return "\n".join(takewhile(lambda line: not _QUOTE.search(line), lines))


def _is_set(mail: Mail, name: str) -> bool:
    """``X-Autoreply: no`` says as much as none."""
    return mail.header(name).strip().lower() not in ("", "no", "none", "false", "0")


def _is_form(mail: Mail, ours: Ours) -> bool:
    """A program of a web page sent it, a buyer wrote it: she stands in Reply-To, or the subject names the form."""
    if _FORM.search(mail.subject):
        return True
    author = mail.author
    is_page = ours.owns(author.address) or author.key.startswith("wordpress@")
    return any(
        one.address
        and one.key != author.key
        and (is_page or one.domain != author.domain)
        and not (ours.owns(one.address) or _ROBOT.match(one.key))
        for one in mail.reply_to
    )


def _is_by_itself(mail: Mail, ours: Ours, weak: tuple[str, ...]) -> bool:
    """A robot's sender, and another sign of a different kind. Not our own shop's, and not a form's: there a buyer
    speaks through a robot; nor one that names another address to answer to, or tells of a message or a return at a
    marketplace nobody here knows."""
    own = {address.rpartition("@")[2] for address in ours.addresses}
    if mail.author.domain in own or any(one.address and not _ROBOT.match(one.key) for one in mail.reply_to):
        return False
    if _FORM.search(f"{mail.subject}\n{mail.text[:20_000]}") or event_of(mail.subject) in WANTS_A_LOOK:
        return False
    machine = any(
        sign in weak for sign in ("suppress_replies", "empty_return_path", "bulk", "can_unsubscribe")
    )
    return machine or bool(_BY_ITSELF.search(mail.text[:20_000]))


def _is_list(mail: Mail, ours: Ours, precedence: str) -> bool:
    """A list's mail, unless the list is our own shared mailbox, or a group address of our domain in front of it."""
    where = f"{mail.header('list-post')} {mail.header('list-id')}".casefold()
    domains = {address.rpartition("@")[2] for address in ours.addresses}
    groups = {one.key for one in (*mail.to, *mail.cc) if one.domain in domains}
    own = any(key in where or key.replace("@", ".") in where for key in (*ours.addresses, *groups))
    if own:
        return False
    if mail.header("list-id") or mail.header("list-post"):
        return True
    return precedence in ("list", "bulk", "junk") and bool(mail.header("list-unsubscribe"))


def _weak_signs(mail: Mail) -> tuple[str, ...]:
    path = next((value for name, value in mail.headers if name == "return-path"), "")
    subject = mail.subject.strip()
    is_away = bool(_AWAY.match(subject))
    is_doubtful = bool(_ABSENCE.match(subject) or _AWAY.match(_ANSWER.sub("", subject)))
    found = {
        "subject_away": is_away,
        "subject_absence": is_doubtful and not is_away,
        "suppress_replies": _is_set(mail, "x-auto-response-suppress"),
        "empty_return_path": path.replace(" ", "") == "<>",
        "robot_sender": bool(_ROBOT.match(mail.author.key)),
        "bulk": mail.header("precedence").strip().lower() in ("bulk", "junk"),
        "can_unsubscribe": bool(mail.header("list-unsubscribe")),
    }
    return tuple(name for name, is_there in found.items() if is_there)
