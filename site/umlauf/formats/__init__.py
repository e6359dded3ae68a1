"""How dates are written where Django's own choice would mislead (``FORMAT_MODULE_PATH``)."""
