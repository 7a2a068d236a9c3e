"""An archive gives its articles, writes nowhere else, and costs no more than it may."""

import bz2
import gzip
import io
import lzma
import os
import resource
import signal
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.errors import OutputError
from litrex.inbox import Details, Item, Refused, Twin, search
from litrex.inbox.names import encoding_of, unsafe
from litrex.settings import Settings

ZH = "2016年，李某等对12例膝骨关节炎患者行脐带间充质干细胞注射。\n".encode()
EN = b"In 2016, Lee et al. treated 12 patients with cord cells.\n"
Files = dict[str, bytes]


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(files: Files, **changes: dict[str, object]) -> bytes:
    """A tar of files; `changes` set attributes of the member of that name."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for key, value in changes.get(name, {}).items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(data) if info.isreg() else None)
    return made.getvalue()


PACK: dict[str, Callable[[Files], bytes]] = {
    "r.zip": zipped,
    "stored.zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "bzip2.ZIP": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "lzma.zip": lambda files: zipped(files, zipfile.ZIP_LZMA),
    "r.tar": tarred,
    "r.tar.gz": lambda files: gzip.compress(tarred(files)),
    "two.tgz": lambda files: (lambda told: gzip.compress(told[:700]) + gzip.compress(told[700:]))(tarred(files)),
    "r.tar.bz2": lambda files: bz2.compress(tarred(files)),
    "r.tar.xz": lambda files: lzma.compress(tarred(files)),
    "two.txz": lambda files: (lambda told: lzma.compress(told[:700]) + lzma.compress(told[700:]))(tarred(files)),
    "misnamed.tar": lambda files: gzip.compress(tarred(files)),
}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def put(inbox: Path, name: str, data: bytes, **limits: int) -> list[Item | Twin | Refused]:
    (inbox / name).write_bytes(data)
    return list(search([inbox], Settings(**limits), inbox.parent / "room"))


def reasons(found: list[Item | Twin | Refused], inbox: Path) -> dict[str, str]:
    """Each thing found, by its name in the inbox: what it is, or why it was refused."""
    every = {os.path.relpath(one.source, inbox): one for one in found}
    return {name: one.reason if isinstance(one, Refused) else type(one).__name__ for name, one in every.items()}


@pytest.mark.parametrize("name", PACK)
def test_the_articles_of_an_archive_are_found_under_its_name(inbox: Path, name: str) -> None:
    files = {"b/膝.txt": ZH, "a.xml": EN, "b/": b"", "b/figure.png": b"\x89PNG", ".hidden.txt": EN, "__MACOSX/a.xml": EN}
    if not name.lower().endswith("zip"):
        del files["b/"]
    found = put(inbox, name, PACK[name](files))
    assert reasons(found, inbox) == {f"{name}!/a.xml": "Item", f"{name}!/b/膝.txt": "Item"}
    assert [one.read() for one in found if isinstance(one, Item)] == [EN, ZH]
    assert {path.parent for path in (one.path for one in found if isinstance(one, Item))} == {inbox.parent / "room"}


@pytest.mark.parametrize("name", ["r.zip", "r.tar.gz"])
def test_what_a_manifest_in_an_archive_says_reaches_its_members(inbox: Path, name: str) -> None:
    told = b"path,doi,licence\nx/a.txt,10.1/a,CC0-1.0\n"
    (found, other) = put(inbox, name, PACK[name]({"d/x/a.txt": EN, "d/manifest.csv": told, "x/a.txt": ZH}))
    assert isinstance(found, Item) and found.details == Details(doi="10.1/a", licence="CC0-1.0")
    assert isinstance(other, Item) and other.details == Details()


@pytest.mark.parametrize("name", ["r.zip", "r.tar.xz"])
def test_the_same_bytes_in_an_archive_and_beside_it_are_one_article(inbox: Path, name: str) -> None:
    (inbox / "a.txt").write_bytes(EN)
    assert reasons(put(inbox, name, PACK[name]({"same.txt": EN})), inbox) == {"a.txt": "Item", f"{name}!/same.txt": "Twin"}


UNSAFE = [
    ("../up.txt", "leads out of the archive"),
    ("a/../../up.txt", "leads out of the archive"),
    ("..\\up.txt", "leads out of the archive"),
    ("/etc/cron.d/x.txt", "a place on a disk"),
    ("C:\\x.txt", "a place on a disk"),
    ("//server/x.txt", "a place on a disk"),
    ("inner.zip", "an archive in an archive"),
    ("inner.tar.gz", "an archive in an archive"),
    ("inner.7z", "an archive in an archive"),
]


@pytest.mark.parametrize("kind", ["r.zip", "r.tar.gz"])
@pytest.mark.parametrize(("name", "reason"), UNSAFE)
def test_a_member_that_would_lead_out_is_refused_and_the_others_are_found(inbox: Path, kind: str, name: str, reason: str) -> None:
    if "\\" in name and kind != "r.zip":
        pytest.skip("there a backslash is a character of the name like any other")
    before = {path for path in inbox.parent.rglob("*") if path.parent != inbox.parent / "room"}
    found = put(inbox, kind, PACK[kind]({name: EN, "good.txt": ZH}))
    (bad,) = [one for one in found if isinstance(one, Refused)]
    assert reason in bad.reason and bad.remedy and bad.source.startswith(f"{inbox}/{kind}!/")
    assert [one.source for one in found if isinstance(one, Item)] == [f"{inbox}/{kind}!/good.txt"]
    after = {path for path in inbox.parent.rglob("*") if path.parent != inbox.parent / "room"}
    assert after - before == {inbox / kind, inbox.parent / "room"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": tarfile.SYMTYPE, "linkname": "/etc/passwd", "size": 0}, "a link"),
        ({"type": tarfile.LNKTYPE, "linkname": "good.txt", "size": 0}, "a link"),
        ({"type": tarfile.CHRTYPE, "size": 0}, "a device or a pipe"),
        ({"type": tarfile.FIFOTYPE, "size": 0}, "a device or a pipe"),
    ],
)
def test_links_and_devices_in_a_tar_are_refused(inbox: Path, change: dict[str, object], reason: str) -> None:
    found = put(inbox, "r.tar", tarred({"bad.txt": EN, "good.txt": ZH}, **{"bad.txt": change}))
    told = reasons(found, inbox)
    assert reason in told.pop("r.tar!/bad.txt") and told == {"r.tar!/good.txt": "Item"}


@pytest.mark.parametrize(
    ("mode", "flag", "reason"), [(0o120777, 0, "a link"), (0o020666, 0, "a device"), (0o010666, 0, "a pipe"), (0, 1, "encrypted")]
)
def test_links_devices_and_encrypted_members_of_a_zip_are_refused(inbox: Path, mode: int, flag: int, reason: str) -> None:
    info = zipfile.ZipInfo("bad.txt")
    info.create_system, info.external_attr = 3, mode << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, EN)
        archive.writestr("good.txt", ZH)
    data = bytearray(made.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= flag
    told = reasons(put(inbox, "r.zip", bytes(data)), inbox)
    assert reason in told.pop("r.zip!/bad.txt") and told == {"r.zip!/good.txt": "Item"}


@pytest.mark.parametrize("name", ["r.zip", "r.tar"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_taken_once(inbox: Path, name: str) -> None:
    made = io.BytesIO()
    if name == "r.zip":
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("a.txt", EN)
            archive.writestr("a.txt", ZH)
    else:
        made.write(tarred({"a.txt": EN})[:1024] + tarred({"a.txt": ZH}))
    kept, bad = put(inbox, name, made.getvalue())
    assert isinstance(kept, Item) and kept.read() == EN
    assert isinstance(bad, Refused) and "more than once" in bad.reason


NAMES = [
    ("脐带间充质干细胞治疗研究.txt", "gbk"),
    ("综述.txt", "gbk"),
    ("膝关节/干细胞.txt", "gbk"),
    ("臍帶間充質幹細胞治療.txt", "big5"),
    ("Übersicht Zelltherapie.txt", "cp437"),
    ("étude clinique.txt", "cp437"),
    ("骨髓.txt", "utf-8"),
    ("plain.txt", "ascii"),
]


@pytest.mark.parametrize(("name", "encoding"), NAMES)
def test_names_without_a_declared_encoding_are_read(inbox: Path, name: str, encoding: str) -> None:
    raw = name.encode(encoding)
    data = zipped({"x" * len(raw): EN}).replace(b"x" * len(raw), raw)
    assert reasons(put(inbox, "r.zip", data), inbox) == {f"r.zip!/{name}": "Item"}


def test_the_name_in_unicode_beside_the_other_is_the_better_one(inbox: Path) -> None:
    info = zipfile.ZipInfo("__.txt")
    told = b"\x01" + struct.pack("<L", zlib.crc32(b"__.txt")) + "膝.txt".encode()
    info.extra = struct.pack("<2H", 0x7075, len(told)) + told
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, EN)
    assert reasons(put(inbox, "r.zip", made.getvalue()), inbox) == {"r.zip!/膝.txt": "Item"}


DAMAGED = [
    ("cut.zip", zipped({"a.txt": EN})[:-30], "cut off"),
    ("none.zip", b"no archive at all", "cut off"),
    ("none.zip", b"", "cut off"),
    ("none.tar", b"no archive at all", "damaged"),
    ("none.tar", b"", "damaged"),
    ("none.tgz", b"\x1f\x8b\x08garbage", "damaged"),
    ("cut.tgz", gzip.compress(tarred({"a.txt": os.urandom(9000)}))[:-2000], "damaged"),
    ("cut.tar.xz", lzma.compress(tarred({"a.txt": os.urandom(9000)}))[:-2000], "damaged"),
    ("cut.tar.bz2", bz2.compress(tarred({"a.txt": os.urandom(9000)}))[:-2000], "damaged"),
    ("cut.tar", tarred({"a.txt": os.urandom(9000)})[:5000], "damaged"),
]


@pytest.mark.parametrize(("name", "data", "reason"), DAMAGED)
def test_a_damaged_archive_is_refused_and_the_folder_goes_on(inbox: Path, name: str, data: bytes, reason: str) -> None:
    (inbox / "good.txt").write_bytes(ZH)
    found = put(inbox, name, data)
    bad = [one for one in found if isinstance(one, Refused)]
    assert bad and any(reason in one.reason for one in bad) and all(one.remedy for one in bad)
    assert [one.source for one in found if isinstance(one, Item)] == [f"{inbox}/good.txt"]


def test_what_was_whole_before_the_damage_stands_and_the_rest_is_not_lost_without_a_word(inbox: Path) -> None:
    data = bytearray(tarred({"a.txt": EN, "b.txt": ZH, "c.txt": ZH + EN}))
    data[1024:1100] = b"\xff" * 76
    assert reasons(put(inbox, "r.tar", bytes(data)), inbox) == {
        "r.tar!/a.txt": "Item",
        "r.tar": "the archive is damaged (a header in the middle is none)",
    }


def test_a_member_whose_bytes_are_not_those_that_were_packed_is_refused_alone(inbox: Path) -> None:
    data = zipped({"bad.txt": EN, "good.txt": ZH}, zipfile.ZIP_STORED).replace(EN, EN.replace(b"12", b"13"))
    told = reasons(put(inbox, "r.zip", data), inbox)
    assert "damaged (Bad CRC-32" in told.pop("r.zip!/bad.txt") and told == {"r.zip!/good.txt": "Item"}


OFFICE = {"[Content_Types].xml": b"<Types/>", "word/document.xml": EN}


@pytest.mark.parametrize("name", ["letter.zip", "letter.docx"])
def test_an_office_document_is_one_article_and_not_an_archive_of_them(inbox: Path, name: str) -> None:
    assert reasons(put(inbox, name, zipped(OFFICE)), inbox) == {name: "Item"}


ZEROS = b"\0" * 25_000_000


def overlapping() -> bytes:
    """A zip whose two entries stand for the same bytes, as in bombs without nesting."""
    data = bytearray(zipped({"a.txt": EN, "b.txt": EN}))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = bytes(4)
    return bytes(data)


BOMBS = [
    ("r.zip", lambda: zipped({"a.txt": ZEROS}), {}, "200 times"),
    ("r.zip", lambda: zipped({f"{n}.txt": ZEROS[:2_100_000] for n in range(10)}), {}, "200 times"),
    ("r.zip", overlapping, {}, "lie over one another"),
    ("r.zip", lambda: zipped({"a.txt": EN, "b.txt": EN}), {"max_archive_bytes": 80}, "max_archive_bytes = 80"),
    ("r.zip", lambda: zipped({f"{n}.txt": b"" for n in range(11)}), {"max_archive_members": 10}, "max_archive_members = 10"),
    ("r.tgz", lambda: gzip.compress(tarred({"a.txt": ZEROS})), {}, "200 times"),
    ("r.tar.xz", lambda: lzma.compress(tarred({"a.txt": ZEROS}), preset=0), {}, "200 times"),
    ("r.tar.bz2", lambda: bz2.compress(tarred({"a.png": ZEROS})), {}, "200 times"),
    ("r.tar", lambda: tarred({"a.txt": EN, "b.txt": EN}), {"max_archive_bytes": 2000}, "max_archive_bytes = 2,000"),
    ("r.tar", lambda: tarred({f"{n}.txt": b"" for n in range(11)}), {"max_archive_members": 10}, "max_archive_members = 10"),
]


@pytest.mark.parametrize(("name", "make", "limits", "reason"), BOMBS)
def test_a_bomb_is_refused_in_little_memory(inbox: Path, name: str, make, limits: dict[str, int], reason: str) -> None:
    data = make()
    tracemalloc.start()
    found = put(inbox, name, data, **limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    told = reasons(found, inbox)
    assert reason in told[name] and peak < 6_000_000
    assert sum(path.stat().st_size for path in (inbox.parent / "room").glob("*")) < 1000


def test_a_header_that_is_a_bomb_costs_no_memory(inbox: Path) -> None:
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, 15_000_000
    data = tarred({"good.txt": ZH})[:1024] + head.tobuf() + ZEROS[: head.size] + tarred({"a.txt": EN})
    tracemalloc.start()
    told = reasons(put(inbox, "r.tar", data), inbox)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told.pop("r.tar!/good.txt") == "Item" and "a header of the archive" in told.pop("r.tar") and told == {}
    assert peak < 6_000_000


@pytest.mark.parametrize("kind", ["r.zip", "r.tar.gz"])
def test_a_member_beyond_the_size_is_refused_alone(inbox: Path, kind: str) -> None:
    told = reasons(put(inbox, kind, PACK[kind]({"bad.txt": EN * 20, "good.txt": ZH}), max_file_bytes=500), inbox)
    assert "max_file_bytes = 500" in told.pop(f"{kind}!/bad.txt") and told == {f"{kind}!/good.txt": "Item"}


def test_a_thousand_small_articles_alike_are_no_bomb(inbox: Path) -> None:
    files = {f"{n}.txt": ZH * 20 + str(n).encode() for n in range(1000)}
    assert len(put(inbox, "r.tar.gz", gzip.compress(tarred(files)))) == 1000


def test_a_room_can_be_used_again(inbox: Path) -> None:
    first = put(inbox, "r.zip", zipped({"a.txt": EN}))
    assert put(inbox, "r.zip", zipped({"a.txt": EN})) == first
    assert len(list((inbox.parent / "room").iterdir())) == 1


def test_a_disk_that_is_full_is_not_taken_for_a_damaged_archive(inbox: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    data = zipped({"a.txt": os.urandom(50_000)})
    (inbox / "r.zip").write_bytes(data)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
    try:
        with pytest.raises(OutputError, match="File too large"):
            list(search([inbox], Settings(), inbox.parent / "room"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert list((inbox.parent / "room").iterdir()) == []


PARTS = st.sampled_from(["..", ".", "", "a", "b.txt", "C:", "\\", "…", "\0", " "])


@given(st.lists(PARTS, max_size=6).map("/".join))
def test_no_name_that_is_taken_leads_out(name: str) -> None:
    if unsafe(name) is None:
        here = os.path.normpath(f"/inbox/{name}")
        assert here == "/inbox" or here.startswith("/inbox/")


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(["r.zip", "r.tar", "r.tgz", "r.tar.xz"]), st.integers(0, 3000))
def test_no_damage_ends_the_search(tmp_path_factory: pytest.TempPathFactory, noise: bytes, name: str, at: int) -> None:
    pack = PACK.get(name, lambda files: gzip.compress(tarred(files)))
    data = pack({"a.txt": ZH, "b.txt": EN, "c.xml": ZH * 9})
    place = tmp_path_factory.mktemp("noise")
    (place / name).write_bytes(data[:at] + noise + data[at + len(noise) :])
    for one in search([place], Settings(max_archive_bytes=10_000_000), place / "room"):
        assert isinstance(one, Item | Twin | Refused)


@given(st.lists(st.binary(max_size=20), max_size=5))
def test_any_names_get_an_encoding_that_decodes_them(names: list[bytes]) -> None:
    encoding = encoding_of(names)
    assert all(isinstance(name.decode(encoding, "replace"), str) for name in names)
