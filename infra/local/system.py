"""Bring the deployed system up in the emulator, and bring a change of the code into it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.policies import load_policies
from infra import ffmpeg, stack
from infra import package as packaging
from infra.local import emulator, seal
from infra.local.cad import CommandAndControl
from infra.local.emulator import Emulator
from infra.local.issuer import Issuer
from infra.local.notify import LocalNotify
from infra.local.place import ROOT, Place, forces
from infra.local.proxy import Gateway
from infra.local.slack.local import LocalSlack
from infra.package import Package

STACK = "evr"
BUCKET = "evr-deploy"


class System:
    """The emulator with our stack in it. `source` is where app.py and chalicelib are taken from."""

    def __init__(
        self, place: Place, gateway: Gateway, issuer: Issuer, cad: CommandAndControl, slack: LocalSlack, source: Path = ROOT
    ) -> None:
        self.place, self.gateway, self.issuer, self.source = place, gateway, issuer, source
        self.cad, self.slack, self.notify = cad, slack, LocalNotify(place)
        self.running: Emulator | None = None

    def start(self) -> None:
        """Start the emulator with what it kept; its port is the front's plus one, or any free one."""
        port = self.place.port + 1
        self.running = emulator.start(port if emulator.is_free(port) else None, self.place.state, self.place.log)

    def deploy(self) -> bool:
        """Package, deploy, and point the front at the API; return whether anything changed."""
        return self._put(packaging.for_emulator(self.source))

    def stop(self) -> None:
        if self.running is not None:
            self.running.stop()
            self.running = None

    def alive(self) -> bool:
        return self.running is not None and self.running.alive()

    def client(self, service: str) -> Any:
        """Return a client of the running emulator."""
        session: Any = boto3.Session()  # its overloads know 400 service names, but no variable
        return session.client(
            service,
            endpoint_url=self._emulator().endpoint_url,
            region_name=emulator.REGION,
            aws_access_key_id=emulator.ACCOUNT,
            aws_secret_access_key="local",  # noqa: S106 - an emulator asks for none
            config=Config(connect_timeout=2, read_timeout=60, retries={"total_max_attempts": 2}),
        )

    def _emulator(self) -> Emulator:
        if self.running is None:
            raise emulator.EmulatorFailed("The emulator is not running.")
        return self.running

    def _put(self, package: Package) -> bool:
        s3, cloudformation = self.client("s3"), self.client("cloudformation")
        _ensure_bucket(s3)
        changed = stack.deploy(cloudformation, s3, package, STACK, BUCKET, self._parameters())
        api = stack.outputs(cloudformation, STACK)["ApiId"]
        if changed:
            _answer_like_us(self.client("apigateway"), package, api)
            self._tell_secrets()
            self._verify_senders()
            _lock(s3, stack.outputs(cloudformation, STACK)["EvidenceBucket"], package)
        self.gateway.point(self._emulator().port, api)
        return changed

    def _parameters(self) -> dict[str, str]:
        return {
            "Stage": "local",
            "Protect": "false",
            "Identity": json.dumps(self.issuer.identity(), separators=(",", ":")),
            "LinkBase": f"{self.place.base_url}/v",
            "SlackApi": f"{self.place.base_url}/local/slack/api/",
            "EvidenceOrigins": self.place.base_url,
            "EvidenceAddress": self.place.base_url,
            "Ffmpeg": ffmpeg.path(),
        }

    def _verify_senders(self) -> None:
        """As an administrator does once on AWS: SES sends only from a domain that was verified."""
        for policy in load_policies().values():
            self.client("ses").verify_domain_identity(Domain=policy.link.domain)

    def _tell_secrets(self) -> None:
        secrets = self.client("secretsmanager")
        cad = {f"evr/{force}/cad": json.dumps(self.cad.secret(force)) for force in forces()}
        for name, value in (cad | self.slack.secrets() | self.notify.secrets() | seal.secrets(self.place.keys, forces())).items():
            try:
                secrets.create_secret(Name=name, SecretString=value)
            except secrets.exceptions.ResourceExistsException:
                secrets.put_secret_value(SecretId=name, SecretString=value)


def what_was_kept(place: Place) -> str:
    """Say what a run starts from: nothing, the last clean stop, or the last save before a kill."""
    try:
        note = json.loads((place.state / "saved.json").read_text())
    except (OSError, ValueError):
        return "Starting empty."
    at = datetime.fromtimestamp(note["saved_at"], UTC).astimezone()
    if note["clean"]:
        return f"Data of the last run is kept (stopped {at:%d %B %H:%M:%S})."
    return (
        f"The last run was killed. What was saved at {at:%H:%M:%S} on {at:%d %B} is kept; "
        "anything after that moment, a few seconds at most, is lost."
    )


def forget(place: Place) -> None:
    """Remove all data of the place, but not its keys."""
    shutil.rmtree(place.state, ignore_errors=True)
    shutil.rmtree(place.cad, ignore_errors=True)
    shutil.rmtree(place.slack, ignore_errors=True)


def _ensure_bucket(s3: Any) -> None:
    try:
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": emulator.REGION})
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
            raise


def _lock(s3: Any, bucket: str, package: Package) -> None:
    """Lock what arrives in the bucket as the template says, which AWS reads there and the emulator does not."""
    properties = package.template["Resources"]["Evidence"]["Properties"]
    days = package.template["Parameters"]["EvidenceLockDays"]["Default"]
    lock = properties["ObjectLockConfiguration"]
    rule = {"DefaultRetention": lock["Rule"]["DefaultRetention"] | {"Days": days}}
    s3.put_object_lock_configuration(
        Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": lock["ObjectLockEnabled"], "Rule": rule}
    )


def _answer_like_us(apigateway: Any, package: Package, api: str) -> None:
    """Give the API the template's gateway responses, which AWS reads from the template and the emulator does not."""
    for kind, response in package.template["Resources"]["RestAPI"]["Properties"].get("GatewayResponses", {}).items():
        headers = response["ResponseParameters"]["Headers"].items()
        parameters = {f"gatewayresponse.header.{name}": value for name, value in headers}
        wanted = {"responseTemplates": response["ResponseTemplates"], "responseParameters": parameters}
        if "StatusCode" in response:
            wanted["statusCode"] = str(response["StatusCode"])
        apigateway.put_gateway_response(restApiId=api, responseType=kind, **wanted)
    apigateway.create_deployment(restApiId=api, stageName="api")
