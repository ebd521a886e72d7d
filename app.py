"""The Chalice app: routes come from `chalicelib.api`; every event handler stands here and hands its event on.

A handler declared on a blueprint deploys as `chalicelib.x.fn` and never runs this module, so all of them are here. Each imports
what it needs when it is called, and the template sets EVR_WORKER for the workers: their cold start does not pay for the API.
"""

from __future__ import annotations

import os
from typing import Any

from chalice.app import Chalice, CloudWatchEvent, DynamoDBEvent, Rate, SQSEvent

from chalicelib import starting

starting.let_things_pile_up()
app = Chalice(app_name="evr")
app.register_middleware(starting.settle)

# Placeholder: the template names the real stream, which does not exist yet when the app is packaged.
_STREAM = "arn:aws:dynamodb:eu-west-2:000000000000:table/evr/stream/named-by-the-template"


if "EVR_WORKER" not in os.environ:
    from chalicelib import api

    api.register(app)


@app.on_dynamodb_record(stream_arn=_STREAM, batch_size=100, starting_position="TRIM_HORIZON")
def relay(event: DynamoDBEvent) -> Any:
    """Send what the outbox took in to the queues; the clock sends what this misses."""
    from chalicelib.outbound import relay as outbound

    return outbound.on_stream(event.to_dict())


@app.on_sqs_message(queue="evr-texts", batch_size=10)
def texts(event: SQSEvent) -> Any:
    """Send text messages and emails."""
    from chalicelib.outbound import texts as outbound

    return outbound.on_messages(event.to_dict())


@app.on_sqs_message(queue="evr-cad.fifo", batch_size=10)
def cad(event: SQSEvent) -> Any:
    """Tell command and control, in order for each incident."""
    from chalicelib.outbound import cad as outbound

    return outbound.on_messages(event.to_dict())


@app.on_sqs_message(queue="evr-facts", batch_size=10)
def facts(event: SQSEvent) -> Any:
    """Record what the metrics are counted from."""
    from chalicelib.insight import facts as insight

    return insight.on_messages(event.to_dict())


@app.on_sqs_message(queue="evr-allocations", batch_size=1)
def allocations(event: SQSEvent) -> Any:
    """Give an allocated job to the next available officer."""
    from chalicelib.outbound import allocations as outbound

    return outbound.on_messages(event.to_dict())


@app.on_sqs_message(queue="evr-chat.fifo", batch_size=10)
def chat(event: SQSEvent) -> Any:
    """Bring the cards on a force's wall to how things stand."""
    from chalicelib.outbound import cards as outbound

    return outbound.on_messages(event.to_dict())


@app.on_sqs_message(queue="evr-receipts", batch_size=10)
def receipts(event: SQSEvent) -> Any:
    """Record what became of texts and emails."""
    from chalicelib.outbound import receipts as outbound

    return outbound.on_messages(event.to_dict())


@app.on_sqs_message(queue="evr-media", batch_size=1)
def media(event: SQSEvent) -> Any:
    """Join recordings, look at files, make papers."""
    from chalicelib.outbound import media as outbound

    return outbound.on_messages(event.to_dict())


@app.schedule(Rate(1, unit=Rate.MINUTES))
def clock(event: CloudWatchEvent) -> Any:
    """Do what is due, and relay what the stream missed."""
    from chalicelib import clock as due

    return due.tick()
