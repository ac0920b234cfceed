"""What we learn of the target's pages: forms, login, registration, logout, private pages."""

from authproof.site.accounts import Account, AccountMaker, Naming, namings
from authproof.site.discovery import Discovery, Known
from authproof.site.entrance import Wishes
from authproof.site.features import KINDS as FEATURE_KINDS
from authproof.site.html import Form, Page, read_page
from authproof.site.model import (
    Features,
    FormRecipe,
    LoginRecipe,
    LogoutRecipe,
    RegisterRecipe,
    Site,
    Witness,
)

__all__ = [
    "FEATURE_KINDS",
    "Account",
    "AccountMaker",
    "Discovery",
    "Features",
    "Form",
    "FormRecipe",
    "Known",
    "LoginRecipe",
    "LogoutRecipe",
    "Naming",
    "Page",
    "RegisterRecipe",
    "Site",
    "Wishes",
    "Witness",
    "namings",
    "read_page",
]
