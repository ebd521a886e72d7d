"""A machine without the right Python is told so; the services that the code calls are in the zip."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from infra.dependencies import ROOT, SERVICES


def test_an_old_python_is_named_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    tools = tmp_path / "sh"
    tools.symlink_to("/bin/sh")

    done = subprocess.run([ROOT / "infra" / "find-python"], env={"PATH": str(tmp_path)}, capture_output=True, text=True)

    assert done.returncode == 1
    assert "EVR needs Python 3.11, 3.12 or 3.13; this machine has Python 3.9.2" in done.stderr


def test_a_right_python_is_found() -> None:
    done = subprocess.run([ROOT / "infra" / "find-python"], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)

    assert done.returncode == 0
    assert Path(done.stdout.strip()).exists()


def test_every_service_that_the_code_calls_is_packaged() -> None:
    calls = re.compile(r"""(?:create_client|\bclient)\(\s*["']([a-z0-9-]+)["']""")
    used = {name for path in (ROOT / "chalicelib").rglob("*.py") for name in calls.findall(path.read_text())}

    assert used <= set(SERVICES), f"add {used - set(SERVICES)} to infra/dependencies.py"


def test_make_help_names_every_target_a_person_calls() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    for target in (
        "run",
        "reload",
        "demo",
        "test",
        "check",
        "fuzz",
        "bench",
        "replay",
        "token",
        "package",
        "deploy",
        "lock",
        "clean",
    ):
        assert f"make {target} " in done.stdout
