"""UTF-8 that was read as Latin-1 or Windows-1252: ``Ã—`` for ``×``, ``â€“`` for a dash."""

from __future__ import annotations

import re

from litrex.text.edits import Edit, Signs

_WINDOWS = {bytes([code]).decode("cp1252"): code for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_TRAIL = "\u0080-\u00bf" + "".join(_WINDOWS)
_RUN = re.compile(f"(?:[ÂÃÎÏ][{_TRAIL}]|[â-ï][{_TRAIL}]{{2}})+")
_CLEAR = re.compile(
    "[\u00a0-\u00ff\u0391-\u03c9\u2010-\u2026\u2030\u2032\u2033\u20ac\u2070-\u209c\u2100-\u23ff\u2460-\u24ff"
    "\u3000-\u9fff\uff01-\uffee]+"
)


def find_mojibake(text: str, signs: Signs) -> list[Edit]:
    """Undo a wrong decoding where the bytes are UTF-8 and mean something that an article holds.

    >>> [e.new for e in find_mojibake("2 Ã— 10 Â± 0.3 â‰¥ ç»†èƒž", Signs())]
    ['×', '±', '≥', '细胞']
    """
    found = ((m, _undone(m[0])) for m in _RUN.finditer(text))
    return [Edit(m.start(), m.end(), new) for m, new in found if new is not None]


def _undone(run: str) -> str | None:
    try:
        meant = bytes(_WINDOWS.get(char, ord(char)) for char in run).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return meant if _CLEAR.fullmatch(meant) else None
