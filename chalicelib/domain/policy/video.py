"""How picture and sound travel (docs/video.md)."""

from datetime import timedelta
from typing import Annotated, Literal

from msgspec import Meta

from .kinds import Code, Section, Switch

_HOST = r"[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(:[0-9]{1,5})?"
StunUrl = Annotated[str, Meta(pattern=rf"^stuns?:{_HOST}\Z", description="an address such as `stun:stun.example.org:3478`")]
TurnUrl = Annotated[
    str,
    Meta(
        pattern=rf"^turns?:{_HOST}(\?transport=(udp|tcp))?\Z",
        description="an address such as `turns:turn.example.org:443?transport=tcp`",
    ),
]
SecretOrNone = Annotated[
    str,
    Meta(pattern=r"^(evr/[a-z0-9_-]+/video-[a-z0-9_-]+)?\Z", description="a secret's name such as `evr/dorset/video-turn`"),
]
ProviderName = Annotated[Literal["p2p", "chime", "external"], Meta(description='"p2p", "chime" or "external"')]
HttpsTemplate = Annotated[
    str,
    Meta(
        pattern=rf"^(https://{_HOST}/[^\s]*)?\Z",
        max_length=500,
        description="an address such as `https://video.example.org/{room}?as={role}`, its host without a gap",
    ),
]
JsonTemplate = Annotated[str, Meta(max_length=2000, description='JSON with gaps, such as {"name": "{room}"}')]
JsonPath = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){0,5}\Z", description="a path into JSON such as `data.id`")
]
RoleWord = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,60}\Z", description="a word of the platform's such as `guest`")]


class Request(Section, frozen=True):
    """One HTTP call to a platform; none while `url` is empty. `body`: JSON, or nothing."""

    url: HttpsTemplate = ""
    method: Annotated[Literal["POST", "PUT", "DELETE"], Meta(description='"POST", "PUT" or "DELETE"')] = "POST"
    body: JsonTemplate = ""


class External(Section, frozen=True):
    """A platform that the force already has.

    url: what either side opens. Its gaps, and those of the calls: {room}, a random name; {role}, the side in the platform's
        word; and the names in `fills`. create, close: calls when the call begins and when the room is closed. fills: name to
        where the value stands in the answer to `create`. secret: the name of the bearer token of both.
    """

    url: HttpsTemplate = ""
    victim: RoleWord = "victim"
    police: RoleWord = "police"
    create: Request = Request()
    close: Request = Request()
    fills: dict[Code, JsonPath] = {}  # noqa: RUF012 - msgspec gives each its own
    secret: SecretOrNone = ""


class Chime(Section, frozen=True):
    """Amazon Chime SDK. record: on the platform, into the evidence bucket; otherwise the officer's browser records."""

    record: Switch = False


class Video(Section, frozen=True):
    """Who carries picture and sound.

    stun, turn: servers for `p2p`; phones need TURN. turn_secret: the name of the secret that the TURN server shares (coturn's
        static-auth-secret). turn_lifetime: how long the credentials made from it work.
    """

    provider: ProviderName = "p2p"
    stun: tuple[StunUrl, ...] = ()
    turn: tuple[TurnUrl, ...] = ()
    turn_secret: SecretOrNone = ""
    turn_lifetime: timedelta = timedelta(hours=8)
    external: External = External()
    chime: Chime = Chime()
