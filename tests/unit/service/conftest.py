from __future__ import annotations

import pytest

from tests.force import Force


@pytest.fixture
def force() -> Force:
    return Force()
