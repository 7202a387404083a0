"""What all tests share, made once; and on the build server a skipped test is a failed one."""

import gc
import logging
import os
from dataclasses import replace
from pathlib import Path

import certifi
import pytest
import structlog

from bot.app import make_house
from intents.load import tables
from tests import ready
from tests.stores import place, postgres_place, postgres_server, postgres_url, url  # noqa: F401  fixtures for all

LEARNT = {"reader", "counter"}  # fixtures that stand on the trained reader


def pytest_collection_modifyitems(items):
    """First the browser's, so that no long one is left for the end; then what needs the reader.

    Among several processes one trains the reader while another does all that needs none.
    """
    items.sort(key=lambda each: ("browser" not in each.fixturenames, LEARNT.isdisjoint(each.fixturenames)))


def pytest_collection_finish():
    """Modules and thousands of test items stay: no collection of garbage need look at them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With CI=true nothing may be left out."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr[-1]}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    """The same for a module that skips itself as a whole."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr[-1]}"


@pytest.fixture(scope="session", autouse=True)
def _trust(tmp_path_factory):
    """One of the web's authorities, not all 140: each client would read them anew, and no test leaves this machine."""
    first = Path(certifi.where()).read_text("ascii").partition("-----END CERTIFICATE-----")
    path = tmp_path_factory.mktemp("trust") / "one.pem"
    path.write_text("".join(first[:2]), "ascii")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        yield


@pytest.fixture(autouse=True)
def _logs():
    """Only what went wrong is told, whatever the test before had set up: a line for each message costs seconds."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


@pytest.fixture(scope="session")
def catalogue():
    """The package's own."""
    return ready.catalogue()


@pytest.fixture(scope="session")
def reader(catalogue):
    """The counter's own."""
    return ready.trained(catalogue)


@pytest.fixture(scope="session")
def small(catalogue):
    """A catalogue of two services, so that training takes a moment."""
    two = {code: catalogue.services[code] for code in ("ITSM.8", "BMN.1")}
    return catalogue.model_copy(update={"services": two})


@pytest.fixture(scope="session")
def few():
    """The reader's tables with a few phrases of every control intent and outside kind."""
    every = tables()
    intents = {i: {"phrases": t["phrases"][:8]} for i, t in every.controls["intents"].items()}
    outside = {k: {**t, "phrases": t["phrases"][:8]} for k, t in every.outside.items()}
    return replace(every, controls={**every.controls, "intents": intents, "subjects": {}}, outside=outside)


@pytest.fixture(scope="session")
def parts(catalogue, reader, tmp_path_factory):
    """A house; its store is replaced for each test."""
    store = ready.empty_store()
    yield make_house(catalogue, reader, store, tmp_path_factory.mktemp("files"))
    store.close()
