"""The Chromium that plays a person: where it is found, and how it is started so that it reaches the target alone."""

import base64
import contextlib
import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "AUTHPROOF_CHROMIUM"
NONE = "none"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The first group is Playwright's own: of two such flags only the last counts. The second asks the maker of the browser
# about every form, the third makes a process of 0.3 s of CPU time for the address bar of each window.
_OFF = (
    *(
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
        "HttpsUpgrades",
        "PaintHolding",
    ),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "OptimizationHints"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "NetworkTimeServiceQuerying"),
    *("AutofillServerCommunication",),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
# As root, Debian's Chromium does not start inside its sandbox; the other flags keep it from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_OFF)}",
)
# Playwright turns off the memory behind the Back button, in which private pages outlive a logout, and what keeps
# pages from opening window after window that nobody has asked for.
KEPT_AS_PEOPLE_HAVE_IT = ("--disable-back-forward-cache", "--disable-popup-blocking")
# Our windows are incognito ones, in which Chromium keeps third-party cookies back by default; in the ordinary windows
# of a victim it does not (0 is `off` in its settings).
_PREFERENCES = {"profile": {"cookie_controls_mode": 0}}
_EXTRA = ("playwright", "psutil", "trustme")
# Playwright waits without end for a page whose script has no end.
LIMIT_S = 45.0


class NoChromiumError(Exception):
    """There is no Chromium to drive; the sentence says what to do."""


def find(own: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The first there is: the one the variable names, `own` (Playwright's download), one on the path.

    Raises:
        NoChromiumError: the variable names what is not there, or says `none`.
    """
    if named := environ.get(VARIABLE):
        return _named(named)
    if Path(own).is_file():
        return own
    on_path = (shutil.which(command, path=environ.get("PATH", "")) for command in COMMANDS)
    return next(filter(None, on_path), None)


def demand(own: str) -> str:
    """The Chromium found.

    Raises:
        NoChromiumError: there is none; says how to get one.
    """
    if chromium := find(own):
        return chromium
    raise NoChromiumError(
        "No Chromium was found. Install one (`playwright install --with-deps chromium`, or your system's "
        f"package `chromium`), or set {VARIABLE} to the path of one."
    )


def switched_off(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the variable says that no browser is to be used."""
    return environ.get(VARIABLE) == NONE


def absent() -> str:
    """What to install, where a package of the extra is missing."""
    return "" if all(map(find_spec, _EXTRA)) else "pip install authproof[browser]"


@contextmanager
def joined(endpoint: str, limit_s: float = LIMIT_S) -> Iterator["Browser"]:
    """The Chromium that listens there, to open contexts in; those that were opened are closed at the end.

    Playwright's driver starts here and ends here: it would not survive a fork.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an optional extra, slow to import

    ours = _children()
    with sync_playwright() as playwright:
        timer = threading.Timer(limit_s, _kill, [_children() - ours])
        timer.daemon = True
        timer.start()
        try:
            yield playwright.chromium.connect_over_cdp(endpoint)
        finally:
            timer.cancel()


def walls(port: int, pin: str) -> tuple[str, ...]:
    """Flags that leave this machine's own address as all the net there is; contexts reach the rest by their proxies.

    `port` is the site's own, which Chromium may hold for unsafe; `pin` is the key of all https there is.
    Playwright's own interception would do the same, but switches off the cache that the Back button is judged by.
    What a proxy answers is to Chromium in no local network: asked directly, this machine would be closed to fetches and
    frames of other sites (Local Network Access), as no site on the internet is.
    """
    return (
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        f"--explicitly-allowed-ports={port}",
        f"--ignore-certificate-errors-spki-list={pin}",
    )


def write_preferences(profile: Path) -> None:
    """Settings of a profile that Chromium has not yet used; there are no flags for them."""
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(_PREFERENCES))


def make_key(folder: Path) -> tuple[str, str]:
    """A key with its certificate as a PEM file, and the pin by which Chromium trusts it (RFC 7469, section 2.4)."""
    import trustme  # noqa: PLC0415 - an optional extra
    from cryptography import x509  # noqa: PLC0415 - comes with trustme
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - the same

    pair = trustme.CA().issue_cert("localhost")
    path = folder / "key.pem"
    pair.private_key_and_cert_chain_pem.write_to_path(path)
    certificate = x509.load_pem_x509_certificate(pair.cert_chain_pems[0].bytes())
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return str(path), base64.b64encode(hashlib.sha256(public).digest()).decode()


def of_playwright(error: Exception) -> bool:
    """Whether it is Playwright's: the extra may be missing, so its classes cannot be named."""
    return type(error).__module__.partition(".")[0] == "playwright"


def first_line(error: Exception) -> str:
    """What Playwright says, without its log."""
    return str(error).partition("Call log")[0].strip().partition("\n")[0]


def _children() -> set[int]:
    import psutil  # noqa: PLC0415 - an optional extra

    return {child.pid for child in psutil.Process().children()}


def _kill(drivers: set[int]) -> None:
    """End the driver: Chromium then closes what it had opened, and whoever waits for it hears of that."""
    for driver in drivers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(driver, signal.SIGKILL)


def _named(named: str) -> str:
    """The Chromium that the variable names; a wrong name is an error, for that one was meant and no other."""
    if switched_off({VARIABLE: named}):
        raise NoChromiumError(f"{VARIABLE} is {NONE!r}, so none is started.")
    if chromium := shutil.which(named):
        return chromium
    raise NoChromiumError(
        f"{VARIABLE} is {named!r}, and there is no program of that name. Correct or unset it."
    )
