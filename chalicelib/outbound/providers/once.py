"""AWS clients that try once, and their errors sorted by a provider's table into "not sent" and "may have been sent"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...domain.delivery import Undelivered
from . import NewCode, NotSent, NotSetUp, SendError, Unknown

#: Longer than a provider usually takes; two of them, and asking one, fit into a worker's time (`sending.CALLS_SECONDS`).
CONNECT_SECONDS, READ_SECONDS = 2, 6

#: Refused before anything was sent, and it passes. Of every service.
PASSING = frozenset({"Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException", "RequestThrottled"})
#: Our credentials, clock or permissions. Of every service.
NOT_SET_UP = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "MissingAuthenticationToken",
        "OptInRequired",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)


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
def sorted_errors(final: Mapping[str, Undelivered], not_set_up: frozenset[str]) -> Iterator[None]:
    """Turn the SDK's errors into the port's. `final`: codes that no repetition helps, and why; `not_set_up`: those that we mend.

    A code is the service's, with its reason after a point where it gives one: `ConflictException.EXAMPLE_REASON`.
    """
    from botocore import exceptions as sdk

    try:
        yield
    except sdk.ClientError as error:
        raise _answered(error.response, final, not_set_up) from error
    except sdk.ParamValidationError as error:
        raise NotSent("ParamValidationError", reason=Undelivered.MESSAGE_REFUSED) from error
    except (sdk.NoCredentialsError, sdk.PartialCredentialsError) as error:
        raise NotSetUp(type(error).__name__) from error
    except (sdk.ConnectTimeoutError, sdk.EndpointConnectionError) as error:
        # Nothing has left this machine.
        raise NotSent(type(error).__name__, passing=True) from error
    except sdk.BotoCoreError as error:
        raise Unknown(type(error).__name__) from error


def _answered(response: Any, final: Mapping[str, Undelivered], not_set_up: frozenset[str]) -> SendError:
    """The service said no. Only a 5xx leaves it open whether the message went out."""
    name = str(response.get("Error", {}).get("Code", "unnamed"))
    code = ".".join(filter(None, (name, str(response.get("Reason") or ""))))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in final:
        return NotSent(code, reason=final[code])
    if name in PASSING:
        return NotSent(code, passing=True)
    if name in not_set_up or name in NOT_SET_UP:
        return NotSetUp(code)
    return NewCode(code) if 400 <= status < 500 else Unknown(code)
