"""What editors offer while a profile is written: the schema in the YAML language server that VS Code's extension runs.

The server comes from npm, once, into pytest's cache; without Node or a connection its tests are skipped.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import THEMES
from tests.project import FROZEN, ROOT, RULES, copied

SERVER = "yaml-language-server@2.0.0"
PROFILES = FROZEN / "docs/profiles"
PROFILE = PROFILES / "yanji-2023.yml"
OPENED = ROOT.joinpath("docs", "profiles")
"""Where the editor has them open: what is said of a profile depends on its path. Nothing is read there."""
SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))


class Client:
    """The little of the language server protocol that an editor needs."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._number = 0
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        folder = {"uri": ROOT.as_uri(), "name": "project"}
        client = {
            "textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}},
            "workspace": {"configuration": True},
        }
        self.ask("initialize", {"processId": os.getpid(), "rootUri": ROOT.as_uri(), "workspaceFolders": [folder], "capabilities": client})
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def open(self, path: Path, text: str) -> str:
        """Opens `text` as the file at `path`; returns its address once the server has looked at it."""
        uri = path.as_uri()
        self.diagnostics.pop(uri, None)
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        while uri not in self.diagnostics:
            self._receive()
        return uri

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; questions of the server are answered on the way."""
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server has stopped"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if "method" in message and "id" in message:
            asked = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
            result = [_section(item.get("section", "")) for item in asked] if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": result})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message


def _section(name: str) -> dict[str, Any]:
    """The settings of .vscode/settings.json below `name`, nested as the protocol has them."""
    found: dict[str, Any] = {}
    for key, value in SETTINGS.items():
        if key.startswith(f"{name}."):
            *folders, last = key.removeprefix(f"{name}.").split(".")
            inner = found
            for folder in folders:
                inner = inner.setdefault(folder, {})
            inner[last] = value
    return found


@pytest.fixture(scope="module")
def client(request: pytest.FixtureRequest) -> Iterator[Client]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("the YAML language server needs Node and npm")
    folder = Path(request.config.cache.mkdir(SERVER.replace("@", "-")))  # type: ignore[union-attr]
    program = folder / "node_modules/yaml-language-server/bin/yaml-language-server"
    if not program.exists():
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--no-save", "--loglevel=error", SERVER]
        if subprocess.run(command, capture_output=True, timeout=300, check=False).returncode != 0:
            pytest.skip("npm cannot install the YAML language server here")
    client = Client([node, str(program), "--stdio"])
    yield client
    client.close()


def position(text: str, after: str) -> dict[str, int]:
    """The place right behind `after`."""
    before = text[: text.index(after) + len(after)]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}


def edited(old: str, new: str) -> str:
    text = PROFILE.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_good_profiles_have_no_complaints(client: Client) -> None:
    for path in sorted(PROFILES.glob("*.yml")):
        uri = client.open(OPENED / path.name, path.read_text(encoding="utf-8"))
        assert client.diagnostics[uri] == [], path.name


def test_completion_offers_the_eight_themes_and_what_they_mean(client: Client) -> None:
    text = edited("themes: [education]", "themes: []")
    uri = client.open(OPENED / "a.yml", text)
    found = client.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": position(text, "themes: [")})
    items = {item["label"]: json.dumps(item, ensure_ascii=False) for item in (found["items"] if isinstance(found, dict) else found)}
    assert set(THEMES) <= set(items)
    for code, entry in RULES.vocabulary.themes.items():
        assert entry.label.zh in items[code], code


def test_completion_offers_the_fields_of_a_figure_in_chinese(client: Client) -> None:
    text = edited("            unit: '场次'\n", "            unit: '场次'\n            \n")
    uri = client.open(OPENED / "b.yml", text)
    found = client.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": position(text, "unit: '场次'\n            ")})
    items = {item["label"]: json.dumps(item, ensure_ascii=False) for item in (found["items"] if isinstance(found, dict) else found)}
    assert "period" in items
    assert RULES.fields.models["Indicator"].fields["period"].help[:10] in items["period"]


def test_hover_explains_a_field(client: Client) -> None:
    text = PROFILE.read_text(encoding="utf-8")
    uri = client.open(OPENED / "c.yml", text)
    said = client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": position(text, "            valu")})
    assert RULES.fields.models["Indicator"].fields["value"].help[:10] in json.dumps(said, ensure_ascii=False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("themes: [education]", "themes: [教育]"),
        ("value: 370", "value: '370'"),
        ("qualifier: over", "qualifier: 以上"),
        ("level: county", "level: city"),
        ("            unit: '场次'\n", "            units: '场次'\n"),
        ("adcode: '222401'", "adcode: 222401"),
    ],
)
def test_a_wrong_value_is_marked_on_its_line(client: Client, old: str, new: str) -> None:
    text = edited(old, new)
    uri = client.open(OPENED / f"case-{len(client.diagnostics)}.yml", text)
    line = text[: text.index(new)].count("\n")
    marked = [found["range"]["start"]["line"] for found in client.diagnostics[uri]]
    assert line in marked
    # A figure that lacks a field is marked where it begins; nothing else is.
    assert all(abs(other - line) <= 3 for other in marked)


# ---- the files editors read ----------------------------------------------------------------------------------------


def test_every_profile_names_its_schema() -> None:
    for path in PROFILES.glob("*.yml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=../schema/profile.schema.json", path.name
        assert (OPENED / first.partition("=")[2]).resolve().exists()


def test_vs_code_maps_the_schema_and_never_rewrites_a_profile() -> None:
    [(file, pattern)] = SETTINGS["yaml.schemas"].items()
    assert (ROOT / file).exists() and (OPENED / "any.yml").relative_to(ROOT).match(pattern)
    assert SETTINGS["[yaml]"]["editor.formatOnSave"] is False and SETTINGS["yaml.format.enable"] is False
    extensions = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert "redhat.vscode-yaml" in extensions["recommendations"]


def test_the_commit_hook_runs_the_check(tmp_path: Path) -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    [hook] = [hook for one in config["repos"] if one["repo"] == "local" for hook in one["hooks"] if hook["id"] == "check-profiles"]
    assert hook["always_run"] is True  # the profiles are among the files that hooks leave alone
    program, *arguments = shlex.split(hook["entry"])
    assert program == ".venv/bin/python"
    project = copied(tmp_path, "docs/schema", "generator")
    done = subprocess.run([sys.executable, *arguments], cwd=project, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
