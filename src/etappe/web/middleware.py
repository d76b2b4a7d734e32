"""What the domain refuses becomes a page with a sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from etappe.domain.kernel.errors import DomainError, NotAllowed


class DomainErrorMiddleware:
    """Turns errors of the domain that no view has caught into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 403 (or the sign-in page) for what is not allowed, 409 for what cannot be done now."""
        if isinstance(error, NotAllowed):
            if not request.user.is_authenticated and request.method == "GET":
                return redirect_to_login(request.get_full_path())
            return render(request, "403.html", {"reason": str(error)}, status=403)
        if isinstance(error, DomainError):
            return render(request, "409.html", {"reason": str(error)}, status=409)
        return None
