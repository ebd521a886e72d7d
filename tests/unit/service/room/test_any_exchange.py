"""Whatever two pages do, and whatever is lost on the way: each signal to the page that is there arrives once and in order.

Pages are loaded anew, take over from each other, leave, send again; requests and answers get lost. Nobody who is not seated gets
anything, nothing meant for one page reaches another, and both sides read the same lines in the same order.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain.seat import other
from chalicelib.store.personal import context, link_token
from tests.checks import whole_table_is_consistent
from tests.force import Force

from .two_sides import PageModel, Sides, doors

SIDES = some.sampled_from(["victim", "police"])
LOST = some.sampled_from(["nothing", "nothing", "nothing", "request", "answer"])


class AnyExchange(RuleBasedStateMachine):
    @initialize()
    def a_call(self) -> None:
        self.force = Force(standing=True)
        reference = self.force.bring("in_call")
        deps = self.force.deps
        row = next(row for row in self.force.rows() if row.sk == "STATE")
        token = link_token(deps.keyring.unwrap(row.sealed or b"", context("dorset", reference)), 1)
        self.sides = Sides(deps, doors(deps, token, self.force.caller("officer"), reference))
        for side in ("victim", "police"):
            self.sides.load(side)
        self.sides.meet()

    @rule(side=SIDES, comes=some.booleans())
    def a_page_is_loaded_anew(self, side, comes) -> None:
        self.sides.load(side)
        if comes:
            self.sides.meet()

    @rule(side=SIDES, lost=LOST)
    def the_present_page_asks(self, side, lost) -> None:
        self.sides.ask(self.sides.now[side], lost)

    @rule(data=some.data(), lost=LOST)
    def any_page_asks(self, data, lost) -> None:
        self.sides.ask(self._any(data), lost)

    @rule(data=some.data(), comes=some.booleans())
    def a_page_takes_the_seat_back(self, data, comes) -> None:
        page = self._any(data)
        page.arrives = True
        self.sides.now[page.side] = page
        if comes:
            self.sides.meet()

    @rule(data=some.data(), lost=LOST)
    def a_page_leaves(self, data, lost) -> None:
        self.sides.ask(self._any(data), lost, leaving=True)

    @rule(side=SIDES, many=some.sampled_from([1, 2, 3, 25]), lost=LOST, lost_there=LOST)
    def the_present_page_signals(self, side, many, lost, lost_there) -> None:
        for _ in range(many):
            self.sides.signal(self.sides.now[side])
        self.sides.ask(self.sides.now[side], lost)
        self.sides.ask(self.sides.now[other(side)], lost_there)

    @rule(data=some.data(), lost=LOST)
    def any_page_says_something(self, data, lost) -> None:
        self.sides.say(self._any(data), lost)

    @rule(seconds=some.integers(1, 20))
    def time_passes(self, seconds) -> None:
        self.force.clock.forward(timedelta(seconds=seconds))

    def _any(self, data) -> PageModel:
        return self.sides.pages[data.draw(some.sampled_from(sorted(self.sides.pages)))]

    @invariant()
    def nothing_came_twice_out_of_order_or_to_another(self) -> None:
        for page in self.sides.pages.values():
            for sender, had in page.had.items():
                assert had == self.sides.taken.get((sender, page.id), [])[: len(had)], (sender, page.id)
            assert [n for n, _ in page.read] == list(range(1, len(page.read) + 1))
            assert [text for _, text in page.read] == self.sides.said[: len(page.read)]

    def teardown(self) -> None:
        """In the end everything that was taken has come, and every line."""
        if not hasattr(self, "sides"):
            return
        pages = list(self.sides.now.values())
        for page in pages:
            page.arrives = True
        for _ in range(6 + 2 * max(len(page.waiting) for page in pages)):
            for page in pages:
                self.sides.ask(page, "nothing")
        self.nothing_came_twice_out_of_order_or_to_another()
        one, two = pages
        for page, there in ((one, two), (two, one)):
            assert (page.other, page.waiting) == (there.id, [])
            assert page.had.get(there.id, []) == self.sides.taken.get((there.id, page.id), [])
            assert [text for _, text in page.read] == self.sides.said
        assert whole_table_is_consistent(self.force.rows(), keyring=self.force.keyring)


TestAnyExchange = AnyExchange.TestCase
TestAnyExchange.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
