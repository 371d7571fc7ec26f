"""Where sentences and clauses of a text begin and end; marks inside quotation marks and brackets do not part clauses."""

import re
from bisect import bisect_left, bisect_right

from generator.language.marks import CLOSES, OPENS

_ENDS = ",。;:!?\n"
CLAUSE_END = re.compile(f"[{_ENDS}]")
"""What ends a clause; whoever minds marks and brackets around it asks `Clauses`."""
STATEMENT_END = re.compile(r"[。;!?]")
"""What ends a sentence, or one of several set apart by semicolons, within a line."""
JOINTS = "、和及与"
"""What joins the items of an enumeration."""
SENTENCE_END = re.compile(r"[。!?…\n]")
LONGEST = 400
"""No clause is longer; where punctuation is missing, the search ends here."""
_MARK = re.compile(rf"[{OPENS}{CLOSES},。;!?:…\n]")
_LINE = re.compile(r"\n")


def clause_start(text: str, place: int, longest: int = LONGEST) -> int:
    """Where the clause up to `place` begins, at most `longest` characters before it; marks around it are not minded."""
    first = max(0, place - longest)
    for end in _ENDS:
        first = max(first, text.rfind(end, first, place) + 1)
    return first


def clause_before(text: str, place: int, longest: int = 40) -> str:
    """The clause up to `place`, or its last `longest` characters."""
    return text[clause_start(text, place, longest) : place]


def clause_end(text: str, place: int, end: int | None = None) -> int:
    """Where the clause at `place` ends; at `end`, or where the text does, if nothing ends it before."""
    last = len(text) if end is None else end
    match = CLAUSE_END.search(text, place, last)
    return match.start() if match else last


class Clauses:
    """The sentences and clauses of `body[start:end]`; every place asked for and answered is an offset into `body`."""

    def __init__(self, body: str, start: int, end: int) -> None:
        self.body, self.first, self.last = body, start, end
        self._sentences = [start] + [m.end() for m in SENTENCE_END.finditer(body, start, end)]
        self._marks = [m.start() for m in _MARK.finditer(body, start, end)]
        self.lines = [start] + [m.end() for m in _LINE.finditer(body, start, end)]
        """Where its paragraphs begin."""

    def sentence(self, place: int) -> int:
        """Where the sentence that holds `place` begins."""
        return self._sentences[max(0, bisect_right(self._sentences, place) - 1)]

    def sentence_end(self, place: int) -> int:
        """Where the sentence that holds `place` ends, behind what ends it."""
        following = bisect_right(self._sentences, place)
        return self._sentences[following] if following < len(self._sentences) else self.last

    def line(self, place: int) -> int:
        """Where the paragraph that holds `place` begins."""
        return self.lines[max(0, bisect_right(self.lines, place) - 1)]

    def line_end(self, place: int) -> int:
        """Where the paragraph that holds `place` ends, its line break left off."""
        following = bisect_right(self.lines, place)
        return self.lines[following] - 1 if following < len(self.lines) else self.last

    def start(self, place: int) -> int:
        """Where the clause that holds `place` begins; inside brackets, behind the opening one."""
        depth, first = 0, max(self.first, place - LONGEST)
        for number in range(bisect_left(self._marks, place) - 1, -1, -1):
            mark = self._marks[number]
            if mark < first:
                break
            char = self.body[mark]
            if char in CLOSES:
                depth += 1
            elif char in OPENS:
                if char == "(" and depth == 0:
                    return mark + 1
                depth = max(0, depth - 1)
            elif char == "\n" or depth == 0:
                return mark + 1
        return min(place, first)

    def end(self, place: int) -> int:
        """Where the clause that holds `place` ends; inside brackets, before the closing one."""
        depth, last = 0, min(self.last, place + LONGEST)
        for number in range(bisect_left(self._marks, place), len(self._marks)):
            mark = self._marks[number]
            if mark >= last:
                break
            char = self.body[mark]
            if char in OPENS:
                depth += 1
            elif char in CLOSES:
                if depth == 0 and char == ")":
                    return mark
                depth = max(0, depth - 1)
            elif char == "\n" or depth == 0:
                return mark
        return max(place, last)
