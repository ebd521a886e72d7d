"""AWS clients that try once, and their errors sorted into "not sent" and "may have been sent"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import NotSent, SendError, Unknown

#: Longer than a provider usually takes, well within the worker's 30 s and the lease.
CONNECT_SECONDS, READ_SECONDS = 2, 8

#: Refused before anything was sent, and it passes.
PASSING = frozenset({"Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException"})


def client(service: str) -> Any:
    """A boto3 client without the SDK's retries: after a lost answer they would send a second text without a word."""
    import boto3
    from botocore.config import Config

    from ...settings import settings

    wired = settings()
    config = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"total_max_attempts": 1})
    make: Any = boto3.client  # typed per service; here the service is a parameter
    return make(service, region_name=wired.region, endpoint_url=wired.endpoint, config=config)


@contextmanager
def sorted_errors(permanent: frozenset[str]) -> Iterator[None]:
    """Turn the SDK's errors into the port's. `permanent`: the service's codes that no repetition helps."""
    from botocore import exceptions as sdk

    try:
        yield
    except sdk.ClientError as error:
        raise _answered(error.response, permanent) from error
    except (sdk.ConnectTimeoutError, sdk.EndpointConnectionError, sdk.NoCredentialsError, sdk.ParamValidationError) as error:
        # Nothing has left this machine.
        raise NotSent(type(error).__name__, passing=not isinstance(error, sdk.ParamValidationError)) from error
    except sdk.BotoCoreError as error:
        raise Unknown(type(error).__name__) from error


def _answered(response: Any, permanent: frozenset[str]) -> SendError:
    """The service said no. Only a 5xx leaves it open whether the message went out."""
    code = str(response.get("Error", {}).get("Code", "unnamed"))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in permanent:
        return NotSent(code)
    if code in PASSING or 400 <= status < 500:
        # A refusal we do not know is tried again and ends in the dead-letter queue, where somebody looks at it.
        return NotSent(code, passing=True)
    return Unknown(code)
