"""Runs MkDocs over docs/ in this process, strictly: whatever it warns of stops the site. The preview builds parts by other ways."""

import logging
import os
import subprocess
import traceback
from pathlib import Path

import jinja2
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from generator import settings
from generator.errors import GeneratorError, Problem
from generator.files import strange
from generator.workspace import Workspace


def build(workspace: Workspace, site: Path) -> int:
    """Builds `site`, which is `free`, and returns its number of pages; raises GeneratorError with each warning."""
    whole(workspace)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_change(workspace.root))

    logger, told = logging.getLogger("mkdocs"), _Told(logging.WARNING)
    logger.addHandler(told)
    try:
        config = load_config(str(workspace.root / settings.FILE), site_dir=str(site.resolve()), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        build_site(config)
    except Abort:
        raise GeneratorError([Problem(settings.FILE, message=f"MkDocs: {line}") for line in told.lines]) from None
    except Exception as error:
        raise GeneratorError(problems(error, workspace.templates)) from None
    finally:
        logger.removeHandler(told)
    return sum(1 for _ in site.rglob("*.html"))


def free(workspace: Workspace, site: Path) -> None:
    """Raises GeneratorError where `site` holds something other than a site: MkDocs empties the folder first."""
    ours = site.resolve() == (workspace.root / "site").resolve() or (site / "sitemap.xml").exists()
    if not ours and site.is_dir() and any(site.iterdir()):
        hint = "name a new folder or an empty one"
        raise GeneratorError(Problem(workspace.show(site), message="holds something other than a site", hint=hint))


def whole(workspace: Workspace) -> None:
    """Raises GeneratorError with what below docs/ and the theme is no file: MkDocs would copy a device or wait for a pipe without end."""
    found = [error for folder in (workspace.docs, workspace.templates) for error in strange(folder)]
    if found:
        hint = "take it away, or put a file in its place"
        raise GeneratorError(
            Problem(workspace.show(Path(e.filename)), message=f"cannot be published: {e.strerror}", hint=hint) for e in found
        )


def problems(error: Exception, templates: Path) -> list[Problem]:
    """What an editor did wrong, told with its place; raises `error` where it is nobody's fault but the program's."""
    if isinstance(error, GeneratorError):
        return error.problems
    if isinstance(error, jinja2.TemplateSyntaxError):
        return [Problem(error.filename or error.name or "templates", error.lineno, 1, message=error.message or "is no template")]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(templates)]
    if frames:
        return [Problem(frames[-1].filename, frames[-1].lineno or 0, 1, message=f"{type(error).__name__}: {error}")]
    if isinstance(error, MkDocsException):
        return [Problem(settings.FILE, message=str(error))]
    raise error


class _Told(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.lines = list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(" ".join(record.getMessage().split()))


def _last_change(root: Path) -> str:
    """When the tree was last committed, in seconds: the date in the sitemap, so that two builds give the same bytes; "0" without git."""
    try:
        done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError:
        return "0"
    return done.stdout.strip() or "0"
