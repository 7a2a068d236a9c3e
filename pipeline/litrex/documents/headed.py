"""What stands on a page under a heading of its own and is no part of the article: related articles, readers' comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from litrex.documents.tokens import VOID, Kind, Token

# plain strings: they are compiled where a page has such a heading
_RELATED = (
    r"(?:相关|相關|推荐|推薦|延伸|热门|熱門|热点|熱點|最新|精彩|更多|近期)"
    r"(?:文章|阅读|閱讀|推荐|推薦|资讯|資訊|新闻|新聞|内容|內容|链接|連結|专题|專題)"
    r"|猜你喜[欢歡]|大家都在看|你可能(?:还|還)?(?:喜[欢歡]|感[兴興]趣).{0,6}|相[关關]推[荐薦]|上一篇|下一篇"
    r"|(?:related|recommended|similar|popular|latest|recent|trending|more)\s+(?:articles?|posts?|stories|reading|news|content|links)"
    r"|(?:most (?:read|popular|viewed)|read next|trending"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: for you)?)"
)
_COMMENTS = (
    r"(?:网友|網友|用户|用戶|读者|讀者|最新|热门|熱門|全部|精彩)(?:评论|評論|留言|跟帖)|(?:发表|發表|我要)(?:评论|評論|留言)"
    r"|(?:评论|評論|留言)\s?(?:列表|区|區|[（(]\s?\d+\s?条?[)）])|共?\s?\d+\s?条?(?:评论|評論|留言)"
    r"|\d+\s+(?:comments?|replies|responses)|comments?\s?\(\s?\d+\s?\)|(?:reader|user|readers['’]|recent)\s+comments?"
    r"|leave a (?:reply|comment)|(?:post|add) a comment|join the (?:discussion|conversation)"
)
_COUNT = r"\s*(?:[（(]\s?\d+\s?条?\s?[)）])?\s*[:：»›>]*\s*"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADS = (*_HEADINGS, "p", "div", "dt", "strong", "b", "span", "header")
_LONGEST, _TOKENS = 40, 16  # characters and tokens of such a heading
_TRIES = 12  # headings looked behind in one page: a page of nothing else costs no more than an article
_LINKED = 0.75  # of the text that stands in links: a list of other articles has hardly anything else


class Headed:
    """The elements under such headings, and the headings themselves: opening token → reason."""

    def __init__(self, raw: str, tokens: Sequence[Token], ends: dict[int, int]) -> None:
        self._raw, self._tokens, self._ends = raw, tokens, ends
        self._text, self._links = [0], [0]
        until = -1
        for at, token in enumerate(tokens):
            if token.kind is Kind.OPEN and token.name == "a":
                until = max(until, ends.get(at, at))
            told = len(raw[token.start : token.end].strip()) if token.kind is Kind.TEXT else 0
            self._text.append(self._text[-1] + told)
            self._links.append(self._links[-1] + (told if at < until else 0))
        self.reasons: dict[int, str] = {}
        self._tries = _TRIES
        for at, token in enumerate(tokens):
            if token.kind is Kind.OPEN and token.name in _HEADS and at not in self.reasons:
                self._look(at)

    def _look(self, at: int) -> None:
        """Read an element as such a heading, and name what follows it."""
        end = self._ends.get(at)
        if end is None or end - at > _TOKENS or not 0 < self._text[end] - self._text[at] <= _LONGEST or self._tries <= 0:
            return
        words = "".join(self._raw[t.start : t.end] for t in self._tokens[at:end] if t.kind is Kind.TEXT).strip()
        if re.fullmatch(f"(?:{_COMMENTS}){_COUNT}", words, re.IGNORECASE):
            found = list(self._until_heading(at, end))
            reason = "comments"
        elif re.fullmatch(f"(?:{_RELATED}){_COUNT}", words, re.IGNORECASE):
            found = list(self._lists_of_links(end))
            reason = "navigation"
        else:
            return
        self._tries -= 1
        if found:
            self.reasons |= dict.fromkeys([at, *found], reason)

    def _lists_of_links(self, end: int) -> Iterator[int]:
        """The elements behind a heading as long as they hold links and hardly anything else."""
        for at, stop in self._after(end):
            text = self._text[stop] - self._text[at]
            if text and (self._links[stop] - self._links[at]) < _LINKED * text:
                return
            yield at

    def _until_heading(self, head: int, end: int) -> Iterator[int]:
        """The elements behind a heading up to the next of its rank or above; nothing where a table stands among them."""
        rank = self._tokens[head].name if self._tokens[head].name in _HEADINGS else "h6"
        found = []
        for at, stop in self._after(end):
            names = {t.name for t in self._tokens[at:stop] if t.kind is Kind.OPEN}
            if "table" in names:
                return
            if any(name <= rank for name in names.intersection(_HEADINGS)):
                break
            found.append(at)
        yield from found

    def _after(self, end: int) -> Iterator[tuple[int, int]]:
        """The elements after the one that ends at `end`, within the same parent; a loose text ends the row.

        Where the parent holds the heading alone, what follows the parent is meant.
        """
        at, seen, climbed = end + 1, False, False
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.kind is Kind.CLOSE:
                if seen or climbed or token.name in ("body", "html", "article", "main"):
                    return
                climbed = True
            elif token.kind is Kind.OPEN and token.name not in VOID and not token.empty:
                stop = self._ends.get(at)
                if stop is None:
                    return
                yield at, stop
                seen = True
                own = self._tokens[stop].kind is Kind.CLOSE and self._tokens[stop].name == token.name
                at = stop if own else stop - 1
            elif token.kind is Kind.TEXT and self._raw[token.start : token.end].strip():
                return
            at += 1
