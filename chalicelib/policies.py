"""Find the forces' policy files and read them once.

The repository has them as TOML, for people; packaging checks them and writes them as JSON, which a cold start reads in no time.
"""

import os
from functools import cache
from pathlib import Path

import msgspec

from .domain.policy import Policy, PolicyError, parse

_PACKAGE = Path(__file__).parent


def policies_folder() -> Path:
    """Give the folder of `<force>.toml` files: EVR_POLICIES, else the zip's copy, else the repository's."""
    if chosen := os.environ.get("EVR_POLICIES"):
        return Path(chosen)
    packaged = _PACKAGE / "_policies"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "infra" / "policies"


def load_policies(folder: Path | None = None) -> dict[str, Policy]:
    """Read every policy by its force, once a process; PolicyError names every mistake in every file."""
    return dict(_load(folder or policies_folder()))


def pack(folder: Path, into: Path) -> None:
    """Write the checked policies of a folder for the zip."""
    into.mkdir(parents=True)
    for force, policy in load_policies(folder).items():
        (into / f"{force}.json").write_bytes(msgspec.json.format(msgspec.json.encode(policy)))


@cache
def _load(folder: Path) -> dict[str, Policy]:
    found: dict[str, Policy] = {}
    mistakes: list[str] = []
    for file in sorted(folder.glob("*.json")):
        found[file.stem] = msgspec.json.decode(file.read_bytes(), type=Policy)
    for file in sorted(folder.glob("*.toml")):
        try:
            found[file.stem] = _read(file)
        except PolicyError as error:
            mistakes.extend(f"{file.name}: {mistake}" for mistake in error.mistakes)
    if not found and not mistakes:
        mistakes.append(f"{folder}: no policy here; expected <force>.toml, or set EVR_POLICIES to their folder")
    if mistakes:
        raise PolicyError(mistakes)
    return found


def _read(file: Path) -> Policy:
    try:
        policy = parse(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PolicyError([f"not UTF-8: {error.reason} at byte {error.start}"]) from error
    if policy.force != file.stem:
        raise PolicyError([f'force: expected "{file.stem}", as the file is named, got "{policy.force}"'])
    return policy
