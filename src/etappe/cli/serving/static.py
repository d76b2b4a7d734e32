"""Collect stylesheets, scripts and fonts into the home folder, only when one of them has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path


def collect_static_files() -> bool:
    """Collect where the stamp beside the folder says that something changed; return whether it did."""
    from django.conf import settings
    from django.core.management import call_command

    folder = Path(settings.STATIC_ROOT)
    stamp = folder.with_suffix(".stamp")
    now = _fingerprint()
    if folder.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == now:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Return a digest over name, size and time of change of every static file, and how they are stored."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda entry: str(entry[0])):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
