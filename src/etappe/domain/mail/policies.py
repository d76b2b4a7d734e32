"""Who sees what was mailed, and who may try again."""

from __future__ import annotations

from django.db.models import Q

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, NOTHING, Policy
from etappe.domain.mail.models import Mail, Unsubscription

SEES_THE_LOG = (Role.COORDINATOR, Role.ADMIN, Role.PRIVACY)
READS_AND_RETRIES = (Role.COORDINATOR, Role.ADMIN)


class MailPolicy(Policy[Mail]):
    """Nobody edits a mail.

    Actions: ``view`` (that it was sent, to whom, when), ``read`` (what it says: personal links among it), ``retry`` and
    ``withdraw``, ``queue`` (inside an action that has asked its own policy, hence everybody of this municipality) and
    ``deliver`` (the worker).
    """

    model = Mail

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The whole log for the coordinating office, the administration and data protection."""
        return EVERYTHING if cls._sees(actor) else NOTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Mail | None) -> bool:
        """Allow as the class says, within the municipality."""
        here = obj is not None and obj.municipality_id == actor.municipality_id
        if action == "deliver":
            return actor.operator
        if action == "queue":
            return here or (obj is not None and actor.operator)
        if action in {"read", "retry", "withdraw"}:
            return here and (actor.operator or actor.has(*READS_AND_RETRIES))
        return action == "view" and here and cls._sees(actor)

    @classmethod
    def _sees(cls, actor: Actor) -> bool:
        return actor.operator or actor.has(*SEES_THE_LOG)


class UnsubscriptionPolicy(Policy[Unsubscription]):
    """Seen with the log. Ordering and cancelling digests is for whoever holds the signed link of such a digest."""

    model = Unsubscription

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """As the log of mails."""
        return MailPolicy.visible(actor)

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Unsubscription | None) -> bool:
        """Allow viewing as in ``visible``, ``subscribe`` and ``unsubscribe`` to holders of the link."""
        here = obj is not None and obj.municipality_id == actor.municipality_id
        if action in {"subscribe", "unsubscribe"}:
            return here
        return action == "view" and here and (actor.operator or actor.has(*SEES_THE_LOG))
