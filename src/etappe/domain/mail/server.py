"""The mail server, and what its refusals mean."""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

PERMANENT = 500  # SMTP reply codes from here on are final, those from 400 temporary (RFC 5321, 4.2.1)


class Trouble(Exception):
    """A mail did not go out. ``str`` is a sentence for the coordinating office.

    ``for_good`` where trying again is of no use; ``maybe_accepted`` where the server fell silent in the middle, so that
    the mail may have arrived all the same.
    """

    def __init__(self, sentence: str, *, for_good: bool = False, maybe_accepted: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good
        self.maybe_accepted = maybe_accepted


class MailServer:
    """One connection for as many mails as it bears, opened with the first; by whatever mail backend is set."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._open = False
        self.unreachable = False

    def send(self, message: EmailMessage) -> None:
        """Hand over one mail. Raises :class:`Trouble`."""
        self._connect()
        try:
            self._connection.send_messages([message])
        except Exception as error:
            self.close()
            raise meaning_of(error) from error

    def close(self) -> None:
        """End the connection; the next mail opens a new one."""
        self._open = False
        self._connection.close()

    def _connect(self) -> None:
        if self._open:
            return
        try:
            self._connection.open()
        except OSError as error:  # what smtplib raises is one too
            self.unreachable = True
            raise Trouble(
                _("Der Mailserver ist nicht zu erreichen: %(why)s. Etappe versucht es wieder.") % {"why": _words(error)}
            ) from error
        self._open = True


def meaning_of(error: Exception) -> Trouble:
    """Return what ``error``, raised while a mail was handed over, means for this mail."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(error.recipients.values()))
            return _refused(code, text)
        case smtplib.SMTPSenderRefused() | smtplib.SMTPAuthenticationError():
            return Trouble(
                _("Der Mailserver nimmt von diesem Absender nichts an: %(why)s. Der Betrieb kann das richten.")
                % {"why": _words(error)}
            )
        case smtplib.SMTPNotSupportedError():
            return _refused(PERMANENT, str(error))
        case smtplib.SMTPResponseException():
            return _refused(error.smtp_code, error.smtp_error)
        case OSError():
            return Trouble(
                _("Der Mailserver hat mitten im Gespräch aufgehört: %(why)s. Etappe versucht es wieder.")
                % {"why": _words(error)},
                maybe_accepted=True,
            )
    return Trouble(_("Diese Nachricht lässt sich so nicht senden: %(why)s") % {"why": _words(error)}, for_good=True)


def _refused(code: int, text: bytes | str) -> Trouble:
    why = f"{code} {_readable(text)}"
    if code >= PERMANENT:
        return Trouble(
            _("Der Mailserver hat die Nachricht abgelehnt: %(why)s. Bitte die Adresse prüfen.") % {"why": why},
            for_good=True,
        )
    return Trouble(_("Der Mailserver bittet um Geduld: %(why)s. Etappe versucht es wieder.") % {"why": why})


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_readable(error.smtp_error)}"
    return _readable(str(error) or type(error).__name__)


def _readable(text: bytes | str) -> str:
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(shown.split()).rstrip(".")[:300]
