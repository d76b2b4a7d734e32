"""All addresses, in one place. What belongs to a municipality lives below its name."""

from allauth.account.views import LoginView
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from etappe.api.reference import reference
from etappe.web.language import choose_language


def demo_sign_in() -> list[URLPattern]:
    """While example data is served, the sign-in page names the accounts to look around with."""
    if not settings.DEMO:
        return []
    from etappe.demo.accounts import shown_accounts

    return [path("konto/login/", LoginView.as_view(extra_context={"demo_accounts": shown_accounts()}))]


tenant: list[URLPattern | URLResolver] = [
    path("gremien/", include("etappe.web.council.urls")),
    path("beteiligung/", include("etappe.web.participation.urls")),
    path("programm/", include("etappe.web.programme.urls")),
    path("sachstand/", include("etappe.web.rounds.urls")),
    path("steuerung/", include("etappe.web.steering.urls")),
    path("berichte/", include("etappe.web.publication.urls")),
    path("weg/", include("etappe.web.chain.urls")),
    path("suche/", include("etappe.web.search.urls")),
    path("post/", include("etappe.web.mail.urls")),
    path("verwaltung/", include("etappe.web.office.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("etappe.web.urls")),
    path("", include("etappe.web.public.urls")),
    path("", include("etappe.web.today.urls")),
    path("abbestellen/", include("etappe.web.mail.link_urls")),
    path("antwort/", include("etappe.web.reply.urls")),
    path("buendnis/", include("etappe.web.alliance.urls")),
    *demo_sign_in(),
    path("konto/", include("allauth.urls")),
    path("sprache/", choose_language, name="set_language"),
    path("api/docs", reference, name="api_docs"),
    path("api/v1/", include("etappe.api.urls")),
    path("kommune/<slug:municipality>/", include(tenant)),
]

handler400 = "etappe.web.views.bad_request"
handler403 = "etappe.web.views.forbidden"
handler404 = "etappe.web.views.not_found"
handler500 = "etappe.web.views.server_error"
