"""The production settings, as a city starts them."""

from __future__ import annotations

from django.conf import settings

from tests.umlauf.operation.processes import in_production

# Nothing of the demo can be imported here, as where only requirements/base.txt is installed.
WITHOUT_THE_DEMO = "import sys; sys.modules['time_machine'] = sys.modules['umlauf.demo'] = None\n"
EVERYTHING = "import django; django.setup(); import umlauf.wsgi, umlauf.urls"


def test_everything_starts_without_the_demo(tmp_path):
    result = in_production("-c", WITHOUT_THE_DEMO + EVERYTHING, STATIC_ROOT=str(tmp_path))

    assert (result.returncode, result.stderr) == (0, "")


def test_the_demo_cannot_be_loaded():
    result = in_production("manage.py", "load_demo")

    assert result.returncode == 1
    assert "Unknown command: 'load_demo'" in result.stderr
    assert "umlauf.demo" in settings.INSTALLED_APPS  # here it can
