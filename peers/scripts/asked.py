"""What both scripts in Python share: being taught, and being asked."""

import json
import sys


def taught():
    """The rules, the steps that are read, the people, and how many are decided for at once."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def serve(version, verdicts, measured):
    """Says the version, then answers `verdicts` and `round N` until the other side ends."""

    def say(value):
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()

    say({"version": version})
    for line in sys.stdin:
        words = line.split()
        if words[0] == "verdicts":
            say(verdicts())
        else:
            say({"seconds": measured(int(words[1]))})
