"""The record: what papers exist, what happened to them, and who may read them.

Knows nobody above it: no workflow engine, no search backend, no web portal. Numbers, results and access rules must
outlive all three."""
