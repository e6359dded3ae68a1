"""``python -m tests.layers names`` or ``… story``, with what is installed in ``LAYERS``."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.layers.settings"
django.setup()
import_module(f"tests.layers.{sys.argv[1]}").main()
