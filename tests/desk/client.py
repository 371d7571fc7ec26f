"""A desk over a copied project, asked as a browser asks."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from pathlib import Path
from typing import Any

from generator.desk.server import DeskServer
from generator.workspace import Workspace
from tests.project import ROOT, RULES, copied

PATIENCE = 60.0


class Client:
    """One desk and the browser that came in; without `enter` one that did not."""

    def __init__(self, root: Path, enter: bool = True) -> None:
        self.root, self.said = root, list[str]()
        self.pages = DeskServer(RULES, Workspace(root), 0, self.said.append)
        self.pages.start()
        self.port = int(self.pages.address().split(":")[2].split("/")[0])
        self.cookie = ""
        if enter:
            self.cookie = self.ask(self.token)[2]["set-cookie"].partition(";")[0]

    @property
    def token(self) -> str:
        """The target with the token, as it was printed."""
        return self.pages.address().split(str(self.port), 1)[1]

    def ask(self, target: str, method: str = "GET", body: bytes | None = None, **headers: str | None) -> tuple[int, bytes, dict[str, str]]:
        """Status, content and headers of what a raw target is answered with; a header that is None is left out."""
        sent: dict[str, str | None] = {"Cookie": self.cookie or None, **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.putrequest(method, target, skip_host="Host" in sent)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def get(self, target: str) -> Any:
        """What is answered with JSON."""
        status, content, _ = self.ask(target)
        assert status == 200, (status, content)
        return json.loads(content)

    def post(self, target: str, sent: Any, **headers: str | None) -> tuple[int, Any]:
        """Status and answer to JSON that is sent from the desk's own page."""
        own: dict[str, str | None] = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        status, content, told = self.ask(target, "POST", json.dumps(sent).encode(), **(own | headers))
        return status, json.loads(content) if told.get("content-type") == "application/json" else content.decode()

    def rows(self) -> list[dict[str, Any]]:
        """The first page's, once all are worked out."""
        until = time.monotonic() + PATIENCE
        while (found := self.get("/api/documents"))["pending"]:
            assert time.monotonic() < until
            time.sleep(0.05)
        rows: list[dict[str, Any]] = found["rows"]
        return rows

    def close(self) -> None:
        self.pages.close()


def project(folder: Path) -> Path:
    """A copy of the frozen corpus with the desk's pages."""
    root = copied(folder)
    (root / "templates").symlink_to(ROOT / "templates")
    return root
