"""A Slack of our own for one machine: a workspace for each force, as strict as the real one, and a training room.

manifest.py members.py   the app that is installed here, and who is in which channel
shapes, elements, kit    Block Kit's rules: what real Slack refuses is refused here
workspace.py             channels, messages, private replies, home tabs, kept by journal.py between runs
triggers.py answers.py   what an interaction may be answered with: trigger ids (3 s, once), response URLs (5 times, 30 min)
views.py                 the forms that somebody has open
web.py methods_*.py      the Web API, below /local/slack/api/
payloads.py sending.py   what Slack sends to the app, signed, with its time-out and its repetitions
pane_*.py local.py       what the chat pane of the start page asks for

Every request goes the way that Slack's would: signed, over HTTP, to the address that the deployed Lambdas serve; their calls
come back over HTTP with the bot's token. Nothing is handed over behind the scenes.
"""
