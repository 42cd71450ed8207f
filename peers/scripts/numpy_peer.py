"""The rules as vectorised Python over columns of many people, for numpy."""

import sys
import time

import numpy
from asked import serve, taught

SETUP = taught()
RULES, OUTPUTS, PEOPLE = SETUP["rules"], SETUP["outputs"], SETUP["people"]
INPUTS = RULES["inputs"]
# As rules are first written: numbers of the width that numpy gives them by itself, and all people at once.
IS_PLAIN = "plain" in sys.argv[2:]
WORD, NUMBER, WEIGHT = (numpy.int64,) * 3 if IS_PLAIN else (numpy.uint8, numpy.int32, numpy.int16)


def columns():
    """Words as their places among the words of the question, lists as a column of truths for each word, numbers as they are."""
    made = {}
    for at, given in enumerate(INPUTS):
        answers = [person[at] for person in PEOPLE]
        if given["kind"] == "words":
            for place, word in enumerate(given["words"]):
                made[f"q{at}_{place}"] = numpy.array([word in words for words in answers], dtype=bool)
        elif given["kind"] == "word":
            places = {word: place for place, word in enumerate(given["words"])}
            made[f"q{at}"] = numpy.array([places[word] for word in answers], dtype=WORD)
        else:
            made[f"q{at}"] = numpy.array(answers, dtype=NUMBER)
    return made


TESTS = {}


def test(text):
    """A comparison is made once for all who ask for it."""
    return TESTS.setdefault(text, f"t{len(TESTS)}")


def written(expr):
    kind = expr["is"]
    if kind == "word":
        at = expr["question"]
        return test(f"q{at} == {INPUTS[at]['words'].index(expr['word'])}")
    if kind == "has":
        at = expr["question"]
        return f"q{at}_{INPUTS[at]['words'].index(expr['word'])}"
    if kind == "between":
        at, least, most = expr["question"], expr["least"], expr["most"]
        if most is None:
            return test(f"q{at} >= {least}")
        return test(f"q{at} == {least}") if least == most else test(f"(q{at} >= {least}) & (q{at} <= {most})")
    if kind == "step":
        return f"s{expr['step']}"
    if kind == "not":
        return f"~{written(expr['of'])}"
    if kind == "sum":
        terms = " + ".join(weighed([term]) for term in expr["terms"]) or "ZERO"
        return f"({terms} >= {expr['at_least']})"
    members = [written(member) for member in expr["of"]]
    if not members:
        return "YES" if kind == "all" else "NO"
    return "(" + (" & " if kind == "all" else " | ").join(members) + ")"


def weighed(choice):
    """The value of the first that is true, or 0."""
    *earlier, (expr, value) = choice
    text = f"numpy.multiply({written(expr)}, W[{value}])"
    for expr, value in reversed(earlier):
        text = f"numpy.where({written(expr)}, W[{value}], {text})"
    return text


def program():
    lines = [f"s{at} = {written(step)}" for at, step in enumerate(RULES["steps"])]
    for at, points in enumerate(RULES["points"]):
        first, *others = [weighed(choice) for choice in points["sum"]] or ["ZERO.copy()"]
        lines.append(f"p{at} = {first}")
        lines.extend(f"p{at} += {other}" for other in others)
    steps = ", ".join(f"s{step}" for step in OUTPUTS)
    points = ", ".join(f"p{at}" for at in range(len(RULES["points"])))
    names = list(columns())
    body = [f"{name} = columns[{name!r}]" for name in names]
    body += [f"{name} = {text}" for text, name in TESTS.items()]
    body += lines + [f"return [{steps}], [{points}]"]
    return "def decide(columns, YES, NO, ZERO):\n    " + "\n    ".join(body)


# Of the width of the sums, and no conversion for each weight.
SCOPE = {"numpy": numpy, "W": {value: WEIGHT(value) for value in range(-2000, 2001)}}
exec(compile(program(), "rules", "exec"), SCOPE)  # noqa: S102
DECIDE = SCOPE["decide"]


def cut(made, size):
    """Pieces of so many people, with what depends on their number only."""
    whole = len(next(iter(made.values())))
    pieces = []
    for start in range(0, whole, size):
        piece = {name: column[start : start + size] for name, column in made.items()}
        count = len(next(iter(piece.values())))
        pieces.append((piece, numpy.ones(count, bool), numpy.zeros(count, bool), numpy.zeros(count, WEIGHT)))
    return pieces


def verdicts():
    made = columns()
    steps, points = DECIDE(*cut(made, len(PEOPLE))[0])
    steps, points = numpy.array(steps), numpy.array(points)
    return [
        {"steps": [OUTPUTS[place] for place in numpy.flatnonzero(steps[:, person])], "points": points[:, person].tolist()}
        for person in range(len(PEOPLE))
    ]


def timed(pieces, times):
    before = time.process_time()
    for _ in range(times):
        for piece in pieces:
            DECIDE(*piece)
    return time.process_time() - before


AT_ONCE = SETUP["at_once"]
WHOLE = {name: numpy.resize(column, AT_ONCE) for name, column in columns().items()}
# Pieces that fit into a cache are faster than the whole; the best size is found before anything is measured.
SIZES = {size: cut(WHOLE, size) for size in ((AT_ONCE,) if IS_PLAIN else (2048, 4096, 8192, 16384, 65536))}
BEST = min(SIZES.values(), key=lambda pieces: min(timed(pieces, 1) for _ in range(3)))


def measured(count):
    return timed(BEST, -(-count // AT_ONCE))


serve(numpy.__version__, verdicts, measured)
