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
# One index for each kind: the beginning of a word that stands in every message costs nothing among buyers.
# On SQLite the words stay in search_row and the index keeps only which rows hold which word; its tokenizer
# takes everything but ASCII punctuation and space for letters, and of those the words hold spaces alone.
SQLITE = (
    "CREATE VIEW search_words_{kind} AS SELECT id, words FROM search_row WHERE kind = {kind}",
    "CREATE VIRTUAL TABLE search_fts_{kind} USING fts5(words, content='search_words_{kind}', content_rowid='id',"
    " tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER search_row_added_{kind} AFTER INSERT ON search_row WHEN new.kind = {kind} BEGIN"
    " INSERT INTO search_fts_{kind}(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_row_taken_{kind} AFTER DELETE ON search_row WHEN old.kind = {kind} BEGIN"
    " INSERT INTO search_fts_{kind}(search_fts_{kind}, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER search_row_changed_{kind} AFTER UPDATE ON search_row WHEN old.kind = {kind} BEGIN"
    " INSERT INTO search_fts_{kind}(search_fts_{kind}, rowid, words) VALUES ('delete', old.id, old.words);"
    " INSERT INTO search_fts_{kind}(rowid, words) VALUES (new.id, new.words); END",
)
SQLITE_BACK = (
    "DROP TRIGGER search_row_added_{kind}",
    "DROP TRIGGER search_row_taken_{kind}",
    "DROP TRIGGER search_row_changed_{kind}",
    "DROP TABLE search_fts_{kind}",
    "DROP VIEW search_words_{kind}",
)
POSTGRESQL = (
    "CREATE INDEX search_row_words_{kind} ON search_row USING gin"
    " (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) WHERE kind = {kind}",
)


def make_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for kind, _label, _name in KINDS:
        for statement in statements:
            schema_editor.execute(statement.format(kind=kind))


def drop_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for kind, _label, _name in KINDS:
            for statement in SQLITE_BACK:
                schema_editor.execute(statement.format(kind=kind))


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
