"""Who is let in to the desk, and what is answered to everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.desk.client import Client

ADDRESSES = [
    "/",
    "/d/yanji-2023",
    "/static/desk.css",
    "/api/words",
    "/api/documents",
    "/api/documents/yanji-2023",
    "/api/documents/yanji-2023/article",
]
OUTSIDE = ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"]
IDS = [
    "..",
    "../yanji-2023",
    "..%2fyanji-2023",
    "%2e%2e%2f%2e%2e%2fmkdocs",
    "yanji-2023.yml",
    "yanji-2023%00",
    "YANJI-2023",
    "%ff",
    "a" * 3000,
    ".hidden",
]


@pytest.fixture
def stranger(root: Path) -> Iterator[Client]:
    """Somebody who has not come in."""
    client = Client(root, enter=False)
    yield client
    client.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_shown_anything_without_the_token(stranger: Client, address: str) -> None:
    for target in (address, f"{address}?token=", f"{address}?token=wrong", f"{address}?token={'字'.encode().hex()}"):
        status, content, _ = stranger.ask(target)
        assert status == 403 and "延吉".encode() not in content
    for cookie in ("desk-=x", "desk=; desk-0=", "=", "desk-00000000=" + "a" * 32):
        assert stranger.ask(address, Cookie=cookie)[0] == 403


def test_the_token_works_once(stranger: Client) -> None:
    target = stranger.token
    status, _, told = stranger.ask(target)
    assert (status, told["location"]) == (303, "/")
    cookie = told["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert stranger.ask(target)[0] == 403
    assert stranger.ask(target, Cookie=cookie.partition(";")[0])[0] == 303  # the same browser again
    assert stranger.ask("/", Cookie=cookie.partition(";")[0])[0] == 200


def test_a_token_leads_to_the_document_it_was_printed_for_and_nowhere_else(stranger: Client) -> None:
    target = stranger.token
    assert stranger.ask(target.replace("/?", "//evil.example/?"))[2].get("location", "/") == "/"


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_name_or_site_is_refused_whatever_it_knows(desk: Client, address: str) -> None:
    assert desk.ask(address)[0] == 200
    for host in ("evil.example", f"evil.example:{desk.port}", "127.0.0.1", "127.0.0.1:1"):
        assert desk.ask(address, Host=host)[0] == 421
    for origin in OUTSIDE:
        assert desk.ask(address, Origin=origin)[0] == 403
    assert desk.ask(address, Sec_Fetch_Site="cross-site")[0] == 403


@pytest.mark.parametrize("what", ["tick"])
def test_nothing_is_taken_but_from_its_own_pages(desk: Client, root: Path, what: str) -> None:
    target, before = f"/api/documents/yanji-2023/{what}", {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
    sent = {"key": "0" * 16, "on": True}
    for origin in (None, *OUTSIDE):
        assert desk.post(target, sent, Origin=origin)[0] == 403
    assert desk.post(target, sent, Cookie=None)[0] == 403
    assert desk.post(target, sent, Content_Type=None)[0] == 415  # what a form of another page can send
    assert desk.post(target, sent, Content_Type="text/plain")[0] == 415
    assert desk.post(target, [])[0] == 400
    assert desk.post(target, {"key": "x" * 300_000})[0] == 413
    assert desk.ask(target)[0] == 405
    assert {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()} == before
    assert desk.post(target, sent)[0] == 200


@pytest.mark.parametrize("name", IDS)
def test_a_name_that_is_no_documents_leads_nowhere(desk: Client, name: str) -> None:
    for part in ("", "/article", "/stamp"):
        assert desk.ask(f"/api/documents/{name}{part}")[0] == 404
    assert desk.post(f"/api/documents/{name}/tick", {"key": "0" * 16, "on": True})[0] == 404
    assert desk.ask(f"/static/{name}")[0] == 404


def test_every_answer_lets_the_browser_load_nothing_from_elsewhere(desk: Client) -> None:
    for address in (*ADDRESSES, "/none", "/static/none"):
        told = desk.ask(address)[2]
        policy = told["content-security-policy"]
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "http" not in policy and "*" not in policy
        assert told["cache-control"] == "no-store" and told["x-content-type-options"] == "nosniff"


def test_no_page_of_the_desk_names_an_address_elsewhere(desk: Client) -> None:
    for name in ("/", "/d/yanji-2023", "/static/desk.css", "/static/common.js", "/static/index.js"):
        content = desk.ask(name)[1].decode().replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in content and "https:" not in content and "@import" not in content


def test_an_id_that_is_none_and_a_port_that_is_taken_are_told(desk: Client, root: Path) -> None:
    run = CliRunner().invoke(main, ["--root", str(root), "review", "nobody"])
    assert (run.exit_code, run.output) == (1, "nobody: is not the id of a profile\n")
    run = CliRunner().invoke(main, ["--root", str(root), "review", "--port", str(desk.port)])
    assert run.exit_code == 1 and f"--port: {desk.port} cannot be used" in run.output and "Traceback" not in run.output
