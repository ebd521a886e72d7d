"""`make deploy STAGE=...`: put the same package and template into AWS, with the credentials of the environment.

Settings of a stage are parameters of the template in infra/stages/<stage>.json; secrets stay in Secrets Manager, by name.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import package, stack
from infra.dependencies import ROOT

STACK = "evr"


def main(arguments: list[str]) -> None:
    settings = _settings(arguments)
    checked = package.checked_for_aws()
    session: Any = boto3.Session()
    region = session.region_name or "eu-west-2"
    try:
        account = session.client("sts").get_caller_identity()["Account"]
        bucket = f"evr-deploy-{account}-{region}"
        _ensure_bucket(session.client("s3", region_name=region), bucket, region)
        print(f"Deploying {checked.code_key} to account {account}, {region}.")
        cloudformation = session.client("cloudformation", region_name=region)
        changed = stack.deploy(cloudformation, session.client("s3", region_name=region), checked, STACK, bucket, settings)
        print("Deployed." if changed else "Nothing has changed.")
        print(json.dumps(stack.outputs(cloudformation, STACK), indent=1))
    except (BotoCoreError, ClientError, stack.DeploymentFailed) as failure:
        sys.exit(str(failure))


def _settings(arguments: list[str]) -> dict[str, str]:
    stages = ROOT / "infra" / "stages"
    known = sorted(path.stem for path in stages.glob("*.json"))
    if len(arguments) != 1 or arguments[0] not in known:
        sys.exit(f"Say which stage: make deploy STAGE=<{'|'.join(known)}>. Each is a file in {stages.relative_to(ROOT)}.")
    settings: dict[str, Any] = json.loads((stages / f"{arguments[0]}.json").read_text())
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in settings.items()}


def _ensure_bucket(s3: Any, bucket: str, region: str) -> None:
    try:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
        s3.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": True,
            },
        )
    except s3.exceptions.BucketAlreadyOwnedByYou:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
