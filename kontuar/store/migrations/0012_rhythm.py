"""A person's day: check-in times, absences, letters about deadlines."""

import django.db.models.deletion
import kontuar.store.models.rhythm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kontuar", "0011_forgotten_buyers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(db_index=True)),
                ("notice", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "absence",
            },
        ),
        migrations.CreateModel(
            name="DeadlineLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("unsure", "Unsure"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("duties", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadline_letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "deadline_letter",
            },
        ),
        migrations.CreateModel(
            name="DeadlineTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("due_at", models.DateTimeField(db_index=True)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="kontuar.deadlineletter",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "deadline_told",
            },
        ),
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_ins", models.JSONField(default=list, help_text="local wall times as HH:MM")),
                (
                    "check_in_days",
                    models.JSONField(
                        default=kontuar.store.models.rhythm.working_days, help_text="weekdays, Monday 0"
                    ),
                ),
                ("wants_letters", models.BooleanField(default=False)),
                ("letter_hours", models.PositiveSmallIntegerField(default=4)),
                ("quiet_from", models.CharField(blank=True, max_length=5)),
                ("quiet_until", models.CharField(blank=True, max_length=5)),
                (
                    "silence_hours",
                    models.PositiveSmallIntegerField(default=8, help_text="working hours; 0 is never"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rhythm",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "rhythm",
            },
        ),
        migrations.AddIndex(
            model_name="deadlineletter",
            index=models.Index(fields=["user", "at"], name="deadline_letter_user"),
        ),
        migrations.AddConstraint(
            model_name="deadlinetold",
            constraint=models.UniqueConstraint(
                models.F("user"), models.F("subject"), models.F("due_at"), name="deadline_told_once"
            ),
        ),
    ]
