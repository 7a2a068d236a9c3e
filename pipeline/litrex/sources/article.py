"""What an article says of itself: licence, DOI, title, language, and whether its text is there at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litrex.sources.client import BrokenAnswerError
from litrex.sources.licences import licence_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_XLINK, _XML = "{http://www.w3.org/1999/xlink}href", "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Article:
    """A JATS article as it came, with what its front matter says; None for what it does not say."""

    data: bytes
    licence: str | None
    doi: str | None
    title: str | None
    lang: str | None
    has_text: bool


def read(data: bytes) -> Article:
    """Read the front matter of a JATS article, or of the one in a set.

    Raises BrokenAnswerError for XML that is cut off, no article, or made to harm.
    """
    root = _parsed(data)
    article = root if _name(root) == "article" else next(_each(root, "article"), None)
    if article is None:
        if _name(root) == "pmc-articleset":
            return Article(data, None, None, None, None, has_text=False)
        raise BrokenAnswerError("the answer is no article")
    front = next(_each(article, "front"), None)
    meta = next(_each(article if front is None else front, "article-meta"), None)
    return Article(
        data,
        None if meta is None else _licence(meta),
        None if meta is None else _doi(meta),
        None if meta is None else _text(next(_each(meta, "article-title"), None)),
        article.get(_XML),
        any((_text(body) or "") for body in article if _name(body) == "body"),
    )


def _parsed(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data)
    except ParseError as error:
        raise BrokenAnswerError(f"the article is cut off or broken ({error})") from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise BrokenAnswerError("the article declares entities or an encoding that no article needs") from error
    return root


def _name(element: Element) -> str:
    """The name of an element without its namespace; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _each(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if _name(one) == name)


def _text(element: Element | None) -> str | None:
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def _doi(meta: Element) -> str | None:
    return next((_text(one) for one in meta if _name(one) == "article-id" and one.get("pub-id-type") == "doi"), None)


def _licence(meta: Element) -> str | None:
    """The licence of the article, by a link where there is one; those of its figures stand elsewhere."""
    told = [one for permissions in meta if _name(permissions) == "permissions" for one in permissions.iter()]
    links = [one.get(_XLINK) or "" for one in told]
    links += [one.text or "" for one in told if _name(one) == "license_ref"]
    words = [_text(one) or "" for one in told if _name(one) in ("license", "copyright-statement")]
    return next((found for said in (*links, *words) if (found := licence_of(said))), None)
