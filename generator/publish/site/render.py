"""MkDocs as a maker of single pages: from one file below docs/ to the bytes that `mkdocs build` would write for it.

MkDocs' own build walks, reads and renders everything; here the same steps are taken for the pages that are asked for, in this
process or in several. What it warns of is told with the page. Not here: what is to be made.
"""

import logging
import re
import traceback
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from gzip import GzipFile
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_timestamp, get_relative_url

from generator import settings, workers
from generator.errors import GeneratorError, Problem
from generator.files import Stamp
from generator.publish.site import links
from generator.workspace import Workspace, write_bytes

_UNUSED = re.compile(r"assets/javascripts/|\.map$")
"""Of the theme's files: its scripts, which no page loads, and the sources of its styles."""
SEVERAL = 128
"""Pages from which on several processes pay: to begin one takes as long as ten."""


class Rendered(NamedTuple):
    """A page that was made."""

    source: str
    made: str
    stamp: Stamp
    links: Any
    """What `links.found` says."""
    warnings: list[str]


class Renderer:
    """MkDocs with the settings of `workspace`, for pages in `site`. `names` are the files below docs/.

    Raises what MkDocs raises of its settings; what it warns of meanwhile is in `warnings`.
    """

    def __init__(self, workspace: Workspace, site: Path, names: Collection[str]) -> None:
        self._templates = workspace.templates
        with told() as self.warnings:
            config = load_config(str(workspace.root / settings.FILE), site_dir=str(site.resolve()))
            if not config.repo_url and "://" not in (config.edit_uri or ""):
                config.edit_uri = None  # a link that leads nowhere, of which MkDocs would warn on every page
            config.plugins.on_startup(command="build", dirty=False)
            self._config = config = config.plugins.on_config(config)
            self._files = _Sources(names, config)
            self._nav = config.plugins.on_nav(get_navigation(self._files, config), config=config, files=self._files)
            self._env = config.plugins.on_env(config.theme.get_env(), config=config, files=self._files)
        self._base = urlsplit(config.site_url or "/").path
        self.templates = frozenset(config.theme.static_templates)
        """What the theme makes besides pages, by name."""

    def places(self, names: Collection[str]) -> dict[str, str]:
        """What each of these files below docs/ is in the site; empty where it is left out."""
        files = self._files.every(names)
        return {file.src_uri: file.dest_uri if _shown(file) else "" for file in files}

    def pages(self, names: Sequence[str]) -> Iterator[Rendered]:
        """Makes pages, a great many in several processes; raises GeneratorError with what a template does wrong."""
        for made in workers.each(self._told_page, names, few=SEVERAL):
            if isinstance(made, list):
                raise GeneratorError(made)
            yield made

    def _told_page(self, name: str) -> Rendered | list[Problem]:
        """What is wrong is told here: an error on its way between processes loses its place."""
        try:
            return self.page(name)
        except Exception as error:
            return problems(error, self._templates)

    def page(self, name: str) -> Rendered:
        """Makes the page of one file below docs/."""
        config, plugins = self._config, self._config.plugins
        file = self._files.get_file_from_path(name)
        assert file is not None
        page = file.page or Page(None, file, config)
        with told() as warnings:
            page = plugins.on_pre_page(page, config=config, files=self._files)
            page.read_source(config)
            page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=self._files)
            page.render(config, self._files)
            page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=self._files)
            page.active = True
            try:
                context = get_context(self._nav, [], config, page)
                template = self._env.get_template(page.meta.get("template", "main.html"))
                context = plugins.on_page_context(context, page=page, config=config, nav=self._nav)
                html = plugins.on_post_page(template.render(context), page=page, config=config)
            finally:
                page.active = False
        if page not in self._nav.pages:
            self._files.remove(file)  # with its page, or memory would grow with every one
        stamp = self._write(file.dest_uri, html.encode("utf-8", "xmlcharrefreplace"))
        return Rendered(name, file.dest_uri, stamp, links.found(html, file.dest_uri, self._base), warnings)

    def template(self, name: str, names: Collection[str] = ()) -> dict[str, Stamp]:
        """Makes one of the theme's `templates`; the sitemap has the pages among `names`."""
        files = [file for file in self._files.every(names) if _shown(file) and file.is_documentation_page()]
        files.sort(key=file_sort_key)
        for file in files:
            file.page = file.page or Page(None, file, self._config)
        base = self._base if name == "404.html" else get_relative_url(".", name)
        context = get_context(self._nav, files, self._config, base_url=base)
        text = self._env.get_template(name).render(context)
        if not text.strip():
            return {}
        data = text.encode()
        made = {name: self._write(name, data)}
        if name == "sitemap.xml":
            packed = BytesIO()
            time = get_build_timestamp(pages=[file.page for file in files if file.page])
            with GzipFile(filename=f"{name}.gz", fileobj=packed, mode="wb", mtime=time) as out:
                out.write(data)
            made[f"{name}.gz"] = self._write(f"{name}.gz", packed.getvalue())
        return made

    def assets(self) -> list[str]:
        """Every file of the theme's that is copied as it is; what no page uses is left out."""
        files = Files([])
        files.add_files_from_theme(self._config.theme.get_env(), self._config)
        return [file.src_uri for file in files if not _UNUSED.search(file.src_uri)]

    def copy(self, name: str) -> tuple[str, Stamp] | None:
        """Copies a file of docs/ or, where there is none, of the theme; where it is now, None where neither has it."""
        file = self._files.get_file_from_path(name)
        return (file.dest_uri, self._write(file.dest_uri, file.content_bytes)) if file else None

    def _write(self, name: str, data: bytes) -> Stamp:
        path = Path(self._config.site_dir, name)
        write_bytes(path, data)
        stat = path.stat()
        return stat.st_size, stat.st_mtime_ns


class _Sources(Files):
    """All files of docs/ and the theme: a File is made of one when MkDocs asks for it, which takes longer than all else for most."""

    def __init__(self, names: Collection[str], config: Any) -> None:
        super().__init__([])
        self._names, self._config = frozenset(names), config

    def get_file_from_path(self, path: str) -> File | None:
        name = PurePath(path).as_posix()
        return self._src_uris.get(name) or next(iter(self.every([name])), None)

    def every(self, names: Collection[str]) -> list[File]:
        """Those of `names` that there are."""
        config = self._config
        new = []
        for name in names:
            if name not in self._src_uris:
                folder = config.docs_dir if name in self._names else _themed(name, config.theme.dirs)
                if folder:
                    new.append(File(name, folder, config.site_dir, config.use_directory_urls))
        set_exclusions(new, config)
        for file in new:
            self.append(file)
        return [self._src_uris[name] for name in names if name in self._src_uris]


def _shown(file: File) -> bool:
    """Whether it is part of the site: settings may leave it out."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def _themed(name: str, folders: Sequence[str]) -> str | None:
    """The folder of the theme's that has a file to be copied; of pages it makes templates."""
    if name.startswith("..") or name.endswith(".html"):
        return None
    return next((folder for folder in folders if Path(folder, name).is_file()), None)


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


@contextmanager
def told() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile."""
    logger, handler = logging.getLogger("mkdocs"), _Told(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)


class _Told(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.lines = list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(" ".join(record.getMessage().split()))
