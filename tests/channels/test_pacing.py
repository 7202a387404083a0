"""Bursts go at once; what is more goes at the far side's pace, each person by themselves."""

import asyncio

from channels.pacing import MANY, Pace, Pacer

EACH, TOTAL = Pace(1.0, 3), Pace(0.1, 10)


def own(pacer, now, *users):
    """Seconds that each waits for their own sake, all asked for at the same moment."""
    return [round(pacer.own(user, now), 3) for user in users]


def test_a_burst_and_then_one_a_second():
    pacer = Pacer(EACH, TOTAL)
    assert own(pacer, 100.0, *"aaaaa") == [0, 0, 0, 1, 2]
    assert own(pacer, 100.0, "b") == [0], "nobody waits for somebody else's pace"
    assert own(pacer, 105.0, "a") == [0]
    assert own(pacer, 200.0, *"aaaa") == [0, 0, 0, 1], "a long silence saves up no more than a burst"


def test_in_all_no_more_than_the_far_side_takes():
    pacer = Pacer(EACH, TOTAL)
    assert [round(pacer.shared(100.0), 3) for _ in range(30)] == [0] * 10 + [round(n * 0.1, 3) for n in range(1, 21)]


async def test_half_a_burst_is_a_hurry():
    now, pacer = asyncio.get_running_loop().time(), Pacer(EACH, Pace(100, 10))
    for spent in range(1, 11):
        pacer.shared(now)
        assert pacer.hurried() == (spent > 5)


def test_who_waits_no_more_is_forgotten():
    pacer = Pacer(EACH, TOTAL)
    for n in range(2 * MANY + 10):
        pacer.own(f"u{n}", float(n))
    assert len(pacer._to) <= MANY + 1


async def test_the_wait_is_waited():
    pacer, loop = Pacer(Pace(0.05, 1), TOTAL), asyncio.get_running_loop()
    begun = loop.time()
    for _ in range(3):
        await pacer.turn("a")
    assert loop.time() - begun >= 0.09
