"""Policies: who may see and do what, one class a model.

``visible`` (a filter for lists) and ``allows(actor, "view", obj)`` (a check for one object) say the same thing twice
because lists must be filtered in the database; a property test proves that both agree for every policy.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import NotAllowed

M = TypeVar("M", bound=models.Model)


class Policy(Generic[M]):
    """Base class of all policies. Subclasses set ``model`` and answer ``visible`` and ``allows``."""

    model: ClassVar[type[models.Model]]

    @classmethod
    def visible(cls, actor: Actor) -> models.Q:
        """Return the filter that leaves what ``actor`` may view."""
        raise TypeError(f"{cls.__name__} does not say what is visible")

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: M | None) -> bool:
        """Whether ``actor`` may do ``action`` with ``obj`` (None: with the model in general, e.g. create)."""
        raise TypeError(f"{cls.__name__} does not say what is allowed")

    @classmethod
    def queryset(cls, actor: Actor) -> models.QuerySet[Any]:
        """Return all objects of the current scope that ``actor`` may view."""
        return cls.model._default_manager.filter(cls.visible(actor))

    @classmethod
    def require(cls, actor: Actor, action: str, obj: M | None) -> None:
        """Raise :class:`NotAllowed` with a sentence for the person unless ``allows`` says yes."""
        if cls.allows(actor, action, obj):
            return
        raise NotAllowed(
            _("„%(who)s“ darf das hier nicht. Das Kommunale Integrationszentrum hilft gern weiter.")
            % {"who": actor.label}
        )


EVERYTHING = models.Q(pk__isnull=False)
NOTHING = models.Q(pk__in=())
