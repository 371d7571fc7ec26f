"""Random hands for the merge's property tests: a person at a profile, a machine at a reading, and what must come of it.

Every item carries an identity of its own here, which the merge never sees: what the merge has to find out from quotes,
the oracle knows. The profile is written by a writer of many styles that shares no code with the generator's.
"""

from __future__ import annotations

import copy
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator import yaml_io
from generator.profiles.text.evidence import Evidence
from generator.reader.article import inputs
from tests.project import FROZEN

KEYS = {
    "gaps": "quote", "measures": "heading", "indicators": "quote", "documents_cited": "title", "programmes": "name",
    "honours": "quote", "networks": "quote", "clues": "text", "ethnic_groups": "text", "regions": "name",
}  # fmt: skip
SETS = ("clues", "ethnic_groups")
CHILDREN = {
    "source": ["gaps"],
    "regions": ["clues", "measures", "indicators", "documents_cited", "programmes", "honours", "networks", "ethnic_groups"],
    "measures": ["indicators"],
}
DEFAULTS = {"of": None, "qualifier": "exact", "period": None, "concept": None, "count": None, "characters": None, "summary": None}
CHOICES: dict[str, list[Any]] = {
    "of": [None, "漕涧镇", "村民"], "value": [1, 2, 30, 47.5, 1900, 52000], "unit": ["个", "场次", "人次", "元", "%"], "qualifier": ["exact", "over", "about"],
    "period": [None, "2020", "2016-2020", "2024-03"], "concept": [None, "lectures", "audience"], "item": ["甲活动", "乙项目（其中）", "丙: 会议"],
    "themes": [["education"], ["security", "culture"], [], ["exchange"]], "level": [1, 2, 3], "kind": ["law", "media", "policy"],
    "count": [None, 3, 7], "title": ["改过的名称", "'引'号#名"], "holder": ["某村", "某局"], "levels": [2, 3, 5], "characters": [None, 5, 99],
}  # fmt: skip
FIELDS = {
    "gaps": ["characters"], "measures": ["level", "themes"], "indicators": ["item", "of", "value", "unit", "qualifier", "period", "concept"],
    "documents_cited": ["kind"], "programmes": ["count"], "honours": ["title", "holder"], "networks": ["levels"],
}  # fmt: skip


@dataclass(eq=False)
class Node:
    """An item with its identity."""

    kind: str
    uid: int
    fields: dict[str, Any]
    at: tuple[int, int] | None = None
    children: dict[str, list[Node]] = field(default_factory=dict)

    def walk(self) -> Iterator[tuple[Node | None, Node]]:
        """All items below, each with what it stands in."""
        for group in self.children.values():
            for child in group:
                yield self, child
                yield from child.walk()


@dataclass
class Case:
    """One document: its source, the reading as a tree and what stands around the tree."""

    name: str
    text: str
    evidence: Evidence
    head: dict[str, Any]
    tree: Node
    pool: list[Node]
    """Figures that stand in the source and are in no reading yet: what a person may add and a machine may find."""


def cases() -> list[Case]:
    """The frozen corpus' readings, each as a case."""
    found = []
    for path in sorted((FROZEN / "seeds" / "readings").glob("*.yml")):
        data = yaml_io.load(path.read_text(encoding="utf-8"), path.name).data
        seed = FROZEN / "seeds" / data["source"]["file"]
        text = inputs.extract(seed.read_bytes(), seed.name).text
        found.append(make_case(path.stem, text, data))
    return found


def make_case(name: str, text: str, data: dict[str, Any]) -> Case:
    count = iter(range(10_000))

    def node(kind: str, raw: dict[str, Any], region: int = 0) -> Node:
        if kind in SETS:
            return word(kind, raw["text"], region)
        own = {k: v for k, v in raw.items() if k not in CHILDREN.get(kind, ()) and k not in ("at", "rule", "confidence")}
        made = Node(kind, next(count), {**{k: v for k, v in DEFAULTS.items() if k in ALL[kind]}, **own}, raw.get("at") and tuple(raw["at"]))
        for key in CHILDREN.get(kind, ()):
            made.children[key] = [node(key, {"text": r} if key in SETS else r, made.uid) for r in raw.get(key, [])]
        return made

    evidence = Evidence(text)
    source = node("source", data["source"])
    root = Node("root", next(count), {}, None, {"source": [source], "regions": [node("regions", r) for r in data["regions"]]})
    taken = [n.at for _, n in root.walk() if n.kind == "indicators" and n.at]
    pool = []
    rng = random.Random(len(text))
    while len(pool) < 6:
        start = rng.randrange(len(text) - 20)
        span = (start, start + rng.randrange(8, 18))
        quote = text[span[0] : span[1]]
        if (
            not any(span[0] < b and a < span[1] for a, b in taken)
            and quote.strip() == quote
            and "\n" not in quote
            and len(evidence.find(quote)) == 1
        ):
            taken.append(span)
            fields = {
                **{k: v for k, v in DEFAULTS.items() if k in ALL["indicators"]},
                "item": quote[:4],
                "value": len(pool) + 3,
                "unit": "处",
                "quote": quote,
            }
            pool.append(Node("indicators", next(count), fields, span))
    head = {k: data[k] for k in ("schema", "id")}
    return Case(name, text, evidence, head, root, pool)


def word(kind: str, text: str, region: int) -> Node:
    """An entry of a set: the same text in the same region is the same entry."""
    return Node(kind, 10_000 + zlib.crc32(f"{kind} {text} {region}".encode()), {"text": text})


ALL = {
    "source": [], "regions": [], "clues": [], "ethnic_groups": [], "gaps": ["characters"], "measures": ["summary"],
    "indicators": ["of", "qualifier", "period", "concept"], "documents_cited": [], "programmes": ["count"], "honours": [], "networks": [],
}  # fmt: skip


HOT = ("indicators", "measures")


class Hand:
    """Random changes of a tree, as a person or as the machine makes them; each operation is three whole numbers."""

    def __init__(self, case: Case, tree: Node, person: bool) -> None:
        self.case, self.tree, self.person = case, tree, person

    def nodes(self, *kinds: str) -> list[tuple[Node, Node]]:
        return [(parent, n) for parent, n in self.tree.walk() if parent and n.kind in kinds]

    def do(self, operation: str, which: int, how: int) -> None:
        getattr(self, "_" + operation)(which, how)

    def _pick(self, which: int, *kinds: str) -> tuple[Node, Node] | None:
        found = self.nodes(*kinds)
        return found[which % len(found)] if found else None

    def _hot(self, which: int, how: int) -> None:
        """Something with one of a few figures and measures, so that both hands meet."""
        getattr(self, ["_change", "_change", "_requote", "_move", "_delete"][which % 5])(-1 - which // 5 % 4, how)

    def _change(self, which: int, how: int) -> None:
        picked = self._pick(which, *(FIELDS if which >= 0 else HOT))
        if picked:
            name = FIELDS[picked[1].kind][how % len(FIELDS[picked[1].kind])]
            options = CHOICES[name]
            picked[1].fields[name] = copy.deepcopy(options[how // 7 % len(options)])

    def _requote(self, which: int, how: int) -> None:
        """Takes in a few more characters of the source, or gives some up."""
        picked = self._pick(which, *(("indicators", "measures", "networks", "honours") if which >= 0 else HOT))
        if not picked or not picked[1].at:
            return
        node = picked[1]
        same = [n for _, n in self.nodes(node.kind) if n.at == node.at]
        start, end = node.at
        room = max(1, (end - start) // 4)
        span = [(start + how % (room + 1), end), (start, end - how % (room + 1)), (start, end + how % (room + 1))][how // 5 % 3]
        quote = " ".join(self.case.text[span[0] : span[1]].split())
        others = [n.at for _, n in self.nodes(node.kind) if n.at and n.at != node.at]
        if (
            quote
            and len(same) == 1
            and not any(span[0] < b and a < span[1] for a, b in others)
            and len(self.case.evidence.find(quote)) == 1
        ):
            node.fields[KEYS[node.kind]] = quote
            node.at = span

    def _delete(self, which: int, how: int) -> None:
        picked = self._pick(which, *((*FIELDS, *SETS) if which >= 0 else HOT))
        if picked:
            parent, node = picked
            if node.kind == "measures" and how % 2:
                home = self._region(node)
                home.children["indicators"] += node.children["indicators"]
            parent.children[node.kind].remove(node)

    def _region(self, node: Node) -> Node:
        return next(r for r in self.tree.children["regions"] if any(n is node for _, n in r.walk()))

    def _add(self, which: int, how: int) -> None:
        new = copy.copy(self.case.pool[which % len(self.case.pool)])
        if any(n.uid == new.uid for _, n in self.tree.walk()):
            return
        new.fields = dict(new.fields)
        if how % 3 == 0:
            new.fields["value"] = 1000 + how
        homes = [n for _, n in self.tree.walk() if n.kind in ("measures", "regions")]
        group = homes[how % len(homes)].children["indicators"]
        group.insert(how % (len(group) + 1), new)

    def _move(self, which: int, how: int) -> None:
        picked = self._pick(which, "indicators")
        if picked:
            parent, node = picked
            region = self._region(node)
            homes = [region, *region.children["measures"]]
            parent.children["indicators"].remove(node)
            group = homes[how % len(homes)].children["indicators"]
            group.insert(how % (len(group) + 1), node)

    def _swap(self, which: int, how: int) -> None:
        picked = self._pick(which, *FIELDS) if self.person else None
        if picked:
            group = picked[0].children[picked[1].kind]
            other = group[how % len(group)]
            a, b = group.index(picked[1]), group.index(other)
            group[a], group[b] = group[b], group[a]

    def _word(self, which: int, how: int) -> None:
        """A clue more, or a group."""
        region = self.tree.children["regions"][which % len(self.tree.children["regions"])]
        kind = SETS[how % 2]
        text = ["回族", "满族", "一条线索: #1", "又一条,线索"][how // 2 % 4]
        group = region.children[kind]
        if not any(n.fields["text"] == text for n in group):
            group.append(word(kind, text, region.uid))

    def _district(self, which: int, how: int) -> None:
        """A region goes, or turns out to be another one."""
        regions = self.tree.children["regions"]
        region = regions[which % len(regions)]
        if how % 2 and len(regions) > 3:
            regions.remove(region)
        else:
            code = f"9{region.uid % 1000:03}{how % 7:02}"
            region.fields |= {"name": f"某{code}县", "adcode": code, "basis": "inferred"}

    def _source(self, which: int, how: int) -> None:
        node = self.tree.children["source"][0]
        node.fields[["byline", "publisher", "published"][which % 3]] = [None, "2021-05", "2022"][how % 3]

    def _person(self, which: int, how: int) -> None:
        """What only people do."""
        if not self.person:
            return
        if which % 2 and (picked := self._pick(which, "measures")):
            picked[1].fields["summary"] = "编辑的话: 其一, 其二 # 三"
        else:
            region = self.tree.children["regions"][which % len(self.tree.children["regions"])]
            region.fields["basis"] = "confirmed"


# Regions go and come twice as often as most else: what is remembered of them is the least direct.
OPERATIONS = (
    "hot", "hot", "hot", "change", "change", "requote", "delete", "delete", "add", "move", "swap", "word", "source", "district",
    "district", "person",
)  # fmt: skip


class Writer:
    """Writes a tree as a person's YAML might look; knows of every line whose it is, and which items bear a comment."""

    def __init__(self, rng: random.Random, plain: bool) -> None:
        self.rng, self.plain = rng, plain
        self.lines: list[tuple[str, Node | None, str]] = []
        self.commented: set[int] = set()
        self.comments = 0

    def chance(self, share: float) -> bool:
        return not self.plain and self.rng.random() < share

    def write(self, case: Case, tree: Node, review: str) -> str:
        for key, value in case.head.items():
            self.put(f"{key}: {self.scalar(value)}", None, "")
        source = tree.children["source"][0]
        self.put("source:", source, "")
        self.mapping(source, 2, "")
        self.put(f"review: {{status: {review}, by: '某人'}}", None, "")
        self.put("regions:", None, "")
        for region in tree.children["regions"]:
            self.mapping(region, 4, "  - ")
        newline = "\r\n" if self.chance(0.1) else "\n"
        text = newline.join(line for line, _, _ in self.lines) + ("" if self.chance(0.1) else newline)
        return ("\ufeff" if self.chance(0.05) else "") + text

    def put(self, line: str, node: Node | None, name: str) -> None:
        if self.chance(0.02) and node and not line.rstrip().endswith((":", "|-")):
            self.comments += 1
            line += f"  # 注{self.comments}"
            self.commented.add(node.uid)
        self.lines.append((line, node, name))

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return "null" if value is None else str(value)
        if self.chance(0.1):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return "'" + value.replace("'", "''") + "'"

    def mapping(self, node: Node, indent: int, dash: str) -> None:
        """A mapping's lines, the first behind its dash."""
        if dash and self.chance(0.03):
            self.comments += 1
            self.commented.add(node.uid)
            self.lines.append((" " * (len(dash) - 2) + f"# 注{self.comments}", node, "comment"))
        elif dash and self.chance(0.03):
            self.lines.append(("", None, "blank"))
        fields = {k: v for k, v in node.fields.items() if k not in DEFAULTS or v != DEFAULTS[k] or self.chance(0.05)}
        if dash and node.kind not in CHILDREN and self.chance(0.04):
            inner = ", ".join(f"{k}: {self.flow(v)}" for k, v in fields.items())
            self.put(f"{dash}{{{inner}}}", node, "*")
            return
        names = list(fields)
        if self.chance(0.1):
            self.rng.shuffle(names)
        pad = dash or " " * indent
        for name in [*names, *CHILDREN.get(node.kind, ())]:
            if name in CHILDREN.get(node.kind, ()):
                self.group(node, name, indent)
            elif name == "summary" and fields[name] and self.chance(0.5):
                self.put(f"{pad}summary: >-", node, name)
                self.lines.append((" " * (indent + 2) + str(fields[name]), node, name))
            else:
                self.put(f"{pad}{name}: {self.flow(fields[name])}", node, name)
            pad = " " * indent

    def flow(self, value: Any) -> str:
        return "[" + ", ".join(map(self.flow, value)) + "]" if isinstance(value, list) else self.scalar(value)

    def group(self, node: Node, kind: str, indent: int) -> None:
        entries = node.children[kind]
        pad = " " * indent
        if not entries:
            if node.kind != "measures" or self.chance(0.2):
                self.put(f"{pad}{kind}: []", node, kind)
            return
        if kind == "ethnic_groups" and not self.chance(0.2):
            self.put(f"{pad}{kind}: {self.flow([e.fields['text'] for e in entries])}", node, kind)
            return
        self.put(f"{pad}{kind}:", node, kind)
        step = 0 if self.chance(0.1) else 2
        for entry in entries:
            if kind in SETS:
                self.put(f"{pad}{' ' * step}- {self.scalar(entry.fields['text'])}", entry, "text")
            else:
                self.mapping(entry, indent + step + 2, pad + " " * step + "- ")


def reading(case: Case, tree: Node) -> str:
    """A tree as a reading's text, with offsets."""

    def data(node: Node) -> Any:
        if node.kind in SETS:
            return node.fields["text"]
        made = {k: v for k, v in node.fields.items() if k not in DEFAULTS or v != DEFAULTS[k]}
        for kind in CHILDREN.get(node.kind, ()):
            entries = [data(n) for n in node.children[kind]]
            if entries or node.kind != "measures":
                made[kind] = entries
        return made | ({"at": list(node.at)} if node.at and node.kind != "source" else {})

    whole = {**case.head, "source": data(tree.children["source"][0]), "review": {"status": "unreviewed"}}
    return yaml_io.dump(whole | {"regions": [data(r) for r in tree.children["regions"]]})


def flat(tree: Node) -> dict[int, tuple[Node, Node]]:
    """Every item by identity, with what it stands in."""
    return {node.uid: (parent, node) for parent, node in tree.walk() if parent}


Outcome = dict[int, tuple[int, dict[str, Any]]]


def expected(base: Node, mine: Node, new: Node, commented: set[int]) -> tuple[Outcome, set[tuple[int, str]]]:
    """What must come of a merge: every item's home and fields by identity, and the conflicts (item, field)."""
    b, p, r = flat(base), flat(mine), flat(new)
    made: Outcome = {}
    conflicts = set()
    touched = set()

    def there(uid: int) -> bool:
        """Whether an item of the reading is in the profile or comes in."""
        return uid in p or (uid not in b and uid in r and (r[uid][0].kind == "root" or there(r[uid][0].uid)))

    for uid in {**p, **r}:
        if uid not in p:
            if uid not in b:
                home = r[uid][0]
                if not there(home.uid) and home.kind == "measures":
                    home = r[home.uid][0]
                if home.kind == "root" or there(home.uid):
                    made[uid] = (home.uid, r[uid][1].fields)
            continue
        home, node = p[uid]
        fields = dict(node.fields)
        where = home.uid
        if uid in b:
            old = b[uid][1].fields
            confirmed = fields.get("basis") == "confirmed"
            hands = {k for k in fields if fields[k] != old.get(k) or (confirmed and k in ("name", "adcode", "level", "parent", "basis"))}
            if hands or home.uid != b[uid][0].uid or uid in commented:
                touched.add(uid)
            if uid in r:
                now = r[uid][1].fields
                for k in fields:
                    if k in now and now[k] != old.get(k):
                        if k not in hands:
                            fields[k] = now[k]
                        elif fields[k] != now[k] and not (confirmed and k == "basis"):
                            conflicts.add((uid, k))
                target = r[uid][0].uid
                if target != b[uid][0].uid and target != home.uid:
                    if home.uid != b[uid][0].uid:
                        conflicts.add((uid, "within"))
                    elif there(target):
                        where = target
        made[uid] = (where, fields)
    for kinds in ([k for k in KEYS if k not in ("measures", "regions")], ["measures"], ["regions"]):
        for uid in [u for u in made if u in p and u in b and u not in r and p[u][1].kind in kinds]:
            if uid not in touched and not any(home == uid for home, _ in made.values()):
                del made[uid]
    return made, conflicts


def load_plain(text: str) -> Any:
    """YAML as another library's loader has it, all scalars as text, so that the generator's own is not trusted."""
    return yaml.load(text, Loader=yaml.BaseLoader)
