"""Put a package into CloudFormation: the same calls for AWS and for the emulator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from infra.package import Package

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]


class DeploymentFailed(RuntimeError):
    """CloudFormation refused or rolled back; the message holds the first reasons it gave."""


def deploy(cloudformation: Any, s3: Any, package: Package, stack: str, bucket: str, parameters: Mapping[str, str]) -> bool:
    """Create or update the stack and wait; return whether anything changed."""
    _upload(s3, bucket, package.code_key, package.code.read_bytes())
    for _, layer in package.layers:
        _upload(s3, bucket, layer.name, layer.read_bytes())
    body = json.dumps(package.located(bucket), separators=(",", ":"), sort_keys=True).encode()
    _upload(s3, bucket, f"{stack}.json", body)
    request = {
        "StackName": stack,
        "TemplateURL": s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": f"{stack}.json"}),
        "Capabilities": CAPABILITIES,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    }
    return _create_or_update(cloudformation, request)


def outputs(cloudformation: Any, stack: str) -> dict[str, str]:
    """Return the outputs of a stack."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {item["OutputKey"]: item["OutputValue"] for item in described.get("Outputs", [])}


def status(cloudformation: Any, stack: str) -> str | None:
    """Return the stack's status, or nothing when there is no such stack."""
    try:
        return str(cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def _create_or_update(cloudformation: Any, request: dict[str, Any]) -> bool:
    stack = request["StackName"]
    there = status(cloudformation, stack)
    if there is None:
        cloudformation.create_stack(**request)
        _wait(cloudformation, "stack_create_complete", stack)
        return True
    try:
        cloudformation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return False
        raise
    _wait(cloudformation, "stack_update_complete", stack)
    return True


def _wait(cloudformation: Any, state: str, stack: str) -> None:
    local = cloudformation.meta.endpoint_url.startswith("http://127.0.0.1")
    patience = {"Delay": 0.1, "MaxAttempts": 600} if local else {"Delay": 10, "MaxAttempts": 180}
    try:
        cloudformation.get_waiter(state).wait(StackName=stack, WaiterConfig=patience)
    except WaiterError as error:
        events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
        raise DeploymentFailed("\n".join(_reasons(events)[-5:]) or str(error)) from error


def _reasons(events: list[dict[str, Any]]) -> list[str]:
    failed = [event for event in events if "FAILED" in event["ResourceStatus"] and "ResourceStatusReason" in event]
    return [f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}" for event in failed]


def _upload(s3: Any, bucket: str, key: str, body: bytes) -> None:
    s3.put_object(Bucket=bucket, Key=key, Body=body)
