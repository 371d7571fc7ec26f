"""The promises of hand edits, over random edits of the shipped profiles and random changes of their readings."""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.places import gazetteer
from generator.profiles.diff import differences
from generator.profiles.format.messages import parse
from generator.profiles.merge.kept import Kept
from generator.profiles.merge.rewrite import MergeResult, merge_profile
from generator.profiles.text.evidence import squeeze
from generator.profiles.text.fix import fix_text
from generator.publish.corpus import corpus
from tests.profiles.merge import hands
from tests.profiles.merge.hands import DEFAULTS, OPERATIONS, SETS, Case, Hand, Node, Outcome, Writer, expected, flat, reading
from tests.project import RULES

Operation = tuple[str, int, int]
operations = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 2_000), st.integers(0, 2_000)), max_size=12)
patient = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@cache
def shipped() -> list[Case]:
    return hands.cases()


pytestmark = pytest.mark.skipif(not shipped(), reason="no readings in seeds/readings/: run `make update`")
case_numbers = st.integers(0, max(0, len(shipped()) - 1))
# What the two long tests are tried on; `make soak` tries them on more.
PROMISES = (case_numbers, operations, operations, st.integers(0, 10_000), st.booleans(), st.booleans())
CHAINS = (case_numbers, operations, st.lists(operations, min_size=2, max_size=4))


def changed(case: Case, tree: Node, steps: list[Operation], person: bool) -> Node:
    made = copy.deepcopy(tree)
    hand = Hand(case, made, person)
    for step in steps:
        hand.do(*step)
    return made


def canonical(entries: Any) -> Any:
    """Nested items in an order of their own, keys at their default left out."""
    if isinstance(entries, list):
        return sorted((canonical(e) for e in entries), key=repr)
    if isinstance(entries, dict):
        kept = {k: v if k == "themes" else canonical(v) for k, v in entries.items() if k not in DEFAULTS or v != DEFAULTS[k]}
        return tuple(sorted((k, v) for k, v in kept.items() if not (k == "indicators" and v == [])))
    return entries


def as_data(root: Node, trees: list[Node], outcome: Outcome) -> Any:
    """An outcome as nested data."""
    kinds = {uid: node.kind for tree in trees for uid, (_, node) in flat(tree).items()}

    def data(uid: int) -> Any:
        fields = outcome[uid][1]
        if kinds[uid] in SETS:
            return fields["text"]
        made: dict[str, Any] = {kind: [] for kind in hands.CHILDREN.get(kinds[uid], ())}
        for child, (home, _) in outcome.items():
            if home == uid:
                made[kinds[child]].append(data(child))
        return {**fields, **made}

    top = [uid for uid, (home, _) in outcome.items() if home == root.uid]
    return canonical([data(uid) for uid in top])


def check(case: Case, mine: Node, new: Node, text: str, writer: Writer, result: MergeResult, checked: bool) -> None:
    outcome, conflicts = expected(case.tree, mine, new, writer.commented)
    tree, _ = parse(result.text, "merged")
    got = canonical([tree.data["source"], *tree.data["regions"]])
    assert got == as_data(case.tree, [case.tree, mine, new], outcome)
    # conflicts: each once, on the line of its field
    assert Counter(p.field.rpartition(".")[2] for p in result.conflicts) == Counter(name for _, name in conflicts)
    lines = result.text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for problem in result.conflicts:
        name = problem.field.rpartition(".")[2]
        path = tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", problem.field))
        assert path not in tree.marks or f"{name}:" in lines[problem.line - 1], problem
    # what nothing happened to keeps its bytes and its order
    before = flat(mine)
    rest = iter(result.text.removeprefix("\ufeff").splitlines())
    for line, node, name in writer.lines:
        if not free(line, node, name, before, outcome, checked):
            assert line in rest, f"lost or moved: {line!r}"
    for number in range(1, writer.comments + 1):
        assert len([line for line in lines if line.endswith(f"# 注{number}")]) == 1
    assert result.text.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in result.text) == ("\r\n" in text)
    if not result.changes:
        assert result.text == text
    if checked:
        assert (tree.data["review"]["status"] == "unreviewed") == (result.text != text)
    assert tree.data["review"]["by"] == "某人"


def free(line: str, node: Node | None, name: str, before: dict[int, tuple[Node, Node]], outcome: Outcome, checked: bool) -> bool:
    """Whether a merge may have touched a line of the profile."""
    if node is None:
        return not line or (checked and line.startswith("review:"))
    chain: Node | None = node
    while chain is not None and chain.uid in before:
        if chain.uid not in outcome or outcome[chain.uid][0] != before[chain.uid][0].uid:
            return True  # gone or moved, with what stands in it
        chain = before[chain.uid][0]
    fields = outcome[node.uid][1]
    if name == "*":
        return fields != node.fields
    if name in node.children:
        was = {n.uid for n in node.children[name]}
        return was != {u for u, (home, _) in outcome.items() if home == node.uid and u in was | set(outcome)} or not was
    return name in fields and fields[name] != node.fields[name]


@settings(patient, max_examples=60)
@given(*PROMISES)
def test_every_promise(number: int, by_hand: list[Operation], by_machine: list[Operation], style: int, plain: bool, checked: bool) -> None:
    case = shipped()[number]
    mine = changed(case, case.tree, by_hand, True)
    new = changed(case, case.tree, by_machine, False)
    writer = Writer(random.Random(style), plain)
    text = writer.write(case, mine, "checked" if checked else "unreviewed")
    base, read = reading(case, case.tree), reading(case, new)
    result = merge_profile(text, base, read, source=case.text)
    check(case, mine, new, text, writer, result, checked)
    # twice changes nothing, nor does merging again after a kill before the base was written
    for old in (read, base):
        again = merge_profile(result.text, old, read, source=case.text)
        assert again.text == result.text and not again.changes


@settings(patient, max_examples=12)
@given(*CHAINS)
def test_hand_edits_outlive_a_chain_of_readings(number: int, by_hand: list[Operation], by_machine: list[list[Operation]]) -> None:
    """Readings that lose, find and change things one after the other; what people did is for good."""
    case = shipped()[number]
    mine = changed(case, case.tree, by_hand, True)
    base, kept = reading(case, case.tree), None
    text = Writer(random.Random(0), plain=True).write(case, mine, "unreviewed")
    ledger = Ledger(flat(case.tree), flat(mine))
    anchors = addresses(case, text, base, Kept())
    for steps in by_machine:
        new = changed(case, case.tree, steps, False)
        read = reading(case, new)
        result = merge_profile(text, base, read, source=case.text, kept=kept)
        text, base, kept = result.text, read, result.kept
        before = {uid: anchors[key] for uid, key in ledger.words().items() if key in anchors}
        ledger.read(flat(new))
        anchors = addresses(case, text, base, kept)
        after = {uid: anchors[key] for uid, key in ledger.words().items() if key in anchors}
        assert {uid: after[uid] for uid in before if uid in after} == {uid: before[uid] for uid in before if uid in after}
        assert Counter(map(repr, leaves(parse(text, "merged")[0].data))) == Counter(map(repr, ledger.leaves()))
        again = merge_profile(text, base, read, source=case.text, kept=kept)
        assert again.text == text and again.kept == kept


def addresses(case: Case, text: str, base: str, kept: Kept) -> dict[tuple[str, str], str]:
    """The anchors that a build would show, by kind and words of what has them; words that stand twice left out."""
    profile = parse(text, "profile")[1]
    done = differences(parse(base, "base")[1], profile, case.text, kept)
    known = {profile.id: done.anchors}
    (reports,) = corpus.gather([profile], gazetteer.load(RULES), known).by_document.values()
    found = [("indicators", f.indicator.quote, f.page, f.anchor) for report in reports for f in report.figures]
    for report in reports:
        found += [("measures", h.measure.heading, report.page, h.anchor) for h in report.headings]
        found += [("honours", h.item.quote, report.page, h.anchor) for h in report.honours]
        found += [("networks", n.item.quote, report.page, n.anchor) for n in report.networks]
    assert len({(page, anchor) for _, _, page, anchor in found}) == len(found)
    times = Counter((kind, squeeze(words)) for kind, words, _, _ in found)
    return {key: anchor for kind, words, _, anchor in found if times[key := (kind, squeeze(words))] == 1}


class Ledger:
    """What the profile must hold after each of several readings, homes left aside."""

    def __init__(self, base: dict[int, tuple[Node, Node]], mine: dict[int, tuple[Node, Node]]) -> None:
        self.kinds = {uid: node.kind for tree in (base, mine) for uid, (_, node) in tree.items()}
        self.held = {uid: dict(node.fields) for uid, (_, node) in mine.items()}
        self.deleted = set(base) - set(mine)
        self.regions = {uid for uid in self.deleted if base[uid][1].kind == "regions"}
        # No reading changes these: added by a person, or edited and then lost by the machine.
        self.frozen = set(mine) - set(base)
        self.edited = {u: {k for k in mine[u][1].fields if mine[u][1].fields[k] != base[u][1].fields.get(k)} for u in mine if u in base}
        self.touched = {u for u, names in self.edited.items() if names or mine[u][0].uid != base[u][0].uid}

    def read(self, new: dict[int, tuple[Node, Node]]) -> None:
        for uid in [u for u in self.held if u not in new and u not in self.frozen]:
            if uid in self.touched:
                self.frozen.add(uid)
            else:
                del self.held[uid]
        for uid, (home, node) in new.items():
            self.kinds[uid] = node.kind
            if uid not in self.held and {home.uid, new.get(home.uid, (home,))[0].uid} & self.regions:
                self.deleted.add(uid)  # what comes up inside a deleted region is as deleted as the rest of it
            if uid not in self.deleted and uid not in self.frozen:
                kept = {k: self.held[uid][k] for k in self.edited.get(uid, ())}
                self.held[uid] = {**node.fields, **kept}

    def words(self) -> dict[int, tuple[str, str]]:
        """Kind and words of what the profile holds; of words that stand twice any."""
        return {u: (self.kinds[u], squeeze(str(f.get("quote") or f.get("heading") or ""))) for u, f in self.held.items()}

    def leaves(self) -> list[Any]:
        return [canonical(fields) for uid, fields in self.held.items() if self.kinds[uid] not in hands.CHILDREN]


def leaves(data: Any, kind: str = "") -> list[Any]:
    """Every item of a profile that has no items in it."""
    found = []
    for key, value in data.items():
        if key in hands.KEYS and isinstance(value, list):
            for entry in value:
                if key in SETS:
                    found.append(canonical({"text": entry}))
                elif key in hands.CHILDREN:
                    found += leaves(entry)
                else:
                    found.append(canonical(entry))
        elif key == "source":
            found += leaves(value)
    return found


def compared(data: Any) -> Any:
    """A profile's data as mending leaves it: a figure that is another's has no concept."""
    if isinstance(data, list):
        return [compared(entry) for entry in data]
    if isinstance(data, dict):
        return {key: compared(value) for key, value in data.items() if key != "concept" or not data.get("of")}
    return data


@settings(patient, max_examples=25)
@given(case_numbers, operations, st.integers(0, 10_000))
def test_mending_changes_no_value_and_loses_no_comment(number: int, by_hand: list[Operation], style: int) -> None:
    case = shipped()[number]
    writer = Writer(random.Random(style), plain=False)
    text = writer.write(case, changed(case, case.tree, by_hand, True), "unreviewed")
    mended, done = fix_text(text)
    assert canonical(parse(mended, "mended")[0].data) == canonical(compared(parse(text, "profile")[0].data))
    assert all(mended.count(f"# 注{number}") == text.count(f"# 注{number}") for number in range(1, writer.comments + 1))
    assert fix_text(mended) == (mended, [])
    assert bool(done) == (mended != text)
