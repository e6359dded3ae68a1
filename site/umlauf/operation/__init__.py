"""Running Umlauf: what it writes to the log, whom it tells of errors, and what is checked before it serves a city."""
