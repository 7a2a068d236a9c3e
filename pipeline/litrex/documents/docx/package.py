"""The parts of a DOCX: opened with care, for it may hold anything. Nothing that lies outside the file is ever fetched."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from litrex.errors import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BYTES = 300_000_000  # of all parts that are read, unpacked
_MOST_PARTS = 20_000
_BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


class Package:
    """A DOCX whose parts are read when asked for, as trees; together they may not be larger than a limit."""

    def __init__(self, data: bytes, source: str) -> None:
        self._source = source
        self._left = _MOST_BYTES
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            self.names = frozenset(self._archive.namelist())
        except _BROKEN as error:
            raise self._broken(str(error)) from error
        if len(self.names) > _MOST_PARTS:
            raise self._broken(f"it has {len(self.names):,} parts")

    def tree(self, name: str) -> Any | None:
        """The root element of a part, None where the file has no such part.

        Raises DocumentError where the part is broken, too large once unpacked, or declares entities of its own.
        """
        from lxml import etree

        if name not in self.names:
            return None
        data = self._unpacked(name)
        if b"<!DOCTYPE" in data[:100_000] or b"<!ENTITY" in data[:100_000]:
            raise DocumentError("the DOCX file declares entities of its own", place=self._source, remedy="save it anew in Word")
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._broken(f"{name}: {error}") from error

    def _unpacked(self, name: str) -> bytes:
        try:
            with self._archive.open(name) as part:
                data = part.read(self._left + 1)
        except _BROKEN as error:
            raise self._broken(str(error)) from error
        except Exception as error:  # zlib and lzma have errors of their own
            raise self._broken(str(error)) from error
        self._left -= len(data)
        if self._left < 0:
            told = f"the DOCX file is larger than {_MOST_BYTES:,} bytes once unpacked"
            raise DocumentError(told, place=self._source, remedy="leave it out, or save its text alone")
        return data

    def _broken(self, told: str) -> DocumentError:
        return DocumentError(f"the DOCX file is broken ({told[:120]})", place=self._source, remedy="fetch it again")


def value(element: Any | None, name: str = "val") -> str | None:
    """An attribute in Word's own name space; None where the element or the attribute is missing."""
    return None if element is None else element.get(W + name)


def switched_on(element: Any | None) -> bool:
    """Tell a property that is set: it is there, and not switched off."""
    return element is not None and (value(element) or "1").lower() not in ("0", "false", "off", "none")
