"""How the text of a page is turned: layout works on upright text, boxes are told as the page is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's box in its own units (y upwards), the way its text runs and the way the page is turned for showing.

    `runs` and `turned` count quarter turns: of the text against the clock, of the page with it. A wide table is often printed
    sideways on an upright page; a scanner turns the page and leaves its text.

    >>> Frame(0, 0, 600, 800).upright(72, 700), Frame(0, 0, 600, 800, runs=1, turned=1).shown(700, 72)
    ((72, 100), (700, 72))
    """

    left: float
    bottom: float
    right: float
    top: float
    runs: int = 0
    turned: int = 0

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies when the text runs from left to right; from the upper left corner, y downwards."""
        if self.runs == 0:
            return x - self.left, self.top - y
        if self.runs == 1:
            return y - self.bottom, x - self.left
        if self.runs == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Where an upright point lies on the page as a viewer shows it; from the upper left corner, y downwards."""
        if self.runs == 0:
            x, y = x + self.left, self.top - y
        elif self.runs == 1:
            x, y = y + self.left, x + self.bottom
        elif self.runs == 2:
            x, y = self.right - x, y + self.bottom
        else:
            x, y = self.right - y, self.top - x
        return Frame(self.left, self.bottom, self.right, self.top, self.turned).upright(x, y)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turned % 2 else (width, height)

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height when the text runs from left to right."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.runs % 2 else (width, height)
