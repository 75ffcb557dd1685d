"""One call to a language model behind an address that speaks the widespread chat protocol (POST /chat/completions).

The protocol is OpenAI's, spoken by local servers too (llama.cpp, Ollama, vLLM). Only ``model``, ``messages``,
``temperature`` and ``max_tokens`` are used: all of them know these.
"""

from collections.abc import Sequence
from typing import Any

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.calls import Request
from kontuar.connector_kit.errors import UnexpectedAnswer
from kontuar.connector_kit.http import Line, Timeout, json_of

MAX_BYTES = 256 * 1024
SECONDS = 60.0
LONGEST_ANSWER = 8_000
"""Characters that are kept of an answer."""


def complete(
    address: str,
    messages: Sequence[dict[str, Any]],
    *,
    key: str,
    model: str,
    max_tokens: int,
    seconds: float = SECONDS,
) -> str:
    """The model's words. Raises a ConnectorError that names neither the key nor what was sent.

    Asking again is safe (nothing is changed anywhere), but it is the caller who decides: it may cost money.
    """
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    timeout = Timeout(connect=10.0, read=seconds, write=30.0, pool=5.0)
    body = {"model": model, "messages": list(messages), "temperature": 0.2, "max_tokens": max_tokens}
    request = Request(method="POST", path="/chat/completions", json=body)
    line = Line(
        address, headers=headers, gate=OpenGate(), watch_only=False, timeout=timeout, deadline=seconds
    )
    try:
        document = json_of(request, line.send(request, max_bytes=MAX_BYTES))
    finally:
        line.close()
    return _words(document)


def _words(document: Any) -> str:
    try:
        words = document["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        words = None
    if not isinstance(words, str) or not words.strip():
        raise UnexpectedAnswer("the answer holds no text", code="NO_TEXT")
    return words.strip()[:LONGEST_ANSWER]
