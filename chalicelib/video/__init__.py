"""How picture and sound travel: a throw-away provider behind a port; link, waiting room, pause, record and closing are ours."""
