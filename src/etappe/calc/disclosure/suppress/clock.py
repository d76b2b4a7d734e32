"""When to stop, and whom to tell how far the work is."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Clock:
    """When to stop, and whom to tell how far the work is.

    Attributes
    ----------
    end
        Monotonic time after which nothing new is begun; ``None`` for never.
    progress
        Called with a stage and the share of it that is done.
    """

    end: float | None
    progress: Progress

    @classmethod
    def of(cls, seconds: float | None, progress: Progress) -> "Clock":
        """A clock that runs out in so many seconds, or never."""
        return cls(None if seconds is None else time.monotonic() + seconds, progress)

    @property
    def left(self) -> float:
        """Seconds left, endless without a limit."""
        return inf if self.end is None else max(self.end - time.monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.end is not None and time.monotonic() > self.end
