"""JATS XML, as publishers give it: title, abstract, sections, tables with label and foot, references."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from litrex.documents.draft import Draft
from litrex.documents.marks import entry_label
from litrex.documents.page import Page
from litrex.documents.tokens import Kind, Token, tokenize
from litrex.errors import DocumentError
from litrex.schema.document import Block, BlockKind
from litrex.schema.mapped import MappedText

if TYPE_CHECKING:
    from xml.sax.handler import ContentHandler

_DEEPEST = 500  # articles have thirty levels
_SKIPPED = {
    **dict.fromkeys(
        [
            "journal-meta",
            "article-id",
            "article-categories",
            "contrib-group",
            "aff",
            "aff-alternatives",
            "author-notes",
            "pub-date",
            "volume",
            "issue",
            "fpage",
            "lpage",
            "elocation-id",
            "history",
            "permissions",
            "self-uri",
            "kwd-group",
            "funding-group",
            "counts",
            "custom-meta-group",
            "related-article",
            "pub-history",
            "title-group-meta",
            "conference",
            "isbn",
            "supplement",
            "product",
            "ext-link-meta",
            "processing-meta",
            "alt-title",
            "trans-title-group",
            "abstract-meta",
            "volume-id",
            "issue-id",
            "issue-title",
            "page-range",
            "uri-meta",
            "teiHeader",
        ],
        "front matter",
    ),
    **dict.fromkeys(["ack", "fn-group", "bio", "glossary-meta", "notes"], "back matter"),
    **dict.fromkeys(
        ["tex-math", "object-id", "graphic", "media", "alternatives-meta", "alt-text", "long-desc", "inline-graphic"], "markup"
    ),
}
_BLOCKS = frozenset(
    "abstract ack app app-group article article-meta article-title back body boxed-text caption def disp-formula "
    "disp-quote fig fig-group fn front glossary "
    "institution journal-title kwd label list list-item list-item named-content p ref ref-list sec statement "
    "sub-article subtitle supplementary-material "
    "table-wrap table-wrap-foot table-wrap-group term title title-group trans-abstract verse-group verse-line "
    "def-list def-item attrib table thead tbody tfoot tr".split()
) - {"named-content", "institution"}
_ROUND_LABELS = re.compile(
    r"\s*\d{1,3}\s*</xref>(?:\s*(?:[,;–—-]|&#x201[34];|&#821[12];)\s*<xref[^>]*ref-type=[\"']bibr[\"'][^>]*>\s*\d{1,3}\s*</xref>)*\s*\)"
)
_CITED = re.compile(
    r"<xref\b(?=[^>]*\bref-type=[\"']bibr[\"'])[^>]*\brid=[\"']([^\"'\s]+)[\"'][^>]*>(?:\s|<sup>)*[\[(]?0*(\d{1,4})[\])]?(?:\s|</sup>)*</xref>"
)
_FOOTNOTES = ("table-fn", "fn")
_MARK = re.compile(  # signs such as * and † stay: they are no figures and no letters of a word
    r"(?:\s|</?(?:sup|italic|bold)>)*[(\[]?(?:\d{1,2}|[a-z]{1,2})(?:\s?[,\u2013-]\s?(?:\d{1,2}|[a-z]))*[)\]]?"
    r"(?:\s|</?(?:sup|italic|bold)>)*</xref>"
)
_REVIEWS = (
    "decision-letter reply author-comment reviewer-report referee-report editor-report peer-review article-commentary commentary"
)
_BESIDE = {
    "translation": "translation",
    **dict.fromkeys(_REVIEWS.split(), "peer review"),
    "aggregated-review-documents": "peer review",
}
_APART = frozenset(
    "year volume issue fpage lpage name string-name person-group source article-title pub-id etal given-names "
    "surname collab month day".split()
)


def read(raw: str, source: str) -> Draft:
    """Read an XML article; an XML file of another kind is read by the same names for paragraph, section and table.

    Raises DocumentError where the XML is not well formed, or declares entities of its own (so-called bombs).
    """
    check(raw, source)
    draft = Draft()
    reader = _JatsReader(raw, draft)
    reader.run(list(tokenize(raw, xml=True)))
    if not re.search(r"<(?:\w+:)?(?:article|pmc-articleset)\b", raw[:20_000]):
        draft.notes.append("the XML is not JATS; paragraphs and tables were read by their names")
    return draft


def _labels_of(raw: str) -> dict[str, str]:
    """The number by which the text cites each reference id; an id cited by two numbers has none."""
    told: dict[str, set[str]] = {}
    for match in _CITED.finditer(raw):
        told.setdefault(match[1], set()).add(match[2])
    return {ident: labels.pop() for ident, labels in told.items() if len(labels) == 1}


def check(raw: str, source: str) -> None:
    """Refuse XML that is broken or dangerous, before anything is read from it.

    Naming an external DTD is allowed, as every JATS file does it: it is never fetched. Declared entities are refused,
    external ones among them, and elements within elements to a depth that no article has.
    """
    from xml.sax import SAXException
    from xml.sax.xmlreader import InputSource

    from defusedxml import DefusedXmlException, sax

    given = InputSource(source)
    given.setByteStream(BytesIO(raw.encode("utf-8", "surrogatepass")))
    given.setEncoding("utf-8")
    try:
        sax.parse(given, _depth_gauge(source), forbid_external=False)
    except DefusedXmlException as error:
        raise DocumentError(
            "the XML declares entities of its own", place=source, remedy="expand them first, then try again"
        ) from error
    except SAXException as error:
        raise DocumentError(
            f"the XML is broken ({error})", place=source, remedy="fetch it again, or save it as HTML or text"
        ) from error


def _depth_gauge(source: str) -> ContentHandler:
    from xml.sax.handler import ContentHandler

    class Gauge(ContentHandler):
        """Ends the parsing where elements stand too deep within one another: reading them costs the square of the depth."""

        depth = 0

        def startElement(self, name: str, attrs: object) -> None:  # noqa: N802
            self.depth += 1
            if self.depth > _DEEPEST:
                told = f"the XML is nested more than {_DEEPEST} levels deep, as a bomb is"
                raise DocumentError(told, place=source, remedy="save it as HTML or text if you trust it")

        def endElement(self, name: str) -> None:  # noqa: N802
            self.depth -= 1

    return Gauge()


class _JatsReader(Page):
    """An article on its way to blocks. `path` holds the names of the open elements."""

    def __init__(self, raw: str, draft: Draft) -> None:
        super().__init__(raw, draft)
        self.path: list[str] = []
        self._skip_depth = 0  # length of the path at which skipping began
        self._reason = ""
        self._after_label = False
        self._label_end = -1  # where the round bracket around a label closes
        self._labels = _labels_of(raw)
        self._entry = ""  # the id of the reference being read

    def run(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.kind is Kind.OPEN:
                self._open(token)
            elif token.kind is Kind.CLOSE:
                self._close(token)
            elif token.kind in (Kind.COMMENT, Kind.DECLARATION):
                self.draft.skip(token.start, token.end, "comment" if token.kind is Kind.COMMENT else "markup")
            elif self._skip_depth:
                self.draft.skip(token.start, token.end, self._reason)
            elif token.kind is Kind.TEXT:
                if token.start == self._label_end:
                    self.ink.stand("]", token.start, token.start)
                self.write(token.start, token.end)
            else:
                self.ink.stand(token.text, token.start, token.end)
        self.finish()

    def _open(self, token: Token) -> None:
        name = token.name
        reason = None if self._skip_depth else self._skips(token)
        if not token.empty:
            self.path.append(name)
            if reason:
                self._skip_depth, self._reason = len(self.path), reason
                if name != "xref":
                    self.break_block()
        self.draft.skip(token.start, token.end, self._reason if self._skip_depth else "markup")
        if self._skip_depth or token.empty:
            if name == "break" and not self._skip_depth:
                self.ink.line_break(token.end, token.end)
            return
        if name == "floats-group":
            self._begin_floats(token)
        self._begin(name, token)

    def _begin_floats(self, token: Token) -> None:
        """Tell the tables behind the references from the references, by a heading that the article does not write."""
        self.break_block()
        told = MappedText.inserted("Tables and figures", token.end)
        self.draft.blocks.append(Block(BlockKind.HEADING, told, level=2))
        self.kind, self.level = BlockKind.PARAGRAPH, 0

    def _skips(self, token: Token) -> str | None:
        name = token.name
        if name == "xref" and token.attrs.get("ref-type") in _FOOTNOTES and _MARK.match(self.raw, token.end):
            return "footnote mark"  # else 21 with a note 2 would be 212
        if name in ("sub-article", "response"):
            return _BESIDE.get(token.attrs.get("article-type") or token.attrs.get("response-type") or "")
        if name in ("name", "label") or "ref" in self.path:
            return None
        if name == "fn-group" and "table-wrap-foot" in self.path:
            return None
        return _SKIPPED.get(name)

    def _close(self, token: Token) -> None:
        name = token.name
        skipping = self._skip_depth > 0
        self.draft.skip(token.start, token.end, self._reason if skipping else "markup")
        if skipping:
            if len(self.path) == self._skip_depth:
                self._skip_depth = 0
        else:
            self._end(name, token)
        if self.path:
            self.path.pop()

    def _begin(self, name: str, token: Token) -> None:
        if name == "xref":
            self.linked = token.attrs.get("ref-type") == "bibr"
            self._open_label(token)
        elif name in ("sup", "sub"):
            self.open_raised(name)
        elif name == "table":
            self.open_table()
        elif self.tables and name in ("thead", "tbody", "tfoot"):
            self.tables[-1].section(name)
        elif self.tables and name == "tr":
            self.tables[-1].row()
        elif self.tables and name in ("td", "th"):
            self.open_cell(token.attrs, head=name == "th")
        elif "ref" in self.path:
            self._begin_reference(name, token)
        elif name in _BLOCKS and not (name == "label" and self._labels_inline()):
            self._begin_block(name)

    def _open_label(self, token: Token) -> None:
        """Put square brackets around labels that stand in round ones: ``(<xref>9</xref>)`` is a label only by its mark-up."""
        labels = _ROUND_LABELS.match(self.raw, token.end)
        if self.linked and labels is not None and self.ink.tail(1) == "(":
            self.ink.stand("[", token.end, token.end)
            self._label_end = labels.end() - 1

    def _begin_reference(self, name: str, token: Token) -> None:
        if name == "ref":
            self._entry = token.attrs.get("id", "")
            self.begin(BlockKind.REFERENCE)
        elif (name in _APART or "citation" in name) and len(self.ink) and not self.ink.tail(1).isspace():
            place = self.ink.end()
            self.ink.stand(" ", place, place)

    def _labels_inline(self) -> bool:
        """Tell a label that runs on into its text: of a list item or a footnote."""
        return len(self.path) > 1 and self.path[-2] in ("list-item", "fn", "table-wrap-foot", "disp-formula")

    def _begin_block(self, name: str) -> None:
        path = self.path
        if name in ("p", "title", "label", "caption") and len(self.ink) and self._continues():
            place = self.ink.end()
            self.ink.stand(" ", place, place)
            return
        if name == "article-title" and "title-group" in path:
            self.begin(BlockKind.HEADING, 1)
        elif "table-wrap-foot" in path:
            self.begin(BlockKind.NOTE)
        elif "table-wrap" in path:
            self.begin(BlockKind.CAPTION if name in ("label", "caption", "title", "p") else BlockKind.PARAGRAPH)
        elif name == "label" and path[-2:-1] in (["sec"], ["app"]):
            self._begin_title()
        elif name == "title" and not ("caption" in path or ("boxed-text" in path and "sec" not in path)):
            self._begin_title()
        elif "abstract" in path or "trans-abstract" in path:
            self.begin(BlockKind.ABSTRACT)
        else:
            self.begin(BlockKind.PARAGRAPH)

    def _continues(self) -> bool:
        """Tell a piece that runs on from the label before it: a table's title, a footnote's text, a section's title."""
        path = self.path
        if "table-wrap" in path and "table-wrap-foot" not in path:
            return self.kind is BlockKind.CAPTION
        return len(path) > 1 and path[-2] in ("fn", "list-item", "table-wrap-foot", "sec", "caption") and self._after_label

    def _begin_title(self) -> None:
        abstracts = self.path.count("abstract") + self.path.count("trans-abstract")
        sections = self.path.count("sec") + self.path.count("app") + self.path.count("ref-list") + abstracts
        inside = abstracts > 0 and "sec" in self.path
        self.begin(BlockKind.ABSTRACT if inside else BlockKind.HEADING, 0 if inside else 1 + max(1, sections))

    def _end(self, name: str, token: Token) -> None:
        if name in ("sup", "sub"):
            self.close_raised(name, self.raw[token.end : token.end + 1])
        elif name == "xref":
            self.linked = False
        elif name == "table" and self.tables:
            self.close_table()
        elif name in ("td", "th") and self.tables:
            self.close_cell()
        elif name == "tr" and self.tables:
            self.close_cell()
            self.tables[-1].close_row()
        elif name == "label":
            self._after_label = True
            return
        elif name in _BLOCKS and "ref" not in self.path[:-1] and not self._holds_caption(name):
            self.begin(BlockKind.PARAGRAPH)
            if name == "ref":
                self._label_entry()
        self._after_label = False

    def _label_entry(self) -> None:
        """Give an entry without a number of its own the one by which the text cites it."""
        blocks, label = self.draft.blocks, self._labels.get(self._entry)
        if blocks and label and blocks[-1].kind is BlockKind.REFERENCE and entry_label(blocks[-1].text.text) is None:
            blocks[-1] = replace(blocks[-1], label=label)

    def _holds_caption(self, name: str) -> bool:
        """Keep a table's caption open until the table itself begins: label, title and text are one."""
        return name in ("label", "title", "p", "caption") and "table-wrap" in self.path[:-1] and self.kind is BlockKind.CAPTION
