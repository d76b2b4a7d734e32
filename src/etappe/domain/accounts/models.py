"""Users, their roles, and the tokens with which their programs sign in."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from etappe.domain.kernel.actor import ROLE_LABELS, Role


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user; without a password nobody can sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who can sign in. ``name`` is the office, as it appears to others."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name der Stelle"), max_length=150)
    language = models.CharField(
        _("Sprache der Nachrichten"), max_length=5, choices=[("de", "Deutsch"), ("en", "English")], default="de"
    )
    is_active = models.BooleanField(_("aktiv"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("email",)
        verbose_name = _("Konto")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name of the office."""
        return self.name


class RoleAssignment(models.Model):
    """A role held in a municipality (or, for the alliance office, in an alliance), with validity."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(
        _("Rolle"), max_length=12, choices=[(role.value, label) for role, label in ROLE_LABELS.items()]
    )
    municipality = models.ForeignKey(
        "tenancy.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments"
    )
    alliance = models.ForeignKey(
        "tenancy.Alliance", null=True, blank=True, on_delete=models.PROTECT, related_name="role_assignments"
    )
    unit = models.ForeignKey("tenancy.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "tenancy.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    committee = models.ForeignKey(
        "council.Committee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)

    class Meta:
        ordering = ("user__email", "role")
        verbose_name = _("Rolle")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role=Role.ALLIANCE.value, alliance__isnull=False, municipality__isnull=True)
                | (~models.Q(role=Role.ALLIANCE.value) & models.Q(alliance__isnull=True, municipality__isnull=False)),
                name="accounts_role_has_its_place",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=[Role.OWNER.value, Role.DECIDER.value]) | models.Q(unit__isnull=False),
                name="accounts_owner_and_decider_have_a_unit",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.PROVIDER.value) | models.Q(organisation__isnull=False),
                name="accounts_provider_has_an_organisation",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.READER.value) | models.Q(committee__isnull=False),
                name="accounts_reader_has_a_committee",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="accounts_role_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def holds_on(self, day: date) -> bool:
        """Whether the role is in force on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class ApiToken(models.Model):
    """A personal access token for the REST interface. Only its SHA-256 is kept; the token itself is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("Wofür"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(_("erstellt"), auto_now_add=True)
    expires = models.DateField(_("gültig bis"))
    revoked = models.DateTimeField(_("widerrufen"), null=True, blank=True)
    last_used = models.DateField(_("zuletzt benutzt"), null=True, blank=True)

    class Meta:
        ordering = ("user", "-created")
        verbose_name = _("Zugangsschlüssel")

    def __str__(self) -> str:
        return self.label

    def holds_on(self, day: date) -> bool:
        """Whether the token opens anything on ``day``."""
        return self.revoked is None and day <= self.expires


class CalendarAddress(models.Model):
    """The secret address of a personal calendar feed. Only its SHA-256 is kept; the address itself is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(_("erstellt"), auto_now_add=True)
    revoked = models.DateTimeField(_("widerrufen"), null=True, blank=True)
    last_used = models.DateField(_("zuletzt abgerufen"), null=True, blank=True)

    class Meta:
        ordering = ("user", "-created")
        verbose_name = _("Kalenderadresse")
        constraints = (
            models.UniqueConstraint(
                fields=("user",), condition=models.Q(revoked__isnull=True), name="accounts_one_calendar_address"
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
