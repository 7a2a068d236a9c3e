"""The server: one process, on this machine alone unless people have names."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from litrex.errors import UsageError
from litrex.store import Store
from litrex.web.access import Door

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 takes one that is free."""

    host: str = "127.0.0.1"
    port: int = 8765

    @property
    def local(self) -> bool:
        """Whether nobody but this machine can come."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def serve(store: Store, door: Door, address: Address, lang: str, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve until stopped; `say` is told the link.

    Raises UsageError where others could come in with nothing but a token, and where the port is taken.
    """
    import uvicorn

    from litrex.web.app import create

    if door.by_token and not address.local:
        told = f"{address.host} can be reached by others, and there are no users"
        raise UsageError(told, place="--host", remedy="add users (litrex review users add NAME), or name --proxy-header")
    with listening(address) as listener:
        host = f"[{address.host}]" if ":" in address.host else address.host
        link = f"http://{host}:{listener.getsockname()[1]}/" + (f"?token={door.token}" if door.by_token else "")
        say(link)
        if browser:
            webbrowser.open(link)
        config = uvicorn.Config(create(store, door, lang), log_level="warning", server_header=False, proxy_headers=False)
        uvicorn.Server(config).run(sockets=[listener])


def listening(address: Address) -> socket.socket:
    """Take the port.

    Raises UsageError where it is taken already.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
        listener.listen(128)  # who comes before the server is ready waits
    except OSError as error:
        listener.close()
        told = f"this address cannot be listened on ({error.strerror})"
        raise UsageError(told, place=f"{address.host}:{address.port}", remedy="--port 0 takes a free one") from error
    return listener
