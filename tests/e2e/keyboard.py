"""What somebody does who has no mouse: Tab, letters, Space and Enter."""

from playwright.sync_api import Locator, Page

STOPS = 25  # more than any page has
FOCUS_SHOWS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
}"""


class Keyboard:
    """The keys under a person's hands, and the page in front of them."""

    def __init__(self, page: Page) -> None:
        """Without movement, as the system may be told, a page is where Tab has scrolled it at once."""
        page.emulate_media(reduced_motion="reduce")
        self.page = page

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus; at every stop one sees where it is."""
        for _ in range(STOPS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            where = self.page.evaluate("document.activeElement.outerHTML")
            assert self.page.evaluate(FOCUS_SHOWS), f"the focus is not to be seen on {where}"
        raise AssertionError(f"Tab does not lead to {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Go to a link, a button or a box, and press a key there."""
        self.tab_to(target)
        self.page.keyboard.press(key)

    def write(self, texts: dict[str, str]) -> None:
        """Go to each field by its label and type."""
        for label, text in texts.items():
            self.tab_to(self.page.get_by_label(label, exact=True))
            self.page.keyboard.type(text)
