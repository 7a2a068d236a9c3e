"""What of a web page is not the article: menus, cookie bars, footers, forms, hidden things."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from litrex.documents.headed import Headed
from litrex.documents.tokens import VOID, Kind, Token

SKIPPED_ELEMENTS = {
    "script": "script",
    "noscript": "script",
    "template": "script",
    "style": "style",
    "head": "head",
    "nav": "navigation",
    "svg": "image",
    "canvas": "image",
    "audio": "media",
    "video": "media",
    "iframe": "media",
    "object": "media",
    "embed": "media",
    "map": "image",
    "rp": "markup",
    "form": "form",
    "button": "form",
    "select": "form",
    "textarea": "form",
    "option": "form",
    "datalist": "form",
    "footer": "page furniture",
    "title": "head",
    "dialog": "page furniture",
    "noembed": "media",
    "noframes": "media",
}
_SURE = frozenset(
    ["script", "style", "head", "noscript", "template", "title", "svg", "iframe", "select", "textarea", "button", "option"]
)
_HOLDERS = frozenset(
    [
        "div",
        "section",
        "aside",
        "ul",
        "ol",
        "dl",
        "p",
        "span",
        "header",
        "footer",
        "form",
        "a",
        "li",
        "nav",
        "center",
        "small",
        "article",
    ]
)
_BEFORE = (
    r"(?:(?:site|page|main|top|bottom|global|post|entry|article|blog|wp|left|right|primary|secondary|mobile"
    r"|js|web|content|comp|ui|el)[-_])?"
)
_AFTER = (
    r"(?:[-_]?(?:bar|box|links?|list|wrap(?:per)?|container|menu|area|block|section|items?|articles?|posts?"
    r"|news|reading|info|buttons?|icons?|text|inner|notice|banner|\d+))?"
)
_WORDS = {
    "cookie bar": r"(?:cookies?|consent|gdpr|ccpa)(?:[-_]\w+)*|\w+[-_](?:cookies?|consent|gdpr)(?:[-_]\w+)*",
    "navigation": _BEFORE
    + r"(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|crumbs?|bread|sidebar|side|related|recommend(?:ed)?"
    r"|hot|popular|trending|latest|you-?may-?like|guess-?you-?like"
    r"|share|sharing|social|sns|pager|pagination|toc|tags?|prev[-_]?next|skip[-_]?link)" + _AFTER,
    "page furniture": _BEFORE
    + r"(?:meta|footer|foot|copyright|ads?|advert(?:isement)?|sponsor|banner|comments?|masthead|topbar|toolbar"
    r"|subscribe|newsletter|login|popup|modal|qrcode|statement|byline)" + _AFTER,
}
_CLASSES = {reason: re.compile(words, re.IGNORECASE) for reason, words in _WORDS.items()}
_ROLES = {
    "navigation": "navigation",
    "banner": "page furniture",
    "contentinfo": "page furniture",
    "search": "form",
    "dialog": "page furniture",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_OF_PAGE = 0.4  # so much of a page's text is never furniture, whatever its class says
_P_ENDS = frozenset(
    "address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol "
    "p pre section table ul".split()
)
_LIKE = {
    "li": ("ul", "ol", "menu"),
    "td": ("tr", "table"),
    "th": ("tr", "table"),
    "tr": ("table",),
    "dt": ("dl",),
    "dd": ("dl",),
    "option": ("select",),
}
_SAME = {"td": ("td", "th"), "th": ("td", "th"), "dt": ("dt", "dd"), "dd": ("dt", "dd")}


def reason_to_skip(token: Token) -> str | None:
    """Say why an element is no part of the article, by its name, class, id, role or style."""
    if token.name in SKIPPED_ELEMENTS:
        return SKIPPED_ELEMENTS[token.name]
    attrs = token.attrs
    if (
        "hidden" in attrs
        or _HIDDEN.search(attrs.get("style", ""))
        or (attrs.get("aria-hidden") == "true" and token.name in ("span", "i", "div"))
    ):
        return "hidden"
    if token.name not in _HOLDERS:
        return None
    if role := _ROLES.get(attrs.get("role", "")):
        return role
    words = f"{attrs.get('class', '')} {attrs.get('id', '')}".split()
    return next((reason for reason, known in _CLASSES.items() if any(map(known.fullmatch, words))), None)


def matches(tokens: Sequence[Token]) -> dict[int, int]:
    """For each opening tag the position of the token that ends it: its closing tag, or what closes it by HTML's rules.

    A tag that nothing ends has no entry: an unclosed menu must not swallow the article.
    """
    ends: dict[int, int] = {}
    stack: list[int] = []
    count: dict[str, int] = {}

    def pop(at: int) -> None:
        index = stack.pop()
        count[tokens[index].name] -= 1
        ends[index] = at

    for at, token in enumerate(tokens):
        name = token.name
        if token.kind is Kind.OPEN:
            if stack and (
                (tokens[stack[-1]].name == "p" and name in _P_ENDS)
                or (tokens[stack[-1]].name == "head" and name in _P_ENDS | {"body"})
            ):
                pop(at)
            if name in _LIKE:
                _close_like(tokens, stack, name, at, pop)
            if not token.empty and name not in VOID:
                stack.append(at)
                count[name] = count.get(name, 0) + 1
        elif token.kind is Kind.CLOSE and count.get(name):
            while tokens[stack[-1]].name != name:
                pop(at)
            pop(at)
    return ends


def _close_like(tokens: Sequence[Token], stack: list[int], name: str, at: int, pop: Callable[[int], None]) -> None:
    """Close the li, td, tr … that a new one of its kind ends."""
    for depth in range(len(stack) - 1, max(-1, len(stack) - 12), -1):
        told = tokens[stack[depth]].name
        if told in _LIKE[name]:
            return
        if told in _SAME.get(name, (name,)):
            while len(stack) > depth:
                pop(at)
            return


class Furniture:
    """The skipped elements of a page: opening token → (token it ends at, reason)."""

    def __init__(self, raw: str, tokens: Sequence[Token], ends: dict[int, int]) -> None:
        self._tokens, self._raw = tokens, raw
        self._sums = [0]
        self._keepers = [0]
        for token in tokens:
            told = len(raw[token.start : token.end].strip()) if token.kind is Kind.TEXT else 0
            self._sums.append(self._sums[-1] + told)
            keeps = token.kind is Kind.OPEN and token.name in ("h1", "main", "article", "table")
            self._keepers.append(self._keepers[-1] + keeps)
        self._ends = ends
        self._headed = Headed(raw, tokens, ends).reasons

    def at(self, index: int) -> str | None:
        """Why the element that opens here is skipped, or None."""
        token = self._tokens[index]
        reason = reason_to_skip(token) or self._headed.get(index)
        end = self._ends.get(index)
        if reason is None or end is None:
            return None
        if token.name in _SURE or (reason == "hidden" and self._share(index, end) < _MOST_OF_PAGE):
            return reason
        keeps = self._keepers[end] - self._keepers[index + 1]
        if keeps or self._share(index, end) > _MOST_OF_PAGE or self._has_references(index, end):
            return None
        return reason

    def _share(self, index: int, end: int) -> float:
        return (self._sums[end] - self._sums[index]) / max(1, self._sums[-1])

    def _has_references(self, index: int, end: int) -> bool:
        if self._tokens[index].name != "footer":
            return False
        text = self._raw[self._tokens[index].start : self._tokens[end].start]
        return re.search(r">\s*(?:参考文献|參考文獻|References|Bibliography)\s*[:：]?\s*<", text, re.IGNORECASE) is not None
