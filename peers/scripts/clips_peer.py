"""The rules as rules of CLIPS: a fact for each answer, a rule for each alternative and each line of evidence."""

import time
from importlib import metadata

import clips
from asked import serve, taught

SETUP = taught()
RULES, OUTPUTS, PEOPLE = SETUP["rules"], SETUP["outputs"], SETUP["people"]


def comparison(expr):
    least, most = expr["least"], expr["most"]
    if least == most:
        return f"(q{expr['question']} {least})"
    bounds = f"&:(>= ?n {least})" + ("" if most is None else f"&:(<= ?n {most})")
    return f"(q{expr['question']} ?n{bounds})"


def pattern(expr):
    """A test, a step, or the opposite of one."""
    kind = expr["is"]
    if kind in ("word", "has"):
        return f"(q{expr['question']} {expr['word']})"
    if kind == "between":
        return comparison(expr)
    if kind == "step":
        return f"(s{expr['step']})"
    if kind == "not":
        return f"(not {pattern(expr['of'])})"
    raise ValueError(expr)


def patterns(expr):
    return [pattern(member) for member in expr["of"]] if expr["is"] == "all" else [pattern(expr)]


def opposite(expr):
    return expr["of"] if expr["is"] == "not" else {"is": "not", "of": expr}


MADE = []


def rule(salience, conditions, action):
    # Something has to be there for what is only about what is not.
    conditions = " ".join(conditions) or "(somebody)"
    MADE.append(f"(defrule r{len(MADE)} (declare (salience {salience})) {conditions} => {action})")


GLOBALS = ["(defglobal ?*steps* = (create$))"]


def step(at, body):
    # What a step names was decided before: only then "not" says something.
    salience = -2 * at
    if body["is"] == "sum":
        total = f"?*t{at}*"
        GLOBALS.append(f"(defglobal {total} = 0)")
        for expr, weight in body["terms"]:
            rule(salience, [pattern(expr)], f"(bind {total} (+ {total} {weight}))")
        rule(salience - 1, [], f"(if (>= {total} {body['at_least']}) then (assert (s{at})))")
        return
    for alternative in body["of"] if body["is"] == "any" else [body]:
        rule(salience, patterns(alternative), f"(assert (s{at}))")


for place, made in enumerate(RULES["steps"]):
    step(place, made)
LAST = -2 * len(RULES["steps"]) - 2
for place in OUTPUTS:
    rule(LAST, [f"(s{place})"], f"(bind ?*steps* (create$ ?*steps* {place}))")
NO_HELP = pattern(opposite(RULES["help_only"]))
for place, points in enumerate(RULES["points"]):
    GLOBALS.append(f"(defglobal ?*p{place}* = 0)")
    for choice in points["sum"]:
        earlier = []
        for expr, value in choice:
            conditions = [NO_HELP, pattern(expr)] + [pattern(opposite(other)) for other in earlier]
            rule(LAST, conditions, f"(bind ?*p{place}* (+ ?*p{place}* {value}))")
            earlier.append(expr)

ENVIRONMENT = clips.Environment()
for construct in GLOBALS + MADE:
    ENVIRONMENT.build(construct)


# What stands for a question that was not asked. No rule looks for it.
NOT_ASKED = ("", -1_000_000)


def facts(person):
    """A fact for each word and each number that was given."""
    found = ["(somebody)"]
    for at, value in enumerate(person):
        words = value if isinstance(value, list) else [value]
        found.extend(f"(q{at} {word})" for word in words if word not in NOT_ASKED)
    return found


FACTS = [facts(person) for person in PEOPLE]
TOTALS = [f"p{place}" for place in range(len(RULES["points"]))]
HELP = RULES["help_only"]["step"]


def decide(person):
    ENVIRONMENT.reset()
    for fact in person:
        ENVIRONMENT.assert_string(fact)
    ENVIRONMENT.run()
    steps = [int(place) for place in ENVIRONMENT.find_global("steps").value]
    points = None if HELP in steps else [int(ENVIRONMENT.find_global(name).value) for name in TOTALS]
    return {"steps": steps, "points": points}


def verdicts():
    return [decide(person) for person in FACTS]


def measured(count):
    before = time.process_time()
    for place in range(count):
        decide(FACTS[place % len(FACTS)])
    return time.process_time() - before


serve(metadata.version("clipspy"), verdicts, measured)
