"""What pages show that other stages make: tables, charts, what people changed, scores."""

from collections.abc import Mapping
from functools import cached_property

from generator.profiles.diff import Edits
from generator.publish.charts import charts
from generator.publish.charts.charts import Chart
from generator.publish.corpus.corpus import Corpus
from generator.publish.data.lines import Known, Tables
from generator.publish.data.scores import Quality
from generator.rules import Rules


class Extras:
    """What other stages make and pages show, made when first asked for."""

    def __init__(self, rules: Rules, corpus: Corpus, edits: Mapping[str, Edits], quality: Quality, known: Known | None = None) -> None:
        self._rules, self._corpus, self.tables = rules, corpus, Tables(rules, corpus, known)
        self.edits, self.quality, self.known = edits, quality, known
        self.machine = {name: done.machine() for name, done in edits.items()}

    @cached_property
    def charts(self) -> Mapping[str, Chart]:
        """`timeline`, and by concept's id."""
        return charts.build(self._rules, self._corpus)
