"""The search: its table, the databases' own index over the words, and what is to be indexed afterwards."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KINDS = [
    (1, "Message", "Message"),
    (2, "Order", "Order"),
    (3, "Buyer", "Buyer"),
    (4, "Offer", "Offer"),
    (5, "Issue", "Issue"),
    (6, "Rating", "Rating"),
]
SQLITE = (
    # The words stand in search_row; the index keeps only which rows hold which word. The tokenizer takes
    # everything but ASCII punctuation and space for letters, and the words hold neither but spaces.
    "CREATE VIRTUAL TABLE search_fts USING fts5(words, content='search_row', content_rowid='id',"
    " tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER search_row_added AFTER INSERT ON search_row BEGIN"
    " INSERT INTO search_fts(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_row_taken AFTER DELETE ON search_row BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER search_row_changed AFTER UPDATE ON search_row BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.id, old.words);"
    " INSERT INTO search_fts(rowid, words) VALUES (new.id, new.words); END",
)
SQLITE_BACK = (
    "DROP TRIGGER search_row_added",
    "DROP TRIGGER search_row_taken",
    "DROP TRIGGER search_row_changed",
    "DROP TABLE search_fts",
)
POSTGRESQL = (
    "CREATE INDEX search_row_words ON search_row USING gin"
    " (array_to_tsvector(array_remove(string_to_array(words, ' '), '')))",
)


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_BACK:
            schema_editor.execute(statement)


def note_what_is_there(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What the database holds already is indexed by the worker, while people work."""
    for kind, _label, name in KINDS:
        last = apps.get_model("kontuar", name).objects.aggregate(last=models.Max("pk"))["last"]
        if last:
            apps.get_model("kontuar", "SearchGap").objects.create(kind=kind, below=last + 1)


class Migration(migrations.Migration):
    dependencies = [("kontuar", "0003_whole_account")]
    operations = [
        migrations.CreateModel(
            name="SearchGap",
            fields=[
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(kind, label) for kind, label, _name in KINDS],
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("below", models.BigIntegerField()),
            ],
            options={"db_table": "search_gap"},
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                # before the words: who sees nothing of a row need not read past them
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_rows",
                        to="kontuar.account",
                    ),
                ),
                (
                    "kind",
                    models.PositiveSmallIntegerField(choices=[(kind, label) for kind, label, _name in KINDS]),
                ),
                ("object_id", models.BigIntegerField()),
                ("words", models.TextField()),
            ],
            options={
                "db_table": "search_row",
                "constraints": [
                    models.UniqueConstraint(models.F("kind"), models.F("object_id"), name="search_row_once")
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(note_what_is_there, migrations.RunPython.noop),
    ]
