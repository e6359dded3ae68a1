from __future__ import annotations

import os
import shutil
import subprocess
import sys

import polib
import pytest

from tests.conftest import IN_CI, ROOT

pytestmark = pytest.mark.skipif(shutil.which("xgettext") is None and not IN_CI, reason="gettext is not installed")


def run(folder, command):
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(folder), str(folder / "site")]),
        "DATABASE_URL": "sqlite://:memory:",
    }
    return subprocess.run(
        [sys.executable, "-m", "umlauf.catalogues", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.thorough
def test_a_check_names_what_is_new_and_what_is_gone_and_leaves_the_catalogue_alone(tmp_path):
    for folder in ("site", "papers", "workflows", "search", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "content"))
    source = tmp_path / "search" / "__init__.py"
    source.write_text(
        source.read_text()
        + 'from django.utils.translation import gettext_lazy\n\nNEW = gettext_lazy("A word nobody translated")\n'
    )
    path = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    catalogue.append(polib.POEntry(msgid="A word nobody says any more", msgstr="Ein vergessenes Wort"))
    catalogue.save()
    before = path.read_bytes()

    result = run(tmp_path, "check")

    assert result.returncode == 1
    assert "de: new, not in the catalogue: 'A word nobody translated'" in result.stderr.splitlines()
    assert "de: no longer used: 'A word nobody says any more'" in result.stderr.splitlines()
    assert path.read_bytes() == before
    assert not list(tmp_path.rglob("*.pot"))

    run(tmp_path, "update")

    updated = {entry.msgid: entry for entry in polib.pofile(str(path))}
    assert not updated["A word nobody translated"].fuzzy
    assert "A word nobody says any more" not in updated
