"""Named users: a file of names, roles and hashed passwords."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from litrex.errors import OutputError, UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["read", "annotate", "adjudicate"]
ROLES: tuple[Role, ...] = get_args(Role)
FILE = "litrex-users.json"
_NAME = re.compile(r"[^\W_][\w.@-]{0,63}")
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may use the page; each role may do what those before it may."""

    name: str
    role: Role
    password: str  # hashed by Argon2


def allows(role: Role, wanted: Role) -> bool:
    """Whether a role is enough.

    >>> allows("adjudicate", "annotate"), allows("read", "annotate")
    (True, False)
    """
    return ROLES.index(role) >= ROLES.index(wanted)


class People:
    """The users in a file; a change of the file holds at once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read_at: tuple[int, int] | None = None
        self._people: dict[str, Person] = {}

    def all(self) -> list[Person]:
        """Everybody, by name.

        Raises UsageError where the file is not one of ours.
        """
        self._refresh()
        return [self._people[name] for name in sorted(self._people)]

    def get(self, name: str) -> Person | None:
        self._refresh()
        return self._people.get(name)

    def add(self, name: str, role: str, password: str) -> Person:
        """Enter somebody, or give somebody known a new role and password."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name for a user", place="users add", remedy="use letters, digits, . _ - @")
        known: dict[str, Role] = {one: one for one in ROLES}
        if role not in known:
            raise UsageError(f"there is no role {role!r}", place="--role", remedy=f"say one of: {', '.join(ROLES)}")
        if len(password) < _LEAST:
            raise UsageError("the password is too short", place="users add", remedy=f"take {_LEAST} characters or more")
        person = Person(name, known[role], self._hasher.hash(password))
        self._write({**{one.name: one for one in self.all()}, name: person})
        return person

    def remove(self, name: str) -> None:
        """Take somebody out; what they corrected stays theirs."""
        if self.get(name) is None:
            raise UsageError(f"there is no user {name!r}", place=str(self.file), remedy="see: litrex review users list")
        self._write({one.name: one for one in self.all() if one.name != name})

    def checked(self, name: str, password: str) -> Person | None:
        """The person with that name and password; unknown names take as long as wrong passwords."""
        from argon2.exceptions import InvalidHashError, VerificationError

        person = self.get(name)
        try:
            self._hasher.verify(person.password if person else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return None
        return person

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(os.urandom(16).hex())

    def _refresh(self) -> None:
        try:
            state = self.file.stat()
            if (state.st_mtime_ns, state.st_size) == self._read_at:
                return
            told = json.loads(self.file.read_text(encoding="utf-8"))
            self._people = {one["name"]: Person(**one) for one in told}
            self._read_at = (state.st_mtime_ns, state.st_size)
        except FileNotFoundError:
            self._people, self._read_at = {}, None
        except (OSError, ValueError, TypeError, KeyError) as error:
            remedy = "see its permissions, or make it anew: litrex review users add NAME"
            raise UsageError(f"this file of users cannot be read ({error})", place=str(self.file), remedy=remedy) from error

    def _write(self, people: dict[str, Person]) -> None:
        """Write the file whole or not at all, for nobody else to read."""
        half = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
                json.dump([asdict(people[name]) for name in sorted(people)], out, ensure_ascii=False, indent=1)
            half.replace(self.file)
        except OSError as error:
            half.unlink(missing_ok=True)
            told = f"the file of users cannot be written ({error.strerror})"
            raise OutputError(told, place=str(self.file), remedy="see its folder and permissions") from error
        self._read_at = None
