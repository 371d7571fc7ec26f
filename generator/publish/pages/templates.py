"""The templates in `templates/pages/`, compiled together, so that all their mistakes are told before a page is made; and the two languages.

A page in English shows the contents of its Chinese twin through a template of its own (templates/pages/en/): nothing is worked out
twice. Regions and documents have none: links lead to their Chinese pages.
"""

import json
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import CodeType
from typing import Any, NamedTuple

import jinja2
from jinja2.bccache import Bucket

from generator import model
from generator.errors import GeneratorError, Problem
from generator.publish import escape, verbatim
from generator.settings import ENGLISH
from generator.workspace import Workspace

TWINS = (
    "index.md",
    "regions/index.md",
    "documents/index.md",
    "compare/index.md",
    *(f"compare/{concept}/index.md" for concept in model.CONCEPTS),
    "compare/documents/index.md",
    "compare/networks/index.md",
    "compare/honours/index.md",
    "programmes/index.md",
    "themes/index.md",
    *(f"themes/{theme}/index.md" for theme in model.THEMES),
    "data/index.md",
    "data/codebook/index.md",
    "data/quality/index.md",
)
"""The generated pages that have an English twin, by their path below `docs/`."""
ABOUT = "about/index.md"
"""Written by hand in Chinese, where its head names its twin."""
# All that templates write in Markdown; the rest is HTML.
_LEDE, _FIRST = re.compile(r'<p class="lede">.*?</p>', re.DOTALL), re.compile(r"<p>.*?</p>", re.DOTALL)
_TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)
DESCRIBED = 160
"""Characters of a page's description at most."""
_HEADING = re.compile(rf"^{escape.HEADING}(#{{2,4}} .* {{ #[\w.-]+ }})$", re.MULTILINE)


class Contents(NamedTuple):
    """What a page shows, whatever language its words are in."""

    template: str
    """Its name without the ending."""
    values: Mapping[str, Any]


Make = Callable[[], Contents | str]
"""What makes a page's contents, or the whole text of what is none."""


def show(template: str, **values: Any) -> Contents:
    """The contents of a page."""
    return Contents(template, values)


class _Compiled(jinja2.BytecodeCache):
    """What templates were compiled to in this process, by their file and text: a preview makes its pages anew with each edit."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives the code of the template, where it is known."""
        bucket.code = self._held.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Holds the code of a template that was compiled."""
        if bucket.code:
            self._held[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Templates:
    """All templates, with the filters and names every one of them may use."""

    def __init__(self, workspace: Workspace, filters: Mapping[str, Callable[..., Any]], **names: Any) -> None:
        """Raises GeneratorError with every template that is none."""
        self._workspace, self._folder = workspace, workspace.templates / "pages"
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self._folder, encoding="utf-8"),
            autoescape=True,
            extensions=[escape.Door],
            bytecode_cache=_COMPILED,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._env.filters.update(filters)
        self._env.globals.update(names)
        if problems := list(self._mistakes()):
            raise GeneratorError(problems)

    def page(self, contents: Contents, folder: str = "", head: str = "") -> str:
        """The source of a page by the template in `folder`, with `head` at the end of its front matter; raises GeneratorError like `render`."""
        name = f"{folder}{contents.template}.md.jinja"
        front, ends, body = self.render(name, **contents.values).lstrip().partition("\n---\n")
        if not ends:  # it may have been read while it was being saved
            raise GeneratorError(self._problem(name, 0, "has no front matter, which stands between two lines ---"))
        front = "\n".join(filter(None, (front, head, _description(front, body))))
        # Blank lines are the templates' layout; HTML needs none.
        parts = [re.sub(r"\n{2,}", "\n", part.strip("\n")) for part in _HEADING.split(body)]
        if lost := next((part for part in parts if escape.HEADING in part), ""):
            heading = lost.partition(escape.HEADING)[2].partition("\n")[0]
            raise GeneratorError(self._problem(name, 0, f"has a heading without an id: {heading}", "end its line with { #id }"))
        blocks = (part if number % 2 else verbatim.mark(part) for number, part in enumerate(parts) if part)
        return f"{front}\n---\n\n" + "\n\n".join(blocks) + "\n"

    def render(self, name: str, **values: Any) -> str:
        """What a template makes of `values`; raises GeneratorError where it cannot: a name that is not there, for example."""
        try:
            return self._env.get_template(name).render(**values)
        except jinja2.TemplateNotFound as error:
            raise GeneratorError(self._problem(str(error.name or name), 0, "is missing")) from None
        except jinja2.TemplateError as error:
            # Whichever template the mistake stands in is the last of them that was being rendered.
            places = [(f.filename, f.lineno or 0) for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".jinja")]
            file, line = places[-1] if places else (name, 0)
            raise GeneratorError(self._problem(file, line, error.message or type(error).__name__)) from None

    def _mistakes(self) -> Iterator[Problem]:
        for name in self._env.list_templates(extensions=["jinja"]):
            try:
                self._env.get_template(name)
            except jinja2.TemplateSyntaxError as error:
                yield self._problem(name, error.lineno, error.message or "is no template")
            except UnicodeDecodeError as error:
                yield self._problem(name, 0, f"is not UTF-8 text, from byte {error.start} on")

    def _problem(self, file: str, line: int, message: str, hint: str = "") -> Problem:
        return Problem(self._workspace.show(self._folder / file), line, int(line > 0), message=message, hint=hint)


def _description(front: str, body: str) -> str:
    """The line of the front matter that says what a page is about, where it has none: its title and the words it opens with."""
    title, opening = _TITLE.search(front), _LEDE.search(body) or _FIRST.search(body)
    if not (title and opening) or "\ndescription:" in front:
        return ""
    named = json.loads(title[1]) if title[1].startswith('"') else title[1]
    words = f"{escape.plain(named)}：{escape.plain(opening[0])}"
    return f"description: {escape.meta(words if len(words) <= DESCRIBED else words[: DESCRIBED - 1] + '…')}"


def editions(pages: Mapping[str, Make], templates: Templates) -> dict[str, Callable[[], str]]:
    """What makes the text of each page in Chinese, and of its twin in English, by path below `docs/`."""
    made: dict[str, Callable[[], str]] = {path: partial(_text, templates, make) for path, make in pages.items()}
    for path in TWINS:
        made[path] = partial(_text, templates, pages[path], head=f"twin: {ENGLISH + _address(path)}")
    twins: dict[str, Make] = {**{path: pages[path] for path in TWINS}, ABOUT: partial(show, "about")}
    for path, make in twins.items():
        made[ENGLISH + path] = partial(_text, templates, make, ENGLISH, f"lang: en\ntwin: {_address(path) or './'}")
    return made


def _address(path: str) -> str:
    return path.removesuffix("index.md")


def _text(templates: Templates, make: Make, folder: str = "", head: str = "") -> str:
    """The text of a page; `head` is what the theme reads of it besides what its template says."""
    contents = make()
    return templates.page(contents, folder, head) if isinstance(contents, Contents) else contents
