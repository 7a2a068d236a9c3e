"""Work that kills its own process on one item; in a file of its own, since a spawned process must import it."""

import os
import signal
from collections.abc import Sequence


class Deadly:
    """Gives back each item with a mark; dies, as by the system's hand, on whatever is in `poison`."""

    def __init__(self, *poison: str) -> None:
        self.poison = poison

    def __call__(self, items: Sequence[str]) -> list[str]:
        for item in items:
            if item in self.poison:
                os.kill(os.getpid(), signal.SIGKILL)
        return [f"{item} done" for item in items]

    def warm(self) -> None:
        """Nothing is loaded."""

    def lost(self, item: str) -> str:
        return f"{item} lost"


class Failing(Deadly):
    """Raises where the other dies: an error is no death, and is told."""

    def __call__(self, items: Sequence[str]) -> list[str]:
        raise ValueError(f"on {items[0]}")
