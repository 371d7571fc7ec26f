"""What a text of 100 kB and a file at the limits cost: seconds and memory, of a process of its own."""

import json
import subprocess
import sys

import pytest

from tests.hostile.texts import FILES, TEXTS, repeated
from tests.project import ROOT

RUN = """
import json, resource, sys, time
from pathlib import Path
from generator.errors import GeneratorError
from generator.reader import reading
from generator.rules import Rules
reader = reading.Reader(Rules())
reader.read(Path(sys.argv[1]))  # what is loaded once
began = time.process_time()
try:
    reading.text(reader.read(Path(sys.argv[2])))
    said = ""
except GeneratorError as error:
    said = str(error)
print(json.dumps([time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, said]))
"""
FIRST = next((ROOT / "tests/fixtures/corpus/seeds").glob("*.txt"))


def cost(path: object) -> tuple[float, float, str]:
    """Seconds, megabytes, and why it was refused."""
    done = subprocess.run([sys.executable, "-c", RUN, str(FIRST), str(path)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    seconds, megabytes, said = json.loads(done.stdout)
    return seconds, megabytes, said


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_100_kb_takes_two_seconds_at_most(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    path.write_text(repeated(TEXTS[name], 100_000 // 3), encoding="utf-8")
    seconds, _, said = cost(path)
    print(f"{name}: {seconds:.1f} s {said}")
    assert seconds <= 2


@pytest.mark.parametrize("name", FILES)
def test_a_file_within_the_limits_takes_20_seconds_and_600_mb_at_most(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file, made, _, largest = FILES[name]
    path = tmp_path_factory.mktemp("files") / file
    path.write_bytes(made(largest))
    seconds, megabytes, said = cost(path)
    print(f"{name}: {seconds:.1f} s, {megabytes:.0f} MB {said}")
    assert seconds <= 20 and megabytes <= 600 and "holds more" not in said
