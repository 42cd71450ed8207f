"""Reads recordings with readers that share no code with Sinew, and writes what they say as one line of JSON for each file.

Arguments: a file with one path a line. Each line of output: {"file", "device", "activities": [{"start", "metres", "seconds", "by",
"samples"}]} or {"file", "device", "problem"}. "start" counts seconds from 1970 in UTC; what a reader does not say is null.

"samples" has what a FIT file recorded on the way: {"fields": {name: {second: value}}, "seconds": [second]}. Seconds count from the
start; what a file with one session recorded in the minute before it counts as its first second. Of several moments of one second the
first counts, and what goes back in time is left out.
Values are in the units of FIT: percent, millimetres, milliseconds, metres a second, and revolutions a minute.
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
    start = whole(fields.get("start_time"))
    return {"start": start, "metres": fields.get("total_distance"), "seconds": time, "by": by, "samples": None}


def garmin(path):
    """The sessions of a FIT file, as Garmin's own reader has them."""
    import garmin_fit_sdk

    stream = garmin_fit_sdk.Stream.from_file(path)
    messages, errors = garmin_fit_sdk.Decoder(stream).read()
    if errors:
        raise ValueError(str(errors[0]))
    # Files behind each other are read one by one.
    return [session(fields, "garmin-fit-sdk") for fields in messages.get("session_mesgs", [])]


# What is compared of a FIT record, with the fields that say it, the better one first.
FIELDS = {
    "vertical_oscillation": ["vertical_oscillation"],
    "stance_time": ["stance_time"],
    "speed": ["enhanced_speed", "speed"],
    "stance_time_balance": ["stance_time_balance"],
    "step_length": ["step_length"],
}


def messages(path):
    """The messages of a FIT file with their own fields, as fitdecode has them, which passes over wrong checksums."""
    import fitdecode as library

    with library.FitReader(path, check_crc=library.CrcCheck.DISABLED) as reader:
        for frame in reader:
            if frame.frame_type == library.FIT_FRAME_DATA:
                # What only an app knows may have the name of a field of FIT.
                own = (field for field in frame.fields if not (field.field_def and field.field_def.is_dev))
                yield frame.name, {field.name: field.value for field in own}


def measured(record):
    """The values of a FIT record that are compared."""
    is_number = lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)
    values = {}
    for name, sources in FIELDS.items():
        found = [record[source] for source in sources if is_number(record.get(source))]
        if found:
            values[name] = found[0]
    if is_number(record.get("cadence")):
        fraction = record.get("fractional_cadence")
        values["cadence"] = record["cadence"] + (fraction if is_number(fraction) else 0)
    return values


def on_the_way(start, first, last, records):
    """What was recorded from a first to a last instant, in seconds since the start."""
    fields = {}
    seconds = []
    for time, values in records:
        second = max(0, int(time - start))
        if first <= time <= last and second > max(seconds[-1:], default=-1):
            seconds.append(second)
            for name, value in values.items():
                fields.setdefault(name, {})[second] = value
    return {"fields": fields, "seconds": seconds}


def fitdecode(path):
    """The sessions of a FIT file, as fitdecode has them, with what was recorded on the way."""
    sessions = []
    records = []
    for name, fields in messages(path):
        if name == "session":
            sessions.append(fields)
        elif name == "record" and whole(fields.get("timestamp")) is not None:
            records.append((whole(fields["timestamp"]), measured(fields)))
    found = []
    for fields in sessions:
        activity = session(fields, "fitdecode")
        start, end = activity["start"], whole(fields.get("timestamp"))
        if start is not None and len(sessions) == 1:
            # Then all of the file belongs to it, but for a clock that was set meanwhile.
            activity["samples"] = on_the_way(start, start - 60, start + 14 * 86_400, records)
        elif start is not None and end is not None:
            activity["samples"] = on_the_way(start, start, end, records)
        found.append(activity)
    return found


def fit(path):
    """What both readers of FIT say; what only one of them can read, as that one says it."""
    problems = []
    found = []
    for reader in (garmin, fitdecode):
        try:
            activities = reader(path)
        except Exception as problem:
            problems.append(f"{reader.__name__}: {problem}")
            continue
        if not found:
            found = activities
            continue
        # Only one of them is asked for what was recorded on the way.
        samples = {activity["start"]: activity["samples"] for activity in activities}
        for activity in found:
            activity["samples"] = samples.get(activity["start"])
    if problems and not found:
        raise ValueError("; ".join(problems))
    return found


def fit_device(path):
    """The maker and the product of a FIT file."""
    for name, fields in messages(path):
        if name == "file_id":
            product = [value for key, value in fields.items() if key == "product_name" or key.endswith("product")]
            names = [fields.get("manufacturer"), *[value for value in product if value is not None][:1]]
            return " ".join(str(name) for name in names if name is not None) or None
    return None


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


def gpx_device(path):
    """What a GPX file says that made it."""
    import gpxpy

    with open(path, "rb") as file:
        return gpxpy.parse(file).creator


def tcx_device(path):
    """What recorded the activity of a TCX file, or else what wrote the file."""
    from xml.etree import ElementTree

    root = ElementTree.parse(path).getroot()
    for element in ("Creator", "Author"):
        name = root.find(f".//{{*}}{element}/{{*}}Name")
        if name is not None and name.text and name.text.strip():
            return name.text.strip()
    return None


READERS = {"fit": (fit, fit_device), "gpx": (gpx, gpx_device), "tcx": (tcx, tcx_device)}


def main():
    with open(sys.argv[1], encoding="utf-8") as listing:
        paths = [line.rstrip("\n") for line in listing]
    for path in paths:
        read, device = READERS[path.rsplit(".", 1)[-1].lower()]
        line = {"file": path, "device": None}
        # Some readers print what they stumble over.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                line["activities"] = read(path)
            except Exception as problem:
                line["problem"] = f"{type(problem).__name__}: {problem}"[:200]
            # What wrote a damaged file may not be known.
            with contextlib.suppress(Exception):
                line["device"] = device(path)
        print(json.dumps(line))


main()
