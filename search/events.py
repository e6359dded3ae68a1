"""What happens in the index and others may want to know."""

from __future__ import annotations

from django.dispatch import Signal

index_updated = Signal()  # changes that were waiting can be found now
