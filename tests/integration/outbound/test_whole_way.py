"""The whole way on the emulator: its table, queues, key, texts and emails."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.domain import commands as c
from tests.faults import check_everything
from tests.integration.outbound.real import RealWorld
from tests.unit.outbound.test_whole_way import EXPECTED


def test_everybody_hears_of_every_step_in_order(world: RealWorld) -> None:
    world.report()
    world.to("link_sent")
    world.settle()
    world.go_on("link_sent")

    world.settle()

    assert world.kinds() == EXPECTED
    ((to, *_, body),) = world.texts
    assert to == "+447700900123"
    assert "https://evr.dorset.example/v#" in body
    check_everything(world, [world.reference])


def test_without_the_stream_everything_comes_within_two_minutes(world: RealWorld) -> None:
    world.report()
    world.to("link_sent")

    world.recover(ticks=2)

    assert len(world.texts) == 1
    assert world.kinds()[-2:] == ["arrived", "delivery"]
    check_everything(world, [world.reference])


def test_a_link_by_email(world: RealWorld) -> None:
    world.report()
    world.to("contacted")
    world.do(world.reference, c.SendLink(channel="email", device="laptop"), "officer")

    world.settle()

    (email,) = world.emails
    assert email["To"] == ["test.person-alder@example.org"]
    assert email["Source"] == "DorsetPol <evr@evr.dorset.example>"
    assert "https://evr.dorset.example/v#" in email["BodyText"]
    assert world.delivery()["provider"] == "ses"


def test_the_feed_is_read_in_pages_of_any_size(world: RealWorld) -> None:
    world.report()
    world.to("queued")
    world.recover(ticks=1, every=timedelta(minutes=1))
    from chalicelib.outbound import feed

    found, after = [], None
    while page := feed.read(world.table, world.force, after, limit=2):
        found += page.items
        if not page.items:
            break
        after = page.cursor

    assert found == world.feed()
    assert len(found) == 5
