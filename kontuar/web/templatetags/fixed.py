"""Tags whose answer is known before a page is asked for: literal words, addresses, files, drawings.

``translate``, ``url``, ``static`` and ``icon`` mean what they always do. Where their arguments stand in the template,
words are looked up once in each language, a pattern is turned into an address once, and a drawing becomes part of
the text.
"""

from typing import Any

from django.template import Context, Node
from django.template.base import FilterExpression, Parser, TextNode, Token, Variable
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import do_static
from django.utils.translation import get_language

from kontuar.web.going import to


def translate(parser: Parser, token: Token) -> Node:
    """Django's ``translate``; literal words are looked up once in each language."""
    node = do_translate(parser, token)
    return Words(node) if _is_fixed(node) else node


def url(parser: Parser, token: Token) -> Node:
    """Django's ``url``; plain addresses with numbers in them are put together from their pattern."""
    node = django_url(parser, token)  # type: ignore[no-untyped-call, unused-ignore]
    is_plain = not node.kwargs and not node.asvar and _literal(node.view_name) is not None
    return Address(node) if is_plain else node


def static(parser: Parser, token: Token) -> Node:
    """Django's ``static``; a file named in the template is looked up once."""
    node = do_static(parser, token)  # type: ignore[no-untyped-call, unused-ignore]
    return File(node) if _literal(node.path) is not None and not node.varname else node


class File(Node):
    """The address of a file under its hashed name, which stays while the process runs."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self._known = ""

    def render(self, context: Context) -> str:
        self._known = self._known or str(self.node.render(context))
        return self._known


class Words(Node):
    """Literal words in the reader's language."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self._known:
            self._known[language] = self.node.render(context)
        return self._known[language]


class Address(Node):
    """The address of a named page."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.name = str(_literal(node.view_name))

    def render(self, context: Context) -> str:
        args = [one.resolve(context) for one in self.node.args]
        if all(type(one) is int for one in args):
            return to(self.name, *args)
        return str(self.node.render(context))


def text_or(node: Node, *expressions: FilterExpression, drawn: Any) -> Node:
    """The text that ``drawn`` makes of literal values; ``node`` where one of them is known with the page alone."""
    values = [_literal(one) for one in expressions]
    return node if None in values else TextNode(drawn(*values))


def _is_fixed(node: TranslateNode) -> bool:
    context = node.message_context
    is_known = _literal(node.filter_expression) is not None and (
        context is None or _literal(context) is not None
    )
    return is_known and not node.noop and not node.asvar


def _literal(expression: FilterExpression) -> Any:
    """The value that stands in the template itself; None for a variable or with a filter."""
    var = expression.var
    if expression.filters:
        return None
    return var.literal if isinstance(var, Variable) else var
