"""Scores of seqeval in its default mode, for well-formed and malformed tags, and in its strict mode."""

import random
import warnings

from seqeval.metrics import accuracy_score, classification_report, f1_score, precision_score, recall_score
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import BILOU, IOB2, IOBES, IOE2

SCHEMES = {"IOB2": (IOB2, "IOB"), "IOE2": (IOE2, "IOE"), "IOBES": (IOBES, "IOBES"), "BILOU": (BILOU, "IOBLU")}
ODD = [
    "O",
    "B",
    "I",
    "E",
    "S",
    "B-",
    "I-",
    "-",
    "X",
    ".",
    ".-PER",
    "PER",
    "B-PER-X",
    "O-PER",
    "b-PER",
    "I_PER",
    "\U0001f600-PER",
    "B--PER",
    "I-PER-",
]


def spans(dice, types, length):
    """Runs of tokens of one type, or of none."""
    while length > 0:
        run = min(length, dice.randint(1, 4))
        yield dice.choice([None, *types]), run
        length -= run


def tags(dice, prefixes, types, length):
    """Well formed: the prefixes of the first, the inner, the last and the only token."""
    first, inner, last, only = prefixes
    found = []
    for kind, run in spans(dice, types, length):
        if kind is None:
            found += ["O"] * run
        elif run == 1:
            found.append(f"{only}-{kind}")
        else:
            found += [f"{first}-{kind}", *[f"{inner}-{kind}"] * (run - 2), f"{last}-{kind}"]
    return found


def spoilt(dice, truth, others, share):
    return [[dice.choice(others) if dice.random() < share else tag for tag in sequence] for sequence in truth]


def sequences(dice, prefixes, types, count):
    return [tags(dice, prefixes, types, dice.randint(0, 12)) for _ in range(count)]


def lenient_cases():
    dice = random.Random(19)
    yield [["O", "O"]], [["O", "O"]]
    yield [["B-PER", "I-PER", "O"]], [["O", "O", "O"]]
    yield [["O", "O", "O"]], [["B-PER", "I-PER", "O"]]
    yield [["B-PER"], ["I-PER"]], [["B-PER"], ["I-PER"]]
    yield [["I-PER", "I-LOC"], ["X", "X"], ["B-PER"]], [["X", "I-LOC"], ["X", "X"], ["B-PER"]]
    yield [[], ["S-LOC"], []], [[], ["B-LOC"], []]
    kinds = ["PER", "LOC", "ORG"]
    for prefixes in ("BIIB", "IIEE", "BIES", "IIII"):
        others = ["O", *(f"{prefix}-{kind}" for prefix in sorted(set(prefixes)) for kind in kinds)]
        for _ in range(4):
            truth = sequences(dice, prefixes, kinds, 8)
            yield truth, spoilt(dice, truth, others, 0.2)
    for _ in range(12):
        truth = spoilt(dice, sequences(dice, "BIES", kinds, 6), ODD + [f"{prefix}-PER" for prefix in "BIES"], 0.6)
        yield truth, spoilt(dice, truth, ODD, 0.3)
    truth = sequences(dice, "BIIB", ["\U0001f600", "\uff21", "an uncommonly long type"], 12)
    yield truth, spoilt(dice, truth, ["O", "B-\uff21"], 0.2)


def strict_cases():
    dice = random.Random(23)
    for name, (_, prefixes) in SCHEMES.items():
        others = [
            "O",
            *prefixes.replace("O", ""),
            *(f"{prefix}-{kind}" for prefix in prefixes.replace("O", "") for kind in ("PER", "LOC", "-PER-")),
        ]
        written = {"IOB2": "BIIB", "IOE2": "IIEE", "IOBES": "BIES", "BILOU": "BILU"}[name]
        for share in (0.1, 0.3, 1.0, 1.0):
            truth = spoilt(dice, sequences(dice, written, ["PER", "LOC"], 10), others, share / 2)
            yield name, truth, spoilt(dice, truth, others, share / 2)


def scores(truth, predicted, **mode):
    figures = [score(truth, predicted, zero_division=0, **mode) for score in (f1_score, precision_score, recall_score)]
    result = {
        "f1": float(figures[0]),
        "precision": float(figures[1]),
        "recall": float(figures[2]),
        "accuracy": float(accuracy_score(truth, predicted)),
        "report": None,
        "text": None,
    }
    try:
        # seqeval has no text without an entity, and its data are not numbers then.
        result["text"] = classification_report(truth, predicted, digits=4, zero_division=0, **mode)
        data = classification_report(truth, predicted, output_dict=True, zero_division=0, **mode)
        result["report"] = {name: {part: float(value) for part, value in row.items()} for name, row in data.items()}
    except ValueError:
        pass
    return {"references": truth, "predictions": predicted, **result}


def record():
    warnings.simplefilter("ignore")
    lenient = [{**scores(truth, predicted), "entities": get_entities(truth)} for truth, predicted in lenient_cases()]
    strict = [
        {"scheme": name, **scores(truth, predicted, mode="strict", scheme=SCHEMES[name][0])}
        for name, truth, predicted in strict_cases()
    ]
    return "entities", {"lenient": lenient, "strict": strict}, ["seqeval", "numpy"]
