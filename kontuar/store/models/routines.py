"""Routines of the desk, and the log of what each did and why."""

from django.db import models

from kontuar.store.models.accounts import Account
from kontuar.store.models.people import User
from kontuar.store.models.talk import Case, Message


class DeskRoutine(models.Model):
    """When … then …, on the accounts its maker owns, or on one of them.

    It is switched on only after its dry run was seen as it stands now (``dry_run_at`` after ``changed_at``).
    """

    name = models.CharField(max_length=80)
    place = models.PositiveIntegerField(default=0)
    is_on = models.BooleanField(default=False)
    is_last = models.BooleanField(default=False, help_text="Routines behind it are not asked.")
    conditions = models.JSONField(default=list, help_text="[what, [values]]")
    steps = models.JSONField(default=list, help_text="[do, value]")
    made_by = models.ForeignKey(User, models.CASCADE, related_name="routines")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    dry_run_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "desk_routine"


class RoutineRun(models.Model):
    """A routine fitted a message once. ``did`` are the steps that changed something, ``why`` what was found."""

    routine = models.ForeignKey(DeskRoutine, models.CASCADE, related_name="runs")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="routine_runs")
    message = models.ForeignKey(Message, models.CASCADE, related_name="routine_runs")
    at = models.DateTimeField()
    did = models.JSONField(default=list, help_text="[do, value]")
    why = models.JSONField(default=list, help_text="[what, value found]")

    class Meta:
        db_table = "routine_run"
        constraints = [models.UniqueConstraint("routine", "message", name="routine_run_once")]
        indexes = [models.Index(fields=["account", "-at"], name="routine_run_log")]
