"""The policy check finds what it is there to find."""

from __future__ import annotations

from typing import Any

import pytest

from infra.policy_check import mistakes


def a_role(**statement: Any) -> dict[str, Any]:
    whole = {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": {"Fn::GetAtt": ["Table", "Arn"]}, **statement}
    return {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [whole]}}]}}


_BLOCKED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


def a_bucket(**changes: Any) -> dict[str, Any]:
    kept = {"PublicAccessBlockConfiguration": _BLOCKED, "VersioningConfiguration": {"Status": "Enabled"}}
    whole = {**kept, "ObjectLockEnabled": True, "BucketEncryption": {}, **changes}
    return {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": whole}


def tls_for(bucket: str) -> dict[str, Any]:
    statement = {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    about = {"Bucket": {"Ref": bucket}, "PolicyDocument": {"Statement": [statement]}}
    return {"Type": "AWS::S3::BucketPolicy", "Properties": about}


def test_a_bucket_as_it_should_be_passes_and_anothers_policy_does_not_count() -> None:
    assert mistakes({"Resources": {"B": a_bucket(), "P": tls_for("B")}}) == []
    assert any("TLS" in each for each in mistakes({"Resources": {"B": a_bucket(), "P": tls_for("Other")}}))


@pytest.mark.parametrize(
    ("name", "resource", "expected"),
    [
        ("R", a_role(Action=["dynamodb:*"]), "whole families"),
        ("R", a_role(Resource="*"), "on every resource"),
        ("R", {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": ["a"]}}, "managed policy"),
        ("Q", {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True}}, "dead-letter queue"),
        ("Q", {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {}}}, "not encrypted"),
        ("QDead", {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True}}, "nobody would hear"),
        ("T", {"Type": "AWS::DynamoDB::Table", "Properties": {}}, "deleted with the stack"),
        ("B", a_bucket(PublicAccessBlockConfiguration={"BlockPublicAcls": True}), "made public"),
        ("B", a_bucket(VersioningConfiguration={}), "written over or deleted"),
        ("B", a_bucket(ObjectLockEnabled=False), "written over or deleted"),
        ("B", a_bucket(), "does not come by TLS"),
        ("B", {"Type": "AWS::S3::Bucket", "Properties": {}}, "not encrypted"),
        ("B", {"Type": "AWS::S3::Bucket", "Properties": {}}, "deleted with the stack"),
        ("F", {"Type": "AWS::Serverless::Function", "Properties": {"Role": "arn:x"}}, "role of its own"),
    ],
)
def test_a_mistake_is_named(name: str, resource: dict[str, Any], expected: str) -> None:
    found = mistakes({"Resources": {name: resource}})

    assert any(sentence.startswith(name) and expected in sentence for sentence in found), found


def test_what_is_as_it_should_be_passes() -> None:
    assert mistakes({"Resources": {"R": a_role(), "D": a_role(Effect="Deny", Action=["sns:Publish"], Resource="*")}}) == []
