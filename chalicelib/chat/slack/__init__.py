"""Slack: what is shown in its blocks and read from its payloads (pure), and the app that carries both."""
