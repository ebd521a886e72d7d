"""A stub of chalicelib that notes what each handler was given: it proves the wiring of template, queues and stream."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import emulator
from infra.local.cad import CommandAndControl
from infra.local.issuer import Issuer
from infra.local.place import ROOT, Place
from infra.local.proxy import Gateway
from infra.local.slack.local import LocalSlack
from infra.local.system import System


@pytest.fixture(scope="session")
def stub_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real app.py over the stub chalicelib."""
    source = tmp_path_factory.mktemp("stub")
    shutil.copytree(Path(__file__).with_name("stub"), source, dirs_exist_ok=True)
    shutil.copy(ROOT / "app.py", source)
    shutil.copy(ROOT / "chalicelib" / "starting.py", source / "chalicelib")
    return source


@pytest.fixture(scope="module")
def deployed(stub_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The stub, packaged and deployed by the same code as `make run`, in an emulator of its own that keeps its state."""
    place = Place(emulator.free_port(), tmp_path_factory.mktemp("place"))
    slack = LocalSlack(place)
    slack.open()
    local = System(place, Gateway(), Issuer(place), CommandAndControl(place), slack, stub_source)
    local.start()
    local.deploy()
    yield local
    local.stop()
