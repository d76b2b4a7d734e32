"""What the machine offers to the tests: a PostgreSQL server, a Chromium, a newer Python. Each with a reason if not."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)


def postgres() -> tuple[str | None, str]:
    """Return the address of a database to derive test databases from, or None and why there is none."""
    import psycopg

    given = os.environ.get("ETAPPE_TEST_POSTGRES_URL")
    server = given or f"postgres://{getpass.getuser()}@127.0.0.1:5432/postgres"
    try:
        with psycopg.connect(server, connect_timeout=5, autocommit=True) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return None, f"no PostgreSQL server ({str(error).strip().splitlines()[0]}); set ETAPPE_TEST_POSTGRES_URL"
    if not row or not row[0]:
        return None, "the PostgreSQL user may not create databases"
    return f"{server.rsplit('/', 1)[0]}/etappe_{os.getpid()}", ""


def chromium() -> tuple[str | None, str]:
    """Return the path of a Chromium, or None and why there is none."""
    given = os.environ.get("ETAPPE_TEST_CHROMIUM")
    for name in (given, "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found, ""
    return None, "no Chromium found; install it with: apt install chromium"


def newest_python() -> tuple[str | None, str]:
    """Return the newest supported Python above the oldest one, or None and why there is none."""
    for minor in range(NEWEST[1], OLDEST[1], -1):
        for candidate in _candidates(f"python3.{minor}"):
            if _runs(candidate, minor):
                return str(candidate), ""
    return None, f"no Python above {OLDEST[0]}.{OLDEST[1]} found"


def _candidates(name: str) -> list[Path]:
    on_path = [Path(folder) / name for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local/share/uv/python"))
    managed = [folder / "bin" / name for root in (pyenv, uv) if root.is_dir() for folder in sorted(root.iterdir())]
    return [path for path in (*on_path, *managed) if path.is_file()]


def _runs(candidate: Path, minor: int) -> bool:
    """Whether it starts, is the version its name says, and can make an environment (a pyenv shim may do neither)."""
    probe = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([candidate, "-c", probe], capture_output=True, check=False).returncode == 0
