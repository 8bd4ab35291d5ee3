"""What can happen to a feed on its way: to bytes, cells, rows, columns, files and the zip."""

import os
import warnings
import zipfile
from pathlib import Path

from hypothesis import strategies as st

from tests.core.network.gtfs_feed import TABLES

FUZZ = int(os.environ.get("FUZZ", "1"))
"""How many times the usual number of examples is tried: FUZZ=100 for an afternoon."""

FEED = {
    **TABLES,
    "stops": """\
stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
s1,Town,51.50,-3.00,0,s4
s2,Bridge,51.51,-3.00,,
s3,"Hospital, ""main"" entrance",51.52,-3.00,0,s4
s4,Station,51.515,-3.00,1,
""",
    "trips": """\
route_id,service_id,trip_id,block_id,direction_id,shape_id
r1,week,t1,b1,0,x
r1,week,t2,b1,1,x
r1,extra,t3,,,
""",
    "stop_times": """\
trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,shape_dist_traveled
t1,08:00:00,08:00:00,s1,1,0,0
t1,08:05:00,08:06:00,s2,2,,1.5
t1,08:10:00,08:10:00,s3,3,1,4
t2,23:50:00,23:50:00,s1,1,,
t2,23:55:00,23:56:00,s2,2,,
t2,24:20:00,24:20:00,s3,3,,
t3,9:00:00,9:00:00,s3,1,,
t3,,,s2,2,,
t3,9:10:00,9:10:00,s1,4,,
""",
    "calendar_dates": "service_id,date,exception_type\nextra,20230617,1\nweek,20230612,2\n",
    "frequencies": """\
trip_id,start_time,end_time,headway_secs,exact_times
t3,10:00:00,12:00:00,1200,1
""",
    "shapes": """\
shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled
x,51.50,-3.00,1,0
x,51.51,-3.01,2,1.5
x,51.52,-3.00,3,4
""",
    "transfers": """\
from_stop_id,to_stop_id,transfer_type,min_transfer_time
s1,s3,2,120
s2,s2,3,
""",
}

FILE_DAMAGES = (
    *("drop", "empty", "header", "swap", "capitals", "twice", "mark", "returns", "both"),
    *("endless", "utf-16", "utf-32", "latin-1"),
)

some_table = st.sampled_from(sorted(FEED))
place = st.integers(0, 12)

bit = st.one_of(
    st.binary(min_size=1, max_size=3),
    st.sampled_from(
        [b"\n", b"\r\n", b"\r", b"\n\n", b",", b'"', b'""', b' "', b"\0", b"\xff\xfe", b"99", b"-"]
    ),
    st.just(b""),
)
odd_value = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1e400", "nan", "inf", "99999999999999999999", "-9223372036854775808",
         "999:59:59", "24:00:00", "0:00:00", "-1:00:00", "12:60:00", "s1", "s3", "t1", "t3", "week",
         "extra", "20230613", "19000101", "21991231", "20230231", "Europe/Paris", "../etc", "180",
         "-90", "1e-320", "\u0660", "s1 ", "\ufeffs1", "e\u0301", "\U0001f68c", "\u202es1", "=1+1",
         "'", "x" * 300]
    ),
    st.text(max_size=4),
)  # fmt: skip

damage = st.one_of(
    st.tuples(st.just("bytes"), some_table, st.floats(0, 1), st.integers(0, 9), bit),
    st.tuples(st.just("cell"), some_table, place, place, odd_value),
    st.tuples(
        st.just("row"),
        some_table,
        st.sampled_from(["drop", "repeat", "swap", "cut", "lengthen", "blank"]),
        place,
        place,
    ),
    st.tuples(
        st.just("column"),
        some_table,
        st.sampled_from(["drop", "repeat", "swap", "rename", "blank", "quote"]),
        place,
        place,
    ),
    st.tuples(
        st.just("file"),
        some_table,
        st.sampled_from(FILE_DAMAGES),
        some_table,
        st.none(),
    ),
)
damages = st.lists(damage, min_size=1, max_size=5)

zip_damage = st.tuples(
    st.sampled_from(
        ["cut", "bytes", "front", "end", "repeat", "folder", "other", "comment", "flags"]
    ),
    st.floats(0, 1),
    st.binary(min_size=1, max_size=6),
)


def damaged(wounds) -> dict[str, bytes]:
    """The files of the feed after all that."""
    files = {f"{name}.txt": text.encode() for name, text in FEED.items()}
    for kind, table, how, place_, value in wounds:
        name = f"{table}.txt"
        if name not in files:
            continue
        content = files[name]
        if kind == "bytes":
            at = int(how * len(content))
            files[name] = content[:at] + value + content[at + place_ :]
        elif kind == "file":
            _change_file(files, name, how, f"{place_}.txt")
        else:
            rows = [line.split(",") for line in content.decode(errors="replace").splitlines()]
            if kind == "cell" and rows:
                cells = rows[how % len(rows)]
                cells[place_ % len(cells)] = value
            elif kind == "row" and rows:
                _change_rows(rows, how, place_, value)
            elif kind == "column" and rows:
                _change_columns(rows, how, place_, value)
            text = "".join(",".join(cells) + "\n" for cells in rows)
            files[name] = text.encode(errors="replace")
    return files


def _change_rows(rows: list[list[str]], how: str, one: int, other: int) -> None:
    one, other = one % len(rows), other % len(rows)
    if how == "drop":
        del rows[one]
    elif how == "repeat":
        rows.insert(other, list(rows[one]))
    elif how == "swap":
        rows[one], rows[other] = rows[other], rows[one]
    elif how == "cut":
        rows[one] = rows[one][: other % 4]
    elif how == "lengthen":
        rows[one] = rows[one] * 2
    else:
        rows.insert(one, [""] * (other % 4))


def _change_columns(rows: list[list[str]], how: str, one: int, other: int) -> None:
    width = len(rows[0])
    if width == 0:
        return
    one, other = one % width, other % width
    for number, cells in enumerate(rows):
        if len(cells) < width:
            continue
        if how == "drop":
            del cells[one]
        elif how == "repeat":
            cells.insert(other, cells[one])
        elif how == "swap":
            cells[one], cells[other] = cells[other], cells[one]
        elif how == "rename":
            cells[one] = cells[other] if number == 0 else cells[one]
        elif how == "blank":
            cells[one] = cells[one] if number == 0 else ""
        else:
            cells[one] = f'"{cells[one]}"' if number != 1 else f'"{cells[one]}\n,"'


def _change_file(files: dict[str, bytes], name: str, how: str, other: str) -> None:
    content = files[name]
    if how == "drop":
        del files[name]
    elif how == "empty":
        files[name] = b""
    elif how == "header":
        files[name] = content.partition(b"\n")[0]
    elif how == "swap":
        files[name] = files.get(other, b"")
        files[other] = content
    elif how == "capitals":
        files[name.upper()] = files.pop(name)
    elif how in {"utf-16", "utf-32", "latin-1"}:
        files[name] = content.decode(errors="replace").encode(how, errors="replace")
    elif how == "mark":
        files[name] = b"\xef\xbb\xbf" + content
    elif how == "returns":
        files[name] = content.replace(b"\n", b"\r")
    elif how == "both":
        files[name] = content.replace(b"\n", b"\r\r\n")
    elif how == "endless":
        files[name] = content.rstrip(b"\n")
    else:
        files[name] = content + content


def write_folder(files: dict[str, bytes], folder: Path) -> Path:
    """The files as a folder."""
    for old in folder.iterdir() if folder.is_dir() else ():
        old.unlink()
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def write_zip(files: dict[str, bytes], path: Path, wounds) -> Path:
    """The files as a zip, which is then damaged too."""
    members = list(files.items())
    for how, where, value in wounds:
        at = int(where * (len(members) - 1)) if members else 0
        if how == "repeat" and members:
            members.append(members[at])
        elif how == "folder" and members:
            name = value.decode("latin-1").replace("\0", "")
            members[at] = (f"{name}/{members[at][0]}", members[at][1])
        elif how == "other":
            members.append((value.decode("latin-1").replace("\0", "x"), value))
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    method = methods[len(wounds) % len(methods)]
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(name, content)
        archive.comment = b"".join(value for how, _, value in wounds if how == "comment")
    content = path.read_bytes()
    for how, where, value in wounds:
        at = int(where * len(content))
        if how == "cut":
            content = content[:at]
        elif how == "bytes":
            content = content[:at] + value + content[at + len(value) :]
        elif how == "front":
            content = value + content
        elif how == "end":
            content += value
        elif how == "flags":  # somewhere in the list of members: sizes, methods, flags, offsets
            at = content.find(b"PK\1\2") + 4 + int(where * 40)
            content = content[:at] + value[:2] + content[at + len(value[:2]) :]
    path.write_bytes(content)
    return path
