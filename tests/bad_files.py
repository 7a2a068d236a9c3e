"""Files that are no articles, of every kind that turns up in an inbox, each with what is to be said of it.

`make` writes one under a name; `reason` is a pattern that the reason it is refused with must match. Some can only be told when
they stand in a folder (`in_folder`): links, pipes, rights. `LIMITS` are the settings under which the large ones are too large.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import socket
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LIMITS = {"max_document_chars": 20_000, "max_file_bytes": 2_000_000}
ZH = "2016年，李某等对12例膝骨关节炎患者行脐带间充质干细胞注射，随访6个月，疼痛减轻。\n"
EN = "In 2016, Lee et al. treated 12 patients with cord cells; pain decreased.\n"
XML = b"<?xml version='1.0' encoding='UTF-8'?>"


@dataclass(frozen=True)
class Kind:
    """A kind of bad file: its name's end, how it is made at a path, and the reason it is refused with."""

    suffix: str
    make: Callable[[Path], object]
    reason: str
    needs_nobody: bool = False  # whoever may read everything reads this too


def holding(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def zipped(files: dict[str, bytes], *, encrypted: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    told = bytearray(made.getvalue())
    if encrypted:
        told[6] |= 1
        told[told.index(b"PK\x01\x02") + 8] |= 1
    return bytes(told)


def tarred(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def pdf(trailer: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n" + trailer


def noise(seed: int, bytes_of: bytes, count: int) -> bytes:
    chosen = random.Random(seed)
    return bytes(chosen.choice(bytes_of) for _ in range(count))


def unreadable(path: Path) -> None:
    path.write_text(ZH, encoding="utf-8")
    path.chmod(0)


def bound(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have a hundred bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(40_000_000_000)


DEEP = XML + b"<article><body>" + b"<sec>" * 600 + b"x" + b"</sec>" * 600 + b"</body></article>"
ENTITIES = b"<!DOCTYPE article [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"
SECRET = b"<!DOCTYPE article [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"
SCRIPTS = b"<!doctype html><html><head><script>run()</script></head><body><div class='app'></div></body></html>"
KINDS = {
    "zero bytes": Kind(".txt", holding(b""), "the file is empty"),
    "white space": Kind(".md", holding(b" \r\n\t\n" * 50), "the file is empty"),
    "a byte-order mark alone": Kind(".txt", holding("\ufeff\n".encode()), "nothing but white space"),
    "noise": Kind(".txt", holding(noise(1, bytes(range(256)), 4000)), "no text in any encoding"),
    "no UTF-8 all through": Kind(".txt", holding(noise(2, b"\x80\x9f\xc3\xff\xfe\xe4A ", 3000)), "no text in any encoding"),
    "two encodings in one": Kind(".txt", holding((ZH * 3).encode() + (ZH * 3).encode("gb18030")), "no text in any encoding"),
    "NUL bytes": Kind(".txt", holding((ZH.encode() + bytes(40)) * 3), "120 NUL bytes stand in its text"),
    "UTF-16 that lost a byte": Kind(".txt", holding((ZH * 9).encode("utf-16")[:-1]), "its mark says UTF-16, but the rest is not"),
    "UTF-16 without its mark that lost one": Kind(".txt", holding((ZH * 9).encode("utf-16-le")[1:]), "no text in any encoding"),
    "gzip that was cut": Kind(".txt", holding(gzip.compress(ZH.encode())[:30]), "a gzip archive"),
    "a tar that was cut": Kind(".tar.gz", holding(gzip.compress(tarred("a.txt", os.urandom(9000)))[:-2000]), "damaged"),
    "a zip that was cut": Kind(".zip", holding(zipped({"a.txt": ZH.encode()})[:-30]), "no zip archive, or one that is cut off"),
    "an encrypted zip": Kind(".zip", holding(zipped({"a.txt": ZH.encode()}, encrypted=True)), "it is encrypted"),
    "a zip that writes elsewhere": Kind(".zip", holding(zipped({"../../a.txt": ZH.encode()})), "leads out of the archive"),
    "a zip in a zip": Kind(".zip", holding(zipped({"a.zip": zipped({"a.txt": ZH.encode()})})), "an archive in an archive"),
    "a zip bomb": Kind(".zip", holding(zipped({"a.txt": bytes(3_000_000)})), "more than max_file_bytes = 2,000,000"),
    "a rar": Kind(".rar", holding(b"Rar!\x1a\x07\x01\x00" + noise(3, bytes(range(256)), 500)), "a RAR archive"),
    "an encrypted PDF": Kind(".pdf", holding(pdf(b"trailer <</Root 1 0 R/Encrypt 3 0 R>>\n%%EOF")), "PDF"),
    "a PDF that was cut": Kind(".pdf", holding(pdf()), "PDF"),
    "a PDF named like a page": Kind(".html", holding(pdf(b"%%EOF")), "PDF"),
    "a letter that was cut": Kind(".docx", holding(b"PK\x03\x04\x14\x00" + bytes(20) + b"word/document.xml"), "DOCX"),
    "an old Word file": Kind(".doc", holding(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)), "an old Word or Excel file"),
    "rich text": Kind(".rtf", holding(b"{\\rtf1\\ansi Text.}"), "an RTF file"),
    "a picture named like an article": Kind(".txt", holding(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(90)), "a PNG image"),
    "a photograph named like a page": Kind(".html", holding(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(90)), "a JPEG image"),
    "XML that was cut": Kind(".xml", holding(XML + b"<article><body><p>" + EN.encode()), "the XML is broken"),
    "XML that is broken": Kind(".xml", holding(XML + b"<article><p>" + EN.encode() + b"</b></article>"), "the XML is broken"),
    "an XML bomb": Kind(".xml", holding(XML + ENTITIES + b"<article><p>&c;</p></article>"), "declares entities of its own"),
    "XML that reads files": Kind(".xml", holding(XML + SECRET + b"<article>&a;</article>"), "declares entities of its own"),
    "XML without an end to its depth": Kind(".nxml", holding(DEEP), "nested more than 500 levels deep"),
    "an article without its text": Kind(".xml", holding(XML + b"<article><front/></article>"), "without abstract and body"),
    "a page without text": Kind(".html", holding(SCRIPTS), "tags, scripts and page furniture alone"),
    "a page of pictures": Kind(".htm", holding(b"<html><body><img src='1.png'><img src='2.png'></body></html>"), "no text in it"),
    "too long a text": Kind(".txt", holding((ZH * 600).encode()), "more than max_document_chars = 20,000"),
    "too large a file": Kind(".txt", sparse, "more bytes than max_file_bytes = 2,000,000"),
    "a link in a circle": Kind(".txt", lambda path: path.symlink_to(path), "leads nowhere, or in a circle"),
    "a link to nothing": Kind(".txt", lambda path: path.symlink_to(path.with_suffix(".gone")), "leads nowhere, or in a circle"),
    "a link out of the inbox": Kind(".txt", lambda path: path.symlink_to("/etc/hostname"), "leads out of the folder"),
    "a pipe": Kind(".txt", os.mkfifo, "this is a pipe"),
    "a socket": Kind(".txt", bound, "this is a socket"),
    "a folder named like an article": Kind(".txt", Path.mkdir, "this is a folder"),
    "a file of somebody else": Kind(".txt", unreadable, "Permission denied", needs_nobody=True),
}
