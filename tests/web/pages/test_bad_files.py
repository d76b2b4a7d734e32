"""Files that cannot be taken in: a sentence says why, what was there stays, the original is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.models import ConceptVersion
from etappe.domain.programme.models import Measure, SheetImport
from etappe.interop.measure_sheet import MAX_ROWS
from etappe.web.participation.concepts import FileForm
from etappe.web.programme.sheet import SheetForm
from support.documents import encrypted_pdf, scanned_pdf, zip_bomb
from support.inhabited import CONCEPT, Inhabited

SignIn = Callable[..., Client]
HUGE = 200 * 1024 * 1024


@pytest.fixture
def client(signed_in: SignIn) -> Client:
    return signed_in(Role.COORDINATOR)


class Unread(UploadedFile):
    """A file of 200 MB that nobody may read."""

    def __init__(self, name: str) -> None:
        super().__init__(None, name, "application/octet-stream", HUGE)

    def read(self, *_: Any) -> bytes:
        raise AssertionError("a file that is too large must not be read")

    chunks = read


class TestAConceptPaper:
    def upload(self, here: Inhabited, client: Client, name: str, content: bytes, title: str = "Neu") -> Any:
        url = reverse("participation:concept_upload", args=[here.slug])
        with TestCase.captureOnCommitCallbacks(execute=True):
            return client.post(url, {"title": title, "file": SimpleUploadedFile(name, content)})

    @pytest.mark.parametrize(
        ("name", "make"),
        [
            ("scan.pdf", scanned_pdf),
            ("geheim.pdf", encrypted_pdf),
            ("kaputt.pdf", lambda: b"%PDF-1.7 und dann nichts"),
            ("kaputt.docx", lambda: b"PK\x03\x04 und dann nichts"),
            ("bombe.docx", zip_bomb),
            ("bild.exe", lambda: b"MZ\x90\x00"),
        ],
    )
    def test_that_cannot_be_read_says_why_and_keeps_the_original(
        self, here: Inhabited, client: Client, name: str, make: Callable[[], bytes]
    ) -> None:
        content = make()
        answer = self.upload(here, client, name, content)
        version = ConceptVersion._base_manager.get(filename=name)
        page = client.get(answer["Location"]).content.decode()
        assert version.state == "failed"
        assert version.failure
        assert version.failure.split(".")[0][:30] in page.replace("&#x27;", "'")
        original = client.get(reverse("participation:concept_original", args=[here.slug, version.concept_id, 1]))
        assert b"".join(original.streaming_content) == content
        assert original.headers["Content-Disposition"].startswith("attachment")
        original.close()

    def test_of_200_megabytes_is_refused_without_reading_it(self) -> None:
        form = FileForm({}, {"file": Unread("riesig.pdf")})
        assert "größer als 50 MB" in str(form.errors["file"])

    def test_without_a_file_or_an_empty_one_says_so(self, here: Inhabited, client: Client) -> None:
        url = reverse("participation:concept_upload", args=[here.slug])
        assert "file" in client.post(url, {"title": "Neu"}).context["form"].errors
        assert "file" in self.upload(here, client, "leer.txt", b"").context["form"].errors

    def test_taken_in_a_second_time_says_which_version_it_is(self, here: Inhabited, client: Client) -> None:
        url = reverse("participation:concept_version", args=[here.slug, here.things.concept.pk])
        answer = client.post(url, {"file": SimpleUploadedFile("noch-einmal.md", CONCEPT.encode())})
        assert "schon eingelesen, als Fassung 1" in answer.content.decode()

    def test_that_can_be_read_leads_to_its_worksheet(self, here: Inhabited, client: Client) -> None:
        answer = self.upload(here, client, "konzept.md", CONCEPT.encode())
        page = client.get(answer["Location"])
        assert page.context["sheet"].headline in page.content.decode()

    def test_whose_name_would_lead_out_of_its_folder_stays_inside(self, here: Inhabited, client: Client) -> None:
        self.upload(here, client, "../../../etc/konzept.md", CONCEPT.encode())
        version = ConceptVersion._base_manager.latest("pk")
        assert ".." not in version.original.name
        assert version.original.name.startswith("concepts/")


class TestASheet:
    def take_in(self, here: Inhabited, client: Client, **given: Any) -> Any:
        url = reverse("programme:sheet", args=[here.slug])
        return client.post(url, {"programme": here.things.programme.pk, **given}, follow=True)

    def test_shows_its_difference_first_and_is_taken_in_by_a_button(self, here: Inhabited, client: Client) -> None:
        shown = self.take_in(here, client, cells="Nr.\tTitel\n1\tElterncafé im Norden")
        assert "Elterncafé im Norden" in shown.content.decode()
        assert Measure._base_manager.get(pk=here.things.measure.pk).title == "Elterncafé measure"
        url = shown.redirect_chain[-1][0]
        client.post(url, {"fingerprint": shown.context["plan"].fingerprint})
        assert Measure._base_manager.get(pk=here.things.measure.pk).title == "Elterncafé im Norden"

    def test_with_the_wrong_headings_changes_nothing(self, here: Inhabited, client: Client) -> None:
        shown = self.take_in(here, client, cells="Spalte\tAndere\n1\tElterncafé")
        assert shown.context["plan"].errors
        assert not shown.context["may_apply"]

    def test_with_formulas_takes_them_as_text_or_says_so(self, here: Inhabited, client: Client) -> None:
        from io import BytesIO

        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(["Nr.", "Titel"])
        book.active.append([1, '=HYPERLINK("https://boese.example","Klick")'])
        file = BytesIO()
        book.save(file)
        shown = self.take_in(here, client, file=SimpleUploadedFile("formeln.xlsx", file.getvalue()))
        assert shown.status_code == 200
        assert shown.context["plan"].errors or "=HYPERLINK" in shown.content.decode()
        assert Measure._base_manager.get(pk=here.things.measure.pk).title == "Elterncafé measure"

    def test_of_more_rows_than_anyone_plans_says_so(self, here: Inhabited, client: Client) -> None:
        rows = "\n".join(["Titel\tHandlungsfeld", *(f"Maßnahme {number}\tBildung" for number in range(MAX_ROWS + 1))])
        shown = self.take_in(here, client, cells=rows)
        assert shown.status_code == 200
        assert len(shown.context["plan"].errors) >= 1
        assert not shown.context["may_apply"]

    def test_of_200_megabytes_is_refused_without_reading_it(self, here: Inhabited) -> None:
        with here.town.scope():
            form = SheetForm({"programme": here.things.programme.pk}, {"file": Unread("riesig.xlsx")})
            assert "zu groß" in str(form.errors)

    def test_that_is_none_says_so(self, here: Inhabited, client: Client) -> None:
        shown = self.take_in(here, client, file=SimpleUploadedFile("brief.xlsx", b"Sehr geehrte Damen und Herren"))
        assert shown.status_code == 200
        assert len(shown.context["plan"].errors) == 1

    def test_neither_file_nor_cells_is_told(self, here: Inhabited, client: Client) -> None:
        before = SheetImport._base_manager.count()
        assert self.take_in(here, client).context["form"].errors
        assert SheetImport._base_manager.count() == before

    def test_that_changed_meanwhile_is_shown_again(self, here: Inhabited, client: Client) -> None:
        shown = self.take_in(here, client, cells="Nr.\tTitel\n1\tElterncafé im Norden")
        answer = client.post(shown.redirect_chain[-1][0], {"fingerprint": "alt"})
        assert "Bitte den Unterschied neu ansehen" in answer.content.decode()
        assert Measure._base_manager.get(pk=here.things.measure.pk).title == "Elterncafé measure"
