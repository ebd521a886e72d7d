"""The victim's pages: one document for each force and language, one script, no third party."""
