"""Where on its page each item of a report stands: anchors that outlive edits, and the pages themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator import model, yaml_io
from generator.profiles.merge import addresses

Anchors = Mapping[str, Mapping[yaml_io.Path, str | None]]
"""By profile id and the path of an item, e.g. ('regions', 0, 'measures', 2): the anchor it has had; None for what a person
added. Profiles that nobody edited need not be there."""


def anchored(entries: Iterable[tuple[model.Profile, int, model.Region]], known: Anchors) -> dict[str, dict[yaml_io.Path, str]]:
    """The anchors of all items by profile id and path; `entries` are the regions of documents, oldest document first.

    Two documents with one anchor on a page, which merging avoids, leave it to the older one; what a person added gives
    way to all that was read.
    """
    read, added = list[tuple[str, str, yaml_io.Path, str]](), list[tuple[str, str, yaml_io.Path, str]]()
    asked = defaultdict[tuple[str, str], set[str]](set)  # by page and document
    for profile, index, entry in entries:
        page, had = page_of(profile, entry), known.get(profile.id) or {}
        for path, kind, words in _items(entry, ("regions", index)):
            stem = addresses.stem(kind, words)
            anchor = had.get(path, "") if had else addresses.numbered(stem, asked[page, profile.id])
            if anchor:
                asked[page, profile.id].add(anchor)
            (read if anchor else added).append((profile.id, page, path, anchor or stem))
    reserved, taken = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for (page, _), found in asked.items():
        reserved[page] |= found
    made = defaultdict[str, dict[yaml_io.Path, str]](dict)
    for name, page, path, anchor in read:
        made[name][path] = addresses.numbered(anchor, reserved[page]) if anchor in taken[page] else anchor
        taken[page].add(anchor)
        reserved[page].add(made[name][path])
    for name, page, path, stem in added:
        made[name][path] = addresses.numbered(stem, reserved[page])
        reserved[page].add(made[name][path])
    return made


def page_of(profile: model.Profile, entry: model.Region) -> str:
    """Address of the page a region of a profile is shown on, from the site's root."""
    return f"regions/{entry.adcode}/" if entry.adcode else f"documents/{profile.id}/"


def _items(entry: model.Region, root: yaml_io.Path) -> Iterator[tuple[yaml_io.Path, str, str]]:
    """Path, kind and words of everything that has an anchor, in the order of the file."""
    for number, measure in enumerate(entry.measures):
        yield (*root, "measures", number), "measures", measure.heading
        for inner, indicator in enumerate(measure.indicators):
            yield (*root, "measures", number, "indicators", inner), "indicators", indicator.quote
    lists: tuple[tuple[str, Sequence[model.Indicator | model.Honour | model.Network]], ...] = (
        ("indicators", entry.indicators),
        ("honours", entry.honours),
        ("networks", entry.networks),
    )
    for kind, found in lists:
        for number, one in enumerate(found):
            yield (*root, kind, number), kind, one.quote
