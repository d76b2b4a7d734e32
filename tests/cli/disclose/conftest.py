"""Every test of `etappe disclose` has a place of its own for the key."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_key_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ETAPPE_HOME", raising=False)
    monkeypatch.delenv("ETAPPE_DISCLOSURE_KEY_FILE", raising=False)
