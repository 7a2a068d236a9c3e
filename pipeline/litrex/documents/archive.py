"""Web archives (MHTML): a page that a browser saved as one file, with its pictures, as a letter with attachments is."""

from __future__ import annotations

import re

from litrex.errors import DocumentError

_HEAD = 4096  # bytes in which an archive says what it is
_BEGINS = re.compile(
    rb"\s*(?:From|Date|Subject|MIME-Version|Content-[\w-]+|Snapshot-[\w-]+|X-[\w-]+|Message-ID)\s*:", re.IGNORECASE
)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/(?:related|mixed|alternative)", re.IGNORECASE | re.MULTILINE)


def is_archive(data: bytes) -> bool:
    r"""Tell a web archive by its head.

    >>> is_archive(b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n--x\r\n"), is_archive(b"<html>")
    (True, False)
    """
    head = re.split(rb"\r?\n\r?\n", data[:_HEAD].lstrip(), maxsplit=1)[0]
    return _BEGINS.match(head) is not None and _RELATED.search(head) is not None


def page_in(data: bytes, source: str) -> bytes:
    """The page that was saved, as its bytes; frames and pictures beside it are left out.

    Raises DocumentError where the archive holds no page.
    """
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            told = part.get_payload(decode=True)
            if isinstance(told, bytes) and told.strip():
                return told
    raise DocumentError("this web archive holds no page", place=source, remedy="save the page again, as HTML")
