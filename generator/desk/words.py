"""The words the desk shows for the format's fields and codes: those of the rules, by the names of lists in a profile."""

from typing import Any

from generator.model import THEMES
from generator.profiles.format.shape import FIELDS, LISTS, MODELS, SETS, key_order
from generator.profiles.merge.threeway import MACHINES
from generator.rules import Rules

_CODES = {
    ("measures", "themes"): "themes", ("indicators", "concept"): "concepts", ("indicators", "qualifier"): "qualifiers",
    ("regions", "level"): "levels", ("regions", "basis"): "bases", ("documents_cited", "kind"): "kinds", ("gaps", "kind"): "gaps",
    ("honours", "level"): "honours", ("source", "completeness"): "completeness", ("review", "status"): "review",
}  # fmt: skip
"""Fields that hold a code, and whose."""


def words(rules: Rules) -> dict[str, Any]:
    """By kind of item its label and fields, each with label, help and codes; and the labels of all codes and reasons."""
    vocabulary = rules.vocabulary.by_name
    kinds: dict[str, Any] = {}
    for kind, model in MODELS.items():
        entry = rules.fields.models[model.__name__]
        fields = [
            {
                "name": name,
                "label": entry.fields[name].label,
                "help": entry.fields[name].help,
                "codes": _CODES.get((kind, name)),
                "needed": FIELDS[kind].get(name, 0) is None and model.model_fields[name].is_required(),
            }
            for name in key_order(kind)
            if (name not in LISTS or name == "ethnic_groups") and name not in MACHINES
        ]
        kinds[kind] = {"label": entry.label, "fields": fields}
    region = rules.fields.models["Region"].fields
    for kind in SETS:
        kinds[kind] = {
            "label": region[kind].label,
            "fields": [{"name": "text", "label": region[kind].label, "help": region[kind].help, "codes": None, "needed": True}],
        }
    codes = {name: {code: entry.label.zh for code, entry in entries.items()} for name, entries in vocabulary.items()}
    return {
        "kinds": kinds,
        "codes": codes,
        "themes": list(THEMES),
        "reasons": {reason.id: reason.zh for reason in rules.account.reason.values()},
        "things": dict(rules.account.kinds),
    }
