"""Reports of scikit-learn, and its averages of draws of the items."""

import random

import numpy as np
from sklearn.metrics import accuracy_score, classification_report, precision_recall_fscore_support

SORTED_APART = ["\U0001f600", "\uff21", "\u00e9", "z", "Z", "", "a b"]


def drawn(dice, labels, count, right):
    truth = [dice.choice(labels) for _ in range(count)]
    return truth, [label if dice.random() < right else dice.choice(labels) for label in truth]


def cases():
    dice = random.Random(13)
    yield ["a", "b", "b", "a"], ["a", "b", "b", "a"], None
    yield ["a"], ["a"], None
    yield ["a"], ["b"], None
    yield ["a", "a", "a"], ["a", "a", "a"], None
    yield ["a", "b", "c"], ["a", "b", "b"], None
    yield ["a", "a", "b"], ["a", "c", "b"], None
    yield ["a", "b"], ["b", "a"], None
    # Eighths, halfway between two hundredths.
    yield ["a"] * 8 + ["b"] * 8, ["a"] + ["b"] * 15, None
    yield ["a"] * 8 + ["b"] * 8, ["a"] * 3 + ["b"] * 5 + ["a"] * 5 + ["b"] * 3, None
    yield ["x"] * 200, ["x"] * 25 + ["y"] * 175, None
    yield ["accuracy", "b", "b"], ["accuracy", "b", "accuracy"], None
    yield ["a label much longer than the headings", "b"], ["b", "b"], None
    yield ["\U0001f600" * 14, "b"], ["b", "b"], None
    yield ["__proto__", "constructor", "10", "9"], ["__proto__", "10", "10", "9"], None
    for labels in (None, ["a", "b"], ["b", "a", "c", "d"], ["a", "b", "c", "nowhere"], ["nowhere"], ["c"]):
        yield *drawn(dice, ["a", "b", "c", "d"], 37, 0.6), labels
    for _ in range(5):
        yield *drawn(dice, SORTED_APART, 60, 0.5), None
    yield *drawn(dice, [f"class {number}" for number in range(25)], 400, 0.4), None
    yield *drawn(dice, ["yes", "no"], 1000, 0.9), None


def averages(truth, predicted, labels):
    result = {"accuracy": float(accuracy_score(truth, predicted))}
    for average in ("macro", "weighted", "micro"):
        scores = precision_recall_fscore_support(truth, predicted, labels=labels, average=average, zero_division=0)
        result[average] = [float(score) for score in scores[:3]]
    return result


def record_case(dice, truth, predicted, labels):
    report = lambda **options: classification_report(truth, predicted, labels=labels, zero_division=0, **options)
    draws = [[dice.randrange(len(truth)) for _ in truth] for _ in range(3)]
    if len(truth) > 100:
        draws = []
    return {
        "references": truth,
        "predictions": predicted,
        "labels": labels,
        "averages": averages(truth, predicted, labels),
        "text": report(),
        "textOf4Digits": report(digits=4),
        # As a list of members, because the order of labels is that of the report.
        "data": list(report(output_dict=True).items()),
        "draws": [
            {"items": draw, "averages": averages([truth[item] for item in draw], [predicted[item] for item in draw], labels)}
            for draw in draws
        ],
    }


def addend(index):
    """What the test adds, too: the order shows in the last bits."""
    return (index * 7919) % 1000 / 997


def record():
    dice = random.Random(17)
    lengths = [0, 1, 7, 8, 9, 16, 17, 127, 128, 129, 136, 257, 1000]
    sums = [[length, float(np.sum([addend(index) for index in range(length)]))] for length in lengths]
    return "classification", {"cases": [record_case(dice, *case) for case in cases()], "sums": sums}, ["scikit-learn", "numpy"]
