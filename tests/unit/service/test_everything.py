"""Everything at once, on the fake table: see tests/machine.py.

EVR_MACHINE_RUNS=500 runs it for longer, and then a failure is made smaller, which takes minutes.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

from tests.machine import Everything

RUNS = int(os.environ.get("EVR_MACHINE_RUNS", "20"))

TestEverything = Everything.TestCase
TestEverything.settings = settings(
    max_examples=RUNS,
    stateful_step_count=40,
    deadline=None,
    phases=[*Phase] if "EVR_MACHINE_RUNS" in os.environ else [Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
