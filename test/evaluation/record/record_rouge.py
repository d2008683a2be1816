"""Scores of texts against one or more references, with and without stems, and bootstrap intervals of their means."""

import random

import numpy as np
from rouge_score import rouge_scorer, scoring

import inputs

TYPES = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
BY_HAND = [
    ("", ["the gate"]),
    ("the gate", [""]),
    ("", [""]),
    ("?! ...", ["the gate"]),
    ("?! ...", ["\u2026"]),
    ("gate", ["gate"]),
    ("Gate", ["gates"]),
    ("the gate opens", ["the gate opens"]),
    ("the the the the", ["the gate the"]),
    ("gate gate", ["gate gate gate\ngate"]),
    ("opens the gate", ["the gate opens"]),
    ("a b c d e f g", ["g f e d c b a"]),
    ("a b a b a c", ["b a c a b a"]),
    ("the gate\nopens slowly", ["slowly the gate\nopens"]),
    ("the gate\n\n\nopens slowly\n", ["\nthe gate opens slowly"]),
    ("\n\n", ["\n"]),
    ("...\nthe gate", ["the gate\n???"]),
    ("a b\na b\na b", ["a b c\nc b a\na a a"]),
    ("\u0130stanbul \u212aelvin", ["i stanbul kelvin"]),
    ("\u6771\u4eac", ["\u6771\u4eac"]),
    ("na\u00efve caf\u00e9", ["na ve caf"]),
    ("the tide turns at 7pm", ["tide turns at 7 pm", "the tide", "turns at seven"]),
    ("the gate", ["the", "gate", "the gate is shut and stays shut"]),
    ("a c", ["a b", "b c", "c"]),
    ("a b", ["a", "a b c d"]),
    ("a b", ["a b c d", "a"]),
    ("the bus was shy", ["the bu wa shi", "buses shied"]),
    ("one two three", ["", "three two one"]),
    ("rationally hopeful engineers", ["rational hope of engineering", "rationally hopping engines"]),
    ("\x1c\x85 gate\u2028tide\x0btide", ["gate tide\rtide"]),
]


def cases():
    dice = random.Random(11)
    yield from BY_HAND
    for round in range(56):
        reference = inputs.text(dice, dice.randint(1, 30) if round < 50 else 150, line_ends=round % 2 == 0)
        kept = [word for word in reference.split(" ") if dice.random() < 0.7] + [
            inputs.text(dice, dice.randint(0, 5), line_ends=True)
        ]
        if dice.random() < 0.3:
            dice.shuffle(kept)
        others = [inputs.text(dice, dice.randint(0, 20), line_ends=True) for _ in range(dice.choice([0, 0, 1, 3]))]
        yield " ".join(kept), [*others, reference] if dice.random() < 0.5 else [reference, *others]


def scores_of(scorer, prediction, references):
    return {name: list(map(float, score)) for name, score in scorer.score_multi(references, prediction).items()}


def record():
    plain, stemming = (rouge_scorer.RougeScorer(TYPES, use_stemmer=stemmer) for stemmer in (False, True))
    items = list(cases())
    recorded = [
        {
            "prediction": prediction,
            "references": references,
            "plain": scores_of(plain, prediction, references),
            "stemmed": scores_of(stemming, prediction, references),
        }
        for prediction, references in items
    ]
    np.random.seed(3)
    aggregator = scoring.BootstrapAggregator(n_samples=20_000)
    for prediction, references in items:
        aggregator.add_scores(plain.score_multi(references, prediction))
    intervals = {
        name: {bound: list(map(float, getattr(aggregate, bound))) for bound in ("low", "mid", "high")}
        for name, aggregate in aggregator.aggregate().items()
    }
    return "rouge", {"cases": recorded, "intervals": {"samples": 20_000, "plain": intervals}}, ["rouge-score", "nltk", "numpy"]
