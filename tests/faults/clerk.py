"""People at the desk during the kill test: sign in, open each case, answer it by the form.

Each minds some accounts, in a browser session of his own, and pages through their lists. He clicks twice, and
where the page breaks off he sends the same form again: the form carries its own key.
"""

import html
import re
import threading
from collections.abc import Iterator

import httpx2

LIST = "/wiadomosci/"
ACCOUNT = re.compile(r'href="/wiadomosci/\?[^"]*\bkonto=(\d+)')
CASE = re.compile(r"href=\"/wiadomosci/([1-9]\d*)/")
MORE = re.compile(r'<li class="more"><a [^>]*href="([^"]*)"')
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
TO_ITS_ROW = re.compile(r"#out-\d+$")


class Office:
    """Clerks who share the accounts of one desk: a case is answered by whoever minds its account."""

    def __init__(self, ports: list[int], username: str, password: str, *, clerks: int) -> None:
        who = {"login": username, "password": password}
        urls = [f"http://localhost:{ports[number % len(ports)]}" for number in range(clerks)]
        self.clerks = [Clerk(url, who, number, clerks) for number, url in enumerate(urls)]

    def start(self) -> None:
        for clerk in self.clerks:
            clerk.start()

    def stop(self) -> None:
        """Everybody goes home after the request under way."""
        for clerk in self.clerks:
            clerk.done.set()
        for clerk in self.clerks:
            clerk.join()

    @property
    def answered(self) -> int:
        """Cases whose answer the desk has confirmed."""
        return sum(len(clerk.answered) for clerk in self.clerks)


class Clerk:
    """Works in a thread of the test, through HTTP alone; minds every ``of``-th account."""

    def __init__(self, url: str, who: dict[str, str], number: int, of: int) -> None:
        self._url, self._who, self._number, self._of = url, who, number, of
        self._thread = threading.Thread(target=self._work, name=f"clerk-{number}", daemon=True)
        self._forms: dict[str, dict[str, str]] = {}
        self.done = threading.Event()
        self.answered: set[str] = set()

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        # A dead server refuses at once; a slow one is waited for, or every page would be asked for again.
        with httpx2.Client(base_url=self._url, timeout=60) as browser:
            rest = 0.2
            while not self.done.wait(rest):
                before = len(self.answered)
                try:
                    self._round(browser)
                    rest = 0.2 if len(self.answered) > before else 1.0
                except httpx2.HTTPError:
                    # The web process died under us: look again.
                    continue

    def _round(self, browser: httpx2.Client) -> None:
        """Every list once, and every case in it that is new to him."""
        page = browser.get(LIST)
        if page.status_code == 302:
            self._sign_in(browser, page.headers["location"])
            page = browser.get(LIST)
        accounts = sorted(set(ACCOUNT.findall(page.text)), key=int)
        lists = [f"{LIST}?konto={account}" for account in accounts] or [LIST]
        for address in lists[self._number :: self._of]:
            for case in self._cases(browser, address):
                if self.done.is_set():
                    return
                if case not in self.answered:
                    self._answer(browser, case)

    def _sign_in(self, browser: httpx2.Client, address: str) -> None:
        form = hidden(browser.get(address).raise_for_status().text)
        browser.post(address, data={**form, **self._who})

    def _cases(self, browser: httpx2.Client, address: str) -> Iterator[str]:
        """Cases of a list, its further pages included."""
        while address:
            page = browser.get(address).raise_for_status().text
            yield from dict.fromkeys(CASE.findall(page))
            more = MORE.search(page)
            address = html.unescape(more[1]) if more else ""

    def _answer(self, browser: httpx2.Client, case: str) -> None:
        if case not in self._forms:
            found = composer(browser.get(f"{LIST}{case}/").text)
            if found is None:
                # A page that broke off: next time round.
                return
            self._forms[case] = hidden(found)
        text = f"Dzień dobry, odpowiadam w rozmowie numer {case}. Pozdrawiam"
        form = {**self._forms[case], "text": text, "then": "close"}
        clicks = [browser.post(f"{LIST}{case}/odpowiedz/", data=form) for _ in range(2)]
        if any(TO_ITS_ROW.search(click.headers.get("location", "")) for click in clicks):
            self.answered.add(case)
        elif clicks[-1].status_code < 500:
            # The buyer wrote meanwhile, or a check spoke up: the page has a new form.
            self._forms.pop(case)


def forms(page: str) -> list[str]:
    """The forms of a page, as text."""
    return re.findall(r"<form.*?</form>", page, re.DOTALL)


def composer(page: str) -> str | None:
    """The form an answer is written in; None when the page shows none."""
    return next((form for form in forms(page) if 'name="text"' in form and "/odpowiedz/" in form), None)


def hidden(page: str) -> dict[str, str]:
    """Hidden fields of a page or form."""
    found: dict[str, str] = {}
    for field in FIELD.findall(page):
        parts = dict(ATTRIBUTE.findall(field))
        if "name" in parts:
            found[parts["name"]] = parts.get("value", "")
    return found
