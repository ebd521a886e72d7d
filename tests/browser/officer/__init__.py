"""The officer's page in Debian's chromium."""
