"""`make token`: print a token that the running local system accepts."""

from __future__ import annotations

import argparse
import sys

from infra.local import ask
from infra.local.place import forces, here


def main() -> None:
    parser = argparse.ArgumentParser(prog="make token", description="Print a token of the local issuer.")
    parser.add_argument("--sub", required=True, help="officer or system id")
    parser.add_argument("--scopes", default="", help="scopes, separated by spaces")
    parser.add_argument("--force", default="dorset", choices=forces())
    options = parser.parse_args()
    if not options.sub:
        sys.exit('Say who: make token SUB=cad SCOPES="report read"')
    try:
        print(ask.token(here(), options.sub, options.scopes.replace(",", " ").split(), options.force))
    except (ask.NotRunning, ask.Refused) as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
