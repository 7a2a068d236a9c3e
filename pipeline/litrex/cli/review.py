"""``litrex review``: the page where people look at records and correct them; and who may use it."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from litrex.cli.ending import Debug, ending
from litrex.cli.flags import Lexicons, Set, database, spoken, told
from litrex.errors import UsageError

if TYPE_CHECKING:
    from litrex.settings import Settings
    from litrex.web.access import Door

Users = Annotated[
    Path | None,
    typer.Option("--users", metavar="FILE", help="The file of users; litrex-users.json, where there is one.", show_default=False),
]
Place = Annotated[
    str | None,
    typer.Argument(metavar="[OUT|DATABASE]", help="A folder that litrex run wrote, or a database.", show_default=False),
]


def review(
    place: Place = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes one that is free.")] = 8765,
    host: Annotated[str, typer.Option(help="The address to listen on; others than this machine's need users.")] = "127.0.0.1",
    lang: Annotated[str | None, typer.Option(help="The language pages open in: zh or en.", show_default=False)] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the link.")] = False,
    name: Annotated[str | None, typer.Option("--as", help="Your name in corrections, where there are no users.")] = None,
    users: Users = None,
    proxy_header: Annotated[
        str | None, typer.Option(metavar="NAME", help="A header in which a proxy you trust says who it is.", show_default=False)
    ] = None,
    lexicon: Lexicons = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """Open the review page over a database: look at each record beside its text, and correct it."""
    from litrex import store, web
    from litrex.web.serving import Address

    settings = told(setting, lexicon)
    address = Address(host, port)
    door = _door(name, users, proxy_header, local=address.local)
    with store.open(_database(place, settings), settings, create=False) as kept:
        web.serve(kept, door, address, spoken(lang, "zh"), browser=not no_browser, say=typer.echo)


def _door(name: str | None, users: Path | None, proxy_header: str | None, *, local: bool) -> Door:
    """How people come in: by name where there are users, else by a token."""
    from litrex.web.access import Door
    from litrex.web.people import FILE, People

    people = People(users or Path(FILE))
    if users is not None and not people.all():
        raise UsageError("there are no users in it", place=str(users), remedy="add some: litrex review users add NAME")
    hosts = ("127.0.0.1", "localhost", "::1") if local and proxy_header is None else ()
    named = people if people.all() else None
    return Door(owner=name or getpass.getuser(), people=named, proxy_header=proxy_header, hosts=hosts)


def _database(place: str | None, settings: Settings) -> str:
    """Which database is meant: an address, a file, or that of a folder which a run wrote."""
    if place is None:
        return settings.database_url or database(None)
    path = Path(place)
    return str(path / "litrex.db") if "://" not in place and path.is_dir() else place


class _Opening(TyperGroup):
    """Commands of which one is meant where none is named: ``litrex review out`` is ``litrex review open out``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in that is meant."""
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["open", *args])


app = typer.Typer(name="review", cls=_Opening, help="Look at records beside their text, and correct them: litrex review OUT.")
people = typer.Typer(name="users", help="Who may use the review page, and what they may do.", no_args_is_help=True)


def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.", show_default=False)],
    role: Annotated[str, typer.Option(help="read, annotate or adjudicate.")] = "annotate",
    users: Users = None,
    debug: Debug = False,
) -> None:
    """Add a user, or give one a new role and password; the password is asked for, or read from standard input."""
    from litrex.web.people import FILE, People

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=sys.stdin.isatty())
    person = People(users or Path(FILE)).add(name, role, password)
    typer.echo(f"{person.name} may {person.role}")


def remove(
    name: Annotated[str, typer.Argument(help="The name of a user.", show_default=False)],
    users: Users = None,
    debug: Debug = False,
) -> None:
    """Take a user out; what that user corrected stays."""
    from litrex.web.people import FILE, People

    People(users or Path(FILE)).remove(name)
    typer.echo(f"{name} is no user any more")


def listed(users: Users = None, debug: Debug = False) -> None:
    """Say who there is."""
    from litrex.web.people import FILE, People

    for person in People(users or Path(FILE)).all():
        typer.echo(f"{person.name}  {person.role}")


app.command("open", epilog="Example: litrex review out")(ending(review))
for _name, _command, _example in (
    ("add", add, "litrex review users add lin --role annotate"),
    ("remove", remove, "litrex review users remove lin"),
    ("list", listed, "litrex review users list"),
):
    people.command(_name, epilog=f"Example: {_example}")(ending(_command))
app.add_typer(people)
