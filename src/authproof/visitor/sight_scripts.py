"""What a person sees on a page, and what a mouse may unfold there: small functions, as in `page_scripts`."""

from authproof.visitor.page_scripts import CLICKABLE, CONTROLS

_ALL = f'const all = [...document.querySelectorAll("{CLICKABLE}")];'

# Nothing moves any more, but for what never stops.
AT_REST = """root => document.getAnimations().every(
    one => one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""

# Whether a person sees it: it can be scrolled to, has a size, and stands at that place of the window.
_SEEN = """
const seen = e => {
    if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) return false;
    e.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    return [e, ...e.querySelectorAll("*")].some(part => [...part.getClientRects()].some(box => {
        if (box.width < 4 || box.height < 4) return false;
        const at = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return at.some(one => e.contains(one));
    }));
};
"""

# What could lead out, by where it leads or by its words (told from outside): which of it a person sees.
LEADS = (
    "(_, [targets]) => {"
    + CONTROLS
    + _ALL
    + """
    const goes = e => e.form && (e.type === "submit" || e.type === "image")
        ? leads(e.form, e) : e.href ? e.pathname + (targets.includes(e.pathname) ? "" : e.search) : "";
    return all.map(e => [
        e.href && e.host !== location.host ? false : targets.includes(goes(e)),
        [e.textContent, e.value, e.title, e.getAttribute("aria-label"), e.getAttribute("href"), e.id].join(" "),
    ]);
}"""
)
ARE_SEEN = (
    "(_, [places]) => {"
    + _ALL
    + _SEEN
    + """
    return places.some(place => seen(all[place]));
}"""
)

# What stands around those places and is seen: the nearest first, for a mouse to rest on.
AROUND = (
    "(_, [places]) => {"
    + _ALL
    + _SEEN
    + """
    const found = new Set();
    for (const place of places) {
        for (let one = all[place].parentElement; one && one !== document.body; one = one.parentElement) {
            if (one.getClientRects().length && seen(one)) found.add(one);
            if (found.size === 4) return [...found];
        }
    }
    return [...found];
}"""
)

# What a click may unfold and does not lead away; what stands near those places first.
FOLDED = (
    "(_, [places]) => {"
    + _ALL
    + _SEEN
    + """
    const wanted = places.map(place => all[place]);
    const opens = `summary, [aria-expanded], [aria-haspopup], [popovertarget], [data-toggle], [data-bs-toggle],
        label[for], button[type=button], a:not([href]), a[href^="#"], a[href^="javascript:"], [role=button],
        [onclick]`;
    const pointed = e => getComputedStyle(e).cursor === "pointer" && !e.closest("a, button, input, select, label");
    const free = e => e.tagName === "BUTTON" && !e.form;
    const depth = e => { let n = 0; while (e = e.parentElement) n++; return n; };
    const near = e => Math.max(0, ...wanted.map(one => {
        let above = e;
        while (above && !above.contains(one)) above = above.parentElement;
        return above ? depth(above) : 0;
    }));
    const found = [...document.querySelectorAll("*")].filter(
        e => (e.matches(opens) || free(e) || pointed(e)) && seen(e));
    return found.sort((one, other) => near(other) - near(one)).slice(0, 10);
}"""
)
