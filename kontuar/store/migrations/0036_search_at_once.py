"""PostgreSQL puts new words into the search's indexes at once.

By itself it keeps up to 4 MB of them in a list that every search reads through (33 ms of a page among 1,000 cases), and
empties it when a tenth of the table is new, which on a desk with a past is seldom
(https://www.postgresql.org/docs/15/gin-implementation.html). At once a row costs 0.2 ms.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KINDS = range(1, 7)


def at_once(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for kind in KINDS:
            schema_editor.execute(f"ALTER INDEX search_row_words_{kind} SET (fastupdate = off)")
            schema_editor.execute(f"SELECT gin_clean_pending_list('search_row_words_{kind}')")


def as_before(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for kind in KINDS:
            schema_editor.execute(f"ALTER INDEX search_row_words_{kind} RESET (fastupdate)")


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0035_late_duties")]
    operations = [migrations.RunPython(at_once, as_before)]
