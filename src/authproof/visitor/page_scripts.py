"""What the browser's visitor asks a page: small functions that look, and change nothing."""

import json
from collections.abc import Iterable

# The controls that count, as `site.html` counts them: what a person can fill in, by its name.
CONTROLS = """
const unfilled = ["hidden", "submit", "image", "button", "reset", "file"];
const controls = form => [...form.elements].filter(e => e.name && !e.disabled
    && ["INPUT", "SELECT", "TEXTAREA"].includes(e.tagName) && !unfilled.includes(e.type));
const shown = e => e.checkVisibility() && e.getClientRects().length > 0;
const submits = form => [...form.elements].find(e => e.type === "submit" || e.type === "image") || null;
const leads = (form, button) => {
    const given = button && button.getAttribute("formaction") || form.getAttribute("action");
    return new URL(given || location.href, document.baseURI).pathname;
};
"""

# Everything by which a person might leave, and the words on it.
CLICKABLE = "button, a, [role=button], input[type=submit], input[type=button]"

# A form by its recipe; where a script has one of its own making, the one place to type a password, if asked for.
FIND_FORM = (
    "(_, [shape, action, names, scripted]) => {"
    + CONTROLS
    + """
    const alike = [...document.forms].filter(
        form => JSON.stringify(controls(form).map(e => e.name).sort()) === JSON.stringify(shape));
    const form = alike.find(one => leads(one, submits(one)) === action) || alike[0];
    if (form) {
        const fields = Object.fromEntries(names.map(name => [name, controls(form).find(e => e.name === name)]));
        return {fields, button: submits(form)};
    }
    const typed = [...document.querySelectorAll("input")].filter(shown);
    const secret = typed.filter(e => e.type === "password");
    if (!scripted || secret.length !== 1) return null;
    const before = typed.slice(0, typed.indexOf(secret[0]));
    const identity = before.reverse().find(e => ["text", "email", "tel"].includes(e.type));
    if (!identity) return null;
    const around = secret[0].form || document;
    return {
        fields: {[names[0]]: identity, [names[1]]: secret[0]},
        button: [...around.querySelectorAll("button, input[type=submit]")].find(shown) || null,
    };
}"""
)

# The way out: a link by its address, or the button of a form that has nothing to fill in.
FIND_WAY_OUT = (
    "(_, [path, action]) => {"
    + CONTROLS
    + """
    if (action === null) return [...document.links].find(one => one.pathname + one.search === path) || null;
    const bare = [...document.forms].filter(form => controls(form).length === 0);
    const form = bare.find(one => leads(one, submits(one)) === action);
    return form ? submits(form) : null;
}"""
)

WORDS = "elements => elements.map(e => e.checkVisibility() ? (e.innerText || e.value || '') : '')"

# Where elements of the page send the reader, as written, and from where that is to be read.
REFRESHES = """root => [...document.querySelectorAll("meta[http-equiv=refresh i]")]
    .map(element => [element.content, document.baseURI])"""

TEXT = "root => document.body ? document.body.innerText : ''"
SEEN = """root => {
    const body = document.body, controls = "a, button, input, select, textarea, img";
    if (!body) return false;
    return body.innerText.trim() !== "" || [...body.querySelectorAll(controls)].some(e => e.checkVisibility());
}"""
LOADED = "root => document.readyState === 'complete'"
COOKIES = "root => document.cookie"
CLICK = "element => element.click()"
TICK = "(element, on) => { if (element.checked !== on) element.click() }"
BACK = "() => { setTimeout(() => history.back(), 0) }"

# `pageshow` says whether the page came out of the browser's memory, as it was left.
WATCH = """
Object.defineProperty(window, "authproofShown", {value: "", writable: true, enumerable: false});
window.addEventListener("pageshow", event => { window.authproofShown = event.persisted ? "memory" : "load" });
"""
SHOWN = "root => window.authproofShown"

# What a function of ours tells when it is called, see `functions`.
CALLED = "authproofCalled"


def functions(names: Iterable[str]) -> str:
    """A script that gives a page these functions, each of which says that it was called."""
    each = f"window[name] = () => {{ window.{CALLED}(name); return 1; }}"
    return f"for (const name of {json.dumps(list(names))}) {each};"


# Tells under which names the page's scripts look into the address.
TELL_NAMES = """
for (const verb of ["get", "getAll", "has"]) {
    const own = URLSearchParams.prototype[verb];
    URLSearchParams.prototype[verb] = function (name) {
        window.authproofCalled(`?${name}`);
        return own.apply(this, arguments);
    };
}
"""

# Does what a visitor may do with elements that run a script with one of these words in it: focus, click, press, send.
# Says whether there were any.
PROVOKE = """(_, words) => {
    let any = false;
    const holds = text => words.some(word => text.includes(word));
    const runs = one => one.name.startsWith("on")
        || one.value.replace(/[\\x00-\\x20]/g, "").toLowerCase().startsWith("javascript:");
    for (const element of document.querySelectorAll("*")) {
        const own = [...element.attributes].filter(one => runs(one) && holds(one.value));
        if (!own.length) continue;
        any = true;
        for (const {name} of own) {
            if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2), {bubbles: true}));
        }
        if (element.focus) element.focus();
        const buttons = element.tagName === "FORM" ? [...element.elements].filter(e => e.type === "submit") : [];
        for (const one of [element, ...buttons.slice(0, 1)]) if (one.click) one.click();
    }
    return any;
}"""

# The places to type a password: shown, and of one of these names or made for a password.
PASSWORD_PLACES = (
    "(_, [names, any]) => {"
    + CONTROLS
    + """
    const own = e => names.includes(e.name) || names.includes(e.id);
    const made = e => e.type === "password" || (e.autocomplete || "").includes("password");
    const places = [...document.querySelectorAll("input, textarea, [contenteditable]")]
        .filter(e => shown(e) && !e.disabled);
    const found = places.filter(own);
    return found.length || !any ? found : places.filter(made);
}"""
)

# What stands in a place to type, and whether the browser itself masks it: a font of dots does not.
TYPED = """place => ({
    text: place.value === undefined ? place.innerText : place.value,
    masked: place.type === "password" || getComputedStyle(place).webkitTextSecurity !== "none",
    name: place.name || place.id || place.tagName.toLowerCase(),
})"""
EMPTY = "place => { if (place.value === undefined) place.innerText = ''; else place.value = ''; }"

# As a password manager fills in: the value first, then the events that a keyboard would have caused.
FILL = """(place, text) => {
    place.focus();
    if (place.value === undefined) place.innerText = text; else place.value = text;
    for (const name of ["input", "change"]) place.dispatchEvent(new Event(name, {bubbles: true}));
}"""

# The addresses of what the page pins by a hash.
PINNED = (
    "() => [...document.querySelectorAll('script[integrity], link[integrity]')].map(e => e.src || e.href)"
)

# What a page keeps: each store's keys and values as text. Functions, elements and the browser's own are left out.
KEPT = """async () => {
    const MOST = 500, LONGEST = 20000;
    const text = value => {
        const seen = new WeakSet();
        try {
            return typeof value === "string" ? value : JSON.stringify(value, (_, inner) => {
                if (typeof inner === "bigint") return String(inner);
                if (typeof inner !== "object" || inner === null) return inner;
                if (inner instanceof Node || inner === window || seen.has(inner)) return undefined;
                seen.add(inner);
                return inner;
            }) || "";
        } catch { return ""; }
    };
    const kept = [];
    const keep = (place, key, value) => {
        if (kept.length < MOST) kept.push([place, String(key).slice(0, 200), text(value).slice(0, LONGEST)]);
    };
    for (const place of ["localStorage", "sessionStorage"]) {
        try { for (const [key, value] of Object.entries(window[place])) keep(place, key, value); } catch {}
    }
    for (const [key, own] of Object.entries(Object.getOwnPropertyDescriptors(window))) {
        if (own.enumerable && "value" in own && typeof own.value !== "function" && own.value !== window) {
            keep("window", key, own.value);
        }
    }
    const done = request => new Promise((well, badly) => {
        request.onsuccess = () => well(request.result);
        request.onerror = request.onblocked = badly;
    });
    const database = async name => {
        const open = await done(indexedDB.open(name));
        for (const store of open.objectStoreNames) {
            const rows = await done(open.transaction(store).objectStore(store).getAll(null, MOST));
            for (const row of rows) keep("IndexedDB", `${name}.${store}`, row);
        }
        open.close();
    };
    const all = async () => { for (const one of await indexedDB.databases()) await database(one.name); };
    await Promise.race([all().catch(() => {}), new Promise(enough => setTimeout(enough, 2000))]);
    return kept;
}"""
