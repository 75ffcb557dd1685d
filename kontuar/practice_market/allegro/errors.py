"""Refusals in Allegro's two shapes: `{"errors": [...]}` of the API, `{"error": …}` of authorization."""

from __future__ import annotations

from typing import Any

_POLISH = {
    "The request contains incorrect data. Contact the author of the application.": (
        "Żądanie zawiera nieprawidłowe dane. Skontaktuj się z autorem aplikacji."
    ),
    "No access to the specified resource.": "Brak dostępu do wskazanego zasobu.",
    "The requested resource was not found.": "Nie znaleziono wskazanego zasobu.",
    "Too many requests. Try again later.": "Zbyt wiele zapytań. Spróbuj ponownie później.",
    "This thread is closed.": "Ten wątek jest zamknięty.",
    "The practice market does not do this yet.": "Targ ćwiczebny jeszcze tego nie potrafi.",
}

BAD_DATA, NO_ACCESS, NOT_FOUND, TOO_MANY, CLOSED, UNBUILT = _POLISH


class Refusal(Exception):
    """An answer other than success from the API side."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        path: str | None = None,
        details: str | None = None,
        user_message: str = BAD_DATA,
        headers: dict[str, str] | None = None,
        metadata: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.headers = headers or {}
        self._error = (code, message, details, path, user_message, metadata or {})

    def body(self, language: str) -> dict[str, Any]:
        """The JSON body; `userMessage` in Polish or English."""
        code, message, details, path, user_message, metadata = self._error
        shown = _POLISH.get(user_message, user_message) if language.startswith("pl") else user_message
        return {
            "errors": [
                {
                    "code": code,
                    "message": message,
                    "details": details,
                    "path": path,
                    "userMessage": shown,
                    "metadata": metadata,
                }
            ]
        }


class AuthRefusal(Exception):
    """`{"error", "error_description"}`: the authorization endpoints and every 401."""

    def __init__(
        self, status: int, error: str, description: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {error}")
        self.status = status
        self.headers = headers or {}
        self.body = {"error": error, "error_description": description}


def not_found(what: str) -> Refusal:
    """404 for something that does not exist or is not the caller's."""
    return Refusal(404, "NotFoundException", f"{what} not found", user_message=NOT_FOUND)


def invalid(code: str, message: str, path: str | None = None, *, status: int = 422) -> Refusal:
    """422 (or another status) for data that does not fit."""
    return Refusal(status, code, message, path=path)


def too_many(message: str, retry_after: int | None) -> Refusal:
    """429."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Refusal(429, "TooManyRequestsException", message, user_message=TOO_MANY, headers=headers)
