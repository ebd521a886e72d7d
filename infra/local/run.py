"""`make run`: package, deploy into the emulator, load sample incidents once, serve one address until Ctrl-C.

python -m infra.local.run [--fresh] [--no-watch] [--no-sample]
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from types import FrameType

from infra.local import sample, system
from infra.local.cad import CommandAndControl
from infra.local.desk import Desk
from infra.local.emulator import EmulatorFailed
from infra.local.front import Front, PortTaken
from infra.local.issuer import Issuer
from infra.local.network import Network
from infra.local.place import Place, here
from infra.local.proxy import Gateway
from infra.local.slack.local import LocalSlack
from infra.local.system import System
from infra.local.watch import Watch
from infra.package import PackagingFailed
from infra.stack import DeploymentFailed

_BEGAN = time.monotonic()


def say(sentence: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:5.1f} s] {sentence}", flush=True)


class Stopped(BaseException):
    """Ctrl-C, or a polite request to end. No Exception: botocore makes its own error of each, and the request is lost."""


def main() -> int:
    options = _options()
    place, gateway = here(), Gateway()
    issuer, cad = Issuer(place), CommandAndControl(place)
    slack = LocalSlack(place)
    local = System(place, gateway, issuer, cad, slack)
    desk = Desk(place, issuer, cad, slack, local)
    _listen_for_the_end()
    try:
        front = Front(place.port, gateway, desk.answer)
        if options.fresh:
            system.forget(place)
        slack.open()
        say(system.what_was_kept(place))
        threading.Thread(target=front.serve_forever, name="front", daemon=True).start()
        _bring_up(local)
        if options.sample:
            _load_sample(place, issuer)
        place.write_note()
        say(f"Ready: {place.base_url}/   (Ctrl-C stops it; data is kept)")
        _stay(local, Network(local), Watch(local, say) if options.watch else None)
    except (PortTaken, EmulatorFailed, PackagingFailed, DeploymentFailed) as failure:
        print(failure, file=sys.stderr)
        return 1
    except Stopped:
        print()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if local.running is not None:
            say("Saving and stopping.")
            local.stop()
    return 0


def _bring_up(local: System) -> None:
    local.start()
    say("Emulator is up; packaging the app.")
    changed = local.deploy()
    say("Deployed." if changed else "Deployed already, nothing has changed.")


def _load_sample(place: Place, issuer: Issuer) -> None:
    """A day that the API refuses, perhaps because the policy was edited, is told, and is no reason not to run."""
    try:
        sample.load_once(place, issuer, say)
    except sample.SampleFailed as failure:
        say(f"{failure}\nThe system runs with what was loaded. The next start goes on from there; make run FRESH=1 begins anew.")


def _stay(local: System, network: Network, watch: Watch | None) -> None:
    while True:
        time.sleep(1)
        if not local.alive():
            say(f"The emulator has ended unexpectedly (its log: {local.place.log}). {system.what_was_kept(local.place)}")
            _bring_up(local)
            say("It is up again.")
        network.look()
        if watch is not None:
            watch.look()


def _listen_for_the_end() -> None:
    def end(number: int, frame: FrameType | None) -> None:
        raise Stopped

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, end)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run the whole service on this machine.")
    parser.add_argument("--fresh", action="store_true", help="forget the data of earlier runs")
    parser.add_argument("--no-watch", dest="watch", action="store_false", help="do not pick up code changes")
    parser.add_argument("--no-sample", dest="sample", action="store_false", help="load no sample incidents")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
