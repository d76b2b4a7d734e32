"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from etappe.config.arrival import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etappe.config.settings")
application = whole_bodies(get_wsgi_application())

# What is loaded now stays loaded. Taking it out of the garbage collector's sight spares every request the long pauses
# in which it would walk through all of it.
gc.collect()
gc.freeze()
