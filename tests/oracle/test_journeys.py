"""The oracle's journeys on cases computed by hand; see test_transit.py.

A step of the street takes 112 s (111.319 m at 1 m/s), two steps 223 s; the slack is 60 s.
"""

from datetime import date, datetime

import pytest

from tests.oracle.clock import utc_seconds
from tests.oracle.journeys import Choice, Components, Journey, Ride, undominated
from tests.oracle.tiny import at

moment = datetime.fromisoformat

DAY = date(2023, 6, 13)
EIGHT = moment("2023-06-13 08:00")
NINE = moment("2023-06-13 09:00")


def second(clock, day="2023-06-13"):
    return utc_seconds(moment(f"{day} {clock}"), "Europe/London")


def ride(trips, from_stop, departure, to_stop, arrival):
    times = (second(departure), second(arrival))
    return Ride(0, tuple(trips.split()), from_stop, to_stop, *times, DAY)


def ask(oracle, start, end, when=EIGHT, **how):
    """The journey, after its components and what the checker says of it have been looked at."""
    question = (at(start), at(end), when)
    journey = oracle.journey(*question, **how)
    assert oracle.journey_faults(journey, *question, **how) == []
    nth = how.pop("nth", 0)
    answers = oracle.window_seconds(at(start), [at(end)], when, **how)[0]
    assert answers[nth] == (journey and sum(journey.components))
    return journey


def trips_of(journey):
    return [" ".join(ride.trips) for ride in journey.rides]


def test_the_parts_of_a_journey_with_a_change(build):
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["N 08:15:00", "B 08:20:00"]}
    oracle = build({"A": 5, "M": 20, "N": 22, "B": 40}, trips)
    assert ask(oracle, 4, 41) == Journey(
        second("08:00:00"),
        second("08:21:52"),
        (ride("t", "A", "08:05:00", "M", "08:10:00"), ride("u", "N", "08:15:00", "B", "08:20:00")),
        access=112,
        transfers=(223,),
        egress=112,
        direct=0,
    )
    parts = ask(oracle, 4, 41).components
    assert parts == Components(112, 188, 600, 223, 77, 112, 0, 0)
    assert ask(oracle, 4, 41, measure="journey").components == parts._replace(initial_wait=60)
    assert ask(oracle, 4, 41).walking == 447
    assert ask(oracle, 4, 41, max_rides=1) is None
    # the bus is caught at 08:04 at the latest; 08:21:52 is 08:08 before the deadline
    by_half_past = ask(oracle, 4, 41, moment("2023-06-13 08:30"), arrive_by=True)
    assert by_half_past.components == parts._replace(initial_wait=60, final_wait=488)
    assert by_half_past[:2] == (second("08:02:08"), second("08:30:00"))
    so = {"arrive_by": True, "measure": "journey"}
    arrived = ask(oracle, 4, 41, moment("2023-06-13 08:30"), **so)
    assert arrived.components == parts._replace(initial_wait=60)
    assert arrived.end == second("08:21:52")


def test_of_equal_arrivals_the_one_with_fewer_rides_counts(build):
    """The change takes less walking, but it is a ride more."""
    trips = {
        "t": ["A 08:05:00", "M 08:10:00"],
        "u": ["M 08:12:00", "B 08:20:00"],
        "v": ["C 08:09:00", "D 08:18:08"],  # C and D are a step from A and B
    }
    oracle = build({"A": 5, "C": 6, "M": 20, "B": 40, "D": 41}, trips)
    assert trips_of(ask(oracle, 5, 40)) == ["v"]
    assert ask(oracle, 5, 40).components == Components(112, 428, 548, 0, 0, 112, 0, 0)
    # a second earlier is a second earlier
    trips["u"] = ["M 08:12:00", "B 08:19:59"]
    oracle = build({"A": 5, "C": 6, "M": 20, "B": 40, "D": 41}, trips)
    assert trips_of(ask(oracle, 5, 40)) == ["t", "u"]


def test_of_as_many_rides_the_one_with_less_walking_counts(build):
    """Three ways to change to one bus: over M and N, at M, or at O, behind a longer walk."""
    stops = {"A": 5, "C": 7, "M": 20, "N": 21, "O": 23, "B": 40}
    trips = {
        "t": ["A 08:05:00", "M 08:10:00"],
        "v": ["A 08:06:00", "O 08:11:00"],
        "w": ["C 08:05:00", "O 08:09:00"],
        "u": ["N 08:14:00", "O 08:16:00", "B 08:20:00"],
    }
    oracle = build(stops, trips)
    journey = ask(oracle, 5, 40)
    assert trips_of(journey) == ["v", "u"]
    assert (journey.walking, journey.components.transfer_wait) == (0, 300)
    assert trips_of(ask(oracle, 7, 40)) == ["w", "u"]
    # from node 6 it is a step (112 s) either way to A and C
    assert ask(oracle, 6, 40).walking == 112
    # without v it is the least walk in all: a step from M to N
    less = build(stops, {name: trips[name] for name in "tuw"})
    assert trips_of(ask(less, 5, 40)) == ["t", "u"]
    assert ask(less, 5, 40).components == Components(0, 300, 300 + 360, 112, 128, 0, 0, 0)


def test_ties_pass_and_worse_journeys_do_not(build):
    """Two buses are alike in rides and walking; a third asks for a walk."""
    trips = {
        "t": ["A 08:05:00", "B 08:20:00"],
        "u": ["A 08:10:00", "B 08:20:00"],
        "v": ["C 08:10:00", "B 08:20:00"],
    }
    oracle = build({"A": 5, "C": 6, "B": 40}, trips)
    question = (at(5), at(40), EIGHT)
    journey = ask(oracle, 5, 40)
    for rides, access, faults in (
        (ride("t", "A", "08:05:00", "B", "08:20:00"), 0, 0),
        (ride("u", "A", "08:10:00", "B", "08:20:00"), 0, 0),
        (ride("v", "C", "08:10:00", "B", "08:20:00"), 112, 1),
        (ride("v", "C", "08:10:00", "B", "08:20:00"), 0, 1),
        (ride("u", "A", "08:05:00", "B", "08:20:00"), 0, 1),
        (ride("u", "B", "08:10:00", "A", "08:20:00"), 0, 1),
        (ride("x", "A", "08:05:00", "B", "08:20:00"), 0, 1),
        (ride("t u", "A", "08:05:00", "B", "08:20:00"), 0, 1),
    ):
        proposed = journey._replace(rides=(rides,), access=access)
        assert len(oracle.journey_faults(proposed, *question)) == faults
    assert oracle.journey_faults(None, *question)
    # who leaves as late as possible has no choice
    assert trips_of(ask(oracle, 5, 40, measure="journey")) == ["u"]
    early = journey._replace(
        start=second("08:09:00"), rides=(ride("t", "A", "08:05:00", "B", "08:20:00"),)
    )
    (fault,) = oracle.journey_faults(early, *question, measure="journey")
    assert fault.startswith("too late for Ride")


def test_a_direct_way_as_fast_as_a_ride(build):
    """From node 5 to node 15 it is 1,114 s on foot, until 08:18:34."""
    for arrival, direct in (("08:18:34", 1114), ("08:18:33", 0)):
        oracle = build({"A": 5, "B": 15}, {"t": ["A 08:05:00", f"B {arrival}"]})
        journey = ask(oracle, 5, 15)
        assert journey.components.direct == direct
        assert len(journey.rides) == (direct == 0)
    assert ask(oracle, 5, 15, max_rides=0) == Journey(
        second("08:00:00"), second("08:18:34"), (), 0, (), 0, 1114
    )
    assert ask(oracle, 5, 15, max_rides=0, max_walk_time=1113) is None
    # for a deadline too; nobody waits at the end of a walk
    assert ask(oracle, 15, 5, NINE, arrive_by=True).components == (0,) * 7 + (1114,)
    question = (at(5), at(15), EIGHT)
    walk = ask(oracle, 5, 15, max_rides=0)
    short = walk._replace(direct=1113)
    assert len(oracle.journey_faults(short, *question, max_rides=0)) == 1
    assert oracle.journey_faults(walk, *question)  # there is a bus, a second faster
    assert oracle.journey_faults(None, at(5), at(5), EIGHT)
    assert ask(oracle, 5, 5).components == (0,) * 8


def test_staying_in_the_vehicle_is_one_ride(build):
    trips = {
        "t": ["A 08:05:00", "M 08:10:00"],
        "u": ["M 08:12:00", "N 08:15:00", "B 08:20:00"],
    }
    stops = {"A": 5, "M": 20, "N": 22, "B": 40}
    block = {"t": "1", "u": "1"}
    oracle = build(stops, trips, blocks=block)
    journey = ask(oracle, 5, 40)
    assert journey.rides == (ride("t u", "A", "08:05:00", "B", "08:20:00"),)
    assert journey.components == Components(0, 300, 900, 0, 0, 0, 0, 0)
    # to those who change it is two, and no fewer are possible without the block
    changed = journey._replace(
        rides=(
            ride("t", "A", "08:05:00", "M", "08:10:00"),
            ride("u", "M", "08:12:00", "B", "08:20:00"),
        ),
        transfers=(0,),
    )
    question = (at(5), at(40), EIGHT)
    assert oracle.journey_faults(changed, *question) == ["rides: 2 instead of 1"]
    apart = build(stops, trips)
    assert ask(apart, 5, 40) == changed
    assert "nothing runs like this" in apart.journey_faults(journey, *question)[0]
    # who boards where the trip ends has not come with it, and the trips have an order
    for wrong in (
        ride("t u", "M", "08:10:00", "B", "08:20:00"),
        ride("u t", "A", "08:05:00", "B", "08:20:00"),
    ):
        assert oracle.journey_faults(journey._replace(rides=(wrong,)), *question)


def test_leaving_at_the_first_stop_of_the_next_trip(build):
    """Nobody gets off at M from t, but those who stay for u do, when t has ended."""
    trips = {"t": ["A 08:05:00", "M 08:10:00 - 0 1"], "u": ["M 08:09:00 08:12:00", "B 08:20:00"]}
    oracle = build({"A": 5, "M": 20, "B": 40}, trips, blocks={"t": "1", "u": "1"})
    journey = ask(oracle, 5, 20, max_walk_time=600)
    assert journey.rides == (ride("t u", "A", "08:05:00", "M", "08:10:00"),)


def rule_world(build, leaves, *transfers):
    """As in test_changes.py: from M, 08:10, it is 223 s to N."""
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": [f"N {leaves}", "B 08:20:00"]}
    return build({"A": 5, "M": 20, "N": 22, "B": 40}, trips, transfers=transfers)


def test_a_rule_of_type_2_needs_no_slack(build):
    journey = ask(rule_world(build, "08:14:43"), 5, 40)
    assert journey.components == Components(0, 300, 300 + 317, 223, 60, 0, 0, 0)
    ruled = rule_world(build, "08:13:43", "from_stop=M to_stop=N type=2 min=100")
    journey = ask(ruled, 5, 40)
    assert journey.components == Components(0, 300, 300 + 377, 223, 0, 0, 0, 0)
    assert ask(ruled, 5, 40, NINE, arrive_by=True).components == journey.components._replace(
        initial_wait=60, final_wait=2400
    )
    for other in (
        rule_world(build, "08:13:43"),
        rule_world(build, "08:13:43", "from_stop=M to_stop=N type=2 min=224"),
    ):
        assert ask(other, 5, 40) is None
        assert other.journey_faults(journey, at(5), at(40), EIGHT)


def test_a_rule_of_type_3_sends_people_another_way(build):
    """The change at M is forbidden; at O, two stops further, there is another one."""
    trips = {"t": ["A 08:05:00", "M 08:10:00", "O 08:12:00"], "u": ["N 08:14:43", "B 08:20:00"]}
    stops = {"A": 5, "M": 21, "O": 24, "N": 22, "B": 40}
    usual = build(stops, trips | {"u": ["N 08:17:00", "B 08:20:00"]})
    journey = ask(usual, 5, 40)
    assert (journey.rides[0].to_stop, journey.transfers) == ("M", (112,))
    rule = ["from_stop=M to_stop=N type=3"]
    ruled = build(stops, trips | {"u": ["N 08:17:00", "B 08:20:00"]}, transfers=rule)
    assert (ask(ruled, 5, 40).rides[0].to_stop, ask(ruled, 5, 40).transfers) == ("O", (223,))
    faults = ruled.journey_faults(journey, at(5), at(40), EIGHT)
    assert [fault.split(" from ")[0] for fault in faults] == [
        "no change is allowed",
        "walking: 112 instead of 223",
    ]


def test_a_deadline_leaves_the_choice_of_the_arrival(build):
    """Of the two that leave as late the one with fewer rides counts, if it is in time."""
    trips = {
        "slow": ["A 08:25:00", "B 08:45:00"],
        "t": ["A 08:25:00", "M 08:28:00"],
        "u": ["M 08:30:00", "B 08:35:00"],
    }
    oracle = build({"A": 5, "M": 20, "B": 40}, trips)
    deadline = moment("2023-06-13 08:50")
    journey = ask(oracle, 5, 40, deadline, arrive_by=True)
    assert trips_of(journey) == ["slow"]
    assert journey.components == Components(0, 60, 1200, 0, 0, 0, 300, 0)
    fast = ask(oracle, 5, 40, deadline, arrive_by=True, measure="journey")
    assert trips_of(fast) == ["t", "u"]
    assert fast.components == Components(0, 60, 480, 0, 120, 0, 0, 0)
    early = moment("2023-06-13 08:44:59")
    assert ask(oracle, 5, 40, early, arrive_by=True).components.final_wait == 599


def test_the_answers_of_a_window_are_counted_as_they_come(build):
    oracle = build({"A": 5, "B": 40}, {"t": ["A 08:05:00", "B 08:10:00"]})
    waits = [ask(oracle, 5, 40, window_s=300, nth=n).components.initial_wait for n in range(5)]
    assert waits == [300, 240, 180, 120, 60]
    by = {"window_s": 180, "arrive_by": True}
    ends = [ask(oracle, 5, 40, NINE, nth=n, **by).components.final_wait for n in range(3)]
    assert ends == [3000, 2940, 2880]


def test_past_midnight(build):
    oracle = build({"A": 5, "B": 40}, {"t": ["A 24:20:00", "B 24:30:00"]})
    journey = ask(oracle, 5, 40, moment("2023-06-14 00:10"))
    start = second("00:20:00", "2023-06-14")
    assert journey.rides == (Ride(0, ("t",), "A", "B", start, start + 600, DAY),)
    question = (at(5), at(40), moment("2023-06-14 00:10"))
    for day, faults in ((None, 0), (date(2023, 6, 14), 1)):
        rides = (journey.rides[0]._replace(day=day),)
        assert len(oracle.journey_faults(journey._replace(rides=rides), *question)) == faults
    assert ask(oracle, 5, 40, moment("2023-06-13 00:10")) is None


def test_limits_of_the_way_to_a_vehicle(build):
    """A bus and a train stop at one place; the train is too far for whoever walks."""
    trips = {"t": ["A 08:10:00", "B 08:20:00"], "r": ["A 08:10:00", "B 08:15:00"]}
    oracle = build({"A": 5, "B": 40}, trips, route_types={"r": 2})
    assert trips_of(ask(oracle, 4, 40)) == ["r"]
    assert trips_of(ask(oracle, 4, 40, max_access_time={"rail": 111})) == ["t"]
    assert trips_of(ask(oracle, 4, 40, max_egress_time={"rail": 0})) == ["r"]
    question = (at(4), at(40), EIGHT)
    journey = ask(oracle, 4, 40)
    assert oracle.journey_faults(journey, *question, max_access_time={"rail": 111})
    assert oracle.journey_faults(journey, *question, transit_modes=["bus"])
    # on a bicycle a step takes less time, and no other walk is worse than that
    cycled = ask(oracle, 4, 40, access_modes=("walk", "cycle"))
    assert cycled.access == 34  # 111.319 m at 12 km/h


def test_drawn_timetables_follow_each_other(build):
    oracle = build(
        {"A": 5, "B": 40},
        {"t": ["A 08:00:00", "B 08:10:00"]},
        frequencies=["t 08:00:00 10:00:00 900"],
    )
    draws = {"frequency_draws": 3, "window_s": 120}
    waits = [ask(oracle, 5, 40, nth=n, **draws).components.initial_wait for n in range(6)]
    assert [a - b for a, b in zip(waits[::2], waits[1::2], strict=True)].count(60) >= 2
    assert len(set(waits[::2])) > 1


def test_choices_at_one_moment(build):
    trips = {
        "slow": ["A 08:05:00", "B 08:40:00"],
        "t": ["A 08:05:00", "M 08:10:00"],
        "u": ["M 08:15:00", "B 08:30:00"],
        "v": ["M 08:12:00", "N 08:15:00"],
        "w": ["N 08:17:00", "B 08:30:00"],
        "x": ["N 08:17:00", "B 08:25:00"],
    }
    oracle = build({"A": 5, "M": 20, "N": 30, "B": 40}, trips)
    now = (second("08:00:00"),)
    question = (at(5), at(40), EIGHT)
    three = [Choice(2400, 1, now), Choice(1800, 2, now), Choice(1500, 3, now)]
    assert oracle.pareto(*question) == three
    assert oracle.pareto(*question, max_rides=2) == three[:2]
    assert oracle.pareto(*question, max_time=1800) == three[1:]
    assert oracle.pareto(at(40), at(5), EIGHT) == []
    assert oracle.pareto(at(5), at(7), EIGHT) == [Choice(223, 0, now)]
    # by 08:40 all leave with the same bus; the one with the fewest rides is as good as any
    when = moment("2023-06-13 08:40")
    by = (second("08:40:00"),)
    assert oracle.pareto(at(5), at(40), when, arrive_by=True) == [Choice(2160, 1, by)]
    # to the earliest arrival with so many rides
    so = {"arrive_by": True, "measure": "journey"}
    assert [choice[:2] for choice in oracle.pareto(at(5), at(40), when, **so)] == [
        (2160, 1),
        (1560, 2),
        (1260, 3),
    ]


def test_choices_over_a_window(build):
    trips = {
        "direct": ["A 08:02:30", "B 08:22:30"],
        "t": ["A 08:04:00", "M 08:10:00"],
        "u": ["M 08:12:00", "B 08:20:00"],
        "late": ["A 08:05:30", "B 08:25:30"],
    }
    oracle = build({"A": 5, "M": 20, "B": 40}, trips)
    # direct: 08:01 is the last minute for 08:02:30, 08:04 for 08:05:30: 1,290 s both;
    # with a change 08:03 is: until 08:20 it is 1,020 s
    found = oracle.pareto(at(5), at(40), EIGHT, 300)
    assert found == [
        Choice(1290, 1, (second("08:01:00"), second("08:04:00"))),
        Choice(1020, 2, (second("08:03:00"),)),
    ]
    assert oracle.pareto(at(5), at(40), EIGHT, 60) == [
        Choice(1350, 1, (second("08:00:00"),)),
        Choice(1200, 2, (second("08:00:00"),)),
    ]


def test_undominated():
    assert undominated([]) == []
    found = [
        (9, 1, 5),
        (9, 2, 4),
        (8, 3, 6),
        (8, 3, 2),
        (9, 1, 5),
        (7, 4, 1),
        (7, 5, 1),
        (20, 0, 0),
    ]
    assert undominated(found) == [
        Choice(20, 0, (0,)),
        Choice(9, 1, (5,)),
        Choice(8, 3, (2, 6)),
        Choice(7, 4, (1,)),
    ]


@pytest.mark.parametrize("how", [{}, {"measure": "journey"}, {"arrive_by": True}])
def test_nobody_gets_where_nothing_runs(build, how):
    oracle = build({"A": 5, "B": 40}, {"t": ["A 08:05:00", "B 08:10:00"]})
    when = moment("2023-06-12 08:00")
    assert ask(oracle, 5, 40, when, **how) is None
    assert oracle.pareto(at(5), at(40), when, **how) == []
