"""A person at the desk during the kill test: signs in, opens each case, answers it by the form.

He clicks twice, and where the page breaks off he sends the same form again: the form carries its own key.
"""

import re
import socket
import threading

import httpx2

CASE = re.compile(r"href=\"/wiadomosci/([1-9]\d*)/")
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Clerk:
    """Works in a thread of the test, through HTTP alone."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self._url = f"http://localhost:{port}"
        self._who = {"login": username, "password": password}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)
        self._forms: dict[str, dict[str, str]] = {}
        self.answered: set[str] = set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        with httpx2.Client(base_url=self._url, timeout=10, follow_redirects=True) as http:
            while not self._done.wait(0.2):
                try:
                    self._round(http)
                except (httpx2.HTTPError, LookupError):
                    # The web process died under us, or its page was no form: look again.
                    continue

    def _round(self, http: httpx2.Client) -> None:
        page = http.get("/wiadomosci/")
        if page.url.path.startswith("/konto/login"):
            page = http.post(page.url.path, data={**hidden(page.text), **self._who})
            page = http.get("/wiadomosci/")
        for case in dict.fromkeys(CASE.findall(page.text)):
            if case not in self.answered and not self._done.is_set():
                self._answer(http, case)

    def _answer(self, http: httpx2.Client, case: str) -> None:
        if case not in self._forms:
            page = http.get(f"/wiadomosci/{case}/")
            self._forms[case] = hidden(composer(page.text))
        text = f"Dzień dobry, odpowiadam w rozmowie numer {case}. Pozdrawiam"
        form = {**self._forms[case], "text": text, "then": "close"}
        for _ in range(2):
            answer = http.post(f"/wiadomosci/{case}/odpowiedz/", data=form)
            if answer.status_code == 403:
                self._forms.pop(case)
                return
            answer.raise_for_status()
        if "#out-" in str(answer.url) or any(r.status_code in (302, 303) for r in answer.history):
            self.answered.add(case)
        else:
            # The buyer wrote meanwhile, or a check spoke up: the page has a new form.
            self._forms.pop(case)


def forms(page: str) -> list[str]:
    """The forms of a page, as text."""
    return re.findall(r"<form.*?</form>", page, re.DOTALL)


def composer(page: str) -> str:
    """The form an answer is written in; LookupError when the page shows none."""
    found = [form for form in forms(page) if 'name="text"' in form and "/odpowiedz/" in form]
    return found[0]


def hidden(page: str) -> dict[str, str]:
    """Hidden fields of a page or form."""
    found: dict[str, str] = {}
    for field in FIELD.findall(page):
        parts = dict(ATTRIBUTE.findall(field))
        if "name" in parts:
            found[parts["name"]] = parts.get("value", "")
    return found
