"""How picture and sound travel."""

from datetime import timedelta
from typing import Annotated, Literal

from msgspec import Meta

from .kinds import Section

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
    str, Meta(pattern=r"^(evr/[a-z0-9_-]+/[a-z0-9_/-]+)?\Z", description="a secret's name such as `evr/dorset/video/turn`")
]
ProviderName = Annotated[Literal["p2p", "chime", "external"], Meta(description='"p2p", "chime" or "external"')]


class Video(Section, frozen=True):
    """Who carries picture and sound (docs/video.md).

    stun, turn: servers for `p2p`; phones need TURN. turn_secret: the name of the secret that the TURN server shares (coturn's
        static-auth-secret). turn_lifetime: how long the credentials made from it work.
    """

    provider: ProviderName = "p2p"
    stun: tuple[StunUrl, ...] = ()
    turn: tuple[TurnUrl, ...] = ()
    turn_secret: SecretOrNone = ""
    turn_lifetime: timedelta = timedelta(hours=8)
