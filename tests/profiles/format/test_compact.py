"""Profiles that are held by thousands: the same in less memory."""

import gc
import tracemalloc
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from generator import yaml_io
from generator.model import Profile
from tests.project import FROZEN

PATHS = sorted((FROZEN / "docs/profiles").glob("*.yml"))
TEXTS = [
    Profile.model_validate(yaml_io.plain(path.read_text(encoding="utf-8"), path.name)).model_dump_json(by_alias=True) for path in PATHS
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_compact_profile_is_the_same(text: str) -> None:
    profile = Profile.model_validate_json(text)
    made = profile.compact()
    assert made == profile and made is not profile and repr(made) == repr(profile)
    assert made.model_dump_json(by_alias=True, exclude_unset=True) == profile.model_dump_json(by_alias=True, exclude_unset=True)
    assert [one.model_fields_set for one in made.regions] == [one.model_fields_set for one in profile.regions]
    assert made.model_copy(update={"id": "b"}).id == "b" and made.id == profile.id


def test_a_compact_profile_cannot_be_changed_either() -> None:
    made = Profile.model_validate_json(TEXTS[0]).compact()
    for one in (made, made.source, made.regions[0].measures[0]):
        with pytest.raises(ValidationError, match="frozen"):
            one.note = "别的"  # type: ignore[union-attr]


def test_it_takes_less_than_half_of_the_memory() -> None:
    def bytes_of(make: Callable[[str], Profile]) -> int:
        make(TEXTS[0])
        gc.collect()
        tracemalloc.start()
        held = [make(text) for text in TEXTS * 3]
        gc.collect()
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return size // len(held)

    whole = bytes_of(Profile.model_validate_json)
    assert bytes_of(lambda text: Profile.model_validate_json(text).compact()) < whole / 2
