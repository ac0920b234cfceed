"""Addresses worth asking for as a stranger: what somebody signed in can reach, and what the URL map knows."""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.probes.strangers import Pair
from authproof.site.crawl import MOST_PAGES, is_risky, next_paths
from authproof.target import facts
from authproof.target.views import ViewWatch
from authproof.visitor import Scene, Visitor

# Fillings tried for each rule that takes arguments, and numbers tried where no row names the user's.
_MOST_FILLINGS = 12
_USUAL_NUMBERS = (1, 2)


def pairs_of(scene: Scene) -> Iterator[Pair]:
    """Every page that opens for the user, beside what a stranger gets; those that are public by policy left out."""
    watch = ViewWatch(scene.inside.app if scene.inside else None)
    for path, page in pages_inside(scene, scene.signed_in()).items():
        if path not in scene.policy.public:
            with watch.watching() as entered:
                answer = ask(scene, path)
            yield Pair(path, page, answer, tuple(entered))


def pages_inside(scene: Scene, visitor: Visitor) -> dict[str, Exchange]:
    """Every page that opens for this visitor: linked, or in the URL map, arguments filled in."""
    app = scene.inside.app if scene.inside else None
    mapped = [route.path for route in facts.routes(app) if "GET" in route.methods]
    site, filled = scene.site, filled_rules(app, *_fillings(scene))
    starts = [site.at("/"), *site.protected, *site.public, *mapped, *filled]
    return dict(_walk(visitor, [path for path in dict.fromkeys(starts) if not is_risky(path)]))


def linked_pages(visitor: Visitor) -> dict[str, Exchange]:
    """Every page that links lead this visitor to, from the entrance and from where a login ends."""
    sent = [at for at, one in enumerate(visitor.history) if one.request.method == "POST"]
    landing = [one.request.path for one in visitor.history[sent[0] + 1 : sent[0] + 2]] if sent else []
    front = visitor.site.at("/")
    entrance = same_site_path(visitor.visit(front).request.url)
    return dict(_walk(visitor, [path for path in (front, entrance, *landing) if not is_risky(path)]))


def ask(scene: Scene, path: str) -> Exchange:
    """What a fresh stranger gets at that path, redirects not followed."""
    return scene.visitor().visit(path, follow=False)


def shown_to_strangers(scene: Scene) -> frozenset[str]:
    """The entrance, login and registration, and all that they link to."""
    register = scene.site.register
    doors = [scene.site.at("/"), scene.site.login.form.path, *([register.form.path] if register else [])]
    pages = [ask(scene, path) for path in doors]
    return frozenset([*doors, *(path for page in pages for path in next_paths(page))])


def filled_rules(app: object, texts: Sequence[str], numbers: Sequence[int]) -> Iterator[str]:
    """The paths of a Werkzeug URL map whose arguments can be filled with these values."""
    url_map = getattr(app, "url_map", None)
    for rule in url_map.iter_rules() if url_map is not None else ():
        if (
            rule.arguments
            and "GET" in (rule.methods or ("GET",))
            and not str(rule.endpoint).endswith("static")
        ):
            names = sorted(rule.arguments)
            fillings: list[str | int] = [*numbers, *texts]
            values = product(fillings, repeat=len(names))
            paths = (_built(rule, dict(zip(names, some, strict=True))) for some in values)
            yield from islice((path for path in paths if path), _MOST_FILLINGS)


def _built(rule: object, values: dict[str, str | int]) -> str | None:
    """The path of a rule, None where a value does not fit its converter."""
    try:
        built = getattr(rule, "build")(values)  # noqa: B009 - a Werkzeug rule, which we do not import
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
    return str(built[1]) if built else None


def _fillings(scene: Scene) -> tuple[list[str], list[int]]:
    """The user's names, and the numbers in the rows that hold them."""
    texts = [scene.user.username, scene.user.email]
    cells = scene.inside.databases.cells() if scene.inside else ()
    numbers = [
        value
        for cell in cells
        if cell.value in texts
        for _, value in cell.row
        if isinstance(value, int) and 0 < value < 1 << 31
    ]
    return texts, list(dict.fromkeys([*numbers, *_USUAL_NUMBERS]))[:4]


def _walk(visitor: Visitor, known: list[str]) -> Iterator[tuple[str, Exchange]]:
    """Visit what is known, all of it, then follow links, but none that may end the session or destroy something."""
    waiting, bound = [*known], len(known) + 2 * MOST_PAGES
    seen: dict[str, None] = {}
    while waiting and len(seen) < bound:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen[path] = None
        page = visitor.visit(path, follow=False)
        waiting += [
            one for one in next_paths(page, visitor.site.root) if one not in seen and not is_risky(one)
        ]
        if 200 <= page.response.status < 300:
            yield path, page
