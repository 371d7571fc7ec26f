"""The preview's server: what an open page is told, and what is refused to whoever asks for something else."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.errors import Problem
from generator.preview.live import Live, placed
from generator.workspace import write_bytes

PATIENCE = 180.0
PAGE = "/regions/1/"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    site = tmp_path / "site"
    for name in ("regions/1", "compare/audience"):
        (site / name).mkdir(parents=True)
        (site / name / "index.html").write_text("<body>一</body>", encoding="utf-8")
    (site / ".writing-1").write_text("half", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    server = Live(site, 0)
    server.start()
    yield server
    server.close()


def get(live: Live, target: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """Status and content of what a raw target is answered with."""
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.putrequest(method, target, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")


def raw(live: Live, request: bytes) -> bytes:
    """What comes back to some bytes, headers and all."""
    with socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE) as client:
        client.sendall(request)
        with contextlib.suppress(OSError):  # hung up on already
            client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def ask(live: Live, page: str, since: str) -> str:
    return get(live, "/.live?" + urllib.parse.urlencode({"page": page, "since": since}))[1]


def later(live: Live, **what: bool) -> None:
    threading.Timer(0.2, lambda: live.built(**what)).start()


def wrong(live: Live, known: str) -> tuple[str, list[str]]:
    """What a page is told that shows what is `known` to be wrong: the next such text, and what is wrong now."""
    query = urllib.parse.urlencode({"page": PAGE, "since": live.version(PAGE), "wrong": known})
    told = json.loads(get(live, f"/.live?{query}")[1])
    return told["wrong"], [f"{one['file']}:{one['line']} {one['message']}" for one in told["problems"]]


# ---- what an open page is told -------------------------------------------------------------------------------------


def test_an_open_page_is_told_when_its_file_is_new(live: Live) -> None:
    since = live.version(PAGE)
    os.utime(live.folder / "regions/1/index.html", (1, 1))
    assert since in get(live, PAGE)[1] or live.version(PAGE) in get(live, PAGE)[1]
    later(live)
    assert ask(live, PAGE, since) == "changed"
    assert PAGE in live.open_pages()


def test_what_is_wrong_is_told_until_it_is_mended(live: Live) -> None:
    live.tell([Problem("docs/profiles/b.yml", 3, 1, "id", "is missing"), Problem("docs/profiles/a.yml", 2, message="is not valid YAML")])
    known, told = wrong(live, "")
    assert known and told == ["docs/profiles/a.yml:2 is not valid YAML", "docs/profiles/b.yml:3 is missing"]
    live.tell([Problem("docs/profiles/b.yml", 4, 1, "id", "is missing")])
    other, told = wrong(live, known)
    assert other != known and told == ["docs/profiles/b.yml:4 is missing"]
    threading.Timer(0.2, live.tell, ([],)).start()
    assert wrong(live, other) == ("", [])


def test_a_page_that_waits_is_told_nothing_before_it_is_built(live: Live) -> None:
    since = live.version(PAGE)
    with ThreadPoolExecutor() as pool:
        told = pool.submit(ask, live, PAGE, since)
        while PAGE not in live.open_pages():
            time.sleep(0.01)
        time.sleep(0.3)
        os.utime(live.folder / "regions/1/index.html", (1, 1))
        time.sleep(0.3)
        assert not told.done(), told.result()
        live.built()
        assert told.result(PATIENCE) == "changed"


def test_only_pages_that_show_charts_are_told_of_charts(live: Live) -> None:
    region, chart = live.version(PAGE), live.version("/compare/audience/")
    live.built(pictures=True)
    assert live.version(PAGE) == region and live.version("/compare/audience/") != chart
    live.built(assets=True)
    assert live.version(PAGE) != region


def test_a_page_from_an_earlier_run_is_told_at_once(live: Live) -> None:
    assert ask(live, PAGE, "0-0") == "changed"


def test_a_page_that_was_closed_is_open_no_more(live: Live) -> None:
    query = urllib.parse.urlencode({"page": "/compare/audience/", "since": live.version("/compare/audience/")})
    with socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE) as client:
        client.sendall(f"GET /.live?{query} HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\n\r\n".encode())
        while not live.open_pages():
            time.sleep(0.01)
    until = time.monotonic() + PATIENCE / 12  # long before an answer is due
    while live.open_pages() and time.monotonic() < until:
        time.sleep(0.05)
    assert live.open_pages() == []


# ---- what is refused -----------------------------------------------------------------------------------------------

HOSTILE = [
    "/../secret.html", "/..%2fsecret.html", "/%2e%2e/secret.html", "/regions/../../secret.html", "/regions/%2e%2e/%2e%2e/secret.html",
    "//etc/passwd", "/%2Fetc/passwd", "/..%5c..%5csecret.html", "/C:/secret.html", "/%00", "/regions/1/index.html%00.png", "/%0a", "/%1b[31m",
    "/%ff%fe", "/%ed%a0%80", "/.writing-1", "/regions/1/./index.html", "/regions/1/index.html/", "/regions/1/index.html/x", "/" + "x" * 300,
    "/" + "x/" * 9000, "/" + "好" .encode().hex() * 500, "/%", "/%zz", "/a%20b", "/?x", "*", "http://127.0.0.1/../secret.html", "/.live?page=//etc/passwd",
    "/.live?page=/../secret.html", "/.live?page=%00", "/.live", "/.live?page=/" + "x" * 300,
]  # fmt: skip


@contextlib.contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every path that is looked at, opened or listed meanwhile, by anyone in this process."""
    touched: list[str] = []
    on = True

    def opened(event: str, arguments: tuple[object, ...]) -> None:
        if on and event in ("open", "os.listdir", "os.scandir"):
            touched.append(str(arguments[0]))

    sys.addaudithook(opened)
    for name in ("stat", "lstat", "access"):
        true = getattr(os, name)
        monkeypatch.setattr(os, name, lambda path, *rest, true=true, **more: (touched.append(str(path)), true(path, *rest, **more))[1])
    try:
        yield touched
    finally:
        on = False
        monkeypatch.undo()


def test_hostile_addresses_are_refused_and_nothing_outside_is_touched(
    live: Live, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    get(live, PAGE)  # what answering needs is loaded
    write_bytes(live.folder / "site.css", b"")
    get(live, "/site.css")
    with watched(monkeypatch) as touched:
        statuses = {target: get(live, target) for target in HOSTILE}
    assert touched, "the watch sees nothing"
    assert {path for path in touched if not path.isdecimal() and not Path(os.path.normpath(path)).is_relative_to(live.folder)} == set()
    assert {target: status for target, (status, _) in statuses.items() if status not in (400, 404, 421)} == {}
    assert not any("secret" in content or "half" in content for _, content in statuses.values())
    assert capfd.readouterr() == ("", "")


def test_an_address_is_judged_by_itself_alone(tmp_path: Path) -> None:
    assert placed(tmp_path, "/regions/1/") == tmp_path / "regions/1/index.html"
    assert placed(tmp_path, "/profiles/延吉.yml") == tmp_path / "profiles/延吉.yml"
    assert placed(tmp_path, "/") == tmp_path / "index.html"
    for wrong in ("", "x", "//", "/./", "/../x", "/a//b", "/a\\b", "/a:b", "/a\x00", "/\ud800", "/.git/config", "/" + "好" * 86):
        assert placed(tmp_path, wrong) is None, wrong


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
def test_only_reading_is_allowed(live: Live, method: str) -> None:
    assert get(live, PAGE, method)[0] == 405
    assert get(live, "/.live?page=/", method)[0] == 405


def test_a_head_is_answered_without_the_page(live: Live) -> None:
    assert get(live, PAGE, "HEAD") == (200, "")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "[::1]:{port}", ""]
)
def test_a_foreign_name_is_refused(live: Live, host: str) -> None:
    status, content = get(live, PAGE, Host=host.format(port=live.port))
    assert status in (400, 421) and "一" not in content


def test_its_own_names_are_answered(live: Live) -> None:
    for name in ("127.0.0.1", "localhost", "LOCALHOST"):
        assert get(live, PAGE, Host=f"{name}:{live.port}")[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "https://127.0.0.1:{port}"}, {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:{port}"}, {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, {"Sec_Fetch_Site": "same-site"},
    ],
)  # fmt: skip
def test_another_site_s_page_is_refused(live: Live, headers: dict[str, str]) -> None:
    sent = {name: value.format(port=live.port) for name, value in headers.items()}
    assert [get(live, target, **sent)[0] for target in (PAGE, "/.live.js", "/.live?page=/regions/1/&since=x")] == [403] * 3


def test_its_own_page_and_a_link_from_elsewhere_are_answered(live: Live) -> None:
    assert get(live, "/.live?page=/regions/1/", Origin=f"http://127.0.0.1:{live.port}", Sec_Fetch_Site="same-origin") == (200, "changed")
    assert get(live, PAGE, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02",
        b"GET /" + b"x" * 200_000,
    ],
)
def test_what_is_no_request_is_answered_or_hung_up_on(live: Live, request_: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        answer = raw(live, request_)
    except ConnectionError:
        answer = b""
    assert answer == b"" or answer.split()[1] in (b"400", b"421", b"505")
    assert get(live, PAGE)[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_folder_s_address_leads_to_its_page(live: Live) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=PATIENCE)
    connection.request("GET", "/regions/1")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, PAGE)
    connection.close()


# ---- many at once --------------------------------------------------------------------------------------------------


def hurried(live: Live, requests: int, slow: int) -> float:
    """Seconds that so many requests at once take, while `slow` clients have said half of theirs."""
    with contextlib.ExitStack() as stack:
        for number in range(slow):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE))
            client.sendall(b"GET / HTTP/1.1\r\nHo"[: number % 18])
        began = time.monotonic()
        with ThreadPoolExecutor(requests) as pool:
            answers = list(pool.map(lambda _: get(live, PAGE), range(requests)))
    assert all(status == 200 and "一" in content for status, content in answers)
    return time.monotonic() - began


def test_many_at_once_and_slow_ones_among_them(live: Live) -> None:
    assert hurried(live, requests=200, slow=60) < PATIENCE / 12


def test_who_says_nothing_is_hung_up_on(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.preview.loopback.SLOW", 0.2)
    with socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert client.recv(1) == b""


def test_it_ends_at_once_whoever_waits(live: Live) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = [
            pool.submit(
                raw, live, f"GET /.live?page={PAGE}&since={live.version(PAGE)} HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\n\r\n".encode()
            )
            for _ in range(5)
        ]
        while PAGE not in live.open_pages():
            time.sleep(0.01)
        began = time.monotonic()
        live.close()
        assert time.monotonic() - began < 5
        for one in waiting:
            with contextlib.suppress(ConnectionError):
                one.result(PATIENCE)


def rewritten(live: Live, reads: int, writes: int) -> None:
    """Reads a page and a style while both are written anew, and demands that each is of one piece."""
    size, done = 300_000, threading.Event()
    files = {PAGE: live.folder / "regions/1/index.html", "/site.css": live.folder / "site.css"}

    def text(number: int) -> bytes:
        return f"<body>{number % 10}".encode() + str(number % 10).encode() * (size + number * 1000) + b"</body>"

    def write() -> None:
        for number in range(writes):
            for file in files.values():
                write_bytes(file, text(number))
        done.set()

    for file in files.values():
        write_bytes(file, text(0))
    writer = threading.Thread(target=write)
    writer.start()
    count = 0
    while not done.is_set() or count < reads:
        for address in files:
            status, content = get(live, address)
            body = content.split("<script")[0].removeprefix("<body>").removesuffix("</body>")
            assert status == 200 and len(body) > size and set(body) == {body[0]}, (address, len(body), set(body))
        count += 1
    writer.join()


def test_no_page_is_served_half_written(live: Live) -> None:
    rewritten(live, reads=50, writes=50)
