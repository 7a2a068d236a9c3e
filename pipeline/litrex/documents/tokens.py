"""HTML and XML cut into tags, text and entities, each with its raw place.

The parsers we could borrow give no offsets, or give up on broken markup; a token here is always ``raw[start:end]`` and the tokens
cover the stretch without a gap. A ``<`` that opens nothing (``P<0.05``, ``a<b``) is text, as in browsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from html.entities import html5


class Kind(StrEnum):
    """What a token is; `RAWTEXT` is the inside of a script or style, `COMMENT` also a declaration."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    ENTITY = "entity"
    COMMENT = "comment"
    DECLARATION = "declaration"
    RAWTEXT = "rawtext"


@dataclass(frozen=True, slots=True)
class Token:
    """``raw[start:end]``; `name` of a tag in lower case (HTML), `text` what an entity stands for."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    text: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    empty: bool = False  # closes itself: <br/>


_MARK = re.compile(
    r"<!--"
    r"|<!\[CDATA\[|<[!?](?=[A-Za-z\[?>-])|<(/?)([A-Za-z][\w:.-]*)|&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_TAG_END = re.compile(r"[^>]*>")
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_KNOWN = (
    VOID
    | _RAW_TEXT
    | frozenset(
        "a abbr acronym address applet article aside audio b bdi bdo big blink blockquote body button canvas "
        "caption center cite code colgroup data "
        "datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form frame "
        "frameset h1 h2 h3 h4 h5 h6 head header "
        "hgroup html i ins kbd label legend li main map mark marquee math menu meter nav nobr noscript object ol "
        "optgroup option output p picture pre "
        "progress q rp rt ruby s samp section select slot small span strike strong sub summary sup svg table "
        "tbody td template tfoot th thead time tr "
        "tt u ul var video mi mo mn mrow msup msub mfrac mtext path g use circle rect line polygon defs".split()
    )
)


@dataclass(frozen=True, slots=True)
class _Last:
    """Where the last tag and the last comment end: beyond it nothing is searched for, which keeps the cutting linear."""

    tag: int
    comment: int


def tokenize(raw: str, start: int = 0, end: int | None = None, *, xml: bool = False) -> Iterator[Token]:
    """Cut ``raw[start:end]`` into tokens, in one pass."""
    stop = len(raw) if end is None else end
    last = _Last(raw.rfind(">", start, stop), raw.rfind("-->", start, stop))
    at = start
    for_text = start
    while match := _MARK.search(raw, at, stop):
        token = _token(raw, match, stop, last, xml)
        if token is None:
            at = match.end()
            continue
        if match.start() > for_text:
            yield Token(Kind.TEXT, for_text, match.start())
        yield token
        at = for_text = token.end
        if token.kind is Kind.OPEN and not xml and token.name in _RAW_TEXT and not token.empty:
            close = re.compile(rf"</{token.name}\b", re.IGNORECASE).search(raw, at, stop)
            inside = close.start() if close else _rawtext_end(raw, at, stop)
            if inside > at:
                yield Token(Kind.RAWTEXT, at, inside, token.name)
            at = for_text = inside
    if stop > for_text:
        yield Token(Kind.TEXT, for_text, stop)


def _rawtext_end(raw: str, at: int, stop: int) -> int:
    """Where an unclosed script or title is taken to end: at its line's end, so that an article is not lost in it."""
    line_end = raw.find("\n", at, stop)
    return stop if line_end < 0 else line_end


def _token(raw: str, match: re.Match[str], stop: int, last: _Last, xml: bool) -> Token | None:
    told = match.group()
    if told[0] == "&":
        return _entity(told, match.start())
    if told == "<!--":
        close = raw.find("-->", match.end(), stop) if match.end() <= last.comment else -1
        return Token(Kind.COMMENT, match.start(), close + 3 if close >= 0 else match.end())
    if told == "<![CDATA[":
        return _cdata(raw, match.start(), stop, xml)
    if match.start() > last.tag:
        return None
    if told in ("<!", "<?"):
        return Token(Kind.DECLARATION, match.start(), _declaration_end(raw, match.end(), stop))
    return _tag(raw, match, stop, xml)


def _cdata(raw: str, start: int, stop: int, xml: bool) -> Token:
    close = raw.find("]]>", start, stop)
    close = close if close >= 0 else stop
    if xml:
        return Token(Kind.ENTITY, start, min(close + 3, stop), "cdata", raw[start + 9 : close])
    return Token(Kind.COMMENT, start, min(close + 3, stop))


def _declaration_end(raw: str, at: int, stop: int) -> int:
    """The end of ``<!DOCTYPE …>``, past an internal subset in brackets."""
    close = raw.find(">", at, stop)
    bracket = raw.find("[", at, close if close >= 0 else stop)
    if bracket >= 0 and raw.startswith("DOCTYPE", at):
        inner = re.compile(r"\]\s*>").search(raw, bracket, stop)
        return inner.end() if inner else stop
    return close + 1 if close >= 0 else stop


def _entity(told: str, start: int) -> Token | None:
    if told[1] != "#":
        name = told[1:]
        if name not in html5:
            return None
        return Token(Kind.ENTITY, start, start + len(told), text=html5[name])
    return Token(Kind.ENTITY, start, start + len(told), text=unescape(told) or "\ufffd")


def _tag(raw: str, match: re.Match[str], stop: int, xml: bool) -> Token | None:
    name = match[2] if xml else match[2].lower()
    if not xml and name not in _KNOWN and "-" not in name and ":" not in name:
        return None
    attrs: dict[str, str] = {}
    at = match.end()
    while attribute := _ATTRIBUTE.match(raw, at, stop):
        key = attribute[1] if xml else attribute[1].lower()
        attrs.setdefault(key, unescape(next((value for value in attribute.groups()[1:] if value is not None), "")))
        at = attribute.end()
    closing = _TAG_END.match(raw, at, stop)
    if closing is None:
        return None
    kind = Kind.CLOSE if match[1] else Kind.OPEN
    empty = raw[at : closing.end()].rstrip(">").rstrip().endswith("/") or (not xml and name in VOID)
    return Token(kind, match.start(), closing.end(), name, attrs=attrs, empty=empty)
