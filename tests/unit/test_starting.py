"""A cold start: no garbage collection before the first answer, and no module before it is used."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from chalicelib import starting

HEALTH = {
    "httpMethod": "GET",
    "resource": "/health",
    "path": "/health",
    "headers": {},
    "multiValueHeaders": {},
    "multiValueQueryStringParameters": None,
    "pathParameters": None,
    "stageVariables": None,
    "body": None,
    "isBase64Encoded": False,
    "requestContext": {"httpMethod": "GET", "resourcePath": "/health", "identity": {}},
}


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def program(code: str, **environment: str) -> list[str]:
    """What a fresh process prints."""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


def test_garbage_is_collected_from_the_first_answer_on():
    starting.let_things_pile_up()
    assert not gc.isenabled()
    assert starting.settle("asked", lambda event: f"{event} and answered") == "asked and answered"
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_also_when_the_first_event_failed():
    starting.let_things_pile_up()
    with pytest.raises(ZeroDivisionError):
        starting.settle(0, lambda event: 1 / event)
    assert gc.isenabled()


def test_only_the_start_is_kept():
    gc.unfreeze()
    starting.settle("", lambda event: event)
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize(
    ("first_event", "environment"),
    [(f"app.app({HEALTH!r}, None)", {}), ("app.texts({'Records': []}, None)", {"EVR_WORKER": "texts"})],
    ids=["API", "worker"],
)
def test_every_function_starts_so(first_event, environment):
    said = program(
        f"""
import contextlib, gc, app
print(gc.isenabled())
with contextlib.suppress(Exception):  # a worker has no table here
    {first_event}
print(gc.isenabled(), gc.get_freeze_count() > 0)
""",
        **environment,
    )
    assert [said[0], *said[-2:]] == ["False", "True", "True"]


def test_a_module_that_is_put_off_is_loaded_when_it_is_used():
    said = program("""
from chalicelib.starting import put_off
put_off("xml.dom.minidom")
from xml.dom import minidom
print("xml.dom.minicompat" in sys.modules)
print(minidom.parseString("<a/>").documentElement.tagName)
print("xml.dom.minicompat" in sys.modules, sys.modules["xml.dom.minidom"] is minidom)
""")
    assert said == ["False", "a", "True", "True"]


def test_a_module_that_is_loaded_already_stays():
    from xml.dom import minidom

    starting.put_off("xml.dom.minidom")
    assert sys.modules["xml.dom.minidom"] is minidom


def test_a_module_that_is_not_there_is_not_put_off():
    with pytest.raises(ModuleNotFoundError, match=r"xml\.nothing"):
        starting.put_off("xml.nothing")
