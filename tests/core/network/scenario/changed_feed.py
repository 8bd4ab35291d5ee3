"""A feed changed by plain Python, without any code of the package: the other side of scenarios."""

import csv
import datetime as dt
import io
import zipfile
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Rows = list[dict[str, str]]


class ChangedFeed:
    """Tables of a feed by name, each a list of rows."""

    def __init__(self, path: Path) -> None:
        self.tables: dict[str, Rows] = {}
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode("utf-8-sig")
                self.tables[name] = list(csv.DictReader(io.StringIO(text, newline="")))

    def write(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w") as archive:
            for name, rows in self.tables.items():
                if not rows:
                    continue
                text = io.StringIO(newline="")
                writer = csv.DictWriter(text, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
                archive.writestr(name, text.getvalue())
        return path

    def calls(self) -> dict[str, Rows]:
        found: defaultdict[str, Rows] = defaultdict(list)
        for row in self.tables["stop_times.txt"]:
            found[row["trip_id"]].append(row)
        return {
            trip: sorted(rows, key=lambda row: int(row["stop_sequence"]))
            for trip, rows in found.items()
        }

    def dates_of(self, service: str) -> set[dt.date]:
        dates: set[dt.date] = set()
        for row in self.tables["calendar.txt"]:
            if row["service_id"] == service:
                day, end = day_of(row["start_date"]), day_of(row["end_date"])
                while day <= end:
                    if row[day.strftime("%A").lower()] == "1":
                        dates.add(day)
                    day += dt.timedelta(days=1)
        for row in self.tables["calendar_dates.txt"]:
            if row["service_id"] == service:
                change = dates.add if row["exception_type"] == "1" else dates.discard
                change(day_of(row["date"]))
        return dates

    def new_service(self, name: str, dates: set[dt.date]) -> str:
        for day in sorted(dates):
            row = {"service_id": name, "date": day.strftime("%Y%m%d"), "exception_type": "1"}
            self.tables["calendar_dates.txt"].append(row)
        return name

    def drop(self, route: str, without: "set[int] | None" = None) -> None:
        """Drop a route, or its trips on some weekdays (0 is Monday)."""
        kept = []
        for trip in self.tables["trips.txt"]:
            if trip["route_id"] == route:
                dates = self.dates_of(trip["service_id"])
                left = {d for d in dates if without is not None and d.weekday() not in without}
                if not left:
                    continue
                if left != dates:
                    name = f"{trip['service_id']} but {trip['trip_id']}"
                    trip["service_id"] = self.new_service(name, left)
            kept.append(trip)
        self._keep(kept)

    def _keep(self, trips: Rows) -> None:
        self.tables["trips.txt"] = trips
        ids = {trip["trip_id"] for trip in trips}
        times = self.tables["stop_times.txt"]
        self.tables["stop_times.txt"] = [row for row in times if row["trip_id"] in ids]

    def copied_on(self, route: str, weekday: int) -> set[str]:
        """Run the trips of a weekday under names of their own, and give these."""
        calls, copies = self.calls(), {}
        for trip in [t for t in self.tables["trips.txt"] if t["route_id"] == route]:
            dates = self.dates_of(trip["service_id"])
            inside = {day for day in dates if day.weekday() == weekday}
            if not inside:
                continue
            name = f"{trip['trip_id']} on {weekday}"
            copies[trip["trip_id"]] = name
            service = self.new_service(f"{trip['service_id']} {name}", inside)
            self.tables["trips.txt"].append({**trip, "trip_id": name, "service_id": service})
            self.tables["stop_times.txt"] += [
                {**call, "trip_id": name} for call in calls[trip["trip_id"]]
            ]
            trip["service_id"] = self.new_service(f"{name} not", dates - inside)
        for rule in list(self.tables.get("transfers.txt", [])):
            sides = [
                [rule[side], *([copies[rule[side]]] if rule[side] in copies else [])]
                for side in ("from_trip_id", "to_trip_id")
            ]
            self.tables["transfers.txt"] += [
                {**rule, "from_trip_id": one, "to_trip_id": two}
                for one in sides[0]
                for two in sides[1]
                if (one, two) != (rule["from_trip_id"], rule["to_trip_id"])
            ]
        return set(copies.values())

    def close(self, stop_name: str) -> None:
        """Let nobody on or off at stops of a name."""
        stops = {s["stop_id"] for s in self.tables["stops.txt"] if s["stop_name"] == stop_name}
        for call in self.tables["stop_times.txt"]:
            if call["stop_id"] in stops:
                call.update(pickup_type="1", drop_off_type="1")

    def trips_of(self, route: str) -> set[str]:
        return {t["trip_id"] for t in self.tables["trips.txt"] if t["route_id"] == route}

    def slow(self, slowed: set[str], factor: str, between: "tuple[str, str] | None" = None) -> None:
        """Multiply runs of trips whose times are all given and that call at both stops once."""
        for trip, rows in self.calls().items():
            if trip not in slowed:
                continue
            stops = [row["stop_id"] for row in rows]
            inner = range(1, len(rows))
            if between is not None:
                if not set(between) <= set(stops):
                    continue
                first, last = sorted(stops.index(stop) for stop in between)
                inner = range(first + 1, last + 1)
            times = [(second(r["arrival_time"]), second(r["departure_time"])) for r in rows]
            later = 0
            for number in range(1, len(rows)):
                run = times[number][0] - times[number - 1][1]
                if number in inner:
                    exact = Decimal(run) * Decimal(factor)
                    later += int(exact.quantize(Decimal(1), ROUND_HALF_UP)) - run
                rows[number]["arrival_time"] = clock(times[number][0] + later)
                rows[number]["departure_time"] = clock(times[number][1] + later)

    def respace(self, route: str, minutes: int, begin: str, end: str, days: list[dt.date]) -> None:
        """Another headway on some days, each of which is written out; on others nothing runs."""
        calls = self.calls()
        kept = [trip for trip in self.tables["trips.txt"] if trip["route_id"] != route]
        mine = [trip for trip in self.tables["trips.txt"] if trip["route_id"] == route]
        services = {trip["service_id"]: self.dates_of(trip["service_id"]) for trip in mine}
        times = []
        for day in days:
            service = self.new_service(f"respaced {day}", {day})
            groups: defaultdict[tuple[object, ...], list[tuple[int, str, dict[str, str]]]]
            groups = defaultdict(list)
            for trip in mine:
                if day in services[trip["service_id"]]:
                    rows = calls[trip["trip_id"]]
                    key = trip.get("direction_id"), *(row["stop_id"] for row in rows)
                    at = second(rows[0]["departure_time"])
                    groups[key].append((at, trip["trip_id"], trip))
            for group in groups.values():
                group.sort(key=lambda one: one[:2])
                for at, source in new_departures(group, minutes * 60, second(begin), second(end)):
                    name = f"{source['trip_id']} {day} {at}"
                    kept.append({**source, "trip_id": name, "service_id": service})
                    old = calls[source["trip_id"]]
                    shift = at - second(old[0]["departure_time"])
                    for row in old:
                        moved = {
                            key: clock(second(row[key]) + shift) if row[key] else ""
                            for key in ("arrival_time", "departure_time")
                        }
                        times.append({**row, **moved, "trip_id": name})
        self.tables["stop_times.txt"] += times
        self._keep(kept)


def new_departures(group, step, begin, end):
    """Departures of a day: those outside the hours as they were, the others at their interval."""
    outside = [(at, trip) for at, _, trip in group if not begin <= at < end]
    inside = [(at, trip) for at, _, trip in group if begin <= at < end]
    found = list(outside)
    if inside:
        goes_on = any(at >= end for at, _ in outside)
        at = inside[0][0]
        while at < end and (goes_on or at <= inside[-1][0]):
            latest = max(one for one, _ in inside if one <= at)
            found.append((at, next(trip for one, trip in inside if one == latest)))
            at += step
    return found


def day_of(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%Y%m%d").date()


def second(text: str) -> int:
    hours, minutes, seconds = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + seconds


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
