"""Words in names, addresses and labels that say what to try first; never what something is.

Discovery decides by effects: these stems of some thirty languages only put the likely candidate in front.
"""

_STEMS = {
    "logout": (
        "logout", "logoff", "log-out", "log_out", "signout", "sign-out", "sign_out", "abmeld", "ausloggen", "deconn", "déconn", "desconect",
        "cerrar", "salir", "sair", "uitlog", "afmeld", "loggut", "loggaut", "logga-ut", "kirjaudu-ulos", "wylog", "odhlas", "esci", "disconn",
        "cikis", "çıkış", "выход", "выйти", "vyhod", "退出", "登出", "注销", "ログアウト", "로그아웃", "خروج", "יציאה", "bye", "exit", "leave", "end-session",
    ),
    "login": (
        "login", "log-in", "log_in", "signin", "sign-in", "sign_in", "anmeld", "einlogg", "connexion", "connect", "entrar", "acceder", "ingres",
        "inloggen", "logga", "loggind", "zalog", "prihlas", "přihlá", "accedi", "giris", "giriş", "вход", "войти", "vhod", "登录", "登入",
        "ログイン", "로그인", "دخول", "כניסה", "session", "auth",
    ),
    "register": (
        "register", "registr", "regist", "signup", "sign-up", "sign_up", "join", "enrol", "create", "neu", "konto", "inscri", "cadastr",
        "registra", "aanmeld", "oppret", "skapa", "zarejestr", "kayit", "kayıt", "регистр", "注册", "註冊", "登録", "가입", "تسجيل", "people", "users", "account",
    ),
    "email": ("mail", "correo", "courriel", "почт", "邮箱", "メール", "이메일", "بريد"),
    "remember": (
        "remember", "keep", "stay", "persist", "merk", "angemeldet", "souven", "rester", "record", "lembrar", "manten", "onthoud", "husk",
        "kom-ihag", "zapami", "pamat", "ricord", "hatirla", "запомн", "记住", "記憶", "保持", "기억",
    ),
    "harm": ("delete", "remove", "destroy", "close-account", "lösch", "loesch", "supprim", "elimin", "borrar", "excluir", "удал", "删除", "削除", "삭제"),
}


def suggests(what: str, *texts: str) -> bool:
    """Whether any text holds a stem for `logout`, `login`, `register`, `email`, `remember` or `harm`."""
    joined = " ".join(texts).lower()
    return any(stem in joined for stem in _STEMS[what])
