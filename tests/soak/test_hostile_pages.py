"""Four hundred hostile strings in every field of text of profiles and seeds, in a real browser under the pages' policy."""

from pathlib import Path
from typing import Any

import pytest

from tests.hostile.pages.test_browser import tried
from tests.hostile.strings import COUNT


@pytest.mark.browser
def test_no_text_acts_in_a_browser(browser: Any, tmp_path: Path) -> None:
    tried(browser, tmp_path, range(COUNT), range(COUNT))
