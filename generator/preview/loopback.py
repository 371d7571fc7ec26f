"""A web server for this machine alone, whatever it shows: what may ask is decided here, what is answered is not.

It listens on the loopback address and answers to its own names only: a page of another site that gives this address a
name of its own, or asks from where it stands, is refused.
"""

import asyncio
import logging
import signal
import socket
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

HOST = "127.0.0.1"
QUEUE = 1024
"""Connections that may wait to be taken."""
AGAIN = 10.0
"""Seconds after which an interrupt is raised again: Python loses one that comes while it runs a callback of its own."""
SLOW = 15.0
"""Seconds a client has to say what it wants. Nobody waits for it, but it holds a connection."""


class Loopback:
    """Serves `app` from a thread of its own. Raises OSError where the port is taken; port 0 is any that is free."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._socket = socket.create_server((HOST, port), backlog=QUEUE)
        self.port: int = self._socket.getsockname()[1]
        config = Config(
            _Guard(app, self.port), http=_Impatient, ws="none", lifespan="off", loop="asyncio", backlog=QUEUE, log_config=None,
            log_level=logging.CRITICAL, access_log=False, server_header=False, timeout_keep_alive=int(SLOW), timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def start(self) -> None:
        """Begins to answer; what asked before has waited."""
        self._thread.start()

    def close(self) -> None:
        """Stops answering, whatever is under way."""
        self._server.should_exit = self._server.force_exit = True
        if self._thread.is_alive():
            self._thread.join(3)
        self._socket.close()

    async def _serve(self) -> None:
        # A client that turns away in the middle, or too many of them, are no errors of the program.
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        await self._server.serve([self._socket])


class _Impatient(H11Protocol):
    """Hangs up on a client that has not said what it wants after SLOW seconds."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(SLOW, self._hang_up)

    def _hang_up(self) -> None:
        if not self.headers:  # those of its first request
            self.transport.close()


class _Guard:
    """Lets through what was asked under this server's own name, from its own pages or from none."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._names = {f"{name}:{port}" for name in (HOST, "localhost")} | ({HOST, "localhost"} if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope)
        hosts, origin = asked.getlist("host"), asked.get("origin")
        link = asked.get("sec-fetch-mode") == "navigate" and scope["method"] in ("GET", "HEAD")
        if len(hosts) != 1 or hosts[0].lower() not in self._names:
            await PlainTextResponse("this server has another name", 421)(scope, receive, send)
        elif origin not in (None, f"http://{hosts[0]}") or (asked.get("sec-fetch-site") in ("cross-site", "same-site") and not link):
            await PlainTextResponse("asked from another site", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


@contextmanager
def until_interrupted(say: Callable[[str], None]) -> Iterator[None]:
    """Ends quietly on Ctrl-C, and on the signal that `kill` and `make` send; what a script starts with `&` ignores the
    first unless it asks for it."""

    alarm = getattr(signal, "SIGALRM", None)  # Windows has none

    def end(number: int, frame: Any) -> None:
        callback = frame is not None and frame.f_code.co_filename == weakref.__file__  # which would lose it
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0.05 if callback else AGAIN)
        if not (alarm and callback):
            raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM, *([alarm] if alarm else []))}
    try:
        yield
    except KeyboardInterrupt:
        say("stopped")
    finally:
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
