"""What the recorders share: words to make texts of, and how a fixture is written."""

import importlib.metadata
import json
import pathlib
import platform

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"

WORDS = """the a an of to in on and or but not river rivers harbour gate gates gated gating tide tides tidal water waters watery
boat boats boating boatmen keeper keepers keeping kept opens opened opening close closes closed closing slowly quickly quick
engine engines engineer engineers engineering model models modelling modelled answer answers answered answering question questions
happy happily happiness hope hopeful hopefulness relate relational relation relations conditional rational rationally sky skies
dying lying news inning flies died agreed feed plastered bled motoring sing conflated troubled sized hopping tanned falling hissing
fizzed failing filing generalization generalizations oscillators controllers rolling 42 2026 7th 3d x1 co operate operator
analogously decisiveness formality sensitivity sensibility adjustable defensible irritant replacement adjustment dependent
adoption communism activate angularity effective probate rate cease""".split()

PUNCTUATION = [".", ",", "!", "?", "; ", " - ", "'s", "...", " (", ") ", "\u2014", "\u2026", "\t", "  "]
ODD = [
    "na\u00efve",
    "\u0130stanbul",
    "\u212aelvin",
    "Stra\u00dfe",
    "\u6771\u4eac",
    "caf\u00e9",
    "e\u0301t\u00e9",
    "\U0001f600",
    "\u041c\u043e\u0441\u043a\u0432\u0430",
]


def text(dice, length, line_ends=False):
    """Some words, now and then in capitals, with punctuation, letters of other scripts and line ends."""
    parts = []
    for _ in range(length):
        word = dice.choice(WORDS) if dice.random() < 0.96 else dice.choice(ODD)
        parts.append(dice.choice([word, word, word.capitalize(), word.upper()]))
        parts.append(dice.choice(PUNCTUATION) if dice.random() < 0.15 else "")
        parts.append("\n" if line_ends and dice.random() < 0.15 else " ")
    return "".join(parts)


def write(name, fixture, packages):
    versions = {package: importlib.metadata.version(package) for package in packages}
    recorded = {"recordedFrom": {"python": platform.python_version(), **versions}, **fixture}
    lines = json.dumps(recorded, allow_nan=False, separators=(",", ":")).replace("},{", "},\n{")
    (FIXTURES / f"{name}.fixture.json").write_text(lines + "\n", encoding="utf-8")
