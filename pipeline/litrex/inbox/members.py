"""What zip and tar have in common: members, the limits on them, and what is refused of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from litrex.inbox.names import MANIFEST, is_article, is_hidden, is_packed, unsafe
from litrex.settings import Settings

MUCH = 20_000_000  # below this many bytes a high ratio is harmless: a file of one repeated line has it too
_FIX = "unpack it yourself if you trust it"


class ArchiveError(Exception):
    """Ends the reading of an archive: `reason` and `remedy` go to whoever put it there."""

    def __init__(self, reason: str, remedy: str = _FIX) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `trouble` is why it must not be opened; `size` and `packed` are what the archive claims, in bytes.

    `open` of a member of a tar holds until the next member is asked for.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    packed: int | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a member is taken, and why not; neither where it is simply no article."""

    taken: bool
    reason: str | None = None


def judge(member: Member, limits: Settings) -> Verdict:
    """Decide on a member before any of it is unpacked."""
    reason = unsafe(member.name)
    if reason is None and is_hidden(tuple(member.name.split("/"))):
        return Verdict(False)
    reason = reason or member.trouble
    if reason is None and is_packed(member.name):
        reason = "an archive in an archive is not opened"
    if reason is None and not is_article(member.name) and member.name.rpartition("/")[2].lower() != MANIFEST:
        return Verdict(False)
    reason = reason or _too_much(member, limits)
    return Verdict(reason is None, reason)


def _too_much(member: Member, limits: Settings) -> str | None:
    if member.size > limits.max_file_bytes:
        return f"it unpacks to {member.size:,} bytes, more than max_file_bytes = {limits.max_file_bytes:,}"
    if member.packed is not None and is_bomb(member.size, member.packed, limits):
        return f"it unpacks to more than {limits.max_archive_ratio} times its size, as a bomb does (max_archive_ratio)"
    return None


def is_bomb(unpacked: int, packed: int, limits: Settings) -> bool:
    """Tell a ratio that no text has, where it would cost something."""
    return unpacked > MUCH and unpacked > max(packed, 1) * limits.max_archive_ratio


def too_many(limits: Settings) -> ArchiveError:
    """Say that an archive has more members than are looked at."""
    remedy = "raise max_archive_members, or put fewer into one archive"
    return ArchiveError(f"the archive has more than max_archive_members = {limits.max_archive_members:,} members", remedy)


def too_big(limits: Settings) -> ArchiveError:
    """Say that an archive unpacks to more than there is room for."""
    remedy = "raise max_archive_bytes if you trust it, or put less into one archive"
    return ArchiveError(f"the archive unpacks to more than max_archive_bytes = {limits.max_archive_bytes:,}", remedy)


def bomb(limits: Settings) -> ArchiveError:
    """Say that an archive unpacks to far more than it holds."""
    remedy = "raise max_archive_ratio if you trust it"
    return ArchiveError(f"the archive unpacks to more than {limits.max_archive_ratio} times its size, as a bomb does", remedy)
