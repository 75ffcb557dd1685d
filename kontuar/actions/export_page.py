"""The page of an exported buyer: plain HTML that opens anywhere, without scripts, fonts or pictures from elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color-scheme: light dark; overflow-wrap: anywhere }
article, dl { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px;
  padding: .6rem 1rem; margin: .8rem 0 }
article.shop { margin-inline-start: 2rem }
pre { white-space: pre-wrap; font: inherit; margin: .3rem 0 }
header { font-size: .85em; opacity: .75 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem }
dt { opacity: .75 }
dd { margin: 0 }
"""


def page(data: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = [
        _section(_("Who this is about"), (_facts(one) for one in data["person"])),
        _section(_("Conversations"), (_case(one) for one in data["conversations"])),
        _section(_("Orders"), (_facts(one) for one in data["orders"])),
        _section(_("Issues and returns"), (_facts(one) for one in data["issues"])),
        _section(_("Ratings"), (_facts(one) for one in data["ratings"])),
        _section(
            _("Numbers, invoices and public answers of ours"), (_deed(one) for one in data["done_for_orders"])
        ),
        _section(_("Incidents"), (_facts(one) for one in data["incidents"])),
        _section(_("Other mails"), (_other(one) for one in data["other_mails"])),
    ]
    return str(
        format_html(
            '<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            "<title>{}</title><style>{}</style><h1>{}</h1><p>{} {}</p>{}</html>",
            get_language() or "en",
            _("Data kept about a buyer"),
            mark_safe(STYLE),  # noqa: S308 (ours)
            _("Data kept about a buyer"),
            _("As of"),
            data["made_at"][:16].replace("T", " ") + " UTC",
            mark_safe("".join(parts)),  # noqa: S308 (each part is escaped where it is made)
        )
    )


def _section(title: str, parts: Iterable[SafeString]) -> SafeString:
    shown = list(parts)
    if not shown:
        return mark_safe("")
    return format_html(
        "<section><h2>{}</h2>{}</section>", title, format_html_join("", "{}", ((one,) for one in shown))
    )


def _facts(values: Mapping[str, Any]) -> SafeString:
    """Names and values; what is empty is left out, what has parts is shown below its name."""
    lines = [
        (name.replace("_", " "), _value(value))
        for name, value in values.items()
        if value not in ("", None, [], {})
    ]
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", lines))


def _value(value: Any) -> SafeString:
    if isinstance(value, Mapping):
        return _facts(value)
    if isinstance(value, list):
        return format_html_join("", "{}", ((_value(one),) for one in value))
    return format_html("<div>{}</div>", conditional_escape(value))


def _case(case: Mapping[str, Any]) -> SafeString:
    words = [_said(one) for one in case["messages"]]
    words += [_said({**one, "from": "shop"}) for one in case["on_their_way"]]
    notes = [_said({**one, "from": one["by"]}) for one in case["notes"]]
    title = case["subject"] or case["opened_at"][:10]
    about = {name: case.get(name) for name in ("tags", "marked", "wished_for", "praised", "not_sent")}
    about |= case.get("noted", {})
    parts = [*words, *notes, *([_facts(about)] if any(about.values()) else [])]
    return format_html("<h3>{}</h3>{}", title, format_html_join("", "{}", ((one,) for one in parts)))


def _deed(one: Mapping[str, Any]) -> SafeString:
    """With a link to its file."""
    told = _facts({name: value for name, value in one.items() if name != "file"})
    return (
        format_html('{}<p><a href="{}">{}</a></p>', told, one["file"], one["name"])
        if one.get("file")
        else told
    )


OF_A_CALL = ("on_the_phone_with", "number", "promised", "promised_by")


def _said(one: Mapping[str, Any]) -> SafeString:
    names = {"buyer": _("buyer"), "shop": _("shop"), "colleague": _("note of a colleague")}
    files = [(each["file"], each["name"]) for each in one.get("files", ()) if each["file"]]
    files += [(one["mail"], _("the mail as it came"))] if one.get("mail") else []
    return format_html(
        '<article class="{}"><header>{} · {}</header>{}<pre>{}</pre>{}{}</article>',
        one["from"],
        names.get(one["from"], one["from"]),
        one["at"][:16].replace("T", " "),
        format_html("<strong>{}</strong>", one["subject"]) if one.get("subject") else "",
        one["text"],
        _facts(call) if (call := {name: one[name] for name in OF_A_CALL if name in one}) else "",
        format_html_join("", '<p><a href="{}">{}</a></p>', files),
    )


def _other(one: Mapping[str, Any]) -> SafeString:
    return _said({"at": one["at"], "from": one["kind"], "text": one["subject"], "mail": one["mail"]})
