"""Reads recordings with readers that share no code with Sinew, and writes what they say as one line of JSON for each file.

Arguments: a file with one path a line. Each line of output: {"file", "activities": [{"start", "metres", "seconds", "by"}]} or
{"file", "problem"}. "start" counts seconds from 1970 in UTC; what a reader does not say is null.
"""

import contextlib
import io
import json
import sys


def whole(time):
    """Seconds from 1970 of a time, which is in UTC if it names no zone."""
    from datetime import timezone

    if time is None or not hasattr(time, "timestamp"):
        return None
    return (time if time.tzinfo else time.replace(tzinfo=timezone.utc)).timestamp()


def session(fields, by):
    """An activity of the fields of a FIT session."""
    time = fields.get("total_timer_time")
    time = fields.get("total_elapsed_time") if time is None else time
    return {"start": whole(fields.get("start_time")), "metres": fields.get("total_distance"), "seconds": time, "by": by}


def garmin(path):
    """The sessions of a FIT file, as Garmin's own reader has them."""
    import garmin_fit_sdk

    stream = garmin_fit_sdk.Stream.from_file(path)
    messages, errors = garmin_fit_sdk.Decoder(stream).read()
    if errors:
        raise ValueError(str(errors[0]))
    # Files behind each other are read one by one.
    return [session(fields, "garmin-fit-sdk") for fields in messages.get("session_mesgs", [])]


def fitdecode(path):
    """The sessions of a FIT file, as fitdecode has them, which passes over wrong checksums."""
    import fitdecode as library

    found = []
    with library.FitReader(path, check_crc=library.CrcCheck.DISABLED) as reader:
        for frame in reader:
            if frame.frame_type == library.FIT_FRAME_DATA and frame.name == "session":
                fields = {field.name: field.value for field in frame.fields}
                found.append(session(fields, "fitdecode"))
    return found


def fit(path):
    """What both readers of FIT say; what only one of them can read, as that one says it."""
    problems = []
    for reader in (garmin, fitdecode):
        try:
            found = reader(path)
        except Exception as problem:
            problems.append(f"{reader.__name__}: {problem}")
            continue
        if found:
            return found
    if problems:
        raise ValueError("; ".join(problems))
    return []


def gpx(path):
    """The tracks of a GPX file with times, measured flat and without the ways between segments."""
    import gpxpy

    with open(path, "rb") as file:
        parsed = gpxpy.parse(file)
    found = []
    for track in parsed.tracks:
        times = [point.time for segment in track.segments for point in segment.points if point.time]
        if not times:
            continue
        seconds = 0.0
        for segment in track.segments:
            inner = [point.time for point in segment.points if point.time]
            if len(inner) > 1:
                seconds += (inner[-1] - inner[0]).total_seconds()
        found.append({"start": whole(times[0]), "metres": track.length_2d(), "seconds": seconds, "by": "gpxpy"})
    return found


def tcx(path):
    """The activity of a TCX file."""
    import tcxreader.tcxreader as library

    parsed = library.TCXReader().read(path)
    distances = [lap.distance for lap in parsed.laps or []]
    metres = sum(distances) if distances and all(way is not None for way in distances) else parsed.distance
    return [{"start": whole(parsed.start_time), "metres": metres, "seconds": parsed.duration, "by": "tcxreader"}]


READERS = {"fit": fit, "gpx": gpx, "tcx": tcx}


def main():
    with open(sys.argv[1], encoding="utf-8") as listing:
        paths = [line.rstrip("\n") for line in listing]
    for path in paths:
        read = READERS[path.rsplit(".", 1)[-1].lower()]
        line = {"file": path}
        try:
            # Some readers print what they stumble over.
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                line["activities"] = read(path)
        except Exception as problem:
            line["problem"] = f"{type(problem).__name__}: {problem}"[:200]
        print(json.dumps(line))


main()
