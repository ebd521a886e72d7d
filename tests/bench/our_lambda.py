"""A fresh API Lambda: import the packaged app, and answer its first command, a signed-in officer's *claim next*."""

import json
import os

import app

body = {"httpMethod": "POST", "body": "{}", "isBase64Encoded": False, "headers": {"Content-Type": "application/json"}}
body["headers"] |= {"Authorization": f"Bearer {os.environ['BENCH_TOKEN']}"}
event = body | {
    "resource": "/v1/queue/claim",
    "path": "/v1/queue/claim",
    "multiValueHeaders": {name: [value] for name, value in body["headers"].items()},
    "multiValueQueryStringParameters": None,
    "pathParameters": {},
    "stageVariables": None,
    "requestContext": {"httpMethod": "POST", "resourcePath": "/v1/queue/claim", "identity": {"sourceIp": "127.0.0.1"}},
}
answer = app.app(event, None)
if json.loads(answer["body"]).get("code") not in ("queue_empty", None) or answer["statusCode"] >= 500:
    raise SystemExit(answer["body"])
