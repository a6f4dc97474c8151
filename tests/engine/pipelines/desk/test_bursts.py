"""What is asked for together is served in its order, what is asked for later before it."""

from masterdesk.engine.pipelines.desk.bursts import BURST_PREVIEWS, BURST_S, Bursts


def test_later_bursts_go_first_and_within_one_who_asked_first():
    bursts = Bursts()
    asked = [(burst, number) for burst in range(4) for number in range(5)]
    served = sorted(asked, key=lambda at: bursts.priority(10.0 + at[0] + 0.5 * BURST_S * at[1]))
    assert served == [(burst, number) for burst in reversed(range(4)) for number in range(5)]


def test_a_burst_without_end_stays_before_what_was_asked_for_earlier():
    bursts = Bursts()
    first = bursts.priority(10.0)
    later = [bursts.priority(20.0 + 0.001 * number) for number in range(3 * BURST_PREVIEWS)]
    assert max(later) < first and len(set(later)) == len(later)
