"""Package the service: Chalice's SAM template merged with ours, and one byte-compiled, reproducible zip.

python -m infra.package            for AWS (Python 3.13, arm64), checked by cfn-lint and the policy check
python -m infra.package --local    for the emulator on this machine
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from chalicelib.policies import load_policies, pack
from infra import chime, dependencies, ffmpeg, policy_check
from infra.archive import write_zip
from infra.dependencies import PAPERS, ROOT, Target

RUNTIME = "python3.13"
POLICIES = ROOT / "infra" / "policies"
_SKIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", "tests", ".DS_Store")


class PackagingFailed(RuntimeError):
    """The app could not be packaged; the message is what the tool said."""


@dataclass(frozen=True)
class Package:
    """A template (its CodeUri still to be filled in), the zip that every function runs, and the layers by name (on AWS only)."""

    template: dict[str, Any]
    code: Path
    layers: tuple[tuple[str, Path], ...] = ()

    @property
    def code_key(self) -> str:
        return hashlib.sha256(self.code.read_bytes()).hexdigest()[:32] + ".zip"

    def located(self, bucket: str) -> dict[str, Any]:
        """Return the template with every function's code at its place in `bucket`."""
        template: dict[str, Any] = json.loads(json.dumps(self.template))
        for function in functions(template).values():
            function["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": self.code_key}
        for name, layer in self.layers:
            template["Resources"][name]["Properties"]["Content"] = {"S3Bucket": bucket, "S3Key": layer.name}
        return template


def functions(template: dict[str, Any]) -> dict[str, Any]:
    """Return the functions of a SAM template by logical name."""
    return {name: item for name, item in template["Resources"].items() if item["Type"] == "AWS::Serverless::Function"}


def for_emulator(source: Path = ROOT) -> Package:
    """Package for this machine's emulator: its Python, its processor."""
    return build(Target("local", ROOT / "build" / "emulator" / "bin" / "python"), source)


def for_aws(source: Path = ROOT) -> Package:
    """Package for AWS. Without a Python 3.13 here the zip lacks byte code and starts more slowly; a sentence says so."""
    if _python_of_the_runtime() is None:
        print(
            f"No {RUNTIME} on this machine: the zip is not byte-compiled, so functions start about 0.2 s slower.",
            file=sys.stderr,
        )
    return build(_on_aws(), source)


def _on_aws() -> Target:
    return Target("aws", _python_of_the_runtime(), ("manylinux_2_28_aarch64", "manylinux2014_aarch64"))


def checked_for_aws(source: Path = ROOT) -> Package:
    """Package for AWS and refuse what cfn-lint or the policy check finds."""
    package = replace(
        for_aws(source), layers=(("FfmpegLayer", ffmpeg.layer()), ("PapersLayer", dependencies.layer(_on_aws(), PAPERS)))
    )
    written = ROOT / "build" / "package" / "aws" / "template.json"
    lint = subprocess.run(
        [str(Path(sys.executable).with_name("cfn-lint")), "--regions", "eu-west-2", "--", str(written)],
        capture_output=True,
        text=True,
    )
    found = policy_check.mistakes(package.template)
    if lint.returncode or found:
        raise PackagingFailed("\n".join([lint.stdout.strip(), lint.stderr.strip(), *found]).strip())
    return package


def build(target: Target, source: Path = ROOT) -> Package:
    """Stage the app apart, let Chalice package it, and put our dependencies and byte code into its zip.

    One at a time in a checkout: `make run` and the tests package into the same folder.
    """
    with _alone(ROOT / "build" / "package" / f"{target.name}.lock"):
        return _build(target, source, ROOT / "build" / "package" / target.name)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _build(target: Target, source: Path, work: Path) -> Package:
    shutil.rmtree(work, ignore_errors=True)
    _stage(source, work / "app")
    _run_chalice(work / "app", work / "out")
    shutil.unpack_archive(work / "out" / "deployment.zip", work / "code")
    dependencies.compile_tree(target, work / "code")
    code = work / "code.zip"
    write_zip(work / "code", code, base=dependencies.archive(target))
    template = _finish(yaml.safe_load((work / "out" / "sam.yaml").read_text()))
    (work / "template.json").write_text(json.dumps(template, indent=1, sort_keys=True))
    return Package(template, code)


def _stage(source: Path, place: Path) -> None:
    """Copy what is packaged. Chalice caches by the text of requirements.txt: it gets an empty one in a new directory."""
    place.mkdir(parents=True)
    shutil.copy(source / "app.py", place)
    shutil.copytree(source / "chalicelib", place / "chalicelib", ignore=_SKIPPED)
    # chalicelib.policies looks here first.
    pack(POLICIES, place / "chalicelib" / "_policies")
    if chime.wanted(load_policies(POLICIES).values()):
        shutil.copy(_chime(), place / "chalicelib" / "_chime.mjs")  # chalicelib.api.chime serves it
    shutil.copytree(ROOT / ".chalice", place / ".chalice", ignore=shutil.ignore_patterns("deployments", "deployed", "venv"))
    (place / "requirements.txt").write_text("")


def _chime() -> Path:
    try:
        return chime.bundle()
    except chime.NoBundle as failure:
        raise PackagingFailed(str(failure)) from failure


def _run_chalice(place: Path, out: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "EVR_"))}
    environment |= {"AWS_DEFAULT_REGION": "eu-west-2", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [
        sys.executable,
        "-c",
        "from chalice.cli import main; main()",
        "package",
        "--merge-template",
        str(ROOT / "infra" / "template.yaml"),
        str(out),
    ]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise PackagingFailed((done.stdout + done.stderr).strip())


def _finish(template: dict[str, Any]) -> dict[str, Any]:
    for function in functions(template).values():
        function["Properties"]["Runtime"] = RUNTIME
    return template


def _python_of_the_runtime() -> Path | None:
    """Find an interpreter of the runtime's version: byte code belongs to one version."""
    homes = (".pyenv/versions/3.13*/bin", ".local/share/uv/python/cpython-3.13*/bin")
    found = [shutil.which(RUNTIME), *(str(path / RUNTIME) for home in homes for path in sorted(Path.home().glob(home)))]
    for candidate in filter(None, found):
        done = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True
        )
        if done.returncode == 0 and done.stdout.strip() == RUNTIME.removeprefix("python"):
            return Path(candidate)
    return None


def main() -> None:
    arguments = argparse.ArgumentParser(description="Package the service.")
    arguments.add_argument("--local", action="store_true", help="for the emulator on this machine")
    package = for_emulator() if arguments.parse_args().local else checked_for_aws()
    print(f"{package.code.relative_to(ROOT)}  {package.code.stat().st_size / 1e6:.1f} MB  {package.code_key}")


if __name__ == "__main__":
    try:
        main()
    except PackagingFailed as failure:
        sys.exit(str(failure))
