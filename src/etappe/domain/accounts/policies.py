"""Who may see and manage accounts: the administration, for its own municipality. Tokens are everyone's own."""

from __future__ import annotations

from django.db.models import Q

from etappe.domain.accounts.models import ApiToken, CalendarAddress, RoleAssignment, User
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import NOTHING, Policy


class RoleAssignmentPolicy(Policy[RoleAssignment]):
    """The administration sees and manages the roles of its municipality; everyone sees their own."""

    model = RoleAssignment

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Own roles, and all roles here for administration and data protection."""
        own = Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING
        if actor.municipality_id is not None and actor.has(Role.ADMIN, Role.PRIVACY):
            return own | Q(municipality_id=actor.municipality_id)
        return own

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: RoleAssignment | None) -> bool:
        """Allow viewing as in ``visible``; granting and ending to the administration and the operator."""
        here = obj is None or obj.municipality_id == actor.municipality_id
        if action == "view":
            own = obj is not None and actor.user_id is not None and obj.user_id == actor.user_id
            inspector = actor.municipality_id is not None and actor.has(Role.ADMIN, Role.PRIVACY)
            return own or (obj is not None and here and inspector)
        return actor.operator or (here and actor.has(Role.ADMIN))


class UserPolicy(Policy[User]):
    """People set what concerns only themselves."""

    model = User

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Oneself."""
        return Q(pk=actor.user_id) if actor.user_id is not None else NOTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: User | None) -> bool:
        """Allow everything with one's own account."""
        return obj is not None and actor.user_id is not None and obj.pk == actor.user_id


class ApiTokenPolicy(Policy[ApiToken]):
    """Tokens are personal: everyone sees, makes and revokes their own. The operator may make and revoke any."""

    model = ApiToken

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Own tokens."""
        return Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: ApiToken | None) -> bool:
        """Allow everything with own tokens; the operator stands in for people who ask for one."""
        own = obj is not None and actor.user_id is not None and obj.user_id == actor.user_id
        return own or (action != "view" and actor.operator)


class CalendarAddressPolicy(Policy[CalendarAddress]):
    """The address of a calendar is its owner's alone, also before the operator: it opens without a sign-in."""

    model = CalendarAddress

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The own addresses."""
        return Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: CalendarAddress | None) -> bool:
        """Allow everything with the own address."""
        return obj is not None and actor.user_id is not None and obj.user_id == actor.user_id
