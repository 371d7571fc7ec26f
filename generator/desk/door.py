"""Who may come in: whoever has the token of the printed address, once; from then on the browser that came with it.

What was asked under another name or from another site is refused before (`preview.loopback`). Every answer says that the
browser may load nothing from elsewhere.
"""

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'", "base-uri 'none'",
    "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
))  # fmt: skip
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer says."""
_PAGE = re.compile(r"/(d/[a-z0-9_-]+)?")


class Doorkeeper:
    """Lets into `app` whoever has the token, or the cookie that it was changed for; others are shown `shut`, a page."""

    def __init__(self, app: ASGIApp, shut: str) -> None:
        self._app, self._shut = app, shut
        self.token: str | None = secrets.token_urlsafe(24)
        """None once it was used."""
        self._key = secrets.token_urlsafe(24)
        self._name = f"desk-{secrets.token_hex(4)}"  # cookies know no ports: another desk's has another name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        answer = self._met(scope, Headers(scope=scope))
        await (answer or self._app)(scope, receive, told)

    def _met(self, scope: Scope, asked: Headers) -> Response | None:
        """What somebody at the door is told; None where they may go in."""
        known = secrets.compare_digest(cookie_parser(asked.get("cookie", "")).get(self._name, "").encode(), self._key.encode())
        given = QueryParams(scope["query_string"]).get("token")
        if scope["method"] not in ("GET", "HEAD"):
            if not known:
                return PlainTextResponse("open the address that was printed", 403)
            # A browser tells where it stands whenever it sends something; `loopback` has compared it.
            return None if asked.get("origin") else PlainTextResponse("sent from nowhere", 403)
        if given is None:
            return None if known else HTMLResponse(self._shut, 403)
        page = scope["path"] if _PAGE.fullmatch(scope["path"]) else "/"
        if known:
            return RedirectResponse(page, 303)
        if scope["method"] != "GET" or self.token is None or not secrets.compare_digest(given.encode(), self.token.encode()):
            return HTMLResponse(self._shut, 403)
        self.token = None
        welcome = RedirectResponse(page, 303)
        welcome.set_cookie(self._name, self._key, httponly=True, samesite="strict")
        return welcome
