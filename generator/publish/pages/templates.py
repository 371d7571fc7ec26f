"""The templates in `templates/pages/`: compiled together, so that all their mistakes are told before a page is made."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jinja2

from generator.errors import GeneratorError, Problem
from generator.publish import escape
from generator.workspace import Workspace


class Templates:
    """All templates, with the filters and names every one of them may use."""

    def __init__(self, workspace: Workspace, filters: Mapping[str, Callable[..., Any]], **names: Any) -> None:
        """Raises GeneratorError with every template that is none."""
        self._workspace, self._folder = workspace, workspace.templates / "pages"
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self._folder, encoding="utf-8"),
            autoescape=True,
            extensions=[escape.Door],
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._env.filters.update(filters)
        self._env.globals.update(names)
        if problems := list(self._mistakes()):
            raise GeneratorError(problems)

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

    def _problem(self, file: str, line: int, message: str) -> Problem:
        return Problem(self._workspace.show(self._folder / file), line, int(line > 0), message=message)
