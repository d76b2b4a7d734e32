"""The folder in which Etappe keeps what it stores: database, uploaded files, secrets."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home_folder() -> Path:
    """Return ``$ETAPPE_HOME``, or ``var`` in the current folder; created with mode 0700 where absent."""
    folder = Path(os.environ.get("ETAPPE_HOME", "var")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(home: Path) -> str:
    """Return the signing key kept in ``home``; made on first use, readable by its owner alone (0600)."""
    path = home / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()
