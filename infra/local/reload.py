"""`make reload`: bring the code as it is now into the running local system."""

from __future__ import annotations

import sys
import time

from infra.local.ask import Client, NotRunning, Refused
from infra.local.place import here


def main() -> None:
    began = time.monotonic()
    try:
        changed = Client(here().base_url).ask("POST", "/local/reload")["changed"]
    except (NotRunning, Refused) as failure:
        sys.exit(str(failure))
    print(f"{'Reloaded' if changed else 'Nothing has changed'} ({time.monotonic() - began:.1f} s).")


if __name__ == "__main__":
    main()
