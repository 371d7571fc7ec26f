"""What else places are or were called, for whoever searches by another name than the official one."""

from collections.abc import Iterable

from generator.places.gazetteer import Gazetteer


def called(places: Gazetteer, code: str) -> list[str]:
    """The official name of a division, then its others that are no part of it: 呼伦贝尔市, 呼伦贝尔盟, 呼盟; nothing where it has none."""
    official = places.get(code).name
    others = [name for name in sorted(places.meant.get(code, ())) if name not in official]
    return [official, *others] if others else []


def synonyms(places: Gazetteer, codes: Iterable[str]) -> list[list[str]]:
    """`called` of the divisions with these codes, and of those above them; what is no code of a division up to a county is passed over."""
    above = {step for code in codes for step in (code[:2] + "0000", code[:4] + "00", code[:6]) if step in places}
    return [names for names in (called(places, code) for code in sorted(above)) if names]
