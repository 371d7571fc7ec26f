"""What is measured: whole commands as a user runs them on a corpus of real work, and stock tools on the same words.

A cell is one command in one situation. What is finished is kept with the project it was measured on, so that a run that was
ended goes on where it was; where the code has changed since, all begins anew.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.search.files import FOLDER
from tests.bench import corpus, hands, plain, previewing
from tests.bench.measure import Run, run, size
from tests.project import PAGES, ROOT

SHORT, TIMES = 20.0, 3
"""Commands under so many seconds are measured so many times, and the middle one counts."""
ASSETS = ("assets/stylesheets", "assets/javascripts", "assets/images", "assets/fonts", "assets/_")
CUT = "import jieba, pathlib; [list(jieba.cut(path.read_text(encoding='utf-8'))) for path in sorted(pathlib.Path('docs').rglob('*.md'))]"
TWO = """import os, pathlib, subprocess, sys
seeds = sorted(str(path) for path in pathlib.Path(sys.argv[1]).glob("*_*"))
readers = [
    subprocess.Popen(
        [sys.executable, "-m", "generator", "read", *seeds[core::2], "--out", f"{sys.argv[2]}/{core}"],
        preexec_fn=lambda core=core: os.sched_setaffinity(0, {core}), stdout=subprocess.DEVNULL,
    )
    for core in (0, 1)
]
sys.exit(max(reader.wait() for reader in readers))
"""
"""Two readers that know nothing of each other, each with half of the seeds and a core of its own."""
_SITUATIONS = ("edits", "rule", "seed")
"""Those that a change begins, which is made anew where a run was ended in one."""


class Bench:
    """The cells of one size, kept in `folder`."""

    def __init__(self, folder: Path, documents: int, say: Callable[[str], None] = print) -> None:
        self.folder, self.documents, self._say = folder, documents, say
        self.project, self._file = folder / "project", folder / "results.json"
        self.results: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8")) if self._file.exists() else {}
        if self.results.get("code") != (code := fingerprint()):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self.results = {"code": code, "documents": documents, "cells": {}, "bytes": {}, "spent": []}

    def run(self) -> dict[str, Any]:
        """Measures what is not measured yet; all results."""
        if (begun := self.results.get("begun")) in _SITUATIONS:
            self.results["cells"] = {name: cell for name, cell in self.results["cells"].items() if not name.startswith(f"{begun}/")}
        self._once("seeds", self._prepare)
        self._cold()
        self._changed()
        self._beside()
        self._once("preview", lambda: previewing.preview(self.project))
        self._once("search", self._search)
        return self.results

    def _keep(self) -> None:
        text = json.dumps(self.results, ensure_ascii=False, indent=1, sort_keys=True)
        writing = self._file.with_suffix(".writing")
        writing.write_text(text + "\n", encoding="utf-8")
        writing.replace(self._file)

    def _once(self, name: str, work: Callable[[], Any]) -> None:
        if name not in self.results:
            self.results[name] = work()
            self._keep()

    def _cell(
        self, name: str, *command: str, before: Callable[[], object] = lambda: None, again: bool = True, folder: Path | None = None
    ) -> None:
        """Measures a command, after `before` each time; once where that cannot be done `again`."""
        if name in self.results["cells"]:
            return
        self.results["begun"] = situation = name.partition("/")[0]
        self._keep()
        runs = list[Run]()
        while not runs or (again and len(runs) < TIMES and sum(one.wall for one in runs) < SHORT):
            before()
            allowed = (0, 1) if command[0] == "two" or command[:2] in (("generator", "update"), ("generator", "read")) else (0,)
            start = (str(self.folder / f"{command[0]}.py"),) if (self.folder / f"{command[0]}.py").exists() else ("-m", command[0])
            try:
                runs.append(run(folder or self.project, sys.executable, *start, *command[1:], allowed=allowed))
            except subprocess.CalledProcessError as error:
                if situation != "beside":
                    raise SystemExit(f"{name}: {' '.join(command)} failed in {self.project}:\n{str(error.output)[-3000:]}") from None
                self._say(f"{name:<28} not measured: {str(error.output).strip().splitlines()[-1:]}")
                return
        middle = next(one for one in runs if one.wall == statistics.median_low([one.wall for one in runs]))
        self.results["cells"][name] = middle.cell() | {"times": len(runs)}
        self._keep()
        self._say(f"{name:<28}{middle.wall:>9.1f} s{middle.busy:>9.1f} s{middle.memory:>8.0f} MB  {middle.said}")

    # the project

    def _prepare(self) -> dict[str, int]:
        shutil.rmtree(self.project, ignore_errors=True)
        kinds = corpus.project(self.project, self.documents)
        self._commit("init")
        return Counter(kinds.values())

    def _commit(self, message: str) -> None:
        git = ("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")
        for command in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", message)):
            subprocess.run((*git, *command), cwd=self.project, check=True, stdout=subprocess.DEVNULL)

    def _unread(self) -> None:
        self._unbuilt()
        shutil.rmtree(self.project / "seeds/readings", ignore_errors=True)
        shutil.rmtree(self.project / "docs/profiles", ignore_errors=True)

    def _unbuilt(self) -> None:
        """Takes away what `build` and `site` made, and the cache."""
        kept = {Path(page).name for page in PAGES} | {"profiles", "schema"}
        for path in [*(self.project / "docs").iterdir(), self.project / "site", self.project / ".cache"]:
            if path.parent.name != "docs" or path.name not in kept:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def _sizes(self, **folders: Path) -> None:
        for name, folder in folders.items():
            self.results["bytes"].setdefault(name, size(folder))
        self._keep()

    # situations

    def _cold(self) -> None:
        project, built = self.project, self.folder / "built"
        self._cell(
            "cold/read", "generator", "read", "--out", str(self.folder / "read"), before=lambda: shutil.rmtree(self.folder / "read", True)
        )
        (self.folder / "two.py").write_text(TWO, encoding="utf-8")
        self._cell("cold/two readers", "two", "seeds", str(self.folder / "read"), before=lambda: shutil.rmtree(self.folder / "read", True))
        self._cell("cold/update", "generator", "update", before=self._unread)
        self._once("refused", lambda: len(corpus.refused(project)))
        self._once("committed", lambda: self._commit("read"))
        self._sizes(seeds=project / "seeds", readings=project / "seeds/readings", profiles=project / "docs/profiles")
        self._cell("unchanged/update", "generator", "update")
        self._cell("unchanged/update --check", "generator", "update", "--check")
        self._cell("unchanged/check", "generator", "check")
        self._cell("cold/build", "generator", "build", before=self._unbuilt)
        self._cell("unchanged/build", "generator", "build")
        self._cell("cold/MkDocs", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(built))
        self._cell("cold/index", "generator", "index", str(built), before=lambda: shutil.rmtree(built / FOLDER, True))
        self._cell("unchanged/index", "generator", "index", str(built))
        self._cell("cold/site", "generator", "site", before=self._unbuilt)
        self._sizes(docs=project / "docs", site=project / "site", data=project / "site/data", cache=project / ".cache")
        self._once(
            "per region", lambda: round(size(project / "site", *ASSETS) / max(1, len(list((project / "site/regions").glob("[0-9]*")))))
        )
        self._once("pages", lambda: sum(1 for _ in (project / "site").rglob("*.html")))
        self._cell("unchanged/site", "generator", "site")

    def _changed(self) -> None:
        site = self.project / "site"
        self._cell("edits/update", "generator", "update", before=lambda: hands.edit(self.project, len(self._spend("edits"))), again=False)
        self._cell("edits/site", "generator", "site", again=False)
        self._cell("profile/site", "generator", "site", before=self._edit)
        self._cell("rule/update", "generator", "update", before=self._change_rule, again=False)
        self._cell("rule/site", "generator", "site", again=False)
        self._cell("seed/update", "generator", "update", before=self._add_seed, again=False)
        self._cell("seed/site", "generator", "site", again=False)
        self._once("incremental", lambda: hashed(site))
        self._cell("again/site", "generator", "site", before=self._unbuilt, again=False)
        self._once("cold", lambda: hashed(site))

    def _spend(self, what: str) -> list[str]:
        """What was used up so far of a kind, with this one: after a run that was ended another is taken."""
        self.results["spent"].append(what)
        self._keep()
        return [one for one in self.results["spent"] if one == what]

    def _edit(self) -> None:
        for path in sorted((self.project / "docs/profiles").glob("*.yml")):
            if path.name not in self.results["spent"] and self._spend(path.name) and hands.correct(path):
                return

    def _change_rule(self) -> None:
        """Takes the cue of a theme out that stands in two of a hundred seeds, or as near to that as there is."""
        rules = self.project / "generator/rules/themes.yml"
        head, themes = rules.read_text(encoding="utf-8").split("\nthemes:\n")
        texts = [path.read_text(encoding="utf-8") for path in (self.project / "seeds").glob("*.txt")]
        words = [word for word in dict.fromkeys(re.findall(r"^ {10}- (\S+)$", themes, re.MULTILINE)) if word not in self.results["spent"]]
        share = {word: sum(word in text for text in texts) / len(texts) for word in words}
        word = min(words, key=lambda one: abs(share[one] - 0.02))
        self._spend(word)
        themes = re.sub(rf"^ {{10}}- {re.escape(word)}\n", "", themes, flags=re.MULTILINE)
        rules.write_text(f"{head}\nthemes:\n{themes}", encoding="utf-8")

    def _add_seed(self) -> None:
        first = self.documents + len(self._spend("seed")) - 1
        corpus.seeds(self.project / "seeds", first + 1, first=first)

    # beside

    def _beside(self) -> None:
        beside = self.folder / "beside"
        self._once("plain", lambda: self._plain(beside))
        self._cell(
            "beside/Material", "mkdocs", "build", "--quiet", "--config-file", "material.yml", "--site-dir", "material", folder=beside
        )
        self._cell("beside/MkDocs", "mkdocs", "build", "--quiet", "--config-file", "bare.yml", "--site-dir", "bare", folder=beside)
        self._cell("beside/Zensical", "zensical", "build", "--config-file", "zensical.yml", folder=beside)
        self._cell(
            "beside/Pagefind", "pagefind", "--site", str(self.folder / "built"), "--output-path", str(beside / "pagefind"), folder=beside
        )
        (self.folder / "cut.py").write_text(f"{CUT}\n", encoding="utf-8")
        self._cell("beside/jieba", "cut", folder=beside)
        self._sizes(Material=beside / "material/search", Pagefind=beside / "pagefind", index=self.folder / "built" / FOLDER)

    def _plain(self, beside: Path) -> dict[str, Any]:
        shutil.rmtree(beside, ignore_errors=True)
        pages, digest = plain.convert(self.project / "site", beside / "docs")
        for name, theme in (("material", plain.MATERIAL), ("bare", plain.BARE), ("zensical", f"site_dir: zensical\n{plain.MATERIAL}")):
            (beside / f"{name}.yml").write_text(plain.CONFIG.format(theme=theme), encoding="utf-8")
        characters = sum(len(path.read_text(encoding="utf-8")) for path in (beside / "docs").rglob("*.md"))
        return {"pages": pages, "sha256": digest, "characters": characters, "script": sha256(Path(plain.__file__).read_bytes()).hexdigest()}

    def _search(self) -> dict[str, float]:
        from tests.bench import asking

        return asking.ask(self.project / "site")


def fingerprint() -> str:
    """Of all code that is measured or measures."""
    digest = sha256()
    for part in (*corpus.PARTS, "tests/bench"):
        files = sorted((ROOT / part).rglob("*")) if (ROOT / part).is_dir() else [ROOT / part]
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def hashed(site: Path) -> str:
    """Of all files below `site` and their names."""
    digest = sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        digest.update(path.relative_to(site).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
