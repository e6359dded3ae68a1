"""Public pages are made once for everybody, and again as soon as anything they show has changed (docs/caching.md)."""
