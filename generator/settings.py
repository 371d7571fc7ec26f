"""What `mkdocs.yml` says that generated pages need: the site's name, its addresses, and the links made of them."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from generator.errors import GeneratorError, Problem

FILE = "mkdocs.yml"
ENGLISH = "en/"
"""Where the English pages stand, below `docs/` and in the site."""
EDIT_URI = "edit/main/docs/"
"""What follows the repository's address where `mkdocs.yml` does not say; MkDocs warns of a path without a repository."""


@dataclass(frozen=True)
class Settings:
    """What `mkdocs.yml` says that pages need."""

    name: str
    """The site's name, as citations give it."""
    url: str = ""
    """Where it is published, with a slash at its end; empty where nobody said."""
    repo_url: str = ""
    edit_uri: str = ""
    """What follows `repo_url` to edit a file of `docs/`, or a whole address."""
    contact: str = ""
    """Where readers report errors: a mail address or an https address."""
    english: str = ""
    """The site's name on its English pages."""

    def address(self, page: str) -> str:
        """`page`, an address from the site's root, as a reader would pass it on."""
        return self.url + page

    def edit_link(self, file: str) -> str:
        """The forge's editor for `file`, a path below `docs/`; empty without a repository."""
        if "://" in self.edit_uri:
            return _slashed(self.edit_uri) + quote(file)
        return f"{_slashed(self.repo_url)}{_slashed(self.edit_uri)}{quote(file)}" if self.repo_url and self.edit_uri else ""

    def contact_link(self, subject: str, body: str) -> str:
        """A mail with subject and body filled in, or the contact page; without a contact an issue at the forge, filled in; empty without both.

        A contact is named by hand, the repository by the forge's own job.
        """
        if "@" in self.contact and "/" not in self.contact:
            return f"mailto:{self.contact}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
        if self.contact or not self.repo_url:
            return self.contact
        place, title, text = ("-/", "issue[title]", "issue[description]") if "gitlab" in self.repo_url else ("", "title", "body")
        return f"{_slashed(self.repo_url)}{place}issues/new?{urlencode({title: subject, text: body}, quote_via=quote)}"


def load(root: Path) -> Settings:
    """Reads `mkdocs.yml` in `root`, environment variables resolved as MkDocs does; raises GeneratorError."""
    from mkdocs.exceptions import ConfigurationError
    from mkdocs.utils.yaml import yaml_load

    try:
        with (root / FILE).open(encoding="utf-8") as file:
            data = yaml_load(file)
    except FileNotFoundError:
        raise GeneratorError(Problem(FILE, message="is missing", hint="run the command in the project's folder")) from None
    except ConfigurationError as error:
        raise GeneratorError(Problem(FILE, message=f"cannot be read: {error}")) from None
    url, repo, extra = data.get("site_url") or "", data.get("repo_url") or "", data.get("extra") or {}
    contact, english = extra.get("contact") or "", extra.get("english") or {}
    for key, value in (("site_url", url), ("repo_url", repo), ("extra.contact", contact if "@" not in contact else "")):
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise GeneratorError(Problem(FILE, field=key, message=f"`{value}` is not an http or https address"))
    return Settings(
        data["site_name"], _slashed(url), repo, data.get("edit_uri") or EDIT_URI, contact, english.get("name") or data["site_name"]
    )


def _slashed(address: str) -> str:
    return address if not address or address.endswith(("/", "=")) else address + "/"
