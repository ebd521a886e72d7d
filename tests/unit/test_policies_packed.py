"""The policies in the zip are the policies of the repository."""

from pathlib import Path

from chalicelib.policies import load_policies, pack

SOURCE = Path(__file__).parents[2] / "infra" / "policies"


def test_packed_policies_are_read_as_they_were_written(tmp_path):
    pack(SOURCE, tmp_path / "packed")
    assert sorted(file.suffix for file in (tmp_path / "packed").iterdir()) == [".json"] * len(load_policies(SOURCE))
    assert load_policies(tmp_path / "packed") == load_policies(SOURCE)
