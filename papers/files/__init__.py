"""What a file is, what it may be called, and how it is handed out. Nothing here knows of papers."""
