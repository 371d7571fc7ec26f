"""The words and patterns of rules/honours.yml, as `honours` and `holders` use them."""

from __future__ import annotations

import re
from functools import cache

from generator.rules import Rules


@cache
def pattern(rules: Rules, field: str) -> re.Pattern[str]:
    """The pattern of that name in the rules."""
    return re.compile(getattr(rules.honours, field))
