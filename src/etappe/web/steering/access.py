"""Who may open the pages of steering at all: everybody who works inside the administration."""

from etappe.domain.kernel.actor import STAFF_ROLES
from etappe.web.door import roles

INSIDE = roles(*STAFF_ROLES)
