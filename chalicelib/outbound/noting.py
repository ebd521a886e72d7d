"""Log lines and metrics of the workers: one JSON object a line, a constant message and fields. References and ids, never a person.

Metrics are CloudWatch's embedded metric format: a log line with an `_aws` key becomes a metric, without a call or a library.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAMESPACE = "EVR"


def log(message: str, **fields: Any) -> None:
    """Write one line. `message` is constant, so that lines can be counted; what varies goes into the fields."""
    _write({"message": message, **fields})


def failed(message: str, error: BaseException, **fields: Any) -> None:
    """Write down an error by its type and place, not by its message: an SDK's may quote what was sent."""
    _write({"level": "error", "message": message, "error": type(error).__name__, "at": _place(error), **fields})


def measure(force: str, values: Mapping[str, float], unit: str = "Count") -> None:
    """Publish metrics of one force."""
    metrics = [{"Name": name, "Unit": unit} for name in values]
    stage = os.environ.get("EVR_STAGE", "")
    directive = {"Namespace": NAMESPACE, "Dimensions": [["Stage", "Force"]], "Metrics": metrics}
    about = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}
    _write({"_aws": about, "Stage": stage, "Force": force, **values})


def _place(error: BaseException) -> str:
    """File and line where the error arose."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last else ""


def _write(line: dict[str, Any]) -> None:
    # Not through logging: Lambda would put its own prefix in front, and then the line is no metric any more.
    sys.stdout.write(json.dumps(line, default=str, separators=(",", ":")) + "\n")
    sys.stdout.flush()
