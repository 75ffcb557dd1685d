"""Connections to seller accounts: access, streams, budgets, and who may work them."""

from django.db import models

from kontuar.store.models.people import User


class Application(models.Model):
    """The seller's own application registered at a platform (one User-Agent name, one type)."""

    class Kind(models.TextChoices):
        DEVICE = "device"
        CODE = "authorization_code"

    platform = models.CharField(max_length=20)
    place = models.CharField(max_length=20)
    base_url = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=80)
    version = models.CharField(max_length=20, default="1.0.0")
    kind = models.CharField(max_length=20, choices=Kind)
    client_id = models.CharField(max_length=200)
    client_secret_sealed = models.TextField()
    redirect_uri = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "application"
        constraints = [
            models.UniqueConstraint("platform", "place", "base_url", "client_id", name="application_once")
        ]


class Account(models.Model):
    """One seller account or mailbox.

    Budget columns are shared by every process: ``minute_at``/``calls`` count the calls of the running
    minute, ``send_slot_at`` is when the next message may leave, ``blocked_until`` a platform's "not
    before". Tokens are sealed together as one value, so that a pair is always whole.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        SIGNED_OUT = "signed_out"
        PAUSED = "paused"

    platform = models.CharField(max_length=20)
    application = models.ForeignKey(Application, models.PROTECT, related_name="accounts")
    external_id = models.CharField(max_length=254)
    login = models.CharField(max_length=254)
    settings = models.JSONField(default=dict, help_text="The connector's own settings; never a secret.")
    label = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="PL")
    zone = models.CharField(max_length=40, default="Europe/Warsaw")
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    connected_at = models.DateTimeField()
    read_since = models.DateTimeField()

    is_watch_only = models.BooleanField(default=True)
    watch_only_changed_at = models.DateTimeField(null=True)
    watch_only_reason = models.CharField(max_length=40, blank=True)

    tokens_sealed = models.TextField()
    tokens_version = models.PositiveIntegerField(default=1)
    tokens_stored_at = models.DateTimeField()
    access_expires_at = models.DateTimeField()
    refresh_lease_until = models.DateTimeField(null=True)
    auth_problem = models.CharField(max_length=40, blank=True)
    auth_problem_at = models.DateTimeField(null=True)
    trouble_since_at = models.DateTimeField(null=True, help_text="When reading last began to fail.")
    trouble_told_at = models.DateTimeField(null=True, help_text="When the owner was told by mail.")

    minute_at = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)
    import_calls = models.PositiveIntegerField(default=0)
    calls_per_minute = models.PositiveIntegerField(default=9000)
    send_slot_at = models.DateTimeField(null=True)
    send_spacing_ms = models.PositiveIntegerField(default=1100)
    blocked_until = models.DateTimeField(null=True)
    hourly_cap = models.PositiveIntegerField(default=120)
    clock_skew_ms = models.IntegerField(null=True)
    signature = models.TextField(blank=True)

    class Meta:
        db_table = "account"
        constraints = [models.UniqueConstraint("platform", "external_id", "application", name="account_once")]

    def __str__(self) -> str:
        return self.label or self.login


class AccountAccess(models.Model):
    """What a person may do with an account. Without a row: nothing, the account does not exist."""

    class Role(models.TextChoices):
        OWNER = "owner"
        AGENT = "agent"
        VIEWER = "viewer"

    user = models.ForeignKey(User, models.CASCADE, related_name="accesses")
    account = models.ForeignKey(Account, models.CASCADE, related_name="accesses")
    role = models.CharField(max_length=8, choices=Role)

    class Meta:
        db_table = "account_access"
        constraints = [models.UniqueConstraint("user", "account", name="access_once")]


class SignIn(models.Model):
    """A connection being made: device code or state of the authorization-code flow, until it is used."""

    application = models.ForeignKey(Application, models.CASCADE)
    account = models.ForeignKey(Account, models.CASCADE, null=True, help_text="Set when signing in again.")
    user = models.ForeignKey(User, models.CASCADE)
    device_code_sealed = models.TextField(blank=True)
    user_code = models.CharField(max_length=40, blank=True)
    verification_url = models.CharField(max_length=300, blank=True)
    state_token = models.CharField(max_length=64, blank=True, db_index=True)
    read_since = models.DateTimeField()
    settings = models.JSONField(default=dict, help_text="What the account is to have, once it is connected.")
    interval_seconds = models.PositiveIntegerField(default=5)
    next_poll_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    finished_account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "sign_in"


class Stream(models.Model):
    """A kind of thing pulled from an account, and where we stopped. The lease is the claim on it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="streams")
    name = models.CharField(max_length=30)
    cursor = models.JSONField(default=dict)
    next_pull_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=40, blank=True)
    is_finished = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, blank=True)
    last_error_text = models.CharField(max_length=300, blank=True)
    last_error_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    trace_id = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "stream"
        constraints = [models.UniqueConstraint("account", "name", name="stream_once")]
        indexes = [models.Index(fields=["next_pull_at"], name="stream_due")]
