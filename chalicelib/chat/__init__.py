"""Chat: what people see and press in Slack and in Teams. Platform-neutral here; `slack/` and `teams/` only render and carry."""
