"""Record keys and cell keys: the same people always get the same number.

A record key is a whole number below 2**32, cut from an HMAC of a stable pseudonym under a secret key. The key of a
cell is the sum of its records' keys modulo 2**32. So the same people have the same cell key in whatever table, order,
name or year they are counted, and nobody can average the noise away by asking again: there is only one answer.

Where only counts exist, an inner cell of n people gets one key from an HMAC of its codes and n. The sums of n keys of
pseudo-records would be independent and uniform for different n; so is this, at one HMAC a cell. The same count in the
same inner cell gives the same noise in every table and year.

Reference
---------
B. Fraser, J. Wooton (2005), A proposed method for confidentialising tabular output to protect against differencing,
UNECE work session on statistical data confidentiality.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etappe.calc.disclosure.errors import RuleError
from etappe.calc.disclosure.ptable import KEY_SPACE

Keys = NDArray[np.uint64]

SHORTEST_SECRET = 16
"""Bytes a secret key needs at least."""

_RECORD, _CELL = b"record\x00", b"cell\x00"  # a pseudonym can never pass for a cell


class SecretError(RuleError):
    """A secret key too short to keep anything secret."""


class _Keyed:
    """HMAC-SHA-256 under one secret, cut to 32 bits."""

    def __init__(self, secret: bytes, purpose: bytes) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise SecretError(
                f"The secret key has {len(secret)} bytes: take at least {SHORTEST_SECRET} random ones.",
                length=len(secret),
                least=SHORTEST_SECRET,
            )
        self._start = hmac.new(secret, purpose, hashlib.sha256)

    def all(self, texts: Iterable[str]) -> Keys:
        """One number below 2**32 for each text."""
        return np.fromiter((self._one(text) for text in texts), dtype=np.uint64)

    def _one(self, text: str) -> int:
        mac = self._start.copy()
        mac.update(text.encode())
        return int.from_bytes(mac.digest()[:4], "big")


def record_keys(pseudonyms: Iterable[str], secret: bytes) -> Keys:
    """Record keys of people.

    Parameters
    ----------
    pseudonyms
        One text a person that stays the same over tables and years and tells nothing itself.
    secret
        The statistics office's key, at least 16 random bytes, the same for all publications.

    Raises
    ------
    SecretError
        If the secret is too short.
    """
    return _Keyed(secret, _RECORD).all(pseudonyms)


def count_records(records: pl.DataFrame, dimensions: Iterable[str], pseudonym: str, secret: bytes) -> pl.DataFrame:
    """Inner cells of record-level data with their keys.

    Parameters
    ----------
    records
        One row a person: columns of codes and a column with the pseudonym.
    dimensions
        The columns to count by.
    pseudonym
        Name of the pseudonym's column.
    secret
        As for :func:`record_keys`.

    Returns
    -------
    Frame with the dimension columns, ``freq`` (people) and ``key`` (cell key), one row for each cell that occurs.
    """
    keys = pl.Series("key", record_keys(records[pseudonym].cast(pl.String), secret))
    named = list(dimensions)
    cells = records.select(named).with_columns(keys).group_by(named, maintain_order=True)
    return cells.agg(pl.len().cast(pl.Int64).alias("freq"), (pl.col("key").sum() % KEY_SPACE).alias("key")).sort(named)


def cell_keys(cells: pl.DataFrame, dimensions: Iterable[str], secret: bytes) -> Keys:
    """Keys of inner cells of which only the counts are known; 0 where nobody is counted.

    Parameters
    ----------
    cells
        Dimension columns and ``freq``.
    dimensions
        The dimension columns; their order does not matter.
    secret
        As for :func:`record_keys`.
    """
    named = sorted(dimensions)
    keys = np.zeros(cells.height, dtype=np.uint64)
    occupied = cells["freq"] > 0
    parts = [pl.lit(f"{name}\x1f") + pl.col(name).cast(pl.String) for name in named]
    texts = cells.filter(occupied).select(pl.concat_str([*parts, pl.col("freq").cast(pl.String)], separator="\x1e"))
    keys[occupied.to_numpy()] = _Keyed(secret, _CELL).all(texts.to_series())
    return keys
