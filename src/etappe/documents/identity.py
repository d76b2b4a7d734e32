"""What makes two sentences the same: their words, not their place, spacing or typography."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

_TYPOGRAPHY = str.maketrans(dict.fromkeys("„“”\"»«‚‘’'`´″", "") | dict.fromkeys("–—‐‑", "-"))
_SPACE = re.compile(r"\s+")
_DIGITS = 12


def canonical(text: str) -> str:
    """Return the sentence without case, quotation marks, kinds of dashes, doubled space and closing mark."""
    folded = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY).casefold()
    return _SPACE.sub(" ", folded).strip(" .;:,!")


class Identifier:
    """Gives every sentence of a paper its id: a digest of ``canonical``, with a count where sentences repeat."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def identify(self, text: str) -> str:
        """Return the id of the next sentence.

        >>> ids = Identifier()
        >>> ids.identify("Wir wollen mehr.") == ids.identify("Wir  wollen mehr!")[:-2]
        True
        """
        digest = hashlib.sha256(canonical(text).encode()).hexdigest()[:_DIGITS]
        self._seen[digest] += 1
        count = self._seen[digest]
        return digest if count == 1 else f"{digest}-{count}"
