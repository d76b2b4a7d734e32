"""Office files are ZIP archives; this makes one that depends on its content alone."""

from __future__ import annotations

import io
import zipfile

# The first day that a ZIP entry can name.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def without_times(archive: bytes) -> bytes:
    """`archive` with the same entries in the same order and no trace of when they were written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(
                zipfile.ZipInfo(entry.filename, _NO_TIME), source.read(entry), compress_type=zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()
