"""Stems of words: a list, and the digest of many more that the test makes by the same generator."""

import hashlib

from nltk.stem.porter import PorterStemmer

import inputs

PARTS = """a e i o u y b c d f g h l m n p r s t w x z qu st tr bl cr sh ch th ee oo ea ai ou ay ey oy yy
ll ss zz tt nn pp at bl iz log geo bi un re con tra ver min form nat act relat sens hop fil fail 7 42""".split()
SUFFIXES = """s es ies ied sses ss eed ed ing ings y ly ational tional enci anci izer bli abli alli entli eli ousli ization ation ator
alism iveness fulness ousness aliti iviti biliti fulli logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant
ement ment ent sion tion ion ou ism ate iti ous ive ize e ll lle le rationally ologies""".split() + [
    ""
]
LISTED = 6000
DIGESTED = 100_000


def words(count):
    """By a linear congruential generator, which any language has in a line."""
    state = 7
    for _ in range(count):
        word = ""
        state = (state * 1664525 + 1013904223) % 2**32
        for _ in range(1 + (state >> 16) % 3):
            state = (state * 1664525 + 1013904223) % 2**32
            word += PARTS[(state >> 16) % len(PARTS)]
        state = (state * 1664525 + 1013904223) % 2**32
        yield word + SUFFIXES[(state >> 16) % len(SUFFIXES)]


def record():
    stem = PorterStemmer().stem
    irregular = (
        "sky skies dying lying tying news innings inning outings outing cannings canning howe proceed exceed succeed".split()
    )
    listed = list(dict.fromkeys(irregular + [word.lower() for word in inputs.WORDS] + list(words(LISTED))))
    digest = hashlib.sha256("\n".join(stem(word) for word in words(DIGESTED)).encode()).hexdigest()
    fixture = {
        "words": " ".join(listed),
        "stems": " ".join(stem(word) for word in listed),
        "generator": {"parts": PARTS, "suffixes": SUFFIXES, "seed": 7, "count": DIGESTED, "sha256OfStems": digest},
    }
    return "porter", fixture, ["nltk"]
