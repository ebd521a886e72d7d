"""What our Slack app may do: the scopes of its bot token, each with the methods and events it is there for.

`infra/slack-manifest.yaml` asks for exactly these (a test compares), and the doctor looks whether they were granted.
"""

from __future__ import annotations

#: Scopes that a method needs; channels may be public or private, so both kinds are asked for.
METHODS: dict[str, tuple[str, ...]] = {
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.unfurl": ("links:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
#: Scopes that what Slack sends us needs: the slash command and the message shortcut, and links to jobs.
EVENTS: dict[str, tuple[str, ...]] = {"app_home_opened": (), "link_shared": ("links:read",)}
COMMANDS = ("commands",)
SCOPES = frozenset(scope for needs in (*METHODS.values(), *EVENTS.values(), COMMANDS) for scope in needs)
