"""What pages show that other stages make: tables, charts, what people changed, scores."""

import json
from collections.abc import Mapping
from functools import cached_property

from generator import model
from generator.profiles.diff import Edits
from generator.publish.charts import charts
from generator.publish.charts.charts import Chart, Sizes
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

    @cached_property
    def chart_keys(self) -> Mapping[str, str]:
        """What the chart of each concept is made of: the rows of its table."""
        return {concept: self.tables.all[f"concept-{concept}"].key for concept in model.CONCEPTS if concept in self.charts}

    @cached_property
    def sizes(self) -> Mapping[str, Sizes]:
        """Those of every chart; to know that of a concept's it need not be laid out again."""
        if not self.known:
            return {name: chart.sizes for name, chart in self.charts.items()}
        cache, keys = self.known.of("charts"), self.chart_keys
        kept = {key: json.loads(data) for key, data in cache.get(keys.values()).items()}
        sizes = {name: kept.get(keys.get(name, "")) or chart.sizes for name, chart in self.charts.items()}
        cache.put({key: json.dumps(sizes[name]).encode() for name, key in keys.items() if key not in kept}, keys.values())
        return sizes
