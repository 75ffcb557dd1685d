"""What PostgreSQL keeps planned gives the same answers as what it plans each time, whatever happens in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kontuar.store import asking
from kontuar.store.asking import statement
from kontuar.store.models import Account
from kontuar.store.prepared import asked, spelled_out
from kontuar.store.queries.ready import Ready
from tests.web.stock import Morning

WORDS = "SELECT name, pieces FROM shelf WHERE pieces >= %s ORDER BY pieces"
LINE = {"dbname", "user", "password", "host", "port"}


@pytest.fixture
def shelf(no_transaction: None) -> Iterator[None]:
    """A table whose columns a test may change."""
    run("CREATE TABLE shelf (name varchar(40), pieces integer)")
    run("INSERT INTO shelf VALUES ('klamka', 3), ('100 % cotton', 7)")
    yield
    run("DROP TABLE shelf")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def held() -> set[str]:
    """Words of what the server holds for this connection; nothing on SQLite, whose driver does that alone."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return {words for (words,) in cursor.fetchall()}


def is_held(words: str) -> bool:
    """SQLite is asked nothing."""
    return connection.vendor != "postgresql" or any(words in one for one in held())


def forget_on_the_server() -> None:
    if connection.vendor == "postgresql":
        run("DEALLOCATE ALL")


def forget_everything() -> None:
    if connection.vendor == "postgresql":
        run("DISCARD ALL")


@pytest.mark.usefixtures("shelf")
def test_words_are_kept_and_values_change() -> None:
    assert asked(WORDS, [5]) == [("100 % cotton", 7)]
    assert asked(WORDS, [1]) == [("klamka", 3), ("100 % cotton", 7)]
    assert asked(WORDS, [2**40]) == []
    assert is_held("FROM shelf WHERE pieces >= $1")


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("forget", [connection.close, forget_on_the_server, forget_everything])
def test_what_a_connection_has_forgotten_is_answered_all_the_same(forget: Callable[[], None]) -> None:
    before = asked(WORDS, [1])
    forget()
    assert asked(WORDS, [1]) == before
    assert asked(WORDS, [1]) == before
    assert is_held("FROM shelf WHERE pieces >= $1")


@pytest.mark.usefixtures("shelf")
def test_what_another_has_prepared_on_this_connection_is_used() -> None:
    if connection.vendor == "postgresql":
        run(statement(WORDS, ("bigint",)).prepare)
    assert asked(WORDS, [5]) == [("100 % cotton", 7)]


@pytest.mark.usefixtures("shelf")
def test_columns_may_change_their_type_between_two_questions() -> None:
    asked("SELECT pieces FROM shelf WHERE pieces >= %s", [5])
    if connection.vendor == "postgresql":
        run("ALTER TABLE shelf ALTER COLUMN pieces TYPE numeric(9, 2)")
    for _ in range(2):
        assert [float(pieces) for (pieces,) in asked("SELECT pieces FROM shelf WHERE pieces >= %s", [5])] == [
            7
        ]


@pytest.mark.usefixtures("shelf")
def test_nothing_is_prepared_within_a_transaction_which_a_lost_statement_would_end() -> None:
    asked(WORDS, [5])
    forget_on_the_server()
    with transaction.atomic():
        assert asked(WORDS, [5]) == [("100 % cotton", 7)]
        with transaction.atomic():
            assert asked(WORDS, [1])[0] == ("klamka", 3)
    assert not held() - {"SELECT statement FROM pg_prepared_statements"}


@pytest.mark.usefixtures("shelf")
def test_without_the_setting_nothing_is_prepared(settings: Any) -> None:
    connection.close()
    settings.PREPARED_STATEMENTS = False
    assert asked(WORDS, [5]) == [("100 % cotton", 7)]
    assert not any("shelf" in one for one in held())


@pytest.mark.usefixtures("shelf")
def test_the_one_not_asked_for_longest_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setattr(asking, "MOST", 2)
    for words in ("1 = 1", "2 = 2", "1 = 1", "3 = 3"):
        assert len(asked(f"SELECT name FROM shelf WHERE {words} AND pieces > %s", [1])) == 2
    assert is_held("1 = 1")
    assert is_held("3 = 3")
    assert connection.vendor != "postgresql" or not is_held("2 = 2")


@pytest.mark.usefixtures("shelf")
def test_a_query_is_counted_once_whether_it_is_prepared_yet_or_not() -> None:
    connection.close()
    connection.ensure_connection()
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            asked(WORDS, [5])
        assert len(captured) == 1


@contextmanager
def noted(seen: list[tuple[str, Any]]) -> Iterator[None]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


@pytest.mark.usefixtures("shelf")
def test_who_listens_hears_the_words_and_the_values() -> None:
    seen: list[tuple[str, Any]] = []
    with noted(seen):
        asked(WORDS, [5])
    assert seen == [(WORDS, [5])]


@pytest.mark.usefixtures("no_transaction")
def test_errors_are_djangos_own() -> None:
    with pytest.raises(DatabaseError, match="nowhere"):
        asked("SELECT 1 FROM nowhere WHERE 1 = %s", [1])
    if connection.vendor == "postgresql":
        with pytest.raises(DataError):
            asked("SELECT 1 / %s", [0])
        assert asked("SELECT 1 / %s", [1]) == [(1,)]


@pytest.mark.usefixtures("shelf")
def test_a_text_that_the_database_cannot_hold_is_refused_not_cut_off() -> None:
    """The driver would end the value at the NUL: a search for "klamka" and something more would find "klamka"."""
    words = "SELECT pieces FROM shelf WHERE name = %s"
    assert asked(words, ["klamka"]) == [(3,)]
    if connection.vendor == "postgresql":
        with pytest.raises(DataError):
            asked(words, ["klamka\0 and more"])
    else:
        assert asked(words, ["klamka\0 and more"]) == []


@pytest.mark.usefixtures("shelf")
def test_a_server_that_hangs_up_is_an_error_of_django_and_the_next_page_is_answered() -> None:
    before = asked(WORDS, [1])
    if connection.vendor == "postgresql":
        [(line,)] = asked("SELECT pg_backend_pid() WHERE 1 = %s", [1])
        with other_line() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [line])
        with pytest.raises(OperationalError):
            asked(WORDS, [1])
        connection.close_if_unusable_or_obsolete()
    assert asked(WORDS, [1]) == before


@contextmanager
def other_line() -> Iterator[Any]:
    """A second connection to the same server."""
    import psycopg

    given = {name: value for name, value in connection.get_connection_params().items() if name in LINE}
    with psycopg.connect(**given, autocommit=True) as other:
        yield other


@pytest.mark.usefixtures("shelf")
def test_a_list_is_one_value() -> None:
    if connection.vendor == "postgresql":
        assert asked("SELECT pieces FROM shelf WHERE pieces = ANY(%s)", [[3, 4]]) == [(3,)]
        assert asked("SELECT pieces FROM shelf WHERE pieces = ANY(%s)", [[]]) == []


@pytest.mark.usefixtures("no_transaction")
def test_what_never_changes_is_written_into_the_words() -> None:
    """PostgreSQL takes an index of some of the rows only where it sees which are asked for."""
    ready = Ready(lambda mine: Account.objects.filter(login="50 % off", pk__in=mine).values_list("pk"))
    assert ready([1, 2, 3]) == []
    words = ready._made([[1, 2, 3]])._sql
    is_written = connection.vendor == "postgresql"
    assert words.count("%s") == (4 if is_written else 5)
    assert ("'50 %% off'" in words) == is_written


@pytest.mark.usefixtures("no_transaction")
@pytest.mark.parametrize(
    "value", [True, -5, 2**40, "it's 100 %", date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)]
)
def test_values_come_back_as_they_were_given(value: Any) -> None:
    if connection.vendor != "postgresql":
        return
    [(found,)] = asked("SELECT %s" if not isinstance(value, str) else "SELECT %s || ''", [value])
    assert found == value
    words = spelled_out("SELECT %s AS one, '%%' AS two", [value], [])
    with connection.cursor() as cursor:
        cursor.execute(words, [])
        found, percent = cursor.fetchone()
    assert str(found).removesuffix("+00:00") in (str(value), str(value).removesuffix("+00:00"))
    assert percent == "%"


@pytest.mark.django_db(transaction=True)
def test_a_page_is_asked_for_by_prepared_words(desk: Morning, seen_by: Any) -> None:
    client = seen_by(desk.ala)
    pages = [client.get("/").content.decode() for _ in range(2)]
    assert is_held('FROM "duty"')
    assert all('class="duty"' in page for page in pages)
