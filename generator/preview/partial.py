"""Builds a part of the site with MkDocs: the pages being looked at first, then the others a few at a time.

Works through a plugin of its own, which nobody has to set up; the site that is published is built without it.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from generator import settings
from generator.publish import engine
from generator.workspace import Workspace, write_bytes

MANY = 200
"""Pages built in one go, about five seconds: what is done then stays done when something changes again."""


class Superseded(BaseException):
    """Something changed again before all was made. No error: MkDocs, which logs every Exception, lets it pass."""


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """A plugin that has nothing to be set."""


class Part(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Has MkDocs build a part of the pages that are newer than their files: those of `wanted`, or else MANY of them.

    Decides once for each file: MkDocs asks before it reads it and again before it writes the page, and one that is saved in
    between would be written without having been read. `alone` leaves the other pages of regions and documents out of
    sight, which saves a second in a thousand; only Markdown links could lead to them, and generated pages have none.

    Writes every file whole in place of MkDocs, which would write into one that is just being served.
    """

    def __init__(self, wanted: set[str] | None = None, alone: bool = False, superseded: Callable[[], bool] = lambda: False) -> None:
        self._wanted, self._alone, self._superseded = wanted, alone, superseded
        self.left = True
        """Whether there are more pages to be built."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        seen, count = [], 0
        for file in files:
            deep = file.src_uri.count("/") > 1 and not file.src_uri.startswith("assets/")
            if self._wanted is not None and self._alone and deep and file.src_uri not in self._wanted:
                continue
            modified = file.is_modified()
            if modified and file.is_documentation_page():
                count += self._wanted is None
                modified = file.src_uri in self._wanted if self._wanted is not None else count <= MANY
            setattr(file, "is_modified", lambda modified=modified: modified)  # noqa: B010
            setattr(file, "copy_file", lambda dirty=False, file=file: _copy(file, dirty))  # noqa: B010
            seen.append(file)
        self.left = count > MANY
        return Files(seen)

    def on_page_markdown(self, markdown: str, **_: Any) -> str:
        self._go_on()
        return markdown

    def on_page_context(self, context: TemplateContext, **_: Any) -> TemplateContext:
        self._go_on()
        return context

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        _write(Path(page.file.abs_dest_path), output.encode("utf-8", "xmlcharrefreplace"))
        return ""  # so that MkDocs writes nothing

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        _write(Path(config.site_dir, template_name), output_content.encode("utf-8"))
        return ""

    def _go_on(self) -> None:
        if self._superseded():
            raise Superseded


def _copy(file: File, dirty: bool) -> None:
    if not dirty or file.is_modified():
        _write(Path(file.abs_dest_path), file.content_bytes)


def _write(path: Path, data: bytes) -> None:
    """Writes a file whole; one that is the same already is new all the same, or it would be built again and again."""
    if not write_bytes(path, data):
        os.utime(path)


def build(workspace: Workspace, site: Path, part: Part, dirty: bool) -> None:
    """Builds `part` into `site`; everything where not `dirty`. Raises GeneratorError, MkDocsException, or whatever a template raises."""
    engine.whole(workspace)
    # Edit links that lead nowhere are left out; MkDocs would warn of each.
    config = load_config(str(workspace.root / settings.FILE), site_dir=str(site), edit_uri="")
    config.plugins["part"] = part
    config.plugins.on_startup(command="serve", dirty=dirty)
    build_site(config, dirty=dirty)
