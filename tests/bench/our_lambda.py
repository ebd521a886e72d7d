"""A fresh API Lambda: import the packaged app, and answer its first command, which the environment names."""

import os

import app

path, template = os.environ["BENCH_PATH"], os.environ["BENCH_RESOURCE"]
headers = {"Content-Type": "application/json"}
if os.environ.get("BENCH_TOKEN"):
    headers["Authorization"] = f"Bearer {os.environ['BENCH_TOKEN']}"
event = {
    "httpMethod": "POST",
    "resource": template,
    "path": path,
    "body": os.environ["BENCH_BODY"],
    "isBase64Encoded": False,
    "headers": headers,
    "multiValueHeaders": {name: [value] for name, value in headers.items()},
    "multiValueQueryStringParameters": None,
    "pathParameters": {
        name[1:-1]: value for name, value in zip(template.split("/"), path.split("/"), strict=True) if name.startswith("{")
    },
    "stageVariables": None,
    "requestContext": {"httpMethod": "POST", "resourcePath": template, "identity": {"sourceIp": "127.0.0.1"}},
}
answer = app.app(event, None)
if answer["statusCode"] != 200:
    raise SystemExit(answer["body"])
os._exit(0)  # a Lambda stands still after its answer; nobody takes it apart
