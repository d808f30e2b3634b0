"""A council's own colour and logo: what is taken, what is refused, how it is served, and on which pages it stands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import ChangeRecord, Council
from services.models.council_logos import CouncilLogo, set_logo
from services.values.colours import UnreadableColour, contrast_with_white, read_colour
from services.values.logos import LARGEST_BYTES, UnusableLogo, read_logo
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.one_database

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">%s</svg>'
PLAIN = SVG % b'<path d="M0 0h10v10z" fill="#123456"/>'


def png(width=4, height=4):
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (width, height), "navy").save(made, "PNG")
    return made.getvalue()


class TestAColour:
    @pytest.mark.parametrize("written", ["#1f4e5f", "1F4E5F", "  #1F4e5f "])
    def test_is_read_as_people_write_it(self, written):
        assert read_colour(written) == "#1f4e5f"

    def test_of_three_figures_means_each_twice(self):
        assert read_colour("#05a") == "#0055aa"

    @pytest.mark.parametrize("written", ["", "teal", "#12345", "#1234567", "rgb(1,2,3)", "#12345g"])
    def test_that_is_none_is_quoted(self, written):
        with pytest.raises(UnreadableColour) as refused:
            read_colour(written)
        assert f"“{written}” is not a colour" in str(refused.value)

    def test_is_judged_by_its_luminance(self):
        # The figures of WCAG’s own definition: black 21, white 1; #767676 is the lightest grey that passes.
        assert contrast_with_white("#000000") == pytest.approx(21)
        assert contrast_with_white("#ffffff") == pytest.approx(1)
        assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.005)
        assert contrast_with_white("#777777") == pytest.approx(4.48, abs=0.005)


class TestALogo:
    @pytest.mark.parametrize(("content", "kind"), [(PLAIN, "svg"), (png(), "png")])
    def test_of_either_kind_is_taken_as_it_is(self, content, kind):
        logo = read_logo(content)
        assert (logo.kind, logo.content) == (kind, content)

    @pytest.mark.parametrize(
        "inside",
        [
            b'<style>.a{fill:url(#b)}</style><linearGradient id="b"/><use href="#c"/>',
            b'<image href="data:image/png;base64,AAAA"/><title>Arms</title>',
            b'<metadata><x:rdf xmlns:x="urn:x">Drawn by hand</x:rdf></metadata>',
        ],
    )
    def test_may_hold_what_drawing_programmes_write(self, inside):
        assert read_logo(SVG % inside).kind == "svg"

    @pytest.mark.parametrize(
        ("inside", "said"),
        [
            (b"<script>alert(1)</script>", "a script"),
            (b'<g onload="alert(1)"/>', "a script"),
            (b'<g ONCLICK="alert(1)"/>', "a script"),
            (b"<foreignObject/>", "parts of a web page"),
            (b'<x:img xmlns:x="http://www.w3.org/1999/xhtml"/>', "parts of a web page"),
            (b'<a href="#b"/>', "a link"),
            (b'<set attributeName="href" to="javascript:alert(1)"/>', "an animation"),
            (b'<image href="https://elsewhere.example/x.png"/>', "in another file"),
            (
                b'<use xmlns:l="http://www.w3.org/1999/xlink" l:href="data:image/svg+xml,x"/>',
                "in another file",
            ),
            (b"<style>@import 'https://elsewhere.example'</style>", "from another site"),
            (b"<style>a{b:u/**/rl(https://elsewhere.example)}</style>", "from another site"),
            (b'<g style="fill:\\75rl(https://elsewhere.example)"/>', "from another site"),
        ],
    )
    def test_that_runs_or_fetches_anything_is_refused(self, inside, said):
        with pytest.raises(UnusableLogo, match=said):
            read_logo(SVG % inside)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"GIF89a", "must be a PNG or an SVG"),
            (b"<svg", "cannot be read"),
            (b'<html><svg xmlns="http://www.w3.org/2000/svg"/></html>', "does not begin with an svg"),
            (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "needs a viewBox"),
            (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + PLAIN, "entities"),
            (b'<?xml-stylesheet href="https://elsewhere.example"?>' + PLAIN, "external style sheet"),
            (png()[:45], "damaged"),
            (png(2001, 1), "2001 by 1 pixels"),
            (PLAIN + b" " * LARGEST_BYTES, "largest logo is 100 KB"),
        ],
    )
    def test_that_is_none_is_refused_with_the_reason(self, content, said):
        with pytest.raises(UnusableLogo, match=said):
            read_logo(content)


@pytest.fixture
def council(db):
    return make_round().council


@pytest.mark.django_db
class TestInTheAdmin:
    def page(self, client, council, **more):
        names = (
            "name",
            "slug",
            "money_unit",
            "money_decimals",
            "savings_sign",
            "negative_style",
        )
        fields = {name: getattr(council, name) for name in names}
        return client.post(f"/admin/services/council/{council.pk}/change/", fields | more)

    def test_every_setting_is_offered(self, client, finance_officer, council):
        client.force_login(finance_officer)
        page = tree(client.get(f"/admin/services/council/{council.pk}/change/"))
        settings = {
            each.name for each in Council._meta.concrete_fields if each.editable and not each.primary_key
        }
        assert settings - set(page.xpath("//form[@id='council_form']//@name")) == set()

    def test_colour_and_logo_are_set_together_and_recorded(self, client, finance_officer, council):
        client.force_login(finance_officer)
        file = SimpleUploadedFile("logo.svg", PLAIN, content_type="image/svg+xml")
        assert self.page(client, council, brand_colour="05A", logo_file=file).status_code == 302
        council.refresh_from_db()
        assert (council.brand_colour, bytes(council.logo.content)) == ("#0055aa", PLAIN)
        assert council.logo_digest == council.logo.digest == read_logo(PLAIN).digest
        (change,) = ChangeRecord.objects.filter(record_type="services.councillogo")
        assert "content" not in change.after
        assert change.after["digest"] == council.logo_digest

    def test_the_logo_can_be_replaced_and_removed(self, client, finance_officer, council):
        client.force_login(finance_officer)
        set_logo(council, read_logo(PLAIN))
        self.page(client, council, logo_file=SimpleUploadedFile("logo.png", png()))
        assert CouncilLogo.objects.get().kind == "png"
        self.page(client, council, remove_logo="on")
        assert not CouncilLogo.objects.exists()
        assert Council.objects.get().logo_digest == ""

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"brand_colour": "#ffd700"}, "Choose a darker colour"),
            ({"brand_colour": "purple"}, "“purple” is not a colour"),
            ({"logo_file": SimpleUploadedFile("x.svg", SVG % b"<script/>")}, "holds a script"),
            (
                {"logo_file": SimpleUploadedFile("x.png", b"\0" * (LARGEST_BYTES + 1))},
                "largest logo is 100 KB",
            ),
        ],
    )
    def test_what_will_not_do_is_said_and_nothing_changes(
        self, client, finance_officer, council, given, said
    ):
        client.force_login(finance_officer)
        response = self.page(client, council, name="Another name", **given)
        assert said in response.content.decode()
        council.refresh_from_db()
        assert (council.name, council.brand_colour, council.logo_digest) == ("Eastvale Council", "", "")


@pytest.mark.django_db
class TestServing:
    def test_the_logo_runs_nothing_even_when_opened_by_itself(self, client, council):
        set_logo(council, read_logo(PLAIN))
        response = client.get(f"/logo/eastvale-council/{council.logo_digest}")
        assert response.content == PLAIN
        assert response["Content-Type"] == "image/svg+xml"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_a_logo_that_was_replaced_is_gone(self, client, council):
        set_logo(council, read_logo(PLAIN))
        address = f"/logo/eastvale-council/{council.logo_digest}"
        set_logo(council, read_logo(png()))
        assert client.get(address).status_code == 404

    def test_colour_and_logo_are_kept_by_the_browser_of_somebody_signed_in(
        self, client, council, finance_officer
    ):
        client.force_login(finance_officer)
        set_logo(council, read_logo(png()))
        for address in ("/look/0055aa.css", f"/logo/eastvale-council/{council.logo_digest}"):
            response = client.get(address)
            assert response["Cache-Control"] == "public, max-age=31536000, immutable", address
        assert client.get("/look/0055aa.css").content == b":root { --govuk-brand-colour: #0055aa; }\n"

    def test_what_is_no_colour_is_no_style_sheet(self, client, db):
        assert client.get("/look/0055aa;x.css").status_code == 404


@pytest.mark.django_db
class TestWhosePageItIs:
    def shown(self, client, address="/accessibility/"):
        page = tree(client.get(address))
        colours = [link.get("href") for link in page.xpath("//link[starts-with(@href, '/look/')]")]
        return [words(each) for each in page.xpath("//*[@class='app-header__council']")], colours

    def set_colour(self, council, colour):
        council.brand_colour = colour
        council.save()

    def test_with_one_council_every_page_is_its(self, client, council):
        self.set_colour(council, "#0055aa")
        assert self.shown(client) == (["Eastvale Council"], ["/look/0055aa.css"])

    def test_with_several_a_page_about_none_is_neutral(self, client, council):
        make_round(council="Westvale Council")
        assert self.shown(client) == ([], [])

    def test_with_several_it_is_the_one_that_the_person_covers(
        self, client, council, scrutiny_member, assign
    ):
        other = make_round(council="Westvale Council").council
        client.force_login(assign(scrutiny_member, other))
        assert self.shown(client)[0] == ["Westvale Council"]

    def test_with_several_a_page_about_a_proposal_is_of_its_council(self, client, council, finance_officer):
        proposal = make_proposal(make_round(council="Westvale Council"), "ENV1")
        client.force_login(finance_officer)
        assert self.shown(client, proposal.get_absolute_url())[0] == ["Westvale Council"]

    def test_the_logo_stands_for_the_name_and_says_it(self, client, council):
        set_logo(council, read_logo(PLAIN))
        (image,) = tree(client.get("/accessibility/")).xpath("//header//img")
        assert image.get("alt") == "Eastvale Council"
        assert self.shown(client)[0] == []

    def test_contacts_and_privacy_notice_stand_at_the_foot_only_where_given(self, client, council):
        foot = tree(client.get("/accessibility/")).xpath("//footer")[0]
        assert "Privacy" not in words(foot)
        council.contact_email, council.privacy_notice = (
            "papers@eastvale.example",
            "https://eastvale.example/p",
        )
        council.save()
        page = tree(client.get("/accessibility/"))
        links = page.xpath("//footer//a/@href")
        assert {"mailto:papers@eastvale.example", "https://eastvale.example/p"} <= set(links)
        assert "papers@eastvale.example" in words(page.xpath("//main")[0])

    def test_an_error_page_keeps_the_look_without_asking_the_database(
        self, client, council, django_assert_num_queries
    ):
        self.set_colour(council, "#0055aa")
        client.get("/accessibility/")
        with django_assert_num_queries(0):
            assert self.shown(client, "/nothing-here/") == (["Eastvale Council"], ["/look/0055aa.css"])
        make_round(council="Westvale Council")
        client.get("/accessibility/")
        assert self.shown(client, "/nothing-here/") == ([], [])


@pytest.mark.django_db
class TestThePhaseOfTheRound:
    @pytest.mark.parametrize(
        ("phase", "tag"),
        [("preparation", "In preparation"), ("scrutiny", "At scrutiny"), ("closed", "Closed")],
    )
    def test_stands_above_what_the_round_holds(self, client, finance_officer, phase, tag):
        proposal = make_proposal(make_round(phase=phase), "ENV1")
        client.force_login(finance_officer)
        for address in (
            "/proposals/",
            proposal.get_absolute_url(),
            f"{proposal.get_absolute_url()}timeline/",
        ):
            (banner,) = tree(client.get(address)).xpath("//div[@class='app-phase']")
            assert words(banner).startswith(f"{tag} Budget 2027/28 to 2029/30: "), address

    def test_is_left_out_where_a_page_is_about_no_round(self, client, council):
        assert not tree(client.get("/accessibility/")).xpath("//div[@class='app-phase']")
