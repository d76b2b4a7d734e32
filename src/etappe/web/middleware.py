"""What the domain refuses becomes a page with a sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.shortcuts import render

from etappe.domain.kernel.errors import DomainError, NotAllowed
from etappe.web.door import ask_to_sign_in


class DomainErrorMiddleware:
    """Turns errors of the domain that no view has caught into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; give a page to whoever called an address in a way it does not serve."""
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = answer["Allow"]
            return page
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 403 (or the sign-in page) for what is not allowed, 409 for what cannot be done now, 400 for half."""
        if isinstance(error, NotAllowed):
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            return render(request, "403.html", {"reason": str(error)}, status=403)
        if isinstance(error, UnreadablePostError):
            return render(request, "400.html", status=400)  # the line has dropped: for the log, hardly for a reader
        if isinstance(error, DomainError):
            return render(request, "409.html", {"reason": str(error)}, status=409)
        return None
