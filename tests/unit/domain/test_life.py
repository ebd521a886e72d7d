"""Lives as `any_life.py` has them.

LIFE_EXAMPLES=3000 pytest tests/unit/domain/test_life.py      # longer, and different each time
"""

import os

from hypothesis import HealthCheck, settings

from chalicelib.domain.words import Status
from tests.unit.domain.any_life import Life

EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "100"))
TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=60,
    deadline=None,
    derandomize="LIFE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


def test_these_lives_came_everywhere():
    """Otherwise what holds above would hold of nothing."""
    assert Life.seen == set(Status)
