"""Where the cookie jar is not Chromium, and shall not be: rows of the table, by name, with the reason."""

BLOCKED = (
    "this Chromium blocks third-party cookies, its user's choice; the jar answers for people who allow them"
)
TAB = "RFC 6265bis, section 5.6, lets a tab through, Chromium does not; no framework writes one"
LONG = (
    "Chromium drops it; with the jar the app is audited, and `cookie-scope-too-broad` tells what browsers do"
)
NONE = "Chromium drops it, others do not; with the jar the app is audited, and `cookie-samesite-weak` tells of it"
DATE = "RFC 6265, section 5.1.1, reads such a date otherwise than Chromium; no framework writes one"
SUFFIX = "the jar has no list of public suffixes, it goes by the missing dot: audits run on loopback"
DIFFERENT = {
    "a=1; SameSite=None; Secure by image": BLOCKED,
    "a=1; SameSite=None; Secure by fetch": BLOCKED,
    "line 'a=1\\t2'": TAB,
    "line 'a\\tb=1'": TAB,
    "name and value of 4097 octets": LONG,
    "value alone of 4097 octets": LONG,
    "value of 4097 octets beyond ASCII": LONG,
    "SameSite=None without Secure, typed": NONE,
    "Expires=01 Jan 1600 00:00:00": DATE,
    "Expires=1st Jan 2001 00:00:00": DATE,
    "a public suffix of two labels": SUFFIX,
}
