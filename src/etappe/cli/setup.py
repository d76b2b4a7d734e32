"""Setting Django up, for the commands that need it, and only when they run."""

from __future__ import annotations

import os


def keep_private() -> None:
    """Let files and folders made from now on be readable by their owner alone; for whatever fills the home folder."""
    os.umask(0o077)


def set_up_django() -> None:
    """Load settings and apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etappe.config.settings")
    import django

    django.setup()
