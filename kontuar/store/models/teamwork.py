"""Working together on a case: tags, what it is about, who was called to it, lists people keep, bulk changes."""

from django.db import models

from kontuar.store.models.people import User
from kontuar.store.models.talk import Case, Note


class Tag(models.Model):
    """A word of the desk's own list. ``key`` is its folded name, by which it exists once.

    ``tone`` says what kind of word it is; red and amber belong to clocks. A tag that was ended can be put on no
    case any more, and stays where it is.
    """

    class Tone(models.TextChoices):
        PLAIN = "plain"
        TROUBLE = "trouble"
        MONEY = "money"
        GOOD = "good"
        WAITS = "waits"

    name = models.CharField(max_length=40)
    key = models.CharField(max_length=40, unique=True)
    tone = models.CharField(max_length=8, choices=Tone, default=Tone.PLAIN)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tag"

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    """A tag on a case. ``by`` None: a rule put it there."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="case_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="case_tags")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "case_tag"
        constraints = [models.UniqueConstraint("case", "tag", name="case_tag_once")]


class CaseMatter(models.Model):
    """What a person noted of a case: what the buyer wants, the cause, the next step and its day, the outcome.

    Each is a code of a short list (``kontuar/actions/matter.py``) with words of one's own beside it, both may be
    empty. ``changed_at`` tells whether somebody changed it since a form was opened.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="matter")
    wants = models.CharField(max_length=16, blank=True)
    wants_text = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=16, blank=True)
    cause_text = models.CharField(max_length=200, blank=True)
    step = models.CharField(max_length=16, blank=True)
    step_text = models.CharField(max_length=200, blank=True)
    step_by = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    outcome_text = models.CharField(max_length=200, blank=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "case_matter"


class Mention(models.Model):
    """A colleague called in a note. It stands on his list until he has seen it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, models.CASCADE, related_name="mentions")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mention"
        constraints = [models.UniqueConstraint("note", "user", name="mention_once")]
        indexes = [models.Index(fields=["user", "-at"], name="mention_of")]


class SavedView(models.Model):
    """A list somebody keeps: filters under a name. A shared one is seen by all, each on his own accounts."""

    name = models.CharField(max_length=60)
    owner = models.ForeignKey(User, models.CASCADE, related_name="views")
    is_shared = models.BooleanField(default=False)
    wish = models.JSONField(
        default=dict, help_text="filter → value, as kontuar/store/queries/views.py reads it"
    )
    made_at = models.DateTimeField()

    class Meta:
        db_table = "saved_view"


class BulkChange(models.Model):
    """One deed done to many cases, with what it needs to be undone once.

    ``before`` is case id → what stood there; a case that somebody changed since is left as it is.
    """

    kind = models.CharField(max_length=10)
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bulk_change"
