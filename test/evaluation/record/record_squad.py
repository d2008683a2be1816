"""Scores of the scripts of SQuAD 1.1 (in tf-models-official) and 2.0 (in transformers), and what Python takes for letters."""

import hashlib
import random
import re
import types
import unicodedata

from official.nlp.tools import squad_evaluate_v1_1
from transformers.data.metrics import squad_metrics

import inputs

BY_HAND = [
    ("the gate", ["The Gate!"]),
    ("", [""]),
    ("", ["gate"]),
    ("gate", [""]),
    ("the", ["an"]),
    ("a", ["..."]),
    ("the", ["the gate", "a"]),
    ("gate gate tide", ["gate tide tide"]),
    ("a cat", ["cat", "dog"]),
    ("x", ["y", "x", "x y"]),
    ("tide, gate", ["gate tide"]),
    ("theatre an analogy", ["atre alogy"]),
    ("co-operate", ["cooperate", "co operate"]),
    ("U.S.A.", ["usa"]),
    ("the_end", ["end", "theend"]),
    ("a1 the2 an\u00b2 the\u00bd", ["1 2 \u00b2 \u00bd"]),
    ("\u00e4the the\u00e4 the\u4eac", ["\u00e4 \u4eac"]),
    ("a\u0301 an\u0301 the\u0301", ["\u0301 \u0301 \u0301"]),
    ("the\u2011gate \u2014a\u2014", ["\u2011gate \u2014 \u2014"]),
    ("gate\x1ctide\x1dx\x1ey\x1fz\x85end", ["gate tide x y z end"]),
    ("gate\u00a0tide\u2003x\u3000y\u2028z\u2029", ["gate tide x y z"]),
    ("\ufeffthe gate", ["gate", "\ufeff gate"]),
    ("\u200bthe gate", ["\u200b gate"]),
    (
        "\u039f\u0394\u039f\u03a3 \u03a3 \u0391\u03a3.\u0391",
        ["\u03bf\u03b4\u03bf\u03c2 \u03c3 \u03b1\u03c3\u03b1", "\u03bf\u03b4\u03bf\u03c3 \u03c3"],
    ),
    ("\u0130stanbul", ["istanbul", "i\u0307stanbul"]),
    ("STRASSE", ["stra\u00dfe"]),
    ("$5,000 `x` {y} ~z~ |w|", ["5000 x y z w"]),
    ("\u00ab gate \u00bb \u2018tide\u2019", ["gate tide"]),
    ("\U0001f600 the \U0001f600", ["\U0001f600 \U0001f600"]),
    ("\U0001d400the the\U0001d400", ["\U0001d400"]),
    ("A", ["a", "A"]),
]


def cases():
    dice = random.Random(29)
    yield from BY_HAND
    for _ in range(60):
        answer = inputs.text(dice, dice.randint(1, 6))
        prediction = dice.choice([answer, answer.upper(), f"the {answer}", inputs.text(dice, 2) + answer, inputs.text(dice, 3)])
        yield prediction, [answer, *(inputs.text(dice, dice.randint(0, 4)) for _ in range(dice.choice([0, 0, 2])))]


def by_1_1(items):
    questions = [
        {"id": str(index), "answers": [{"text": text} for text in references]} for index, (_, references) in enumerate(items)
    ]
    predictions = {str(index): prediction for index, (prediction, _) in enumerate(items)}
    of = lambda asked: squad_evaluate_v1_1.evaluate([{"paragraphs": [{"qas": asked}]}], predictions)
    pair = lambda scores: [float(scores["exact_match"]), float(scores["final_f1"])]
    return {"items": [pair(of([question])) for question in questions], "mean": pair(of(questions))}


def by_2_0(items):
    examples = [
        types.SimpleNamespace(qas_id=index, answers=[{"text": text} for text in references])
        for index, (_, references) in enumerate(items)
    ]
    predictions = {index: prediction for index, (prediction, _) in enumerate(items)}
    exact, f1 = squad_metrics.get_raw_scores(examples, predictions)
    total = squad_metrics.squad_evaluate(examples, predictions)
    return {
        "items": [[float(exact[index]), float(f1[index])] for index in predictions],
        "percent": [float(total["exact"]), float(total["f1"])],
    }


def runs(holds):
    """First and last of each run of code points."""
    found = []
    for point in range(0x110000):
        if not holds(chr(point)):
            continue
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def unicode_tables():
    assigned = lambda character: unicodedata.category(character) not in ("Cn", "Cs", "Co")
    lower = "\n".join(chr(point).lower() for point in range(0x110000) if assigned(chr(point)))
    return {
        "version": unicodedata.unidata_version,
        "assigned": runs(assigned),
        "whiteSpace": runs(str.isspace),
        "word": runs(lambda character: re.match(r"\w", character) is not None),
        "sha256OfLowerCase": hashlib.sha256(lower.encode()).hexdigest(),
    }


def record():
    items = list(cases())
    unanswerable = [("", []), ("gate", []), ("the", []), ("gate", ["the", "a gate"])]
    listed = lambda pairs: [{"prediction": prediction, "references": references} for prediction, references in pairs]
    fixture = {
        "cases": listed(items),
        "casesOf2": listed(items + unanswerable),
        "version1": by_1_1(items),
        "version2": by_2_0(items + unanswerable),
        "unicode": unicode_tables(),
    }
    return "squad", fixture, ["tf-models-official", "transformers"]
