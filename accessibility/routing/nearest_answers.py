"""From what can be caught at stops to the nearest services of each origin, moment by moment."""

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .nearest import NONE, SERVICE_BITS, SERVICE_MASK, keep_label
from .percentiles import NOT_REACHED, STEP, select_ranks
from .profiles import Question, Ways
from .stop_profiles import StopProfiles

TIME_BITS = 20
"""Seconds of any moment of a query need no more."""
TIME_MASK = np.int64((1 << TIME_BITS) - 1)
BY_VEHICLE = np.int64(1 << SERVICE_BITS)
"""The bit of an answer that puts a way without a vehicle before one as long with it."""


@kernel
def nearest_without_vehicle(ways: Ways, first: int, nearest: NDArray[np.int64]) -> None:
    """Find the services that each origin comes to first without a vehicle.

    Parameters
    ----------
    ways
        Ways between some services and the origins, by service.
    first
        Number of the first of these services.
    nearest
        Answers (seconds, shifted by one bit more than a service has, plus the service), those of an
        origin in order, `NONE` behind them; shape (origins, count).
    """
    count = nearest.shape[1]
    for service in range(len(ways.offset) - 1):
        for k in range(ways.offset[service], ways.offset[service + 1]):
            answer = (np.int64(ways.seconds[k]) << (SERVICE_BITS + 1)) | (first + service)
            keep_label(nearest[ways.target[k]], 0, count, answer, 0)


@kernel
def _catch(
    profiles: StopProfiles, access: Ways, origin: int, count: int, best: NDArray[np.int64]
) -> None:
    """Find what the last departure to catch it comes to, around an origin."""
    row, offset, ready, label = profiles.row, profiles.offset, profiles.ready, profiles.label
    limit, last = profiles.limit, len(best) // count - 1
    for way in range(access.offset[origin], access.offset[origin + 1]):
        seconds, stop = access.seconds[way], row[access.target[way]]
        for group in range(len(limit)):
            if stop < 0 or seconds > limit[group]:
                continue
            low = offset[stop * len(limit) + group]
            high = end = offset[stop * len(limit) + group + 1]
            while low < high:
                middle = (low + high) >> 1
                if ready[middle] >= seconds:
                    high = middle
                else:
                    low = middle + 1
            for k in range(low, end):
                minute = min(last, (ready[k] - seconds) // STEP)
                keep_label(best, minute * count, count, label[k], 0)
                if minute == last and count == 1:
                    break  # all later ones arrive later


@kernel
def answer_departures(
    profiles: StopProfiles,
    access: Ways,
    direct: NDArray[np.int64],
    question: Question,
    first: int,
    begin: int,
    answers: NDArray[np.int64],
) -> None:
    """Find the nearest services for every departure of a window.

    Parameters
    ----------
    profiles
        What can be caught.
    access
        Ways from origins to stops.
    direct
        What `nearest_without_vehicle` found.
    question
        Departures and limits.
    first
        The first origin of the block; there are as many as `answers` has room for.
    begin
        Where among the answers of an origin the first departure's stands.
    answers
        Where the answers go, with `BY_VEHICLE` where one is ridden; shape (origins, answers,
        count).
    """
    # Keeps: what a departure catches, every earlier one catches too, and waits for it.
    # Cost: (departures from the stops around an origin + moments) x count.
    # Source: as of `sweep_nearest`.
    count, moments, longest = answers.shape[2], question.departures, question.longest
    found = answers.reshape(-1)
    best = np.empty(moments * count, np.int64)
    for origin in range(answers.shape[0]):
        best[:] = NONE
        _catch(profiles, access, first + origin, count, best)
        at = (origin * answers.shape[1] + begin + moments - 1) * count
        for minute in range(moments - 1, -1, -1):
            here = minute * count
            for k in range(count):
                found[at + k] = direct[first + origin, k]
                if minute + 1 < moments and best[here + count + k] != NONE:
                    keep_label(best, here, count, best[here + count + k], 0)
            for k in range(here, here + count):
                taken = (best[k] >> SERVICE_BITS) - minute * STEP
                if taken > longest:  # as where there is none
                    break
                answer = (taken << (SERVICE_BITS + 1)) | BY_VEHICLE | (best[k] & SERVICE_MASK)
                keep_label(found, at, count, answer, 0)
            at -= count


@kernel
def _be_in_time(
    profiles: StopProfiles,
    access: Ways,
    origin: int,
    count: int,
    longest: int,
    best: NDArray[np.int64],
) -> None:
    """Find how late to leave for the first deadline that is met, around an origin."""
    row, offset, ready, label = profiles.row, profiles.offset, profiles.ready, profiles.label
    limit, deadlines = profiles.limit, len(best) // count
    for way in range(access.offset[origin], access.offset[origin + 1]):
        seconds, stop = access.seconds[way], row[access.target[way]]
        for group in range(len(limit)):
            if stop < 0 or seconds > limit[group]:
                continue
            cell = stop * len(limit) + group
            for k in range(offset[cell], offset[cell + 1]):
                leaves, arrival = np.int64(ready[k] - seconds), label[k] >> SERVICE_BITS
                deadline = max(np.int64(0), (arrival - longest + STEP - 1) // STEP)
                if leaves >= 0 and deadline < deadlines:
                    # The latest to leave is the least; of these the first to arrive.
                    later = ((TIME_MASK - leaves) << (TIME_BITS + SERVICE_BITS)) | label[k]
                    keep_label(best, deadline * count, count, later, 0)


@kernel
def answer_deadlines(
    profiles: StopProfiles,
    access: Ways,
    direct: NDArray[np.int64],
    question: Question,
    deadlines: int,
    first: int,
    begin: int,
    answers: NDArray[np.int64],
) -> None:
    """Find the nearest services for every deadline of a window.

    Parameters
    ----------
    profiles, access, direct, first, begin, answers
        As for `answer_departures`.
    question
        Departures and limits: its start is the longest time before the first deadline.
    deadlines
        How many deadlines there are, `STEP` seconds apart.
    """
    # Keeps: what arrives by a deadline arrives by all later ones.
    # Cost, source: as of `answer_departures`.
    count, longest = answers.shape[2], question.longest
    found = answers.reshape(-1)
    best = np.empty(deadlines * count, np.int64)
    for origin in range(answers.shape[0]):
        best[:] = NONE
        _be_in_time(profiles, access, first + origin, count, longest, best)
        at = (origin * answers.shape[1] + begin) * count
        for deadline in range(deadlines):
            here = deadline * count
            for k in range(count):
                found[at + k] = direct[first + origin, k]
                if deadline > 0 and best[here - count + k] != NONE:
                    keep_label(best, here, count, best[here - count + k], 0)
            for k in range(here, here + count):
                leaves = TIME_MASK - (best[k] >> (TIME_BITS + SERVICE_BITS))
                taken = longest + deadline * STEP - leaves
                if taken > longest:  # as where there is none
                    break
                answer = (taken << (SERVICE_BITS + 1)) | BY_VEHICLE | (best[k] & SERVICE_MASK)
                keep_label(found, at, count, answer, 0)
            at += count


@kernel
def choose_ranks(
    answers: NDArray[np.int64],
    draws: int,
    ranks: NDArray[np.int64],
    longest: int,
    last_first: bool,  # noqa: FBT001 - kernels take no keywords
    seconds: NDArray[np.int32],
    services: NDArray[np.int32],
) -> None:
    """Select ranks among the answers of each origin, and the service of each.

    Parameters
    ----------
    answers
        Of each draw the moments, one after the other; shape (origins, draws * moments, count).
    draws
        How many draws there are.
    ranks
        Places of the percentiles among the sorted answers, from 0.
    longest
        Seconds of the longest answer.
    last_first
        Whether the last moment listed is the earliest on the clock.
    seconds, services
        Where they go, `NOT_REACHED` for none; shape (ranks, count, origins).
    """
    # Keeps: of the moments with equal seconds, the earliest gives the service.
    total = answers.shape[1]
    moments = total // draws
    times, room = np.empty(total, np.int32), np.empty(total, np.int32)
    chosen = np.empty(len(ranks), np.int32)
    for origin in range(answers.shape[0]):
        for k in range(answers.shape[2]):
            for number in range(total):
                answer = answers[origin, number, k]
                taken = answer >> (SERVICE_BITS + 1)
                times[number] = taken if answer != NONE else longest + 1
            select_ranks(times, ranks, longest, room, chosen)
            for rank in range(len(ranks)):
                seconds[rank, k, origin] = chosen[rank]
                services[rank, k, origin] = NOT_REACHED
                if chosen[rank] < 0:
                    continue
                for step in range(total):
                    moment, draw = step // draws, step % draws
                    if last_first:
                        moment = moments - 1 - moment
                    number = draw * moments + moment
                    if times[number] == chosen[rank]:
                        services[rank, k, origin] = answers[origin, number, k] & SERVICE_MASK
                        break
