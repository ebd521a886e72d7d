"""Check what cfn-lint does not: that no role may do more than it needs, and that what must be protected is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# (role, statement id): why this one may name every resource.
_ALLOWED_WILDCARDS = {
    ("ApiRole", "Meetings"): "A meeting's ARN is random and new with each call; only meetings can be made and ended.",
    ("MediaRole", "MeetingsEnd"): "A meeting's ARN is random and new with each call; it can only be ended.",
    ("TextsRole", "TextMessages"): "A text message goes to a telephone number, which has no ARN; topics are denied beside it.",
}


def mistakes(template: dict[str, Any]) -> list[str]:
    """Return a sentence for each rule that the template breaks."""
    resources = template["Resources"]
    return [*_roles(resources), *_functions(resources), *_queues(resources), *_kept(resources), *_buckets(resources)]


def _roles(resources: dict[str, Any]) -> Iterator[str]:
    for name, role in _of_type(resources, "AWS::IAM::Role"):
        if role.get("ManagedPolicyArns"):
            yield f"{name}: a managed policy allows more than one function needs; write the statements."
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield from _statement(name, statement)


def _statement(role: str, statement: dict[str, Any]) -> Iterator[str]:
    if statement["Effect"] == "Deny":
        return
    actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
    for action in actions:
        if "*" in action:
            yield f"{role}: {action} allows whole families of actions; name each."
    if statement["Resource"] == "*" and (role, statement.get("Sid", "")) not in _ALLOWED_WILDCARDS:
        yield f"{role}: {', '.join(actions)} on every resource; name the resource, or the reason in infra/policy_check.py."


def _functions(resources: dict[str, Any]) -> Iterator[str]:
    used: dict[str, str] = {}
    for name, function in _of_type(resources, "AWS::Serverless::Function"):
        role = str(function.get("Role"))
        if role in used or "Fn::GetAtt" not in role:
            yield f"{name}: needs a role of its own."
        used[role] = name
        if function.get("Architectures") != ["arm64"] or function.get("Runtime") != "python3.13":
            yield f"{name}: expected python3.13 on arm64."
        for event, source in function.get("Events", {}).items():
            if source["Type"] in ("SQS", "DynamoDB") and source["Properties"].get("FunctionResponseTypes") != [
                "ReportBatchItemFailures"
            ]:
                yield f"{name}.{event}: one bad record would repeat the whole batch; set ReportBatchItemFailures."


def _queues(resources: dict[str, Any]) -> Iterator[str]:
    for name, queue in _of_type(resources, "AWS::SQS::Queue"):
        if not name.endswith("Dead") and "RedrivePolicy" not in queue:
            yield f"{name}: what cannot be handled needs a dead-letter queue."
        if not queue.get("SqsManagedSseEnabled"):
            yield f"{name}: not encrypted."
        if name.endswith("Dead") and f"{name}Alarm" not in resources:
            yield f"{name}: nobody would hear of a message here; add {name}Alarm."


def _kept(resources: dict[str, Any]) -> Iterator[str]:
    for kind in ("AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::S3::Bucket"):
        for name, item in resources.items():
            if item["Type"] == kind and item.get("DeletionPolicy") != "Retain":
                yield f"{name}: would be deleted with the stack; set DeletionPolicy: Retain."


_NOT_PUBLIC = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def _buckets(resources: dict[str, Any]) -> Iterator[str]:
    for name, bucket in _of_type(resources, "AWS::S3::Bucket"):
        block = bucket.get("PublicAccessBlockConfiguration", {})
        if not all(block.get(each) is True for each in _NOT_PUBLIC):
            yield f"{name}: may be made public; set {', '.join(_NOT_PUBLIC)}."
        if bucket.get("VersioningConfiguration", {}).get("Status") != "Enabled" or not bucket.get("ObjectLockEnabled"):
            yield f"{name}: evidence could be written over or deleted; enable versions and object lock."
        if "BucketEncryption" not in bucket:
            yield f"{name}: not encrypted."
        if not any(_only_tls(name, policy) for _, policy in _of_type(resources, "AWS::S3::BucketPolicy")):
            yield f"{name}: needs a policy that refuses what does not come by TLS."


def _only_tls(bucket: str, policy: dict[str, Any]) -> bool:
    meant = policy.get("Bucket") == {"Ref": bucket}
    statements = policy.get("PolicyDocument", {}).get("Statement", [])
    refuses = {"Bool": {"aws:SecureTransport": "false"}}
    return meant and any(each["Effect"] == "Deny" and each.get("Condition") == refuses for each in statements)


def _of_type(resources: dict[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((name, item.get("Properties", {})) for name, item in resources.items() if item["Type"] == kind)
