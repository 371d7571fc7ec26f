"""The desk's pages and what they ask for: addresses in, answers out; on this machine alone, behind `door`.

What can be asked are the pages, the files of `templates/desk/` by name, and documents by the names of their files: no address
is ever made into a path.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from generator.desk.desk import Desk, SavedElsewhere
from generator.desk.door import Doorkeeper
from generator.desk.view import told
from generator.desk.words import words
from generator.errors import GeneratorError, Problem, contained
from generator.preview.loopback import HOST, Loopback, until_interrupted
from generator.rules import Rules
from generator.workspace import Workspace

LARGEST = 200_000
"""Bytes that an action may have."""
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class DeskServer:
    """The desk over HTTP. Raises OSError where the port is taken; port 0 is any that is free."""

    def __init__(self, rules: Rules, workspace: Workspace, port: int, say: Callable[[str], None]) -> None:
        self.desk = Desk(rules, workspace, say)
        self._words = words(rules)
        folder = workspace.templates / "desk"
        self._files = {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _KINDS}
        routes = [
            Route("/", self._page("index.html")),
            Route("/d/{name}", self._page("desk.html")),
            Route("/static/{file}", self._static),
            Route("/api/words", lambda request: JSONResponse(self._words)),
            Route("/api/edit", self._asked(self.desk.edit), methods=["POST"]),
            Route("/api/edit/undo", self._asked(self.desk.unedit), methods=["POST"]),
            Route("/api/documents", lambda request: JSONResponse(self.desk.documents())),
            Route("/api/documents/{name}", self._told(self.desk.shown)),
            Route("/api/documents/{name}/article", self._told(self.desk.article)),
            Route("/api/documents/{name}/stamp", self._told(self.desk.stamp)),
            *(
                Route(f"/api/documents/{{name}}/{what}", self._asked_of(do), methods=["POST"])
                for what, do in (("tick", self._tick), ("act", self.desk.act), ("propose", self.desk.propose))
            ),
        ]
        self._door = Doorkeeper(Starlette(routes=routes), self._files["shut.html"].read_text(encoding="utf-8"))
        self._local = Loopback(self._door, port)
        self.start, self.close = self._local.start, self._local.close

    def address(self, name: str | None = None) -> str:
        """Where to begin, once: the first page, or a document."""
        return f"http://{HOST}:{self._local.port}/{f'd/{name}' if name else ''}?token={self._door.token}"

    def _page(self, file: str) -> Callable[[Request], Response]:
        return lambda request: FileResponse(self._files[file], media_type="text/html")

    def _static(self, request: Request) -> Response:
        path = self._files.get(request.path_params["file"])
        return FileResponse(path, media_type=_KINDS[path.suffix]) if path else _none()

    def _told(self, ask: Callable[[str], Any]) -> Callable[[Request], Response]:
        """The answer to what is asked of one document."""

        def answer(request: Request) -> Response:
            found = ask(request.path_params["name"])
            return _none() if found is None else JSONResponse(found)

        return answer

    def _tick(self, name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        self.desk.tick(name, str(asked.get("key")), bool(asked.get("on")))
        return {}

    def _asked(self, do: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Callable[[Request], Awaitable[Response]]:
        """What comes of something that was sent about all documents."""

        async def answer(request: Request) -> Response:
            asked = await _sent(request)
            return asked if isinstance(asked, Response) else await run_in_threadpool(_done, "edit", lambda: do(asked))

        return answer

    def _asked_of(self, do: Callable[[str, Mapping[str, Any]], dict[str, Any]]) -> Callable[[Request], Awaitable[Response]]:
        """What comes of something that was sent about one document."""

        async def answer(request: Request) -> Response:
            asked, name = await _sent(request), request.path_params["name"]
            if isinstance(asked, Response) or self.desk.path(name) is None:
                return asked if isinstance(asked, Response) else _none()
            return await run_in_threadpool(_done, name, lambda: do(name, asked))

        return answer


def _done(name: str, do: Callable[[], dict[str, Any]]) -> Response:
    """The answer to something that is to be done, or what is wrong with it."""
    try:
        with contained(name, "was not done"):
            return JSONResponse(do())
    except SavedElsewhere as error:
        return JSONResponse(error.shown, 409)
    except GeneratorError as error:
        problems = [told(problem, problem.field) | {"file": problem.file} for problem in error.problems]
        return JSONResponse({"problems": problems}, 422)
    except OSError as error:
        return JSONResponse({"problems": [told(Problem(name, message=f"cannot be written: {error.strerror}"), "")]}, 422)


async def _sent(request: Request) -> dict[str, Any] | Response:
    """The object that was sent, or what is wrong with it."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return PlainTextResponse("send JSON", 415)
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > LARGEST:
            return PlainTextResponse(f"more than {LARGEST} bytes", 413)
    try:
        asked = json.loads(data)
    except ValueError:
        asked = None
    return asked if isinstance(asked, dict) else PlainTextResponse("send an object", 400)


def _none() -> Response:
    return JSONResponse({"gone": True}, 404)


def review(rules: Rules, workspace: Workspace, name: str | None, port: int, say: Callable[[str], None]) -> None:
    """Serves the desk until it is interrupted; `say` prints one line. Raises GeneratorError where the port is taken."""
    workspace = Workspace(Path(workspace.root).resolve())
    with until_interrupted(say):
        try:
            pages = DeskServer(rules, workspace, port, say)
        except OSError as error:
            raise GeneratorError(Problem("--port", message=f"{port} cannot be used: {error.strerror}", hint="choose another")) from None
        if name is not None and pages.desk.path(name) is None:
            pages.close()
            raise GeneratorError(Problem(name, message="is not the id of a profile"))
        pages.start()
        say(pages.address(name))
        say("works once, in one browser (Ctrl-C stops)")
        try:
            threading.Event().wait()
        finally:
            pages.close()
