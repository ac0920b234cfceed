"""What runs in the target's process: discovery and controls once, then each check in a forked child."""

import time
import traceback
from dataclasses import dataclass, replace

from authproof.checks import catalogue, find_check
from authproof.client import UserAgent, WsgiClient
from authproof.client.agent import Client, Inbox, no_inbox
from authproof.client.browser_host import BrowserAccess
from authproof.client.journal import Journal, Sent
from authproof.errors import TargetError
from authproof.findings import Finding, Inconclusive, NotApplicable, Outcome, Policy, Severity, Verdict
from authproof.replay import Told, replay_of
from authproof.site import Account, AccountMaker, Discovery, Features, Known, Site, Wishes
from authproof.site.steps import FormGone
from authproof.site.trail import Trail
from authproof.target import facts
from authproof.target.inside import Inside
from authproof.visitor import AgentVisitor, Body, Scene, embodied


@dataclass(frozen=True, slots=True)
class Prepared:
    """What discovery learned and the controls proved; the accounts exist in the target from now on.

    `made` are the exchanges by which they were made.
    """

    site: Site
    user: Account
    other: Account | None
    stack: tuple[tuple[str, str], ...]
    writes_files: bool = False
    source: str = ""
    made: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One check to run in a child of its own, its people in that body."""

    slug: str
    prepared: Prepared
    policy: Policy
    browser: BrowserAccess
    body: Body = "wsgi"


@dataclass(frozen=True, slots=True)
class Effort:
    """What it took: requests, hash calls, what these would have cost; CPU seconds in the app and in all; seconds."""

    requests: int
    hash_calls: int
    hashing_floor_s: float
    app_s: float
    cpu_s: float
    total_s: float


@dataclass(frozen=True, slots=True)
class Ran:
    """One check's verdict and its effort.

    `secrets` are values of the target that no report may show, `seen` what it did beside answering requests.
    """

    verdict: Verdict
    effort: Effort
    secrets: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


def prepare(inside: Inside, wishes: Wishes, policy: Policy, trail: Trail | None = None) -> Prepared:
    """Discover the site, register the people that the checks use, and see that the controls hold.

    `trail` hears what discovery tries.

    Raises:
        TargetError: there is no login that works, or the private page opens without one.
    """
    client = client_of(inside)
    discovery = _discovery(inside, wishes)
    discovery.trail = trail or discovery.trail
    try:
        site = discovery.run()
    except TargetError:
        if inside.refused:
            raise inside.refused from None
        raise
    people = AccountMaker("control")
    registering = client_of(inside)
    user, other = people_of(registering, site, discovery.wishes, people, inside.mailbox.letters)
    inside.tell("positive controls: log in, see the private page, log out, be refused")
    control(Scene(client, site, policy, people, user, other, inside))
    catalogue()  # imported once here, and not again in every child
    return Prepared(
        site, user, other, facts.stack(), inside.files.keep(), inside.source, registering.journal.entries
    )


def seek_features(inside: Inside, wishes: Wishes, site: Site, kind: str) -> Features:
    """What the site offers of one kind, where nobody can register: in a child, for it spoils the account."""
    inside.files.rewind()
    return _discovery(inside, wishes, site.base).features(site, kind)


def run_check(inside: Inside, job: Job) -> Ran:
    """Tell one check's story; the one place in which an exception of a check is caught."""
    start, cpu = time.perf_counter(), time.process_time()
    inside.files.rewind()
    calls_before = len(inside.hashes.calls)
    client = client_of(inside)
    ready = job.prepared
    people = AccountMaker(job.slug)
    scene = Scene(client, ready.site, job.policy, people, ready.user, ready.other, inside, job.browser)
    before = inside.refused
    verdict = verdict_of(job, scene)
    if (
        inside.refused is not None and inside.refused is not before
    ):  # what the app answered without it tells nothing
        verdict = Verdict(Outcome.INCONCLUSIVE, (), f"{inside.refused.tried}: {inside.refused.seen}")
    calls = inside.hashes.calls[calls_before:]
    floor = sum(call.seconds for call in calls)
    effort = Effort(
        client.sent,
        len(calls),
        floor,
        client.app_seconds,
        time.process_time() - cpu,
        time.perf_counter() - start,
    )
    told = with_replays(verdict, client.journal, job)
    return Ran(told, effort, _secrets(inside), _side_effects(inside))


def with_replays(verdict: Verdict, journal: Journal, job: Job) -> Verdict:
    """The verdict with the requests that lead to each finding, from the registration on."""
    if not verdict.findings:
        return verdict
    ready, shows = job.prepared, find_check(job.slug).shows
    register = ready.site.register.form.action if ready.site.register else ""
    names = tuple(sorted(AccountMaker.invented, key=lambda name: (-len(name), name)))
    told = Told((*ready.made, *journal.entries), ready.site.base, register, names)
    return replace(
        verdict, findings=tuple(replace(one, replay=replay_of(told, one, shows)) for one in verdict.findings)
    )


def _discovery(inside: Inside, wishes: Wishes, base: str = "") -> Discovery:
    """Eyes on the target: its pages, its URL map, its mails, the address that stands beside the user's name."""
    routes = facts.routes(inside.app)
    return Discovery(
        client_of(inside),
        base or facts.base_url(inside.app),
        replace(wishes, email=wishes.email or _address(inside, wishes.username)),
        inside.tell,
        inside.mailbox.letters,
        Known(
            tuple(route.path for route in routes if "GET" in route.methods),
            tuple(route.path for route in routes if "POST" in route.methods),
            tuple(
                (route.path, method.lower())
                for route in routes
                for method in ("PUT", "PATCH")
                if method in route.methods
            ),
        ),
    )


def _address(inside: Inside, username: str | None) -> str | None:
    """The mail address in the row of that user."""
    for cell in inside.databases.cells() if username else ():
        if cell.value == username:
            beside = (value for _, value in cell.row if isinstance(value, str) and "@" in value)
            if address := next(beside, None):
                return address
    return None


def client_of(inside: Inside) -> WsgiClient:
    """The in-process client, which knows the view behind each address."""
    assert inside.app is not None  # loaded before anything is called
    finder = facts.ViewFinder(inside.app)
    return WsgiClient(inside.app, finder.of)


def verdict_of(job: Job, scene: Scene) -> Verdict:
    """How the check's story ends on that stage."""
    found: list[Finding] = []
    try:
        with embodied(scene, job.body) as stage:
            for one in find_check(job.slug).story(stage):
                found.append(one)  # noqa: PERF402 - what was found before a stop is kept
    except NotApplicable as reason:
        return ended(found, Outcome.NOT_APPLICABLE, str(reason))
    except (Inconclusive, FormGone) as reason:
        return ended(found, Outcome.INCONCLUSIVE, str(reason))
    except Exception as error:  # noqa: BLE001 - a crashed check is told, and the others go on
        return Verdict(Outcome.ERRORED, tuple(found), "".join(traceback.format_exception(error)[-4:]))
    return ended(found, Outcome.PASSED, None)


def ended(found: list[Finding], otherwise: Outcome, reason: str | None) -> Verdict:
    """A finding seen before the check had to stop is still a finding."""
    broken = any(one.severity is None or one.severity > Severity.INFO for one in found)
    return Verdict(Outcome.FAILED if broken else otherwise, tuple(found), reason)


def people_of(
    client: Client, site: Site, wishes: Wishes, people: AccountMaker, inbox: Inbox = no_inbox
) -> tuple[Account, Account | None]:
    """The people whom the checks use: two who were registered, or the one whom the user named."""
    if site.register is None:
        return wishes.account, None
    made = []
    for _ in range(2):
        account = people.account(password_length=site.register.password_length, special=site.register.special)
        AgentVisitor(UserAgent(client, site.base, inbox=inbox), site, account).register(account)
        made.append(account)
    return made[0], made[1]


def control(scene: Scene) -> None:
    """Register, log in, see the private page, log out, be refused (CATALOGUE, section 8, rule 1)."""
    try:
        alice = scene.signed_in()
    except Inconclusive as reason:
        raise _control_failed("log in with the right password", str(reason)) from None
    if scene.visitor().is_logged_in():
        raise _control_failed("open the private page without a login", "it opened")
    if scene.site.logout is not None:
        alice.log_out()
        if alice.is_logged_in():
            raise _control_failed("log out and open the private page", "it opened")


def _control_failed(tried: str, seen: str) -> TargetError:
    return TargetError(
        "A positive control failed: nothing was audited",
        tried=f"to {tried}",
        seen=seen,
        advice="name the pages with --login, --register, --logout and --protected, "
        "or a working account with --username and --password",
    )


def _side_effects(inside: Inside) -> tuple[str, ...]:
    """What the target wanted of the network and left in the file system."""
    calls = [f"the app wanted to reach {host}: refused" for host in inside.network.refused]
    files = [f"the app wrote the file {path}, which is now as it was before" for path in inside.files.written]
    return tuple(dict.fromkeys([*calls, *files]))


def _secrets(inside: Inside) -> tuple[str, ...]:
    """Values of the target's configuration that are secret by their key's name."""
    words = ("SECRET", "PASSWORD", "TOKEN", "API_KEY", "SALT")
    named = [value for key, value in inside.config.items() if any(word in key.upper() for word in words)]
    return tuple(
        value if isinstance(value, str) else value.decode("latin-1")
        for value in named
        if isinstance(value, str | bytes) and len(value) >= 6
    )
