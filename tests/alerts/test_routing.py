"""Do grouping, inhibition and silences say what Alertmanager's words promise?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.routing import INHIBITS_FOR, labels_of, matches, released, routed
from bot.model.alert import Alert
from bot.model.routing import Inhibition, Matcher, Notified, Route, Routing, Silence, Situation
from tests.alerts.make import NOW
from tests.alerts.make import an_alert as any_alert

WAIT, INTERVAL = timedelta(seconds=30), timedelta(minutes=5)
GROUPED = Routing(("watch",), WAIT, INTERVAL)
SECOND = timedelta(seconds=1)
DENIED = Inhibition((Matcher("kind", "denial"),), (Matcher("kind", "report"),), ("story",))


def an_alert(name: str, **changes: Any) -> Alert:
    return any_alert(**{"id": name, "storyline": "affair", "watch": "voices", "severity": "normal", **changes})


def noted(name: str, at: datetime = NOW, **changes: Any) -> Notified:
    alert = an_alert(name, **changes)
    return Notified(name, labels_of(alert), at, alert.title, alert.replies_to)


def a_silence(*matchers: Matcher, number: int = 3, **changes: Any) -> Silence:
    one = Silence(number, matchers, "op", "maintenance", NOW - SECOND, NOW + timedelta(hours=4))
    return replace(one, **changes)


def decided(*alerts: Alert, routing: Routing = GROUPED, **situation: Any) -> dict[str, tuple[str, datetime]]:
    return by_alert(routed(alerts, {"affair": routing}, Situation(**situation), NOW))


def by_alert(routes: list[Route]) -> dict[str, tuple[str, datetime]]:
    assert len({route.alert for route in routes}) == len(routes)
    return {route.alert: (route.verdict, route.at) for route in routes}


def test_without_rules_everything_is_told_at_once() -> None:
    assert decided(an_alert("a"), an_alert("b", severity="low"), routing=Routing()) == {}
    assert routed([an_alert("a")], {}, Situation(), NOW) == []


def test_the_first_of_a_group_waits_for_company_and_the_next_join_it() -> None:
    waits = ("waiting", NOW + WAIT)
    assert decided(an_alert("a"), an_alert("b"), an_alert("c", watch="calls")) == {"a": waits, "b": waits, "c": waits}
    begun = noted("a", NOW + 10 * SECOND)
    assert decided(an_alert("b"), waiting=(begun,)) == {"b": ("waiting", NOW + 10 * SECOND)}
    assert decided(an_alert("b", watch="calls"), waiting=(begun,)) == {"b": waits}


@pytest.mark.parametrize("severity", ["high", "critical"])
def test_what_is_grave_never_waits(severity: str) -> None:
    assert decided(an_alert("a", severity=severity), an_alert("b")) == {"b": ("waiting", NOW + INTERVAL)}


@pytest.mark.parametrize("change", ["baseline", "notice"])
def test_cards_and_notices_never_wait(change: str) -> None:
    assert decided(an_alert("a", change=change)) == {}


def test_after_a_message_of_its_group_the_next_waits_for_the_interval() -> None:
    before = noted("z", NOW - timedelta(minutes=2))
    assert decided(an_alert("a"), told=(before,)) == {"a": ("waiting", NOW + timedelta(minutes=3))}
    assert decided(an_alert("a"), told=(noted("z", NOW - INTERVAL),)) == {"a": ("waiting", NOW + WAIT)}
    assert decided(an_alert("a"), routing=replace(GROUPED, group_wait=timedelta(0)), told=(noted("z", NOW - INTERVAL),)) == {}


def test_groups_are_made_by_the_labels_that_are_named() -> None:
    begun = noted("z", NOW + SECOND, side="US")
    by_side = replace(GROUPED, group_by=("side",))
    assert decided(an_alert("a", side="US", watch="x"), routing=by_side, waiting=(begun,))["a"][1] == NOW + SECOND
    assert decided(an_alert("a", side="JP"), routing=by_side, waiting=(begun,))["a"][1] == NOW + WAIT
    assert decided(an_alert("a", side="JP"), routing=replace(GROUPED, group_by=()), waiting=(begun,))["a"][1] == NOW + SECOND


def test_groups_of_other_storylines_are_other_groups() -> None:
    assert decided(an_alert("a"), waiting=(noted("z", NOW + SECOND, storyline="other"),))["a"][1] == NOW + WAIT


def test_what_is_told_at_once_brings_out_what_it_answers_and_what_that_answers() -> None:
    waiting = (noted("a", NOW + WAIT), noted("b", NOW + WAIT, replies_to="a"), noted("c", NOW + WAIT))
    found = decided(an_alert("d", severity="high", replies_to="b"), waiting=waiting)
    assert found == {"b": ("told", NOW), "a": ("told", NOW)}
    same = decided(an_alert("a"), an_alert("d", severity="critical", replies_to="a"))
    assert same == {}


def test_an_answer_is_never_told_before_what_it_answers() -> None:
    waiting = (noted("a", NOW + INTERVAL),)
    assert decided(an_alert("b", watch="calls", replies_to="a"), waiting=waiting) == {"b": ("waiting", NOW + INTERVAL)}


def test_those_whose_wait_is_over_are_told_together() -> None:
    waiting = (noted("a"), noted("b"), noted("c", NOW + SECOND))
    assert by_alert(released({"affair": GROUPED}, Situation(waiting=waiting), NOW)) == {"a": ("told", NOW), "b": ("told", NOW)}
    assert released({"affair": GROUPED}, Situation(waiting=waiting), NOW - SECOND) == []


def test_a_clock_that_went_back_and_a_storyline_that_left_hold_nobody_up() -> None:
    waiting = (noted("a", NOW + timedelta(days=365)), noted("b", storyline="gone"))
    assert by_alert(released({}, Situation(waiting=waiting), NOW)) == {"a": ("told", NOW), "b": ("told", NOW)}
    ahead = noted("z", NOW + timedelta(days=365))
    assert decided(an_alert("a"), told=(ahead,)) == {"a": ("waiting", NOW + WAIT)}


def test_a_silence_mutes_what_matches_all_of_it_while_it_is_active() -> None:
    both = a_silence(Matcher("kind", "readout"), Matcher("side", "US|CN", pattern=True))
    (route,) = routed([an_alert("a"), an_alert("b", side="JP")], {}, Situation((both,)), NOW)
    assert (route.alert, route.verdict, route.by) == ("a", "silenced", "3")
    assert route.why == "silence 3 of op until 2025-11-24T19:00+00:00: maintenance"
    for over in ({"ends_at": NOW}, {"starts_at": NOW + SECOND}, {"expired_at": NOW - SECOND}):
        assert routed([an_alert("a")], {}, Situation((replace(both, **over),)), NOW) == []  # type: ignore[arg-type]  # instants


def test_of_several_silences_the_one_that_ends_last_is_named() -> None:
    short, long = a_silence(Matcher("side", "CN"), number=1, ends_at=NOW + SECOND), a_silence(Matcher("kind", "readout"), number=2)
    assert routed([an_alert("a")], {}, Situation((long, short)), NOW)[0].by == "2"


def test_silences_are_asked_when_the_wait_is_over_and_not_before() -> None:
    mute = a_silence(Matcher("side", "CN"))
    assert decided(an_alert("a"), silences=(mute,)) == {"a": ("waiting", NOW + WAIT)}
    assert by_alert(released({"affair": GROUPED}, Situation((mute,), (), (noted("a"),)), NOW)) == {"a": ("silenced", NOW)}


def test_a_silenced_answer_brings_nothing_out() -> None:
    mute = a_silence(Matcher("kind", "correction"))
    found = decided(
        an_alert("b", kind="correction", severity="high", replies_to="a"), silences=(mute,), waiting=(noted("a", NOW + WAIT),)
    )
    assert found == {"b": ("silenced", NOW)}


def inhibited(routing: Routing, *told: Notified, **target: Any) -> list[Route]:
    return routed([an_alert("t", **{"kind": "report", **target})], {"affair": routing}, Situation(told=told), NOW)


def test_a_target_is_not_told_while_a_source_of_the_same_labels_was() -> None:
    rule = Routing(inhibit=(DENIED,))
    (route,) = inhibited(rule, noted("s", kind="denial", title="It is not so"))
    assert (route.verdict, route.by, route.why) == ("inhibited", "s", "alert s (denial: It is not so)")
    assert inhibited(rule, noted("s", kind="denial"), story="another") == []
    assert inhibited(rule, noted("s", kind="denial"), kind="statement") == []
    assert inhibited(rule, noted("s", kind="statement")) == []
    assert inhibited(rule, noted("s", kind="denial", storyline="other")) == []
    assert inhibited(rule, noted("s", NOW - INHIBITS_FOR, kind="denial")) == []
    assert inhibited(rule, noted("s", NOW - INHIBITS_FOR + SECOND, kind="denial"))


def test_labels_that_are_not_there_are_equal() -> None:
    rule = Routing(inhibit=(replace(DENIED, equal=("side",)),))
    assert inhibited(rule, noted("s", kind="denial", side=""), side="")


def test_within_one_check_the_source_counts_whichever_comes_first() -> None:
    rule = Routing(inhibit=(DENIED,))
    alerts = [an_alert("t", kind="report"), an_alert("s", kind="denial")]
    for order in (alerts, alerts[::-1]):
        assert decided(*order, routing=rule) == {"t": ("inhibited", NOW)}


def test_who_is_silenced_inhibits_nobody() -> None:
    found = decided(
        an_alert("t", kind="report"), an_alert("s", kind="denial"),
        routing=Routing(inhibit=(DENIED,)), silences=(a_silence(Matcher("kind", "denial")),),
    )  # fmt: skip
    assert found == {"s": ("silenced", NOW)}


def test_who_is_both_is_not_inhibited_by_another_who_is_both_and_no_circle_mutes_all() -> None:
    chinese = (Matcher("side", "CN"),)
    assert decided(an_alert("a"), an_alert("b"), routing=Routing(inhibit=(Inhibition(chinese, chinese, ()),))) == {}
    circle = (DENIED, replace(DENIED, source=DENIED.target, target=DENIED.source))
    found = decided(an_alert("t", kind="report"), an_alert("s", kind="denial"), routing=Routing(inhibit=circle))
    assert found == {"s": ("inhibited", NOW)}


def test_those_that_waited_together_inhibit_one_another() -> None:
    routing = replace(GROUPED, inhibit=(DENIED,))
    waiting = (noted("t", kind="report"), noted("s", kind="denial"))
    found = by_alert(released({"affair": routing}, Situation(waiting=waiting), NOW))
    assert found == {"t": ("inhibited", NOW), "s": ("told", NOW)}


def test_a_label_that_is_not_there_is_empty() -> None:
    assert matches([Matcher("side", "")], {})
    assert matches([Matcher("side", ".*", pattern=True)], {})
    assert not matches([Matcher("side", "CN")], {})


STEP = timedelta(seconds=10)
SORTS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    severity=st.sampled_from(["low", "normal", "high"]),
    watch=st.sampled_from(["calls", "voices"]),
    kind=st.sampled_from(["report", "denial"]),
    story=st.sampled_from(["s1", "s2"]),
    answers=st.integers(0, 4),
)


@given(st.lists(st.lists(SORTS, max_size=3), max_size=12), st.booleans(), st.booleans())
def test_nobody_is_lost_or_told_twice_or_before_what_he_answers(
    checks: list[list[dict[str, Any]]],
    inhibits: bool,  # noqa: FBT001 - hypothesis draws it
    silences: bool,  # noqa: FBT001 - the same
) -> None:
    routing = Routing(("watch",), 3 * STEP, 5 * STEP, inhibit=(DENIED,) if inhibits else ())
    mute = (a_silence(Matcher("story", "s2"), Matcher("severity", "low|high", pattern=True)),) if silences else ()
    told: list[Notified] = []
    waiting: dict[str, Notified] = {}
    ended: dict[str, str] = {}
    known: dict[str, Notified] = {}

    def settle(routes: list[Route], new: list[Alert], now: datetime) -> None:
        chosen = {route.alert: route for route in routes}
        known.update({one.id: Notified(one.id, labels_of(one), now, one.title, one.replies_to) for one in new})
        for name in sorted({*chosen, *(one.id for one in new)}):  # names grow as a database's sequence does
            route = chosen.get(name)
            assert name not in ended
            if route and route.verdict == "waiting":
                waiting[name] = replace(known[name], at=route.at)
                continue
            waiting.pop(name, None)
            ended[name] = route.verdict if route else "told"
            if ended[name] == "told":
                assert known[name].replies_to not in waiting
                told.append(replace(known[name], at=now))

    for number, sorts in enumerate([*checks, *([[]] * 40)]):
        now = NOW + number * STEP
        new = []
        for place, sort in enumerate(sorts):
            names = sorted(known)
            answers = names[-sort["answers"]] if 0 < sort["answers"] <= len(names) else ""
            others = {name: value for name, value in sort.items() if name != "answers"}
            new.append(an_alert(f"{number:03}-{place}", replies_to=answers, **others))
        if new:
            settle(routed(new, {"affair": routing}, Situation(mute, tuple(told), tuple(waiting.values())), now), new, now)
        settle(released({"affair": routing}, Situation(mute, tuple(told), tuple(waiting.values())), now), [], now)
    assert waiting == {}
    assert set(ended) == set(known)
