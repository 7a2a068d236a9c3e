"""The text of a Word paragraph: changes taken, fields by their result, raised text by its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from litrex.documents.docx.package import W, switched_on, value
from litrex.documents.docx.styles import Style
from litrex.documents.ink import Ink
from litrex.documents.superscripts import raised
from litrex.schema.mapped import MappedText

_GONE = frozenset(W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "comment"))
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHANGES = frozenset(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_BOX = W + "txbxContent"
_CONTEXT = 16
_SYMBOLS = {
    0xB1: "±",
    0xB4: "×",
    0xA3: "≤",
    0xB3: "≥",
    0x61: "α",
    0x62: "β",
    0x67: "γ",
    0x6D: "μ",
    0xAD: "↑",
    0xAF: "↓",
    0xAE: "→",
}


@dataclass(slots=True)
class Runs:
    """Reads paragraphs; keeps which notes were referred to, and text boxes to be told after the paragraph they hang on."""

    styles: dict[str, Style]
    footnotes: list[str] = field(default_factory=list)  # ids, in the order of their marks
    endnotes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    changes: int = 0

    def text(self, paragraph: Any, label: str = "") -> MappedText:
        """The text of a paragraph. Positions of the result mean nothing: a file's XML is no raw text."""
        ink = Ink()
        ink.put(label, 0)
        held: list[str] = []  # raised text, until what follows it is known
        for text, lifted in self._pieces(paragraph):
            if lifted:
                held.append(text)
            elif text:
                self._lift(ink, held, text[0])
                ink.put(text, 0)
        self._lift(ink, held, "")
        return ink.take().strip()

    def _lift(self, ink: Ink, held: list[str], after: str) -> None:
        text = "".join(held)
        held.clear()
        if text:
            ink.put_mapped(raised(MappedText.of(text), ink.tail(_CONTEXT), after, linked=False))

    def _pieces(self, element: Any) -> Iterator[tuple[str, bool]]:
        """The pieces of text inside an element, with whether they are raised."""
        for child in element:
            if child.tag in _CHANGES:
                self.changes += 1
            if not isinstance(child.tag, str) or child.tag in _GONE:
                continue
            if child.tag == W + "r":
                yield from self._run(child)
            elif child.tag == _CHOICE:
                yield from self._pieces(child[0] if len(child) else child)
            elif child.tag == W + "p":
                continue
            else:
                yield from self._pieces(child)

    def _run(self, run: Any) -> Iterator[tuple[str, bool]]:
        properties = run.find(W + "rPr")
        if properties is not None and switched_on(properties.find(W + "vanish")):
            return
        lifted = self._is_raised(properties)
        for child in run.iter():
            if child.tag == _BOX:
                if not any(child is box for box in self.boxes) and not _is_fallback(child, run):
                    self.boxes.append(child)
            elif not _inside_box(child, run):
                yield self._sign(child), lifted or child.tag == W + "endnoteReference"

    def _is_raised(self, properties: Any | None) -> bool:
        if properties is None:
            return False
        own = value(properties.find(W + "vertAlign"))
        style = self.styles.get(value(properties.find(W + "rStyle")) or "")
        return (own or (style.height if style else None)) == "superscript"

    def _sign(self, child: Any) -> str:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name == "t":
            return child.text or ""
        if name == "footnoteReference":
            self.footnotes.append(value(child, "id") or "")
        if name == "endnoteReference":
            self.endnotes.append(value(child, "id") or "")
            return str(len(self.endnotes))
        if name == "sym":
            return _symbol(value(child, "char") or "")
        return {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")


def _symbol(code: str) -> str:
    """The character of a symbol font, by the codes that medical texts use; nothing for others."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(number - 0xF000 if number >= 0xF000 else number, "")


def _inside_box(child: Any, run: Any) -> bool:
    while child is not None and child is not run:
        if child.tag == _BOX:
            return True
        child = child.getparent()
    return False


def _is_fallback(child: Any, run: Any) -> bool:
    while child is not None and child is not run:
        if isinstance(child.tag, str) and child.tag.endswith("}Fallback"):
            return True
        child = child.getparent()
    return False
