"""What every test gets: rules about what may be skipped, a browser that cannot leave the machine, and templates that
may not name what does not exist."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, connections
from django.template import engines
from django.utils import timezone, translation
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadFileScheduling

from tests import statements as large_statements
from tests.asked_for import each_file_says_its_markers, is_not_asked_for
from tests.clock import TEST_CLOCK, is_about_time, is_file_without_times, move_clock, only_local_times
from tests.factories import recordings
from tests.factories.browsing import NOBODY, Turns, asked_of_others
from tests.network import Watch
from tests.template_database import copy_into_memory, make_postgres_template, make_template, postgres_template

ROOT = Path(__file__).resolve().parents[1]
DATABASE_URL = os.environ.get("DATABASE_URL", "")
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
IN_CI = os.environ.get("CI") == "true"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# playwright keeps an event loop running in the test's thread
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config):
    move_clock(config)
    if IN_CI and not CHROMIUM:
        pytest.exit("CI needs Chromium: browser tests must not be skipped here", returncode=3)
    if IN_CI and config.option.markexpr == "postgres" and "postgres" not in os.environ.get("DATABASE_URL", ""):
        pytest.exit("CI needs PostgreSQL: set DATABASE_URL for the tests marked postgres", returncode=3)
    if IN_CI and config.option.markexpr == "elasticsearch" and not ELASTICSEARCH_URL:
        pytest.exit("CI needs Elasticsearch: set ELASTICSEARCH_URL for the tests marked elasticsearch", returncode=3)
    if not hasattr(config, "workerinput") and not config.option.collectonly:  # once, before the workers start
        make_template() if connection.vendor == "sqlite" else make_postgres_template(DATABASE_URL)


def pytest_collection_finish():
    """What was imported and collected stays until the end; the collector need not look through it again and again, nor
    through the rows of a test as often as it would in a program that runs for weeks."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_report_header(config):
    return f"clock moved to {timezone.now():%Y-%m-%d %H:%M} UTC" if TEST_CLOCK else None


def pytest_ignore_collect(collection_path, config):
    if _asks_for_clock(config):
        return True if is_file_without_times(collection_path) else None
    return True if is_not_asked_for(collection_path, config.option.markexpr) else None


def _asks_for_clock(config):
    return "clock" in config.option.markexpr


def pytest_collection_modifyitems(config, items):
    no_browser = pytest.mark.skip(reason="browser tests: Chromium is not installed")
    no_postgres = pytest.mark.skip(reason="these need PostgreSQL: make test-all runs them when POSTGRES_URL is set")
    no_elasticsearch = pytest.mark.skip(
        reason="these need Elasticsearch: make test-all runs them when ELASTICSEARCH_URL is set"
    )
    on_postgres = connection.vendor == "postgresql"
    each_file_says_its_markers(items)
    items.sort(key=lambda item: "thorough" not in item.keywords)
    for item in items:
        if _asks_for_clock(config) and is_about_time(item.function):
            item.add_marker(pytest.mark.clock)
        if "browser" in item.keywords and not CHROMIUM:
            item.add_marker(no_browser)
        if "elasticsearch" in item.keywords and not ELASTICSEARCH_URL:
            item.add_marker(no_elasticsearch)
        if "postgres" in item.keywords and not on_postgres:
            item.add_marker(no_postgres)


def pytest_terminal_summary(terminalreporter):
    """How much of the access matrix was asked (``tests/access``)."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    asked = [dict(report.user_properties) for report in reports if getattr(report, "when", "") == "call"]
    if cells := sum(properties.get("cells", 0) for properties in asked):
        terminalreporter.write_line(f"{cells} cells of the access matrix")


class OneWorkerForWhatIsShared(LoadFileScheduling):
    """A file shares the rows of its cast; a folder named ``loaded`` shares one loaded demo, the access matrix its world
    where it is asked in part."""

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        folder, _slash, name = file.rpartition("/")
        if name.startswith("test_whole"):  # each half of the matrix has a world of its own
            return name.partition("_lists")[0].removesuffix(".py")
        return folder if folder.endswith("/loaded") or folder == "tests/access" else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return OneWorkerForWhatIsShared(config, log)


class NoInvalidVariables(str):
    """Fails a test whose template of ours names a variable that is not there; Wagtail's own templates do so all the
    time."""

    def __contains__(self, key):
        return key == "%s"

    def __mod__(self, variable):
        origin = self._template()
        if origin.startswith(str(ROOT)) and "/.venv/" not in origin:
            pytest.fail(f"undefined template variable {variable} in {origin}")
        return ""

    @staticmethod
    def _template():
        """File of the innermost template that is being rendered."""
        frame = sys._getframe(2)
        while frame is not None:
            origin = getattr(frame.f_locals.get("self"), "origin", None)
            if frame.f_code.co_name in ("render", "render_annotated") and origin is not None:
                return str(origin)
            frame = frame.f_back
        return ""


@pytest.fixture(autouse=True, scope="session")
def _no_invalid_template_variables():
    engines["django"].engine.string_if_invalid = NoInvalidVariables()


@pytest.fixture(autouse=True, scope="session")
def _one_request_at_a_time():
    """All threads of the live server share one connection to SQLite in memory, where one must not end a savepoint while
    another reads."""
    answering = Turns()
    if connection.vendor != "sqlite":
        yield answering
        return

    def get_response(handler, request):
        with answering:
            return BaseHandler.get_response(handler, request)

    WSGIHandler.get_response = get_response
    yield answering
    del WSGIHandler.get_response


@pytest.fixture(autouse=True)
def _server_at_rest(request, _one_request_at_a_time):
    """What a browser asked for before it was closed is answered before the database is emptied."""
    browses = "live_server" in request.fixturenames
    if browses:
        request.getfixturevalue("transactional_db")  # ends after this
    yield
    if browses:
        _one_request_at_a_time.wait_for_all()


@pytest.fixture(autouse=True, scope="session")
def network():
    """What watches over it, see there; a test of the watch itself takes what it saw."""
    watch = Watch()
    with watch.watching():
        yield watch


@pytest.fixture(autouse=True)
def _no_network_in_transactions(request, network):
    network.exempt = threading.current_thread() if "live_server" in request.fixturenames else None
    yield
    seen = network.take()
    assert seen == []


@pytest.fixture(autouse=True, scope="session")
def statements():
    """As ``network``."""
    watch = large_statements.Watch()
    with watch.watching():
        yield watch


@pytest.fixture(autouse=True)
def _no_statement_grows(statements):
    yield
    seen = statements.take()
    assert seen == []


@pytest.fixture(autouse=True, scope="session")
def _known_state():
    with recordings.watching():
        yield


@pytest.fixture(autouse=True, scope="session")
def _only_local_times():
    with only_local_times():
        yield


@pytest.fixture(autouse=True)
def _speaking_german(settings):
    """A request leaves its language behind in the thread; whatever ran before, a test begins in the language of the
    originals."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgres_template(DATABASE_URL)
        yield
        return
    memory = copy_into_memory(connection.alias)
    yield
    memory.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """What a flush is made good from hangs on the connection; Playwright's event loop gives Django a second one, which
    needs it too."""
    contents = getattr(connection, "_test_serialized_contents", None)
    if contents is not None:  # only kept when a collected test asks for it
        type(connections[connection.alias])._test_serialized_contents = contents


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A transactional test ends with a flush, which also empties what migrations filled; the next test finds it again.

    A hook and not a fixture: it has to come after the flush, which is itself the teardown of a fixture.
    """
    result = yield
    if _flushes(item):
        recordings.begin_anew()
    skipped = item.get_closest_marker("skip") is not None
    if (
        _flushes(item)
        and not skipped
        and nextitem is not None
        and not _flushes(nextitem)
        and hasattr(connection, "_test_serialized_contents")
    ):
        with item.config.stash[blocking_manager_key].unblock():
            _bring_back_what_migrations_brought(connection._test_serialized_contents)
    return result


def _flushes(item):
    marker = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"} & set(item.fixturenames)
        or (marker is not None and marker.kwargs.get("transaction"))
    )


def _bring_back_what_migrations_brought(contents):
    """Content types first: whatever is saved before them would make them anew, under other keys."""
    rows = sorted(json.loads(contents), key=lambda row: row["model"] != "contenttypes.contenttype")
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    ContentType.objects.clear_cache()
    connection.creation.deserialize_db_from_string(json.dumps(rows))
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    quiet = (
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        f"proxy-server={NOBODY}",  # to whatever is not on this machine; Chromium asks no proxy for what is
    )
    return {"executable_path": CHROMIUM, "args": [f"--{flag}" for flag in quiet]}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture
def context(context):
    """No page may ask another host for anything: such a request gets nowhere, and the test fails."""
    foreign = asked_of_others(context)
    yield context
    assert foreign == []
