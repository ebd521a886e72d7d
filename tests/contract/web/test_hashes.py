"""The sum of files is made by what the pinned package gives: nobody edits it by hand, and it is right."""

from __future__ import annotations

import hashlib
import subprocess

import pytest

from infra import hashes


@pytest.mark.slow
def test_what_is_committed_is_what_the_pinned_package_gives():
    assert hashes.FILE.read_text() == hashes.made(), "make it again: python -m infra.hashes"


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 1, 55, 56, 64, 8 * 1024 * 1024 + 3])
def test_it_sums_up_as_everybody_else_does(size: int, tmp_path):
    content = bytes(each % 251 for each in range(size))
    (tmp_path / "file").write_bytes(content)
    library = hashes.FILE.read_text().replace("export { noble };", "")
    script = library + (
        "const h = noble.sha256.create(); const b = require('fs').readFileSync(process.argv[2]);"
        "for (let i = 0; i < b.length; i += 1000003) h.update(b.subarray(i, i + 1000003));"
        "console.log(Buffer.from(h.digest()).toString('hex'));"
    )
    (tmp_path / "sum.cjs").write_text(script)
    done = subprocess.run(["node", tmp_path / "sum.cjs", tmp_path / "file"], capture_output=True, text=True)
    assert done.stdout.strip() == hashlib.sha256(content).hexdigest()
