"""What the buttons of the reply page do. Each saves everything that was typed; what cannot be read stays as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.actions.replies import attach_file, confirm_reply, finish_request, remove_file, save_draft
from etappe.web.editing import sentence_of
from etappe.web.reply.entries import Entry

if TYPE_CHECKING:
    from etappe.web.reply.page import Desk


class Answering:
    """One press of a button on one request."""

    def __init__(self, desk: Desk, entries: list[Entry]) -> None:
        self.desk = desk
        self.entries = entries
        self.problem = ""
        self.lead_on = ""
        self.unanswered: list[Entry] = []

    def save(self, entry: Entry) -> bool:
        """Keep what was typed for one measure; what cannot be read stays as it was and is marked."""
        form = entry.form
        readable = form.is_valid()
        if not form.is_touched:
            return readable
        saved = self._run(entry, lambda: self._keep(entry))
        return saved and readable

    def _keep(self, entry: Entry) -> Any:
        given = entry.form.values
        if entry.confirmed:
            return self._confirm_values(entry)
        return save_draft(
            actor=self.desk.actor,
            item=entry.item,
            values=given,
            expected_version=entry.form.expected_version,
            channel=self.desk.channel,
        )

    def save_all(self, but: Entry | None = None) -> bool:
        """Keep everything that was typed, files included."""
        sent = [entry for entry in self.entries if entry.is_sent and not entry.fixed and entry is not but]
        kept = [self.save(entry) and self._keep_file(entry) for entry in sent]
        return all(kept)

    def _keep_file(self, entry: Entry) -> bool:
        file = entry.form.cleaned_data.get("file")
        if not file:
            return True
        self.lead_on = f"#{entry.part}"
        return self._run(
            entry,
            lambda: attach_file(actor=self.desk.actor, item=entry.item, name=file.name, content=file.read()),
        )

    def confirm_unchanged(self, pk: int | None) -> bool:
        """One tap: it still stands as last time."""
        entry = self._entry(pk)
        if entry is None:
            return False
        others = self.save_all(but=entry)
        return self._run(entry, lambda: self._confirm(entry, None, unchanged=True)) and others

    def confirm(self, pk: int | None) -> bool:
        """Take what is typed for one measure as its answer."""
        entry = self._entry(pk)
        if entry is None:
            return False
        others = self.save_all(but=entry)
        return self._confirm_typed(entry) and others

    def finish(self) -> bool:
        """Confirm all that has a state, then finish; name what is still missing."""
        sent = [entry for entry in self.entries if entry.is_sent and not entry.fixed]
        done = [self._confirm_typed(entry) if self._is_answered(entry) else self.save(entry) for entry in sent]
        self.unanswered = [entry for entry in self.entries if not self._is_answered(entry)]
        if self.unanswered:
            self.problem = _("Gespeichert. Zum Abschließen fehlt hier noch der Stand:")
            return False
        if not all(done):
            return False
        try:
            finish_request(actor=self.desk.actor, request=self.desk.asked, now=timezone.now())
        except DomainError as error:
            self.problem = sentence_of(error)
            return False
        return True

    def remove_file(self, pk: int | None) -> bool:
        """Take a file back."""
        fine = self.save_all()
        for entry in self.entries:
            for file in entry.files:
                if file.pk == pk:
                    self.lead_on = f"#{entry.part}"
                    return self._run(entry, lambda: remove_file(actor=self.desk.actor, file=file)) and fine  # noqa: B023 - called at once
        return fine

    def _is_answered(self, entry: Entry) -> bool:
        if entry.fixed or entry.confirmed:
            return True
        return entry.form.has_state if entry.is_sent else entry.ready

    def _confirm_typed(self, entry: Entry) -> bool:
        """Confirm what is typed; an answer that is confirmed already and has not been touched stays."""
        if not entry.form.is_valid():
            self.save(entry)
            return False
        if (
            entry.confirmed
            and not entry.form.is_touched
            and not entry.item.question
            and not entry.form.cleaned_data["file"]
        ):
            return True
        return self._run(entry, lambda: self._confirm_values(entry)) and self._keep_file(entry)

    def _confirm_values(self, entry: Entry) -> Any:
        return self._confirm(entry, entry.form.values, unchanged=False)

    def _confirm(self, entry: Entry, values: Any, *, unchanged: bool) -> Any:
        self.lead_on = f"#{entry.part}"
        return confirm_reply(
            actor=self.desk.actor,
            item=entry.item,
            values=values,
            unchanged=unchanged,
            expected_version=entry.form.expected_version if entry.is_sent else None,
            channel=self.desk.channel,
            now=timezone.now(),
        )

    def _run(self, entry: Entry, action: Callable[[], Any]) -> bool:
        form = entry.form
        if not hasattr(form, "cleaned_data"):
            form.is_valid()
        return form.run(lambda: (action(), True)) is not None

    def _entry(self, pk: int | None) -> Entry | None:
        found = next((entry for entry in self.entries if entry.item.pk == pk and not entry.fixed), None)
        if found is None:
            self.problem = _("Diese Maßnahme gehört nicht zu dieser Abfrage oder steht schon fest. Bitte neu laden.")
        return found
