"""Who has a conversation open before him."""

from django.db import models

from kontuar.store.models.people import User
from kontuar.store.models.talk import Case


class CaseLook(models.Model):
    """A person looked at a case; right to half a minute, and swept out after a day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="looks")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "case_look"
        constraints = [models.UniqueConstraint("case", "user", name="case_look_once")]
